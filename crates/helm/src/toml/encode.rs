//! Writing TOML (encode.go of BurntSushi/toml).

use std::rc::Rc;

use gotemplate::strconv::shortest_float;
use gotemplate::time::{Duration, Location, Time};
use gotemplate::value::Json;
use gotemplate::{Budget, Kind, List, Object, Text, Value};

use super::key::{dotted, write_part, write_quoted};
use super::{DEPTH, Error, with_stack};

/// The kind of thing that a value is in TOML. Nil is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Scalar,
    Array,
    Table,
    Tables,
}

impl Shape {
    fn is_table(self) -> bool {
        matches!(self, Self::Table | Self::Tables)
    }
}

/// Writes a document.
pub(super) fn encode(value: &Value, budget: &Budget) -> Result<Vec<u8>, Error> {
    let mut encoder = Encoder {
        out: Vec::new(),
        budget,
        charged: 0,
    };
    if value.is_nil() {
        return Err(Error::Panic(
            "reflect: call of reflect.Value.Type on zero Value".into(),
        ));
    }
    encoder.value(&mut Vec::new(), value)?;
    Ok(encoder.out)
}

struct Encoder<'a> {
    out: Vec<u8>,
    budget: &'a Budget,
    /// How many of the bytes that were written the budget knows of.
    charged: usize,
}

/// A value that writes itself as one text (Go's `encoding.TextMarshaler`).
fn marshaled_text(object: &Rc<dyn Object>) -> Option<Text> {
    if !matches!(object.kind(), Kind::Struct | Kind::Pointer) || object.underlying().is_some() {
        return None;
    }
    match object.json() {
        Json::Value(Value::String(text)) => Some(text),
        _ => None,
    }
}

fn is_nil(value: &Value) -> bool {
    match value {
        Value::Nil => true,
        Value::List(list) => list.is_nil(),
        Value::Map(map) => map.is_nil(),
        _ => false,
    }
}

/// What a value is in TOML (`tomlTypeOfGo`). Lists are looked through, and fail over nil within them.
fn shape(value: &Value, depth: usize, budget: &Budget) -> Result<Option<Shape>, Error> {
    budget.step(1)?;
    if depth > DEPTH {
        return Err(too_deep());
    }
    if is_nil(value) {
        return Ok(None);
    }
    Ok(Some(match value {
        Value::Map(_) => Shape::Table,
        Value::List(list) => list_shape(list, depth, budget)?,
        Value::Object(object) => {
            if object.underlying().is_some() || marshaled_text(object).is_some() {
                Shape::Scalar
            } else {
                Shape::Table
            }
        }
        Value::Function(_) | Value::Complex128(..) => {
            return Err(Error::document(format!(
                "unsupported type: {}",
                value.kind().name()
            )));
        }
        _ => Shape::Scalar,
    }))
}

fn list_shape(list: &List, depth: usize, budget: &Budget) -> Result<Shape, Error> {
    if list.is_empty() || list.as_bytes().is_some() {
        return Ok(Shape::Array);
    }
    let mut all_tables = true;
    for item in list.iter() {
        match with_stack(|| shape(&item, depth.saturating_add(1), budget))? {
            Some(Shape::Table) => {}
            Some(_) => all_tables = false,
            None => {
                return Err(Error::document(
                    "toml: cannot encode array with nil element",
                ));
            }
        }
    }
    Ok(if all_tables {
        Shape::Tables
    } else {
        Shape::Array
    })
}

fn too_deep() -> Error {
    Error::document(format!("toml: the value nests deeper than {DEPTH}"))
}

/// The members of a table: first those that are no tables themselves.
struct Members {
    members: Vec<(Vec<u8>, Value)>,
    /// A struct's places: after all but the last declared field an inline table has a comma.
    places: Option<Vec<usize>>,
}

impl Members {
    fn of(table: &Value, budget: &Budget) -> Result<Self, Error> {
        let (members, is_struct): (Vec<(Vec<u8>, Value)>, bool) = match table {
            Value::Map(map) => (
                map.entries()
                    .into_iter()
                    .map(|(key, value)| (key.to_vec(), value))
                    .collect(),
                false,
            ),
            Value::Object(object) => (
                object
                    .fields()
                    .into_iter()
                    .map(|(name, value)| (name.as_bytes().to_vec(), value))
                    .collect(),
                true,
            ),
            _ => (Vec::new(), false),
        };
        let mut direct = Vec::new();
        let mut tables = Vec::new();
        for (place, (key, value)) in members.into_iter().enumerate() {
            let is_table = shape(&value, 0, budget)?.is_some_and(Shape::is_table);
            let side = if is_table { &mut tables } else { &mut direct };
            side.push((place, key, value));
        }
        direct.append(&mut tables);
        let places = is_struct.then(|| direct.iter().map(|(place, ..)| *place).collect());
        Ok(Self {
            members: direct
                .into_iter()
                .map(|(_, key, value)| (key, value))
                .collect(),
            places,
        })
    }

    /// Whether an inline table has a comma after a member, even if all that come after it are nil.
    fn has_comma_after(&self, index: usize) -> bool {
        match &self.places {
            Some(places) => places
                .get(index)
                .is_some_and(|place| place.saturating_add(1) != places.len()),
            None => index.saturating_add(1) != self.members.len(),
        }
    }
}

impl Encoder<'_> {
    /// Spends what was written since the last time. A value that is shared is written at each place.
    fn charge(&mut self) -> Result<(), Error> {
        let length = self.out.len();
        let written = length.saturating_sub(self.charged);
        self.charged = length;
        self.budget.step(1)?;
        self.budget.grow(length as u64, written as u64)?;
        Ok(())
    }

    fn write(&mut self, text: impl AsRef<[u8]>) {
        self.out.extend_from_slice(text.as_ref());
    }

    fn newline(&mut self) {
        if !self.out.is_empty() {
            self.out.push(b'\n');
        }
    }

    fn indent(&mut self, key: &[Vec<u8>]) {
        for _ in 1..key.len() {
            self.write("  ");
        }
    }

    fn value(&mut self, key: &mut Vec<Vec<u8>>, value: &Value) -> Result<(), Error> {
        if key.len() > DEPTH {
            return Err(too_deep());
        }
        self.charge()?;
        match value {
            Value::Map(map) if map.is_nil() => Ok(()),
            Value::Map(_) => self.table(key, value),
            Value::Object(object)
                if object.underlying().is_none() && marshaled_text(object).is_none() =>
            {
                self.table(key, value)
            }
            Value::List(list) => match shape(value, 0, self.budget)? {
                Some(Shape::Tables) => self.tables(key, list),
                _ => self.key_value(key, value),
            },
            Value::Function(_) | Value::Complex128(..) => Err(Error::document(format!(
                "unsupported type for key '{}': {}",
                String::from_utf8_lossy(&dotted(key)),
                value.kind().name()
            ))),
            Value::Nil => Ok(()),
            _ => self.key_value(key, value),
        }
    }

    fn key_value(&mut self, key: &[Vec<u8>], value: &Value) -> Result<(), Error> {
        let Some(last) = key.last() else {
            return self.element(value, 0);
        };
        self.indent(key);
        write_part(last, &mut self.out);
        self.write(" = ");
        self.element(value, key.len())?;
        self.newline();
        Ok(())
    }

    fn tables(&mut self, key: &mut Vec<Vec<u8>>, list: &List) -> Result<(), Error> {
        if key.is_empty() {
            return Err(Error::document(
                "toml: top-level values must be Go maps or structs",
            ));
        }
        for item in list.iter() {
            self.newline();
            self.indent(key);
            self.write("[[");
            let name = dotted(key);
            self.write(name);
            self.write("]]");
            self.newline();
            self.members(key, &item)?;
        }
        Ok(())
    }

    fn table(&mut self, key: &mut Vec<Vec<u8>>, table: &Value) -> Result<(), Error> {
        if key.len() == 1 {
            self.newline();
        }
        if !key.is_empty() {
            self.indent(key);
            self.write("[");
            let name = dotted(key);
            self.write(name);
            self.write("]");
            self.newline();
        }
        self.members(key, table)
    }

    /// What is in a table: first what is no table itself.
    fn members(&mut self, key: &mut Vec<Vec<u8>>, table: &Value) -> Result<(), Error> {
        for (name, value) in Members::of(table, self.budget)?.members {
            if is_nil(&value) {
                continue;
            }
            key.push(name);
            with_stack(|| self.value(key, &value))?;
            key.pop();
        }
        Ok(())
    }

    /// A value within a line.
    fn element(&mut self, value: &Value, depth: usize) -> Result<(), Error> {
        if depth > DEPTH {
            return Err(too_deep());
        }
        self.charge()?;
        match value {
            Value::String(text) => write_quoted(text, &mut self.out),
            Value::Bool(value) => self.write(value.to_string()),
            Value::Float64(value) => self.write(float(*value)),
            Value::List(list) => {
                self.write("[");
                for (index, item) in list.iter().enumerate() {
                    if index > 0 {
                        self.write(", ");
                    }
                    with_stack(|| self.element(&item, depth.saturating_add(1)))?;
                }
                self.write("]");
            }
            Value::Map(_) => self.inline_table(value, depth)?,
            Value::Object(object) => self.object(object, value, depth)?,
            _ => match (value.as_signed(), value.as_unsigned()) {
                (Some(number), _) => self.write(number.to_string()),
                (None, Some(number)) => self.write(number.to_string()),
                (None, None) => {
                    return Err(Error::document(format!(
                        "unexpected type: {}",
                        value.kind().name()
                    )));
                }
            },
        }
        Ok(())
    }

    fn object(
        &mut self,
        object: &Rc<dyn Object>,
        value: &Value,
        depth: usize,
    ) -> Result<(), Error> {
        if let Some(time) = object.as_any().downcast_ref::<Time>() {
            let shown = time_text(time);
            self.write(shown);
        } else if let Some(duration) = object.as_any().downcast_ref::<Duration>() {
            write_quoted(duration.to_string().as_bytes(), &mut self.out);
        } else if let Some(underlying) = object.underlying() {
            self.element(&underlying, depth.saturating_add(1))?;
        } else if let Some(text) = marshaled_text(object) {
            write_quoted(&text, &mut self.out);
        } else {
            self.inline_table(value, depth)?;
        }
        Ok(())
    }

    fn inline_table(&mut self, table: &Value, depth: usize) -> Result<(), Error> {
        let members = Members::of(table, self.budget)?;
        self.write("{");
        for (index, (name, value)) in members.members.iter().enumerate() {
            if is_nil(value) {
                continue;
            }
            write_part(name, &mut self.out);
            self.write(" = ");
            with_stack(|| self.element(value, depth.saturating_add(1)))?;
            if members.has_comma_after(index) {
                self.write(", ");
            }
        }
        self.write("}");
        Ok(())
    }
}

/// A float, which has always a point or an exponent.
fn float(value: f64) -> String {
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value.is_nan() {
        return format!("{sign}nan");
    }
    if value.is_infinite() {
        return format!("{sign}inf");
    }
    let text = shortest_float(value);
    if text.contains(['e', '.']) {
        text
    } else {
        text + ".0"
    }
}

/// A time. Those that were read without a zone are written without one.
fn time_text(time: &Time) -> Vec<u8> {
    let layout: &[u8] = match time.location().name() {
        super::parser::LOCAL_DATE_TIME => b"2006-01-02T15:04:05.999999999",
        super::parser::LOCAL_DATE => b"2006-01-02",
        super::parser::LOCAL_TIME => b"15:04:05.999999999",
        _ => return time.rfc3339().into_bytes(),
    };
    time.within(Location::UTC).format(layout)
}
