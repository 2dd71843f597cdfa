use std::cell::Cell;
use std::rc::Rc;

use aws_lc_rs::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::der::{Reader, SEQUENCE};
use super::{pem, x509};
use crate::function::Functions;
use crate::sprig::Sources;
use crate::sprig::arguments::testing::call;
use crate::value::{List, Text, Value};

/// Friday, 2024-07-05 12:34:56 UTC.
const NOW: i128 = 1_720_182_896_000_000_000;

/// The functions, with a clock that stands still and bytes that count up.
fn functions() -> Functions {
    let next = Cell::new(0_u8);
    let mut functions = Functions::new();
    super::add(
        &mut functions,
        &Sources {
            rsa_keys: crate::sprig::RsaKeys::New,
            now: Rc::new(|| NOW),
            local_zone: "UTC".into(),
            random: Rc::new(move |bytes| {
                for byte in bytes {
                    next.set(next.get().wrapping_add(1));
                    *byte = next.get();
                }
                true
            }),
        },
    );
    functions
}

fn text(value: Result<Value, String>) -> String {
    value.unwrap().as_text().unwrap().to_str().into_owned()
}

fn run(name: &str, arguments: &[&str]) -> Result<Value, String> {
    let arguments: Vec<Value> = arguments.iter().map(|text| Value::from(*text)).collect();
    call(&functions(), name, &arguments)
}

fn field(certificate: &Value, name: &str) -> Text {
    let Value::Object(object) = certificate else {
        panic!("no certificate: {certificate:?}");
    };
    assert_eq!(object.type_name(), "sprig.certificate");
    object.field(name).unwrap().as_text().unwrap().clone()
}

#[test]
fn hashes_are_hexadecimal() {
    for (name, hash) in [
        ("sha1sum", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        (
            "sha256sum",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        ),
        (
            "sha512sum",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        ),
        ("adler32sum", "38600999"),
    ] {
        assert_eq!(text(run(name, &["abc"])), hash);
    }
    assert_eq!(super::adler32(&[0xff; 1_000_000]), 943_972_798);
}

#[test]
fn passwords_are_hashed() {
    // The salt is the first bytes that the source gives: 1 to 16.
    assert_eq!(
        text(run("bcrypt", &["secret"])),
        "$2a$10$.OGB/.SE/ueHAeqKBO2NC.LYZ/tg0nSvZ0yRfs9kPLnGg3/PChtuu"
    );
    assert_eq!(
        text(run("bcrypt", &[&"x".repeat(73)])),
        "failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes"
    );
    assert!(text(run("htpasswd", &["me", "secret"])).starts_with("me:$2a$10$"));
    assert_eq!(
        text(run("htpasswd", &["m:e", "secret"])),
        "invalid username: m:e"
    );
}

#[test]
fn texts_are_encrypted_and_decrypted() {
    let long_password = "a password of more than thirty-two bytes";
    for (password, plain) in [
        ("", "x"),
        ("secret", "sixteen bytes..."),
        (long_password, "\u{e9}"),
    ] {
        let encrypted = text(run("encryptAES", &[password, plain]));
        assert_eq!(text(run("decryptAES", &[password, &encrypted])), plain);
    }
    // From sprig's crypto_test.go.
    assert_eq!(
        text(run(
            "decryptAES",
            &["secretkey", "30tEfhuJSVRhpG97XCuWgz2okj7L8vQ1s6V9zVUPeDQ="]
        )),
        "plaintext"
    );
    assert_eq!(text(run("encryptAES", &["secret", ""])), "");
    assert_eq!(text(run("decryptAES", &["secret", ""])), "");
}

#[test]
fn what_cannot_be_decrypted_panics_as_in_go() {
    let zeros = |count: usize| STANDARD.encode(vec![0; count]);
    for (encrypted, words) in [
        ("*".to_owned(), "illegal base64 data at input byte 0"),
        (
            zeros(3),
            "runtime error: slice bounds out of range [:16] with capacity 3",
        ),
        (
            zeros(15),
            "runtime error: slice bounds out of range [:16] with capacity 15",
        ),
        (
            format!("{}\r\n\r\n", zeros(15)),
            "runtime error: slice bounds out of range [16:15]",
        ),
        (zeros(16), "runtime error: index out of range [-1]"),
        (zeros(17), "crypto/cipher: input not full blocks"),
        (
            zeros(32),
            "runtime error: slice bounds out of range [:-205]",
        ),
    ] {
        assert_eq!(
            run("decryptAES", &["secret", &encrypted]).unwrap_err(),
            words,
            "{encrypted}"
        );
    }
}

#[test]
fn private_keys_have_their_forms() {
    // DSA needs bytes that are random.
    let mut functions = Functions::new();
    super::add(
        &mut functions,
        &Sources {
            rsa_keys: crate::sprig::RsaKeys::New,
            now: Rc::new(|| NOW),
            local_zone: "UTC".into(),
            random: Rc::new(|bytes| aws_lc_rs::rand::fill(bytes).is_ok()),
        },
    );
    for (kind, label) in [
        ("", "RSA PRIVATE KEY"),
        ("ecdsa", "EC PRIVATE KEY"),
        ("ed25519", "PRIVATE KEY"),
        ("dsa", "DSA PRIVATE KEY"),
    ] {
        let key = text(call(&functions, "genPrivateKey", &[kind.into()]));
        assert_eq!(pem::decode(key.as_bytes()).unwrap().label, label.as_bytes());
        assert!(super::parse_key::parse(key.as_bytes()).is_ok(), "{kind}");
    }
    assert_eq!(text(run("genPrivateKey", &["x"])), "Unknown type x");
}

/// Verifies that one certificate signed another.
fn verify(certificate: &Text, issuer: &Text, algorithm: &'static dyn VerificationAlgorithm) {
    let block = pem::decode(certificate).unwrap();
    let mut parts = Reader(&block.bytes).enter(SEQUENCE).unwrap();
    let body = parts.element(SEQUENCE).unwrap().whole;
    parts.element(SEQUENCE).unwrap();
    let issuer = x509::parse(&pem::decode(issuer).unwrap().bytes).unwrap();
    UnparsedPublicKey::new(algorithm, &issuer.public_key.bytes)
        .verify(body, parts.bits().unwrap())
        .unwrap();
}

fn lists() -> (Value, Value) {
    (
        List::new(vec!["10.0.0.1".into(), "::1".into()]).into(),
        List::new(vec!["example.com".into(), "*.example.com".into()]).into(),
    )
}

#[test]
fn certificates_are_signed() {
    let functions = functions();
    let authority = call(&functions, "genCA", &["ca".into(), Value::Int(365)]).unwrap();
    let root = field(&authority, "Cert");
    verify(&root, &root, &signature::RSA_PKCS1_2048_8192_SHA256);
    let (addresses, names) = lists();
    for (kind, algorithm) in [
        (
            "ecdsa",
            &signature::ECDSA_P256_SHA256_ASN1 as &'static dyn VerificationAlgorithm,
        ),
        ("ed25519", &signature::ED25519),
    ] {
        let key = call(&functions, "genPrivateKey", &[kind.into()]).unwrap();
        let mut arguments = vec![
            "leaf".into(),
            addresses.clone(),
            names.clone(),
            Value::Int(30),
        ];
        arguments.push(key.clone());
        let own = call(&functions, "genSelfSignedCertWithKey", &arguments).unwrap();
        verify(&field(&own, "Cert"), &field(&own, "Cert"), algorithm);
        assert_eq!(field(&own, "Key"), *key.as_text().unwrap());
        arguments.insert(4, authority.clone());
        let signed = call(&functions, "genSignedCertWithKey", &arguments).unwrap();
        verify(
            &field(&signed, "Cert"),
            &root,
            &signature::RSA_PKCS1_2048_8192_SHA256,
        );
    }
    let signed = call(
        &functions,
        "genSignedCert",
        &[
            "leaf".into(),
            Value::Nil,
            Value::Nil,
            Value::Int(30),
            authority,
        ],
    );
    verify(
        &field(&signed.unwrap(), "Cert"),
        &root,
        &signature::RSA_PKCS1_2048_8192_SHA256,
    );
}

#[test]
fn custom_certificates_are_checked() {
    let functions = functions();
    let key = call(&functions, "genPrivateKey", &["ed25519".into()]).unwrap();
    let authority = call(
        &functions,
        "genCAWithKey",
        &["ca".into(), Value::Int(1), key],
    )
    .unwrap();
    let encoded = |name| STANDARD.encode(field(&authority, name));
    let (certificate, key) = (encoded("Cert"), encoded("Key"));
    let built = run("buildCustomCert", &[&certificate, &key]).unwrap();
    assert_eq!(field(&built, "Cert"), field(&authority, "Cert"));
    assert_eq!(field(&built, "Key"), field(&authority, "Key"));
    let dashes = STANDARD.encode("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    for (certificate, key, words) in [
        ("*", "", "unable to decode base64 certificate"),
        ("", "*", "unable to decode base64 private key"),
        ("", "", "unable to decode certificate"),
        (
            &*dashes,
            "",
            "error parsing certificate: decodedCert.Bytes: x509: malformed certificate",
        ),
        (
            &*certificate,
            "",
            "error parsing private key: no PEM data in input",
        ),
        (
            &*certificate,
            &*certificate,
            "error parsing private key: no private key data in PEM block of type CERTIFICATE",
        ),
    ] {
        assert_eq!(
            run("buildCustomCert", &[certificate, key]).unwrap_err(),
            words
        );
    }
}

#[test]
fn what_is_no_private_key_is_an_error_in_gos_words() {
    let key = |label: &str, bytes: &[u8]| String::from_utf8(pem::encode(label, bytes)).unwrap();
    let sec1 = text(run("genPrivateKey", &["ecdsa"]));
    let sec1 = pem::decode(sec1.as_bytes()).unwrap().bytes;
    for (key, words) in [
        (String::new(), "no PEM data in input"),
        (
            key("CERTIFICATE", b"x"),
            "no private key data in PEM block of type CERTIFICATE",
        ),
        (
            key("FOO PRIVATE KEY", b"x"),
            "invalid private key type FOO PRIVATE KEY",
        ),
        (
            key("RSA PRIVATE KEY", b""),
            "parsing RSA private key from PEM: asn1: syntax error: sequence truncated",
        ),
        (
            key("RSA PRIVATE KEY", &sec1),
            "parsing RSA private key from PEM: x509: failed to parse private key (use ParseECPrivateKey instead for this key format)",
        ),
        (
            key("PRIVATE KEY", &sec1),
            "decoding PEM as PKCS#8: x509: failed to parse private key (use ParseECPrivateKey instead for this key format)",
        ),
        (
            key("DSA PRIVATE KEY", &[0x30, 0]),
            "parsing DSA private key from PEM: asn1: syntax error: sequence truncated",
        ),
        (
            key("RSA PRIVATE KEY", b"junk bytes"),
            "parsing RSA private key from PEM: asn1: structure error: tags don't match (16 vs {class:1 tag:10 length:117 isCompound:true}) {optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false} pkcs1PrivateKey @2",
        ),
    ] {
        let error = super::parse_key::parse(key.as_bytes()).unwrap_err();
        assert_eq!(error, words);
    }
}

#[test]
fn what_cannot_be_certified_is_an_error_in_sprigs_words() {
    let functions = functions();
    let generate = |kind: &str| call(&functions, "genPrivateKey", &[kind.into()]).unwrap();
    let key = generate("ed25519");
    let authority = call(
        &functions,
        "genCAWithKey",
        &["ca".into(), Value::Int(1), key.clone()],
    )
    .unwrap();
    let list = |item: Value| Value::from(List::new(vec![item]));
    let own = |addresses: Value, names: Value, days: i64, key: &Value| {
        let arguments = ["cn".into(), addresses, names, Value::Int(days), key.clone()];
        call(&functions, "genSelfSignedCertWithKey", &arguments).unwrap_err()
    };
    let none = || Value::Nil;
    assert_eq!(
        own(list("1.2.3".into()), none(), 1, &key),
        "error parsing ip: 1.2.3"
    );
    assert_eq!(
        own(list("fe80::1%eth0".into()), none(), 1, &key),
        "error parsing ip: fe80::1%eth0"
    );
    assert_eq!(
        own(none(), list("\u{e9}".into()), 1, &key),
        "error creating certificate: x509: \"\u{e9}\" cannot be encoded as an IA5String"
    );
    assert_eq!(
        own(none(), none(), 1, &"x".into()),
        "parsing private key: no PEM data in input"
    );
    let foreign = call(
        &functions,
        "genSelfSignedCertWithKey",
        &[
            "other".into(),
            none(),
            none(),
            Value::Int(1),
            generate("ecdsa"),
        ],
    )
    .unwrap();
    let mixed =
        super::issue::testing::certificate(field(&authority, "Cert"), field(&foreign, "Key"));
    let signed = |signer: Value| {
        let arguments = [
            "cn".into(),
            none(),
            none(),
            Value::Int(1),
            signer,
            key.clone(),
        ];
        call(&functions, "genSignedCertWithKey", &arguments).unwrap_err()
    };
    assert_eq!(
        signed(mixed),
        "error creating certificate: x509: provided PrivateKey doesn't match parent's PublicKey"
    );
    let empty = super::issue::testing::certificate(Text::default(), Text::default());
    assert_eq!(signed(empty), "unable to decode certificate");
}

#[test]
fn without_random_bytes_nothing_is_made() {
    let mut functions = Functions::new();
    super::add(
        &mut functions,
        &Sources {
            rsa_keys: crate::sprig::RsaKeys::New,
            now: Rc::new(|| NOW),
            local_zone: "UTC".into(),
            random: Rc::new(|_| false),
        },
    );
    assert_eq!(
        text(call(&functions, "genPrivateKey", &["ed25519".into()])),
        "failed to generate private key: there are no random bytes"
    );
    assert_eq!(
        text(call(&functions, "bcrypt", &["x".into()])),
        "failed to encrypt string with bcrypt: there are no random bytes"
    );
    assert_eq!(
        call(&functions, "encryptAES", &["x".into(), "y".into()]).unwrap_err(),
        "there are no random bytes"
    );
}

#[test]
fn rehearsal_keys_are_known_and_work_as_any_other() {
    let sources = Sources {
        rsa_keys: crate::sprig::RsaKeys::Rehearsal,
        now: Rc::new(|| NOW),
        local_zone: "UTC".into(),
        random: Rc::new(|bytes| {
            bytes.fill(7);
            true
        }),
    };
    let mut functions = Functions::new();
    super::add(&mut functions, &sources);
    let key = || text(call(&functions, "genPrivateKey", &["rsa".into()]));
    assert_eq!(key(), key());
    assert!(key().starts_with("-----BEGIN RSA PRIVATE KEY-----\n"));
    let authority = call(&functions, "genCA", &["ca".into(), Value::Int(365)]).unwrap();
    let none = || Value::from(List::new(Vec::new()));
    let signed = call(
        &functions,
        "genSignedCert",
        &[
            "web".into(),
            none(),
            none(),
            Value::Int(30),
            authority.clone(),
        ],
    )
    .unwrap();
    verify(
        &field(&signed, "Cert"),
        &field(&authority, "Cert"),
        &signature::RSA_PKCS1_2048_8192_SHA256,
    );
    assert_eq!(field(&signed, "Key"), field(&authority, "Key"));
}
