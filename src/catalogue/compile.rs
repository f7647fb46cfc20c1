//! From catalogue files to a [`Catalogue`], with everything that is wrong in them.
//!
//! A wrong entry is left out and reported; the rest still works. Every process pays for this at its start, so it makes
//! one pass over the words and derives nothing that a lookup can do as well.

use super::file::{CatalogueFile, MovementFile};
use super::hash::QuickMap;
use super::lexicon::{Lexicon, Reading};
use super::nearest;
use super::place::Place;
use super::sets::{EquipmentId, EquipmentSet, ModifierSet, MovementId, MuscleSet, PatternId};
use super::{Bodyweight, Candidate, Catalogue, Limb, LimbSet, Mechanic, Movement, Unilateral};

/// Something wrong in a catalogue file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which of the files, counted from 0.
    pub file: usize,
    /// Where in it, such as `movements.3.aliases.1`.
    pub path: String,
    /// What is wrong: lower case, no full stop, names in backticks.
    pub message: String,
}

impl Catalogue {
    /// Compiles catalogue files into one catalogue, in which the words of every file hold for all movements.
    pub fn compile(files: &[CatalogueFile]) -> (Self, Vec<Problem>) {
        let mut compiler = Compiler {
            catalogue: Self {
                lexicon: Lexicon::new(),
                ..Self::default()
            },
            ..Compiler::default()
        };
        for (at, file) in files.iter().enumerate() {
            compiler.file = at;
            compiler.vocab(&file.vocab);
        }
        for (at, file) in files.iter().enumerate() {
            compiler.file = at;
            compiler.movements(&file.movements);
            compiler.ambiguous(&file.ambiguous);
        }
        (compiler.catalogue, compiler.problems)
    }
}

/// A catalogue in the making.
#[derive(Default)]
pub(super) struct Compiler<'f> {
    pub(super) catalogue: Catalogue,
    pub(super) problems: Vec<Problem>,
    pub(super) file: usize,
    /// Equipment and its groups.
    pub(super) equipment: QuickMap<&'f str, EquipmentSet>,
    /// Modifiers and their groups.
    pub(super) modifiers: QuickMap<&'f str, ModifierSet>,
    /// Muscles and their groups.
    pub(super) muscles: QuickMap<&'f str, MuscleSet>,
    pub(super) patterns: QuickMap<&'f str, PatternId>,
    movement_ids: QuickMap<&'f str, MovementId>,
}

impl<'f> Compiler<'f> {
    fn movements(&mut self, files: &'f [MovementFile]) {
        self.catalogue.movements.reserve(files.len());
        let names: usize = files.iter().map(|file| 1 + file.aliases.len()).sum();
        self.catalogue.keys.reserve(names);
        self.catalogue.candidates.reserve(names);
        let list = Place::top("movements");
        for (at, file) in files.iter().enumerate() {
            self.movement(file, &list.item(at));
        }
    }

    fn movement(&mut self, file: &'f MovementFile, place: &Place<'_>) {
        let Ok(number) = u16::try_from(self.catalogue.movements.len()) else {
            self.problem(place, format!("more than {} movements", u16::MAX));
            return;
        };
        let id = MovementId(number);
        if self.movement_ids.contains_key(&*file.id) {
            self.problem(
                &place.key("id"),
                format!("the movement `{}` is already there", file.id),
            );
            return;
        }
        let Some(mut movement) = self.described(file, place) else {
            return;
        };
        self.movement_ids.insert(&file.id, id);
        let reading = self.catalogue.lexicon.read_own(&file.name);
        movement.own_modifiers = self.with_stand_ins(reading.modifiers);
        self.key(id, &movement, &reading, &file.name, &place.key("name"));
        for (at, alias) in file.aliases.iter().enumerate() {
            let reading = self.catalogue.lexicon.read_own(alias);
            self.key(
                id,
                &movement,
                &reading,
                alias,
                &place.key("aliases").item(at),
            );
        }
        self.catalogue.movements.push(movement);
        self.catalogue.aliases += &file.aliases.join("\t");
        self.catalogue.aliases.push('\n');
    }

    /// The modifiers, and those that they stand for: who owns `reverse-grip` owns `underhand`.
    fn with_stand_ins(&self, modifiers: ModifierSet) -> ModifierSet {
        let stand_ins = self
            .catalogue
            .stand_ins
            .iter()
            .filter(|(stand_in, _)| modifiers.contains(*stand_in));
        stand_ins.fold(modifiers, |all, &(_, target)| all.with(target))
    }

    /// Everything about a movement but its other names. Without a pattern there is no movement.
    fn described(&mut self, file: &MovementFile, place: &Place<'_>) -> Option<Movement> {
        let Some(&pattern) = self.patterns.get(&*file.pattern) else {
            let message = unknown("pattern", &file.pattern, self.patterns.keys().copied());
            self.problem(&place.key("pattern"), message);
            return None;
        };
        let mut movement = Movement {
            id: file.id.clone(),
            name: file.name.clone(),
            ..Movement::default()
        };
        self.follow_pattern(&mut movement, pattern, file, place);
        self.add_muscles(&mut movement, file, place);
        self.add_equipment(&mut movement, file, place);
        self.add_habits(&mut movement, file, place);
        Some(movement)
    }

    fn follow_pattern(
        &mut self,
        movement: &mut Movement,
        id: PatternId,
        file: &MovementFile,
        place: &Place<'_>,
    ) {
        movement.pattern = Some(id);
        if let Some(pattern) = self.catalogue.patterns.get(id.index()) {
            movement.mechanic = Some(pattern.mechanic);
            movement.limbs = pattern.limbs;
            movement.modifiers = pattern.modifiers;
        }
        if let Some(word) = &file.mechanic {
            movement.mechanic =
                self.choice(&Mechanic::ALL, word, &place.key("mechanic"), "mechanic");
        }
        if !file.limbs.is_empty() {
            movement.limbs = self.limb_set(&file.limbs, &place.key("limbs"));
        }
    }

    fn add_muscles(&mut self, movement: &mut Movement, file: &MovementFile, place: &Place<'_>) {
        for (at, word) in file.contested.iter().enumerate() {
            match &**word {
                "mechanic" => movement.contested_mechanic = true,
                "primary" => movement.contested_primary = true,
                _ => {
                    let message = unknown("field", word, ["mechanic", "primary"].into_iter());
                    self.problem(&place.key("contested").item(at), message);
                }
            }
        }
        let first = file
            .primary
            .first()
            .and_then(|name| self.muscles.get(&**name));
        movement.target = first.and_then(|set| set.iter().next());
        movement.primary = self.muscle_set(&file.primary, &place.key("primary"));
        movement.secondary = self.muscle_set(&file.secondary, &place.key("secondary"));
    }

    fn add_equipment(&mut self, movement: &mut Movement, file: &MovementFile, place: &Place<'_>) {
        let place = place.key("equipment");
        let default = file.equipment.default.as_deref();
        let default = default
            .map(|name| self.equipment_named(name, &place.key("default")))
            .unwrap_or_default();
        movement.default_equipment = default.iter().next();
        movement.equipment = self
            .equipment_set(&file.equipment.also, &place.key("also"))
            .union(default);
    }

    fn add_habits(&mut self, movement: &mut Movement, file: &MovementFile, place: &Place<'_>) {
        movement.default_modifiers = self.modifier_set(&file.default, &place.key("default"));
        let own = self.modifier_set(&file.modifiers, &place.key("modifiers"));
        movement.modifiers = movement
            .modifiers
            .union(own)
            .union(movement.default_modifiers);
        if let Some(word) = &file.unilateral {
            let place = place.key("unilateral");
            movement.unilateral = self
                .choice(&Unilateral::ALL, word, &place, "value")
                .unwrap_or_default();
        }
        if let Some(word) = &file.bodyweight {
            let place = place.key("bodyweight");
            movement.bodyweight = self
                .choice(&Bodyweight::ALL, word, &place, "value")
                .unwrap_or_default();
        }
    }

    /// Makes names lead to no movement.
    fn ambiguous(&mut self, names: &[String]) {
        let list = Place::top("ambiguous");
        for (at, name) in names.iter().enumerate() {
            let place = list.item(at);
            let reading = self.catalogue.lexicon.read_own(name);
            if let Some(equipment) = self.keyed_equipment(&reading, name, &place) {
                let candidate = Candidate {
                    movement: None,
                    equipment,
                    modifiers: reading.modifiers,
                    next: None,
                };
                self.add_candidate(&reading, candidate, name, &place);
            }
        }
    }

    /// Makes a name lead to its movement.
    fn key(
        &mut self,
        id: MovementId,
        movement: &Movement,
        reading: &Reading,
        name: &str,
        place: &Place<'_>,
    ) {
        let Some(equipment) = self.keyed_equipment(reading, name, place) else {
            return;
        };
        if let Some(equipment) =
            equipment.filter(|&equipment| !movement.equipment.contains(equipment))
        {
            let equipment = self.catalogue.equipment_id(equipment).to_owned();
            self.problem(
                place,
                format!("`{name}` names `{equipment}`, which is not in its `equipment`"),
            );
            return;
        }
        let candidate = Candidate {
            movement: Some(id),
            equipment,
            modifiers: reading.modifiers,
            next: None,
        };
        self.add_candidate(reading, candidate, name, place);
    }

    /// The equipment that a name of the catalogue names, if it can be a name at all.
    fn keyed_equipment(
        &mut self,
        reading: &Reading,
        name: &str,
        place: &Place<'_>,
    ) -> Option<Option<EquipmentId>> {
        let named = self.catalogue.named_equipment(reading.equipment);
        if reading.strange {
            self.problem(
                place,
                format!("`{name}` cannot be read as a name: it has a sign or too many words"),
            );
        } else if reading.core.words().is_empty()
            && reading.modifiers.is_empty()
            && named.is_empty()
        {
            self.problem(place, format!("`{name}` has no word that names a movement"));
        } else if named.len() > 1 {
            self.problem(place, format!("`{name}` names two kinds of equipment"));
        } else {
            return Some(named.iter().next());
        }
        None
    }

    fn add_candidate(
        &mut self,
        reading: &Reading,
        mut candidate: Candidate,
        name: &str,
        place: &Place<'_>,
    ) {
        let same = |other: &&Candidate| {
            (other.equipment, other.modifiers) == (candidate.equipment, candidate.modifiers)
        };
        let other = self
            .catalogue
            .bearers(&reading.core)
            .find(same)
            .map(|other| other.movement);
        if other == Some(candidate.movement) {
            return;
        }
        if let Some(other) = other {
            let other = other
                .and_then(|other| self.catalogue.movement(other))
                .map_or("", |other| &other.id);
            let message = format!("`{name}` is also a name of `{other}`, so it would mean neither");
            self.problem(place, message);
        }
        if let Ok(number) = u32::try_from(self.catalogue.candidates.len()) {
            candidate.next = self.catalogue.keys.insert(reading.core, number);
            self.catalogue.candidates.push(candidate);
        }
    }

    pub(super) fn problem(&mut self, place: &Place<'_>, message: impl Into<String>) {
        self.problems.push(Problem {
            file: self.file,
            path: place.to_string(),
            message: message.into(),
        });
    }

    pub(super) fn equipment_set(&mut self, names: &[String], place: &Place<'_>) -> EquipmentSet {
        let mut set = EquipmentSet::default();
        for (at, name) in names.iter().enumerate() {
            set = set.union(self.equipment_named(name, &place.item(at)));
        }
        set
    }

    /// What one id or group stands for.
    pub(super) fn equipment_named(&mut self, name: &str, place: &Place<'_>) -> EquipmentSet {
        let known = self.equipment.get(name).copied();
        if known.is_none() {
            let message = unknown("equipment", name, self.equipment.keys().copied());
            self.problem(place, message);
        }
        known.unwrap_or_default()
    }

    pub(super) fn modifier_set(&mut self, names: &[String], place: &Place<'_>) -> ModifierSet {
        let mut set = ModifierSet::default();
        for (at, name) in names.iter().enumerate() {
            set = set.union(self.modifier_named(name, &place.item(at)));
        }
        set
    }

    /// What one id or group stands for.
    pub(super) fn modifier_named(&mut self, name: &str, place: &Place<'_>) -> ModifierSet {
        let known = self.modifiers.get(name).copied();
        if known.is_none() {
            let message = unknown("modifier", name, self.modifiers.keys().copied());
            self.problem(place, message);
        }
        known.unwrap_or_default()
    }

    pub(super) fn muscle_set(&mut self, names: &[String], place: &Place<'_>) -> MuscleSet {
        let mut set = MuscleSet::default();
        for (at, name) in names.iter().enumerate() {
            match self.muscles.get(&**name) {
                Some(&known) => set = set.union(known),
                None => {
                    let message = unknown("muscle", name, self.muscles.keys().copied());
                    self.problem(&place.item(at), message);
                }
            }
        }
        set
    }

    pub(super) fn limb_set(&mut self, names: &[String], place: &Place<'_>) -> LimbSet {
        let mut set = LimbSet::default();
        for (at, name) in names.iter().enumerate() {
            if let Some(limb) = self.choice(&Limb::ALL, name, &place.item(at), "limb") {
                set = set.with(limb);
            }
        }
        set
    }

    pub(super) fn choice<T: Copy>(
        &mut self,
        all: &[(T, &'static str)],
        word: &str,
        place: &Place<'_>,
        kind: &str,
    ) -> Option<T> {
        let found = all
            .iter()
            .find(|(_, known)| *known == word)
            .map(|&(value, _)| value);
        if found.is_none() {
            self.problem(
                place,
                unknown(kind, word, all.iter().map(|&(_, known)| known)),
            );
        }
        found
    }
}

/// The message for a word that is not in its list, with the nearest one that is.
pub(super) fn unknown<'a>(kind: &str, word: &str, known: impl Iterator<Item = &'a str>) -> String {
    match nearest::closest(word, known) {
        Some(near) => format!("no {kind} is called `{word}`; the nearest is `{near}`"),
        None => format!("no {kind} is called `{word}`"),
    }
}
