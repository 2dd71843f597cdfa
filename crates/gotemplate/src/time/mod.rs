//! Go's `time`: layouts, durations, zones.
