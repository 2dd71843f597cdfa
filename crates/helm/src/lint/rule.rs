//! The rules of lint, each with a number that never changes.

/// A rule of lint.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// Its number: the last part of a reason code. Never used again for another rule.
    pub number: u16,
    /// Its name.
    pub name: &'static str,
    /// What it asks, in one line.
    pub summary: &'static str,
    /// What to do when it speaks: lower case, no full stop, as all advice of the program.
    pub help: &'static str,
}

/// Chart.yaml is a file.
pub static CHARTFILE_IS_FILE: Rule = Rule {
    number: 1,
    name: "chart-yaml-is-a-file",
    summary: "Chart.yaml is a file",
    help: "put a file with the chart's name, version and apiVersion in the directory's place",
};

/// Chart.yaml is YAML of the right shape.
pub static CHARTFILE_PARSES: Rule = Rule {
    number: 2,
    name: "chart-yaml-parses",
    summary: "Chart.yaml is YAML of the right shape",
    help: "mend the YAML at the place named; tabs, a missing space after a colon and unbalanced quotes are the usual causes",
};

/// Chart.yaml has no unknown and no repeated field.
pub static CHARTFILE_STRICT: Rule = Rule {
    number: 3,
    name: "chart-yaml-strict",
    summary: "Chart.yaml has no unknown and no repeated field",
    help: "remove the field, or correct its spelling: Helm ignores fields that it does not know",
};

/// The chart has a name.
pub static NAME: Rule = Rule {
    number: 4,
    name: "name",
    summary: "the chart has a name",
    help: "give the chart a `name`: lower-case letters, digits and dashes, without a slash",
};

/// apiVersion is v1 or v2.
pub static API_VERSION: Rule = Rule {
    number: 5,
    name: "api-version",
    summary: "apiVersion is v1 or v2",
    help: "write `apiVersion: v2`, unless the chart must work with Helm 2",
};

/// version is a text.
pub static VERSION_TYPE: Rule = Rule {
    number: 6,
    name: "version-type",
    summary: "version is a text",
    help: "put the version in quotes: without them YAML reads it as a number or a boolean",
};

/// version is a semantic version.
pub static VERSION: Rule = Rule {
    number: 7,
    name: "version",
    summary: "version is a semantic version",
    help: "write the version as x.y.z, for example `version: 1.4.0`",
};

/// appVersion is a text.
pub static APP_VERSION_TYPE: Rule = Rule {
    number: 8,
    name: "app-version-type",
    summary: "appVersion is a text",
    help: "put the appVersion in quotes: without them YAML reads `1.20` as the number 1.2",
};

/// Maintainers have a name and a valid email and url.
pub static MAINTAINERS: Rule = Rule {
    number: 9,
    name: "maintainers",
    summary: "maintainers have a name and a valid email and url",
    help: "give every maintainer a `name`, and leave out an `email` or `url` that is not known",
};

/// sources are URLs.
pub static SOURCES: Rule = Rule {
    number: 10,
    name: "sources",
    summary: "sources are URLs",
    help: "write each source as a full URL, for example https://github.com/acme/charts",
};

/// The chart has an icon.
pub static ICON_RECOMMENDED: Rule = Rule {
    number: 11,
    name: "icon-recommended",
    summary: "the chart has an icon",
    help: "add `icon:` with the URL of an SVG or PNG, so that catalogues can show the chart",
};

/// The icon is a URL.
pub static ICON_URL: Rule = Rule {
    number: 12,
    name: "icon-url",
    summary: "the icon is a URL",
    help: "write the icon as a full URL, for example https://example.com/icon.svg",
};

/// type is used with apiVersion v2 only.
pub static CHART_TYPE: Rule = Rule {
    number: 13,
    name: "chart-type",
    summary: "type is used with apiVersion v2 only",
    help: "raise `apiVersion` to v2, or remove `type`",
};

/// dependencies stand in Chart.yaml with apiVersion v2 only.
pub static DEPENDENCIES_API_VERSION: Rule = Rule {
    number: 14,
    name: "dependencies-api-version",
    summary: "dependencies stand in Chart.yaml with apiVersion v2 only",
    help: "raise `apiVersion` to v2, or move the dependencies to requirements.yaml",
};

/// version is SemVer 2 to the letter.
pub static VERSION_SEMVER_2: Rule = Rule {
    number: 15,
    name: "version-semver-2",
    summary: "version is SemVer 2 to the letter",
    help: "write the version as x.y.z without a leading `v`: OCI registries list no other tags",
};

/// The chart has a values.yaml.
pub static VALUES_EXIST: Rule = Rule {
    number: 20,
    name: "values-exist",
    summary: "the chart has a values.yaml",
    help: "add a values.yaml, even an empty one: it tells what can be set",
};

/// values.yaml is YAML and a map.
pub static VALUES_PARSE: Rule = Rule {
    number: 21,
    name: "values-parse",
    summary: "values.yaml is YAML and a map",
    help: "mend the YAML at the place named",
};

/// The values meet the chart's schema.
pub static VALUES_SCHEMA: Rule = Rule {
    number: 22,
    name: "values-schema",
    summary: "the values meet values.schema.json",
    help: "change the value, or what values.schema.json says of it",
};

/// templates/ is a directory.
pub static TEMPLATES_DIRECTORY: Rule = Rule {
    number: 30,
    name: "templates-directory",
    summary: "templates/ is a directory",
    help: "put the templates in a directory of that name; a chart without any is a library: say so with `type: library`",
};

/// The chart can be rendered.
pub static TEMPLATES_RENDER: Rule = Rule {
    number: 31,
    name: "templates-render",
    summary: "the chart can be rendered",
    help: "mend what the message names; `helm install` would fail in the same way",
};

/// Templates have an extension that tells what they are.
pub static TEMPLATE_EXTENSION: Rule = Rule {
    number: 32,
    name: "template-extension",
    summary: "templates end in .yaml, .yml, .tpl or .txt",
    help: "rename the file, or move it out of templates/ when it is no template",
};

/// Manifests begin at the margin.
pub static TEMPLATE_INDENT: Rule = Rule {
    number: 33,
    name: "template-indent",
    summary: "manifests begin at the margin",
    help: "take away the spaces at the start, for example with `{{-` in the line before",
};

/// Manifests are YAML.
pub static TEMPLATE_PARSES: Rule = Rule {
    number: 34,
    name: "template-parses",
    summary: "manifests are YAML",
    help: "render the template and look at the line that is named: it counts from the document's start",
};

/// Objects have a name that Kubernetes takes.
pub static OBJECT_NAME: Rule = Rule {
    number: 35,
    name: "object-name",
    summary: "objects have a name that Kubernetes takes",
    help: "give the object a `metadata.name` of lower-case letters, digits and dashes",
};

/// Objects are of a version that is not deprecated.
pub static DEPRECATION: Rule = Rule {
    number: 36,
    name: "deprecation",
    summary: "objects are of a version that is not deprecated",
    help: "write the object in the newer version",
};

/// Workloads select their pods.
pub static MATCH_SELECTOR: Rule = Rule {
    number: 37,
    name: "match-selector",
    summary: "workloads select their pods",
    help: "give the object a `spec.selector.matchLabels`, with labels that its pods have",
};

/// Objects in a List have no resource policy.
pub static LIST_POLICY: Rule = Rule {
    number: 38,
    name: "list-policy",
    summary: "objects in a List have no resource policy",
    help: "take the object out of the List: Helm does not look for the annotation in there",
};

/// The chart can be loaded.
pub static CHART_LOADS: Rule = Rule {
    number: 40,
    name: "chart-loads",
    summary: "the chart can be loaded",
    help: "mend what the message names; `helm install` would fail in the same way",
};

/// Every chart in charts/ is declared.
pub static DEPENDENCIES_DECLARED: Rule = Rule {
    number: 41,
    name: "dependencies-declared",
    summary: "every chart in charts/ is declared",
    help: "declare the chart under `dependencies`, or remove it from charts/",
};

/// Dependencies have different names.
pub static DEPENDENCIES_UNIQUE: Rule = Rule {
    number: 42,
    name: "dependencies-unique",
    summary: "dependencies have different names",
    help: "give one of them an `alias`",
};

/// Every declared dependency is in charts/.
pub static DEPENDENCIES_VENDORED: Rule = Rule {
    number: 43,
    name: "dependencies-vendored",
    summary: "every declared dependency is in charts/",
    help: "run `helm dependency build`",
};

/// crds/ is a directory.
pub static CRDS_DIRECTORY: Rule = Rule {
    number: 50,
    name: "crds-directory",
    summary: "crds/ is a directory",
    help: "rename the file `crds`, or put the definitions in a directory of that name",
};

/// The chart of the definitions can be loaded.
pub static CRDS_LOAD: Rule = Rule {
    number: 51,
    name: "crds-load",
    summary: "the chart of the definitions can be loaded",
    help: "mend what the message names",
};

/// Files in crds/ are YAML.
pub static CRDS_PARSE: Rule = Rule {
    number: 52,
    name: "crds-parse",
    summary: "files in crds/ are YAML",
    help: "mend the YAML; files in crds/ are no templates: move one that is to templates/",
};

/// Files in crds/ are of apiextensions.k8s.io.
pub static CRDS_API_VERSION: Rule = Rule {
    number: 53,
    name: "crds-api-version",
    summary: "files in crds/ are of apiextensions.k8s.io",
    help: "move objects that are no definitions out of crds/: Helm never upgrades nor deletes what is there",
};

/// Files in crds/ are CustomResourceDefinitions.
pub static CRDS_KIND: Rule = Rule {
    number: 54,
    name: "crds-kind",
    summary: "files in crds/ are CustomResourceDefinitions",
    help: "move objects that are no definitions out of crds/: Helm never upgrades nor deletes what is there",
};

/// All rules, in the order of their numbers.
pub static RULES: &[&Rule] = &[
    &CHARTFILE_IS_FILE,
    &CHARTFILE_PARSES,
    &CHARTFILE_STRICT,
    &NAME,
    &API_VERSION,
    &VERSION_TYPE,
    &VERSION,
    &APP_VERSION_TYPE,
    &MAINTAINERS,
    &SOURCES,
    &ICON_RECOMMENDED,
    &ICON_URL,
    &CHART_TYPE,
    &DEPENDENCIES_API_VERSION,
    &VERSION_SEMVER_2,
    &VALUES_EXIST,
    &VALUES_PARSE,
    &VALUES_SCHEMA,
    &TEMPLATES_DIRECTORY,
    &TEMPLATES_RENDER,
    &TEMPLATE_EXTENSION,
    &TEMPLATE_INDENT,
    &TEMPLATE_PARSES,
    &OBJECT_NAME,
    &DEPRECATION,
    &MATCH_SELECTOR,
    &LIST_POLICY,
    &CHART_LOADS,
    &DEPENDENCIES_DECLARED,
    &DEPENDENCIES_UNIQUE,
    &DEPENDENCIES_VENDORED,
    &CRDS_DIRECTORY,
    &CRDS_LOAD,
    &CRDS_PARSE,
    &CRDS_API_VERSION,
    &CRDS_KIND,
];
