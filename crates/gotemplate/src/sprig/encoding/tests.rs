//! What Go's `encoding/base64` and `encoding/base32` give, with the bytes that they complain of.

use super::super::arguments::testing::{Case, check};
use crate::value::Value;

#[test]
fn texts_are_encoded() {
    let text = |text: &str| vec![Value::from(text)];
    check(&[
        ("b64enc", text("coffee"), r#""Y29mZmVl""#),
        ("b64enc", text("a"), r#""YQ==""#),
        (
            "b64enc",
            vec![Value::from(b"\xff\xfe".to_vec())],
            r#""//4=""#,
        ),
        ("b64enc", text(""), r#""""#),
        ("b32enc", text("coffee"), r#""MNXWMZTFMU======""#),
        ("b32enc", text("a"), r#""ME======""#),
        ("b32enc", text("ab"), r#""MFRA====""#),
        ("b32enc", text("abc"), r#""MFRGG===""#),
        ("b32enc", text("abcd"), r#""MFRGGZA=""#),
        ("b32enc", text("abcde"), r#""MFRGGZDF""#),
        ("b32enc", text(""), r#""""#),
    ]);
}

#[test]
fn texts_are_decoded() {
    let cases: [(&'static str, &str, &'static str); 28] = [
        ("b64dec", "Y29mZmVl", r#""coffee""#),
        ("b64dec", "Y2\n9m\r\nZmVl\n", r#""coffee""#),
        ("b64dec", "YQ==", r#""a""#),
        ("b64dec", "YQ=\n=\n", r#""a""#),
        // The last bits may be any.
        ("b64dec", "YR==", r#""a""#),
        ("b64dec", "", r#""""#),
        ("b64dec", "YQ", r#""illegal base64 data at input byte 0""#),
        (
            "b64dec",
            "YWJjYQ",
            r#""illegal base64 data at input byte 4""#,
        ),
        ("b64dec", "YQ=", r#""illegal base64 data at input byte 3""#),
        ("b64dec", "YQ=x", r#""illegal base64 data at input byte 2""#),
        (
            "b64dec",
            "YQ==YQ==",
            r#""illegal base64 data at input byte 4""#,
        ),
        ("b64dec", "Y===", r#""illegal base64 data at input byte 1""#),
        ("b64dec", "=", r#""illegal base64 data at input byte 0""#),
        (
            "b64dec",
            "not base64!",
            r#""illegal base64 data at input byte 3""#,
        ),
        ("b64dec", "a-_b", r#""illegal base64 data at input byte 1""#),
        ("b32dec", "MNXWMZTFMU======", r#""coffee""#),
        ("b32dec", "MFRA\n====\n", r#""ab""#),
        ("b32dec", "MFRGGZA=", r#""abcd""#),
        ("b32dec", "", r#""""#),
        ("b32dec", "ME", r#""illegal base32 data at input byte 0""#),
        (
            "b32dec",
            "ME====",
            r#""illegal base32 data at input byte 6""#,
        ),
        (
            "b32dec",
            "me======",
            r#""illegal base32 data at input byte 0""#,
        ),
        (
            "b32dec",
            "MFR=====",
            r#""illegal base32 data at input byte 3""#,
        ),
        (
            "b32dec",
            "ME===A==",
            r#""illegal base32 data at input byte 4""#,
        ),
        (
            "b32dec",
            "M=======",
            r#""illegal base32 data at input byte 1""#,
        ),
        (
            "b32dec",
            "MFRGGZDFM",
            r#""illegal base32 data at input byte 8""#,
        ),
        // What comes after the padding is not looked at.
        ("b32dec", "ME======ME", r#""a""#),
        (
            "b32dec",
            "MF\nRG1",
            r#""illegal base32 data at input byte 4""#,
        ),
    ];
    let cases: Vec<Case> = cases
        .into_iter()
        .map(|(name, text, expected)| (name, vec![text.into()], expected))
        .collect();
    check(&cases);
}
