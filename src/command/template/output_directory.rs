//! Rendered files in a directory (`--output-dir`).

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};

use camino::{Utf8Path, Utf8PathBuf};
use helm::render::{Output, Show};

use super::error::TemplateCommandError;

/// Writes what is shown of a rendered chart, a file for each template, and says of each write that it was done, as
/// Helm does. `directory` takes the definitions of crds/, `release` everything else.
///
/// # Errors
/// For the first file that cannot be written.
pub(super) fn write(
    output: &Output,
    show: Show,
    directory: &Utf8Path,
    release: &Utf8Path,
    say: &mut dyn Write,
) -> Result<(), TemplateCommandError> {
    let mut written = BTreeSet::new();
    if show.definitions {
        for (path, text) in &output.definitions {
            let append = !written.insert(path.as_str());
            section(directory, path, text, append, say)?;
        }
    }
    for manifest in &output.sorted.manifests {
        let append = !written.insert(manifest.path.as_str());
        section(release, &manifest.path, &manifest.text, append, say)?;
    }
    for hook in output.hooks(show) {
        let append = release.join(&hook.path).exists();
        section(release, &hook.path, &hook.text, append, say)?;
    }
    Ok(())
}

fn section(
    directory: &Utf8Path,
    name: &str,
    text: &[u8],
    append: bool,
    say: &mut dyn Write,
) -> Result<(), TemplateCommandError> {
    let path = Utf8PathBuf::from(format!("{directory}/{name}"));
    let written = || -> io::Result<()> {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut file = OpenOptions::new()
            .create(true)
            .write(true)
            .append(append)
            .truncate(!append)
            .open(&path)?;
        file.write_all(format!("---\n# Source: {name}\n").as_bytes())?;
        file.write_all(text)?;
        file.write_all(b"\n")
    };
    written().map_err(|source| TemplateCommandError::Output {
        path: path.clone(),
        source,
    })?;
    // A reader that closed the pipe has seen what it wanted.
    let _ = writeln!(say, "wrote {path}");
    Ok(())
}
