//! Values of all kinds (`fmt/print.go`: printArg, printValue, badVerb).

use std::rc::Rc;

use crate::budget::Exhausted;
use crate::strconv::FloatForm;
use crate::value::{List, Map, Object, Type, Value};

use super::MAX_DEPTH;
use super::number::{Base, Integer};
use super::printer::Printer;

/// What `%p` and functions show: Go shows an address, which is another one in each run.
const ADDRESS: u64 = 0x00c0_0001_0000;

impl Printer<'_> {
    /// An argument by its verb.
    pub(super) fn argument(&mut self, value: &Value, verb: char) -> Result<(), Exhausted> {
        let Some(value_type) = value.type_of() else {
            return match verb {
                'T' | 'v' => self.pad(b"<nil>"),
                _ => self.bad_verb(verb, value),
            };
        };
        match (verb, value) {
            ('T', _) => self.string(value_type.to_string().as_bytes()),
            ('p', _) => self.pointer(value, verb, value),
            (_, Value::List(list)) if is_bytes(list) => self.bytes(list, verb, "[]byte"),
            // No error is wrapped here.
            ('w', Value::List(_) | Value::Map(_) | Value::Object(_) | Value::Function(_)) => {
                self.bad_verb(verb, value)
            }
            _ => self.value(value, verb, 0),
        }
    }

    /// An error form: `%!d(string=x)`.
    fn bad_verb(&mut self, verb: char, subject: &Value) -> Result<(), Exhausted> {
        self.erroring = true;
        self.write(b"%!")?;
        self.write_char(verb)?;
        self.write(b"(")?;
        match subject.type_of() {
            None => self.write(b"<nil>")?,
            Some(value_type) => {
                self.write(value_type.to_string().as_bytes())?;
                self.write(b"=")?;
                self.value(subject, 'v', 0)?;
            }
        }
        self.write(b")")?;
        self.erroring = false;
        Ok(())
    }

    /// A value; `level` is 0 for one that stands in no other.
    fn value(&mut self, value: &Value, verb: char, level: u64) -> Result<(), Exhausted> {
        self.step()?;
        if !matches!(value, Value::List(_) | Value::Map(_) | Value::Object(_)) {
            return self.kind(value, verb, level, value);
        }
        self.depth = self.depth.saturating_add(1);
        if self.depth > MAX_DEPTH {
            return Err(Exhausted::Depth(MAX_DEPTH));
        }
        stacker::maybe_grow(64 << 10, 1 << 20, || self.kind(value, verb, level, value))?;
        self.depth = self.depth.saturating_sub(1);
        Ok(())
    }

    /// A value by its kind; an error form shows the subject: the value, or the named one that it is under.
    fn kind(
        &mut self,
        value: &Value,
        verb: char,
        level: u64,
        subject: &Value,
    ) -> Result<(), Exhausted> {
        match value {
            // A nil within another value is so under any verb.
            Value::Nil if self.flags.sharp_v => self.write(b"interface {}(nil)"),
            Value::Nil => self.write(b"<nil>"),
            Value::Bool(value) => match verb {
                't' | 'v' => self.boolean(*value),
                _ => self.bad_verb(verb, subject),
            },
            Value::Int(value) | Value::Int64(value) => {
                self.number(Integer::signed(*value), verb, subject)
            }
            Value::Int32(value) => self.number(Integer::signed(i64::from(*value)), verb, subject),
            Value::Uint(value) | Value::Uint64(value) => {
                self.number(Integer::unsigned(*value), verb, subject)
            }
            Value::Uint8(value) => self.number(Integer::unsigned(u64::from(*value)), verb, subject),
            Value::Float64(value) => match float_form(verb) {
                Some((form, precision)) => self.float(*value, form, precision),
                None => self.bad_verb(verb, subject),
            },
            Value::Complex128(real, imaginary) => match float_form(verb) {
                Some((form, precision)) => {
                    let plus = self.flags.plus;
                    self.write(b"(")?;
                    self.float(*real, form, precision)?;
                    // The imaginary part always has a sign.
                    self.flags.plus = true;
                    self.float(*imaginary, form, precision)?;
                    self.write(b"i)")?;
                    self.flags.plus = plus;
                    Ok(())
                }
                None => self.bad_verb(verb, subject),
            },
            Value::String(text) => self.text(text, verb, subject),
            Value::List(list) => self.list(list, verb, level),
            Value::Map(map) => self.map(map, verb, level),
            Value::Object(object) => self.object(object, verb, level, subject),
            Value::Function(_) => self.pointer(value, verb, subject),
        }
    }

    fn number(&mut self, integer: Integer, verb: char, subject: &Value) -> Result<(), Exhausted> {
        match verb {
            'v' if self.flags.sharp_v && !integer.signed => self.address(integer.bits, true),
            'v' | 'd' => self.integer(integer, Base::Decimal),
            'b' => self.integer(integer, Base::Binary),
            'o' => self.integer(integer, Base::Octal),
            'O' => self.integer(integer, Base::PrefixedOctal),
            'x' => self.integer(integer, Base::Hexadecimal),
            'X' => self.integer(integer, Base::UpperHexadecimal),
            'c' => self.character(integer.bits),
            'q' => self.quoted_character(integer.bits),
            'U' => self.code_point(integer.bits),
            _ => self.bad_verb(verb, subject),
        }
    }

    fn text(&mut self, text: &[u8], verb: char, subject: &Value) -> Result<(), Exhausted> {
        match verb {
            'v' if self.flags.sharp_v => self.quoted(text),
            'v' | 's' => self.string(text),
            'x' => self.hexadecimal_bytes(text, false),
            'X' => self.hexadecimal_bytes(text, true),
            'q' => self.quoted(text),
            _ => self.bad_verb(verb, subject),
        }
    }

    /// A `[]byte`, which has forms of its own.
    fn bytes(&mut self, list: &List, verb: char, type_name: &str) -> Result<(), Exhausted> {
        let bytes = list.as_bytes().unwrap_or_default();
        match verb {
            'v' | 'd' if self.flags.sharp_v => {
                self.write(type_name.as_bytes())?;
                if list.is_nil() {
                    return self.write(b"(nil)");
                }
                self.write(b"{")?;
                for (index, byte) in bytes.iter().enumerate() {
                    if index > 0 {
                        self.write(b", ")?;
                    }
                    self.address(u64::from(*byte), true)?;
                }
                self.write(b"}")
            }
            'v' | 'd' if self.flags.asks_for_nothing() => {
                self.write(b"[")?;
                self.decimal_bytes(&bytes)?;
                self.write(b"]")
            }
            'v' | 'd' => {
                self.write(b"[")?;
                for (index, byte) in bytes.iter().enumerate() {
                    if index > 0 {
                        self.write(b" ")?;
                    }
                    self.integer(Integer::unsigned(u64::from(*byte)), Base::Decimal)?;
                }
                self.write(b"]")
            }
            's' => self.string(&bytes),
            'x' => self.hexadecimal_bytes(&bytes, false),
            'X' => self.hexadecimal_bytes(&bytes, true),
            'q' => self.quoted(&bytes),
            _ => self.value(&Value::List(list.clone()), verb, 0),
        }
    }

    fn list(&mut self, list: &List, verb: char, level: u64) -> Result<(), Exhausted> {
        if matches!(verb, 's' | 'q' | 'x' | 'X') && list.list_type().element == Type::Uint8 {
            return self.bytes(list, verb, "");
        }
        let sharp = self.flags.sharp_v;
        if sharp {
            self.write(Type::List(list.list_type()).to_string().as_bytes())?;
            if list.is_nil() {
                return self.write(b"(nil)");
            }
        }
        if !sharp
            && matches!(verb, 'v' | 'd')
            && let Some(bytes) = list.as_bytes()
        {
            self.steps(bytes.len())?;
            return self.bytes(list, verb, "");
        }
        self.write(if sharp { b"{" } else { b"[" })?;
        for (index, item) in list.iter().enumerate() {
            self.separate(index)?;
            self.value(&item, verb, level.saturating_add(1))?;
        }
        self.write(if sharp { b"}" } else { b"]" })
    }

    fn map(&mut self, map: &Map, verb: char, level: u64) -> Result<(), Exhausted> {
        let sharp = self.flags.sharp_v;
        if sharp {
            self.write(Type::Map(map.map_type()).to_string().as_bytes())?;
            if map.is_nil() {
                return self.write(b"(nil)");
            }
            self.write(b"{")?;
        } else {
            self.write(b"map[")?;
        }
        for (index, (key, value)) in map.entries().into_iter().enumerate() {
            self.separate(index)?;
            self.value(&Value::String(key), verb, level.saturating_add(1))?;
            self.write(b":")?;
            self.value(&value, verb, level.saturating_add(1))?;
        }
        self.write(if sharp { b"}" } else { b"]" })
    }

    fn object(
        &mut self,
        object: &Rc<dyn Object>,
        verb: char,
        level: u64,
        subject: &Value,
    ) -> Result<(), Exhausted> {
        if !self.erroring
            && !self.flags.sharp_v
            && matches!(verb, 'v' | 's' | 'x' | 'X' | 'q')
            && let Some(text) = object.display()
        {
            return self.text(text.as_bytes(), verb, subject);
        }
        if let Some(value) = object.underlying() {
            return self.kind(&value, verb, level, subject);
        }
        let mut name = object.type_name();
        if let Some(target) = name.strip_prefix('*') {
            if level > 0 {
                return self.pointer(&Value::Object(object.clone()), verb, subject);
            }
            name = target;
            self.write(b"&")?;
        }
        if self.flags.sharp_v {
            self.write(name.as_bytes())?;
        }
        self.write(b"{")?;
        for (index, (field, value)) in object.shown().into_iter().enumerate() {
            self.separate(index)?;
            if self.flags.sharp_v || self.flags.plus_v {
                self.write(field.as_bytes())?;
                self.write(b":")?;
            }
            self.value(&value, verb, level.saturating_add(1))?;
        }
        self.write(b"}")
    }

    /// What has an address and nothing else to show.
    fn pointer(&mut self, value: &Value, verb: char, subject: &Value) -> Result<(), Exhausted> {
        let (address, name) = match value {
            Value::List(list) => (address(list.is_nil()), None),
            Value::Map(map) => (address(map.is_nil()), None),
            Value::Function(_) => (ADDRESS, Some("func()")),
            Value::Object(object) if object.type_name().starts_with('*') => {
                (ADDRESS, Some(object.type_name()))
            }
            _ => return self.bad_verb(verb, subject),
        };
        match verb {
            'v' if self.flags.sharp_v => {
                self.write(b"(")?;
                self.write(name.unwrap_or_default().as_bytes())?;
                self.write(b")(")?;
                self.address(address, true)?;
                self.write(b")")
            }
            'v' | 'p' => self.address(address, !self.flags.sharp),
            'b' | 'o' | 'd' | 'x' | 'X' => self.number(Integer::unsigned(address), verb, subject),
            _ => self.bad_verb(verb, subject),
        }
    }

    fn separate(&mut self, index: usize) -> Result<(), Exhausted> {
        match index {
            0 => Ok(()),
            _ if self.flags.sharp_v => self.write(b", "),
            _ => self.write(b" "),
        }
    }
}

fn address(nil: bool) -> u64 {
    if nil { 0 } else { ADDRESS }
}

/// Whether it is a `[]byte` itself, not a named type of the kind.
fn is_bytes(list: &List) -> bool {
    let list_type = list.list_type();
    list_type.name.is_none() && list_type.element == Type::Uint8
}

fn float_form(verb: char) -> Option<(FloatForm, Option<usize>)> {
    Some(match verb {
        'v' | 'g' => (FloatForm::General, None),
        'G' => (FloatForm::UpperGeneral, None),
        'b' => (FloatForm::Binary, None),
        'x' => (FloatForm::Hexadecimal, None),
        'X' => (FloatForm::UpperHexadecimal, None),
        'f' | 'F' => (FloatForm::Plain, Some(6)),
        'e' => (FloatForm::Exponent, Some(6)),
        'E' => (FloatForm::UpperExponent, Some(6)),
        _ => return None,
    })
}
