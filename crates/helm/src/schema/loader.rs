//! Documents that a schema names and that are not at hand (santhosh's `URLLoader`).

use std::fmt;
use std::path::Path;
use std::rc::Rc;

/// Where such a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location<'a> {
    /// A file of this machine (`file:`). A name beside the schema is one in `/`: Helm calls the schema
    /// `file:///values.schema.json`.
    File(&'a Path),
    /// An address (`http:`, `https:`).
    Web(&'a str),
}

/// Gives documents by where they are. This crate does no such input or output itself: whoever renders charts decides
/// what their schemas may have.
#[derive(Clone)]
pub struct Loader(Rc<Load>);

/// A document's text, or why there is none, in the words of Helm's loaders.
type Load = dyn Fn(Location<'_>) -> Result<Vec<u8>, String>;

impl Loader {
    /// A loader. Its errors are what Helm's loaders would say: `open /x.json: no such file or directory`, `HTTP request
    /// to https://example.com/x.json returned status 404 (Not Found)`.
    pub fn new(load: impl Fn(Location<'_>) -> Result<Vec<u8>, String> + 'static) -> Self {
        Self(Rc::new(load))
    }

    /// The text of a document.
    pub(super) fn load(&self, location: Location<'_>) -> Result<Vec<u8>, String> {
        (self.0)(location)
    }
}

impl Default for Loader {
    /// No document is given: no file is there, and nothing is loaded over the network.
    fn default() -> Self {
        Self::new(|location| {
            Err(match location {
                Location::File(path) => {
                    format!("open {}: no such file or directory", path.display())
                }
                Location::Web(url) => {
                    format!("HTTP request failed for {url}: no schema is loaded over the network")
                }
            })
        })
    }
}

impl fmt::Debug for Loader {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Loader")
    }
}
