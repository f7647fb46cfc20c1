//! Exercises that a plan defines for itself, beside those of the catalogue.
//!
//! `exercise "Spider Curl" like "Barbell Curl"` copies what is known about another; `exercise "Belt Squat March":
//! compound, quads, glutes, leg` says it in words. What the words do not say stays unknown.

use std::collections::HashMap;

use super::lexicon::Reading;
use super::resolve::{Known, Resolution, Variant};
use super::sets::{ModifierSet, MovementId};
use super::{Bodyweight, Catalogue, Limb, Mechanic, Movement, Unilateral, nearest};

/// A word of a custom exercise that says nothing the catalogue knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StrangeTrait {
    /// Which of the words, counted from 0.
    pub index: usize,
    /// The word.
    pub word: String,
    /// The nearest word that would do.
    pub nearest: Option<String>,
}

/// The exercises of one plan: its own, then those of the catalogue.
#[derive(Debug)]
pub struct Roster<'c> {
    catalogue: &'c Catalogue,
    own: Vec<Movement>,
    names: HashMap<String, MovementId>,
}

/// Words that a trait may be beside muscles and patterns.
const UNILATERAL: &str = "unilateral";
const BODYWEIGHT: &str = "bodyweight";

impl Catalogue {
    /// A movement described by words: a mechanic (`compound`), muscles or groups of them (`quads`), limbs (`leg`), a
    /// pattern (`hinge`), `unilateral`, `bodyweight`. The first muscle is the target. Unknown words are left out.
    pub fn described(&self, name: &str, traits: &[&str]) -> (Movement, Vec<StrangeTrait>) {
        let mut movement = Movement {
            id: name.to_owned(),
            name: name.to_owned(),
            ..Movement::default()
        };
        let mut strange = Vec::new();
        for (index, word) in traits.iter().enumerate() {
            let word = word.trim();
            if !self.describe(&mut movement, &word.to_lowercase()) {
                let nearest = self.nearest_trait(word);
                strange.push(StrangeTrait {
                    index,
                    word: word.to_owned(),
                    nearest,
                });
            }
        }
        self.follow_own_pattern(&mut movement);
        (movement, strange)
    }

    /// A movement like one of the catalogue's, under another name.
    pub fn like(&self, name: &str, model: Known) -> Option<Movement> {
        let movement = self.movement(model.movement())?;
        Some(Movement {
            id: name.to_owned(),
            name: name.to_owned(),
            default_equipment: model.variant.equipment,
            own_modifiers: ModifierSet::default(),
            ..movement.clone()
        })
    }

    fn describe(&self, movement: &mut Movement, word: &str) -> bool {
        if let Some(&(mechanic, _)) = Mechanic::ALL.iter().find(|(_, known)| *known == word) {
            movement.mechanic = Some(mechanic);
        } else if let Some(limb) = limb(word) {
            movement.limbs = movement.limbs.with(limb);
        } else if let Some(pattern) = self.patterns().find(|&id| self.pattern_id(id) == word) {
            movement.pattern = Some(pattern);
        } else if word == UNILATERAL {
            movement.unilateral = Unilateral::Yes;
        } else if word == BODYWEIGHT {
            movement.bodyweight = Bodyweight::Yes;
        } else {
            let muscles = self.muscles_named(word);
            movement.target = movement.target.or(muscles.iter().next());
            movement.primary = movement.primary.union(muscles);
            return !muscles.is_empty();
        }
        true
    }

    /// A pattern says mechanic and limbs where the words do not.
    fn follow_own_pattern(&self, movement: &mut Movement) {
        let Some(pattern) = movement
            .pattern
            .and_then(|id| self.patterns.get(id.index()))
        else {
            return;
        };
        movement.mechanic = movement.mechanic.or(Some(pattern.mechanic));
        if movement.limbs.is_empty() {
            movement.limbs = pattern.limbs;
        }
    }

    /// All words that a trait may be, for completion.
    pub fn trait_words(&self) -> impl Iterator<Item = &str> {
        let mechanics = Mechanic::ALL.iter().map(|&(_, word)| word);
        let limbs = Limb::ALL.iter().map(|&(_, word)| word);
        let muscles = self.muscles.iter().map(|muscle| &*muscle.id);
        let groups = self.muscle_groups().map(|(id, _)| id);
        let patterns = self.patterns.iter().map(|pattern| &*pattern.id);
        mechanics
            .chain(limbs)
            .chain(muscles)
            .chain(groups)
            .chain(patterns)
            .chain([UNILATERAL, BODYWEIGHT])
    }

    fn nearest_trait(&self, word: &str) -> Option<String> {
        nearest::closest(&word.to_lowercase(), self.trait_words()).map(str::to_owned)
    }

    /// A form in which two spellings of a name are equal, whether the catalogue knows its words or not.
    fn folded(&self, name: &str) -> String {
        let reading = self.lexicon.read(name);
        if reading.strange {
            return nearest::sorted_words(name);
        }
        let Reading {
            core,
            equipment,
            modifiers,
            ..
        } = reading;
        format!("{:?} {equipment:?} {modifiers:?}", core.words())
    }
}

impl<'c> Roster<'c> {
    /// The exercises of a plan that has not defined any yet.
    pub fn new(catalogue: &'c Catalogue) -> Self {
        Self {
            catalogue,
            own: Vec::new(),
            names: HashMap::new(),
        }
    }

    /// The catalogue below.
    pub fn catalogue(&self) -> &'c Catalogue {
        self.catalogue
    }

    /// Adds an exercise. Its name hides one of the catalogue, and a later one of the same name hides it. None if there
    /// are too many.
    pub fn add(&mut self, movement: Movement) -> Option<MovementId> {
        let id = MovementId(u16::try_from(self.catalogue.movements.len() + self.own.len()).ok()?);
        self.names.insert(self.catalogue.folded(&movement.name), id);
        self.own.push(movement);
        Some(id)
    }

    /// The movement with this id.
    pub fn movement(&self, id: MovementId) -> Option<&Movement> {
        let own = id.index().checked_sub(self.catalogue.movements.len());
        own.map_or_else(|| self.catalogue.movement(id), |at| self.own.get(at))
    }

    /// What a name means: an exercise of the plan, or else what the catalogue says.
    pub fn resolve(&self, name: &str) -> Resolution {
        match self.find_own(name) {
            Some(known) => Resolution::Known(known),
            None => self.catalogue.resolve(name),
        }
    }

    /// The full name of a variant.
    pub fn canonical_name(&self, variant: Variant) -> String {
        self.movement(variant.movement)
            .map_or_else(String::new, |movement| {
                self.catalogue.full_name(movement, variant)
            })
    }

    fn find_own(&self, name: &str) -> Option<Known> {
        if self.names.is_empty() {
            return None;
        }
        let movement = *self.names.get(&self.catalogue.folded(name))?;
        let equipment = self.movement(movement)?.default_equipment;
        let variant = Variant {
            movement,
            equipment,
            modifiers: ModifierSet::default(),
        };
        let technique = self.catalogue.lexicon.read(name).technique;
        Some(Known {
            variant,
            equipment_named: false,
            technique,
        })
    }
}

fn limb(word: &str) -> Option<Limb> {
    let singular = word.strip_suffix('s').unwrap_or(word);
    Limb::ALL
        .iter()
        .find(|(_, known)| *known == singular)
        .map(|&(limb, _)| limb)
}
