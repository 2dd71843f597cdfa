//! Lint from end to end: with the user's values, the schema and the templates (`lint.go:RunAll`).

use std::cell::RefCell;
use std::path::Path;

use gotemplate::sprig::Sources;
use gotemplate::{Limits, Map};

use super::{KubernetesVersion, Message, Options, Rendering, lint_all};
use crate::chart::Chart;
use crate::load::Errors;
use crate::render::{self, Capabilities, LintMode, Operation, Release, RenderError, TemplateError};
use crate::schema::Loader;
use crate::values;
use crate::yaml::Mark;

/// The release that Helm's lint renders a chart for.
const RELEASE: &str = "test-release";

/// How a chart is linted.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// The cluster; its version is what deprecations are held against.
    pub capabilities: Capabilities,
    /// `.Release.Namespace`
    pub namespace: String,
    /// Whether values.schema.json has no say.
    pub skip_schema_validation: bool,
    /// Loads what schemas name elsewhere.
    pub schemas: Loader,
    /// What a render may spend.
    pub limits: Limits,
    /// The clock, random numbers, the timezone.
    pub sources: Sources,
}

impl RunOptions {
    /// Helm's defaults: its own Kubernetes, the namespace `default`, the schema counts, and names nothing elsewhere.
    #[must_use]
    pub fn new(sources: Sources) -> Self {
        Self {
            capabilities: Capabilities::default(),
            namespace: "default".to_owned(),
            skip_schema_validation: false,
            schemas: Loader::default(),
            limits: Limits::default(),
            sources,
        }
    }
}

/// What lint found.
#[derive(Debug)]
pub struct Linted {
    /// What Helm says, in its order.
    pub messages: Vec<Message>,
    /// What kept the templates from being rendered. Helm's lint is silent about
    /// [`TemplateError::Dependencies`] and [`TemplateError::Values`]; of [`TemplateError::Render`] it tells the first
    /// error, as [`super::TEMPLATES_RENDER`].
    pub stopped: Option<TemplateError>,
    /// What ends a render for real and lint passed over: the chart's `required` and `fail`, and whatever else lint
    /// mode hides. None of it is in `stopped`.
    pub hidden: Vec<RenderError>,
}

/// Lints the chart in a directory exactly as `helm lint` does with the user's values, and looks behind it.
///
/// As in Helm, the tables within `user` take on the defaults of values.yaml on the way. Several charts that are linted
/// with one and the same `user` see each other's defaults, as those of one call of `helm lint` do; give each its own to
/// avoid it.
pub fn run(
    directory: &Path,
    loaded: Result<&Chart, &Errors>,
    user: &Map,
    options: &RunOptions,
) -> Linted {
    let rendering = render::Options {
        release: Release {
            name: RELEASE.to_owned(),
            namespace: options.namespace.clone(),
            operation: Operation::Lint,
        },
        capabilities: options.capabilities.clone(),
        skip_schema_validation: options.skip_schema_validation,
        schemas: options.schemas.clone(),
        limits: options.limits,
        sources: options.sources.clone(),
    };
    let behind = RefCell::new(Behind::default());
    let version = &options.capabilities.kube_version;
    let messages = lint_all(
        directory,
        loaded,
        &Options {
            kubernetes: KubernetesVersion {
                major: version.major,
                minor: version.minor,
            },
            skip_schema_validation: options.skip_schema_validation,
            schemas: &options.schemas,
            coalesce: &|chart| {
                let merged: Map = user.entries().into_iter().collect();
                values::coalesce_tables(&merged, &values::from_json(chart), &mut Vec::new());
                merged
            },
            render: &|chart| {
                let (rendering, found) = rendered(chart, user, &rendering);
                behind.replace(found);
                rendering
            },
        },
    );
    let Behind { stopped, hidden } = behind.into_inner();
    Linted {
        messages,
        stopped,
        hidden,
    }
}

/// What Helm's lint does not tell.
#[derive(Debug, Default)]
struct Behind {
    stopped: Option<TemplateError>,
    hidden: Vec<RenderError>,
}

/// Renders in lint mode, and once more without it when that may tell more.
fn rendered(chart: &Chart, user: &Map, options: &render::Options) -> (Rendering, Behind) {
    let linted = render::lint(chart, user, options, LintMode::On);
    let swallowed = linted.swallowed;
    let (rendering, stopped) = match linted.outcome {
        Ok(files) => (Rendering::Done(files), None),
        Err(error) => (shown(&error), Some(error)),
    };
    let known: &[RenderError] = match &stopped {
        Some(TemplateError::Render(errors)) => errors,
        _ => &[],
    };
    let hidden = if swallowed {
        match render::lint(chart, user, options, LintMode::Off).outcome {
            Err(TemplateError::Render(errors)) => without(errors, known),
            _ => Vec::new(),
        }
    } else {
        Vec::new()
    };
    (rendering, Behind { stopped, hidden })
}

/// What Helm's lint says of a chart that cannot be rendered.
fn shown(error: &TemplateError) -> Rendering {
    match error {
        TemplateError::Schema(errors) => Rendering::Refused {
            text: error.to_string(),
            violations: errors.violations(),
            help: errors.help(),
        },
        TemplateError::Render(errors) => Rendering::Failed {
            text: error.to_string(),
            place: errors.first().and_then(place),
        },
        _ => Rendering::Silent,
    }
}

/// The template at fault, by its path in the chart, and where in it.
fn place(error: &RenderError) -> Option<(String, Mark)> {
    let frame = error.frames().pop()?;
    let (_, file) = frame.position.template.split_once('/')?;
    let mark = Mark {
        line: frame.position.line,
        column: frame.position.column.map_or(1, |column| column + 1),
        offset: 0,
    };
    Some((file.to_owned(), mark))
}

/// The errors that are not known already.
fn without(errors: Vec<RenderError>, known: &[RenderError]) -> Vec<RenderError> {
    let known: Vec<String> = known.iter().map(ToString::to_string).collect();
    errors
        .into_iter()
        .filter(|error| !known.contains(&error.to_string()))
        .collect()
}

#[cfg(test)]
mod tests;
