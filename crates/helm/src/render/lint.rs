//! A chart as `helm lint` renders it (`pkg/chart/v2/lint/rules/template.go`, `engine.Engine.LintMode`).

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use gotemplate::{Budget, Map};

use super::engine;
use super::functions::Environment;
use super::template::{Options, TemplateError, values_to_render};
use crate::chart::Chart;
use crate::dependency;
use crate::values;

/// What becomes of `required` and `fail`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LintMode {
    /// They give an empty text: Helm's lint.
    On,
    /// They end the template, as everywhere else.
    Off,
}

/// A chart that was rendered to be linted.
#[derive(Debug)]
pub(crate) struct Linted {
    /// The rendered templates by their names, or what keeps them from being rendered.
    pub(crate) outcome: Result<BTreeMap<String, Vec<u8>>, TemplateError>,
    /// Whether `required` or `fail` was passed over.
    pub(crate) swallowed: bool,
}

/// Renders a chart as lint does: whether it goes with the cluster's version is not asked, and the values are put
/// together twice, so that a null of the user's has no effect on a default.
pub(crate) fn lint(chart: &Chart, user: &Map, options: &Options, mode: LintMode) -> Linted {
    let environment = Environment {
        sources: options.sources.clone(),
        lint: mode == LintMode::On,
        swallowed: Rc::new(Cell::new(false)),
    };
    Linted {
        outcome: render(chart, user, options, &environment),
        swallowed: environment.swallowed.get(),
    }
}

fn render(
    chart: &Chart,
    user: &Map,
    options: &Options,
    environment: &Environment,
) -> Result<BTreeMap<String, Vec<u8>>, TemplateError> {
    let mut warnings = Vec::new();
    let tree =
        dependency::process(chart, user, &mut warnings).map_err(TemplateError::Dependencies)?;
    let once = values::coalesce(&tree, user, &mut warnings).map_err(TemplateError::Values)?;
    let top = values_to_render(&tree, &once, options, &mut warnings)?;
    let budget = Budget::new(options.limits);
    engine::render(&tree, &top, environment, &budget)
        .map(|rendered| rendered.files)
        .map_err(TemplateError::Render)
}
