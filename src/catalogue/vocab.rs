//! The first half of compiling: the words that names are made of.

use std::collections::BTreeMap;

use super::compile::{Compiler, unknown};
use super::file::{PatternFile, VocabFile};
use super::lexicon::Meaning;
use super::place::Place;
use super::sets::{
    EquipmentId, EquipmentSet, ModifierId, ModifierSet, MuscleId, MuscleSet, PatternId,
    TechniqueId, TechniqueSet,
};
use super::{Equipment, Implied, Limb, Mechanic, Muscle, MuscleGroup, Pattern, Relation, Word};

impl<'f> Compiler<'f> {
    /// Takes in the words of a file. Spellings come first: everything after them is read through them.
    pub(super) fn vocab(&mut self, vocab: &'f VocabFile) {
        let place = Place::top("vocab");
        for compound in &vocab.compounds {
            self.catalogue.lexicon.add_compound(compound);
        }
        self.muscles(vocab, &place.key("muscles"));
        self.muscle_groups(vocab, &place.key("muscle-groups"));
        self.spellings(vocab);
        self.equipment(vocab, &place.key("equipment"));
        self.equipment_groups(&vocab.equipment_groups, &place.key("equipment-groups"));
        self.equipment_order(vocab, &place.key("equipment"));
        self.modifiers(vocab, &place.key("modifiers"));
        self.stand_ins(vocab, &place.key("modifiers"));
        self.modifier_groups(&vocab.modifier_groups, &place.key("modifier-groups"));
        self.technique(vocab, &place.key("technique"));
        self.otherwise(vocab, &place.key("equipment"));
        for (id, pattern) in &vocab.patterns {
            self.pattern(id, pattern, &place.key("patterns").key(id));
        }
    }

    fn spellings(&mut self, vocab: &VocabFile) {
        let lexicon = &mut self.catalogue.lexicon;
        for (target, spellings) in &vocab.same {
            let target = lexicon.intern_phrase(target);
            for spelling in spellings {
                lexicon.add_spelling(spelling, &target);
            }
        }
    }

    fn muscles(&mut self, vocab: &'f VocabFile, list: &Place<'_>) {
        for (at, file) in vocab.muscles.iter().enumerate() {
            let place = list.item(at);
            let Some(number) = free(self.catalogue.muscles.len(), MuscleSet::MOST) else {
                self.problem(&place, format!("more than {} muscles", MuscleSet::MOST));
                return;
            };
            let set = MuscleSet::default().with(MuscleId(number));
            if self.muscles.insert(&file.id, set).is_some() {
                self.problem(
                    &place.key("id"),
                    format!("the muscle `{}` is already there", file.id),
                );
                continue;
            }
            let limb = self
                .choice(&Limb::ALL, &file.limb, &place.key("limb"), "limb")
                .unwrap_or(Limb::Trunk);
            self.catalogue.muscles.push(Muscle {
                id: file.id.clone(),
                limb,
            });
            self.muscle_spellings(&file.id, &file.spellings, set);
        }
    }

    fn muscle_groups(&mut self, vocab: &'f VocabFile, list: &Place<'_>) {
        for (at, file) in vocab.muscle_groups.iter().enumerate() {
            let muscles = self.muscle_set(&file.muscles, &list.item(at).key("muscles"));
            if self.muscles.insert(&file.id, muscles).is_some() {
                self.problem(
                    &list.item(at).key("id"),
                    format!("`{}` is already there", file.id),
                );
                continue;
            }
            self.catalogue.muscle_groups.push(MuscleGroup {
                id: file.id.clone(),
                muscles,
            });
            self.muscle_spellings(&file.id, &file.spellings, muscles);
        }
    }

    fn muscle_spellings(&mut self, id: &str, spellings: &[String], set: MuscleSet) {
        let lexicon = &mut self.catalogue.lexicon;
        let word = lexicon.add_compound(id);
        lexicon.add_muscles(word, set);
        for spelling in spellings {
            lexicon.add_spelling(spelling, &[word]);
        }
    }

    fn equipment(&mut self, vocab: &'f VocabFile, list: &Place<'_>) {
        for (at, file) in vocab.equipment.iter().enumerate() {
            let place = list.item(at);
            let Some(number) = free(self.catalogue.equipment.len(), EquipmentSet::MOST) else {
                self.problem(
                    &place,
                    format!("more than {} kinds of equipment", EquipmentSet::MOST),
                );
                return;
            };
            let id = EquipmentId(number);
            if self
                .equipment
                .insert(&file.id, EquipmentSet::default().with(id))
                .is_some()
            {
                self.problem(
                    &place.key("id"),
                    format!("the equipment `{}` is already there", file.id),
                );
                continue;
            }
            let word = written(&file.id, file.name.as_deref());
            self.meaning(&word, &file.spellings, Meaning::Equipment(id));
            self.catalogue.equipment.push(Equipment {
                word,
                over: EquipmentSet::default(),
                otherwise: None,
            });
        }
    }

    fn equipment_groups(&mut self, groups: &'f BTreeMap<String, Vec<String>>, place: &Place<'_>) {
        for id in in_order(groups, |name| self.equipment.contains_key(name)) {
            let members = groups.get(id).map(Vec::as_slice).unwrap_or_default();
            let set = self.equipment_set(members, &place.key(id));
            if self.equipment.insert(id, set).is_some() {
                self.problem(&place.key(id), format!("`{id}` is already there"));
            }
        }
    }

    /// Which equipment wins over which; only now are all of them known.
    fn equipment_order(&mut self, vocab: &'f VocabFile, list: &Place<'_>) {
        for (at, file) in vocab.equipment.iter().enumerate() {
            let over = self.equipment_set(&file.over, &list.item(at).key("over"));
            let own = self.equipment.get(&*file.id).copied().unwrap_or_default();
            for id in own.iter() {
                if let Some(known) = self.catalogue.equipment.get_mut(id.index()) {
                    known.over = over.without(own);
                }
            }
        }
    }

    /// The technique words that equipment may come to; only now are all of them known.
    fn otherwise(&mut self, vocab: &VocabFile, list: &Place<'_>) {
        for (at, file) in vocab.equipment.iter().enumerate() {
            let Some(word) = &file.otherwise else {
                continue;
            };
            let Some(number) = self
                .catalogue
                .technique
                .iter()
                .position(|known| known.id == *word)
            else {
                let message = unknown(
                    "technique",
                    word,
                    self.catalogue.technique.iter().map(|known| &*known.id),
                );
                self.problem(&list.item(at).key("otherwise"), message);
                continue;
            };
            let own = self.equipment.get(&*file.id).copied().unwrap_or_default();
            for id in own.iter() {
                if let Some(known) = self.catalogue.equipment.get_mut(id.index()) {
                    known.otherwise = u8::try_from(number).ok().map(TechniqueId);
                }
            }
        }
    }

    fn modifiers(&mut self, vocab: &'f VocabFile, list: &Place<'_>) {
        for (at, file) in vocab.modifiers.iter().enumerate() {
            let place = list.item(at);
            let Some(number) = free(self.catalogue.modifiers.len(), ModifierSet::MOST) else {
                self.problem(&place, format!("more than {} modifiers", ModifierSet::MOST));
                return;
            };
            let id = ModifierId(number);
            if self
                .modifiers
                .insert(&file.id, ModifierSet::default().with(id))
                .is_some()
            {
                self.problem(
                    &place.key("id"),
                    format!("the modifier `{}` is already there", file.id),
                );
                continue;
            }
            let word = written(&file.id, file.name.as_deref());
            let keeps = file
                .may_keep
                .as_deref()
                .map(|word| self.catalogue.lexicon.intern_phrase(word));
            let keeps = keeps.and_then(|words| words.first().copied());
            self.meaning(&word, &file.spellings, Meaning::Modifier(id, keeps));
            self.catalogue.modifiers.push(word);
        }
    }

    /// What modifiers come to besides themselves; only now are all of them known.
    fn stand_ins(&mut self, vocab: &VocabFile, list: &Place<'_>) {
        for (at, file) in vocab.modifiers.iter().enumerate() {
            let place = list.item(at);
            let own = self.modifiers.get(&*file.id).copied().unwrap_or_default();
            if let Some(name) = &file.stands_for {
                let target = self.modifier_named(name, &place.key("stands-for"));
                self.catalogue
                    .stand_ins
                    .extend(own.iter().zip(target.iter()));
            }
            if let Some(name) = &file.implies {
                self.implied(name, &file.instead_of, own, TechniqueSet::default(), &place);
            }
            if file.idle {
                self.catalogue.idle = self.catalogue.idle.union(own);
            }
        }
    }

    /// The equipment that some words mean where none is named.
    fn implied(
        &mut self,
        name: &str,
        instead_of: &[String],
        modifiers: ModifierSet,
        technique: TechniqueSet,
        place: &Place<'_>,
    ) {
        let equipment = self.equipment_named(name, &place.key("implies"));
        let instead_of = self.equipment_set(instead_of, &place.key("instead-of"));
        let implied = equipment.iter().map(|equipment| Implied {
            modifiers,
            technique,
            equipment,
            instead_of,
        });
        self.catalogue.implied.extend(implied);
    }

    fn modifier_groups(&mut self, groups: &'f BTreeMap<String, Vec<String>>, place: &Place<'_>) {
        for id in in_order(groups, |name| self.modifiers.contains_key(name)) {
            let members = groups.get(id).map(Vec::as_slice).unwrap_or_default();
            let set = self.modifier_set(members, &place.key(id));
            if self.modifiers.insert(id, set).is_some() {
                self.problem(&place.key(id), format!("`{id}` is already there"));
            }
        }
    }

    fn technique(&mut self, vocab: &VocabFile, list: &Place<'_>) {
        for (at, file) in vocab.technique.iter().enumerate() {
            let Some(number) = free(self.catalogue.technique.len(), TechniqueSet::MOST) else {
                self.problem(
                    &list.item(at),
                    format!("more than {} technique words", TechniqueSet::MOST),
                );
                return;
            };
            let word = written(&file.id, None);
            self.meaning(
                &word,
                &file.spellings,
                Meaning::Technique(TechniqueId(number)),
            );
            self.catalogue.technique.push(word);
            if let Some(name) = &file.implies {
                let own = TechniqueSet::default().with(TechniqueId(number));
                let place = list.item(at);
                self.implied(name, &file.instead_of, ModifierSet::default(), own, &place);
            }
        }
        for ignored in &vocab.ignored {
            self.catalogue
                .lexicon
                .add_meaning(ignored, Meaning::Ignored);
        }
        for label in &vocab.labels {
            self.catalogue.lexicon.add_label(label);
        }
        for (words, relation) in [
            (&vocab.between.all, Relation::All),
            (&vocab.between.either, Relation::Either),
        ] {
            self.catalogue
                .between
                .extend(words.iter().map(|word| (word.as_str().into(), relation)));
        }
    }

    fn meaning(&mut self, word: &Word, spellings: &[String], means: Meaning) {
        let lexicon = &mut self.catalogue.lexicon;
        lexicon.add_meaning(&word.id, means);
        lexicon.add_meaning(&word.name, means);
        for spelling in spellings {
            lexicon.add_meaning(spelling, means);
        }
    }

    fn pattern(&mut self, id: &'f str, file: &PatternFile, place: &Place<'_>) {
        let mechanic = self.choice(
            &Mechanic::ALL,
            &file.mechanic,
            &place.key("mechanic"),
            "mechanic",
        );
        let limbs = self.limb_set(&file.limbs, &place.key("limbs"));
        let modifiers = self.modifier_set(&file.modifiers, &place.key("modifiers"));
        let Some(number) = free(self.catalogue.patterns.len(), usize::from(u8::MAX)) else {
            self.problem(place, "more than 255 patterns");
            return;
        };
        if self.patterns.insert(id, PatternId(number)).is_some() {
            self.problem(place, format!("the pattern `{id}` is already there"));
            return;
        }
        let mechanic = mechanic.unwrap_or(Mechanic::Contested);
        self.catalogue.patterns.push(Pattern {
            id: id.to_owned(),
            mechanic,
            limbs,
            modifiers,
        });
    }
}

/// The groups so that a group comes after those it names. Those in a circle come last, to be reported.
fn in_order(groups: &BTreeMap<String, Vec<String>>, known: impl Fn(&str) -> bool) -> Vec<&str> {
    let mut ordered: Vec<&str> = Vec::new();
    for _ in groups {
        let ready =
            |name: &String| known(name) || !groups.contains_key(name) || ordered.contains(&&**name);
        let next = groups
            .iter()
            .find(|(id, members)| !ordered.contains(&&***id) && members.iter().all(ready));
        match next.or_else(|| groups.iter().find(|(id, _)| !ordered.contains(&&***id))) {
            Some((id, _)) => ordered.push(id),
            None => break,
        }
    }
    ordered
}

/// The next number of a list, if the list may grow.
fn free(len: usize, most: usize) -> Option<u8> {
    u8::try_from(len).ok().filter(|_| len < most)
}

/// A word with its written form: the one given, or the id with capitals, `one-arm` as `One-Arm`.
fn written(id: &str, name: Option<&str>) -> Word {
    let name = name.map_or_else(|| capitals(id), str::to_owned);
    Word {
        id: id.to_owned(),
        name,
    }
}

fn capitals(id: &str) -> String {
    let mut starts = true;
    id.chars()
        .map(|c| {
            let written = if starts { c.to_ascii_uppercase() } else { c };
            starts = !c.is_alphanumeric();
            written
        })
        .collect()
}
