//! What somebody may have meant: suggestions for unknown names, and a search over all names.
//!
//! A suggestion is never taken by itself. Only words that the catalogue does not know are taken for misspelt.

use super::Catalogue;
use super::lexicon::{Core, Reading};
use super::resolve::Variant;
use super::sets::{EquipmentSet, MovementId};
use super::words::{self, Piece};

/// Most words of a name that are looked at, unknown words that are corrected, and corrections of each.
const MOST_WORDS: usize = 8;
const MOST_UNKNOWN: usize = 2;
const MOST_CORRECTIONS: usize = 3;

impl Catalogue {
    /// Up to `most` full names that are near to `name`, nearest first. Each of them resolves.
    ///
    /// First come names that differ by a misspelt word, then movements that share words with it.
    pub fn nearest(&self, name: &str, most: usize) -> Vec<String> {
        let words = plain_words(name);
        let mut names = Vec::new();
        let corrected = self.corrected(&words);
        for text in &corrected {
            if let Some(known) = self.find(text) {
                push_new(&mut names, self.canonical_name(known.variant));
            }
        }
        for text in &corrected {
            let reading = self.lexicon.read(&self.only_known(text));
            for movement in self.sharing(&reading, most) {
                push_new(&mut names, self.fitting_name(movement, &reading));
            }
        }
        names.truncate(most);
        names
    }

    /// Up to `most` movements with a name in which every word of `text` begins a word, best first.
    pub fn search(&self, text: &str, most: usize) -> Vec<MovementId> {
        let wanted = plain_words(text);
        let mut found: Vec<(bool, usize, MovementId)> = self
            .movements()
            .filter_map(|(id, movement)| {
                let have = plain_words(&movement.name);
                let all = wanted
                    .iter()
                    .all(|word| have.iter().any(|other| other.starts_with(word.as_str())));
                let first = have
                    .first()
                    .zip(wanted.first())
                    .is_some_and(|(have, word)| have.starts_with(word.as_str()));
                all.then_some((!first, have.len(), id))
            })
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, _, id)| id).take(most).collect()
    }

    /// The name with its unknown words corrected in every likely way; the name itself if all are known.
    fn corrected(&self, words: &[String]) -> Vec<String> {
        let mut texts = vec![String::new()];
        let mut unknown = 0;
        for word in words {
            let mut choices = vec![word.as_str()];
            if !self.lexicon.knows(word) && !word.starts_with(|c: char| c.is_ascii_digit()) {
                unknown += 1;
                if unknown <= MOST_UNKNOWN {
                    let near = near(word, self.lexicon.texts());
                    choices = if near.is_empty() { choices } else { near };
                }
            }
            texts = texts
                .iter()
                .flat_map(|text| choices.iter().map(move |word| format!("{text} {word}")))
                .collect();
        }
        texts
    }

    fn only_known(&self, text: &str) -> String {
        let known: Vec<&str> = text
            .split_whitespace()
            .filter(|word| self.lexicon.knows(word))
            .collect();
        known.join(" ")
    }

    /// The movements whose names share most with the reading.
    fn sharing(&self, reading: &Reading, most: usize) -> Vec<MovementId> {
        let core = reading.core.with(&reading.kept).unwrap_or(reading.core);
        let mut scored: Vec<(i32, MovementId)> = Vec::new();
        for words in self.keys.keys() {
            let shared = i32::try_from(shared(&core, words.words())).unwrap_or(0);
            let missing = i32::try_from(words.words().len()).unwrap_or(0) - shared;
            for candidate in self.bearers(words).take_while(|_| shared > 0) {
                let equipment: EquipmentSet = candidate.equipment.into_iter().collect();
                let unsaid = candidate.modifiers.without(reading.modifiers).len()
                    + equipment.without(reading.equipment).len();
                let unsaid = i32::try_from(unsaid).unwrap_or(0);
                scored.extend(
                    candidate
                        .movement
                        .map(|id| (missing + unsaid - 3 * shared, id)),
                );
            }
        }
        scored.sort_unstable();
        let mut found = Vec::new();
        for (_, movement) in scored {
            if !found.contains(&movement) {
                found.push(movement);
            }
            if found.len() == most {
                break;
            }
        }
        found
    }

    /// The full name of a movement with as much of what was said as it may take.
    fn fitting_name(&self, id: MovementId, reading: &Reading) -> String {
        let Some(movement) = self.movement(id) else {
            return String::new();
        };
        let said = reading
            .modifiers
            .iter()
            .filter(|&modifier| movement.modifiers.contains(modifier));
        let modifiers = said.collect::<super::ModifierSet>();
        let equipment = reading
            .equipment
            .iter()
            .find(|&equipment| movement.equipment.contains(equipment));
        let variant = Variant {
            movement: id,
            equipment: equipment.or(movement.default_equipment),
            modifiers: modifiers
                .without(movement.own_modifiers)
                .without(movement.default_modifiers),
        };
        let full = self.canonical_name(variant);
        // A suggestion that would not be understood is none: then the plain name has to do.
        if self
            .find(&full)
            .is_some_and(|known| known.variant == variant)
        {
            full
        } else {
            movement.name.clone()
        }
    }
}

/// The one of `known` that `word` most likely means, if any is near.
pub(super) fn closest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    near(word, known).into_iter().next()
}

/// Words at most one edit away from a word of up to six letters, or two from a longer one; nearest first.
fn near<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let letters = word.chars().count();
    let far = if letters <= 6 { 1 } else { 2 };
    if letters < 3 {
        return Vec::new();
    }
    let mut near: Vec<(usize, &str)> = known
        .filter(|other| other.len() > 2 && other.len().abs_diff(word.len()) <= far)
        .map(|other| (strsim::osa_distance(word, other), other))
        .filter(|&(distance, _)| distance <= far)
        .collect();
    near.sort_unstable();
    near.into_iter()
        .map(|(_, other)| other)
        .take(MOST_CORRECTIONS)
        .collect()
}

/// The words of a name as the lexicon has them, without signs.
fn plain_words(name: &str) -> Vec<String> {
    let mut found = Vec::new();
    words::each_word(name, |piece| {
        if let Piece::Word(word) | Piece::Number(word) = piece {
            found.push(word.to_owned());
        }
        found.len() < MOST_WORDS
    });
    found
}

fn shared(core: &Core, words: &[u16]) -> usize {
    core.words()
        .iter()
        .filter(|word| words.contains(word))
        .count()
}

fn push_new(names: &mut Vec<String>, name: String) {
    if !name.is_empty() && !names.contains(&name) {
        names.push(name);
    }
}

/// The words of a name in the order of the alphabet.
pub(super) fn sorted_words(name: &str) -> String {
    let mut words = Vec::new();
    words::each_word(name, |piece| {
        if let Piece::Word(word) | Piece::Number(word) = piece {
            words.push(word.to_owned());
        }
        words.len() < words::MOST_WORDS
    });
    words.sort_unstable();
    words.join(" ")
}
