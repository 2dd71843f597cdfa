//! From Helm's structs to YAML and JSON, as Go's `encoding/json` orders and omits their fields.

use serde_json::{Map, Value};

use super::{API_VERSION_1, Dependency, Lock, Maintainer, Metadata};
use crate::{json, yaml};

/// Collects the members of an object in the order in which they are added.
#[derive(Default)]
struct Object(Map<String, Value>);

impl Object {
    /// Adds a member whatever its value (a field without `omitempty`).
    fn put(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// Adds a text unless it is empty.
    fn text(self, name: &str, text: &str) -> Self {
        if text.is_empty() {
            self
        } else {
            self.put(name, text)
        }
    }

    /// Adds a list unless it is empty.
    fn list(self, name: &str, items: Vec<Value>) -> Self {
        if items.is_empty() {
            self
        } else {
            self.put(name, items)
        }
    }

    /// Adds a boolean unless it is false.
    fn flag(self, name: &str, flag: bool) -> Self {
        if flag { self.put(name, true) } else { self }
    }

    fn finish(self) -> Value {
        Value::Object(self.0)
    }
}

fn texts(items: &[String]) -> Vec<Value> {
    items.iter().map(|item| item.as_str().into()).collect()
}

/// Values that Helm keeps untyped, with their keys in order: Go writes its maps so.
fn sorted(values: &[Value]) -> Vec<Value> {
    let mut values = values.to_vec();
    values.iter_mut().for_each(Value::sort_all_objects);
    values
}

fn pointers<T>(items: &[Option<T>], value: impl Fn(&T) -> Value) -> Vec<Value> {
    items
        .iter()
        .map(|item| item.as_ref().map_or(Value::Null, &value))
        .collect()
}

impl Metadata {
    /// The metadata as JSON's data model, in Helm's field order and without empty fields: what an index entry begins
    /// with.
    pub fn to_value(&self) -> Value {
        let annotations: Map<String, Value> = self
            .annotations
            .iter()
            .map(|(name, text)| (name.clone(), text.as_str().into()))
            .collect();
        let object = Object::default()
            .text("name", &self.name)
            .text("home", &self.home)
            .list("sources", texts(&self.sources))
            .text("version", &self.version)
            .text("description", &self.description)
            .list("keywords", texts(&self.keywords))
            .list(
                "maintainers",
                pointers(&self.maintainers, Maintainer::to_value),
            )
            .text("icon", &self.icon)
            .text("apiVersion", &self.api_version)
            .text("condition", &self.condition)
            .text("tags", &self.tags)
            .text("appVersion", &self.app_version)
            .flag("deprecated", self.deprecated);
        let object = if annotations.is_empty() {
            object
        } else {
            object.put("annotations", annotations)
        };
        object
            .text("kubeVersion", &self.kube_version)
            .list(
                "dependencies",
                pointers(&self.dependencies, Dependency::to_value),
            )
            .text("type", &self.chart_type)
            .finish()
    }

    /// The JSON that is the config of a chart in an OCI registry: Helm's field order, Go's escapes, no newline.
    pub fn to_json(&self) -> String {
        json::encode_in_order(&self.to_value())
    }

    /// Chart.yaml as Go writes it again: keys in order, no comments, no unknown or empty fields.
    pub fn to_yaml(&self) -> String {
        yaml::encode(&self.to_value())
    }

    /// Chart.yaml as it stands in a package: a `v1` chart's dependencies are in its requirements.yaml
    /// (`save.go:writeTarContents`).
    pub(crate) fn to_packaged_yaml(&self) -> String {
        let mut value = self.to_value();
        if self.api_version == API_VERSION_1
            && let Value::Object(map) = &mut value
        {
            map.shift_remove("dependencies");
        }
        yaml::encode(&value)
    }
}

impl Maintainer {
    fn to_value(&self) -> Value {
        Object::default()
            .text("name", &self.name)
            .text("email", &self.email)
            .text("url", &self.url)
            .finish()
    }
}

impl Dependency {
    fn to_value(&self) -> Value {
        Object::default()
            .put("name", self.name.as_str())
            .text("version", &self.version)
            .put("repository", self.repository.as_str())
            .text("condition", &self.condition)
            .list("tags", texts(&self.tags))
            .flag("enabled", self.enabled)
            .list("import-values", sorted(&self.import_values))
            .text("alias", &self.alias)
            .finish()
    }
}

impl Lock {
    /// Chart.lock as Go writes it again.
    pub fn to_yaml(&self) -> String {
        let dependencies = self
            .dependencies
            .as_ref()
            .map_or(Value::Null, |dependencies| {
                pointers(dependencies, Dependency::to_value).into()
            });
        yaml::encode(
            &Object::default()
                .put("generated", self.generated.as_str())
                .put("digest", self.digest.as_str())
                .put("dependencies", dependencies)
                .finish(),
        )
    }
}
