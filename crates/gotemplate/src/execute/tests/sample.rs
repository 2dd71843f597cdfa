//! The data of Go's `exec_test.go`, as far as the values here can hold it.

use std::any::Any;
use std::rc::Rc;

use crate::value::{Kind, List, ListType, Map, MapType, Object, Type, Value};
use crate::{Function, Functions, Method, Signature, format};

/// `*template.T`
#[derive(Debug)]
pub(super) struct Sample;

impl Object for Sample {
    fn type_name(&self) -> &'static str {
        "*template.T"
    }

    fn kind(&self) -> Kind {
        Kind::Pointer
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        const MAP_OF_INTS: MapType = MapType::of(Type::Int);
        const MAPS: ListType = ListType::of(Type::Map(&MAP_OF_INTS));
        const TRUTHS: ListType = ListType::of(Type::Bool);
        let ints = |items: &[i64]| {
            let items = items.iter().map(|item| Value::Int(*item)).collect();
            Value::List(List::typed(&ListType::INTS, items))
        };
        let map = |entries: &[(&str, i64)]| {
            let map = Map::typed(&MAP_OF_INTS);
            for (key, value) in entries {
                map.insert(*key, Value::Int(*value));
            }
            Value::Map(map)
        };
        let truths = vec![Value::Bool(true), Value::Bool(false)];
        let maps = vec![
            map(&[("one", 1), ("two", 2)]),
            map(&[("eleven", 11), ("twelve", 12)]),
        ];
        vec![
            ("True", Value::Bool(true)),
            ("I", Value::Int(17)),
            ("U8", Value::Uint8(16)),
            ("X", "x".into()),
            ("S", "xyz".into()),
            ("FloatZero", Value::Float64(0.0)),
            ("ComplexZero", Value::Complex128(0.0, 0.0)),
            ("U", Value::Object(Rc::new(Inner))),
            ("V0", Value::Object(Rc::new(Shown))),
            ("SI", ints(&[3, 4, 5])),
            ("SIEmpty", Value::List(List::nil(&ListType::INTS))),
            ("SB", Value::List(List::typed(&TRUTHS, truths))),
            ("MSI", map(&[("one", 1), ("two", 2), ("three", 3)])),
            ("MSIone", map(&[("one", 1)])),
            ("MSIEmpty", Value::Map(Map::nil(&MAP_OF_INTS))),
            ("SMSI", Value::List(List::typed(&MAPS, maps))),
            ("Empty0", Value::Nil),
            ("Empty1", Value::Int(3)),
            ("Empty2", "empty2".into()),
            ("Empty3", ints(&[7, 8])),
            (
                "BinaryFunc",
                Value::Function(Function::new(
                    Signature::of(&[Type::String, Type::String]),
                    |call, arguments| {
                        Ok(format::sprintf(b"[%s=%s]", arguments, call.budget())?.into())
                    },
                )),
            ),
            (
                "VariadicFunc",
                Value::Function(Function::new(
                    Signature::variadic(&[Type::String]),
                    |_, arguments| Ok(joined("", arguments)),
                )),
            ),
            (
                "VariadicFuncInt",
                Value::Function(Function::new(
                    Signature::variadic(&[Type::Int, Type::String]),
                    |_, arguments| {
                        let number = arguments[0].as_signed().unwrap();
                        Ok(joined(&format!("{number}="), &arguments[1..]))
                    },
                )),
            ),
            (
                "PanicFunc",
                Value::Function(Function::new(Signature::of(&[]), |_, _| {
                    Err("test panic".into())
                })),
            ),
        ]
    }

    fn methods(&self) -> &'static [Method] {
        const METHODS: &[Method] = &[
            Method {
                name: "Method0",
                signature: Signature::of(&[]),
                body: |_, _, _| Ok("M0".into()),
            },
            Method {
                name: "Method1",
                signature: Signature::of(&[Type::Int]),
                body: |_, _, arguments| Ok(arguments[0].clone()),
            },
            Method {
                name: "Method2",
                signature: Signature::of(&[Type::Uint8, Type::String]),
                body: |_, call, arguments| {
                    Ok(format::sprintf(b"Method2: %d %s", arguments, call.budget())?.into())
                },
            },
            Method {
                name: "Method3",
                signature: Signature::of(&[Type::Any]),
                body: |_, call, arguments| {
                    Ok(format::sprintf(b"Method3: %v", arguments, call.budget())?.into())
                },
            },
            Method {
                name: "MAdd",
                signature: Signature::of(&[Type::Int, Type::List(&ListType::INTS)]),
                body: |_, _, arguments| {
                    let more = arguments[0].as_signed().unwrap();
                    let items = arguments[1].as_list().unwrap().iter();
                    let items = items.map(|item| Value::Int(item.as_signed().unwrap() + more));
                    Ok(List::typed(&ListType::INTS, items.collect()).into())
                },
            },
            Method {
                name: "MyError",
                signature: Signature::of(&[Type::Bool]),
                body: |_, _, arguments| {
                    if arguments[0].is_true() {
                        return Err("my error".into());
                    }
                    Ok(false.into())
                },
            },
            Method {
                name: "GetU",
                signature: Signature::of(&[]),
                body: |_, _, _| Ok(Value::Object(Rc::new(Inner))),
            },
        ];
        METHODS
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn joined(before: &str, arguments: &[Value]) -> Value {
    let parts: Vec<String> = arguments
        .iter()
        .map(|argument| argument.as_text().unwrap().to_str().into_owned())
        .collect();
    format!("{before}<{}>", parts.join("+")).into()
}

/// `*template.U`
#[derive(Debug)]
struct Inner;

impl Object for Inner {
    fn type_name(&self) -> &'static str {
        "*template.U"
    }

    fn kind(&self) -> Kind {
        Kind::Pointer
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        vec![("V", "v".into())]
    }

    fn methods(&self) -> &'static [Method] {
        const METHODS: &[Method] = &[Method {
            name: "TrueFalse",
            signature: Signature::of(&[Type::Bool]),
            body: |_, _, arguments| Ok(if arguments[0].is_true() { "true" } else { "" }.into()),
        }];
        METHODS
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `template.V`, which has a `String` method.
#[derive(Debug)]
struct Shown;

impl Object for Shown {
    fn type_name(&self) -> &'static str {
        "template.V"
    }

    fn display(&self) -> Option<String> {
        Some("<6666>".to_owned())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// The sample as the data of a template.
pub(super) fn sample() -> Value {
    Value::Object(Rc::new(Sample))
}

/// The functions of Go's tests, and an `include` as Helm has it.
pub(super) fn functions() -> Functions {
    let mut functions = Functions::new();
    functions.add("zeroArgs", Signature::of(&[]), |_, _| Ok("zeroArgs".into()));
    functions.add("die", Signature::of(&[]), |_, _| Err("die".into()));
    functions.add("returnInt", Signature::of(&[]), |_, _| Ok(Value::Int(7)));
    functions.add("echo", Signature::of(&[Type::Any]), |_, arguments| {
        Ok(arguments[0].clone())
    });
    functions.add(
        "oneArg",
        Signature::of(&[Type::String]),
        |call, arguments| Ok(format::sprintf(b"oneArg=%s", arguments, call.budget())?.into()),
    );
    functions.add(
        "twoArgs",
        Signature::of(&[Type::String, Type::String]),
        |call, arguments| Ok(format::sprintf(b"twoArgs=%s%s", arguments, call.budget())?.into()),
    );
    functions.add(
        "dddArg",
        Signature::variadic(&[Type::Int, Type::String]),
        |call, arguments| Ok(format::sprint(arguments, call.budget())?.into()),
    );
    functions.add("typeOf", Signature::of(&[Type::Any]), |call, arguments| {
        Ok(format::sprintf(b"%T", arguments, call.budget())?.into())
    });
    functions.add("add", Signature::variadic(&[Type::Int]), |_, arguments| {
        let numbers = arguments.iter().filter_map(Value::as_signed);
        Ok(Value::Int(numbers.fold(0, i64::wrapping_add)))
    });
    functions.add("valueString", Signature::of(&[Type::String]), |_, _| {
        Ok("value is ignored".into())
    });
    functions.add(
        "takesMap",
        Signature::of(&[Type::MAP]),
        |call, arguments| Ok(format::sprintf(b"%T", arguments, call.budget())?.into()),
    );
    functions.add(
        "takesFloat",
        Signature::of(&[Type::Float64]),
        |call, arguments| Ok(format::sprint(arguments, call.budget())?.into()),
    );
    functions.add(
        "takesByte",
        Signature::of(&[Type::Uint8]),
        |call, arguments| Ok(format::sprint(arguments, call.budget())?.into()),
    );
    functions.add(
        "takesComplex",
        Signature::of(&[Type::Complex128]),
        |call, arguments| Ok(format::sprint(arguments, call.budget())?.into()),
    );
    functions.add(
        "takesTruth",
        Signature::of(&[Type::Bool]),
        |_, arguments| Ok(arguments[0].clone()),
    );
    functions.add(
        "makemap",
        Signature::variadic(&[Type::String]),
        |_, arguments| {
            let map = Map::typed(&MapType::STRINGS);
            for pair in arguments.chunks_exact(2) {
                map.insert(pair[0].as_text().unwrap().clone(), pair[1].clone());
            }
            Ok(map.into())
        },
    );
    functions.add("mapOfThree", Signature::of(&[]), |_, _| {
        let map = Map::new();
        map.insert("three", Value::Int(3));
        Ok(map.into())
    });
    functions.add(
        "include",
        Signature::of(&[Type::String, Type::Any]),
        |call, arguments| {
            let name = arguments[0].as_text().unwrap().to_str().into_owned();
            match call
                .templates()
                .execute(&name, &arguments[1], call.budget())
            {
                Ok(output) => Ok(output.into()),
                Err(source) => Err(crate::FunctionError::Execute {
                    prefix: String::new(),
                    source,
                }),
            }
        },
    );
    functions.add("caller", Signature::of(&[]), |call, _| {
        Ok(call.executing().into())
    });
    functions
}
