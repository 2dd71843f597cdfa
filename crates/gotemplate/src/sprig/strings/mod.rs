//! Sprig's functions on texts (`strings.go`).

mod case;
mod cut;
mod show;
mod split;
mod words;
mod wrap;

use super::Sources;
use super::arguments::{Arguments, Declare};
use super::cast::to_text;
use super::cost;
use crate::budget::{Budget, Exhausted};
use crate::error::FunctionError;
use crate::function::{Functions, Signature};
use crate::value::{List, Text, Type, Value};

pub(super) use show::to_texts;

const TEXT: Signature = Signature::of(&[Type::String]);
const TWO_TEXTS: Signature = Signature::of(&[Type::String, Type::String]);
const NUMBER_AND_TEXT: Signature = Signature::of(&[Type::Int, Type::String]);
const ANY: Signature = Signature::of(&[Type::Any]);
const ANY_NUMBER: Signature = Signature::variadic(&[Type::Any]);

/// A text made of another.
type Conversion = fn(&[u8]) -> Vec<u8>;

/// Adds them.
pub(super) fn add(functions: &mut Functions, _sources: &Sources) {
    functions.declare("hello", Signature::of(&[]), |_, _| Ok("Hello!"));
    functions.declare("fail", TEXT, |_, arguments| {
        Err::<Value, _>(FunctionError::Message(arguments.text(0).to_str().into()))
    });
    add_cases(functions);
    add_cuts(functions);
    add_searches(functions);
    add_makers(functions);
    add_lists(functions);
}

fn add_cases(functions: &mut Functions) {
    let cases: [(&str, Conversion); 10] = [
        ("upper", case::upper),
        ("lower", case::lower),
        ("title", case::title),
        ("untitle", case::untitle),
        ("swapcase", case::swap),
        ("initials", case::initials),
        ("nospace", case::without_space),
        ("camelcase", words::to_pascal_case),
        ("snakecase", words::to_snake_case),
        ("kebabcase", words::to_kebab_case),
    ];
    for (name, convert) in cases {
        functions.declare(name, TEXT, move |call, arguments| {
            let text = arguments.bytes(0);
            // A byte that is no UTF-8 becomes three.
            cost::bytes(call.budget(), text.len().saturating_mul(3))?;
            Ok(convert(text))
        });
    }
}

fn add_cuts(functions: &mut Functions) {
    functions.declare("abbrev", NUMBER_AND_TEXT, |call, arguments| {
        let text = arguments.text(1);
        cost::bytes(call.budget(), text.len())?;
        Ok(cut::abbreviate(arguments.int(0), text))
    });
    functions.declare(
        "abbrevboth",
        Signature::of(&[Type::Int, Type::Int, Type::String]),
        |call, arguments| {
            let text = arguments.text(2);
            cost::bytes(call.budget(), text.len())?;
            Ok(cut::abbreviate_both(
                arguments.int(0),
                arguments.int(1),
                text,
            ))
        },
    );
    functions.declare("trunc", NUMBER_AND_TEXT, |call, arguments| {
        let text = arguments.text(1);
        cost::bytes(call.budget(), text.len())?;
        Ok(cut::truncate(arguments.int(0), text))
    });
    functions.declare(
        "substr",
        Signature::of(&[Type::Int, Type::Int, Type::String]),
        |call, arguments| {
            let text = arguments.text(2);
            cost::bytes(call.budget(), text.len())?;
            cut::substring(arguments.int(0), arguments.int(1), text)
        },
    );
    functions.declare("trim", TEXT, |call, arguments| {
        cut_text(call.budget(), cut::trim_space(arguments.bytes(0)))
    });
    functions.declare_all(&["trimall", "trimAll"], TWO_TEXTS, |call, arguments| {
        let trimmed = cut::trim(arguments.bytes(1), arguments.bytes(0));
        cut_text(call.budget(), trimmed)
    });
    functions.declare("trimSuffix", TWO_TEXTS, |call, arguments| {
        let text = arguments.bytes(1);
        let trimmed = text.strip_suffix(arguments.bytes(0)).unwrap_or(text);
        cut_text(call.budget(), trimmed)
    });
    functions.declare("trimPrefix", TWO_TEXTS, |call, arguments| {
        let text = arguments.bytes(1);
        let trimmed = text.strip_prefix(arguments.bytes(0)).unwrap_or(text);
        cut_text(call.budget(), trimmed)
    });
}

fn add_searches(functions: &mut Functions) {
    functions.declare("contains", TWO_TEXTS, |_, arguments| {
        Ok(memchr::memmem::find(arguments.bytes(1), arguments.bytes(0)).is_some())
    });
    functions.declare("hasPrefix", TWO_TEXTS, |_, arguments| {
        Ok(arguments.bytes(1).starts_with(arguments.bytes(0)))
    });
    functions.declare("hasSuffix", TWO_TEXTS, |_, arguments| {
        Ok(arguments.bytes(1).ends_with(arguments.bytes(0)))
    });
    functions.declare(
        "plural",
        Signature::of(&[Type::String, Type::String, Type::Int]),
        |_, arguments| Ok(arguments.text(usize::from(arguments.int(2) != 1))),
    );
}

fn add_makers(functions: &mut Functions) {
    functions.declare("repeat", NUMBER_AND_TEXT, |call, arguments| {
        show::repeat(arguments.bytes(1), arguments.int(0), call.budget())
    });
    functions.declare("indent", NUMBER_AND_TEXT, |call, arguments| {
        show::indent(b"", arguments.int(0), arguments.bytes(1), call.budget())
    });
    functions.declare("nindent", NUMBER_AND_TEXT, |call, arguments| {
        show::indent(b"\n", arguments.int(0), arguments.bytes(1), call.budget())
    });
    functions.declare(
        "replace",
        Signature::of(&[Type::String, Type::String, Type::String]),
        |call, arguments| {
            let [old, new, text] = [0, 1, 2].map(|index| arguments.bytes(index));
            Ok(split::replace(text, old, new, call.budget())?)
        },
    );
    functions.declare("wrap", NUMBER_AND_TEXT, |call, arguments| {
        let (width, text) = (arguments.int(0), arguments.bytes(1));
        Ok(wrap::wrap(text, width, b"\n", false, call.budget())?)
    });
    functions.declare(
        "wrapWith",
        Signature::of(&[Type::Int, Type::String, Type::String]),
        |call, arguments| {
            let separator = match arguments.bytes(1) {
                b"" => b"\n",
                separator => separator,
            };
            let (width, text) = (arguments.int(0), arguments.bytes(2));
            Ok(wrap::wrap(text, width, separator, true, call.budget())?)
        },
    );
    functions.declare("quote", ANY_NUMBER, |call, arguments| {
        Ok(show::quote(arguments.from(0), call.budget())?)
    });
    functions.declare("squote", ANY_NUMBER, |call, arguments| {
        Ok(show::single_quote(arguments.from(0), call.budget())?)
    });
    functions.declare("cat", ANY_NUMBER, |call, arguments| {
        Ok(show::cat(arguments.from(0), call.budget())?)
    });
    functions.declare("toString", ANY, |call, arguments| {
        Ok(to_text(arguments.value(0), call.budget())?)
    });
}

fn add_lists(functions: &mut Functions) {
    functions.declare("toStrings", ANY, |call, arguments| {
        Ok(to_texts(arguments.value(0), call.budget())?)
    });
    functions.declare(
        "join",
        Signature::of(&[Type::String, Type::Any]),
        |call, arguments| {
            let texts = to_texts(arguments.value(1), call.budget())?;
            Ok(show::join(&texts, arguments.bytes(0), call.budget())?)
        },
    );
    functions.declare("sortAlpha", ANY, |call, arguments| {
        Ok(sort_alphabetically(arguments, call.budget())?)
    });
    functions.declare("splitList", TWO_TEXTS, |call, arguments| {
        let (separator, text) = (arguments.bytes(0), arguments.bytes(1));
        let parts = split::split(text, separator, -1, call.budget())?;
        Ok(List::strings(parts))
    });
    functions.declare("split", TWO_TEXTS, |call, arguments| {
        let (separator, text) = (arguments.bytes(0), arguments.bytes(1));
        let parts = split::split(text, separator, -1, call.budget())?;
        Ok(split::numbered(&parts))
    });
    functions.declare(
        "splitn",
        Signature::of(&[Type::String, Type::Int, Type::String]),
        |call, arguments| {
            let (separator, text) = (arguments.bytes(0), arguments.bytes(2));
            let parts = split::split(text, separator, arguments.int(1), call.budget())?;
            Ok(split::numbered(&parts))
        },
    );
}

/// A `[]string` is sorted in place, as in Go: whoever holds it sees the new order.
fn sort_alphabetically(arguments: Arguments<'_>, budget: &Budget) -> Result<List, Exhausted> {
    match arguments.value(0) {
        value @ Value::List(_) => {
            let texts = to_texts(value, budget)?;
            texts.sort_strings();
            Ok(texts)
        }
        value => Ok(List::strings([to_text(value, budget)?])),
    }
}

fn cut_text(budget: &Budget, text: &[u8]) -> Result<Text, FunctionError> {
    cost::bytes(budget, text.len())?;
    Ok(text.into())
}

#[cfg(test)]
mod tests;
