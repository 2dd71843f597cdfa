//! Texts that were parsed a moment ago. Charts bring the same library along in every subchart, a lint renders a chart
//! several times, and `tpl` is given the same text again and again: reading a text costs more than executing it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use foldhash::fast::RandomState;

use super::table::FunctionTable;
use crate::error::ParseError;
use crate::parse::{self, Tree};
use crate::value::Text;

/// The most bytes of text whose trees are kept in a thread; then all are given up, and it begins anew.
const KEPT: usize = 2 << 20;

/// What a thread remembers: for each set of functions' names (they decide what a text means) the trees by their text.
#[derive(Default)]
struct Known {
    functions: Rc<str>,
    texts: HashMap<KnownText, Rc<[Tree]>, RandomState>,
    bytes: usize,
}

/// A text as a key. Most of those with the same hash are the same.
#[derive(Eq)]
struct KnownText(Text);

impl PartialEq for KnownText {
    fn eq(&self, other: &Self) -> bool {
        self.0.has_bytes(&other.0)
    }
}

impl Hash for KnownText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
}

/// The trees of a text, parsed now or before.
pub(super) fn parse(
    name: &str,
    text: &Text,
    functions: &FunctionTable,
) -> Result<Vec<Tree>, ParseError> {
    // A text that defines a template of its file's own name means another thing in each file.
    let by_any_name = memchr::memmem::find(text, name.as_bytes()).is_none();
    if by_any_name && let Some(trees) = known(text, functions) {
        return Ok(trees.iter().map(|tree| renamed(tree, name)).collect());
    }
    let trees = parse::parse(name, text, &|function| functions.get(function).is_some())?;
    if by_any_name {
        keep(text, functions, &trees);
    }
    Ok(trees)
}

/// The tree as it stands in another file of the same text.
fn renamed(tree: &Tree, name: &str) -> Tree {
    Tree {
        name: if tree.name == tree.parse_name {
            name.to_owned()
        } else {
            tree.name.clone()
        },
        parse_name: name.to_owned(),
        text: tree.text.clone(),
        root: Rc::clone(&tree.root),
    }
}

impl Known {
    /// Whether what is known was read with functions of the same names. One set is asked about again and again, and to
    /// compare all the names takes longer than to read a short text.
    fn is_for(&mut self, functions: &FunctionTable) -> bool {
        let names = functions.names();
        if Rc::ptr_eq(&self.functions, names) {
            return true;
        }
        let same = self.functions == *names;
        if same {
            self.functions = Rc::clone(names);
        }
        same
    }
}

fn known(text: &Text, functions: &FunctionTable) -> Option<Rc<[Tree]>> {
    KNOWN.with_borrow_mut(|known| {
        known
            .is_for(functions)
            .then(|| known.texts.get(&KnownText(text.clone())).cloned())
            .flatten()
    })
}

fn keep(text: &Text, functions: &FunctionTable, trees: &[Tree]) {
    if text.len() > KEPT {
        return;
    }
    KNOWN.with_borrow_mut(|known| {
        if !known.is_for(functions) || known.bytes + text.len() > KEPT {
            *known = Known {
                functions: Rc::clone(functions.names()),
                ..Known::default()
            };
        }
        known.bytes += text.len();
        known.texts.insert(KnownText(text.clone()), trees.into());
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::function::Functions;

    fn names(trees: &[Tree]) -> Vec<(&str, &str)> {
        trees
            .iter()
            .map(|tree| (tree.name.as_str(), tree.parse_name.as_str()))
            .collect()
    }

    #[test]
    fn texts_are_the_same_to_the_last_byte() {
        let text = |bytes: &[u8]| KnownText(Text::from(bytes));
        for length in [0, 1, 31, 32, 33, 64, 70] {
            let one = vec![b'x'; length];
            assert!(text(&one) == text(&one), "{length}");
            assert!(text(&one) != text(&[&one[..], b"x"].concat()), "{length}");
            for at in 0..length {
                let mut other = one.clone();
                other[at] = b'y';
                assert!(text(&one) != text(&other), "{length} {at}");
            }
        }
    }

    #[test]
    fn a_text_is_the_same_under_another_name_but_for_that_name() {
        let functions = FunctionTable::new(&Functions::new());
        let text = Text::from("{{define \"a\"}}1{{end}}x");
        let first = parse("one", &text, &functions).unwrap();
        let second = parse("two", &text, &functions).unwrap();
        assert_eq!(names(&first), [("one", "one"), ("a", "one")]);
        assert_eq!(names(&second), [("two", "two"), ("a", "two")]);
        assert!(Rc::ptr_eq(&first[1].root, &second[1].root));
    }

    #[test]
    fn a_text_that_names_its_file_is_read_for_itself() {
        let functions = FunctionTable::new(&Functions::new());
        let text = Text::from("{{define \"own\"}}1{{end}}");
        let other = parse("other", &text, &functions).unwrap();
        let own = parse("own", &text, &functions).unwrap();
        assert_eq!(names(&other), [("other", "other"), ("own", "other")]);
        assert_eq!(names(&own), [("own", "own")]);
        assert_eq!(own[0].root.to_string(), "1");
        assert_eq!(
            names(&parse("other", &text, &functions).unwrap()),
            names(&other)
        );
    }

    #[test]
    fn other_functions_make_another_text_of_it() {
        let text = Text::from("{{nothing}}");
        let without = FunctionTable::new(&Functions::new());
        let mut functions = Functions::new();
        functions.add("nothing", crate::function::Signature::of(&[]), |_, _| {
            Ok(crate::value::Value::Nil)
        });
        let with = FunctionTable::new(&functions);
        assert!(parse("t", &text, &with).is_ok());
        assert!(parse("t", &text, &without).is_err());
    }
}
