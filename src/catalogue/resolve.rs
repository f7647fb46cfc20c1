//! From a name to the exercise that it means.
//!
//! The core words of a name must be exactly those of one name of a movement; its modifiers and equipment must be ones
//! that the movement may take. The name that claims most of what was said wins, and a tie is no match.

use serde::{Deserialize, Serialize};

use super::lexicon::{Core, Reading};
use super::sets::{EquipmentId, EquipmentSet, ModifierSet, MovementId, MuscleSet, TechniqueSet};
use super::{Candidate, Catalogue, Implied, Movement};

/// How many suggestions an unknown name comes with.
const SUGGESTIONS: usize = 3;
/// Most exercises in one name, and longest name, in bytes, that is searched for several.
const MOST_PARTS: usize = 6;
const LONGEST_LIST: usize = 400;

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// An exercise.
    Known(Known),
    /// Several exercises in one name, each with its own resolution.
    Several(Relation, Vec<Alternative>),
    /// Nothing in the catalogue, or more than one thing.
    Unknown {
        /// Full names that resolve, nearest first; at most three.
        suggestions: Vec<String>,
    },
}

/// One of several exercises in a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// Its part of the name.
    pub text: String,
    /// What it means: never several again.
    pub resolution: Resolution,
}

/// How several exercises in one name belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Relation {
    /// All are done, as in `A + B`.
    All,
    /// One of them is done, as in `A or B`.
    Either,
}

/// An exercise: what it is and how the name says it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Known {
    /// The movement, its equipment and its modifiers.
    pub variant: Variant,
    /// Whether the name says the equipment, rather than leaving it to what is usual.
    pub equipment_named: bool,
    /// Words about how the set is done, such as `paused`, `left` or `occlusion`.
    pub technique: TechniqueSet,
}

/// A variant of a movement. Two names of the same variant are equal here: `Barbell Curl` and `curl, barbell`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Variant {
    /// The movement.
    pub movement: MovementId,
    /// What it is done with: named or usual. None if it is done with nothing.
    pub equipment: Option<EquipmentId>,
    /// How it is varied, without what goes without saying.
    pub modifiers: ModifierSet,
}

/// What the words of a name lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Nothing,
    One(Known),
    /// Two movements bear the name.
    Tie,
}

impl Found {
    fn known(self) -> Option<Known> {
        match self {
            Self::One(known) => Some(known),
            Self::Nothing | Self::Tie => None,
        }
    }

    fn same_movement(self, other: Self) -> bool {
        matches!((self, other), (Self::One(one), Self::One(two)) if one.variant.movement == two.variant.movement)
    }
}

impl Known {
    /// What makes it the same exercise as another: the variant, not how a set is done.
    pub fn key(&self) -> Variant {
        self.variant
    }

    /// The movement.
    pub fn movement(&self) -> MovementId {
        self.variant.movement
    }
}

impl Catalogue {
    /// What a name means. Never fails and never guesses.
    pub fn resolve(&self, name: &str) -> Resolution {
        if let Some(known) = self.find(name) {
            return Resolution::Known(known);
        }
        if let Some((relation, parts)) = self.several(name) {
            return Resolution::Several(relation, parts);
        }
        Resolution::Unknown {
            suggestions: self.nearest(name, SUGGESTIONS),
        }
    }

    /// The exercise that a name means, without suggestions if there is none.
    pub fn find(&self, name: &str) -> Option<Known> {
        let reading = self.lexicon.read(name);
        match self.find_reading(&reading) {
            Found::One(known) => Some(known),
            Found::Tie => None,
            Found::Nothing => self.find_twice(name).or_else(|| self.find_past_label(name)),
        }
    }

    /// The exercise of a name with a label in front that is no part of it: `T2: Front Squat`, `A1. Face Pull`.
    fn find_past_label(&self, name: &str) -> Option<Known> {
        self.find_reading(&self.lexicon.read_past_label(name)?)
            .known()
    }

    /// The exercise that a reading means, as it stands or with some words understood otherwise.
    fn find_reading(&self, reading: &Reading) -> Found {
        if reading.strange {
            return Found::Nothing;
        }
        let any = |_: Option<&Movement>| true;
        let found = self.find_core(&reading.core, reading, any);
        if found != Found::Nothing {
            return found;
        }
        let wider = if reading.kept.words().is_empty() {
            None
        } else {
            reading.core.with(&reading.kept)
        };
        if let Some(core) = wider {
            let found = self.find_core(&core, reading, any);
            if found != Found::Nothing {
                return found;
            }
        }
        match self.find_without_muscles(&reading.core, reading) {
            Found::Nothing => wider.map_or(Found::Nothing, |core| {
                self.find_without_muscles(&core, reading)
            }),
            found => found,
        }
    }

    /// The exercise that the words mean once muscles are left out that it is done for anyway: `hamstring leg curl`.
    fn find_without_muscles(&self, core: &Core, reading: &Reading) -> Found {
        let muscles: Vec<_> = core
            .words()
            .iter()
            .filter(|&&word| !self.lexicon.muscles(word).is_empty())
            .collect();
        let dropped: [&[_]; 3] = [
            &muscles,
            muscles
                .get(..1)
                .filter(|_| muscles.len() > 1)
                .unwrap_or_default(),
            muscles
                .get(1..)
                .filter(|_| muscles.len() > 1)
                .unwrap_or_default(),
        ];
        for words in dropped.into_iter().filter(|words| !words.is_empty()) {
            let rest = core.filtered(|word| !words.contains(&&word));
            let sets: Vec<MuscleSet> = words
                .iter()
                .map(|&&word| self.lexicon.muscles(word))
                .collect();
            let fits = |movement: Option<&Movement>| {
                movement
                    .is_some_and(|movement| sets.iter().all(|set| set.overlaps(movement.primary)))
            };
            let found = self.find_core(&rest, reading, fits);
            if found != Found::Nothing {
                return found;
            }
        }
        Found::Nothing
    }

    /// The movement with exactly these core words that claims most of what else was said.
    fn find_core(
        &self,
        core: &Core,
        reading: &Reading,
        fits: impl Fn(Option<&Movement>) -> bool,
    ) -> Found {
        let named = self.named_equipment(reading.equipment);
        let mut best = 0;
        let mut found = Found::Nothing;
        for candidate in self.bearers(core) {
            let Some(meaning) = self.meaning(candidate, reading, named, &fits) else {
                continue;
            };
            // A modifier in a name tells movements apart more than the equipment that is usual for it anyway.
            let claimed =
                1 + 2 * candidate.modifiers.len() + usize::from(candidate.equipment.is_some());
            if claimed > best {
                (best, found) = (claimed, meaning);
            } else if claimed == best && !found.same_movement(meaning) {
                found = Found::Tie;
            }
        }
        found
    }

    /// What a name means if it means this candidate; none if it cannot.
    fn meaning(
        &self,
        candidate: &Candidate,
        reading: &Reading,
        named: EquipmentSet,
        fits: &impl Fn(Option<&Movement>) -> bool,
    ) -> Option<Found> {
        let Some(id) = candidate.movement else {
            // Any further word may tell which one is meant, so only the very name is ambiguous.
            let exact = candidate.modifiers == reading.modifiers
                && named == candidate.equipment.into_iter().collect();
            return (exact && fits(None)).then_some(Found::Tie);
        };
        let movement = self.movement(id).filter(|movement| fits(Some(movement)))?;
        let (named, technique) = self.as_technique(movement, named);
        let variant = self.variant(id, candidate, reading, named)?;
        let technique = technique.union(reading.technique);
        Some(Found::One(Known {
            variant,
            equipment_named: !named.is_empty(),
            technique,
        }))
    }

    /// The variant that a name means if it means this candidate.
    fn variant(
        &self,
        id: MovementId,
        candidate: &Candidate,
        reading: &Reading,
        equipment: EquipmentSet,
    ) -> Option<Variant> {
        let movement = self.movement(id)?;
        let named = reading.modifiers;
        let own = candidate.modifiers.union(movement.own_modifiers);
        if !candidate.modifiers.is_within(named)
            || !named.without(own).is_within(movement.modifiers)
        {
            return None;
        }
        let equipment = used_equipment(candidate, movement, equipment)?;
        let mut said = ModifierSet(named.0 & movement.modifiers.0);
        for &(stand_in, target) in &self.stand_ins {
            if said.contains(stand_in) {
                said = said
                    .without(ModifierSet::default().with(stand_in))
                    .with(target);
            }
        }
        Some(Variant {
            movement: id,
            equipment: equipment
                .or_else(|| self.implied(movement, reading))
                .or(movement.default_equipment),
            modifiers: said
                .without(movement.own_modifiers)
                .without(movement.default_modifiers)
                .without(self.idle),
        })
    }

    /// The equipment that other words mean where none is named.
    fn implied(&self, movement: &Movement, reading: &Reading) -> Option<EquipmentId> {
        let takes_place_of_usual = |implied: &Implied| {
            let usual = movement.default_equipment;
            implied.instead_of.is_empty()
                || usual.is_some_and(|usual| implied.instead_of.contains(usual))
        };
        let implied = self.implied.iter().find(|implied| {
            let said = implied.modifiers.overlaps(reading.modifiers)
                || implied.technique.overlaps(reading.technique);
            said && movement.equipment.contains(implied.equipment) && takes_place_of_usual(implied)
        })?;
        Some(implied.equipment)
    }

    /// Named equipment, less what is only a way to do the set: a band on a movement that is not done with bands.
    fn as_technique(
        &self,
        movement: &Movement,
        named: EquipmentSet,
    ) -> (EquipmentSet, TechniqueSet) {
        let mut technique = TechniqueSet::default();
        let mut kept = named;
        for id in named.without(movement.equipment).iter() {
            if let Some(word) = self
                .equipment
                .get(id.index())
                .and_then(|equipment| equipment.otherwise)
            {
                technique = technique.with(word);
                kept = kept.without(EquipmentSet::default().with(id));
            }
        }
        (kept, technique)
    }

    /// The equipment that a name means, of all that it says. More than one is left only if neither beats the other.
    pub(super) fn named_equipment(&self, said: EquipmentSet) -> EquipmentSet {
        if said.len() <= 1 {
            return said;
        }
        let beaten = said.iter().filter_map(|id| self.equipment.get(id.index()));
        said.without(beaten.fold(EquipmentSet::default(), |all, equipment| {
            all.union(equipment.over)
        }))
    }

    /// The exercise of a name that says it twice: `Back Extension (Hyperextension)`, `RDL / Romanian Deadlift`.
    fn find_twice(&self, name: &str) -> Option<Known> {
        if name.len() > LONGEST_LIST || !name.contains(['(', '/']) {
            return None;
        }
        let mut parts = name
            .split(['(', ')', '/'])
            .filter(|part| !part.trim().is_empty());
        let first = self.find_plain(parts.next()?)?;
        for part in parts {
            let same = self.find_plain(part)?;
            if same.variant.movement != first.variant.movement {
                return None;
            }
        }
        Some(first)
    }

    fn find_plain(&self, name: &str) -> Option<Known> {
        self.find_reading(&self.lexicon.read(name)).known()
    }

    /// Several exercises in one name. At least one of them must be known, else it is just an unknown name.
    fn several(&self, name: &str) -> Option<(Relation, Vec<Alternative>)> {
        if name.len() > LONGEST_LIST {
            return None;
        }
        let (relation, texts) = self.parts(name)?;
        let parts: Vec<Alternative> = texts
            .iter()
            .map(|text| self.alternative(text, texts.last()))
            .collect();
        let known = parts
            .iter()
            .filter(|part| matches!(part.resolution, Resolution::Known(_)))
            .count();
        (known > 0 && parts.len() > 1 && parts.len() <= MOST_PARTS).then_some((relation, parts))
    }

    /// The texts between the signs and words that stand between exercises; a slash is one if each side is an exercise.
    fn parts<'n>(&self, name: &'n str) -> Option<(Relation, Vec<&'n str>)> {
        for (between, relation) in &self.between {
            let texts = split_between(name, between);
            if texts.len() > 1 {
                return Some((*relation, texts));
            }
        }
        let texts: Vec<&str> = name.split('/').map(str::trim).collect();
        let all_known = texts.len() > 1 && texts.iter().all(|text| self.find_plain(text).is_some());
        all_known.then_some((Relation::Either, texts))
    }

    /// One part. `Barbell` in `Barbell or Dumbbell Row` borrows the core of the last part.
    fn alternative(&self, text: &str, last: Option<&&str>) -> Alternative {
        let mut reading = self.lexicon.read(text);
        if let (true, Some(last)) = (reading.core.words().is_empty(), last) {
            reading.core = self.lexicon.read(last).core;
        }
        let resolution = match self.find_reading(&reading) {
            Found::One(known) => Resolution::Known(known),
            Found::Nothing | Found::Tie => Resolution::Unknown {
                suggestions: self.nearest(text, SUGGESTIONS),
            },
        };
        Alternative {
            text: text.trim().to_owned(),
            resolution,
        }
    }
}

/// The equipment of a name if it means this candidate: inner `None` for what is usual, outer `None` if it does not fit.
fn used_equipment(
    candidate: &Candidate,
    movement: &Movement,
    named: EquipmentSet,
) -> Option<Option<EquipmentId>> {
    let claimed: EquipmentSet = candidate.equipment.into_iter().collect();
    if !claimed.is_within(named) || !named.is_within(movement.equipment) {
        return None;
    }
    // In `Kettlebell Swing, Dumbbell` the kettlebell is only part of the name.
    let rest = named.without(claimed);
    match (rest.len(), named.len()) {
        (1, _) => Some(rest.iter().next()),
        (0, 0 | 1) => Some(named.iter().next()),
        _ => None,
    }
}

/// Splits at a sign anywhere, or at a word between spaces in any case.
fn split_between<'n>(name: &'n str, between: &str) -> Vec<&'n str> {
    if !between.contains(char::is_alphanumeric) {
        return name
            .split(between)
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
    }
    let mut parts = Vec::new();
    let mut rest = name;
    while let Some(at) = word_at(rest, between) {
        parts.push(rest.get(..at).unwrap_or_default().trim());
        rest = rest.get(at + between.len()..).unwrap_or_default();
    }
    parts.push(rest.trim());
    parts.retain(|part| !part.is_empty());
    parts
}

fn word_at(text: &str, word: &str) -> Option<usize> {
    let fits = |at: usize| {
        text.get(at..at + word.len())
            .is_some_and(|piece| piece.eq_ignore_ascii_case(word))
            && text
                .get(..at)
                .is_some_and(|before| before.ends_with(char::is_whitespace))
            && text
                .get(at + word.len()..)
                .is_some_and(|after| after.starts_with(char::is_whitespace))
    };
    (1..text.len()).find(|&at| fits(at))
}
