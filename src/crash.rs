//! Named points at which a build for tests stops, so that it can be killed there: `kill -9` at every step that others
//! can see (promise 3); or panics, with every secret in the panic's words. In any other build they are nothing.

/// The variable that names a point.
#[cfg(feature = "crash-points")]
const POINT: &str = "CHARTWRIGHT_STOP_AT";
/// The variable that says the how manyth pass is meant, from 1.
#[cfg(feature = "crash-points")]
const PASS: &str = "CHARTWRIGHT_STOP_PASS";
/// The variable that names the file which is written when the process has stopped.
#[cfg(feature = "crash-points")]
const STOPPED: &str = "CHARTWRIGHT_STOPPED";

/// The variable that names the point at which to panic.
#[cfg(feature = "crash-points")]
const PANIC: &str = "CHARTWRIGHT_PANIC_AT";

/// Stops for good, or panics, when this is the point that was asked for.
#[cfg(feature = "crash-points")]
#[expect(clippy::panic, reason = "it is what is asked for")]
pub(crate) fn point(name: &str) {
    use std::sync::atomic::{AtomicUsize, Ordering};
    if std::env::var(PANIC).as_deref() == Ok(name) {
        panic!("at {name} with {}", crate::secret::registered().join(" "));
    }
    static PASSED: AtomicUsize = AtomicUsize::new(0);
    if std::env::var(POINT).as_deref() != Ok(name) {
        return;
    }
    let pass = PASSED.fetch_add(1, Ordering::SeqCst) + 1;
    let wanted = std::env::var(PASS).ok().and_then(|pass| pass.parse().ok());
    if wanted.unwrap_or(1) == pass
        && let Some(file) = std::env::var_os(STOPPED)
        && std::fs::write(file, name).is_ok()
    {
        loop {
            std::thread::park();
        }
    }
}

/// Nothing.
#[cfg(not(feature = "crash-points"))]
pub(crate) const fn point(_name: &str) {}
