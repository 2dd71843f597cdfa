//! Documents of schemas: which schema in them has which name and dialect (`root.go`, `roots.go`).

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use foldhash::fast::RandomState;

use gotemplate::regexp::Regexp;

use super::document::{Document, Json, NodeId};
use super::draft::{Dialect, Draft};
use super::error::CompileError;
use super::location::{encode, unescape};
use super::model::SchemaId;
use super::store::{Store, Target, join, split_fragment};

/// A schema with a name of its own.
#[derive(Debug)]
pub(super) struct Resource {
    pub(super) id: String,
    pub(super) dialect: Dialect,
    pub(super) anchors: BTreeMap<Vec<u8>, Vec<u8>>,
    pub(super) dynamic_anchors: Vec<Vec<u8>>,
    /// The schema that it must meet; none while metaschemas themselves are compiled.
    pub(super) metaschema: Option<SchemaId>,
}

/// The named schemas of a document, by the pointers to them.
pub(super) type Resources = HashMap<Vec<u8>, Resource, RandomState>;

/// A document of schemas.
#[derive(Debug)]
pub(super) struct Root {
    pub(super) url: String,
    pub(super) document: Rc<Document>,
    pub(super) resources: Resources,
    by_id: HashMap<String, Vec<u8>, RandomState>,
    /// Where subschemas are known to stand.
    processed: HashMap<Vec<u8>, NodeId, RandomState>,
}

impl Root {
    pub(super) fn new(url: String, document: Rc<Document>) -> Self {
        Self {
            url,
            document,
            resources: Resources::default(),
            by_id: HashMap::default(),
            processed: HashMap::default(),
        }
    }

    /// Where a pointer's URL is shown.
    pub(super) fn location(&self, pointer: &[u8]) -> String {
        location(&self.url, pointer)
    }

    /// The subschema at a pointer, if it is known to be one.
    pub(super) fn subschema(&self, pointer: &[u8]) -> Option<NodeId> {
        self.processed.get(pointer).copied()
    }

    /// What a pointer points to.
    pub(super) fn lookup(&self, pointer: &[u8]) -> Result<NodeId, CompileError> {
        let mut value = self.document.root();
        for token in pointer.split(|byte| *byte == b'/').skip(1) {
            let Some(token) = unescape(token) else {
                return Err(CompileError::InvalidJsonPointer {
                    url: self.location(pointer),
                });
            };
            let next = match (value.members(), value.items()) {
                (Some(members), _) => members.get(&token),
                (None, Some(items)) => String::from_utf8_lossy(&token)
                    .parse::<i64>()
                    .ok()
                    .and_then(|index| items.get(usize::try_from(index).ok()?)),
                (None, None) => None,
            };
            value = next.ok_or_else(|| CompileError::JsonPointerNotFound {
                url: self.location(pointer),
            })?;
        }
        Ok(value.id())
    }

    /// The pointer to the named schema that holds at a pointer.
    pub(super) fn resource_at<'a>(&self, mut pointer: &'a [u8]) -> &'a [u8] {
        while !self.resources.contains_key(pointer) {
            let slash = pointer.iter().rposition(|byte| *byte == b'/');
            match slash.and_then(|slash| pointer.get(..slash)) {
                Some(parent) => pointer = parent,
                None => return b"",
            }
        }
        pointer
    }

    /// The dialect that holds at a pointer.
    pub(super) fn dialect_at(&self, pointer: &[u8]) -> Dialect {
        match self.resources.get(self.resource_at(pointer)) {
            Some(resource) => resource.dialect.clone(),
            None => Dialect::plain(Draft::LATEST),
        }
    }

    /// The base of URLs at a pointer.
    pub(super) fn base_at(&self, pointer: &[u8]) -> String {
        match self.resources.get(self.resource_at(pointer)) {
            Some(resource) => resource.id.clone(),
            None => self.url.clone(),
        }
    }

    /// Where a target stands in this document; `None` when it is in another.
    pub(super) fn resolve(&self, target: &Target) -> Result<Option<Vec<u8>>, CompileError> {
        let resource = if target.url == self.url {
            b"".as_slice()
        } else {
            match self.by_id.get(&target.url) {
                Some(pointer) => pointer,
                None => return Ok(None),
            }
        };
        self.resolve_fragment(&target.fragment, resource).map(Some)
    }

    /// Where a fragment of a named schema points to.
    pub(super) fn resolve_fragment(
        &self,
        fragment: &[u8],
        pointer: &[u8],
    ) -> Result<Vec<u8>, CompileError> {
        if is_pointer(fragment) {
            return Ok([pointer, fragment].concat());
        }
        let resource = self.resources.get(pointer);
        let found = resource.and_then(|resource| resource.anchors.get(fragment));
        found.cloned().ok_or_else(|| CompileError::AnchorNotFound {
            reference: location(resource.map_or("", |resource| &resource.id), fragment),
            url: self.url.clone(),
        })
    }

    /// Finds the named schemas at and below a pointer, and where the subschemas stand. Gives back the pointers of the
    /// named schemas that are new.
    pub(super) fn collect(
        &mut self,
        store: &mut Store,
        node: NodeId,
        pointer: Vec<u8>,
        base: String,
        fallback: Dialect,
    ) -> Result<Vec<Vec<u8>>, CompileError> {
        let document = Rc::clone(&self.document);
        let mut found = Vec::new();
        let mut pending = vec![(node, pointer, Rc::<str>::from(base), fallback)];
        while let Some((node, pointer, mut base, fallback)) = pending.pop() {
            if self.processed.contains_key(&pointer) {
                continue;
            }
            self.processed.insert(pointer.clone(), node);
            let schema = document.at(node);
            if schema.members().is_none() {
                if pointer.is_empty() {
                    self.name(b"", &base, fallback);
                    found.push(pointer);
                }
                continue;
            }
            let mut has_schema = schema.member(b"$schema").and_then(Json::text).is_some();
            let place = || location(&self.url, &pointer);
            let mut draft = store.draft_of(
                schema,
                &self.url,
                &place,
                pointer.is_empty(),
                fallback.draft,
            )?;
            let mut id = draft.id_of(schema);
            if id.is_none() && !pointer.is_empty() {
                draft = fallback.draft;
                has_schema = false;
                id = draft.id_of(schema);
            }
            if let Some(id) = id {
                let Ok(target) = join(&base, id) else {
                    return Err(CompileError::ParseId { url: place() });
                };
                base = target.url.into();
            }
            if id.is_some() || pointer.is_empty() {
                match self.by_id.get(base.as_ref()) {
                    Some(other) if *other != pointer => {
                        return Err(CompileError::DuplicateId {
                            id: base.as_ref().into(),
                            url: self.url.clone(),
                            first: pointer,
                            second: other.clone(),
                        });
                    }
                    Some(_) => {}
                    None => {
                        let dialect = if has_schema {
                            let vocabularies = store.vocabularies_of(schema, draft)?;
                            Dialect {
                                draft,
                                vocabularies,
                            }
                        } else {
                            fallback
                        };
                        self.name(&pointer, &base, dialect);
                        found.push(pointer.clone());
                    }
                }
            }
            let resource = self.by_id.get(base.as_ref()).cloned().unwrap_or_default();
            self.collect_anchors(schema, &pointer, &resource)?;
            let dialect = self.dialect_at(&resource);
            let subschemas = draft.subschemas(schema, &pointer);
            for (pointer, value) in subschemas.into_iter().rev() {
                pending.push((value.id(), pointer, Rc::clone(&base), dialect.clone()));
            }
        }
        Ok(found)
    }

    fn name(&mut self, pointer: &[u8], id: &str, dialect: Dialect) {
        self.by_id.insert(id.to_owned(), pointer.to_vec());
        let resource = Resource {
            id: id.to_owned(),
            dialect,
            anchors: BTreeMap::new(),
            dynamic_anchors: Vec::new(),
            metaschema: None,
        };
        self.resources.insert(pointer.to_vec(), resource);
    }

    /// Notes the anchors of one schema with the named schema that they belong to.
    pub(super) fn collect_anchors(
        &mut self,
        schema: Json<'_>,
        pointer: &[u8],
        resource: &[u8],
    ) -> Result<(), CompileError> {
        let Some(resource) = self.resources.get_mut(resource) else {
            return Ok(());
        };
        if schema.members().is_none() {
            return Ok(());
        }
        let draft = resource.dialect.draft;
        let mut anchors = Vec::new();
        if draft < Draft::Draft2019 {
            if schema.member(b"$ref").is_some() {
                return Ok(());
            }
            let id = schema
                .member(draft.id_keyword().as_bytes())
                .and_then(Json::text);
            if let Some(id) = id {
                let Ok((_, fragment)) = split_fragment(id) else {
                    return Err(CompileError::ParseAnchor {
                        url: location(&self.url, pointer),
                    });
                };
                if !is_pointer(&fragment) {
                    anchors.push(fragment);
                }
            }
        } else {
            let anchor = schema.member(b"$anchor").and_then(Json::text);
            anchors.extend(anchor.map(|anchor| anchor.as_bytes().to_vec()));
        }
        if draft >= Draft::Draft2020
            && let Some(anchor) = schema.member(b"$dynamicAnchor").and_then(Json::text)
        {
            anchors.push(anchor.as_bytes().to_vec());
            resource.dynamic_anchors.push(anchor.as_bytes().to_vec());
        }
        for anchor in anchors {
            match resource.anchors.get(&anchor) {
                Some(other) if other != pointer => {
                    return Err(CompileError::DuplicateAnchor {
                        anchor,
                        url: self.url.clone(),
                        first: other.clone(),
                        second: pointer.to_vec(),
                    });
                }
                _ => {
                    resource.anchors.insert(anchor, pointer.to_vec());
                }
            }
        }
        Ok(())
    }
}

/// Whether a fragment is a pointer and no anchor.
pub(super) fn is_pointer(fragment: &[u8]) -> bool {
    fragment.is_empty() || fragment.starts_with(b"/")
}

/// A URL with a pointer or an anchor as its fragment.
pub(super) fn location(url: &str, fragment: &[u8]) -> String {
    format!("{url}#{}", encode(fragment))
}

/// Compiles an expression as Go does.
pub(super) fn expression(text: &str, place: &str) -> Result<Regexp, CompileError> {
    Regexp::new(text).map_err(|error| CompileError::InvalidRegex {
        expression: text.to_owned(),
        url: place.to_owned(),
        problem: error.to_string(),
    })
}
