//! YAML as values of templates: what is read and written reads as the same, the pretty form too; and JSON agrees.
#![no_main]

use chartwright_fuzz::budget;
use gotemplate::Value;
use gotemplate::json::{self, Style};
use helm::yaml::{decode_value, encode_pretty, marshal_value};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let Ok(value) = decode_value(text) else {
        return;
    };
    let compact = |value| json::encode(value, Style::Compact).map_err(|error| error.to_string());
    let Ok(expected) = compact(&value) else {
        return;
    };
    // go-yaml writes a key `<<` without its quotes, and then it is a merge key.
    if has_merge_key(&value) {
        return;
    }
    // The float -0 is written as `-0`, which go-yaml reads as the integer 0.
    if has_negative_zero(&value) {
        return;
    }
    // Go's reader folds U+0085 and its like on the way back (see the target `yaml`).
    let folded = [
        "\u{85}", "\u{feff}", "\u{2028}", "\u{2029}", "\\u2028", "\\u2029",
    ];
    let text = String::from_utf8_lossy(&expected);
    if folded.iter().any(|character| text.contains(character)) {
        return;
    }
    let written = match marshal_value(&value, &budget()) {
        Ok(written) => written,
        Err(_) => return,
    };
    let again =
        decode_value(written.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{written}"));
    assert_eq!(compact(&again), Ok(expected), "{written}");
    let _ = encode_pretty(&value, &budget());
});

fn has_merge_key(value: &Value) -> bool {
    match value {
        Value::List(items) => items.iter().any(|item| has_merge_key(&item)),
        Value::Map(map) => map
            .entries()
            .iter()
            .any(|(key, value)| &**key == "<<".as_bytes() || has_merge_key(value)),
        _ => false,
    }
}

fn has_negative_zero(value: &Value) -> bool {
    match value {
        Value::Float64(number) => *number == 0.0 && number.is_sign_negative(),
        Value::List(items) => items.iter().any(|item| has_negative_zero(&item)),
        Value::Map(map) => map
            .entries()
            .iter()
            .any(|(_, value)| has_negative_zero(value)),
        _ => false,
    }
}
