//! Names of objects (apimachinery's `util/validation` and `api/validate/content`).

use gotemplate::strconv::quote;

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

fn subdomain_text() -> String {
    format!("{LABEL}(\\.{LABEL})*")
}

/// Whether a name is a label, a subdomain, a label of RFC 1035: what the three expressions take.
fn is(name: &str) -> [bool; 3] {
    let is_label = |label: &str| {
        let bytes = label.as_bytes();
        bytes
            .iter()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
            && [bytes.first(), bytes.last()]
                .iter()
                .all(|edge| edge.is_some_and(|byte| *byte != b'-'))
    };
    [
        is_label(name),
        name.split('.').all(is_label),
        is_label(name) && name.starts_with(|first: char| first.is_ascii_lowercase()),
    ]
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

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn names_are_what_the_expressions_take(name in "[a-zA0.-]{0,8}|\\PC{0,4}") {
            let takes = |text: &str| {
                regex::Regex::new(&format!("^(?:{text})$")).unwrap().is_match(&name)
            };
            proptest::prop_assert_eq!(
                is(&name),
                [takes(LABEL), takes(&subdomain_text()), takes(LABEL_1035)]
            );
        }
    }
}
