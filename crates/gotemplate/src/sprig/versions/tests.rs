//! Expectations taken from sprig 3.3.0 with Masterminds' semver 3.5.0.

use super::super::arguments::testing::{call, show};
use super::super::random::testing::sources;
use super::*;
use crate::budget::Budget;
use crate::execute::{MissingKey, Templates};
use crate::function::Call;
use crate::value::List;

fn run(name: &str, arguments: &[&str]) -> Result<Value, String> {
    let mut functions = Functions::new();
    add(&mut functions, &sources());
    let arguments: Vec<Value> = arguments.iter().map(|text| (*text).into()).collect();
    call(&functions, name, &arguments)
}

fn version(text: &str) -> Value {
    run("semver", &[text]).unwrap()
}

fn invoke(receiver: &Value, name: &str, arguments: &[Value]) -> Result<Value, String> {
    let Value::Object(object) = receiver else {
        panic!("{receiver:?} has no methods");
    };
    let method = object.methods().iter().find(|method| method.name == name);
    let templates = Templates::new("test", Functions::new(), MissingKey::Default);
    let budget = Budget::default();
    (method.unwrap_or_else(|| panic!("no method {name}")).body)(
        receiver,
        Call::new(&templates, &budget),
        arguments,
    )
    .map_err(|error| error.to_string())
}

#[test]
fn compares() {
    let cases = [
        (["^1.2", "1.9.0"], Ok(Value::Bool(true))),
        ([">=1.0.0", "1.3.0-rc1"], Ok(Value::Bool(false))),
        (["", "1"], Err(r#"improper constraint: """#)),
        ([">1", "x"], Err("invalid semantic version")),
        // The constraint is read first.
        (["x.y", "x"], Err(r#"improper constraint: "x.y""#)),
    ];
    for (arguments, expected) in cases {
        assert_eq!(
            run("semverCompare", &arguments).map(|value| show(&value)),
            expected.map(|value| show(&value)).map_err(str::to_owned),
            "{arguments:?}"
        );
    }
}

#[test]
fn a_version_is_a_pointer_with_methods() {
    let given = version("v1.2.3-rc.1+b");
    assert_eq!(given.type_of().unwrap().to_string(), "*semver.Version");
    assert_eq!(given.kind(), Kind::Pointer);
    for (name, expected) in [
        ("Major", "Uint64(1)"),
        ("Minor", "Uint64(2)"),
        ("Patch", "Uint64(3)"),
        ("Prerelease", "\"rc.1\""),
        ("Metadata", "\"b\""),
        ("Original", "\"v1.2.3-rc.1+b\""),
        ("String", "\"1.2.3-rc.1+b\""),
        ("Value", "\"1.2.3-rc.1+b\""),
        ("IncMajor", "Object(semver.Version(2.0.0))"),
        ("IncMinor", "Object(semver.Version(1.3.0))"),
        ("IncPatch", "Object(semver.Version(1.2.3))"),
    ] {
        assert_eq!(
            show(&invoke(&given, name, &[]).unwrap()),
            expected,
            "{name}"
        );
    }
    let bytes = invoke(&given, "MarshalJSON", &[]).unwrap();
    assert_eq!(
        bytes.as_list().unwrap().as_bytes().unwrap().as_bytes(),
        b"\"1.2.3-rc.1+b\""
    );
    let Value::Object(object) = &given else {
        panic!("no object");
    };
    assert_eq!(object.display().unwrap(), "1.2.3-rc.1+b");
    assert!(
        matches!(object.json(), Json::Value(Value::String(text)) if text.as_bytes() == b"1.2.3-rc.1+b")
    );
}

#[test]
fn versions_are_compared_by_method() {
    let given = version("1.2.3");
    for (name, other, expected) in [
        ("Compare", "1.2.4", "-1"),
        ("Compare", "1.2.3+b", "0"),
        ("Compare", "1.2.3-0", "1"),
        ("Equal", "v1.2.3", "true"),
        ("LessThan", "1.2.4", "true"),
        ("LessThanEqual", "1.2.3", "true"),
        ("GreaterThan", "1.2.3", "false"),
        ("GreaterThanEqual", "1.2.3", "true"),
    ] {
        assert_eq!(
            invoke(&given, name, &[version(other)]).map(|value| show(&value)),
            Ok(expected.to_owned()),
            "{name} {other}"
        );
    }
    assert_eq!(
        invoke(&given, "Compare", &[Value::Nil]).unwrap_err(),
        "runtime error: invalid memory address or nil pointer dereference"
    );
    assert_eq!(
        show(&invoke(&given, "Equal", &[Value::Nil]).unwrap()),
        "false"
    );
}

#[test]
fn a_raised_version_is_no_pointer() {
    let raised = invoke(&version("v1.2.3"), "IncMajor", &[]).unwrap();
    assert_eq!(raised.type_of().unwrap().to_string(), "semver.Version");
    assert_eq!(raised.kind(), Kind::Struct);
    let Value::Object(object) = &raised else {
        panic!("no object");
    };
    assert!(
        !object
            .methods()
            .iter()
            .any(|method| method.name == "Original")
    );
    assert_eq!(
        invoke(&version("18446744073709551615"), "IncMajor", &[]).unwrap_err(),
        "major version increment would overflow uint64"
    );
    assert_eq!(
        invoke(&raised, "SetPrerelease", &["a..b".into()]).unwrap_err(),
        "invalid prerelease string"
    );
    assert_eq!(
        show(&invoke(&raised, "SetMetadata", &["b".into()]).unwrap()),
        "Object(semver.Version(2.0.0+b))"
    );
}

#[test]
fn a_pointer_is_written_through() {
    let given = version("1.2.3");
    let bytes = |text: &str| Value::from(List::bytes(text));
    for (name, argument, expected) in [
        ("Scan", "4.5.6".into(), "nil"),
        ("Scan", bytes("5"), "nil"),
        ("UnmarshalText", bytes("6"), "nil"),
        ("Scan", Value::Nil, "\"cannot scan nil into Version\""),
        ("Scan", Value::Int(5), "\"unsupported Scan type int\""),
        ("UnmarshalText", bytes("x"), "\"invalid semantic version\""),
    ] {
        assert_eq!(
            invoke(&given, name, &[argument]).map(|value| show(&value)),
            Ok(expected.to_owned())
        );
    }
    assert_eq!(show(&invoke(&given, "String", &[]).unwrap()), "\"6.0.0\"");
}
