//! Go's `encoding/json` over template values.
