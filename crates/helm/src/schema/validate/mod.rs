//! Values against compiled schemas (`validator.go`).

mod array;
mod condition;
mod equal;
mod object;
mod scalar;
mod scope;
mod unevaluated;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::document::{Json, View};
use super::draft::Draft;
use super::invalid::Invalid;
use super::kind::Kind;
use super::location::append;
use super::metaschema::Metaschema;
use super::model::{Schema, SchemaId, Types};
use super::roots::Resources;
use super::steps::{Steps, Stop};
use scope::Scope;
use unevaluated::Unevaluated;

/// How deep schemas may be within schemas while one value is looked at.
const MAX_DEPTH: usize = 50_000;
/// How much stack must be left, and how much is added when it is not.
const STACK_LEFT: usize = 256 << 10;
const STACK_ADDED: usize = 4 << 20;

/// Compiled schemas: a compiler's own, and the metaschemas it needed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Schemas<'a> {
    pub(super) own: &'a [Schema],
    pub(super) metaschemas: &'a BTreeMap<Draft, Rc<Metaschema>>,
}

impl<'a> Schemas<'a> {
    fn get(self, id: SchemaId) -> Option<&'a Schema> {
        match id.draft {
            None => self.own.get(id.index),
            // While a metaschema is compiled its own schemas are all there are.
            Some(draft) => match self.metaschemas.get(&draft) {
                Some(metaschema) => metaschema.schemas.get(id.index),
                None => self.own.get(id.index),
            },
        }
    }
}

/// A validation of one value.
#[derive(Debug)]
pub(super) struct Validation<'a> {
    schemas: Schemas<'a>,
    steps: &'a Steps,
    /// When schemas themselves are validated: which of them have a dialect of their own.
    resources: Option<&'a Resources>,
    depth: Cell<usize>,
}

/// What an error costs in steps: it stays in memory until all are told, and alternatives of alternatives make as many
/// as there are ways through them.
const ERROR: usize = 200;

/// Where a value stands in the one that is validated.
#[derive(Debug, Clone, Copy)]
struct Path<'p> {
    token: Token<'p>,
    parent: Option<&'p Path<'p>>,
}

#[derive(Debug, Clone, Copy)]
enum Token<'p> {
    Key(&'p [u8]),
    Index(usize),
}

/// One value, one schema.
struct Frame<'v, 's> {
    validation: &'v Validation<'v>,
    value: Json<'v>,
    path: Option<&'s Path<'s>>,
    id: SchemaId,
    schema: &'v Schema,
    scope: &'s Scope<'s>,
    unevaluated: Unevaluated<'v>,
    errors: Vec<Invalid>,
    /// Whether only the verdict counts.
    quiet: bool,
    /// The metaschema, when a schema is validated.
    metaschema: Option<SchemaId>,
}

impl<'a> Validation<'a> {
    pub(super) fn new(
        schemas: Schemas<'a>,
        steps: &'a Steps,
        resources: Option<&'a Resources>,
    ) -> Self {
        Self {
            schemas,
            steps,
            resources,
            depth: Cell::new(0),
        }
    }

    /// Validates a value. An error means nothing when the steps are over.
    pub(super) fn run(
        &self,
        id: SchemaId,
        value: Json<'_>,
        metaschema: Option<SchemaId>,
    ) -> Result<(), Invalid> {
        let Some(schema) = self.schemas.get(id) else {
            return Ok(());
        };
        let scope = Scope::outermost(id, schema);
        let frame = Frame {
            validation: self,
            value,
            path: None,
            id,
            schema,
            scope: &scope,
            unevaluated: Unevaluated::of(value, schema, false),
            errors: Vec::new(),
            quiet: false,
            metaschema,
        };
        let Err(mut invalid) = frame.validate() else {
            return Ok(());
        };
        let causes = match *invalid.kind {
            Kind::Group => std::mem::take(&mut invalid.causes),
            _ => vec![invalid],
        };
        Err(Invalid {
            schema: schema.location.clone(),
            instance: Vec::new(),
            kind: Box::new(Kind::Schema {
                location: schema.location.clone(),
            }),
            causes,
        })
    }
}

impl<'v> Frame<'v, '_> {
    /// Validates, on a stack that is large enough.
    fn validate(self) -> Result<Unevaluated<'v>, Invalid> {
        let validation = self.validation;
        let depth = validation.depth.get();
        if depth > MAX_DEPTH {
            validation.steps.end(Stop::Depth);
        }
        if !validation.steps.take(1) {
            return Err(Invalid::silent());
        }
        validation.depth.set(depth + 1);
        let result = stacker::maybe_grow(STACK_LEFT, STACK_ADDED, || self.validate_here());
        validation.depth.set(depth);
        result
    }

    fn validate_here(mut self) -> Result<Unevaluated<'v>, Invalid> {
        match self.schema.boolean {
            Some(true) => return Ok(self.unevaluated),
            Some(false) => return Err(self.error(|| Kind::FalseSchema)),
            None => {}
        }
        if let Some(other) = self.scope.cycle(self.validation.steps) {
            let kind = self.cycle(other);
            return Err(self.error(|| kind));
        }
        self.whole_value()?;
        if let Some(target) = self.schema.reference {
            let failed = self.validate_reference(target, "$ref");
            if self.schema.draft < Draft::Draft2019 {
                return match failed {
                    None => Ok(self.unevaluated),
                    Some(error) => Err(error),
                };
            }
            self.errors.extend(failed);
        }
        match self.value.view() {
            View::Object(members) => self.object(members),
            View::Array(items) => self.array(items),
            View::String(text) => self.string(text),
            View::Number(text) => self.number(text),
            _ => {}
        }
        if self.errors.is_empty() || !self.quiet {
            if self.schema.draft >= Draft::Draft2019 {
                self.late_references();
            }
            self.conditions();
            if self.schema.draft >= Draft::Draft2019 {
                self.validate_unevaluated();
            }
        }
        match self.errors.len() {
            0 => Ok(self.unevaluated),
            1 => Err(self.errors.pop().unwrap_or_else(Invalid::silent)),
            _ => {
                let mut group = self.error(|| Kind::Group);
                group.causes = self.errors;
                Err(group)
            }
        }
    }

    /// What is asked of any value, and ends everything when it fails.
    fn whole_value(&self) -> Result<(), Invalid> {
        let schema = self.schema;
        let Some(found) = Types::of(self.value) else {
            return Err(self.error(|| not_json(self.value)));
        };
        if !schema.types.is_empty() && !schema.types.contains(found) {
            let is_integer = || {
                self.value
                    .decimal()
                    .is_some_and(|number| number.is_integer())
            };
            if !(schema.types.contains("integer") && found == "number" && is_integer()) {
                return Err(self.error(|| Kind::Type {
                    got: found,
                    want: schema.types.names(),
                }));
            }
        }
        if let Some(constant) = &schema.constant {
            match self.is_equal(self.value, constant.value()) {
                Err(kind) => return Err(self.error(|| kind)),
                Ok(false) => return Err(self.error(|| Kind::not_const(constant.value()))),
                Ok(true) => {}
            }
        }
        if let Some(constants) = &schema.enumeration {
            let mut matched = false;
            let listed = schema.enumerated_types.contains(found);
            for constant in constants.iter().filter(|_| listed) {
                match self.is_equal(self.value, constant.value()) {
                    Err(kind) => return Err(self.error(|| kind)),
                    Ok(found) => matched = found,
                }
                if matched {
                    break;
                }
            }
            if !matched {
                let values: Vec<Json<'_>> = constants.iter().map(|one| one.value()).collect();
                return Err(self.error(|| Kind::not_in(&values)));
            }
        }
        if let (Some(format), View::String(text)) = (schema.format, self.value.view()) {
            self.validation.steps.take(text.len() / 16);
            if let Err(problem) = format.check(text) {
                return Err(self.error(|| Kind::Format {
                    got: text.into(),
                    want: format.name(),
                    problem,
                }));
            }
        }
        Ok(())
    }

    fn cycle(&self, other: &Scope<'_>) -> Kind {
        let locations = (self.scope.keyword_location(), other.keyword_location());
        let (first, second) = match locations {
            (Ok(first), Ok(second)) => (first, second),
            (Err(panic), _) | (_, Err(panic)) => {
                self.validation.steps.end(Stop::Panic(panic));
                (String::new(), String::new())
            }
        };
        Kind::ReferenceCycle {
            url: self.schema.location.clone(),
            first,
            second,
        }
    }

    /// Validates the same value against another schema.
    fn validate_self(
        &mut self,
        id: SchemaId,
        keyword: &'static str,
        quiet: bool,
    ) -> Option<Invalid> {
        let schema = self.validation.schemas.get(id)?;
        let scope = Scope {
            id,
            schema,
            keyword,
            value: self.scope.value,
            parent: Some(self.scope),
        };
        let unevaluated = Unevaluated::of(self.value, schema, !self.unevaluated.is_empty());
        self.validation.steps.take(unevaluated.len());
        let frame = Frame {
            validation: self.validation,
            value: self.value,
            path: self.path,
            id,
            schema,
            scope: &scope,
            unevaluated,
            errors: Vec::new(),
            quiet: self.quiet || quiet,
            metaschema: self.metaschema,
        };
        match frame.in_its_dialect().validate() {
            Ok(unevaluated) => {
                self.unevaluated.merge(&unevaluated);
                None
            }
            Err(error) => Some(error),
        }
    }

    /// Validates a value within this one.
    fn validate_within(&self, id: SchemaId, value: Json<'v>, token: Token<'v>) -> Option<Invalid> {
        let schema = self.validation.schemas.get(id)?;
        let scope = Scope {
            id,
            schema,
            keyword: "",
            value: self.scope.value + 1,
            parent: Some(self.scope),
        };
        let path = Path {
            token,
            parent: self.path,
        };
        let unevaluated = Unevaluated::of(value, schema, false);
        self.validation.steps.take(unevaluated.len());
        let frame = Frame {
            validation: self.validation,
            value,
            path: Some(&path),
            id,
            schema,
            scope: &scope,
            unevaluated,
            errors: Vec::new(),
            quiet: self.quiet,
            metaschema: self.metaschema,
        };
        frame.in_its_dialect().validate().err()
    }

    /// With the metaschema of the dialect that the schema has, which is the value here (`handleMeta`).
    fn in_its_dialect(mut self) -> Self {
        if let Some(id) = self.own_metaschema(self.id)
            && let Some(schema) = self.validation.schemas.get(id)
        {
            self.metaschema = Some(id);
            self.id = id;
            self.schema = schema;
        }
        self
    }

    /// The metaschema that holds from this value on, when `id` is the one until here (`metaResource`).
    fn own_metaschema(&self, id: SchemaId) -> Option<SchemaId> {
        let resources = self.validation.resources?;
        if self.metaschema != Some(id) {
            return None;
        }
        // Most documents hold one named schema, the outermost: no value within has one of its own.
        if resources.len() == 1 && self.path.is_some() && resources.contains_key(b"".as_slice()) {
            return None;
        }
        resources.get(&self.instance())?.metaschema
    }

    fn validate_reference(&mut self, id: SchemaId, keyword: &'static str) -> Option<Invalid> {
        let mut cause = self.validate_self(id, keyword, false)?;
        let mut error = self.error(|| Kind::Reference {
            keyword,
            url: match self.validation.schemas.get(id) {
                Some(schema) => schema.location.clone(),
                None => String::new(),
            },
        });
        error.causes = match *cause.kind {
            Kind::Group => std::mem::take(&mut cause.causes),
            _ => vec![cause],
        };
        Some(error)
    }

    /// `$recursiveRef` and `$dynamicRef`
    fn late_references(&mut self) {
        let schemas = self.validation.schemas;
        let steps = self.validation.steps;
        if let Some(mut id) = self.schema.recursive_reference {
            if schemas
                .get(id)
                .is_some_and(|schema| schema.recursive_anchor)
            {
                id = self.scope.recursive_anchor(schemas, steps).unwrap_or(id);
            }
            let failed = self.validate_reference(id, "$recursiveRef");
            self.errors.extend(failed);
        }
        if let Some((target, anchor)) = &self.schema.dynamic_reference {
            let mut id = *target;
            if let Some(anchor) = anchor
                && schemas
                    .get(id)
                    .is_some_and(|schema| schema.dynamic_anchor == *anchor)
            {
                id = self
                    .scope
                    .dynamic_anchor(anchor, schemas, steps)
                    .unwrap_or(id);
            }
            let failed = self.validate_reference(id, "$dynamicRef");
            self.errors.extend(failed);
        }
    }

    /// Where the value stands: a JSON pointer.
    fn instance(&self) -> Vec<u8> {
        let mut tokens = Vec::new();
        let mut at = self.path;
        while let Some(path) = at {
            tokens.push(path.token);
            at = path.parent;
        }
        self.validation.steps.take(tokens.len());
        let mut pointer = Vec::new();
        for token in tokens.iter().rev() {
            match token {
                Token::Key(key) => append(&mut pointer, key),
                Token::Index(index) => append(&mut pointer, index.to_string().as_bytes()),
            }
        }
        pointer
    }

    fn error(&self, kind: impl FnOnce() -> Kind) -> Invalid {
        if self.quiet || !self.validation.steps.take(ERROR) {
            return Invalid::silent();
        }
        Invalid {
            schema: self.schema.location.clone(),
            instance: self.instance(),
            kind: Box::new(kind()),
            causes: Vec::new(),
        }
    }

    fn add(&mut self, kind: impl FnOnce() -> Kind) {
        let error = self.error(kind);
        self.errors.push(error);
    }

    fn add_with(&mut self, causes: Vec<Invalid>, kind: impl FnOnce() -> Kind) {
        let mut error = self.error(kind);
        error.causes = causes;
        self.errors.push(error);
    }

    /// Whether nothing more needs to be known.
    fn is_decided(&self) -> bool {
        self.quiet && !self.errors.is_empty() || self.validation.steps.is_over()
    }
}

fn not_json(value: Json<'_>) -> Kind {
    Kind::InvalidJsonValue {
        go_type: match value.view() {
            View::Foreign(name) => name.to_owned(),
            _ => String::new(),
        },
    }
}
