//! crds/ (`lint/rules/crds.go`).

use std::path::Path;

use super::message::Severity::Error;
use super::objects::objects;
use super::{Message, rule};
use crate::chart::{Chart, File};
use crate::load::Errors;

const DIRECTORY: &str = "crds/";

pub(super) fn lint(directory: &Path, loaded: Result<&Chart, &Errors>, messages: &mut Vec<Message>) {
    let Ok(found) = std::fs::metadata(directory.join("crds")) else {
        return;
    };
    if !found.is_dir() {
        messages.push(Message::new(
            &rule::CRDS_DIRECTORY,
            Error,
            DIRECTORY,
            "not a directory",
        ));
        return;
    }
    let chart = match loaded {
        Ok(chart) => chart,
        Err(errors) => {
            let text = errors.to_string();
            messages.push(Message::new(&rule::CRDS_LOAD, Error, DIRECTORY, text));
            return;
        }
    };
    for file in chart.crds() {
        if !lint_file(file, messages) {
            // A file that cannot be read ends the rule, as in Helm.
            return;
        }
    }
}

/// Whether all of the file could be read.
fn lint_file(file: &File, messages: &mut Vec<Message>) -> bool {
    for object in objects(&file.data) {
        let object = match object {
            Ok(object) => object,
            Err(error) => {
                let text = format!("unable to parse YAML: {}", error.text);
                messages.push(
                    Message::new(&rule::CRDS_PARSE, Error, &file.name, text).at_mark(error.mark),
                );
                return false;
            }
        };
        if !object.api_version.starts_with("apiextensions.k8s.io") {
            let text = "apiVersion is not in 'apiextensions.k8s.io'";
            messages.push(Message::new(
                &rule::CRDS_API_VERSION,
                Error,
                &file.name,
                text,
            ));
        }
        if object.kind != "CustomResourceDefinition" {
            let text = "object kind is not 'CustomResourceDefinition'";
            messages.push(Message::new(&rule::CRDS_KIND, Error, &file.name, text));
        }
    }
    true
}
