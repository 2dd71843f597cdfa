//! Chart.yaml (`lint/rules/chartfile.go`).

use std::path::Path;

use super::message::Severity::{Error, Info, Warning};
use super::message::read_error;
use super::{Message, Severity, email, rule, url};
use crate::load::read_file;
use crate::metadata::{API_VERSION_2, Chartfile, Metadata, decode, is_base_name};
use crate::version::Version;
use crate::yaml::{self, Node};
use gotemplate::strconv::quote;
use rule::Rule;

const FILE: &str = "Chart.yaml";

pub(super) fn lint(directory: &Path, messages: &mut Vec<Message>) {
    let path = directory.join(FILE);
    if path.is_dir() {
        messages.push(Message::new(
            &rule::CHARTFILE_IS_FILE,
            Error,
            FILE,
            "should be a file, not a directory",
        ));
    }
    let unreadable = |cause: String| {
        Message::new(
            &rule::CHARTFILE_PARSES,
            Error,
            FILE,
            format!("unable to parse YAML\n\t{cause}"),
        )
    };
    let text = match read_file(directory, FILE) {
        Ok(text) => text,
        Err(error) => {
            messages.push(unreadable(read_error(&path, &error)));
            return;
        }
    };
    let metadata = match Metadata::from_yaml(&text) {
        Ok(metadata) => metadata,
        Err(error) => {
            let mark = error.mark();
            messages.push(unreadable(error.to_string()).at_mark(mark));
            return;
        }
    };
    let chartfile = Chartfile::new(&text);
    if let Err(error) = decode::strictly(&text) {
        messages.push(strict_message(&error, &chartfile));
    }
    Checks {
        metadata: &metadata,
        chartfile: &chartfile,
        messages,
    }
    .run(&text);
}

fn strict_message(error: &decode::DecodeError, chartfile: &Chartfile) -> Message {
    let message = Message::new(
        &rule::CHARTFILE_STRICT,
        Warning,
        FILE,
        format!("failed to strictly parse chart metadata file\n\t{error}"),
    );
    match error {
        decode::DecodeError::Shape(decode::ShapeError::Unknown { name }) => {
            message.at(chartfile.key(name))
        }
        other => message.at_mark(other.mark()),
    }
}

struct Checks<'a> {
    metadata: &'a Metadata,
    chartfile: &'a Chartfile,
    messages: &'a mut Vec<Message>,
}

impl Checks<'_> {
    /// Helm's order.
    fn run(&mut self, text: &[u8]) {
        let untyped = yaml::to_value(text).unwrap_or_default();
        self.name();
        self.api_version();
        self.is_text(&untyped, "version", &rule::VERSION_TYPE);
        self.version();
        self.is_text(&untyped, "appVersion", &rule::APP_VERSION_TYPE);
        self.maintainers();
        self.sources();
        self.icon();
        self.chart_type();
        self.dependencies();
        self.strict_version();
    }

    fn say(
        &mut self,
        rule: &'static Rule,
        severity: Severity,
        text: impl Into<String>,
        node: Option<Node>,
    ) {
        self.messages
            .push(Message::new(rule, severity, FILE, text).at(node.as_ref()));
    }

    fn field(&self, field: &str) -> Option<Node> {
        self.chartfile.value(field).cloned()
    }

    fn name(&mut self) {
        let name = &self.metadata.name;
        if name.is_empty() {
            self.say(&rule::NAME, Error, "name is required", self.field("name"));
        } else if !is_base_name(name) {
            let text = format!("chart name {} is invalid", quote(name.as_bytes()));
            self.say(&rule::NAME, Error, text, self.field("name"));
        }
    }

    fn api_version(&mut self) {
        let text = match self.metadata.api_version.as_str() {
            "v1" | "v2" => return,
            "" => "apiVersion is required. The value must be either \"v1\" or \"v2\"".to_owned(),
            other => format!(
                "apiVersion '{other}' is not valid. The value must be either \"v1\" or \"v2\""
            ),
        };
        self.say(&rule::API_VERSION, Error, text, self.field("apiVersion"));
    }

    fn is_text(&mut self, untyped: &serde_json::Value, field: &str, rule: &'static Rule) {
        use serde_json::Value;
        // Go's names of the types that YAML gives.
        let kind = match untyped.get(field) {
            None | Some(Value::String(_)) => return,
            Some(Value::Null) => "<nil>",
            Some(Value::Bool(_)) => "bool",
            Some(Value::Number(_)) => "float64",
            Some(Value::Array(_)) => "[]interface {}",
            Some(Value::Object(_)) => "map[string]interface {}",
        };
        let text = format!("{field} should be of type string but it's of type {kind}");
        let node = self.field(field);
        let mut message = Message::new(rule, Error, FILE, text).at(node.as_ref());
        if let Some(text) = self.chartfile.scalar_text(field) {
            message = message.help(format!("put it in quotes: `{field}: \"{text}\"`"));
        }
        self.messages.push(message);
    }

    fn version(&mut self) {
        let version = &self.metadata.version;
        let text = if version.is_empty() {
            "version is required".to_owned()
        } else {
            match Version::parse(version) {
                Err(_) => format!("version '{version}' is not a valid SemVer"),
                // The constraint `>0.0.0-0`: everything but the lowest of all versions.
                Ok(parsed)
                    if (parsed.major(), parsed.minor(), parsed.patch()) == (0, 0, 0)
                        && parsed.prerelease() == "0" =>
                {
                    format!(
                        "version {} is less than or equal to \"0.0.0-0\"",
                        quote(parsed.to_string().as_bytes())
                    )
                }
                Ok(_) => return,
            }
        };
        self.say(&rule::VERSION, Error, text, self.field("version"));
    }

    /// Only the first mistake is told, as in Helm.
    fn maintainers(&mut self) {
        for (index, maintainer) in self.metadata.maintainers.iter().enumerate() {
            let place = |field: &str| {
                self.chartfile
                    .item_value("maintainers", index, field)
                    .or_else(|| self.chartfile.item("maintainers", index))
                    .cloned()
            };
            let (text, node) = match maintainer {
                None => ("a maintainer entry is empty".to_owned(), place("")),
                Some(maintainer) if maintainer.name.is_empty() => {
                    ("each maintainer requires a name".to_owned(), place("name"))
                }
                Some(maintainer)
                    if !maintainer.email.is_empty() && !email::is_email(&maintainer.email) =>
                {
                    let text = format!(
                        "invalid email '{}' for maintainer '{}'",
                        maintainer.email, maintainer.name
                    );
                    (text, place("email"))
                }
                Some(maintainer) if !maintainer.url.is_empty() && !url::is_url(&maintainer.url) => {
                    let text = format!(
                        "invalid url '{}' for maintainer '{}'",
                        maintainer.url, maintainer.name
                    );
                    (text, place("url"))
                }
                Some(_) => continue,
            };
            return self.say(&rule::MAINTAINERS, Error, text, node);
        }
    }

    fn sources(&mut self) {
        let wrong = self
            .metadata
            .sources
            .iter()
            .enumerate()
            .find(|(_, source)| !url::is_request_url(source));
        if let Some((index, source)) = wrong {
            let node = self.chartfile.item("sources", index).cloned();
            let text = format!("invalid source URL '{source}'");
            self.say(&rule::SOURCES, Error, text, node);
        }
    }

    fn icon(&mut self) {
        let icon = &self.metadata.icon;
        if icon.is_empty() {
            let node = self.field("icon");
            self.say(&rule::ICON_RECOMMENDED, Info, "icon is recommended", node);
        } else if !url::is_request_url(icon) {
            let text = format!("invalid icon URL '{icon}'");
            self.say(&rule::ICON_URL, Error, text, self.field("icon"));
        }
    }

    fn chart_type(&mut self) {
        let api_version = &self.metadata.api_version;
        if !self.metadata.chart_type.is_empty() && api_version != API_VERSION_2 {
            let text = format!(
                "chart type is not valid in apiVersion '{api_version}'. It is valid in apiVersion 'v2'"
            );
            self.say(&rule::CHART_TYPE, Error, text, self.field("type"));
        }
    }

    fn dependencies(&mut self) {
        let api_version = &self.metadata.api_version;
        if !self.metadata.dependencies.is_empty() && api_version != API_VERSION_2 {
            let text = format!(
                "dependencies are not valid in the Chart file with apiVersion '{api_version}'. \
                 They are valid in apiVersion 'v2'"
            );
            let node = self.chartfile.key("dependencies").cloned();
            self.say(&rule::DEPENDENCIES_API_VERSION, Error, text, node);
        }
    }

    fn strict_version(&mut self) {
        let version = &self.metadata.version;
        if Version::parse_strict(version).is_err() {
            let text = format!("version '{version}' is not a valid SemVerV2");
            self.say(
                &rule::VERSION_SEMVER_2,
                Warning,
                text,
                self.field("version"),
            );
        }
    }
}
