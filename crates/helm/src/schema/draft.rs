//! The drafts of JSON Schema, and how they differ (`draft.go`).

use std::collections::BTreeMap;
use std::rc::Rc;

use super::document::Json;
use super::location::{below, split};

/// A draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Draft {
    Draft4,
    Draft6,
    Draft7,
    Draft2019,
    Draft2020,
}

/// What stands under a keyword.
#[derive(Debug, Clone, Copy)]
enum Holds {
    Schema,
    SchemaByName,
    List,
}

use Holds::{List, Schema, SchemaByName};

/// Where subschemas stand, and since which draft.
const SUBSCHEMAS: &[(Draft, &str, Holds)] = &[
    (Draft::Draft4, "definitions", SchemaByName),
    (Draft::Draft4, "not", Schema),
    (Draft::Draft4, "allOf", List),
    (Draft::Draft4, "anyOf", List),
    (Draft::Draft4, "oneOf", List),
    (Draft::Draft4, "properties", SchemaByName),
    (Draft::Draft4, "additionalProperties", Schema),
    (Draft::Draft4, "patternProperties", SchemaByName),
    (Draft::Draft4, "items", Schema),
    (Draft::Draft4, "items", List),
    (Draft::Draft4, "additionalItems", Schema),
    (Draft::Draft4, "dependencies", SchemaByName),
    (Draft::Draft6, "propertyNames", Schema),
    (Draft::Draft6, "contains", Schema),
    (Draft::Draft7, "if", Schema),
    (Draft::Draft7, "then", Schema),
    (Draft::Draft7, "else", Schema),
    (Draft::Draft2019, "$defs", SchemaByName),
    (Draft::Draft2019, "dependentSchemas", SchemaByName),
    (Draft::Draft2019, "unevaluatedProperties", Schema),
    (Draft::Draft2019, "unevaluatedItems", Schema),
    (Draft::Draft2019, "contentSchema", Schema),
    (Draft::Draft2020, "prefixItems", List),
];

impl Draft {
    /// What a schema without `$schema` is of.
    pub(super) const LATEST: Self = Self::Draft2020;

    /// The draft that a `$schema` names.
    pub(super) fn from_url(url: &str) -> Option<Self> {
        let (url, fragment) = split(url);
        if !fragment.is_empty() {
            return None;
        }
        let path = url
            .strip_prefix("http://")
            .or_else(|| url.strip_prefix("https://"))
            .unwrap_or(url);
        match path {
            "json-schema.org/schema" => Some(Self::LATEST),
            "json-schema.org/draft/2020-12/schema" => Some(Self::Draft2020),
            "json-schema.org/draft/2019-09/schema" => Some(Self::Draft2019),
            "json-schema.org/draft-07/schema" => Some(Self::Draft7),
            "json-schema.org/draft-06/schema" => Some(Self::Draft6),
            "json-schema.org/draft-04/schema" => Some(Self::Draft4),
            _ => None,
        }
    }

    /// The URL of its metaschema.
    pub(super) fn url(self) -> &'static str {
        match self {
            Self::Draft4 => "http://json-schema.org/draft-04/schema",
            Self::Draft6 => "http://json-schema.org/draft-06/schema",
            Self::Draft7 => "http://json-schema.org/draft-07/schema",
            Self::Draft2019 => "https://json-schema.org/draft/2019-09/schema",
            Self::Draft2020 => "https://json-schema.org/draft/2020-12/schema",
        }
    }

    /// The keyword that names a schema.
    pub(super) fn id_keyword(self) -> &'static str {
        match self {
            Self::Draft4 => "id",
            _ => "$id",
        }
    }

    /// The vocabularies that there are.
    pub(super) fn vocabularies(self) -> &'static [&'static str] {
        match self {
            Self::Draft4 | Self::Draft6 | Self::Draft7 => &[],
            Self::Draft2019 => &[
                "core",
                "applicator",
                "validation",
                "meta-data",
                "format",
                "content",
            ],
            Self::Draft2020 => &[
                "core",
                "applicator",
                "unevaluated",
                "validation",
                "meta-data",
                "format-annotation",
                "format-assertion",
                "content",
            ],
        }
    }

    /// The vocabularies that hold where none are named.
    fn default_vocabularies(self) -> &'static [&'static str] {
        match self {
            Self::Draft4 | Self::Draft6 | Self::Draft7 => &[],
            Self::Draft2019 => &["core", "applicator", "validation"],
            Self::Draft2020 => &["core", "applicator", "unevaluated", "validation"],
        }
    }

    /// What stands before a vocabulary's name in its URL.
    pub(super) fn vocabulary_prefix(self) -> &'static str {
        match self {
            Self::Draft2019 => "https://json-schema.org/draft/2019-09/vocab/",
            Self::Draft2020 => "https://json-schema.org/draft/2020-12/vocab/",
            _ => "",
        }
    }

    /// The name that a schema gives itself, without a fragment.
    pub(super) fn id_of(self, schema: Json<'_>) -> Option<&str> {
        if self < Self::Draft2019 && schema.member(b"$ref").is_some() {
            // Beside a `$ref` nothing counts.
            return None;
        }
        let id = schema.member(self.id_keyword().as_bytes())?.text()?;
        Some(split(id).0).filter(|id| !id.is_empty())
    }

    /// The subschemas of a schema that stands at `pointer`, in the order of theirs.
    pub(super) fn subschemas<'a>(
        self,
        schema: Json<'a>,
        pointer: &[u8],
    ) -> BTreeMap<Vec<u8>, Json<'a>> {
        let mut found = BTreeMap::new();
        for (since, keyword, holds) in SUBSCHEMAS {
            let keyword = keyword.as_bytes();
            let Some(value) = schema.member(keyword).filter(|_| self >= *since) else {
                continue;
            };
            match holds {
                Schema => {
                    found.insert(below(pointer, &[keyword]), value);
                }
                SchemaByName => {
                    for (name, value) in value.members().iter().flat_map(|members| members.iter()) {
                        found.insert(below(pointer, &[keyword, name]), value);
                    }
                }
                List => {
                    let items = value.items();
                    for (index, value) in items.iter().flat_map(|items| items.iter()).enumerate() {
                        let index = index.to_string();
                        found.insert(below(pointer, &[keyword, index.as_bytes()]), value);
                    }
                }
            }
        }
        found
    }
}

/// A draft with the vocabularies that hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Dialect {
    pub(super) draft: Draft,
    /// `None`: the draft's own.
    pub(super) vocabularies: Option<Rc<[&'static str]>>,
}

impl Dialect {
    /// A draft as it is.
    pub(super) fn plain(draft: Draft) -> Self {
        Self {
            draft,
            vocabularies: None,
        }
    }

    /// Whether the keywords of a vocabulary hold.
    pub(super) fn has(&self, vocabulary: &str) -> bool {
        if vocabulary == "core" || self.draft < Draft::Draft2019 {
            return true;
        }
        match &self.vocabularies {
            Some(vocabularies) => vocabularies.contains(&vocabulary),
            None => self.draft.default_vocabularies().contains(&vocabulary),
        }
    }
}
