//! A schema, compiled (`schema.go`).

use std::collections::BTreeMap;
use std::rc::Rc;

use gotemplate::regexp::Regexp;

use super::document::{Document, Json, NodeId, View};
use super::draft::Draft;
use super::format::Format;
use super::number::Decimal;

/// A compiled schema's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct SchemaId {
    /// Whose it is: a draft's own metaschemas, or none for those that the user's compiler made.
    pub(super) draft: Option<Draft>,
    pub(super) index: usize,
}

/// A value that stands in a schema.
#[derive(Debug, Clone)]
pub(super) struct Constant {
    pub(super) document: Rc<Document>,
    pub(super) id: NodeId,
}

impl Constant {
    pub(super) fn value(&self) -> Json<'_> {
        self.document.at(self.id)
    }
}

/// An expression, and how it was written.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) text: String,
    pub(super) expression: Regexp,
}

/// `items` of the drafts before 2020-12.
#[derive(Debug)]
pub(super) enum ItemSchemas {
    /// One for all.
    All(SchemaId),
    /// One for each of the first.
    Each(Vec<SchemaId>),
}

/// `additionalItems`, `additionalProperties`
#[derive(Debug, Clone, Copy)]
pub(super) enum Additional {
    Allowed(bool),
    Schema(SchemaId),
}

/// What a member makes necessary.
#[derive(Debug)]
pub(super) enum Dependency {
    Properties(Vec<Vec<u8>>),
    Schema(SchemaId),
}

/// Schemas by name.
pub(super) type ByName<T> = BTreeMap<Box<[u8]>, T>;

/// A compiled schema. What is `None` or empty asks for nothing.
#[derive(Debug)]
pub(super) struct Schema {
    /// The URL of its document with a pointer to it.
    pub(super) location: String,
    pub(super) draft: Draft,
    /// The schema with the `$id` that holds here.
    pub(super) resource: SchemaId,
    pub(super) dynamic_anchors: BTreeMap<Vec<u8>, SchemaId>,
    pub(super) all_properties_evaluated: bool,
    pub(super) all_items_evaluated: bool,
    pub(super) items_evaluated: usize,

    pub(super) boolean: Option<bool>,
    pub(super) reference: Option<SchemaId>,
    pub(super) recursive_reference: Option<SchemaId>,
    pub(super) recursive_anchor: bool,
    /// The target, and the anchor that was named.
    pub(super) dynamic_reference: Option<(SchemaId, Option<Vec<u8>>)>,
    pub(super) dynamic_anchor: Vec<u8>,
    pub(super) types: Types,
    pub(super) enumeration: Option<Vec<Constant>>,
    /// The types of those.
    pub(super) enumerated_types: Types,
    pub(super) constant: Option<Constant>,
    pub(super) format: Option<Format>,
    pub(super) not: Option<SchemaId>,
    pub(super) all_of: Vec<SchemaId>,
    pub(super) any_of: Vec<SchemaId>,
    pub(super) one_of: Vec<SchemaId>,
    pub(super) condition: Option<SchemaId>,
    pub(super) consequence: Option<SchemaId>,
    pub(super) alternative: Option<SchemaId>,

    pub(super) min_properties: Option<i64>,
    pub(super) max_properties: Option<i64>,
    pub(super) required: Vec<Vec<u8>>,
    pub(super) property_names: Option<SchemaId>,
    pub(super) properties: ByName<SchemaId>,
    pub(super) pattern_properties: Vec<(Pattern, SchemaId)>,
    pub(super) additional_properties: Option<Additional>,
    pub(super) dependencies: ByName<Dependency>,
    pub(super) dependent_required: ByName<Vec<Vec<u8>>>,
    pub(super) dependent_schemas: ByName<SchemaId>,
    pub(super) unevaluated_properties: Option<SchemaId>,

    pub(super) min_items: Option<i64>,
    pub(super) max_items: Option<i64>,
    pub(super) unique_items: bool,
    pub(super) contains: Option<SchemaId>,
    pub(super) min_contains: Option<i64>,
    pub(super) max_contains: Option<i64>,
    pub(super) items: Option<ItemSchemas>,
    pub(super) additional_items: Option<Additional>,
    pub(super) prefix_items: Vec<SchemaId>,
    pub(super) items_2020: Option<SchemaId>,
    pub(super) unevaluated_items: Option<SchemaId>,

    pub(super) min_length: Option<i64>,
    pub(super) max_length: Option<i64>,
    pub(super) pattern: Option<Pattern>,

    pub(super) minimum: Option<Decimal>,
    pub(super) maximum: Option<Decimal>,
    pub(super) exclusive_minimum: Option<Decimal>,
    pub(super) exclusive_maximum: Option<Decimal>,
    pub(super) multiple_of: Option<Decimal>,
}

impl Schema {
    /// A schema that asks for nothing.
    pub(super) fn new(location: String, draft: Draft, resource: SchemaId) -> Self {
        Self {
            location,
            draft,
            resource,
            dynamic_anchors: BTreeMap::new(),
            all_properties_evaluated: false,
            all_items_evaluated: false,
            items_evaluated: 0,
            boolean: None,
            reference: None,
            recursive_reference: None,
            recursive_anchor: false,
            dynamic_reference: None,
            dynamic_anchor: Vec::new(),
            types: Types::default(),
            enumeration: None,
            enumerated_types: Types::default(),
            constant: None,
            format: None,
            not: None,
            all_of: Vec::new(),
            any_of: Vec::new(),
            one_of: Vec::new(),
            condition: None,
            consequence: None,
            alternative: None,
            min_properties: None,
            max_properties: None,
            required: Vec::new(),
            property_names: None,
            properties: ByName::new(),
            pattern_properties: Vec::new(),
            additional_properties: None,
            dependencies: ByName::new(),
            dependent_required: ByName::new(),
            dependent_schemas: ByName::new(),
            unevaluated_properties: None,
            min_items: None,
            max_items: None,
            unique_items: false,
            contains: None,
            min_contains: None,
            max_contains: None,
            items: None,
            additional_items: None,
            prefix_items: Vec::new(),
            items_2020: None,
            unevaluated_items: None,
            min_length: None,
            max_length: None,
            pattern: None,
            minimum: None,
            maximum: None,
            exclusive_minimum: None,
            exclusive_maximum: None,
            multiple_of: None,
        }
    }
}

/// A set of types.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Types(u8);

/// The types in the order in which they are listed.
const TYPES: [&str; 7] = [
    "null", "boolean", "number", "integer", "string", "array", "object",
];

impl Types {
    /// The type of a value; `None` for what JSON does not have. Whole numbers are numbers here.
    pub(super) fn of(value: Json<'_>) -> Option<&'static str> {
        Some(match value.view() {
            View::Null => "null",
            View::Boolean(_) => "boolean",
            View::Number(_) => "number",
            View::String(_) => "string",
            View::Array(_) => "array",
            View::Object(_) => "object",
            View::Foreign(_) => return None,
        })
    }

    /// The types that `type` lists. What is no type is left out.
    pub(super) fn listed(value: Json<'_>) -> Self {
        let mut types = Self::default();
        match value.view() {
            View::String(_) => types.add(value.text().unwrap_or_default()),
            View::Array(items) => items
                .iter()
                .filter_map(Json::text)
                .for_each(|name| types.add(name)),
            _ => {}
        }
        types
    }

    pub(super) fn add(&mut self, name: &str) {
        if let Some(index) = TYPES.iter().position(|known| *known == name) {
            self.0 |= 1 << index;
        }
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn contains(self, name: &str) -> bool {
        self.names().contains(&name)
    }

    pub(super) fn names(self) -> Vec<&'static str> {
        TYPES
            .iter()
            .enumerate()
            .filter(|(index, _)| self.0 & (1 << index) != 0)
            .map(|(_, name)| *name)
            .collect()
    }
}
