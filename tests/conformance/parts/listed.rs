//! Differences that are known, each with its reason. docs/helm.md has them too.

use super::oracle::{Answer, Question, TOO_DEEP};

/// The reason why the answers may differ; none: they may not.
pub(crate) fn reason(question: &Question, ours: &Answer, theirs: &Answer) -> Option<&'static str> {
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
    if holds("%#v") && ours.output.ends_with(b"Version{}") && shown.contains("Version{major:") {
        return Some("`%#v` of a version shows no fields");
    }
    if ours.error.ends_with("exceeded max depth") && nests_over(&question.text, 1_000) {
        return Some("a document may nest 1,000 levels");
    }
    let replaced = shown.replace("\\ufffd", "\u{fffd}");
    if holds("!!binary") && replaced != shown && replaced.as_bytes() == ours.output {
        return Some("bytes that are no UTF-8 show in JSON as U+FFFD itself, not as its escape");
    }
    None
}

/// Whether so many flow collections are opened within each other.
fn nests_over(text: &[u8], levels: usize) -> bool {
    text.iter()
        .filter(|&&byte| matches!(byte, b'[' | b'{'))
        .count()
        > levels
}
