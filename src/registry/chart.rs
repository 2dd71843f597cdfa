//! A chart as an OCI artifact: config, layers, annotations and manifest, to the byte what `helm push` makes of the
//! same package (`pkg/registry/chart.go`, `client.go`).

use std::collections::BTreeMap;

use helm::metadata::Metadata;
use helm::package::Package;
use serde::Serialize;

use super::digest::Digest;
use super::manifest::{Descriptor, Manifest};

/// The media type of a chart's config.
pub const CONFIG: &str = "application/vnd.cncf.helm.config.v1+json";
/// The media type of a chart's package.
pub const CONTENT: &str = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
/// The media type of a package before Helm 3.7.
pub const LEGACY_CONTENT: &str = "application/tar+gzip";
/// The annotation that says when.
pub const CREATED: &str = "org.opencontainers.image.created";
/// The annotation that says who.
pub const AUTHORS: &str = "org.opencontainers.image.authors";
/// The annotation that says from which commit.
pub const REVISION: &str = "org.opencontainers.image.revision";

/// A chart package made ready for a registry.
#[derive(Debug, Clone)]
pub struct ChartArtifact {
    /// The config's bytes.
    pub config: Vec<u8>,
    /// The config's digest.
    pub config_digest: Digest,
    /// The package's digest.
    pub content_digest: Digest,
    /// The manifest's bytes.
    pub manifest: Vec<u8>,
    /// The manifest's digest.
    pub manifest_digest: Digest,
}

impl ChartArtifact {
    /// The artifact of a package. The same package always gives the same bytes.
    pub fn of(package: &Package) -> Self {
        let config = config(&package.metadata);
        let config_digest = Digest::of(&config);
        let content_digest = Digest::of(&package.bytes);
        let manifest = manifest(
            descriptor(CONFIG, &config_digest, config.len()),
            vec![descriptor(CONTENT, &content_digest, package.bytes.len())],
            annotations(&package.metadata, package.created),
        );
        let manifest_digest = Digest::of(&manifest);
        Self {
            config,
            config_digest,
            content_digest,
            manifest,
            manifest_digest,
        }
    }
}

impl Manifest {
    /// The layer that is the chart's package.
    pub fn chart_layer(&self) -> Option<&Descriptor> {
        [CONTENT, LEGACY_CONTENT].iter().find_map(|kind| {
            self.layers
                .iter()
                .find(|layer| layer.media_type.eq_ignore_ascii_case(kind))
        })
    }
}

/// Chart.yaml as JSON, in Helm's field order and Go's escapes. What this program needs of the metadata's encoding is
/// this one function.
fn config(metadata: &Metadata) -> Vec<u8> {
    metadata.to_json().into_bytes()
}

fn descriptor(media_type: &str, digest: &Digest, length: usize) -> Descriptor {
    Descriptor {
        media_type: media_type.to_owned(),
        digest: digest.to_string(),
        size: length as u64,
    }
}

/// The manifest's annotations: those made of Chart.yaml's fields, blank ones left out, then Chart.yaml's own, which
/// override all but the title and the version (`generateOCIAnnotations`).
fn annotations(metadata: &Metadata, created: jiff::Timestamp) -> BTreeMap<String, String> {
    let mut annotations = BTreeMap::new();
    let mut add = |key: &str, value: &str| {
        if !value.trim().is_empty() {
            annotations.insert(format!("org.opencontainers.image.{key}"), value.to_owned());
        }
    };
    add("description", &metadata.description);
    add("title", &metadata.name);
    add("version", &metadata.version);
    add("url", &metadata.home);
    add("created", &instant(created));
    if let Some(source) = metadata.sources.first() {
        add("source", source);
    }
    let authors: Vec<String> = metadata
        .maintainers
        .iter()
        .flatten()
        .map(|maintainer| {
            if maintainer.email.is_empty() {
                maintainer.name.clone()
            } else {
                format!("{} ({})", maintainer.name, maintainer.email)
            }
        })
        .collect();
    add("authors", &authors.join(", "));
    for (key, value) in &metadata.annotations {
        if !matches!(
            key.as_str(),
            "org.opencontainers.image.title" | "org.opencontainers.image.version"
        ) {
            annotations.insert(key.clone(), value.clone());
        }
    }
    annotations
}

/// RFC 3339 in UTC to the second. Helm writes the local timezone; then the same commit would not give the same bytes.
fn instant(time: jiff::Timestamp) -> String {
    jiff::Timestamp::from_second(time.as_second())
        .unwrap_or(time)
        .to_string()
}

#[derive(Serialize)]
struct Written {
    #[serde(rename = "schemaVersion")]
    schema_version: u8,
    config: Descriptor,
    layers: Vec<Descriptor>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    annotations: BTreeMap<String, String>,
}

/// The manifest's bytes: compact JSON as Go writes it, the layers sorted by digest.
fn manifest(
    config: Descriptor,
    mut layers: Vec<Descriptor>,
    annotations: BTreeMap<String, String>,
) -> Vec<u8> {
    layers.sort_by(|left, right| left.digest.cmp(&right.digest));
    let written = Written {
        schema_version: 2,
        config,
        layers,
        annotations,
    };
    // Serializing strings and numbers into memory cannot fail.
    let json = serde_json::to_string(&written).unwrap_or_default();
    escape_as_go(&json).into_bytes()
}

/// Go's `encoding/json` escapes what could end a script element. In JSON those characters stand in strings only.
fn escape_as_go(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '<' => escaped.push_str("\\u003c"),
            '>' => escaped.push_str("\\u003e"),
            '&' => escaped.push_str("\\u0026"),
            '\u{2028}' => escaped.push_str("\\u2028"),
            '\u{2029}' => escaped.push_str("\\u2029"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use helm::metadata::Maintainer;

    use super::*;

    fn signtest() -> Metadata {
        Metadata {
            api_version: "v1".to_owned(),
            name: "signtest".to_owned(),
            version: "0.1.0".to_owned(),
            description: "A Helm chart for Kubernetes".to_owned(),
            ..Metadata::default()
        }
    }

    /// Helm's own vector: `registry_test.go`, `testPush`.
    #[test]
    fn the_manifest_is_helm_s_golden_one() {
        let metadata = signtest();
        let config = config(&metadata);
        let config_digest = Digest::of(&config);
        assert_eq!(
            config_digest.as_str(),
            "sha256:8d17cb6bf6ccd8c29aace9a658495cbd5e2e87fc267876e86117c7db681c9580"
        );
        let layer = |kind: &str, hex: &str, size| Descriptor {
            media_type: kind.to_owned(),
            digest: format!("sha256:{hex}"),
            size,
        };
        let bytes = manifest(
            descriptor(CONFIG, &config_digest, config.len()),
            vec![
                layer(
                    CONTENT,
                    "e5ef611620fb97704d8751c16bab17fedb68883bfb0edc76f78a70e9173f9b55",
                    973,
                ),
                layer(
                    "application/vnd.cncf.helm.chart.provenance.v1.prov",
                    "b0a02b7412f78ae93324d48df8fcc316d8482e5ad7827b5b238657a29a22f256",
                    695,
                ),
            ],
            annotations(&metadata, "1977-09-02T22:04:05.9Z".parse().unwrap()),
        );
        assert_eq!(
            String::from_utf8(bytes.clone()).unwrap(),
            r#"{"schemaVersion":2,"config":{"mediaType":"application/vnd.cncf.helm.config.v1+json","digest":"sha256:8d17cb6bf6ccd8c29aace9a658495cbd5e2e87fc267876e86117c7db681c9580","size":99},"layers":[{"mediaType":"application/vnd.cncf.helm.chart.provenance.v1.prov","digest":"sha256:b0a02b7412f78ae93324d48df8fcc316d8482e5ad7827b5b238657a29a22f256","size":695},{"mediaType":"application/vnd.cncf.helm.chart.content.v1.tar+gzip","digest":"sha256:e5ef611620fb97704d8751c16bab17fedb68883bfb0edc76f78a70e9173f9b55","size":973}],"annotations":{"org.opencontainers.image.created":"1977-09-02T22:04:05Z","org.opencontainers.image.description":"A Helm chart for Kubernetes","org.opencontainers.image.title":"signtest","org.opencontainers.image.version":"0.1.0"}}"#
        );
        assert_eq!(
            Digest::of(&bytes).as_str(),
            "sha256:fbbade96da6050f68f94f122881e3b80051a18f13ab5f4081868dd494538f5c2"
        );
    }

    /// The cases of Helm's `chart_test.go`.
    #[test]
    fn annotations_come_from_the_fields_and_then_from_chart_yaml() {
        let person = |name: &str, email: &str| {
            Some(Maintainer {
                name: name.to_owned(),
                email: email.to_owned(),
                ..Maintainer::default()
            })
        };
        let metadata = Metadata {
            name: "oci".to_owned(),
            version: "0.0.1+x".to_owned(),
            description: " ".to_owned(),
            home: "https://helm.sh".to_owned(),
            sources: vec![
                "https://github.com/helm/helm?a<b&c".to_owned(),
                "https://second".to_owned(),
            ],
            maintainers: vec![
                person("John Snow", "john@winterfell.com"),
                None,
                person("Jane", ""),
            ],
            annotations: BTreeMap::from([
                ("extrakey".to_owned(), String::new()),
                (
                    "org.opencontainers.image.title".to_owned(),
                    "badname".to_owned(),
                ),
                (
                    "org.opencontainers.image.version".to_owned(),
                    "9.9.9".to_owned(),
                ),
                (
                    "org.opencontainers.image.url".to_owned(),
                    "https://own".to_owned(),
                ),
            ]),
            ..Metadata::default()
        };
        let created = "2026-05-04T12:11:00+02:00".parse().unwrap();
        insta::assert_debug_snapshot!(annotations(&metadata, created), @r#"
        {
            "extrakey": "",
            "org.opencontainers.image.authors": "John Snow (john@winterfell.com), Jane",
            "org.opencontainers.image.created": "2026-05-04T10:11:00Z",
            "org.opencontainers.image.source": "https://github.com/helm/helm?a<b&c",
            "org.opencontainers.image.title": "oci",
            "org.opencontainers.image.url": "https://own",
            "org.opencontainers.image.version": "0.0.1+x",
        }
        "#);
        let bytes = manifest(
            descriptor(CONFIG, &Digest::of(b"{}"), 2),
            Vec::new(),
            annotations(&metadata, created),
        );
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains(r"helm?a\u003cb\u0026c"), "{text}");
    }
}
