//! Objects within a List (`validateListAnnotations`).

use serde_json::Value;

use crate::metadata::decode::{DecodeError, Decoder, Unknown};
use crate::yaml;

const POLICY: &str = "helm.sh/resource-policy";
/// Go's names of the types.
const METADATA: &str = "struct { Annotations map[string]string }";
const ITEM: &str = "struct { Metadata struct { Annotations map[string]string } }";
const ITEMS: &str = "[]struct { Metadata struct { Annotations map[string]string } }";
const LIST: &str =
    "struct { Items []struct { Metadata struct { Annotations map[string]string } } }";

/// What is wrong with a List.
#[derive(Debug, thiserror::Error)]
pub(super) enum Problem {
    #[error("annotation 'helm.sh/resource-policy' within List objects are ignored")]
    Policy,
    #[error("unable to parse YAML: {0}")]
    Unreadable(#[from] DecodeError),
}

/// Looks at the first document of a manifest that has a List somewhere, as Helm does.
pub(super) fn check(manifest: &[u8]) -> Result<(), Problem> {
    let value = yaml::to_value(manifest).map_err(DecodeError::from)?;
    let mut has_policy = false;
    let mut decoder = Decoder::new(Unknown::Ignore);
    decoder.object(&value, "", LIST, &["Items"], |decoder, _, items| {
        let mut list: Vec<()> = Vec::new();
        decoder.list(items, &mut list, ITEMS, |decoder, item, ()| {
            item_annotations(decoder, item, &mut has_policy);
        });
    });
    decoder.finish().map_err(DecodeError::from)?;
    if has_policy {
        return Err(Problem::Policy);
    }
    Ok(())
}

fn item_annotations(decoder: &mut Decoder, item: &Value, has_policy: &mut bool) {
    decoder.object(item, "", ITEM, &["Metadata"], |decoder, _, metadata| {
        let fields = &["Annotations"];
        decoder.object(metadata, "", METADATA, fields, |decoder, _, annotations| {
            for (key, value) in decoder.texts(annotations) {
                decoder.string(&value, &mut String::new());
                *has_policy |= key == POLICY;
            }
        });
    });
}
