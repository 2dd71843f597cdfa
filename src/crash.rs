//! Named points at which a build for tests stops, so that it can be killed there: `kill -9` at every step that others
//! can see (promise 3). In any other build they are nothing.

/// The variable that names a point.
#[cfg(feature = "crash-points")]
const POINT: &str = "CHARTWRIGHT_STOP_AT";
/// The variable that says the how manyth pass is meant, from 1.
#[cfg(feature = "crash-points")]
const PASS: &str = "CHARTWRIGHT_STOP_PASS";
/// The variable that names the file which is written when the process has stopped.
#[cfg(feature = "crash-points")]
const STOPPED: &str = "CHARTWRIGHT_STOPPED";

/// Stops for good when this is the point that was asked for.
#[cfg(feature = "crash-points")]
pub(crate) fn point(name: &str) {
    use std::sync::atomic::{AtomicUsize, Ordering};
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
