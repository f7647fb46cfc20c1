//! `cuff.yaml` as its author writes it. This is the one definition of the file: the check of its keys and the JSON Schema
//! for editors are derived from it, and the words below are its documentation.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Serialize};

/// The configuration of a folder of plans: what is checked, and how it is reported.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "Configuration")]
pub struct ConfigFile {
    /// Another configuration that this one builds on, as a path from this file, such as `../cuff.yaml`. It must lie in
    /// the same project: the git repository, or the highest folder above with a `cuff.yaml`.
    #[serde(default)]
    pub extends: Option<String>,
    /// Packs of rules that are on: names of shipped packs, or folders of rules that start with `./` or `../`.
    /// `[occlusion]` if absent.
    #[serde(default)]
    pub packs: Option<Vec<String>>,
    /// How each rule is reported: `error`, `warning`, `advice`, `off`, or `on` for the rule's own level.
    #[serde(default)]
    pub levels: BTreeMap<String, String>,
    /// Figures of rules, by `rule.figure`, such as `load-above-range.max: 28 % because our physio asked for it`. Where
    /// the rule's own figure has a source, the reason is required.
    #[serde(default)]
    pub params: BTreeMap<String, String>,
    /// Figures with which cuff estimates what a plan does not state, such as `heavy: 67 %`.
    #[serde(default)]
    pub estimates: BTreeMap<String, String>,
    /// Files of exercises beside the shipped ones.
    #[serde(default)]
    pub exercises: Vec<String>,
    /// Plans that are left out when a folder is checked, as patterns such as `archive/**`.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// Rules that no comment in a plan may silence, and that nothing may turn off.
    #[serde(default)]
    pub forbid: Vec<String>,
    /// What differs for some plans, or for parts of them; later ones win over earlier ones.
    #[serde(default)]
    pub overrides: Vec<OverrideFile>,
}

/// What differs for some plans, or for parts of them. Everything that is said of where it holds must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OverrideFile {
    /// Plans, as patterns such as `rehab/**`, from the folder of this file.
    #[serde(default)]
    pub files: Vec<String>,
    /// Weeks of a phase, in cuff's word for it (`deload`, `rehab`, `test`, `taper`, `normal`) or in the coach's own.
    #[serde(default)]
    pub phase: Option<String>,
    /// Plans of the athlete of this name.
    #[serde(default)]
    pub athlete: Option<String>,
    /// How rules are reported there.
    #[serde(default)]
    pub levels: BTreeMap<String, String>,
    /// Figures of rules there.
    #[serde(default)]
    pub params: BTreeMap<String, String>,
}

/// The JSON Schema of the configuration, for editors.
pub fn config_schema() -> Schema {
    schema_for!(ConfigFile)
}
