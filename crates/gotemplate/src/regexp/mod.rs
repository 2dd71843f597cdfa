//! Go's `regexp`: RE2 syntax, with Go's errors.
