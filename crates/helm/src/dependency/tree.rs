//! The charts of a render.

use gotemplate::{Map, MapType};

use crate::chart::Chart;
use crate::metadata::Metadata;
use crate::values::from_json;

/// A chart and its subcharts as a render sees them: the files of the loaded chart, with metadata and values of its
/// own, for an alias renames the chart and imported values become part of its defaults.
///
/// A clone shares the values' maps, as Go's copy of a chart does; nothing writes into them.
#[derive(Debug, Clone)]
pub struct ChartTree<'a> {
    pub(super) chart: &'a Chart,
    pub(super) metadata: Metadata,
    pub(super) values: Map,
    pub(super) subcharts: Vec<Self>,
}

impl<'a> ChartTree<'a> {
    /// The tree as it was loaded: every vendored chart is part of it.
    #[must_use]
    pub fn new(chart: &'a Chart) -> Self {
        Self {
            chart,
            metadata: chart.metadata.clone(),
            values: if chart.values_files.is_empty() {
                Map::nil(&MapType::ANY)
            } else {
                from_json(&chart.values)
            },
            subcharts: chart.subcharts.iter().map(Self::new).collect(),
        }
    }

    /// The chart as it was loaded: its templates, files and schema. Its name and its values may be others than here.
    #[must_use]
    pub fn chart(&self) -> &'a Chart {
        self.chart
    }

    /// The chart's name, or its alias.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.metadata.name
    }

    /// The chart's metadata; without the dependencies that are disabled.
    #[must_use]
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// The chart's default values, with those that it imports. A nil map when the chart has none.
    #[must_use]
    pub fn values(&self) -> &Map {
        &self.values
    }

    /// The subcharts, in the order in which Helm goes through them.
    #[must_use]
    pub fn subcharts(&self) -> &[Self] {
        &self.subcharts
    }
}
