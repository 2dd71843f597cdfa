//! The keywords of one schema, compiled (`objcompiler.go`).

use std::rc::Rc;

use super::compile::{Compiler, Place, named_anchor};
use super::document::{Document, Json};
use super::draft::{Dialect, Draft};
use super::error::CompileError;
use super::format::Format;
use super::location::{append, decode, encode, split};
use super::model::{
    Additional, ByName, Constant, Dependency, ItemSchemas, Pattern, Schema, SchemaId, Types,
};
use super::number::Decimal;
use super::roots::{expression, location};
use super::store::split_fragment;

/// A schema whose keywords are compiled.
pub(super) struct Keywords<'k, 's, 'd> {
    pub(super) compiler: &'k mut Compiler<'s>,
    pub(super) place: &'k Place,
    pub(super) document: &'d Rc<Document>,
    pub(super) value: Json<'d>,
    pub(super) dialect: &'k Dialect,
}

impl<'d> Keywords<'_, '_, 'd> {
    pub(super) fn compile(&mut self, schema: &mut Schema) -> Result<(), CompileError> {
        let draft = self.dialect.draft;
        if draft < Draft::Draft2019
            && let Some(id) = self.text(draft.id_keyword())
            && decode(split(id).1).is_err()
        {
            return Err(CompileError::ParseAnchor {
                url: schema.location.clone(),
            });
        }
        schema.reference = self.reference("$ref")?;
        let is_reference = draft < Draft::Draft2019 && schema.reference.is_some();
        // Beside a `$ref` the older drafts know nothing else that they have from draft 4.
        if !is_reference {
            if self.dialect.has("applicator") {
                self.applicators(schema)?;
            }
            if self.dialect.has("validation") {
                self.bounds(schema)?;
            }
            if self.compiler.asserts_format(self.dialect) {
                schema.format = self.text("format").and_then(Format::named);
            }
        }
        if draft >= Draft::Draft6 {
            if self.dialect.has("applicator") {
                schema.contains = self.schema("contains");
                schema.property_names = self.schema("propertyNames");
            }
            if self.dialect.has("validation") {
                schema.constant = self
                    .value
                    .member(b"const")
                    .map(|value| self.constant(value));
            }
        }
        if draft >= Draft::Draft7 && self.dialect.has("applicator") {
            self.condition(schema);
        }
        if draft >= Draft::Draft2019 {
            self.since_2019(schema)?;
        }
        if draft >= Draft::Draft2020 {
            self.since_2020(schema)?;
        }
        Ok(())
    }

    fn applicators(&mut self, schema: &mut Schema) -> Result<(), CompileError> {
        schema.all_of = self.list("allOf").unwrap_or_default();
        schema.any_of = self.list("anyOf").unwrap_or_default();
        schema.one_of = self.list("oneOf").unwrap_or_default();
        schema.not = self.schema("not");
        if self.dialect.draft < Draft::Draft2020
            && let Some(items) = self.value.member(b"items")
        {
            if items.items().is_some() {
                schema.items = self.list("items").map(ItemSchemas::Each);
                schema.additional_items = self.additional("additionalItems");
            } else {
                schema.items = self.schema("items").map(ItemSchemas::All);
            }
        }
        schema.properties = self.by_name("properties");
        for (name, target) in self.by_name("patternProperties") {
            let text = String::from_utf8_lossy(&name).into_owned();
            let place = self.place_of("patternProperties");
            let pattern = Pattern {
                expression: expression(&text, &place)?,
                text,
            };
            schema.pattern_properties.push((pattern, target));
        }
        schema.additional_properties = self.additional("additionalProperties");
        let dependencies = self.value.member(b"dependencies").and_then(Json::members);
        for (name, value) in dependencies.iter().flat_map(|members| members.iter()) {
            let dependency = match value.items() {
                Some(_) => Dependency::Properties(texts(value)),
                None => {
                    let tokens: [&[u8]; 2] = [b"dependencies", name];
                    Dependency::Schema(self.compiler.enqueue_below(self.place, &tokens))
                }
            };
            schema.dependencies.insert(name.into(), dependency);
        }
        Ok(())
    }

    fn bounds(&mut self, schema: &mut Schema) -> Result<(), CompileError> {
        if let Some(types) = self.value.member(b"type") {
            schema.types = Types::listed(types);
        }
        if let Some(values) = self.value.member(b"enum").and_then(Json::items) {
            for name in values.iter().filter_map(Types::of) {
                schema.enumerated_types.add(name);
            }
            schema.enumeration = Some(values.iter().map(|value| self.constant(value)).collect());
        }
        schema.multiple_of = self.number("multipleOf");
        schema.maximum = self.number("maximum");
        if self.is_true("exclusiveMaximum") {
            schema.exclusive_maximum = schema.maximum.take();
        } else {
            schema.exclusive_maximum = self.number("exclusiveMaximum");
        }
        schema.minimum = self.number("minimum");
        if self.is_true("exclusiveMinimum") {
            schema.exclusive_minimum = schema.minimum.take();
        } else {
            schema.exclusive_minimum = self.number("exclusiveMinimum");
        }
        schema.min_length = self.integer("minLength");
        schema.max_length = self.integer("maxLength");
        if let Some(text) = self.text("pattern") {
            schema.pattern = Some(Pattern {
                expression: expression(text, &self.place_of("pattern"))?,
                text: text.to_owned(),
            });
        }
        schema.min_items = self.integer("minItems");
        schema.max_items = self.integer("maxItems");
        schema.unique_items = self.is_true("uniqueItems");
        schema.max_properties = self.integer("maxProperties");
        schema.min_properties = self.integer("minProperties");
        schema.required = self
            .value
            .member(b"required")
            .map(texts)
            .unwrap_or_default();
        Ok(())
    }

    fn condition(&mut self, schema: &mut Schema) {
        schema.condition = self.schema("if");
        if schema.condition.is_none() {
            return;
        }
        let decided = self.value.member(b"if").and_then(Json::boolean);
        if decided != Some(false) {
            schema.consequence = self.schema("then");
        }
        if decided != Some(true) {
            schema.alternative = self.schema("else");
        }
    }

    fn since_2019(&mut self, schema: &mut Schema) -> Result<(), CompileError> {
        schema.recursive_reference = self.reference("$recursiveRef")?;
        schema.recursive_anchor = self.is_true("$recursiveAnchor");
        if self.dialect.has("validation") {
            if schema.contains.is_some() {
                schema.min_contains = self.integer("minContains");
                schema.max_contains = self.integer("maxContains");
            }
            let required = self.value.member(b"dependentRequired");
            for (name, value) in required
                .and_then(Json::members)
                .iter()
                .flat_map(|all| all.iter())
            {
                if value.items().is_some() {
                    schema.dependent_required.insert(name.into(), texts(value));
                }
            }
        }
        if self.dialect.has("applicator") {
            schema.dependent_schemas = self.by_name("dependentSchemas");
        }
        let vocabulary = if self.dialect.draft == Draft::Draft2019 {
            "applicator"
        } else {
            "unevaluated"
        };
        if self.dialect.has(vocabulary) {
            schema.unevaluated_items = self.schema("unevaluatedItems");
            schema.unevaluated_properties = self.schema("unevaluatedProperties");
        }
        Ok(())
    }

    fn since_2020(&mut self, schema: &mut Schema) -> Result<(), CompileError> {
        if let Some(target) = self.reference("$dynamicRef")? {
            let (_, fragment) = split_fragment(self.text("$dynamicRef").unwrap_or_default())?;
            schema.dynamic_reference = Some((target, named_anchor(fragment)));
        }
        let anchor = self.text("$dynamicAnchor").unwrap_or_default();
        schema.dynamic_anchor = anchor.as_bytes().to_vec();
        if self.dialect.has("applicator") {
            schema.prefix_items = self.list("prefixItems").unwrap_or_default();
            schema.items_2020 = self.schema("items");
        }
        Ok(())
    }

    fn reference(&mut self, keyword: &str) -> Result<Option<SchemaId>, CompileError> {
        match self.text(keyword) {
            Some(reference) => self.compiler.enqueue_reference(self.place, reference),
            None => Ok(None),
        }
    }

    fn schema(&mut self, keyword: &str) -> Option<SchemaId> {
        self.value.member(keyword.as_bytes())?;
        Some(
            self.compiler
                .enqueue_below(self.place, &[keyword.as_bytes()]),
        )
    }

    fn list(&mut self, keyword: &str) -> Option<Vec<SchemaId>> {
        let items = self.value.member(keyword.as_bytes())?.items()?;
        let enqueue = |index: usize| {
            let index = index.to_string();
            let tokens: [&[u8]; 2] = [keyword.as_bytes(), index.as_bytes()];
            self.compiler.enqueue_below(self.place, &tokens)
        };
        Some((0..items.len()).map(enqueue).collect())
    }

    fn by_name(&mut self, keyword: &str) -> ByName<SchemaId> {
        let mut schemas = ByName::new();
        let members = self
            .value
            .member(keyword.as_bytes())
            .and_then(Json::members);
        for (name, _) in members.iter().flat_map(|members| members.iter()) {
            let schema = self
                .compiler
                .enqueue_below(self.place, &[keyword.as_bytes(), name]);
            schemas.insert(name.into(), schema);
        }
        schemas
    }

    fn additional(&mut self, keyword: &str) -> Option<Additional> {
        let value = self.value.member(keyword.as_bytes())?;
        Some(Additional::of(value, || {
            self.compiler
                .enqueue_below(self.place, &[keyword.as_bytes()])
        }))
    }

    fn constant(&self, value: Json<'d>) -> Constant {
        Constant {
            document: Rc::clone(self.document),
            id: value.id(),
        }
    }

    fn text(&self, keyword: &str) -> Option<&'d str> {
        self.value.member(keyword.as_bytes())?.text()
    }

    fn is_true(&self, keyword: &str) -> bool {
        let value = self.value.member(keyword.as_bytes());
        value.and_then(Json::boolean) == Some(true)
    }

    fn number(&self, keyword: &str) -> Option<Decimal> {
        self.value.member(keyword.as_bytes())?.decimal()
    }

    fn integer(&self, keyword: &str) -> Option<i64> {
        self.number(keyword)?.low_bits()
    }

    /// Where a keyword is shown to stand.
    fn place_of(&self, keyword: &str) -> String {
        let (root, pointer) = self.place;
        let mut below = Vec::new();
        append(&mut below, keyword.as_bytes());
        format!(
            "{}{}",
            location(self.compiler.url_of(*root), pointer),
            encode(&below)
        )
    }
}

/// The texts of a list; what is none is left out.
fn texts(value: Json<'_>) -> Vec<Vec<u8>> {
    let items = value.items();
    items
        .iter()
        .flat_map(|items| items.iter())
        .filter_map(Json::text)
        .map(|text| text.as_bytes().to_vec())
        .collect()
}
