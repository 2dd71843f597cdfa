use proptest::prelude::*;

use super::glob::{BadPattern, matches};
use super::*;

/// Go's own table of `filepath.Match` (`match_test.go`).
#[test]
fn matches_as_go_does() {
    for (pattern, name, expected) in [
        ("abc", "abc", Ok(true)),
        ("*", "abc", Ok(true)),
        ("*c", "abc", Ok(true)),
        ("a*", "a", Ok(true)),
        ("a*", "abc", Ok(true)),
        ("a*", "ab/c", Ok(false)),
        ("a*/b", "abc/b", Ok(true)),
        ("a*/b", "a/c/b", Ok(false)),
        ("a*b*c*d*e*/f", "axbxcxdxe/f", Ok(true)),
        ("a*b*c*d*e*/f", "axbxcxdxexxx/f", Ok(true)),
        ("a*b*c*d*e*/f", "axbxcxdxe/xxx/f", Ok(false)),
        ("a*b*c*d*e*/f", "axbxcxdxexxx/fff", Ok(false)),
        ("a*b?c*x", "abxbbxdbxebxczzx", Ok(true)),
        ("a*b?c*x", "abxbbxdbxebxczzy", Ok(false)),
        ("ab[c]", "abc", Ok(true)),
        ("ab[b-d]", "abc", Ok(true)),
        ("ab[e-g]", "abc", Ok(false)),
        ("ab[^c]", "abc", Ok(false)),
        ("ab[^b-d]", "abc", Ok(false)),
        ("ab[^e-g]", "abc", Ok(true)),
        ("a\\*b", "a*b", Ok(true)),
        ("a\\*b", "ab", Ok(false)),
        ("a?b", "a☺b", Ok(true)),
        ("a[^a]b", "a☺b", Ok(true)),
        ("a???b", "a☺b", Ok(false)),
        ("a[^a][^a][^a]b", "a☺b", Ok(false)),
        ("[a-ζ]*", "α", Ok(true)),
        ("*[a-ζ]", "A", Ok(false)),
        ("a?b", "a/b", Ok(false)),
        ("a*b", "a/b", Ok(false)),
        ("[\\]a]", "]", Ok(true)),
        ("[\\-]", "-", Ok(true)),
        ("[x\\-]", "x", Ok(true)),
        ("[x\\-]", "z", Ok(false)),
        ("[\\-x]", "a", Ok(false)),
        ("[]a]", "]", Err(BadPattern)),
        ("[-]", "-", Err(BadPattern)),
        ("[x-]", "x", Err(BadPattern)),
        ("[x-]", "z", Err(BadPattern)),
        ("[-x]", "x", Err(BadPattern)),
        ("\\", "a", Err(BadPattern)),
        ("[a-b-c]", "a", Err(BadPattern)),
        ("[", "a", Err(BadPattern)),
        ("[^", "a", Err(BadPattern)),
        ("[^bc", "a", Err(BadPattern)),
        ("a[", "a", Err(BadPattern)),
        ("a[", "ab", Err(BadPattern)),
        ("*x", "xxx", Ok(true)),
    ] {
        assert_eq!(
            matches(pattern.as_bytes(), name.as_bytes()),
            expected,
            "{pattern} on {name}"
        );
    }
}

/// Helm's own table (`rules_test.go`), on the files that it makes.
#[test]
fn ignores_as_helm_does() {
    for (rule, path, directory, expected) in [
        ("helm.txt", "helm.txt", false, true),
        ("helm.*", "helm.txt", false, true),
        ("helm.*", "rudder.txt", false, false),
        ("*.txt", "tiller.txt", false, true),
        ("*", "cargo", true, true),
        ("templates/*.yaml", "templates/a.yaml", false, true),
        ("cargo/*.*", "cargo/a.txt", false, true),
        ("cargo/*.txt", "mast/a.txt", false, false),
        ("ru[c-e]?er.txt", "rudder.txt", false, true),
        ("mast/", "mast", true, true),
        ("mast/", "mast", false, false),
        ("helm.txt/", "helm.txt", false, false),
        ("/helm.txt", "helm.txt", false, true),
        ("/a.txt", "cargo/a.txt", false, false),
        ("/cargo/*", "cargo/a.txt", false, true),
        ("!helm.txt", "helm.txt", false, false),
        ("!helm.txt", "tiller.txt", false, true),
        ("!*.txt", "cargo", true, true),
        ("!cargo/", "mast", true, true),
        ("!cargo/", "cargo", true, false),
        ("!cargo/", "helm.txt", false, true),
        ("a.txt", "cargo/a.txt", false, true),
        ("rudder.txt\n!rudder.txt", "rudder.txt", false, true),
        ("# helm.txt", "helm.txt", false, false),
        ("  helm.txt \r", "helm.txt", false, true),
        ("", "templates/.dotfile", false, true),
        ("", ".helmignore", false, false),
        ("", "templates/x/.dotfile", false, false),
        ("*", "", true, false),
        ("*", ".", true, false),
    ] {
        let rules = Rules::parse(rule.as_bytes()).unwrap();
        assert_eq!(
            rules.ignores(path.as_bytes(), directory),
            expected,
            "{rule:?} on {path}"
        );
    }
}

#[test]
fn names_the_line_of_a_bad_rule() {
    let error = Rules::parse(b"\xef\xbb\xbfok\n\n  foo/**/bar\n").unwrap_err();
    assert_eq!((error.line, error.reason), (3, Reason::DoubleStar));
    assert_eq!(error.text, "foo/**/bar");
    let error = Rules::parse(b"a[\n").unwrap_err();
    assert_eq!((error.line, error.reason), (1, Reason::Pattern));
    let error = Rules::parse(&[b'a'; MAX_LINE]).unwrap_err();
    assert_eq!(error.reason, Reason::TooLong);
}

proptest! {
    #[test]
    fn never_panics(rules: Vec<u8>, path: Vec<u8>, directory: bool) {
        if let Ok(rules) = Rules::parse(&rules) {
            rules.ignores(&path, directory);
        }
    }

    #[test]
    fn a_literal_matches_itself_only(name in "[a-z.]{1,8}", other in "[a-z.]{1,8}") {
        prop_assert_eq!(matches(name.as_bytes(), other.as_bytes()), Ok(name == other));
    }
}
