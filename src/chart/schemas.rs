//! Documents that a chart's schema names elsewhere: Helm loads them from the disk and the network, so they are needed for
//! the same verdict.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;

use helm::schema::{Loader, Location};

use super::document::{LONGEST, NotGiven, document, reason};

/// How long one document may take, as in Helm (`jsonschema.go:newHTTPURLLoader`).
const PATIENCE: Duration = Duration::from_secs(15);

/// What came of an address.
type Loaded = Result<Vec<u8>, String>;

/// Each address is asked once in a run: a chart is linted several times, and charts share their schemas.
static LOADED: LazyLock<Mutex<HashMap<String, Loaded>>> = LazyLock::new(Mutex::default);

/// Loads files of this machine, and addresses without any credential.
pub fn schemas() -> Loader {
    Loader::new(|location| match location {
        Location::File(path) => file(path),
        Location::Web(url) => {
            // Held meanwhile, so that two charts do not ask for the same at once.
            let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(known) = loaded.get(url) {
                return known.clone();
            }
            let document = web(url);
            loaded.insert(url.to_owned(), document.clone());
            document
        }
    })
}

fn file(path: &Path) -> Loaded {
    let failed = |doing: &str, error: std::io::Error| {
        let problem = helm::go_words(&error);
        format!("{doing} {}: {problem}", path.display())
    };
    let file = File::open(path).map_err(|error| failed("open", error))?;
    let mut text = Vec::new();
    file.take(LONGEST as u64 + 1)
        .read_to_end(&mut text)
        .map_err(|error| failed("read", error))?;
    if text.len() > LONGEST {
        return Err(format!("{} is larger than {LONGEST} bytes", path.display()));
    }
    Ok(text)
}

/// A document from the network, or Helm's words (`HTTPURLLoader.Load`).
fn web(url: &str) -> Loaded {
    document(url, PATIENCE).map_err(|error| match error {
        NotGiven::Status(status) => format!(
            "HTTP request to {url} returned status {} ({})",
            status.as_u16(),
            reason(status)
        ),
        NotGiven::Failed(words) => format!("HTTP request failed for {url}: {words}"),
    })
}
