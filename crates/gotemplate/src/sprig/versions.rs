//! Sprig's functions on versions (`semver.go`).

use std::any::Any;
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use super::Sources;
use super::arguments::Declare;
use crate::error::FunctionError;
use crate::function::{Functions, Method, Signature};
use crate::semver::{Constraint, Version, VersionError};
use crate::value::{Json, Kind, Object, Type, Value};

mod methods;

/// Adds them.
pub(super) fn add(functions: &mut Functions, _sources: &Sources) {
    functions.declare("semver", Signature::of(&[Type::String]), |_, arguments| {
        Ok(Pointer::to(parse(&arguments.text(0).to_str())?))
    });
    functions.declare(
        "semverCompare",
        Signature::of(&[Type::String, Type::String]),
        |_, arguments| {
            let constraint =
                Constraint::parse(arguments.bytes(0)).map_err(|error| error.to_string())?;
            let version = parse(&arguments.text(1).to_str())?;
            Ok(constraint.check(&version))
        },
    );
}

/// Bytes that are no UTF-8 are in no version, and the error does not show them.
fn parse(text: &str) -> Result<Version, FunctionError> {
    Version::parse(text).map_err(|error| words(&error).into())
}

fn words(error: &VersionError) -> String {
    error.message()
}

/// A `*semver.Version`. Some methods write through it.
struct Pointer(RefCell<Version>);

/// A `semver.Version`, which `IncMajor` and its kin give. It has fewer methods.
struct Plain(Version);

impl Pointer {
    const TYPE: &'static str = "*semver.Version";

    fn to(version: Version) -> Value {
        Value::Object(Rc::new(Self(RefCell::new(version))))
    }
}

impl fmt::Debug for Pointer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}({})", Self::TYPE, self.0.borrow())
    }
}

impl fmt::Debug for Plain {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "semver.Version({})", self.0)
    }
}

impl Object for Pointer {
    fn type_name(&self) -> &'static str {
        Self::TYPE
    }

    fn kind(&self) -> Kind {
        Kind::Pointer
    }

    fn methods(&self) -> &'static [Method] {
        methods::OF_POINTER
    }

    fn display(&self) -> Option<String> {
        Some(self.0.borrow().to_string())
    }

    fn json(&self) -> Json {
        Json::Value(self.0.borrow().to_string().into())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Object for Plain {
    fn type_name(&self) -> &'static str {
        "semver.Version"
    }

    fn methods(&self) -> &'static [Method] {
        methods::OF_VALUE
    }

    fn display(&self) -> Option<String> {
        Some(self.0.to_string())
    }

    fn json(&self) -> Json {
        Json::Value(self.0.to_string().into())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[cfg(test)]
mod tests;
