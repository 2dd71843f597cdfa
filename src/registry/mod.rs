//! OCI registries: references, credentials, the transport, what is pushed and read, image layouts, and what a
//! registry's refusals mean.
//!
//! Shaped after go-containerregistry's transport, one concept a file. The protocol is the OCI distribution
//! specification 1.1; what a chart is in it, is Helm's `pkg/registry`.

pub mod chart;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
pub mod image_layout;
pub mod manifest;

mod authorization;
mod bearer;
mod blob;
mod challenge;
mod client;
mod credential;
mod credential_helper;
mod diagnosis;
mod digest;
mod docker_configuration;
mod error;
mod exchange;
mod known;
mod reference;
mod session;
mod tags;
mod transport;

use crate::report::Code;

pub(crate) use diagnosis::one_line;

pub use client::Client;
pub use credential::{Credential, CredentialError, Credentials};
pub use credential_helper::{CREDENTIAL_HELPER_FAILED, HelperError};
pub use diagnosis::{Complaint, Diagnosis, Kind, diagnose};
pub use digest::Digest;
pub use docker_configuration::{
    ConfigurationError, DOCKER_CONFIGURATION_UNREADABLE, DockerConfiguration,
};
pub use error::{
    CREDENTIALS_MISSING, CREDENTIALS_REFUSED, DIGEST_MISMATCH, Error, NO_PERMISSION, NOT_JSON,
    PLAIN_HTTP_REFUSED, RATE_LIMITED, REDIRECTED_ELSEWHERE, REPOSITORY_MISSING, Refusal,
    SERVER_ERROR, TAG_IMMUTABLE, TLS, UNEXPECTED_ANSWER, UNREACHABLE, UNSUPPORTED,
};
pub use reference::{
    ChartReference, ChartRepositoryReference, NAME_OUTSIDE_GRAMMAR, OciLayout, REFERENCE_INVALID,
    ReferenceError, RegistryHost, RepositoryName, TAG_OUTSIDE_GRAMMAR, THREE_LEVELS_ON_DOCKER_HUB,
    Tag,
};
pub use session::{Session, WriteAccess};

/// The codes of this module.
pub const CODES: &[&Code] = &[
    &REFERENCE_INVALID,
    &NAME_OUTSIDE_GRAMMAR,
    &TAG_OUTSIDE_GRAMMAR,
    &THREE_LEVELS_ON_DOCKER_HUB,
    &UNREACHABLE,
    &TLS,
    &CREDENTIALS_REFUSED,
    &CREDENTIALS_MISSING,
    &NO_PERMISSION,
    &REPOSITORY_MISSING,
    &SERVER_ERROR,
    &NOT_JSON,
    &REDIRECTED_ELSEWHERE,
    &RATE_LIMITED,
    &DIGEST_MISMATCH,
    &UNSUPPORTED,
    &PLAIN_HTTP_REFUSED,
    &DOCKER_CONFIGURATION_UNREADABLE,
    &CREDENTIAL_HELPER_FAILED,
    &TAG_IMMUTABLE,
    &image_layout::LAYOUT_UNREADABLE,
    &image_layout::LAYOUT_NOT_WRITTEN,
    &UNEXPECTED_ANSWER,
];
