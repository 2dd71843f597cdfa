//! The version that is released: the tag's, Chart.yaml's, or both when they must be the same (R12, C3).

use helm::metadata::Metadata;

use super::inputs::{AppVersion, VersionFrom};
use crate::report::{Blame, Code, Explain, Note, Place};
use crate::version::ReleaseTag;

/// CW-TAG-003.
pub const NOT_CHARTS_VERSION: Code = Code::new(
    "CW-TAG-003",
    Blame::Chart,
    "the tag's version is not Chart.yaml's",
    "set `version` in Chart.yaml to the tag's version and move on with a new tag; or set `version-from: tag`",
);

/// CW-TAG-009.
pub const VERSION_NOT_WRITABLE: Code = Code::new(
    "CW-TAG-009",
    Blame::Chart,
    "the version cannot be written into the package",
    "name the tag by a semantic version",
);

/// What the package says instead of Chart.yaml; `None` leaves Chart.yaml's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    /// The version.
    pub version: Option<String>,
    /// The appVersion.
    pub app_version: Option<String>,
}

/// The tag and Chart.yaml say different versions, and `version-from` is `match`.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the tag says {tag_version}, Chart.yaml says {chart_version}")]
pub struct NotChartsVersion {
    tag: String,
    tag_version: String,
    chart_version: String,
    commit: Option<String>,
    pushed_by: Option<String>,
    place: Place,
}

impl NotChartsVersion {
    /// Says who pushed the tag and on which commit, as far as it is known.
    #[must_use]
    pub fn of(mut self, commit: Option<&str>, pushed_by: Option<&str>) -> Self {
        self.commit = commit.map(str::to_owned);
        self.pushed_by = pushed_by.map(str::to_owned);
        self
    }
}

impl Explain for NotChartsVersion {
    fn code(&self) -> &'static Code {
        &NOT_CHARTS_VERSION
    }

    fn place(&self) -> Option<Place> {
        Some(self.place.clone())
    }

    fn help(&self) -> Option<String> {
        Some(format!(
            "set `version` to {} in {}, commit, and move on with a new tag; or set `version-from: tag`",
            self.tag_version, self.place.path
        ))
    }

    fn notes(&self) -> Vec<Note> {
        let facts: Vec<String> = [
            self.commit
                .as_deref()
                .map(|commit| super::commit::short(commit).to_owned()),
            self.pushed_by
                .as_ref()
                .map(|who| format!("pushed by {who}")),
        ]
        .into_iter()
        .flatten()
        .collect();
        let facts = if facts.is_empty() {
            String::new()
        } else {
            format!(" ({})", facts.join(", "))
        };
        vec![Note::new("tag", format!("{}{facts}", self.tag))]
    }
}

/// Decides the version. `place` is where Chart.yaml says its own.
///
/// # Errors
/// When the two must be the same and are not.
pub fn decide(
    tag: &ReleaseTag,
    chart: &Metadata,
    from: VersionFrom,
    app_version: Option<&AppVersion>,
    place: Place,
) -> Result<Overrides, Box<NotChartsVersion>> {
    let tag_version = tag.version.to_string();
    let version = match from {
        // A leading `v` in Chart.yaml is Helm's leniency; the versions are the same.
        VersionFrom::Match
            if chart.version.strip_prefix('v').unwrap_or(&chart.version) == tag_version =>
        {
            None
        }
        VersionFrom::Match => {
            return Err(Box::new(NotChartsVersion {
                tag: tag.name.clone(),
                tag_version,
                chart_version: chart.version.clone(),
                commit: None,
                pushed_by: None,
                place: place.label("this version would be published"),
            }));
        }
        VersionFrom::Tag if chart.version == tag_version => None,
        VersionFrom::Tag => Some(tag_version.clone()),
        VersionFrom::Chart => None,
    };
    Ok(Overrides {
        version,
        app_version: app_version.map(|app_version| match app_version {
            AppVersion::Tag => tag_version,
            AppVersion::Value(value) => value.clone(),
        }),
    })
}

/// The codes of this module.
pub const CODES: &[&Code] = &[&NOT_CHARTS_VERSION, &VERSION_NOT_WRITABLE];

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(
        tag: &str,
        chart: &str,
        from: VersionFrom,
        app_version: Option<AppVersion>,
    ) -> Result<Overrides, String> {
        let tag = ReleaseTag {
            name: format!("v{tag}"),
            path: None,
            chart: None,
            version: tag.parse().unwrap(),
        };
        let chart = Metadata {
            version: chart.to_owned(),
            ..Metadata::default()
        };
        decide(
            &tag,
            &chart,
            from,
            app_version.as_ref(),
            Place::file("Chart.yaml"),
        )
        .map_err(|error| error.to_string())
    }

    fn version(version: &str) -> Overrides {
        Overrides {
            version: Some(version.to_owned()),
            app_version: None,
        }
    }

    #[test]
    fn the_version_comes_from_where_it_was_asked_from() {
        use VersionFrom::{Chart, Match, Tag};
        let none = Overrides::default();
        for (tag, chart, from, expected) in [
            ("1.2.3", "1.2.3", Match, Ok(none.clone())),
            ("1.2.3", "v1.2.3", Match, Ok(none.clone())),
            (
                "1.4.0",
                "1.3.9",
                Match,
                Err("the tag says 1.4.0, Chart.yaml says 1.3.9".to_owned()),
            ),
            // Build metadata is part of what is published.
            (
                "1.2.3+a",
                "1.2.3+b",
                Match,
                Err("the tag says 1.2.3+a, Chart.yaml says 1.2.3+b".to_owned()),
            ),
            ("1.4.0", "1.3.9", Tag, Ok(version("1.4.0"))),
            ("1.4.0", "1.4.0", Tag, Ok(none.clone())),
            ("1.4.0", "1.3.9", Chart, Ok(none)),
        ] {
            assert_eq!(
                decided(tag, chart, from, None),
                expected,
                "{tag} {chart} {from:?}"
            );
        }
    }

    #[test]
    fn the_app_version_is_the_tags_or_a_text() {
        let of = |app_version| {
            decided("1.2.3", "1.2.3", VersionFrom::Match, Some(app_version))
                .unwrap()
                .app_version
        };
        assert_eq!(of(AppVersion::Tag).as_deref(), Some("1.2.3"));
        assert_eq!(of(AppVersion::Value("7".to_owned())).as_deref(), Some("7"));
    }
}
