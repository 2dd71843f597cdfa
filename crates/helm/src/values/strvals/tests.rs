//! Cases whose outcome the real strvals has given; many are those of its own tests.

use gotemplate::{Budget, Map, Value};

use super::*;
use crate::yaml;

fn shown(map: &Map) -> String {
    yaml::marshal_value(&Value::Map(map.clone()), &Budget::default()).unwrap()
}

fn outcome(base: &str, parse: impl Fn(&Map) -> Result<(), SetError>) -> String {
    let map = yaml::decode_map(base.as_bytes()).unwrap();
    match parse(&map) {
        Ok(()) => shown(&map),
        Err(error) => error.to_string(),
    }
}

fn set(base: &str, text: &str) -> String {
    outcome(base, |map| parse_into(text, map))
}

#[test]
fn keys_and_values_are_read_as_helm_does() {
    for (text, expected) in [
        ("", "{}\n"),
        ("a=1,b=true,c=null,d=x", "a: 1\nb: true\nc: null\nd: x\n"),
        (
            "a=0,b=00,c=012,d=-1,e=+1,f=1.5,g=-0",
            "a: 0\nb: \"00\"\nc: \"012\"\nd: -1\ne: 1\nf: \"1.5\"\ng: 0\n",
        ),
        (
            "a=TRUE,b=fal\u{17f}e,c=NuLL",
            "a: true\nb: false\nc: null\n",
        ),
        ("a=9223372036854775808", "a: \"9223372036854775808\"\n"),
        ("a=", "a: \"\"\n"),
        ("a=b,", "a: b\n"),
        ("a=b=c", "a: b=c\n"),
        ("a\\,b=c\\,d", "a,b: c,d\n"),
        ("a\\.b.c=1", "a.b:\n  c: 1\n"),
        ("a={x,y\\,z,1}", "a:\n- x\n- y,z\n- 1\n"),
        ("a={},b=1", "a:\n- \"\"\nb: 1\n"),
        ("a={x}b=1", "a:\n- x\nb: 1\n"),
        ("a[0]=1,a[2]=3", "a:\n- 1\n- null\n- 3\n"),
        ("a[0].b=1,a[0].c=2", "a:\n- b: 1\n  c: 2\n"),
        ("a[1][0]=x", "a:\n- null\n- - x\n"),
        ("a[0", "{}\n"),
        ("a[0]", "a: []\n"),
        ("=1", "{}\n"),
        (".a=1", "{}\n"),
        ("é.ß=ü", "é:\n  ß: ü\n"),
    ] {
        assert_eq!(set("", text), expected, "{text}");
    }
}

#[test]
fn what_is_wrong_is_said_in_helms_words() {
    for (base, text, expected) in [
        ("", "a", "key \"a\" has no value"),
        ("", "a.b", "key \"b\" has no value"),
        ("", "a,b=1", "key \"a\" has no value (cannot end with ,)"),
        ("", "a.=1", "key map \"a\" has no value"),
        ("", "a={1", "list must terminate with '}'"),
        (
            "",
            "a[x]=1",
            "error parsing index: strconv.Atoi: parsing \"x\": invalid syntax",
        ),
        (
            "",
            "a[99999999999999999999]=1",
            "error parsing index: strconv.Atoi: parsing \"99999999999999999999\": value out of range",
        ),
        ("", "a[-1]=1", "negative -1 index not allowed"),
        (
            "",
            "a[65537]=1",
            "index of 65537 is greater than maximum supported index of 65536",
        ),
        (
            "",
            "a[0]b=1",
            "unexpected data at end of array index: ['b']",
        ),
        (
            "a: x",
            "a.b=1",
            "unable to parse key: interface conversion: interface {} is string, not map[string]interface {}",
        ),
        (
            "a: 1",
            "a[0]=1",
            "unable to parse key: interface conversion: interface {} is float64, not []interface {}",
        ),
        (
            "a: null",
            "a.b=1",
            "unable to parse key: interface conversion: interface {} is nil, not map[string]interface {}",
        ),
        (
            "a: [1]",
            "a[0][0]=1",
            "unable to parse key: interface conversion: interface {} is float64, not []interface {}",
        ),
    ] {
        assert_eq!(set(base, text), expected, "{base} {text}");
    }
    let deep = |dots: usize| format!("{}b=1", "a.".repeat(dots));
    assert!(set("", &deep(30)).starts_with("a:\n"));
    assert_eq!(
        set("", &deep(31)),
        "value name nested level is greater than maximum supported nested level of 30"
    );
}

#[test]
fn what_is_there_is_changed_in_place() {
    for (base, text, expected) in [
        ("a: {b: 1, c: 2}", "a.b=x", "a:\n  b: x\n  c: 2\n"),
        ("a: [1, 2]", "a[0]=x", "a:\n- x\n- 2\n"),
        ("a: [{b: 1}]", "a[0].c=2", "a:\n- b: 1\n  c: 2\n"),
        ("a: [1]", "a[0].b=2", "a:\n- b: 2\n"),
        // Where the text ends too soon, Go has written already.
        ("a: [1]", "a[0].", "a:\n- {}\n"),
        ("a: [[1]]", "a[0][0].", "a:\n- - {}\n"),
        ("a: [null]", "a[0][0]", "a:\n- null\n"),
        ("a: [[]]", "a[0][0]", "a:\n- []\n"),
    ] {
        assert_eq!(set(base, text), expected, "{base} {text}");
    }
}

#[test]
fn integers_are_int64_and_other_options_leave_text() {
    let map = Map::new();
    parse_into("a=1", &map).unwrap();
    assert!(matches!(map.get("a"), Some(Value::Int64(1))));
    assert_eq!(
        outcome("", |map| parse_string_into("a=1,b={true,null}", map)),
        "a: \"1\"\nb:\n- \"true\"\n- \"null\"\n"
    );
    assert_eq!(
        outcome("", |map| parse_literal_into("a.b[0]=x,y={1}\\", map)),
        "a:\n  b:\n  - x,y={1}\\\n"
    );
    let read = |name: &str| match name {
        "none" => Err(ReadError {
            words: "open none: no such file or directory".to_owned(),
        }),
        name => Ok(Value::from(format!("<{name}>"))),
    };
    assert_eq!(
        outcome("", |map| parse_file_into("a=x,b={y,z}", map, &read)),
        "a: <x>\nb:\n- <y>\n- <z>\n"
    );
    assert_eq!(
        outcome("", |map| parse_file_into("a=none", map, &read)),
        "open none: no such file or directory"
    );
}

#[test]
fn lists_within_lists_may_be_deep() {
    let text = format!("a{}=1", "[0]".repeat(40_000));
    let map = Map::new();
    parse_into(&text, &map).unwrap();
    assert_eq!(map.len(), 1);
}

#[test]
fn what_is_no_json_is_refused_in_the_words_of_encoding_json() {
    let error = parse_json_into("name=value", &Map::new()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "invalid character 'v' looking for beginning of value"
    );
}
