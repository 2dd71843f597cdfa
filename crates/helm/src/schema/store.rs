//! The documents that schemas stand in (`loader.go`, Helm's `jsonschema.go`).
//!
//! The metaschemas of json-schema.org are at hand, and a `urn:` is a schema that allows everything, as in Helm. What is on
//! the disk or the network is left to the [`Loader`].

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::rc::Rc;

use super::document::{Document, Json};
use super::draft::Draft;
use super::error::CompileError;
use super::loader::{Loader, Location};
use super::location::{decode, split};
use super::metaschema;
use super::read::read;
use super::url::Url;

/// Documents by their URL.
#[derive(Debug, Default)]
pub(super) struct Store {
    documents: HashMap<String, Rc<Document>>,
    loader: Loader,
}

impl Store {
    /// Asks this loader for what is not at hand.
    pub(super) fn load_with(&mut self, loader: Loader) {
        self.loader = loader;
    }

    /// Puts a document in.
    pub(super) fn add(&mut self, url: &str, document: Document) -> Rc<Document> {
        let document = Rc::new(document);
        self.documents.insert(url.to_owned(), Rc::clone(&document));
        document
    }

    /// The document of a URL.
    pub(super) fn load(&mut self, url: &str) -> Result<Rc<Document>, CompileError> {
        if let Some(document) = self.documents.get(url) {
            return Ok(Rc::clone(document));
        }
        let failed = |problem: String| CompileError::LoadUrl {
            url: url.to_owned(),
            problem,
        };
        let text = match metaschema::text(url)? {
            Some(text) => Cow::Borrowed(text.as_bytes()),
            None => remote(url, &self.loader).map_err(failed)?,
        };
        let document = read(&text).map_err(failed)?;
        Ok(self.add(url, document))
    }

    /// The draft of a schema that stands at `place`, which is the outermost of the document `url` or not.
    pub(super) fn draft_of(
        &mut self,
        schema: Json<'_>,
        url: &str,
        place: &dyn Fn() -> String,
        is_root: bool,
        default: Draft,
    ) -> Result<Draft, CompileError> {
        let Some(name) = schema.member(b"$schema").and_then(Json::text) else {
            return Ok(default);
        };
        if let Some(draft) = Draft::from_url(name) {
            return Ok(draft);
        }
        let mut from = (url.to_owned(), place(), is_root);
        let mut name = split(name).0.to_owned();
        let mut seen = BTreeSet::new();
        loop {
            let (url, place, is_root) = from;
            if let Err(error) = Url::parse(name.as_bytes()) {
                return Err(CompileError::InvalidMetaschemaUrl {
                    url: place,
                    problem: error.to_string(),
                });
            }
            if is_root && name == url {
                return Err(CompileError::UnsupportedDraft { url: name });
            }
            if !seen.insert(name.clone()) {
                return Err(CompileError::MetaschemaCycle { url: name });
            }
            let document = self.load(&name)?;
            let Some(next) = document.root().member(b"$schema").and_then(Json::text) else {
                return Ok(default);
            };
            if let Some(draft) = Draft::from_url(next) {
                return Ok(draft);
            }
            from = (name.clone(), format!("{name}#"), true);
            name = split(next).0.to_owned();
        }
    }

    /// The vocabularies that the metaschema of a schema asks for; `None`: the draft's own.
    pub(super) fn vocabularies_of(
        &mut self,
        schema: Json<'_>,
        draft: Draft,
    ) -> Result<Option<Rc<[&'static str]>>, CompileError> {
        let Some(name) = schema.member(b"$schema").and_then(Json::text) else {
            return Ok(None);
        };
        if Draft::from_url(name).is_some() || draft < Draft::Draft2019 {
            return Ok(None);
        }
        let url = split(name).0;
        let document = self.load(url)?;
        let Some(listed) = document
            .root()
            .member(b"$vocabulary")
            .and_then(Json::members)
        else {
            return Ok(None);
        };
        let mut vocabularies = Vec::new();
        for (vocabulary, required) in listed.iter() {
            if required.boolean() != Some(true) {
                continue;
            }
            let vocabulary = String::from_utf8_lossy(vocabulary).into_owned();
            let name = vocabulary.strip_prefix(draft.vocabulary_prefix());
            let known = draft
                .vocabularies()
                .iter()
                .find(|known| Some(**known) == name);
            match known {
                Some(known) => vocabularies.push(*known),
                None => {
                    return Err(CompileError::UnsupportedVocabulary {
                        vocabulary,
                        url: url.to_owned(),
                    });
                }
            }
        }
        if !vocabularies.contains(&"core") {
            vocabularies.push("core");
        }
        Ok(Some(vocabularies.into()))
    }
}

/// The text of a document that is not at hand. The error is what santhosh's and Helm's loaders would say.
fn remote(url: &str, loader: &Loader) -> Result<Cow<'static, [u8]>, String> {
    let parsed = Url::parse(url.as_bytes()).map_err(|error| error.to_string())?;
    match parsed.scheme.as_str() {
        "urn" => Ok(Cow::Borrowed(b"true")),
        "file" => {
            let path = Path::new(OsStr::from_bytes(&parsed.path));
            loader.load(Location::File(path)).map(Cow::Owned)
        }
        "http" | "https" => loader.load(Location::Web(url)).map(Cow::Owned),
        _ => Err(format!(
            "no URLLoader registered for {}",
            gotemplate::strconv::quote(parsed.to_string().as_bytes())
        )),
    }
}

/// A URL and the fragment behind it, unescaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) url: String,
    pub(super) fragment: Vec<u8>,
}

/// What a reference means beside a base (`url.join`).
pub(super) fn join(base: &str, reference: &str) -> Result<Target, CompileError> {
    let failed = |url: &str, problem: String| CompileError::ParseUrl {
        url: url.to_owned(),
        problem,
    };
    let base_url = Url::parse(base.as_bytes()).map_err(|error| failed(base, error.to_string()))?;
    let (url, fragment) = split_fragment(reference)?;
    let parsed = Url::parse(url.as_bytes()).map_err(|error| failed(url, error.to_string()))?;
    Ok(Target {
        url: base_url.resolve(&parsed).to_string(),
        fragment,
    })
}

/// A URL before its fragment, and the fragment, unescaped.
pub(super) fn split_fragment(url: &str) -> Result<(&str, Vec<u8>), CompileError> {
    let (before, fragment) = split(url);
    match decode(fragment) {
        Ok(fragment) => Ok((before, fragment)),
        Err(problem) => Err(CompileError::ParseUrl {
            url: url.to_owned(),
            problem,
        }),
    }
}
