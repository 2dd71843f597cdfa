//! The cases of `tests/lint`, which name what Helm prints: it does.

use crate::lint_case::{self, Case};
use crate::support::helm::Helm;

#[test]
fn helm_prints_what_the_cases_of_lint_say() {
    let helm = Helm::reference();
    let mut wrong = Vec::new();
    for case in lint_case::all() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().canonicalize().expect("its path");
        case.write(&root);
        let mut arguments = vec!["lint"];
        arguments.extend(case.arguments.iter().map(String::as_str));
        let output = helm.run_in(&root, &arguments);
        let outcome = Case::outcome(&output, &root);
        if outcome != case.expected() {
            wrong.push(format!("{}: {outcome:#?}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
