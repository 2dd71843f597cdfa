//! Sprig's functions that are random by definition. All draw on [`Sources::random`], each number as likely as any.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Sources;
use super::arguments::Declare;
use super::panics::make_slice;
use crate::error::FunctionError;
use crate::function::{Call, Functions, Signature};
use crate::strconv::runes;
use crate::value::{Type, Value};

/// More than Go's `make` can give, on any machine of 64 bits (`maxAlloc`).
const MAX_ALLOCATION: u64 = 1 << 48;

/// Adds them.
pub(super) fn add(functions: &mut Functions, sources: &Sources) {
    let texts: [(&'static str, Wanted); 4] = [
        ("randAlphaNum", |byte| byte.is_ascii_alphanumeric()),
        ("randAlpha", |byte| byte.is_ascii_alphabetic()),
        ("randNumeric", |byte| byte.is_ascii_digit()),
        ("randAscii", |byte| byte == b' ' || byte.is_ascii_graphic()),
    ];
    for (name, is_wanted) in texts {
        let random = Random::of(sources);
        functions.declare(name, Signature::of(&[Type::Int]), move |call, arguments| {
            random.text(call, arguments.int(0), is_wanted)
        });
    }
    let random = Random::of(sources);
    functions.declare(
        "randBytes",
        Signature::of(&[Type::Int]),
        move |call, arguments| random.base64(call, arguments.int(0)),
    );
    let random = Random::of(sources);
    functions.declare(
        "randInt",
        Signature::of(&[Type::Int, Type::Int]),
        move |_, arguments| random.integer(arguments.int(0), arguments.int(1)),
    );
    let random = Random::of(sources);
    functions.declare(
        "shuffle",
        Signature::of(&[Type::String]),
        move |call, arguments| random.shuffled(call, arguments.bytes(0)),
    );
    let random = Random::of(sources);
    functions.declare("uuidv4", Signature::of(&[]), move |_, _| random.uuid());
}

/// Whether a character belongs to a text.
type Wanted = fn(u8) -> bool;

/// The source of random bytes.
struct Random(Sources);

impl Random {
    fn of(sources: &Sources) -> Self {
        Self(sources.clone())
    }

    fn fill(&self, bytes: &mut [u8]) -> Result<(), FunctionError> {
        if (self.0.random)(bytes) {
            Ok(())
        } else {
            Err("crypto/rand: failed to read random data".into())
        }
    }

    /// A number below `bound`, which is not 0. What would make small numbers likelier is drawn again.
    fn below(&self, bound: u64) -> Result<u64, FunctionError> {
        let mask = u64::MAX
            .checked_shr(bound.saturating_sub(1).leading_zeros())
            .unwrap_or_default();
        loop {
            let mut bytes = [0; 8];
            self.fill(&mut bytes)?;
            let number = u64::from_le_bytes(bytes) & mask;
            if number < bound {
                return Ok(number);
            }
        }
    }

    /// `goutils.CryptoRandom`. Sprig drops its error: a negative length gives nothing.
    fn text(
        &self,
        call: Call<'_>,
        length: i64,
        is_wanted: Wanted,
    ) -> Result<Vec<u8>, FunctionError> {
        let Ok(length) = u64::try_from(length) else {
            return Ok(Vec::new());
        };
        // Go makes room for characters of four bytes.
        if length > MAX_ALLOCATION / 4 {
            return Err(make_slice());
        }
        call.budget().step(length)?;
        call.budget().text(length)?;
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let mut text = Vec::with_capacity(length);
        let mut bytes = [0; 256];
        while text.len() < length {
            self.fill(&mut bytes)?;
            let wanted = bytes
                .iter()
                .map(|byte| byte & 0x7F)
                .filter(|byte| is_wanted(*byte));
            text.extend(wanted.take(length - text.len()));
        }
        Ok(text)
    }

    fn base64(&self, call: Call<'_>, length: i64) -> Result<String, FunctionError> {
        let length = u64::try_from(length)
            .ok()
            .filter(|length| *length <= MAX_ALLOCATION)
            .ok_or_else(make_slice)?;
        call.budget().text(length.saturating_mul(2))?;
        let mut bytes = vec![0; usize::try_from(length).unwrap_or_default()];
        self.fill(&mut bytes)?;
        Ok(STANDARD.encode(bytes))
    }

    /// `rand.Intn(max - min) + min`, where Go's numbers wrap around.
    fn integer(&self, least: i64, end: i64) -> Result<Value, FunctionError> {
        let bound = u64::try_from(end.wrapping_sub(least)).unwrap_or_default();
        if bound == 0 {
            return Err("invalid argument to Intn".into());
        }
        let number = self.below(bound)?.cast_signed();
        Ok(Value::Int(number.wrapping_add(least)))
    }

    /// `xstrings.Shuffle`. A byte that is no UTF-8 becomes U+FFFD.
    fn shuffled(&self, call: Call<'_>, text: &[u8]) -> Result<String, FunctionError> {
        call.budget().step(text.len() as u64)?;
        call.budget().text((text.len() as u64).saturating_mul(4))?;
        let mut characters: Vec<char> = runes(text).map(|(character, _)| character).collect();
        for last in (1..characters.len()).rev() {
            let index = self.below(last as u64 + 1)?;
            characters.swap(last, usize::try_from(index).unwrap_or(last));
        }
        Ok(characters.into_iter().collect())
    }

    /// RFC 4122, version 4.
    fn uuid(&self) -> Result<String, FunctionError> {
        let mut bytes = [0; 16];
        self.fill(&mut bytes)?;
        let bits = u128::from_be_bytes(bytes);
        let bits = bits & !(0xF << 76) | 4 << 76;
        let bits = bits & !(0b11 << 62) | 0b10 << 62;
        let digits = format!("{bits:032x}");
        let mut out = String::with_capacity(36);
        for (index, digit) in digits.chars().enumerate() {
            if [8, 12, 16, 20].contains(&index) {
                out.push('-');
            }
            out.push(digit);
        }
        Ok(out)
    }
}

#[cfg(test)]
pub(super) mod testing {
    use std::cell::Cell;
    use std::rc::Rc;

    use crate::sprig::Sources;

    /// A world in which time stands still, and the random numbers are the same in each run.
    pub(in crate::sprig) fn sources() -> Sources {
        let state = Cell::new(1_u64);
        Sources {
            rsa_keys: crate::sprig::RsaKeys::New,
            now: Rc::new(|| 0),
            local_zone: "UTC".to_owned(),
            random: Rc::new(move |bytes| {
                for byte in bytes {
                    // Knuth's MMIX generator; its high bits are good.
                    let next = state
                        .get()
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1_442_695_040_888_963_407);
                    state.set(next);
                    *byte = (next >> 56) as u8;
                }
                true
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::rc::Rc;

    use super::super::arguments::testing::call;
    use super::testing::sources;
    use super::*;

    fn sprig() -> Functions {
        let mut functions = Functions::new();
        add(&mut functions, &sources());
        functions
    }

    fn text(name: &str, arguments: &[Value]) -> String {
        let value = call(&sprig(), name, arguments).unwrap();
        value.as_text().unwrap().to_str().into_owned()
    }

    #[test]
    fn texts_hold_every_character_of_their_kind_and_no_other() {
        let all =
            |range: std::ops::RangeInclusive<u8>| range.map(char::from).collect::<BTreeSet<_>>();
        let letters: BTreeSet<char> = &all(b'a'..=b'z') | &all(b'A'..=b'Z');
        for (name, expected) in [
            ("randAlphaNum", &letters | &all(b'0'..=b'9')),
            ("randAlpha", letters),
            ("randNumeric", all(b'0'..=b'9')),
            ("randAscii", all(b' '..=b'~')),
        ] {
            let text = text(name, &[Value::Int(5000)]);
            assert_eq!(text.len(), 5000);
            assert_eq!(text.chars().collect::<BTreeSet<_>>(), expected, "{name}");
            assert_eq!(
                call(&sprig(), name, &[Value::Int(-1)])
                    .unwrap()
                    .as_text()
                    .unwrap()
                    .len(),
                0
            );
            assert_eq!(
                call(&sprig(), name, &[Value::Int(i64::MAX)]).unwrap_err(),
                "runtime error: makeslice: len out of range"
            );
            assert_eq!(
                call(&sprig(), name, &[Value::Int(1 << 40)]).unwrap_err(),
                "the templates take over 100000000 steps"
            );
        }
    }

    #[test]
    fn random_bytes_come_in_base64() {
        assert_eq!(text("randBytes", &[Value::Int(0)]), "");
        assert_eq!(text("randBytes", &[Value::Int(3)]).len(), 4);
        assert_eq!(text("randBytes", &[Value::Int(4)]).len(), 8);
        for (length, words) in [
            (-1, "runtime error: makeslice: len out of range"),
            (i64::MAX, "runtime error: makeslice: len out of range"),
            (
                1 << 40,
                "a template makes a text or a list of over 268435456 bytes",
            ),
        ] {
            assert_eq!(
                call(&sprig(), "randBytes", &[Value::Int(length)]).unwrap_err(),
                words
            );
        }
    }

    #[test]
    fn integers_fill_their_range() {
        let functions = sprig();
        let drawn: BTreeSet<i64> = (0..200)
            .map(|_| {
                call(&functions, "randInt", &[Value::Int(-2), Value::Int(3)])
                    .unwrap()
                    .as_signed()
                    .unwrap()
            })
            .collect();
        assert_eq!(drawn, (-2..3).collect());
        for bounds in [[5, 5], [5, 4], [i64::MIN, i64::MAX]] {
            assert_eq!(
                call(&functions, "randInt", &bounds.map(Value::Int)).unwrap_err(),
                "invalid argument to Intn"
            );
        }
    }

    #[test]
    fn shuffling_keeps_the_characters() {
        let shuffled = text("shuffle", &["abcdefghijklmnopqrstuvwxyz".into()]);
        assert_ne!(shuffled, "abcdefghijklmnopqrstuvwxyz");
        assert_eq!(shuffled.chars().collect::<BTreeSet<_>>().len(), 26);
        assert_eq!(
            text("shuffle", &[b"\xe4\xb8".to_vec().into()]),
            "\u{fffd}\u{fffd}"
        );
        assert_eq!(text("shuffle", &["".into()]), "");
    }

    #[test]
    fn uuids_are_of_version_4() {
        let uuid = text("uuidv4", &[]);
        let parts: Vec<&str> = uuid.split('-').collect();
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert!(parts[2].starts_with('4'));
        assert!(parts[3].starts_with(['8', '9', 'a', 'b']));
    }

    #[test]
    fn without_random_bytes_it_is_an_error() {
        let mut functions = Functions::new();
        let none = Sources {
            random: Rc::new(|_| false),
            ..sources()
        };
        add(&mut functions, &none);
        assert_eq!(
            call(&functions, "uuidv4", &[]).unwrap_err(),
            "crypto/rand: failed to read random data"
        );
    }
}
