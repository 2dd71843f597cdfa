//! How an index lists a package that is in the same repository.

use helm::index::{Entry, Found};
use helm::package::Package;

use super::error::SAME_CONTENT;
use super::holding::{Holding, is_relative};
use crate::report::{Finding, Severity};

/// Where in the repository an entry's package is, from the index's directory, when its URL says so plainly; absent
/// when it is elsewhere, or hidden behind escapes.
pub fn listed_file(entry: &Found) -> Option<String> {
    let url = entry.urls.first()?;
    let plain = is_relative(url)
        && !url.contains(['?', '#', '%', '\\'])
        && url.split('/').all(|part| !matches!(part, "" | "." | ".."));
    plain.then(|| url.clone())
}

/// The entry that the index lacks, with `file` as its URL, relative to the index as `helm repo index` without a URL
/// makes it. When the same content is there in other bytes, it is their digest that clients will compare with.
pub fn missing_entry(package: &Package, holding: &Holding, file: &str) -> Option<Entry> {
    let urls = vec![file.to_owned()];
    match holding {
        Holding::Free => Some(Entry::new(package, urls)),
        Holding::Unlisted { digest } => Some(Entry::new(
            &Package {
                sha256: digest.clone(),
                bytes: Vec::new(),
                ..package.clone()
            },
            urls,
        )),
        _ => None,
    }
}

/// The note that a repository holds the package's content in other bytes, which stay.
pub fn same_content(package: &Package, holding: &Holding) -> Option<Finding> {
    let (Holding::Complete { digest } | Holding::Unlisted { digest }) = holding else {
        return None;
    };
    if *digest == package.sha256 {
        return None;
    }
    Some(
        Finding::new(
            &SAME_CONTENT,
            Severity::Note,
            format!(
                "{} {} is published already with the same content, packed by another tool",
                package.metadata.name, package.metadata.version
            ),
        )
        .note("there", format!("sha256:{digest}"))
        .note("this run", format!("sha256:{}", package.sha256)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_taken_from_a_plain_relative_url_only() {
        for (url, expected) in [
            ("api-1.0.0.tgz", Some("api-1.0.0.tgz")),
            ("old/api-1.0.0+b.tgz", Some("old/api-1.0.0+b.tgz")),
            ("https://h/api-1.0.0.tgz", None),
            ("/api-1.0.0.tgz", None),
            ("../api-1.0.0.tgz", None),
            ("a//b.tgz", None),
            ("./b.tgz", None),
            ("a%2fb.tgz", None),
            ("b.tgz?x=1", None),
            ("", None),
        ] {
            let entry = Found {
                digest: None,
                created: None,
                urls: vec![url.to_owned()],
            };
            assert_eq!(listed_file(&entry).as_deref(), expected, "{url}");
        }
    }
}
