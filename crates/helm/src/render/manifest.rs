//! From rendered files to manifests: split into documents, hooks apart, in the order of installation
//! (`pkg/release/v1/util/manifest.go`, `manifest_sorter.go`, `kind_sorter.go`).

mod head;
mod hook;
mod kind_order;
mod split;

use std::collections::BTreeMap;

pub use head::{Head, HeadError};
pub use hook::{Event, Hook};
pub(crate) use split::trim_space_end;
pub use split::{documents, trim_space};

/// A document that is no hook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The template that it came from: `chart/templates/x.yaml`.
    pub path: String,
    /// Its text.
    pub text: Vec<u8>,
    /// What its head says.
    pub head: Head,
}

/// Manifests and hooks in the order of installation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sorted {
    /// The hooks.
    pub hooks: Vec<Hook>,
    /// The rest.
    pub manifests: Vec<Manifest>,
}

/// A rendered file with a document that is no object.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("YAML parse error on {path}: {source}")]
pub struct ManifestError {
    /// The template.
    pub path: String,
    /// Which document of it, from 0.
    pub document: usize,
    /// What is wrong.
    pub source: HeadError,
}

/// Splits and sorts rendered files (`SortManifests`). Partials and empty files are passed over.
///
/// # Errors
/// All files' first documents that are no YAML, or no object; the first is Helm's error.
pub fn sort(files: &BTreeMap<String, Vec<u8>>) -> Result<Sorted, Vec<ManifestError>> {
    let mut sorted = Sorted::default();
    let mut errors = Vec::new();
    for (path, text) in files {
        let name = path.rsplit('/').next().unwrap_or_default();
        if name.starts_with('_') {
            continue;
        }
        for (index, document) in documents(text).into_iter().enumerate() {
            let head = match Head::read(document) {
                Ok(head) => head,
                Err(source) => {
                    errors.push(ManifestError {
                        path: path.clone(),
                        document: index,
                        source,
                    });
                    break;
                }
            };
            match hook::of(&head) {
                hook::Sight::None => sorted.manifests.push(Manifest {
                    path: path.clone(),
                    text: document.to_vec(),
                    head,
                }),
                hook::Sight::Unknown => {}
                hook::Sight::Hook(events) => sorted.hooks.push(Hook {
                    path: path.clone(),
                    text: document.to_vec(),
                    kind: head.kind,
                    events,
                }),
            }
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    sorted
        .hooks
        .sort_by(|left, right| kind_order::compare(&left.kind, &right.kind));
    sorted
        .manifests
        .sort_by(|left, right| kind_order::compare(&left.head.kind, &right.head.kind));
    Ok(sorted)
}

#[cfg(test)]
mod tests;
