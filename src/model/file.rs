//! The model's data files as written: `rules/vocabulary.yaml` and `rules/estimates.yaml`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Words for places on the body, phases and joints.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct VocabularyFile {
    /// Places where a wrap may be said to sit.
    pub sites: Vec<SiteFile>,
    /// Phrases for each position: `high`, `middle`, `joint`.
    pub positions: BTreeMap<String, Vec<String>>,
    /// Words inside a position that name a site by themselves.
    pub implied: BTreeMap<String, Vec<String>>,
    /// Words in front of a joint that make it a position.
    pub near: Vec<String>,
    /// Those of them that put the wrap above the joint.
    pub above: Vec<String>,
    /// Words that say nothing about the place.
    pub fillers: Vec<String>,
    /// Words between two places.
    pub joining: Vec<String>,
    /// Words for `left`, `right` and `both`.
    pub sides: BTreeMap<String, Vec<String>>,
    /// How tight a wrap is, in words.
    pub tightness_words: Vec<String>,
    /// Words for each phase: `deload`, `rehab`, `test`, `taper`.
    pub phases: BTreeMap<String, Vec<String>>,
    /// Joints.
    pub joints: Vec<JointFile>,
    /// Movement patterns without a resistance.
    pub no_resistance: Vec<String>,
    /// Modifiers that put load on top of the body.
    pub added_load: Vec<String>,
}

/// A place on the body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SiteFile {
    /// Its id.
    pub id: String,
    /// `arm`, `leg` or `trunk`.
    pub limb: String,
    /// Whether it is a joint or lies beyond one.
    #[serde(default)]
    pub joint: bool,
    /// The site that lies above it, for a joint.
    #[serde(default)]
    pub above: Option<String>,
    /// Words for it.
    pub words: Vec<String>,
    /// Those of its words that place the wrap on the upper part, without saying how high.
    #[serde(default)]
    pub high_words: Vec<String>,
}

/// A joint.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct JointFile {
    /// Its id.
    pub id: String,
    /// Words for it in complaints.
    pub words: Vec<String>,
    /// Muscles whose work loads it, by their ids in the catalogue.
    pub muscles: Vec<String>,
}

/// Figures for estimates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EstimatesFile {
    /// Single figures by name.
    pub figures: BTreeMap<String, FigureFile>,
    /// Percent of 1RM by repetitions to failure.
    pub repetition_table: RepetitionTableFile,
}

/// One figure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FigureFile {
    /// A quantity with its unit.
    pub value: String,
    /// Where it comes from, by keys in `sources.yaml`.
    #[serde(default)]
    pub cites: Vec<String>,
    /// What it means, and why it is what it is where no source states it.
    #[serde(default)]
    pub note: Option<String>,
}

/// A table of percentages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RepetitionTableFile {
    /// Where it comes from, by keys in `sources.yaml`.
    #[serde(default)]
    pub cites: Vec<String>,
    /// Rows in order of repetitions.
    pub rows: Vec<RepetitionRowFile>,
}

/// One row of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RepetitionRowFile {
    /// Repetitions to failure.
    pub reps: String,
    /// Percent of 1RM.
    pub percent: String,
}
