//! The engine: parses all templates of a chart, then executes them (`pkg/engine/engine.go`).

use std::collections::BTreeMap;

use gotemplate::{Budget, Map, MissingKey, Templates};

use super::error::{RenderError, Source};
use super::functions::{self, Environment};
use super::scope::{self, Renderable};
use crate::dependency::ChartTree;
use crate::values::VALUES;

/// What rendering gave: a text for each template that is no partial.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    /// The texts, under the templates' full names.
    pub(super) files: BTreeMap<String, Vec<u8>>,
}

/// Renders the templates of a chart and its subcharts.
///
/// # Errors
/// Everything that fails; the first is the error at which Helm stops.
pub(super) fn render(
    chart: &ChartTree<'_>,
    top: &Map,
    environment: &Environment,
    budget: &Budget,
) -> Result<Rendered, Vec<RenderError>> {
    let renderables = scope::collect(chart, top);
    let order = order(&renderables);
    let mut templates = Templates::new(
        functions::SET,
        functions::functions(environment),
        MissingKey::Zero,
    );
    let mut errors = Vec::new();
    for name in &order {
        let Some(renderable) = renderables.get(*name) else {
            continue;
        };
        if let Err(error) = templates.parse(name, renderable.text.clone()) {
            errors.push(RenderError::new(name, Source::Parse(error)));
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut rendered = Rendered::default();
    for name in order {
        let base = name.rsplit('/').next().unwrap_or_default();
        let Some(renderable) = renderables.get(name).filter(|_| !base.starts_with('_')) else {
            continue;
        };
        let template = Map::typed(&VALUES);
        template.insert("Name", name);
        template.insert("BasePath", renderable.base_path.as_str());
        renderable.data.insert("Template", template);
        match templates.execute(name, &renderable.data.clone().into(), budget) {
            Ok(text) => {
                rendered
                    .files
                    .insert(name.to_owned(), functions::without_no_value(text));
            }
            Err(error) => {
                let exhausted = error.exhausted().is_some();
                errors.push(RenderError::new(name, Source::Execute(error)));
                if exhausted {
                    // Nothing is left for the other templates either.
                    break;
                }
            }
        }
    }
    if errors.is_empty() {
        Ok(rendered)
    } else {
        Err(errors)
    }
}

/// Deeper paths come first, then later names, so that a parent's definitions win over its subcharts'
/// (`sortTemplates`).
fn order(renderables: &BTreeMap<String, Renderable>) -> Vec<&str> {
    let mut names: Vec<&str> = renderables.keys().map(String::as_str).collect();
    names.sort_by_cached_key(|name| {
        std::cmp::Reverse((name.bytes().filter(|byte| *byte == b'/').count(), *name))
    });
    names
}
