//! From documents to compiled schemas (`compiler.go`, `roots.go`).

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use foldhash::fast::RandomState;

use super::document::{Document, Json};
use super::draft::{Dialect, Draft};
use super::error::{CompileError, Stopped};
use super::keywords::Keywords;
use super::loader::Loader;
use super::location::below;
use super::metaschema::{Metaschema, is_official};
use super::model::{Additional, ItemSchemas, Schema, SchemaId};
use super::roots::{Resources, Root, is_pointer};
use super::steps::{Steps, Stop};
use super::store::{Store, Target, join};
use super::validate::{Schemas, Validation};

/// Where a schema stands: in which document, and the pointer to it.
pub(super) type Place = (usize, Vec<u8>);

/// A schema, compiled and valid.
#[derive(Debug)]
pub(super) struct Compiled {
    /// The outermost.
    pub(super) schema: SchemaId,
    schemas: Vec<Schema>,
    metaschemas: BTreeMap<Draft, Rc<Metaschema>>,
}

impl Compiled {
    /// The schemas, for a validation.
    pub(super) fn schemas(&self) -> Schemas<'_> {
        Schemas {
            own: &self.schemas,
            metaschemas: &self.metaschemas,
        }
    }
}

/// Compiles schemas and what they refer to.
#[derive(Debug)]
pub(super) struct Compiler<'s> {
    /// The draft whose metaschemas are compiled, if they are.
    of: Option<Draft>,
    steps: &'s Steps,
    store: Store,
    roots: Vec<Root>,
    by_url: HashMap<String, usize, RandomState>,
    schemas: Vec<Schema>,
    /// Where each schema stands; none for those that were made up.
    places: Vec<Option<Place>>,
    by_place: HashMap<Place, SchemaId, RandomState>,
    compiled: usize,
    metaschemas: BTreeMap<Draft, Rc<Metaschema>>,
    mixed: BTreeMap<Dialect, SchemaId>,
}

impl<'s> Compiler<'s> {
    /// A compiler for a chart's schema.
    pub(super) fn new(steps: &'s Steps) -> Self {
        Self {
            of: None,
            steps,
            store: Store::default(),
            roots: Vec::new(),
            by_url: HashMap::default(),
            schemas: Vec::new(),
            places: Vec::new(),
            by_place: HashMap::default(),
            compiled: 0,
            metaschemas: BTreeMap::new(),
            mixed: BTreeMap::new(),
        }
    }

    /// Asks this loader for documents that are not at hand.
    pub(super) fn load_with(mut self, loader: &Loader) -> Self {
        self.store.load_with(loader.clone());
        self
    }

    /// A compiler for a draft's metaschemas: those check formats whatever the draft.
    pub(super) fn for_metaschema(draft: Draft, steps: &'s Steps) -> Self {
        Self {
            of: Some(draft),
            ..Self::new(steps)
        }
    }

    /// Puts a document in before it is asked for.
    pub(super) fn add(&mut self, url: &str, document: Document) {
        self.store.add(url, document);
    }

    /// The schemas that were compiled.
    pub(super) fn into_schemas(self) -> Vec<Schema> {
        self.schemas
    }

    /// What was compiled, with what it refers to, to be kept.
    pub(super) fn finish(self, schema: SchemaId) -> Compiled {
        Compiled {
            schema,
            schemas: self.schemas,
            metaschemas: self.metaschemas,
        }
    }

    /// The schemas, for a validation.
    pub(super) fn schemas(&self) -> Schemas<'_> {
        Schemas {
            own: &self.schemas,
            metaschemas: &self.metaschemas,
        }
    }

    /// Compiles the schema that a document is.
    pub(super) fn compile(&mut self, url: &str) -> Result<SchemaId, CompileError> {
        let root = self.root(url)?;
        let schema = self.enqueue((root, Vec::new()));
        while let Some(place) = self.places.get(self.compiled) {
            let index = self.compiled;
            self.compiled += 1;
            if let Some(place) = place.clone() {
                if !self.steps.take(1 + place.1.len() / 4) {
                    break;
                }
                self.compile_at(index, place)?;
            }
        }
        match self.steps.stopped() {
            Some(stop) => Err(CompileError::Stopped(Stopped(stop))),
            None => Ok(schema),
        }
    }

    /// The schema of a place, which is compiled later if it is new.
    pub(super) fn enqueue(&mut self, place: Place) -> SchemaId {
        if let Some(known) = self.by_place.get(&place) {
            return *known;
        }
        let location = match self.roots.get(place.0) {
            Some(root) => root.location(&place.1),
            None => String::new(),
        };
        let schema = self.push(Some(place.clone()), location, Draft::LATEST);
        self.by_place.insert(place, schema);
        schema
    }

    fn push(&mut self, place: Option<Place>, location: String, draft: Draft) -> SchemaId {
        let schema = SchemaId {
            draft: self.of,
            index: self.schemas.len(),
        };
        self.schemas.push(Schema::new(location, draft, schema));
        self.places.push(place);
        schema
    }

    /// The schema that a reference at a place means.
    pub(super) fn enqueue_reference(
        &mut self,
        (root, pointer): &Place,
        reference: &str,
    ) -> Result<Option<SchemaId>, CompileError> {
        let Some(from) = self.roots.get(*root) else {
            return Ok(None);
        };
        let target: Target = join(&from.base_at(pointer), reference)?;
        if let Some(pointer) = from.resolve(&target)? {
            return Ok(Some(self.enqueue((*root, pointer))));
        }
        let root = self.root(&target.url)?;
        let Some(to) = self.roots.get(root) else {
            return Ok(None);
        };
        let pointer = to.resolve_fragment(&target.fragment, b"")?;
        Ok(Some(self.enqueue((root, pointer))))
    }

    /// The document of a URL, read and checked (`orLoad`, `addRoot`).
    fn root(&mut self, url: &str) -> Result<usize, CompileError> {
        if let Some(root) = self.by_url.get(url) {
            return Ok(*root);
        }
        let document = self.store.load(url)?;
        let mut root = Root::new(url.to_owned(), Rc::clone(&document));
        let value = document.root();
        self.collect(
            &mut root,
            value,
            b"",
            url.to_owned(),
            Dialect::plain(Draft::LATEST),
        )?;
        if !is_official(url) {
            self.check(&root, value, b"")?;
        }
        let index = self.roots.len();
        self.roots.push(root);
        self.by_url.insert(url.to_owned(), index);
        Ok(index)
    }

    fn collect(
        &mut self,
        root: &mut Root,
        value: Json<'_>,
        pointer: &[u8],
        base: String,
        dialect: Dialect,
    ) -> Result<(), CompileError> {
        let found = root.collect(&mut self.store, value.id(), pointer.to_vec(), base, dialect)?;
        for pointer in found {
            if !self.steps.take(1 + pointer.len() / 4) {
                break;
            }
            if self.of.is_some() {
                continue;
            }
            let metaschema = self.metaschema(&root.dialect_at(&pointer))?;
            if let Some(resource) = root.resources.get_mut(&pointer) {
                resource.metaschema = Some(metaschema);
            }
        }
        Ok(())
    }

    /// Checks a schema against the metaschema of its dialect.
    fn check(&self, root: &Root, value: Json<'_>, pointer: &[u8]) -> Result<(), CompileError> {
        let resources: &Resources = &root.resources;
        let resource = resources.get(root.resource_at(pointer));
        let Some(metaschema) = resource.and_then(|resource| resource.metaschema) else {
            return Ok(());
        };
        let validation = Validation::new(self.schemas(), self.steps, Some(resources));
        match validation.run(metaschema, value, Some(metaschema)) {
            Ok(()) => Ok(()),
            Err(_) if self.steps.is_over() => Err(CompileError::Stopped(Stopped(
                self.steps.stopped().unwrap_or(Stop::Steps),
            ))),
            Err(invalid) => Err(CompileError::InvalidSchema {
                url: root.location(pointer),
                invalid: Box::new(invalid),
            }),
        }
    }

    /// The schema that schemas of a dialect must meet (`dialect.getSchema`).
    fn metaschema(&mut self, dialect: &Dialect) -> Result<SchemaId, CompileError> {
        let draft = dialect.draft;
        let metaschema = match self.metaschemas.get(&draft) {
            Some(known) => Rc::clone(known),
            None => {
                let metaschema = Metaschema::of(draft)?;
                self.metaschemas.insert(draft, Rc::clone(&metaschema));
                metaschema
            }
        };
        let Some(vocabularies) = &dialect.vocabularies else {
            return Ok(metaschema.schema);
        };
        if let Some(known) = self.mixed.get(dialect) {
            return Ok(*known);
        }
        let mixed = self.push(None, "urn:mem:metaschema".to_owned(), draft);
        if let Some(schema) = self.schemas.get_mut(mixed.index) {
            schema.all_of = vocabularies
                .iter()
                .filter_map(|name| {
                    metaschema
                        .vocabularies
                        .iter()
                        .find(|(known, _)| known == name)
                })
                .map(|(_, schema)| *schema)
                .collect();
            if draft >= Draft::Draft2020 {
                schema.dynamic_anchor = b"meta".to_vec();
                schema.dynamic_anchors = BTreeMap::from([(b"meta".to_vec(), mixed)]);
            }
        }
        self.mixed.insert(dialect.clone(), mixed);
        Ok(mixed)
    }

    /// Compiles the schema at a place (`doCompile`, `ensureSubschema`, `compileValue`).
    fn compile_at(&mut self, index: usize, place: Place) -> Result<(), CompileError> {
        let (number, pointer) = &place;
        let Some(root) = self.roots.get(*number) else {
            return Ok(());
        };
        let document = Rc::clone(&root.document);
        let value = match root.subschema(pointer) {
            Some(node) => document.at(node),
            None => {
                let value = document.at(root.lookup(pointer)?);
                self.add_subschema(*number, value, pointer)?;
                value
            }
        };
        let Some(root) = self.roots.get(*number) else {
            return Ok(());
        };
        let dialect = root.dialect_at(pointer);
        let resource_pointer = root.resource_at(pointer).to_vec();
        let mut dynamic = Vec::new();
        if dialect.draft >= Draft::Draft2020
            && resource_pointer == *pointer
            && let Some(resource) = root.resources.get(pointer)
        {
            for (anchor, at) in &resource.anchors {
                if resource.dynamic_anchors.contains(anchor) {
                    dynamic.push((anchor.clone(), at.clone()));
                }
            }
        }
        let location = root.location(pointer);
        let resource = self.enqueue((*number, resource_pointer));
        let mut schema = Schema::new(location, dialect.draft, resource);
        for (anchor, at) in dynamic {
            let target = self.enqueue((*number, at));
            schema.dynamic_anchors.insert(anchor, target);
        }
        match (value.boolean(), value.members()) {
            (Some(boolean), _) => schema.boolean = Some(boolean),
            (None, Some(members)) if members.len() == 0 => schema.boolean = Some(true),
            (None, Some(_)) => {
                let mut keywords = Keywords {
                    compiler: self,
                    place: &place,
                    document: &document,
                    value,
                    dialect: &dialect,
                };
                keywords.compile(&mut schema)?;
            }
            (None, None) => {}
        }
        schema.all_properties_evaluated = schema.additional_properties.is_some();
        if dialect.draft < Draft::Draft2020 {
            schema.all_items_evaluated = schema.additional_items.is_some();
            match &schema.items {
                Some(ItemSchemas::All(_)) => schema.all_items_evaluated = true,
                Some(ItemSchemas::Each(items)) => schema.items_evaluated = items.len(),
                None => {}
            }
        } else {
            schema.all_items_evaluated = schema.items_2020.is_some();
            schema.items_evaluated = schema.prefix_items.len();
        }
        if let Some(place) = self.schemas.get_mut(index) {
            *place = schema;
        }
        Ok(())
    }

    /// Takes in a schema that stands where none is looked for, as a reference to it shows.
    fn add_subschema(
        &mut self,
        number: usize,
        value: Json<'_>,
        pointer: &[u8],
    ) -> Result<(), CompileError> {
        let Some(slot) = self.roots.get_mut(number) else {
            return Ok(());
        };
        let mut root = std::mem::replace(slot, Root::new(String::new(), Rc::clone(&slot.document)));
        let added = self.collect_subschema(&mut root, value, pointer);
        if let Some(slot) = self.roots.get_mut(number) {
            *slot = root;
        }
        added
    }

    fn collect_subschema(
        &mut self,
        root: &mut Root,
        value: Json<'_>,
        pointer: &[u8],
    ) -> Result<(), CompileError> {
        let (base, dialect) = (root.base_at(pointer), root.dialect_at(pointer));
        self.collect(root, value, pointer, base, dialect)?;
        if !root.resources.contains_key(pointer) {
            let resource = root.resource_at(pointer).to_vec();
            root.collect_anchors(value, pointer, &resource)?;
        }
        self.check(root, value, pointer)
    }

    /// Whether `format` is checked.
    pub(super) fn asserts_format(&self, dialect: &Dialect) -> bool {
        self.of.is_some()
            || match dialect.draft {
                Draft::Draft2019 => dialect.has("format"),
                Draft::Draft2020 => dialect.has("format-assertion"),
                _ => true,
            }
    }

    /// The URL of a document.
    pub(super) fn url_of(&self, root: usize) -> &str {
        self.roots.get(root).map_or("", |root| &root.url)
    }

    /// The schema under keywords of the one at a place.
    pub(super) fn enqueue_below(&mut self, (root, pointer): &Place, tokens: &[&[u8]]) -> SchemaId {
        self.enqueue((*root, below(pointer, tokens)))
    }
}

/// The anchor that a `$dynamicRef` names, if it names one.
pub(super) fn named_anchor(fragment: Vec<u8>) -> Option<Vec<u8>> {
    (!is_pointer(&fragment)).then_some(fragment)
}

impl Additional {
    /// The schema, if it is one.
    pub(super) fn of(value: Json<'_>, enqueue: impl FnOnce() -> SchemaId) -> Self {
        match value.boolean() {
            Some(allowed) => Self::Allowed(allowed),
            None => Self::Schema(enqueue()),
        }
    }
}
