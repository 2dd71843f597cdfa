//! What a template learns of the cluster and of Helm (`pkg/chart/common/capabilities.go`).

mod version_set;

use std::any::Any;
use std::rc::Rc;

use gotemplate::{Kind, List, ListType, Method, Object, Signature, Type, Value};

pub use version_set::API_VERSIONS;

/// The release of Helm that this crate does as.
pub const HELM_VERSION: &str = "v4.2.4";

/// The Go that releases of it are built with.
const GO_VERSION: &str = "go1.26.8";

/// Kubernetes, when nobody says which: that of Helm's own client library.
const DEFAULT_KUBE_VERSION: (u64, u64) = (1, 36);

/// What a template learns of the cluster and of Helm.
#[derive(Debug, Clone, Default)]
pub struct Capabilities {
    /// The cluster's version.
    pub kube_version: KubeVersion,
    /// API versions beyond those that Helm knows.
    pub api_versions: Vec<String>,
}

/// A version of Kubernetes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KubeVersion {
    /// In full: `v1.33.4-gke.1245000`.
    pub version: String,
    /// Its numbers alone, for constraints: `v1.33.4`.
    pub normalized: String,
    /// The first number.
    pub major: u64,
    /// The second number.
    pub minor: u64,
}

/// A text that is no version of Kubernetes (`k8s.io/apimachinery/pkg/util/version`).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KubeVersionError {
    /// It does not begin with a number.
    #[error("could not parse {} as version", gotemplate::strconv::quote(.0.as_bytes()))]
    Form(String),
    /// It has one number only.
    #[error("illegal version string {}", gotemplate::strconv::quote(.0.as_bytes()))]
    Short(String),
    /// It begins with a zero.
    #[error(
        "illegal zero-prefixed version component {} in {}",
        gotemplate::strconv::quote(.component.as_bytes()),
        gotemplate::strconv::quote(.version.as_bytes())
    )]
    LeadingZero {
        /// The number.
        component: String,
        /// The whole text.
        version: String,
    },
    /// A number is larger than 64 bits.
    #[error(
        "illegal non-numeric version component {} in {}: strconv.ParseUint: parsing {}: value out of range",
        gotemplate::strconv::quote(.component.as_bytes()),
        gotemplate::strconv::quote(.version.as_bytes()),
        gotemplate::strconv::quote(.component.as_bytes())
    )]
    TooLarge {
        /// The number.
        component: String,
        /// The whole text.
        version: String,
    },
}

impl Default for KubeVersion {
    fn default() -> Self {
        let (major, minor) = DEFAULT_KUBE_VERSION;
        let version = format!("v{major}.{minor}.0");
        Self {
            normalized: version.clone(),
            version,
            major,
            minor,
        }
    }
}

impl KubeVersion {
    /// Reads a version as Helm does (`ParseKubeVersion`): two numbers or more, then anything.
    ///
    /// # Errors
    /// When it does not begin with two numbers.
    pub fn parse(text: &str) -> Result<Self, KubeVersionError> {
        let rest = text.trim_start_matches(['\t', '\n', '\x0C', '\r', ' ']);
        let rest = rest.strip_prefix('v').unwrap_or(rest);
        let numbers = leading_numbers(rest);
        // The expression's `.` takes no newline.
        let tail = rest.get(numbers.len()..).unwrap_or_default();
        if numbers.is_empty() || tail.contains('\n') {
            return Err(KubeVersionError::Form(text.to_owned()));
        }
        let components: Vec<&str> = numbers.split('.').collect();
        if components.len() < 2 {
            return Err(KubeVersionError::Short(text.to_owned()));
        }
        let mut parsed = Vec::with_capacity(components.len());
        for (index, component) in components.iter().enumerate() {
            if index == 0 && component.starts_with('0') && *component != "0" {
                return Err(KubeVersionError::LeadingZero {
                    component: (*component).to_owned(),
                    version: text.to_owned(),
                });
            }
            let number: u64 = component.parse().map_err(|_| KubeVersionError::TooLarge {
                component: (*component).to_owned(),
                version: text.to_owned(),
            })?;
            parsed.push(number);
        }
        let normalized: Vec<String> = parsed.iter().map(u64::to_string).collect();
        Ok(Self {
            version: if text.starts_with('v') {
                text.to_owned()
            } else {
                format!("v{text}")
            },
            normalized: format!("v{}", normalized.join(".")),
            major: parsed.first().copied().unwrap_or_default(),
            minor: parsed.get(1).copied().unwrap_or_default(),
        })
    }
}

/// The longest start of the form `[0-9]+(\.[0-9]+)*`.
fn leading_numbers(text: &str) -> &str {
    let mut end = 0;
    loop {
        let from = if end == 0 {
            0
        } else if text.as_bytes().get(end) == Some(&b'.') {
            end + 1
        } else {
            break;
        };
        let digits = text
            .bytes()
            .skip(from)
            .take_while(u8::is_ascii_digit)
            .count();
        if digits == 0 {
            break;
        }
        end = from + digits;
    }
    text.get(..end).unwrap_or_default()
}

impl Capabilities {
    /// As templates see them: a `*common.Capabilities`.
    pub(super) fn to_value(&self) -> Value {
        let known = API_VERSIONS.iter().map(|version| Value::from(*version));
        let further = self
            .api_versions
            .iter()
            .map(|version| Value::from(version.as_str()));
        Value::Object(Rc::new(CapabilitiesObject {
            kube_version: KubeVersionObject::value(&self.kube_version, true),
            api_versions: List::typed(&VERSION_SET, known.chain(further).collect()).into(),
            helm_version: Value::Object(Rc::new(BuildInformation)),
        }))
    }
}

/// `common.VersionSet`
static VERSION_SET: ListType = ListType {
    name: Some("common.VersionSet"),
    element: Type::String,
    methods: &[Method {
        name: "Has",
        signature: Signature::of(&[Type::String]),
        body: |receiver, _, arguments| {
            let wanted = arguments.first().and_then(Value::as_text);
            let found = receiver.as_list().is_some_and(|list| {
                list.iter()
                    .any(|version| version.as_text() == wanted && wanted.is_some())
            });
            Ok(found.into())
        },
    }],
};

/// `*common.Capabilities`
#[derive(Debug)]
struct CapabilitiesObject {
    kube_version: Value,
    api_versions: Value,
    helm_version: Value,
}

impl Object for CapabilitiesObject {
    fn type_name(&self) -> &'static str {
        "*common.Capabilities"
    }

    fn kind(&self) -> Kind {
        Kind::Pointer
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("KubeVersion", self.kube_version.clone()),
            ("APIVersions", self.api_versions.clone()),
            ("HelmVersion", self.helm_version.clone()),
        ]
    }

    fn methods(&self) -> &'static [Method] {
        static METHODS: &[Method] = &[Method {
            name: "Copy",
            signature: Signature::of(&[]),
            body: |receiver, _, _| Ok(receiver.clone()),
        }];
        METHODS
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `common.KubeVersion`. Its methods are those of a pointer.
#[derive(Debug)]
struct KubeVersionObject {
    version: KubeVersion,
    /// It is the field itself, not a copy that a function was given.
    addressable: bool,
}

impl KubeVersionObject {
    fn value(version: &KubeVersion, addressable: bool) -> Value {
        Value::Object(Rc::new(Self {
            version: version.clone(),
            addressable,
        }))
    }

    fn of(value: &Value) -> KubeVersion {
        match value {
            Value::Object(object) => object
                .as_any()
                .downcast_ref::<Self>()
                .map(|object| object.version.clone())
                .unwrap_or_default(),
            _ => KubeVersion::default(),
        }
    }
}

impl Object for KubeVersionObject {
    fn type_name(&self) -> &'static str {
        "common.KubeVersion"
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("Version", self.version.version.as_str().into()),
            ("Major", self.version.major.to_string().into()),
            ("Minor", self.version.minor.to_string().into()),
        ]
    }

    fn methods(&self) -> &'static [Method] {
        static METHODS: &[Method] = &[
            Method {
                name: "String",
                signature: Signature::of(&[]),
                body: |receiver, _, _| Ok(KubeVersionObject::of(receiver).normalized.into()),
            },
            Method {
                name: "GitVersion",
                signature: Signature::of(&[]),
                body: |receiver, _, _| Ok(KubeVersionObject::of(receiver).version.into()),
            },
        ];
        if self.addressable { METHODS } else { &[] }
    }

    fn pointer_display(&self) -> Option<String> {
        self.addressable.then(|| self.version.normalized.clone())
    }

    fn shown(&self) -> Vec<(&'static str, Value)> {
        let mut fields = self.fields();
        let normalized = self.version.normalized.as_str().into();
        fields.insert(1, ("normalizedVersion", normalized));
        fields
    }

    fn copied(&self) -> Option<Value> {
        self.addressable.then(|| Self::value(&self.version, false))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `version.BuildInfo`
#[derive(Debug)]
struct BuildInformation;

impl Object for BuildInformation {
    fn type_name(&self) -> &'static str {
        "version.BuildInfo"
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        let (major, minor) = DEFAULT_KUBE_VERSION;
        vec![
            ("Version", HELM_VERSION.into()),
            ("GitCommit", "".into()),
            ("GitTreeState", "".into()),
            ("GoVersion", GO_VERSION.into()),
            ("KubeClientVersion", format!("v{major}.{minor}").into()),
        ]
    }

    fn json(&self) -> gotemplate::value::Json {
        let (major, minor) = DEFAULT_KUBE_VERSION;
        gotemplate::value::Json::Fields(vec![
            ("version".to_owned(), HELM_VERSION.into()),
            ("go_version".to_owned(), GO_VERSION.into()),
            (
                "kube_client_version".to_owned(),
                format!("v{major}.{minor}").into(),
            ),
        ])
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[cfg(test)]
mod tests;
