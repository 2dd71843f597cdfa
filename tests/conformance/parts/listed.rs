//! Differences that are known, each with its reason. docs/helm.md has them too.

use super::oracle::{Answer, Question, TOO_DEEP};

/// The reason why the answers may differ; none: they may not.
pub(crate) fn reason(
    question: &Question,
    _ours: &Answer,
    theirs: &Answer,
) -> Option<&'static str> {
    let holds = |words: &str| {
        let text = String::from_utf8_lossy(&question.text);
        text.contains(words)
    };
    if theirs.error == TOO_DEEP {
        return Some("values over 127 deep are not carried between the two programs");
    }
    let shown = String::from_utf8_lossy(&theirs.output);
    if holds("%#v") && shown.contains("time.Date(") {
        return Some("`%#v` of a time shows no Go source");
    }
    None
}
