//! The exercise catalogue: which exercise a name means, and what is known about it.
//!
//! A name is a movement, the equipment, modifiers, and words about how a set is done; the order of words, their case,
//! punctuation and number do not matter. All words are data (`rules/exercises.yaml`); nothing here knows an exercise.
//! What is not in the catalogue stays unknown, with suggestions: a look-alike is never taken for a match.

mod compile;
mod custom;
pub mod file;
mod hash;
mod lexicon;
mod nearest;
mod place;
mod resolve;
mod sets;
#[cfg(test)]
mod tests;
mod vocab;
mod words;

pub use compile::Problem;
pub use custom::{Roster, StrangeTrait};
pub use resolve::{Alternative, Known, Relation, Resolution, Variant};
pub use sets::{
    EquipmentId, EquipmentSet, ModifierId, ModifierSet, MovementId, MuscleId, MuscleSet, PatternId,
    TechniqueId, TechniqueSet,
};

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use hash::QuickMap;
use lexicon::{Core, Lexicon};
use nearest::SearchName;

/// A compiled catalogue. It can be written down and read again, since cuff's own is compiled when cuff is built.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Catalogue {
    movements: Vec<Movement>,
    /// From the words of a name to the first of the candidates that bear it.
    keys: QuickMap<Core, u32>,
    candidates: Vec<Candidate>,
    lexicon: Lexicon,
    patterns: Vec<Pattern>,
    muscles: Vec<Muscle>,
    muscle_groups: Vec<MuscleGroup>,
    equipment: Vec<Equipment>,
    modifiers: Vec<Word>,
    /// Modifiers that come to another one, with that one.
    stand_ins: Vec<(ModifierId, ModifierId)>,
    /// Modifiers and technique words that mean equipment where none is named.
    implied: Vec<Implied>,
    /// Modifiers that make no variant.
    idle: ModifierSet,
    technique: Vec<Word>,
    between: Vec<(Box<str>, Relation)>,
    /// Other names of the movements as they are written: a line for each, with tabs between them. One text, since they are
    /// needed only where somebody types a name.
    aliases: String,
    /// All names as they are searched, made ready at the first search.
    #[serde(skip)]
    searched: OnceLock<Vec<SearchName>>,
}

/// What is known about a movement. Shared by all its variants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// Its id, such as `seated-leg-curl`.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Its pattern; none for a custom exercise that names none.
    pub pattern: Option<PatternId>,
    /// Joints in motion; unknown for a custom exercise that does not say.
    pub mechanic: Option<Mechanic>,
    /// Whether lists disagree about the mechanic.
    pub contested_mechanic: bool,
    /// Whether lists disagree about the primary muscles.
    pub contested_primary: bool,
    /// The first of the primary muscles.
    pub target: Option<MuscleId>,
    /// Muscles that it is done for.
    pub primary: MuscleSet,
    /// Muscles that work with them.
    pub secondary: MuscleSet,
    /// Limbs that work.
    pub limbs: LimbSet,
    /// The equipment that a name without any means.
    pub default_equipment: Option<EquipmentId>,
    /// All equipment that it may be done with.
    pub equipment: EquipmentSet,
    /// Modifiers that it may take.
    pub modifiers: ModifierSet,
    /// Modifiers that go without saying.
    pub default_modifiers: ModifierSet,
    /// Whether it is done one side at a time.
    pub unilateral: Unilateral,
    /// Whether the body is the load.
    pub bodyweight: Bodyweight,
    /// Modifiers that are part of its name.
    own_modifiers: ModifierSet,
}

/// Joints in motion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Mechanic {
    /// Two or more joints move.
    Compound,
    /// One joint moves.
    Isolation,
    /// None moves.
    Isometric,
    /// Lists disagree, and so it is neither for a rule to rely on.
    Contested,
}

/// Whether a movement is done one side at a time.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Unilateral {
    /// Both sides at once.
    #[default]
    No,
    /// Both at once unless the name says one.
    Optional,
    /// One side at a time.
    Yes,
}

/// Whether the body is the load.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Bodyweight {
    /// It is not.
    #[default]
    No,
    /// It is; weight may be added.
    Yes,
    /// It is; weight may be added, and a machine or band may take some away.
    Assisted,
}

/// A part of the body that works, or that a muscle lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Limb {
    /// Arms: from below the shoulder to the hand.
    Arm,
    /// Legs: from below the hip to the foot.
    Leg,
    /// Everything else.
    Trunk,
}

/// Some of the limbs.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct LimbSet(u8);

/// A movement pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Pattern {
    id: String,
    mechanic: Mechanic,
    limbs: LimbSet,
    modifiers: ModifierSet,
}

/// A muscle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Muscle {
    id: String,
    limb: Limb,
}

/// A name for several muscles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct MuscleGroup {
    id: String,
    muscles: MuscleSet,
}

/// A kind of equipment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Equipment {
    word: Word,
    /// Equipment that it wins over when a name says both.
    over: EquipmentSet,
    /// The technique word that it comes to where the movement is not done with it.
    otherwise: Option<TechniqueId>,
}

/// Equipment that words mean where a name names none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Implied {
    /// The words: any of these.
    modifiers: ModifierSet,
    technique: TechniqueSet,
    equipment: EquipmentId,
    /// The usual equipment that it takes the place of; of any kind if empty.
    instead_of: EquipmentSet,
}

/// A word with an id and a written form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Word {
    id: String,
    name: String,
}

/// A movement that bears a name, with what else that name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Candidate {
    /// None if people use the name for more than one.
    movement: Option<MovementId>,
    equipment: Option<EquipmentId>,
    modifiers: ModifierSet,
    /// The next candidate with the same words.
    next: Option<u32>,
}

impl Catalogue {
    /// The movement with this id. Ids come from this catalogue; those of a [`Roster`] are looked up there.
    pub fn movement(&self, id: MovementId) -> Option<&Movement> {
        self.movements.get(id.index())
    }

    /// All movements in the order of the files.
    pub fn movements(&self) -> impl Iterator<Item = (MovementId, &Movement)> {
        self.movements
            .iter()
            .zip(0..)
            .map(|(movement, at)| (MovementId(at), movement))
    }

    /// The movement whose id is this text.
    pub fn movement_by_id(&self, id: &str) -> Option<MovementId> {
        self.movements()
            .find(|(_, movement)| movement.id == id)
            .map(|(at, _)| at)
    }

    /// All muscles in the order of the files.
    pub fn muscles(&self) -> impl Iterator<Item = MuscleId> {
        (0..self.muscles.len()).filter_map(|at| u8::try_from(at).ok().map(MuscleId))
    }

    /// The id of a muscle as plans and rules write it, such as `rear-delts`; empty if it is not of this catalogue.
    pub fn muscle_name(&self, id: MuscleId) -> &str {
        self.muscles.get(id.index()).map_or("", |muscle| &muscle.id)
    }

    /// Where the belly of a muscle lies.
    pub fn muscle_limb(&self, id: MuscleId) -> Limb {
        self.muscles
            .get(id.index())
            .map_or(Limb::Trunk, |muscle| muscle.limb)
    }

    /// Groups of muscles, such as `shoulders`, with what they stand for.
    pub fn muscle_groups(&self) -> impl Iterator<Item = (&str, MuscleSet)> {
        self.muscle_groups
            .iter()
            .map(|group| (&*group.id, group.muscles))
    }

    /// The muscles that a word names: a muscle, a group, or another spelling of one. Empty if it names none.
    pub fn muscles_named(&self, text: &str) -> MuscleSet {
        self.lexicon.muscles_of(text)
    }

    /// The name of a kind of equipment for people; empty if it is not of this catalogue.
    pub fn equipment_name(&self, id: EquipmentId) -> &str {
        self.equipment
            .get(id.index())
            .map_or("", |equipment| &equipment.word.name)
    }

    /// The id of a kind of equipment, such as `ez-bar`; empty if it is not of this catalogue.
    pub fn equipment_id(&self, id: EquipmentId) -> &str {
        self.equipment
            .get(id.index())
            .map_or("", |equipment| &equipment.word.id)
    }

    /// All equipment in the order of the files.
    pub fn equipment(&self) -> impl Iterator<Item = EquipmentId> {
        (0..self.equipment.len()).filter_map(|at| u8::try_from(at).ok().map(EquipmentId))
    }

    /// The id of a modifier, such as `one-arm`; empty if it is not of this catalogue.
    pub fn modifier_id(&self, id: ModifierId) -> &str {
        self.modifiers.get(id.index()).map_or("", |word| &word.id)
    }

    /// The id of a technique word, such as `paused`; empty if it is not of this catalogue.
    pub fn technique_id(&self, id: TechniqueId) -> &str {
        self.technique.get(id.index()).map_or("", |word| &word.id)
    }

    /// All technique words in the order of the files.
    pub fn technique(&self) -> impl Iterator<Item = TechniqueId> {
        (0..self.technique.len()).filter_map(|at| u8::try_from(at).ok().map(TechniqueId))
    }

    /// The id of a pattern, such as `hinge`; empty if it is not of this catalogue.
    pub fn pattern_id(&self, id: PatternId) -> &str {
        self.patterns
            .get(id.index())
            .map_or("", |pattern| &pattern.id)
    }

    /// All patterns in the order of their ids.
    pub fn patterns(&self) -> impl Iterator<Item = PatternId> {
        (0..self.patterns.len()).filter_map(|at| u8::try_from(at).ok().map(PatternId))
    }

    /// The full name of a variant, such as `Incline Dumbbell Bench Press`: modifiers, then equipment unless it is the
    /// usual one, then the movement. It resolves to that variant again, unless the modifiers make it sound like another
    /// movement as well.
    pub fn canonical_name(&self, variant: Variant) -> String {
        self.movement(variant.movement)
            .map_or_else(String::new, |movement| self.full_name(movement, variant))
    }

    /// The candidates whose names have exactly these core words.
    fn bearers(&self, core: &Core) -> impl Iterator<Item = &Candidate> {
        let mut next = self.keys.get(core).copied();
        std::iter::from_fn(move || {
            let candidate = self.candidates.get(usize::try_from(next?).ok()?)?;
            next = candidate.next;
            Some(candidate)
        })
    }

    fn full_name(&self, movement: &Movement, variant: Variant) -> String {
        let mut name = String::new();
        for id in variant.modifiers.iter() {
            name.push_str(self.modifiers.get(id.index()).map_or("", |word| &word.name));
            name.push(' ');
        }
        let Some(equipment) = variant
            .equipment
            .filter(|&id| Some(id) != movement.default_equipment)
        else {
            return name + &movement.name;
        };
        // `Cable Crossover` with a band is a `Band Crossover`, not a `Band Cable Crossover`.
        let usual = movement
            .default_equipment
            .map_or("", |id| self.equipment_name(id));
        match movement
            .name
            .split_once(usual)
            .filter(|_| !usual.is_empty())
        {
            Some((before, after)) => {
                format!("{name}{before}{}{after}", self.equipment_name(equipment))
            }
            None => format!("{name}{} {}", self.equipment_name(equipment), movement.name),
        }
    }
}

impl Mechanic {
    /// All of them with the words of the files.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Compound, "compound"),
        (Self::Isolation, "isolation"),
        (Self::Isometric, "isometric"),
        (Self::Contested, "contested"),
    ];

    /// The word of the files.
    pub fn word(self) -> &'static str {
        word_of(&Self::ALL, self)
    }
}

impl Limb {
    /// All of them with the words of the files.
    pub const ALL: [(Self, &'static str); 3] = [
        (Self::Arm, "arm"),
        (Self::Leg, "leg"),
        (Self::Trunk, "trunk"),
    ];

    /// The word of the files.
    pub fn word(self) -> &'static str {
        word_of(&Self::ALL, self)
    }

    fn bit(self) -> u8 {
        match self {
            Self::Arm => 1,
            Self::Leg => 2,
            Self::Trunk => 4,
        }
    }
}

impl LimbSet {
    /// Whether the limb is in it.
    pub fn contains(self, limb: Limb) -> bool {
        self.0 & limb.bit() != 0
    }

    /// Whether nothing is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set with this limb as well.
    #[must_use]
    pub fn with(self, limb: Limb) -> Self {
        Self(self.0 | limb.bit())
    }

    /// Those in it: arm, leg, trunk.
    pub fn iter(self) -> impl Iterator<Item = Limb> {
        Limb::ALL
            .into_iter()
            .map(|(limb, _)| limb)
            .filter(move |&limb| self.contains(limb))
    }
}

impl Unilateral {
    /// All of them with the words of the files.
    pub const ALL: [(Self, &'static str); 3] = [
        (Self::No, "no"),
        (Self::Optional, "optional"),
        (Self::Yes, "yes"),
    ];
}

impl Bodyweight {
    /// All of them with the words of the files.
    pub const ALL: [(Self, &'static str); 3] = [
        (Self::No, "no"),
        (Self::Yes, "yes"),
        (Self::Assisted, "assisted"),
    ];
}

fn word_of<T: PartialEq>(all: &[(T, &'static str)], one: T) -> &'static str {
    all.iter()
        .find(|(other, _)| *other == one)
        .map_or("", |&(_, word)| word)
}
