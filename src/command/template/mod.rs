//! `chartwright template`: what `helm template` prints, without Helm.

pub mod definitions;
pub mod error;
pub mod inputs;
mod output_directory;

use std::io::Write;

use camino::Utf8Path;
use clap::{Arg, ArgAction, ArgMatches, Command};
use gotemplate::Map;
use helm::chart::Chart;
use helm::dependency::check_vendored;
use helm::load::NotLoaded;
use helm::render::{self, Operation, Options, Output, Release, TemplateError, release_name};

use super::output;
use super::session::Session;
use crate::action::commands::fenced;
use crate::action::context::RunContext;
use crate::action::environment::Environment;
use crate::action::input::with_flags;
use crate::action::ownership::hand_over;
use crate::chart::{self, machine, read_values_file};
use crate::report::{Explain, Finding, Report};
use error::TemplateCommandError;
use inputs::{Name, TemplateInputs};

/// The words of the command line that are no flags.
const WORDS: &str = "words";

const EXAMPLES: &str = "\
Examples:
  chartwright template examples/charts/minimal
  chartwright template web ./charts/web -f production.yaml --set image.tag=1.2.3

The flags are those of `helm template` that need no cluster; the standard output is the same, byte for byte.
Each flag is an input of the action actions/template, too.";

/// The command with its flags.
pub fn command() -> Command {
    let command = Command::new("template")
        .about("Render a chart as `helm template` does")
        .override_usage("chartwright template [NAME] CHART [FLAGS]")
        .after_help(EXAMPLES)
        .arg(
            Arg::new(WORDS)
                .value_name("[NAME] CHART")
                .help("The release's name, and the chart: a directory or a .tgz")
                .action(ArgAction::Append),
        );
    with_flags(
        command,
        definitions::INPUTS
            .iter()
            .chain(definitions::COMMAND_LINE_ONLY)
            .chain(output::INPUTS),
        |_| "Options",
    )
}

/// Runs the command, and gives the exit code.
pub fn run(flags: &ArgMatches, environment: &Environment) -> u8 {
    let context = RunContext::read(environment);
    let (options, problems) = output::read(flags, environment);
    let session = Session::open(options.quiet_when_well(), environment, &context);
    let mut report = Report::check("template");
    report.run_url = context.run_url();
    report.find(problems.into_iter().map(|problem| problem.finding()));
    match inputs::read(flags, environment) {
        Ok(inputs) if report.first_error().is_none() => {
            report.chart = Some(inputs.chart.clone());
            match print(&inputs) {
                Ok(()) => report.directory.clone_from(&inputs.output_dir),
                Err(stop) => {
                    session.words(&format!("Error: {}", stop.helm));
                    report.find(stop.findings);
                }
            }
            if let (Some(directory), Some(workspace)) = (&inputs.output_dir, &context.workspace) {
                hand_over(workspace.as_std_path(), directory.as_std_path());
            }
        }
        Ok(_) => {}
        Err(problems) => {
            if let Some(first) = problems.first() {
                session.words(&format!("Error: {first}"));
            }
            report.find(problems.into_iter().map(|problem| problem.finding()));
        }
    }
    session.close(report)
}

/// Why nothing, or not all, was printed.
struct Stop {
    /// What Helm says.
    helm: String,
    /// What this program says.
    findings: Vec<Finding>,
}

impl From<TemplateCommandError> for Stop {
    fn from(error: TemplateCommandError) -> Self {
        Self {
            helm: error.to_string(),
            findings: vec![error.finding()],
        }
    }
}

/// Renders the chart to the standard output.
fn print(inputs: &TemplateInputs) -> Result<(), Stop> {
    let mut stdout = std::io::stdout().lock();
    if !inputs.fence {
        return template(inputs, &mut stdout);
    }
    let mut text = Vec::new();
    let outcome = template(inputs, &mut text);
    // A reader that closed the pipe has seen what it wanted.
    let _ = stdout.write_all(fenced(&String::from_utf8_lossy(&text)).as_bytes());
    outcome
}

/// Renders the chart to `out`, in Helm's order of steps (`pkg/cmd/install.go:runInstall`).
fn template(inputs: &TemplateInputs, out: &mut dyn Write) -> Result<(), Stop> {
    let sources = machine();
    let name = match &inputs.name {
        Name::Given(name) => name.clone(),
        Name::Template(template) => release_name::from_template(template, &sources, inputs.limits)
            .map_err(TemplateCommandError::NameTemplate)?,
    };
    locate(&inputs.chart)?;
    let values = inputs
        .values
        .merge(&read_values_file)
        .map_err(TemplateCommandError::from)?;
    let chart = load(inputs, &values)?;
    let options = Options {
        release: Release {
            name: name.clone(),
            namespace: inputs.namespace.clone(),
            operation: if inputs.is_upgrade {
                Operation::Upgrade
            } else {
                Operation::Install
            },
        },
        capabilities: inputs.capabilities.clone(),
        skip_schema_validation: inputs.skip_schema_validation,
        schemas: chart::schemas(),
        limits: inputs.limits,
        sources,
    };
    release_name::check(&name).map_err(TemplateCommandError::from)?;
    match render::template(&chart, &values, &options) {
        Ok(output) => show(inputs, &name, &output, out),
        Err(error) => Err(stopped(inputs, &chart, &error, out)),
    }
}

/// What Helm's `LocateChart` says of a path that is not there.
fn locate(chart: &Utf8Path) -> Result<(), TemplateCommandError> {
    if chart.exists() {
        return Ok(());
    }
    Err(TemplateCommandError::NoChart(
        if chart.is_absolute() || chart.as_str().starts_with('.') {
            format!(
                "path {} not found",
                gotemplate::strconv::quote(chart.as_str().as_bytes())
            )
        } else {
            format!("non-absolute URLs should be in form of repo_name/path_to_chart, got: {chart}")
        },
    ))
}

/// Loads the chart, and asks whether it can be installed and holds its dependencies.
fn load(inputs: &TemplateInputs, _values: &Map) -> Result<Chart, Stop> {
    let absolute = absolute(&inputs.chart);
    let chart = match helm::load::load(inputs.chart.as_std_path(), &absolute) {
        Ok(chart) => chart,
        Err(NotLoaded::Detect(error)) => return Err(TemplateCommandError::from(error).into()),
        Err(NotLoaded::Load(errors)) => {
            return Err(Stop {
                helm: errors.to_string(),
                findings: chart::load_findings(Utf8Path::new(""), &inputs.chart, &errors),
            });
        }
    };
    let kind = &chart.metadata.chart_type;
    if !matches!(kind.as_str(), "" | "application") {
        return Err(TemplateCommandError::NotInstallable(kind.clone()).into());
    }
    if let Err(missing) = check_vendored(&chart) {
        return Err(Stop {
            helm: format!(
                "an error occurred while checking for chart dependencies. You may need to run 'helm dependency \
                 build' to fetch missing dependencies: {missing}"
            ),
            findings: vec![chart::missing_dependencies(
                Utf8Path::new(""),
                &inputs.chart,
                &missing,
            )],
        });
    }
    if chart.metadata.api_version == "v3" {
        return Err(TemplateCommandError::ApiVersion.into());
    }
    Ok(chart)
}

/// The chart's path as Helm's errors show it.
fn absolute(chart: &Utf8Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    helm::lint::path::absolute(&here, chart.as_str())
}

fn show(
    inputs: &TemplateInputs,
    name: &str,
    output: &Output,
    out: &mut dyn Write,
) -> Result<(), Stop> {
    let text = match &inputs.output_dir {
        Some(directory) => {
            let release = if inputs.use_release_name {
                directory.join(name)
            } else {
                directory.clone()
            };
            output_directory::write(output, inputs.show, directory, &release, out)?;
            b"\n".to_vec()
        }
        None if inputs.show_only.is_empty() => output.text(inputs.show),
        None => output
            .only(&inputs.show_only, inputs.show)
            .map_err(TemplateCommandError::from)?,
    };
    // A reader that closed the pipe has seen what it wanted.
    let _ = out.write_all(&text);
    let _ = out.flush();
    Ok(())
}

/// Says why the chart cannot be rendered; with `--debug` shows what was rendered all the same.
fn stopped(
    inputs: &TemplateInputs,
    chart: &Chart,
    error: &TemplateError,
    out: &mut dyn Write,
) -> Stop {
    let mut helm = error.to_string();
    if error.has_output() {
        if inputs.debug {
            let _ = out.write_all(&error.rendered());
        } else {
            helm.push_str("\n\nUse --debug flag to render out invalid YAML");
        }
    }
    let findings = chart::render_findings(Utf8Path::new(""), &inputs.chart, chart, error);
    Stop { helm, findings }
}
