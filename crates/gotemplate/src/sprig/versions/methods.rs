//! The methods of Masterminds' `Version` that a template can call: all of them.

use std::cmp::Ordering;
use std::rc::Rc;

use super::{Plain, Pointer, words};
use crate::error::FunctionError;
use crate::function::{Call, Method, Signature};
use crate::semver::{Overflow, Reason, Version};
use crate::sprig::panics::nil_dereference;
use crate::value::{List, Text, Type, Value};

type Given = Result<Value, FunctionError>;

const NONE: Signature = Signature::of(&[]);
const TEXT: Signature = Signature::of(&[Type::String]);
const BYTES: Signature = Signature::of(&[Type::BYTES]);
const ANY: Signature = Signature::of(&[Type::Any]);
const OTHER: Signature = Signature::of(&[Type::Object(Pointer::TYPE)]);

/// Those with a value as the receiver. A pointer has them too.
macro_rules! value_methods {
    ($($more:expr),* $(,)?) => {
        &[
            method("IncMajor", NONE, |version, _, _| raised(of(version).next_major())),
            method("IncMinor", NONE, |version, _, _| raised(of(version).next_minor())),
            method("IncPatch", NONE, |version, _, _| raised(of(version).next_patch())),
            method("Major", NONE, |version, _, _| Ok(Value::Uint64(of(version).major()))),
            method("MarshalJSON", NONE, |version, _, _| {
                Ok(List::bytes(format!("\"{}\"", of(version))).into())
            }),
            method("MarshalText", NONE, |version, _, _| {
                Ok(List::bytes(of(version).to_string()).into())
            }),
            method("Metadata", NONE, |version, _, _| Ok(of(version).build().into())),
            method("Minor", NONE, |version, _, _| Ok(Value::Uint64(of(version).minor()))),
            method("Patch", NONE, |version, _, _| Ok(Value::Uint64(of(version).patch()))),
            method("Prerelease", NONE, |version, _, _| Ok(of(version).prerelease().into())),
            method("SetMetadata", TEXT, |version, _, arguments| {
                changed(of(version).with_build(&text(arguments)))
            }),
            method("SetPrerelease", TEXT, |version, _, arguments| {
                changed(of(version).with_prerelease(&text(arguments)))
            }),
            method("String", NONE, |version, _, _| Ok(of(version).to_string().into())),
            method("Value", NONE, |version, _, _| Ok(of(version).to_string().into())),
            $($more),*
        ]
    };
}

pub(super) const OF_VALUE: &[Method] = value_methods![];

pub(super) const OF_POINTER: &[Method] = value_methods![
    method("Compare", OTHER, |version, _, arguments| {
        Ok(Value::Int(match order(version, arguments)? {
            Ordering::Less => -1,
            Ordering::Equal => 0,
            Ordering::Greater => 1,
        }))
    }),
    method("Equal", OTHER, |version, _, arguments| {
        Ok(order(version, arguments).is_ok_and(Ordering::is_eq).into())
    }),
    method("GreaterThan", OTHER, |version, _, arguments| {
        Ok(order(version, arguments)?.is_gt().into())
    }),
    method("GreaterThanEqual", OTHER, |version, _, arguments| {
        Ok(order(version, arguments)?.is_ge().into())
    }),
    method("LessThan", OTHER, |version, _, arguments| {
        Ok(order(version, arguments)?.is_lt().into())
    }),
    method("LessThanEqual", OTHER, |version, _, arguments| {
        Ok(order(version, arguments)?.is_le().into())
    }),
    method("Original", NONE, |version, _, _| Ok(of(version)
        .original()
        .into())),
    method("Scan", ANY, |version, _, arguments| Ok(scan(
        version, arguments
    ))),
    method("UnmarshalJSON", BYTES, |version, _, arguments| {
        Ok(read_json(version, arguments))
    }),
    method("UnmarshalText", BYTES, |version, _, arguments| {
        Ok(read(version, &bytes(arguments).to_str()))
    }),
];

const fn method(
    name: &'static str,
    signature: Signature,
    body: fn(&Value, Call<'_>, &[Value]) -> Given,
) -> Method {
    Method {
        name,
        signature,
        body,
    }
}

/// The receiver.
fn of(receiver: &Value) -> Version {
    version(receiver).unwrap_or_else(Version::zero)
}

fn version(value: &Value) -> Option<Version> {
    let Value::Object(object) = value else {
        return None;
    };
    let any = object.as_any();
    let pointer = any.downcast_ref::<Pointer>();
    let pointed = pointer.map(|pointer| pointer.0.borrow().clone());
    pointed.or_else(|| any.downcast_ref::<Plain>().map(|plain| plain.0.clone()))
}

/// The other version may be nil.
fn order(receiver: &Value, arguments: &[Value]) -> Result<Ordering, FunctionError> {
    let other = arguments.first().and_then(version);
    Ok(of(receiver).cmp(&other.ok_or_else(nil_dereference)?))
}

fn text(arguments: &[Value]) -> String {
    let text = arguments.first().and_then(Value::as_text);
    text.map_or_else(String::new, |text| text.to_str().into_owned())
}

fn bytes(arguments: &[Value]) -> Text {
    let list = arguments.first().and_then(Value::as_list);
    list.and_then(List::as_bytes).unwrap_or_default()
}

fn plain(version: Version) -> Value {
    Value::Object(Rc::new(Plain(version)))
}

fn raised(version: Result<Version, Overflow>) -> Given {
    version.map(plain).map_err(|error| error.to_string().into())
}

fn changed(version: Result<Version, Reason>) -> Given {
    version.map(plain).map_err(|error| error.to_string().into())
}

/// Reads another version into the receiver. The only result of such a method is its error, which is a value to a
/// template.
fn read(receiver: &Value, text: &str) -> Value {
    let version = match Version::parse(text) {
        Ok(version) => version,
        Err(error) => return words(&error).into(),
    };
    if let Value::Object(object) = receiver
        && let Some(pointer) = object.as_any().downcast_ref::<Pointer>()
    {
        pointer.0.replace(version);
    }
    Value::Nil
}

fn scan(receiver: &Value, arguments: &[Value]) -> Value {
    match arguments.first().unwrap_or(&Value::Nil) {
        Value::String(text) => read(receiver, &text.to_str()),
        Value::List(list) if list.list_type().name.is_none() && list.as_bytes().is_some() => {
            read(receiver, &bytes(arguments).to_str())
        }
        Value::Nil => "cannot scan nil into Version".into(),
        other => {
            let type_name = other.type_of().map(|type_of| type_of.to_string());
            format!("unsupported Scan type {}", type_name.unwrap_or_default()).into()
        }
    }
}

fn read_json(receiver: &Value, arguments: &[Value]) -> Value {
    let kind = match crate::json::decode(&bytes(arguments)) {
        Ok(Value::String(text)) => return read(receiver, &text.to_str()),
        Ok(Value::Nil) => return read(receiver, ""),
        Ok(Value::Bool(_)) => "bool",
        Ok(Value::List(_)) => "array",
        Ok(Value::Map(_)) => "object",
        Ok(_) => "number",
        Err(error) => return error.to_string().into(),
    };
    format!("json: cannot unmarshal {kind} into Go value of type string").into()
}
