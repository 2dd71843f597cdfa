//! `.Files`: the chart's other files as a template sees them (`pkg/engine/files.go`).

mod glob;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gotemplate::{FunctionError, List, Map, MapType, Method, Signature, Text, Type, Value};
use serde_json::Value as Json;

use crate::chart::File;
use crate::yaml;
use glob::Glob;

/// `engine.files`: a map from paths to bytes, with methods.
pub(super) static FILES: MapType = MapType {
    name: Some("engine.files"),
    element: Type::BYTES,
    methods: &[
        Method {
            name: "Get",
            signature: Signature::of(&[Type::String]),
            body: |receiver, _, arguments| Ok(Value::String(bytes(receiver, arguments))),
        },
        Method {
            name: "GetBytes",
            signature: Signature::of(&[Type::String]),
            body: |receiver, _, arguments| Ok(List::bytes(bytes(receiver, arguments)).into()),
        },
        Method {
            name: "Glob",
            signature: Signature::of(&[Type::String]),
            body: |receiver, _, arguments| {
                let pattern = name(arguments);
                Ok(glob_of(receiver, &pattern).into())
            },
        },
        Method {
            name: "AsConfig",
            signature: Signature::of(&[]),
            body: |receiver, _, _| {
                Ok(flat(receiver, |bytes| {
                    String::from_utf8_lossy(bytes).into_owned()
                }))
            },
        },
        Method {
            name: "AsSecrets",
            signature: Signature::of(&[]),
            body: |receiver, _, _| Ok(flat(receiver, |bytes| STANDARD.encode(bytes))),
        },
        Method {
            name: "Lines",
            signature: Signature::of(&[Type::String]),
            body: |receiver, _, arguments| lines(receiver, arguments),
        },
    ],
};

/// The files of a chart.
pub(super) fn files(files: &[File]) -> Map {
    let map = Map::typed(&FILES);
    for file in files {
        map.insert(file.name.as_str(), List::bytes(file.data.clone()));
    }
    map
}

fn name(arguments: &[Value]) -> Text {
    arguments
        .first()
        .and_then(Value::as_text)
        .cloned()
        .unwrap_or_default()
}

fn entry(receiver: &Value, name: &Text) -> Option<Text> {
    receiver.as_map()?.get(name)?.as_list()?.as_bytes()
}

fn bytes(receiver: &Value, arguments: &[Value]) -> Text {
    entry(receiver, &name(arguments)).unwrap_or_default()
}

fn glob_of(receiver: &Value, pattern: &Text) -> Map {
    // What is no pattern counts as `**`: everything.
    let glob = Glob::new(&pattern.to_str());
    let found = Map::typed(&FILES);
    for (path, content) in receiver.as_map().map(Map::entries).unwrap_or_default() {
        if glob
            .as_ref()
            .is_none_or(|glob| glob.matches(&path.to_str()))
        {
            found.insert(path, content);
        }
    }
    found
}

/// The YAML of a map from base names to texts; of files with the same base name the last by path counts.
fn flat(receiver: &Value, text: impl Fn(&[u8]) -> String) -> Value {
    let mut map = serde_json::Map::new();
    for (path, content) in receiver.as_map().map(Map::entries).unwrap_or_default() {
        let path = path.to_str();
        let base = path.rsplit('/').next().unwrap_or_default().to_owned();
        let content = content
            .as_list()
            .and_then(List::as_bytes)
            .unwrap_or_default();
        map.insert(base, Json::String(text(content.as_bytes())));
    }
    let yaml = yaml::marshal(&Json::Object(map)).unwrap_or_default();
    yaml.strip_suffix('\n').unwrap_or(&yaml).into()
}

fn lines(receiver: &Value, arguments: &[Value]) -> Result<Value, FunctionError> {
    let Some(content) = entry(receiver, &name(arguments)) else {
        return Ok(List::strings([""; 0]).into());
    };
    let Some(last) = content.last() else {
        // Helm looks at the last byte without asking whether there is one.
        return Err("runtime error: index out of range [-1]".into());
    };
    let content = if *last == b'\n' {
        content.get(..content.len() - 1).unwrap_or_default()
    } else {
        content.as_bytes()
    };
    Ok(List::strings(content.split(|byte| *byte == b'\n')).into())
}

#[cfg(test)]
mod tests {
    use gotemplate::{Functions, MissingKey, Templates};

    use super::*;

    fn render(text: &str) -> String {
        let files = files(&[
            File {
                name: "conf/a.txt".to_owned(),
                data: "one\ntwo\n".into(),
            },
            File {
                name: "conf/sub/b.txt".to_owned(),
                data: "b".into(),
            },
            File {
                name: "empty".to_owned(),
                data: Text::default(),
            },
        ]);
        let mut templates = Templates::new("t", Functions::new(), MissingKey::Zero);
        templates.parse("t", text.as_bytes()).unwrap();
        let data: Map = [("Files", files)].into_iter().collect();
        match templates.execute("t", &data.into(), &gotemplate::Budget::default()) {
            Ok(text) => String::from_utf8(text).unwrap(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn files_answer_as_helms_do() {
        let cases = [
            ("{{ .Files.Get \"conf/a.txt\" }}", "one\ntwo\n"),
            ("{{ .Files.Get \"none\" }}|", "|"),
            (
                "{{ range $path, $_ := .Files.Glob \"conf/*\" }}{{ $path }} {{ end }}",
                "conf/a.txt ",
            ),
            (
                "{{ range $path, $_ := .Files.Glob \"[\" }}{{ $path }} {{ end }}",
                "conf/a.txt conf/sub/b.txt empty ",
            ),
            (
                "{{ (.Files.Glob \"conf/**\").AsConfig }}",
                "a.txt: |\n  one\n  two\nb.txt: b",
            ),
            (
                "{{ (.Files.Glob \"conf/**\").AsSecrets }}",
                "a.txt: b25lCnR3bwo=\nb.txt: Yg==",
            ),
            ("{{ .Files.Lines \"conf/a.txt\" }}", "[one two]"),
            ("{{ .Files.Lines \"none\" }}", "[]"),
            (
                "{{ .Files.Lines \"empty\" }}",
                "template: t:1:9: executing \"t\" at <.Files.Lines>: error calling Lines: \
                 runtime error: index out of range [-1]",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(render(text), expected, "{text}");
        }
    }
}
