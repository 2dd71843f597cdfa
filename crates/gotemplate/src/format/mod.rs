//! Go's `fmt`: what the verbs print.
