//! The metaschemas of the drafts: their documents and what is compiled from them.
//!
//! The documents are json-schema.org's, as santhosh-tekuri/jsonschema 6.0.2 carries them. JSON Schema's specification
//! and its metaschemas are under the 3-clause BSD licence or the Academic Free License 3.0, at the user's choice.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::compile::Compiler;
use super::draft::Draft;
use super::error::CompileError;
use super::model::{Schema, SchemaId};
use super::steps::Steps;

/// The documents, by what stands in their URL behind the host.
const DOCUMENTS: &[(&str, &str)] = &[
    (
        "draft-04/schema",
        include_str!("metaschemas/draft-04/schema"),
    ),
    (
        "draft-06/schema",
        include_str!("metaschemas/draft-06/schema"),
    ),
    (
        "draft-07/schema",
        include_str!("metaschemas/draft-07/schema"),
    ),
    (
        "draft/2019-09/schema",
        include_str!("metaschemas/draft/2019-09/schema"),
    ),
    (
        "draft/2019-09/meta/core",
        include_str!("metaschemas/draft/2019-09/meta/core"),
    ),
    (
        "draft/2019-09/meta/applicator",
        include_str!("metaschemas/draft/2019-09/meta/applicator"),
    ),
    (
        "draft/2019-09/meta/validation",
        include_str!("metaschemas/draft/2019-09/meta/validation"),
    ),
    (
        "draft/2019-09/meta/meta-data",
        include_str!("metaschemas/draft/2019-09/meta/meta-data"),
    ),
    (
        "draft/2019-09/meta/format",
        include_str!("metaschemas/draft/2019-09/meta/format"),
    ),
    (
        "draft/2019-09/meta/content",
        include_str!("metaschemas/draft/2019-09/meta/content"),
    ),
    (
        "draft/2020-12/schema",
        include_str!("metaschemas/draft/2020-12/schema"),
    ),
    (
        "draft/2020-12/meta/core",
        include_str!("metaschemas/draft/2020-12/meta/core"),
    ),
    (
        "draft/2020-12/meta/applicator",
        include_str!("metaschemas/draft/2020-12/meta/applicator"),
    ),
    (
        "draft/2020-12/meta/unevaluated",
        include_str!("metaschemas/draft/2020-12/meta/unevaluated"),
    ),
    (
        "draft/2020-12/meta/validation",
        include_str!("metaschemas/draft/2020-12/meta/validation"),
    ),
    (
        "draft/2020-12/meta/meta-data",
        include_str!("metaschemas/draft/2020-12/meta/meta-data"),
    ),
    (
        "draft/2020-12/meta/format-annotation",
        include_str!("metaschemas/draft/2020-12/meta/format-annotation"),
    ),
    (
        "draft/2020-12/meta/format-assertion",
        include_str!("metaschemas/draft/2020-12/meta/format-assertion"),
    ),
    (
        "draft/2020-12/meta/content",
        include_str!("metaschemas/draft/2020-12/meta/content"),
    ),
];

/// Whether a URL is of json-schema.org: such documents are taken for valid.
pub(super) fn is_official(url: &str) -> bool {
    path(url).is_some()
}

fn path(url: &str) -> Option<&str> {
    url.strip_prefix("http://json-schema.org/")
        .or_else(|| url.strip_prefix("https://json-schema.org/"))
}

/// The text of a metaschema's document; `None` when the URL is another's.
///
/// # Errors
/// For the directories that they stand in: Go opens those and cannot read them.
pub(super) fn text(url: &str) -> Result<Option<&'static str>, CompileError> {
    let Some(path) = path(url) else {
        return Ok(None);
    };
    let path = match path {
        "schema" => "draft/2020-12/schema",
        path => path,
    };
    let found = DOCUMENTS.iter().find(|(known, _)| *known == path);
    if let Some((_, text)) = found {
        return Ok(Some(text));
    }
    let is_directory = DOCUMENTS.iter().any(|(known, _)| {
        known
            .strip_prefix(path)
            .is_some_and(|rest| rest.starts_with('/'))
    });
    if is_directory && !path.is_empty() {
        return Err(CompileError::LoadDirectory { path: path.into() });
    }
    Ok(None)
}

/// A draft's metaschema, compiled.
#[derive(Debug)]
pub(super) struct Metaschema {
    pub(super) schemas: Vec<Schema>,
    /// The schema as a whole.
    pub(super) schema: SchemaId,
    /// The schemas of its vocabularies.
    pub(super) vocabularies: Vec<(&'static str, SchemaId)>,
}

impl Metaschema {
    /// The metaschema of a draft. It is compiled once in a thread.
    pub(super) fn of(draft: Draft) -> Result<Rc<Self>, CompileError> {
        thread_local! {
            static COMPILED: RefCell<BTreeMap<Draft, Rc<Metaschema>>> = RefCell::default();
        }
        if let Some(known) = COMPILED.with_borrow(|compiled| compiled.get(&draft).cloned()) {
            return Ok(known);
        }
        let metaschema = Rc::new(Self::compile(draft)?);
        COMPILED.with_borrow_mut(|compiled| compiled.insert(draft, Rc::clone(&metaschema)));
        Ok(metaschema)
    }

    fn compile(draft: Draft) -> Result<Self, CompileError> {
        let steps = Steps::new();
        let mut compiler = Compiler::for_metaschema(draft, &steps);
        let schema = compiler.compile(draft.url())?;
        let directory = draft.url().trim_end_matches("schema");
        let mut vocabularies = Vec::new();
        for name in draft.vocabularies() {
            vocabularies.push((*name, compiler.compile(&format!("{directory}meta/{name}"))?));
        }
        Ok(Self {
            schemas: compiler.into_schemas(),
            schema,
            vocabularies,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metaschema_compiles() {
        for draft in [
            Draft::Draft4,
            Draft::Draft6,
            Draft::Draft7,
            Draft::Draft2019,
            Draft::Draft2020,
        ] {
            let metaschema = Metaschema::of(draft).unwrap();
            assert_eq!(metaschema.vocabularies.len(), draft.vocabularies().len());
            assert_eq!(Draft::from_url(draft.url()), Some(draft));
        }
    }
}
