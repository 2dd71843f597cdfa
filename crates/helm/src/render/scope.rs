//! What templates see: `.Chart`, `.Values`, `.Release`, … (`pkg/engine/engine.go:recAllTpls`).

use std::collections::BTreeMap;

use gotemplate::{List, Map, MapType, Text, Value};

use super::files;
use crate::dependency::ChartTree;
use crate::metadata::{Dependency, Maintainer, Metadata};
use crate::values::{VALUES, value_from_json};

/// A file of templates/, and what it is rendered with.
#[derive(Debug)]
pub(super) struct Renderable {
    /// Its text.
    pub(super) text: Text,
    /// Its dot.
    pub(super) data: Map,
    /// The templates' directory of its chart: `chart/templates`.
    pub(super) base_path: String,
}

/// The templates of a chart and of its subcharts, under their full names.
///
/// `top` holds `Values`, `Release` and `Capabilities`. Subcharts see the very map that stands under their name in
/// their parent's values, so what one template sets there another one finds.
pub(super) fn collect(chart: &ChartTree<'_>, top: &Map) -> BTreeMap<String, Renderable> {
    let mut templates = BTreeMap::new();
    chart_scope(chart, chart.name(), true, top, &mut templates);
    templates
}

fn chart_scope(
    chart: &ChartTree<'_>,
    path: &str,
    is_root: bool,
    above: &Map,
    templates: &mut BTreeMap<String, Renderable>,
) -> Map {
    let subcharts = Map::new();
    let scope = Map::new();
    let metadata = metadata(chart.metadata());
    metadata.insert("IsRoot", is_root);
    scope.insert("Chart", metadata);
    scope.insert("Files", files::files(&chart.chart().files));
    for name in ["Release", "Capabilities"] {
        scope.insert(name, above.get(name).unwrap_or_default());
    }
    let values = above.get("Values").unwrap_or_default();
    let own = if is_root {
        Some(values)
    } else {
        values
            .as_map()
            .and_then(|values| values.get(chart.name()))
            .and_then(|values| values.as_map().cloned())
            .map(|values| Value::Map(values.with_type(&VALUES)))
    };
    scope.insert("Values", own.unwrap_or_else(|| Map::typed(&VALUES).into()));
    scope.insert("Subcharts", subcharts.clone());
    for subchart in chart.subcharts() {
        let path = format!("{path}/charts/{}", subchart.name());
        let inner = chart_scope(subchart, &path, false, &scope, templates);
        subcharts.insert(subchart.name(), inner);
    }
    let is_library = chart.metadata().chart_type.eq_ignore_ascii_case("library");
    for file in &chart.chart().templates {
        let base = file.name.rsplit('/').next().unwrap_or_default();
        if is_library && !base.starts_with('_') {
            continue;
        }
        templates.insert(
            format!("{path}/{}", file.name),
            Renderable {
                text: file.data.clone(),
                data: scope.clone().with_type(&VALUES),
                base_path: format!("{path}/templates"),
            },
        );
    }
    scope
}

/// Chart.yaml as templates see it: a map under the names of Go's fields (`pkg/chart/common.go:structToMap`).
fn metadata(metadata: &Metadata) -> Map {
    let map = Map::new();
    for (name, text) in [
        ("Name", &metadata.name),
        ("Home", &metadata.home),
        ("Version", &metadata.version),
        ("Description", &metadata.description),
        ("Icon", &metadata.icon),
        ("APIVersion", &metadata.api_version),
        ("Condition", &metadata.condition),
        ("Tags", &metadata.tags),
        ("AppVersion", &metadata.app_version),
        ("KubeVersion", &metadata.kube_version),
        ("Type", &metadata.chart_type),
    ] {
        map.insert(name, text.as_str());
    }
    map.insert("Sources", texts(&metadata.sources));
    map.insert("Keywords", texts(&metadata.keywords));
    map.insert(
        "Maintainers",
        metadata.maintainers().map(maintainer).collect::<List>(),
    );
    map.insert("Deprecated", metadata.deprecated);
    map.insert("Annotations", annotations(&metadata.annotations));
    map.insert(
        "Dependencies",
        metadata.dependencies().map(dependency).collect::<List>(),
    );
    map
}

fn texts(texts: &[String]) -> List {
    texts
        .iter()
        .map(|text| Value::from(text.as_str()))
        .collect()
}

fn annotations(annotations: &BTreeMap<String, String>) -> Map {
    if annotations.is_empty() {
        return Map::nil(&MapType::STRINGS);
    }
    let map = Map::typed(&MapType::STRINGS);
    for (name, text) in annotations {
        map.insert(name.as_str(), text.as_str());
    }
    map
}

fn maintainer(maintainer: &Maintainer) -> Value {
    let fields: Map = [
        ("Name", maintainer.name.as_str()),
        ("Email", maintainer.email.as_str()),
        ("URL", maintainer.url.as_str()),
    ]
    .into_iter()
    .collect();
    fields.into()
}

/// Helm turns what it imports by two names into a `map[string]string` while it processes the dependencies.
fn import(value: &serde_json::Value) -> Value {
    let value = value_from_json(value);
    match &value {
        Value::Map(map)
            if map
                .entries()
                .iter()
                .all(|(_, value)| value.as_text().is_some()) =>
        {
            let texts = Map::typed(&MapType::STRINGS);
            for (name, text) in map.entries() {
                texts.insert(name, text);
            }
            texts.into()
        }
        _ => value,
    }
}

fn dependency(dependency: &Dependency) -> Value {
    let map = Map::new();
    for (name, text) in [
        ("Name", &dependency.name),
        ("Version", &dependency.version),
        ("Repository", &dependency.repository),
        ("Condition", &dependency.condition),
        ("Alias", &dependency.alias),
    ] {
        map.insert(name, text.as_str());
    }
    map.insert("Tags", texts(&dependency.tags));
    map.insert("Enabled", dependency.enabled);
    map.insert(
        "ImportValues",
        dependency
            .import_values
            .iter()
            .map(import)
            .collect::<List>(),
    );
    map.into()
}
