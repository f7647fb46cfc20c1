//! An exercise catalogue as its author wrote it: strings and lists, complete and unjudged.
//!
//! These structs are the one definition of the format of `rules/exercises.yaml` and of user catalogues: serde reads it,
//! the JSON Schema for editors is derived from it, and the words below are its documentation. What the strings mean is
//! settled when the catalogue is compiled.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A catalogue: the words that exercise names are made of, and the movements.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CatalogueFile {
    /// The words. A user catalogue may leave it out, or add to it.
    #[serde(default)]
    pub vocab: VocabFile,
    /// The movements.
    #[serde(default)]
    pub movements: Vec<MovementFile>,
    /// Names that people use for more than one movement, such as `machine press`: they stay unknown.
    #[serde(default)]
    pub ambiguous: Vec<String>,
}

/// The closed lists that movements choose from, and how names spell them.
///
/// A spelling is read without regard to case, punctuation and plural: `pull-up` also reads `Pull Ups` and `pullup`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct VocabFile {
    /// Movement patterns, such as `hinge`, with what holds for their movements unless they say otherwise.
    #[serde(default)]
    pub patterns: BTreeMap<String, PatternFile>,
    /// Muscles, in the order in which they are listed for people. At most 64.
    #[serde(default)]
    pub muscles: Vec<MuscleFile>,
    /// Names for several muscles at once, such as `shoulders`.
    #[serde(default)]
    pub muscle_groups: Vec<MuscleGroupFile>,
    /// What an exercise is done with. At most 64.
    #[serde(default)]
    pub equipment: Vec<EquipmentFile>,
    /// Names for several kinds of equipment, for use in `also` and `over`.
    #[serde(default)]
    pub equipment_groups: BTreeMap<String, Vec<String>>,
    /// Ways to vary a movement, in the order in which a full name says them. At most 128.
    #[serde(default)]
    pub modifiers: Vec<ModifierFile>,
    /// Names for several modifiers, for use in the `modifiers` of a pattern or a movement.
    #[serde(default)]
    pub modifier_groups: BTreeMap<String, Vec<String>>,
    /// Words about how a set is done or logged, such as `paused`: they are kept beside the name. At most 64.
    #[serde(default)]
    pub technique: Vec<TechniqueFile>,
    /// Words that people write solid, hyphenated or apart, such as `push-up`.
    #[serde(default)]
    pub compounds: Vec<String>,
    /// A word or phrase, then other ways to write it, abbreviations included.
    #[serde(default)]
    pub same: BTreeMap<String, Vec<String>>,
    /// Words that carry no meaning in a name, such as `the`. `#` stands for any number.
    #[serde(default)]
    pub ignored: Vec<String>,
    /// What lists and programmes write in front of a name: a collection, a slot such as `t #` or `a #`. Left out only
    /// where the whole name means nothing. `#` stands for any number.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Words and signs between several exercises in one name.
    #[serde(default)]
    pub between: BetweenFile,
}

/// What holds for every movement of a pattern.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PatternFile {
    /// `compound`, `isolation`, `isometric` or `contested`.
    pub mechanic: String,
    /// Limbs that work: `arm`, `leg`, `trunk`.
    #[serde(default)]
    pub limbs: Vec<String>,
    /// Modifiers and groups of them that every movement of the pattern may take.
    #[serde(default)]
    pub modifiers: Vec<String>,
}

/// A muscle.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MuscleFile {
    /// Its id, such as `rear-delts`; also a spelling.
    pub id: String,
    /// Where its belly lies: `arm`, `leg` or `trunk`. What lies in the trunk is out of reach of any wrap.
    pub limb: String,
    /// Other spellings in exercise names.
    #[serde(default)]
    pub spellings: Vec<String>,
}

/// A name for several muscles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MuscleGroupFile {
    /// Its id, such as `shoulders`; also a spelling.
    pub id: String,
    /// The muscles.
    pub muscles: Vec<String>,
    /// Other spellings.
    #[serde(default)]
    pub spellings: Vec<String>,
}

/// A kind of equipment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EquipmentFile {
    /// Its id, such as `ez-bar`; also a spelling.
    pub id: String,
    /// How a full name writes it, if that is not its id with capitals.
    #[serde(default)]
    pub name: Option<String>,
    /// Other spellings.
    #[serde(default)]
    pub spellings: Vec<String>,
    /// Equipment and groups that this one wins over when a name says both, as in `EZ-bar cable curl`.
    #[serde(default)]
    pub over: Vec<String>,
    /// The technique word that it comes to where the movement is not done with it: a band on a rack pull is `banded`.
    #[serde(default)]
    pub otherwise: Option<String>,
}

/// A way to vary a movement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ModifierFile {
    /// Its id, such as `one-arm`; also a spelling.
    pub id: String,
    /// How a full name writes it, if that is not its id with capitals.
    #[serde(default)]
    pub name: Option<String>,
    /// Other spellings.
    #[serde(default)]
    pub spellings: Vec<String>,
    /// A word of the spelling that may belong to the movement instead: `leg` in `single leg press`.
    #[serde(default)]
    pub may_keep: Option<String>,
    /// The modifier that it comes to where no name of a movement claims it: `reverse-grip` is `underhand` on a pulldown.
    #[serde(default)]
    pub stands_for: Option<String>,
    /// The equipment that it means where none is named and the movement may be done with it: a rope hangs on a `cable`.
    #[serde(default)]
    pub implies: Option<String>,
    /// The usual equipment, and groups of it, in whose place alone it means that: nobody curls a `barbell` with one arm.
    #[serde(default)]
    pub instead_of: Vec<String>,
    /// Whether it only tells names apart and makes no variant: `flat` in `flat bench press`.
    #[serde(default)]
    pub idle: bool,
}

/// A word about how a set is done or logged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TechniqueFile {
    /// Its id, such as `paused`; also a spelling.
    pub id: String,
    /// Other spellings. `#` stands for any number, as in `# count`.
    #[serde(default)]
    pub spellings: Vec<String>,
    /// The equipment that it means where none is named: `banded` pushdowns are done with a `band`.
    #[serde(default)]
    pub implies: Option<String>,
    /// The usual equipment, and groups of it, in whose place alone it means that: a banded squat has its barbell still.
    #[serde(default)]
    pub instead_of: Vec<String>,
}

/// Words and signs between several exercises in one name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BetweenFile {
    /// All of them are done, as in `A + B`.
    #[serde(default)]
    pub all: Vec<String>,
    /// One of them is done, as in `A or B`.
    #[serde(default)]
    pub either: Vec<String>,
}

/// A movement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MovementFile {
    /// Its id, such as `seated-leg-curl`; unique.
    pub id: String,
    /// Its name for people. Equipment and modifiers in it belong to the movement.
    pub name: String,
    /// Other names. A modifier in one belongs to the name unless the movement may take it; then it is implied.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Its pattern.
    pub pattern: String,
    /// Its mechanic, where the pattern's is wrong.
    #[serde(default)]
    pub mechanic: Option<String>,
    /// What lists disagree about: `mechanic`, `primary`.
    #[serde(default)]
    pub contested: Vec<String>,
    /// Muscles that it is done for, most important first.
    #[serde(default)]
    pub primary: Vec<String>,
    /// Muscles that work with them.
    #[serde(default)]
    pub secondary: Vec<String>,
    /// Limbs that work, where the pattern's are wrong.
    #[serde(default)]
    pub limbs: Vec<String>,
    /// What it is done with.
    #[serde(default)]
    pub equipment: MovementEquipmentFile,
    /// Modifiers and groups of them that it may take beside its pattern's.
    #[serde(default)]
    pub modifiers: Vec<String>,
    /// Modifiers that it has when none is said, so that saying them changes nothing.
    #[serde(default)]
    pub default: Vec<String>,
    /// One side at a time: `no` (the default), `optional` or `yes`.
    #[serde(default)]
    pub unilateral: Option<String>,
    /// Whether the body is the load: `no` (the default), `yes`, or `assisted` where a machine may take some of it away.
    #[serde(default)]
    pub bodyweight: Option<String>,
}

/// What a movement is done with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MovementEquipmentFile {
    /// The equipment that a name without any means; none if absent.
    #[serde(default)]
    pub default: Option<String>,
    /// Other equipment, and groups of it.
    #[serde(default)]
    pub also: Vec<String>,
}
