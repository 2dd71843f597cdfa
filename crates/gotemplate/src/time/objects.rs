//! Times as templates see them: Go's types with their methods.
//!
//! Methods that give more than one result besides an error (`Date`, `Clock`, `ISOWeek`, `Zone`) cannot be called
//! from a template, and are not here.

use std::any::Any;
use std::rc::Rc;

use super::calendar::{Month, Weekday};
use super::duration::Duration;
use super::instant::Time;
use super::zone::Location;
use crate::error::FunctionError;
use crate::function::{Method, Signature};
use crate::value::{Json, Kind, List, Object, Type, Value};

/// Go's name of [`Time`].
pub(crate) const TIME: Type = Type::Object("time.Time");
const DURATION: Type = Type::Object("time.Duration");
const LOCATION: Type = Type::Object("*time.Location");

impl Time {
    /// The time that a value is.
    #[must_use]
    pub fn of(value: &Value) -> Option<&Self> {
        of(value)
    }
}

impl Duration {
    /// The duration that a value is; a constant number of nanoseconds counts, as Go converts it.
    #[must_use]
    pub fn of(value: &Value) -> Option<Self> {
        of(value).copied().or_else(|| value.as_signed().map(Self))
    }
}

/// The object of a Rust type that a value is.
fn of<T: 'static>(value: &Value) -> Option<&T> {
    match value {
        Value::Object(object) => object.as_any().downcast_ref(),
        _ => None,
    }
}

macro_rules! into_value {
    ($($object:ty),*) => {
        $(impl From<$object> for Value {
            fn from(object: $object) -> Self {
                Self::Object(Rc::new(object))
            }
        })*
    };
}

into_value!(Time, Duration, Month, Weekday, Location);

/// Methods of one receiver. A body gives a value, or an error's words.
macro_rules! methods {
    ($receiver:ty; $($name:literal ($($parameter:expr),*) $body:expr;)*) => {
        &[$(Method {
            name: $name,
            signature: Signature::of(&[$($parameter),*]),
            body: |receiver, _call, arguments| {
                let body: fn(&$receiver, Arguments<'_>) -> Result<Value, FunctionError> = $body;
                match of::<$receiver>(receiver) {
                    Some(receiver) => body(receiver, Arguments(arguments)),
                    None => Err("invalid receiver".into()),
                }
            },
        }),*]
    };
}

/// The arguments of a method, which the executor has checked against its signature.
#[derive(Clone, Copy)]
struct Arguments<'a>(&'a [Value]);

impl<'a> Arguments<'a> {
    fn value(self, index: usize) -> &'a Value {
        self.0.get(index).unwrap_or(&Value::Nil)
    }

    fn int(self, index: usize) -> i64 {
        self.value(index).as_signed().unwrap_or_default()
    }

    fn time(self) -> Time {
        Time::of(self.value(0)).cloned().unwrap_or_default()
    }

    fn duration(self) -> Duration {
        Duration::of(self.value(0)).unwrap_or_default()
    }
}

fn int(number: i64) -> Result<Value, FunctionError> {
    Ok(Value::Int(number))
}

fn int64(number: i64) -> Result<Value, FunctionError> {
    Ok(Value::Int64(number))
}

fn value(value: impl Into<Value>) -> Result<Value, FunctionError> {
    Ok(value.into())
}

const TIME_METHODS: &[Method] = methods! { Time;
    "Add"(DURATION) |time, arguments| value(time.add(arguments.duration()));
    "AddDate"(Type::Int, Type::Int, Type::Int) |time, arguments| {
        value(time.add_date(arguments.int(0), arguments.int(1), arguments.int(2)))
    };
    "After"(TIME) |time, arguments| value(time.compare(&arguments.time()).is_gt());
    "Before"(TIME) |time, arguments| value(time.compare(&arguments.time()).is_lt());
    "Compare"(TIME) |time, arguments| int(time.compare(&arguments.time()) as i64);
    "Day"() |time, _| int(time.civil().day);
    "Equal"(TIME) |time, arguments| value(time.compare(&arguments.time()).is_eq());
    "Format"(Type::String) |time, arguments| {
        let layout = arguments.value(0).as_text().cloned().unwrap_or_default();
        value(time.format(&layout))
    };
    "GoString"() |time, _| value(time.go_syntax());
    "Hour"() |time, _| int(time.civil().hour);
    "In"(LOCATION) |time, arguments| match of::<Location>(arguments.value(0)) {
        Some(location) => value(time.within(location.clone())),
        None => Err("time: missing Location in call to Time.In".into()),
    };
    "IsDST"() |time, _| value(time.is_daylight());
    "IsZero"() |time, _| value(time.is_zero());
    "Location"() |time, _| value(time.location().clone());
    "MarshalJSON"() |time, _| match time.strict_rfc3339() {
        Ok(text) => value(List::bytes(format!("\"{text}\""))),
        Err(words) => Err(format!("Time.MarshalJSON: {words}").into()),
    };
    "MarshalText"() |time, _| match time.strict_rfc3339() {
        Ok(text) => value(List::bytes(text)),
        Err(words) => Err(format!("Time.MarshalText: {words}").into()),
    };
    "Minute"() |time, _| int(time.civil().minute);
    "Month"() |time, _| value(time.month());
    "Nanosecond"() |time, _| int(time.nanosecond());
    "Round"(DURATION) |time, arguments| value(time.round(arguments.duration()));
    "Second"() |time, _| int(time.civil().second);
    "String"() |time, _| value(time.to_string());
    "Sub"(TIME) |time, arguments| value(time.since(&arguments.time()));
    "Truncate"(DURATION) |time, arguments| value(time.truncate(arguments.duration()));
    "UTC"() |time, _| value(time.within(Location::UTC));
    "Unix"() |time, _| int64(time.unix());
    "UnixMicro"() |time, _| int64(time.unix_in(1_000_000));
    "UnixMilli"() |time, _| int64(time.unix_in(1_000));
    "UnixNano"() |time, _| int64(time.unix_in(1_000_000_000));
    "Weekday"() |time, _| value(time.weekday());
    "Year"() |time, _| int(time.civil().year);
    "YearDay"() |time, _| int(time.year_day());
};

impl Object for Time {
    fn type_name(&self) -> &'static str {
        "time.Time"
    }

    fn methods(&self) -> &'static [Method] {
        TIME_METHODS
    }

    fn display(&self) -> Option<String> {
        Some(self.to_string())
    }

    fn json(&self) -> Json {
        Json::Value(self.rfc3339().into())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

const DURATION_METHODS: &[Method] = methods! { Duration;
    "Abs"() |duration, _| value(Duration(duration.0.saturating_abs()));
    "Hours"() |duration, _| value(duration.in_units(Duration::HOUR));
    "Microseconds"() |duration, _| int64(duration.0 / 1_000);
    "Milliseconds"() |duration, _| int64(duration.0 / 1_000_000);
    "Minutes"() |duration, _| value(duration.in_units(Duration::MINUTE));
    "Nanoseconds"() |duration, _| int64(duration.0);
    "Round"(DURATION) |duration, arguments| value(duration.round(arguments.duration()));
    "Seconds"() |duration, _| value(duration.in_units(Duration::SECOND));
    "String"() |duration, _| value(duration.to_string());
    "Truncate"(DURATION) |duration, arguments| value(duration.truncate(arguments.duration()));
};

impl Object for Duration {
    fn type_name(&self) -> &'static str {
        "time.Duration"
    }

    fn kind(&self) -> Kind {
        Kind::Int64
    }

    fn methods(&self) -> &'static [Method] {
        DURATION_METHODS
    }

    fn display(&self) -> Option<String> {
        Some(self.to_string())
    }

    fn underlying(&self) -> Option<Value> {
        Some(Value::Int64(self.0))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Object for Month {
    fn type_name(&self) -> &'static str {
        "time.Month"
    }

    fn kind(&self) -> Kind {
        Kind::Int
    }

    fn methods(&self) -> &'static [Method] {
        const METHODS: &[Method] = methods! { Month;
            "String"() |month, _| value(month.to_string());
        };
        METHODS
    }

    fn display(&self) -> Option<String> {
        Some(self.to_string())
    }

    fn underlying(&self) -> Option<Value> {
        Some(Value::Int(self.0))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Object for Weekday {
    fn type_name(&self) -> &'static str {
        "time.Weekday"
    }

    fn kind(&self) -> Kind {
        Kind::Int
    }

    fn methods(&self) -> &'static [Method] {
        const METHODS: &[Method] = methods! { Weekday;
            "String"() |weekday, _| value(weekday.to_string());
        };
        METHODS
    }

    fn display(&self) -> Option<String> {
        Some(self.to_string())
    }

    fn underlying(&self) -> Option<Value> {
        Some(Value::Int(self.0))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Object for Location {
    fn type_name(&self) -> &'static str {
        "*time.Location"
    }

    fn kind(&self) -> Kind {
        Kind::Pointer
    }

    fn methods(&self) -> &'static [Method] {
        const METHODS: &[Method] = methods! { Location;
            "String"() |location, _| value(location.name());
        };
        METHODS
    }

    fn display(&self) -> Option<String> {
        Some(self.name().to_owned())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
