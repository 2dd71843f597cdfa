//! Names of objects (apimachinery's `util/validation` and `api/validate/content`).

use std::sync::LazyLock;

use gotemplate::strconv::quote;
use regex::Regex;

use crate::lint::objects::Object;

const LABEL: &str = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const LABEL_1035: &str = "[a-z]([-a-z0-9]*[a-z0-9])?";

/// What is wrong with an object's name (`validateMetadataName`).
pub(super) fn problem(object: &Object) -> Option<String> {
    let name = &object.name;
    let problems: Vec<String> = problems(&object.kind, name)
        .into_iter()
        .map(|problem| {
            format!(
                "metadata.name: Invalid value: {}: {problem}",
                quote(name.as_bytes())
            )
        })
        .collect();
    let all = match problems.as_slice() {
        [] => return None,
        [one] => one.clone(),
        _ => format!("[{}]", problems.join(", ")),
    };
    Some(format!(
        "object name does not conform to Kubernetes naming requirements: {}: {all}",
        quote(name.as_bytes())
    ))
}

fn problems(kind: &str, name: &str) -> Vec<String> {
    match kind.to_lowercase().as_str() {
        "service" => label_1035(name),
        "namespace" => label(name),
        "certificatesigningrequest" => Vec::new(),
        "role" | "clusterrole" | "rolebinding" | "clusterrolebinding" => path_segment(name),
        _ => subdomain(name),
    }
}

static EXPRESSIONS: LazyLock<Option<[Regex; 3]>> = LazyLock::new(|| {
    let expression = |text: &str| Regex::new(&format!("^(?:{text})$")).ok();
    Some([
        expression(LABEL)?,
        expression(&subdomain_text())?,
        expression(LABEL_1035)?,
    ])
});

fn subdomain_text() -> String {
    format!("{LABEL}(\\.{LABEL})*")
}

/// Whether a name is a label, a subdomain, a label of RFC 1035.
fn is(name: &str) -> [bool; 3] {
    match EXPRESSIONS.as_ref() {
        Some(expressions) => expressions.each_ref().map(|one| one.is_match(name)),
        None => [true; 3],
    }
}

fn too_long(name: &str, most: usize) -> Option<String> {
    (name.len() > most).then(|| format!("must be no more than {most} characters"))
}

fn subdomain(name: &str) -> Vec<String> {
    let mut problems: Vec<String> = too_long(name, 253).into_iter().collect();
    let [_, is_subdomain, _] = is(name);
    if !is_subdomain {
        problems.push(format!(
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must \
             start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '{}')",
            subdomain_text()
        ));
    }
    problems
}

fn label(name: &str) -> Vec<String> {
    let mut problems: Vec<String> = too_long(name, 63).into_iter().collect();
    let [is_label, is_subdomain, _] = is(name);
    if !is_label {
        problems.push(if is_subdomain {
            "must not contain dots".to_owned()
        } else {
            format!(
                "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start \
                 and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is \
                 '{LABEL}')"
            )
        });
    }
    problems
}

fn label_1035(name: &str) -> Vec<String> {
    let mut problems: Vec<String> = too_long(name, 63).into_iter().collect();
    let [_, _, is_label] = is(name);
    if !is_label {
        problems.push(format!(
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic \
             character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for \
             validation is '{LABEL_1035}')"
        ));
    }
    problems
}

fn path_segment(name: &str) -> Vec<String> {
    if name == "." || name == ".." {
        return vec![format!("may not be '{name}'")];
    }
    ["/", "%"]
        .into_iter()
        .filter(|illegal| name.contains(illegal))
        .map(|illegal| format!("may not contain '{illegal}'"))
        .collect()
}
