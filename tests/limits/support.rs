//! Charts made of a few texts, rendered under small limits.

use std::fs;
use std::path::Path;
use std::rc::Rc;

use gotemplate::sprig::Sources;
use gotemplate::{Limits, Map};
use helm::load::load_directory;
use helm::render::{Capabilities, Operation, Options, Release, Show, TemplateError, template};

/// What a case may spend: enough for all that is meant to end by itself, and little enough for a slow build.
pub(crate) const SMALL: Limits = Limits {
    steps: 300_000,
    bytes: 64 << 20,
    text: 16 << 20,
};

/// For what has to work, however large it is.
pub(crate) const LARGE: Limits = Limits {
    steps: 20_000_000,
    bytes: 2 << 30,
    text: 256 << 20,
};

/// A chart of one template and what else is given.
#[derive(Default)]
pub(crate) struct Chart<'a> {
    pub(crate) template: &'a str,
    pub(crate) definitions: &'a str,
    pub(crate) values: &'a str,
    pub(crate) schema: &'a str,
}

impl Chart<'_> {
    pub(crate) fn write(&self, root: &Path) {
        fs::create_dir_all(root.join("templates")).unwrap();
        let chartfile = "apiVersion: v2\nname: c\nversion: 1.0.0\n";
        for (name, text) in [
            ("Chart.yaml", chartfile),
            ("values.yaml", self.values),
            ("templates/a.yaml", self.template),
            ("templates/_d.tpl", self.definitions),
            ("values.schema.json", self.schema),
        ] {
            if !text.is_empty() {
                fs::write(root.join(name), text).unwrap();
            }
        }
    }

    /// What is printed, or the error's words.
    pub(crate) fn render(&self, limits: Limits) -> Result<String, String> {
        let directory = tempfile::tempdir().unwrap();
        self.write(directory.path());
        let chart = load_directory(directory.path()).map_err(|error| error.to_string())?;
        let options = Options {
            release: Release {
                name: "r".to_owned(),
                namespace: "default".to_owned(),
                operation: Operation::Install,
            },
            capabilities: Capabilities::default(),
            skip_schema_validation: false,
            schemas: helm::schema::Loader::default(),
            limits,
            sources: Sources {
                rsa_keys: gotemplate::sprig::RsaKeys::New,
                now: Rc::new(|| 1_700_000_000_000_000_000),
                local_zone: "UTC".to_owned(),
                random: Rc::new(pseudo_random),
            },
        };
        match template(&chart, &Map::new(), &options) {
            Ok(output) => Ok(String::from_utf8_lossy(&output.text(Show::default())).into_owned()),
            Err(TemplateError::Render(errors)) => {
                // The first is Helm's. The words of a runaway hold every step of the way.
                let first = errors.first().expect("an error");
                assert!(!first.to_string().is_empty());
                Err(first.message())
            }
            Err(error) => Err(error.to_string()),
        }
    }
}

/// Renders a template alone under small limits.
pub(crate) fn render(template: &str) -> Result<String, String> {
    Chart {
        template,
        ..Chart::default()
    }
    .render(SMALL)
}

/// Each template ends in an error that has these words.
pub(crate) fn all_fail(cases: &[(&str, &str)]) {
    for (template, words) in cases {
        let error = render(template).expect_err(template);
        assert!(error.contains(words), "{template}\n{error}");
    }
}

/// The words of a spent budget.
pub(crate) fn is_exhausted(error: &str) -> bool {
    [
        "the templates take over",
        "the templates make over",
        "a template makes a text or a list of over",
        "a value nests over",
    ]
    .iter()
    .any(|words| error.contains(words))
}

/// Bytes that repeat late enough for keys to be found.
fn pseudo_random(bytes: &mut [u8]) -> bool {
    use std::cell::Cell;
    thread_local!(static STATE: Cell<u64> = const { Cell::new(0x9E37_79B9_7F4A_7C15) });
    for byte in bytes {
        let mut state = STATE.get();
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        STATE.set(state);
        *byte = (state >> 32) as u8;
    }
    true
}
