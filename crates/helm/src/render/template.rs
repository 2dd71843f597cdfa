//! The whole of `helm template`: dependencies, values, schema, engine, manifests (`pkg/action/install.go:Run`,
//! `action.go:renderResources`).

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use gotemplate::sprig::Sources;
use gotemplate::{Budget, Limits, Map, Text, Value};
use memchr::memmem;

use super::capabilities::Capabilities;
use super::engine::{self, Rendered};
use super::error::RenderError;
use super::functions::Environment;
use super::manifest::{self, ManifestError, Sorted};
use crate::chart::Chart;
use crate::dependency::{self, ChartTree};
use crate::ignore;
use crate::schema::{self, SchemaErrors};
use crate::values::{self, CoalesceError, Warning};
use crate::version::is_compatible_range;

/// The release that a chart is rendered for.
#[derive(Debug, Clone)]
pub struct Release {
    /// `.Release.Name`
    pub name: String,
    /// `.Release.Namespace`
    pub namespace: String,
    /// What is done with it.
    pub operation: Operation,
}

/// What is done with a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// It is installed: `.Release.IsInstall`.
    Install,
    /// It is upgraded: `.Release.IsUpgrade`.
    Upgrade,
    /// Neither: Helm's lint.
    Lint,
}

/// How a chart is rendered.
#[derive(Debug, Clone)]
pub struct Options {
    /// For which release.
    pub release: Release,
    /// On which cluster.
    pub capabilities: Capabilities,
    /// Whether values.schema.json has no say.
    pub skip_schema_validation: bool,
    /// Loads what schemas name elsewhere.
    pub schemas: schema::Loader,
    /// What rendering may spend.
    pub limits: Limits,
    /// The clock, random numbers, the timezone.
    pub sources: Sources,
}

/// A rendered chart.
#[derive(Debug)]
pub struct Output {
    /// Hooks and manifests in the order of installation.
    pub sorted: Sorted,
    /// The custom resource definitions in crds/: path and text, the chart's first.
    pub definitions: Vec<(String, Text)>,
    /// The rendered NOTES.txt of the chart itself.
    pub notes: Option<Vec<u8>>,
    /// What Helm warns of.
    pub warnings: Vec<Warning>,
}

/// Why a chart cannot be rendered. It shows as Helm shows the first thing that is wrong.
#[derive(Debug)]
pub enum TemplateError {
    /// A subchart's values are no map, when the dependencies are chosen.
    Dependencies(CoalesceError),
    /// The same, when the values are put together.
    Values(CoalesceError),
    /// The values are not what values.schema.json asks for.
    Schema(SchemaErrors),
    /// The chart does not go with this Kubernetes.
    KubeVersion {
        /// What the chart asks for.
        constraint: String,
        /// The cluster's version.
        version: String,
    },
    /// Templates cannot be parsed or executed; Helm stops at the first.
    Render(Vec<RenderError>),
    /// Rendered files are no YAML, or no objects; Helm stops at the first.
    Manifests {
        /// What is wrong.
        errors: Vec<ManifestError>,
        /// The rendered files: their places are in there.
        files: BTreeMap<String, Vec<u8>>,
    },
}

impl fmt::Display for TemplateError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dependencies(error) => {
                write!(out, "chart dependencies processing failed: {error}")
            }
            Self::Values(error) => write!(out, "{error}"),
            Self::Schema(errors) => write!(
                out,
                "values don't meet the specifications of the schema(s) in the following chart(s):\n{errors}"
            ),
            Self::KubeVersion {
                constraint,
                version,
            } => write!(
                out,
                "chart requires kubeVersion: {constraint} which is incompatible with Kubernetes {version}"
            ),
            Self::Render(errors) => first(errors, out),
            Self::Manifests { errors, .. } => first(errors, out),
        }
    }
}

fn first<E: fmt::Display>(errors: &[E], out: &mut fmt::Formatter<'_>) -> fmt::Result {
    match errors.first() {
        Some(error) => write!(out, "{error}"),
        None => Ok(()),
    }
}

impl std::error::Error for TemplateError {}

impl TemplateError {
    /// What was rendered all the same, for `--debug`.
    #[must_use]
    pub fn rendered(&self) -> Vec<u8> {
        let mut text = Vec::new();
        if let Self::Manifests { files, .. } = self {
            for (path, content) in files {
                if !manifest::trim_space(content).is_empty() {
                    section(path, content, &mut text);
                }
            }
        }
        let mut text = manifest::trim_space(&text).to_vec();
        text.push(b'\n');
        text
    }

    /// Whether Helm has rendered something by then, so that it advises to look at it (`--debug`).
    #[must_use]
    pub fn has_output(&self) -> bool {
        matches!(
            self,
            Self::KubeVersion { .. } | Self::Render(_) | Self::Manifests { .. }
        )
    }
}

/// Renders a chart with a user's values.
///
/// # Errors
/// Where Helm fails, in its words; with everything else of the same kind that is wrong.
pub fn template(chart: &Chart, user: &Map, options: &Options) -> Result<Output, TemplateError> {
    let mut warnings = Vec::new();
    let tree =
        dependency::process(chart, user, &mut warnings).map_err(TemplateError::Dependencies)?;
    let top = values_to_render(&tree, user, options, &mut warnings)?;
    compatible(&tree, &options.capabilities)?;
    let environment = Environment {
        sources: options.sources.clone(),
        lint: false,
        swallowed: Rc::new(Cell::new(false)),
    };
    let budget = Budget::new(options.limits);
    let Rendered { mut files } =
        engine::render(&tree, &top, &environment, &budget).map_err(TemplateError::Render)?;
    let notes = take_notes(&tree, &mut files);
    let sorted = match manifest::sort(&files) {
        Ok(sorted) => sorted,
        Err(errors) => return Err(TemplateError::Manifests { errors, files }),
    };
    Ok(Output {
        sorted,
        definitions: definitions(&tree),
        notes,
        warnings,
    })
}

/// What a template sees at the top (`ToRenderValuesWithSchemaValidation`).
pub(crate) fn values_to_render(
    tree: &ChartTree<'_>,
    user: &Map,
    options: &Options,
    warnings: &mut Vec<Warning>,
) -> Result<Map, TemplateError> {
    let values = values::coalesce(tree, user, warnings).map_err(TemplateError::Values)?;
    if !options.skip_schema_validation {
        schema::validate_tree(tree, &values, &options.schemas).map_err(TemplateError::Schema)?;
    }
    let Release {
        name,
        namespace,
        operation,
    } = &options.release;
    let release = Map::new();
    release.insert("Name", name.as_str());
    release.insert("Namespace", namespace.as_str());
    release.insert("IsUpgrade", *operation == Operation::Upgrade);
    release.insert("IsInstall", *operation == Operation::Install);
    release.insert(
        "Revision",
        Value::Int(i64::from(*operation != Operation::Lint)),
    );
    release.insert("Service", "Helm");
    let top = Map::new();
    top.insert("Release", release);
    top.insert("Capabilities", options.capabilities.to_value());
    top.insert("Values", values);
    Ok(top)
}

/// Whether the chart's `kubeVersion` takes the cluster's version (`compatible.go:IsCompatibleRange`).
fn compatible(tree: &ChartTree<'_>, capabilities: &Capabilities) -> Result<(), TemplateError> {
    let constraint = &tree.metadata().kube_version;
    if constraint.is_empty() {
        return Ok(());
    }
    let version = &capabilities.kube_version;
    if is_compatible_range(constraint, &version.normalized) {
        return Ok(());
    }
    Err(TemplateError::KubeVersion {
        constraint: constraint.clone(),
        version: version.version.clone(),
    })
}

/// Takes every NOTES.txt out of the rendered files, and gives the chart's own.
fn take_notes(tree: &ChartTree<'_>, files: &mut BTreeMap<String, Vec<u8>>) -> Option<Vec<u8>> {
    let notes = files.remove(&format!("{}/templates/NOTES.txt", tree.name()));
    files.retain(|name, _| !name.ends_with("NOTES.txt"));
    notes
}

fn definitions(tree: &ChartTree<'_>) -> Vec<(String, Text)> {
    fn walk(tree: &ChartTree<'_>, path: &str, found: &mut Vec<(String, Text)>) {
        for file in tree.chart().own_definitions() {
            found.push((format!("{path}/{}", file.name), file.data.clone()));
        }
        for subchart in tree.subcharts() {
            walk(
                subchart,
                &format!("{path}/charts/{}", subchart.name()),
                found,
            );
        }
    }
    let mut found = Vec::new();
    walk(tree, tree.name(), &mut found);
    found
}

impl Output {
    /// What `helm template` prints: manifests, then hooks.
    #[must_use]
    pub fn text(&self, show: Show) -> Vec<u8> {
        let definitions = self.definitions.iter().filter(|_| show.definitions);
        let sections = || {
            let definitions = definitions
                .clone()
                .map(|(path, definition)| (path.as_str(), &**definition));
            let manifests = self.sorted.manifests.iter();
            definitions.chain(manifests.map(|manifest| (manifest.path.as_str(), &*manifest.text)))
        };
        // What a section has beside its path and its text is short.
        let length = sections().map(|(path, text)| path.len() + text.len() + 32);
        let mut text = Vec::with_capacity(length.sum());
        for (path, section_text) in sections() {
            section(path, section_text, &mut text);
        }
        let end = manifest::trim_space_end(&text).len();
        text.truncate(end);
        let begin = end - manifest::trim_space(&text).len();
        text.drain(..begin);
        text.push(b'\n');
        for hook in self.hooks(show) {
            section(&hook.path, &hook.text, &mut text);
        }
        text
    }

    /// What `helm template --show-only` prints: of what is shown, the documents of the templates that `patterns` name,
    /// in the order of the patterns.
    ///
    /// # Errors
    /// The first pattern that no template fits.
    pub fn only(&self, patterns: &[String], show: Show) -> Result<Vec<u8>, NoSuchTemplate> {
        let text = self.text(show);
        let documents = manifest::documents(&text);
        let mut out = Vec::new();
        for pattern in patterns {
            let mut missing = true;
            for document in &documents {
                let Some(name) = source_of(document) else {
                    continue;
                };
                // A pattern that is none fits nothing.
                if ignore::path_matches(pattern.as_bytes(), name) {
                    missing = false;
                    out.extend_from_slice(b"---\n");
                    out.extend_from_slice(document);
                    out.push(b'\n');
                }
            }
            if missing {
                return Err(NoSuchTemplate {
                    pattern: pattern.clone(),
                });
            }
        }
        Ok(out)
    }

    /// The hooks that are shown.
    pub fn hooks(&self, show: Show) -> impl Iterator<Item = &manifest::Hook> {
        self.sorted
            .hooks
            .iter()
            .filter(move |hook| show.hooks && (show.tests || !hook.is_test()))
    }
}

/// What of a rendered chart is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Show {
    /// Custom resource definitions in crds/.
    pub definitions: bool,
    /// Hooks.
    pub hooks: bool,
    /// Hooks that are tests.
    pub tests: bool,
}

impl Default for Show {
    /// As `helm template` without flags.
    fn default() -> Self {
        Self {
            definitions: false,
            hooks: true,
            tests: true,
        }
    }
}

/// A template that was asked for and is not there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("could not find template {pattern} in chart")]
pub struct NoSuchTemplate {
    /// The pattern.
    pub pattern: String,
}

/// The template that a printed document names in its first `# Source: chart/…` comment, without the chart
/// (`# Source: [^/]+/(.+)`).
fn source_of(document: &[u8]) -> Option<&[u8]> {
    const MARK: &[u8] = b"# Source: ";
    memmem::find_iter(document, MARK).find_map(|at| {
        let rest = document.get(at + MARK.len()..)?;
        let slash = memchr::memchr(b'/', rest).filter(|slash| *slash > 0)?;
        // The chart's name may hold line ends for the expression; a document of ours never has one there.
        let path = rest.get(slash + 1..)?;
        let end = memchr::memchr(b'\n', path).unwrap_or(path.len());
        path.get(..end).filter(|path| !path.is_empty())
    })
}

/// A document with the comment that says where it is from.
fn section(path: &str, text: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(b"---\n# Source: ");
    out.extend_from_slice(path.as_bytes());
    out.push(b'\n');
    out.extend_from_slice(text);
    out.push(b'\n');
}
