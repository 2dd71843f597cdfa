//! What can be wrong with a value, in santhosh's words (`kind/kind.go`).

use std::fmt;

use gotemplate::strconv::quote;

use super::document::{Json, View};
use super::number::{Decimal, count};
use super::words::{joined, quoted};

/// What is wrong with a value.
#[derive(Debug)]
pub(super) enum Kind {
    /// Nobody asks for words: only whether the value is valid counts.
    Silent,
    /// The schema as a whole.
    Schema {
        location: String,
    },
    /// Several things, none of them above the others.
    Group,
    /// What the schema refers to.
    Reference {
        keyword: &'static str,
        url: String,
    },
    InvalidJsonValue {
        go_type: String,
    },
    Not,
    AllOf,
    AnyOf,
    OneOf {
        matched: Option<(usize, usize)>,
    },
    FalseSchema,
    ReferenceCycle {
        url: String,
        first: String,
        second: String,
    },
    Type {
        got: &'static str,
        want: Vec<&'static str>,
    },
    /// What the value must be one of; `None` where one of those is a collection.
    Enum {
        want: Option<Vec<String>>,
    },
    /// What the value must be; `None` for a collection.
    Const {
        want: Option<String>,
    },
    Format {
        got: Vec<u8>,
        want: &'static str,
        problem: String,
    },
    MinProperties {
        got: usize,
        want: i64,
    },
    MaxProperties {
        got: usize,
        want: i64,
    },
    MinItems {
        got: usize,
        want: i64,
    },
    MaxItems {
        got: usize,
        want: i64,
    },
    AdditionalItems {
        count: usize,
    },
    Required {
        missing: Vec<Vec<u8>>,
    },
    Dependency {
        property: Vec<u8>,
        missing: Vec<Vec<u8>>,
    },
    DependentRequired {
        property: Vec<u8>,
        missing: Vec<Vec<u8>>,
    },
    AdditionalProperties {
        properties: Vec<Vec<u8>>,
    },
    PropertyNames {
        property: Vec<u8>,
    },
    UniqueItems {
        first: usize,
        second: usize,
    },
    Contains,
    MinContains {
        got: Vec<usize>,
        want: i64,
    },
    MaxContains {
        got: Vec<usize>,
        want: i64,
    },
    MinLength {
        got: usize,
        want: i64,
    },
    MaxLength {
        got: usize,
        want: i64,
    },
    Pattern {
        got: Vec<u8>,
        want: String,
    },
    Minimum {
        got: Decimal,
        want: Decimal,
    },
    Maximum {
        got: Decimal,
        want: Decimal,
    },
    ExclusiveMinimum {
        got: Decimal,
        want: Decimal,
    },
    ExclusiveMaximum {
        got: Decimal,
        want: Decimal,
    },
    MultipleOf {
        got: Decimal,
        want: Decimal,
    },
}

impl Kind {
    /// Where below the schema the keyword stands.
    pub(super) fn keyword_path(&self) -> Vec<&[u8]> {
        let keyword = match self {
            Self::Silent
            | Self::Schema { .. }
            | Self::Group
            | Self::InvalidJsonValue { .. }
            | Self::Not
            | Self::FalseSchema
            | Self::ReferenceCycle { .. } => return Vec::new(),
            Self::Dependency { property, .. } => return vec![b"dependency", property],
            Self::DependentRequired { property, .. } => {
                return vec![b"dependentRequired", property];
            }
            Self::Reference { keyword, .. } => keyword,
            Self::AllOf => "allOf",
            Self::AnyOf => "anyOf",
            Self::OneOf { .. } => "oneOf",
            Self::Type { .. } => "type",
            Self::Enum { .. } => "enum",
            Self::Const { .. } => "const",
            Self::Format { .. } => "format",
            Self::MinProperties { .. } => "minProperties",
            Self::MaxProperties { .. } => "maxProperties",
            Self::MinItems { .. } => "minItems",
            Self::MaxItems { .. } => "maxItems",
            Self::AdditionalItems { .. } => "additionalItems",
            Self::Required { .. } => "required",
            Self::AdditionalProperties { .. } => "additionalProperties",
            Self::PropertyNames { .. } => "propertyNames",
            Self::UniqueItems { .. } => "uniqueItems",
            Self::Contains => "contains",
            Self::MinContains { .. } => "minContains",
            Self::MaxContains { .. } => "maxContains",
            Self::MinLength { .. } => "minLength",
            Self::MaxLength { .. } => "maxLength",
            Self::Pattern { .. } => "pattern",
            Self::Minimum { .. } => "minimum",
            Self::Maximum { .. } => "maximum",
            Self::ExclusiveMinimum { .. } => "exclusiveMinimum",
            Self::ExclusiveMaximum { .. } => "exclusiveMaximum",
            Self::MultipleOf { .. } => "multipleOf",
        };
        vec![keyword.as_bytes()]
    }

    /// A value that is none of these.
    pub(super) fn not_in(want: &[Json<'_>]) -> Self {
        Self::Enum {
            want: want.iter().map(|value| display(*value)).collect(),
        }
    }

    /// A value that is not this one.
    pub(super) fn not_const(want: Json<'_>) -> Self {
        Self::Const {
            want: display(want),
        }
    }
}

/// A scalar as it is shown; `None` for a collection.
fn display(value: Json<'_>) -> Option<String> {
    match value.view() {
        View::Null => Some("<nil>".to_owned()),
        View::Boolean(value) => Some(value.to_string()),
        View::Number(text) | View::Foreign(text) => Some(text.to_owned()),
        View::String(text) => Some(quoted(text)),
        View::Array(_) | View::Object(_) => None,
    }
}

/// A count of things there are.
fn number(value: usize) -> String {
    count(i64::try_from(value).unwrap_or(i64::MAX))
}

fn indexes(values: &[usize]) -> String {
    let texts: Vec<String> = values.iter().map(ToString::to_string).collect();
    texts.join(" ")
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bounds = |out: &mut fmt::Formatter<'_>, keyword: &str, got: &usize, want: &i64| {
            write!(
                out,
                "{keyword}: got {}, want {}",
                number(*got),
                count(*want)
            )
        };
        let numbers =
            |out: &mut fmt::Formatter<'_>, keyword: &str, got: &Decimal, want: &Decimal| {
                write!(
                    out,
                    "{keyword}: got {}, want {}",
                    got.in_english(),
                    want.in_english()
                )
            };
        let needed = |out: &mut fmt::Formatter<'_>, property: &[u8], missing: &[Vec<u8>]| {
            let (missing, property) = (joined(missing), quoted(property));
            write!(out, "properties {missing} required, if {property} exists")
        };
        match self {
            Self::Silent | Self::Group | Self::Reference { .. } => {
                out.write_str("validation failed")
            }
            Self::Schema { location } => {
                write!(
                    out,
                    "jsonschema validation failed with {}",
                    quoted(location.as_bytes())
                )
            }
            Self::InvalidJsonValue { go_type } => write!(out, "invalid jsonType {go_type}"),
            Self::Not => out.write_str("'not' failed"),
            Self::AllOf => out.write_str("'allOf' failed"),
            Self::AnyOf => out.write_str("'anyOf' failed"),
            Self::OneOf { matched: None } => out.write_str("'oneOf' failed, none matched"),
            Self::OneOf {
                matched: Some((first, second)),
            } => {
                let (first, second) = (number(*first), number(*second));
                write!(out, "'oneOf' failed, subschemas {first}, {second} matched")
            }
            Self::FalseSchema => out.write_str("false schema"),
            Self::ReferenceCycle { url, first, second } => {
                let url = quote(url.as_bytes());
                write!(
                    out,
                    "both {first} and {second} resolve to {url} causing reference cycle"
                )
            }
            Self::Type { got, want } => write!(out, "got {got}, want {}", want.join(" or ")),
            Self::Enum { want: None } => out.write_str("'enum' failed"),
            Self::Enum { want: Some(want) } => match want.as_slice() {
                [want] => write!(out, "value must be {want}"),
                _ => write!(out, "value must be one of {}", want.join(", ")),
            },
            Self::Const { want: None } => out.write_str("'const' failed"),
            Self::Const { want: Some(want) } => write!(out, "value must be {want}"),
            Self::Format { got, want, problem } => {
                write!(out, "{} is not valid {want}: {problem}", quoted(got))
            }
            Self::MinProperties { got, want } => bounds(out, "minProperties", got, want),
            Self::MaxProperties { got, want } => bounds(out, "maxProperties", got, want),
            Self::MinItems { got, want } => bounds(out, "minItems", got, want),
            Self::MaxItems { got, want } => bounds(out, "maxItems", got, want),
            Self::AdditionalItems { count } => {
                write!(out, "last {} additionalItem(s) not allowed", number(*count))
            }
            Self::Required { missing } => match missing.as_slice() {
                [missing] => write!(out, "missing property {}", quoted(missing)),
                _ => write!(out, "missing properties {}", joined(missing)),
            },
            Self::Dependency { property, missing }
            | Self::DependentRequired { property, missing } => needed(out, property, missing),
            Self::AdditionalProperties { properties } => {
                write!(
                    out,
                    "additional properties {} not allowed",
                    joined(properties)
                )
            }
            Self::PropertyNames { property } => {
                write!(out, "invalid propertyName {}", quoted(property))
            }
            Self::UniqueItems { first, second } => {
                write!(
                    out,
                    "items at {} and {} are equal",
                    number(*first),
                    number(*second)
                )
            }
            Self::Contains => out.write_str("no items match contains schema"),
            Self::MinContains { got, want } if got.is_empty() => {
                let want = count(*want);
                write!(
                    out,
                    "min {want} items required to match contains schema, but none matched"
                )
            }
            Self::MinContains { got, want } => write!(
                out,
                "min {} items required to match contains schema, but matched {} items at {}",
                count(*want),
                number(got.len()),
                indexes(got)
            ),
            Self::MaxContains { got, want } => write!(
                out,
                "max {} items required to match contains schema, but matched {} items at {}",
                count(*want),
                number(got.len()),
                indexes(got)
            ),
            Self::MinLength { got, want } => bounds(out, "minLength", got, want),
            Self::MaxLength { got, want } => bounds(out, "maxLength", got, want),
            Self::Pattern { got, want } => {
                write!(
                    out,
                    "{} does not match pattern {}",
                    quoted(got),
                    quoted(want.as_bytes())
                )
            }
            Self::Minimum { got, want } => numbers(out, "minimum", got, want),
            Self::Maximum { got, want } => numbers(out, "maximum", got, want),
            Self::ExclusiveMinimum { got, want } => numbers(out, "exclusiveMinimum", got, want),
            Self::ExclusiveMaximum { got, want } => numbers(out, "exclusiveMaximum", got, want),
            Self::MultipleOf { got, want } => numbers(out, "multipleOf", got, want),
        }
    }
}
