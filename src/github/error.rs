//! Why GitHub's API did not do what it was asked. Nobody sees these but in the debug log: git's protocol is asked then.

/// What went wrong. URLs are without queries; the words of the server are its own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// No answer, or one that ended early.
    #[error("{url} cannot be reached: {cause}")]
    Unreachable {
        /// What was asked.
        url: String,
        /// What the connection said.
        cause: String,
    },
    /// Another status than 200.
    #[error("{url} answers with status {status}")]
    Status {
        /// What was asked.
        url: String,
        /// The status.
        status: u16,
    },
    /// An answer that is not what the API's documentation says.
    #[error("the answer of {url} cannot be used: {problem}")]
    Unusable {
        /// What was asked.
        url: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The `errors` of a GraphQL answer, the first of them.
    #[error("it refuses ({kind}): {message}")]
    Refused {
        /// The error's `type`, such as `STALE_DATA`; empty when it has none.
        kind: String,
        /// Its `message`.
        message: String,
    },
}

impl ApiError {
    /// Whether a write that ended so may have happened all the same.
    pub fn leaves_open(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::Unusable { .. } => true,
            Self::Status { status, .. } => *status < 300 || *status >= 500,
            // "Something went wrong while executing your query", a time-out of GitHub's own, has no type.
            Self::Refused { kind, .. } => kind.is_empty(),
        }
    }

    /// Whether the branch was not where the commit was to go on from.
    pub fn is_stale(&self) -> bool {
        matches!(self, Self::Refused { kind, .. } if kind == "STALE_DATA")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_refusal_is_known_not_to_have_happened() {
        let url = || "https://api.github.com/graphql".to_owned();
        let status = |status| ApiError::Status { url: url(), status };
        let refused = |kind: &str| ApiError::Refused {
            kind: kind.to_owned(),
            message: String::new(),
        };
        for (error, open) in [
            (status(401), false),
            (status(403), false),
            (status(429), false),
            (status(301), false),
            (status(204), true),
            (status(500), true),
            (status(502), true),
            (refused("STALE_DATA"), false),
            (refused("FORBIDDEN"), false),
            (refused(""), true),
        ] {
            assert_eq!(error.leaves_open(), open, "{error}");
        }
        assert!(refused("STALE_DATA").is_stale());
        assert!(!refused("FORBIDDEN").is_stale());
    }
}
