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
    /// Up to `most` names that are near to `name`, nearest first. Each of them resolves.
    ///
    /// First comes the name itself with misspelt words put right, then full names of movements that share words with it.
    pub fn nearest(&self, name: &str, most: usize) -> Vec<String> {
        let words = plain_words(name);
        let mut names = Vec::new();
        let mut meant: Vec<Variant> = Vec::new();
        let corrected = self.corrected(&words);
        for text in &corrected {
            let variant = self.find(text).map(|known| known.variant);
            if let Some(variant) = variant.filter(|variant| !meant.contains(variant)) {
                meant.push(variant);
                let respelt = self.respelt(name, &words, text, variant);
                push_new(
                    &mut names,
                    respelt.unwrap_or_else(|| self.canonical_name(variant)),
                );
            }
        }
        for text in &corrected {
            let reading = self.lexicon.read(&self.only_known(text));
            for movement in self.sharing(&reading, most) {
                if meant.iter().any(|variant| variant.movement == movement) {
                    continue;
                }
                push_new(&mut names, self.fitting_name(movement, &reading));
            }
        }
        names.truncate(most);
        names
    }

    /// Up to `most` names in which every word of `text` begins a word, best first, each with its movement: names and aliases
    /// as the files have them, and names with equipment that the movement may be done with. Each of them resolves.
    pub fn search(&self, text: &str, most: usize) -> Vec<(String, MovementId)> {
        let wanted = plain_words(text);
        let typed = text.trim().to_lowercase();
        let names = self.searched.get_or_init(|| self.search_names());
        let mut found: Vec<(Fit, String, MovementId)> = Vec::new();
        let mut best: Option<(Fit, &SearchName)> = None;
        for name in names {
            if let Some((fit, other)) = best
                && other.movement != name.movement
            {
                found.push((fit, other.name.to_string(), other.movement));
                best = None;
            }
            if let Some(fit) = name.fit(&typed, &wanted)
                && best.is_none_or(|(least, _)| fit < least)
            {
                best = Some((fit, name));
            }
            found.extend(self.with_equipment(&typed, &wanted, name));
        }
        found.extend(best.map(|(fit, name)| (fit, name.name.to_string(), name.movement)));
        found.sort_unstable();
        let names = found.into_iter().map(|(_, name, id)| (name, id));
        let resolves = |(name, id): &(String, MovementId)| {
            self.find(name).is_some_and(|known| known.movement() == *id)
        };
        names.filter(resolves).take(most).collect()
    }

    /// Names and aliases in the order of the movements.
    fn search_names(&self) -> Vec<SearchName> {
        let aliases = self.aliases.lines().chain(std::iter::repeat(""));
        let mut names = Vec::new();
        for ((id, movement), aliases) in self.movements().zip(aliases) {
            names.push(SearchName::new(id, movement.name.clone(), false));
            let aliases = aliases.split('\t').filter(|alias| !alias.is_empty());
            names.extend(aliases.map(|alias| SearchName::new(id, as_title(alias), true)));
        }
        names
    }

    /// A movement by its name, or an everyday one that is shorter, and a kind of equipment that the rest of the words begin.
    fn with_equipment(
        &self,
        typed: &str,
        wanted: &[String],
        name: &SearchName,
    ) -> Option<(Fit, String, MovementId)> {
        let (named, left): (Vec<&String>, Vec<&String>) = wanted
            .iter()
            .partition(|word| begins_one(word, &name.words));
        if named.is_empty() || left.is_empty() {
            return None;
        }
        let movement = self.movement(name.movement)?;
        let is_long = || name.words.len() >= plain_words(&movement.name).len();
        if name.is_alias && is_long() {
            return None;
        }
        let mut equipment = movement.equipment.iter();
        let equipment = equipment.find(|&id| {
            let words = plain_words(self.equipment_name(id));
            left.iter().all(|word| begins_one(word, &words))
        })?;
        let variant = Variant {
            movement: name.movement,
            equipment: Some(equipment),
            modifiers: super::ModifierSet::default(),
        };
        let full = match name.is_alias {
            true => format!("{} {}", self.equipment_name(equipment), name.name),
            false => self.full_name(movement, variant),
        };
        let fit = (!begins(&full, typed), false, false, name.words.len());
        Some((fit, full, name.movement))
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

    /// The name as it is written, with those of its `words` that differ in `corrected`; if it then means what that means.
    fn respelt(
        &self,
        name: &str,
        words: &[String],
        corrected: &str,
        variant: Variant,
    ) -> Option<String> {
        let mut respelt = name.to_owned();
        for (wrong, right) in words.iter().zip(corrected.split_whitespace()) {
            if wrong == right {
                continue;
            }
            // Slips that the catalogue understands are words of it, too.
            if !self.is_in_a_name(right) {
                return None;
            }
            let start = respelt.to_ascii_lowercase().find(wrong.as_str())?;
            let place = start..start + wrong.len();
            let is_capital = respelt.get(place.clone())?.starts_with(char::is_uppercase);
            let right = if is_capital {
                capital(right)
            } else {
                right.to_owned()
            };
            respelt.replace_range(place, &right);
        }
        let means = self.find(&respelt)?.variant;
        (means == variant).then_some(respelt)
    }

    /// Whether a movement or a kind of equipment is called by this word.
    fn is_in_a_name(&self, word: &str) -> bool {
        let is_in = |name: &str| {
            let mut words = name.split([' ', '-']);
            words.any(|other| other.eq_ignore_ascii_case(word))
        };
        self.movements().any(|(_, movement)| {
            is_in(&movement.name)
                || movement
                    .equipment
                    .iter()
                    .any(|id| is_in(self.equipment_name(id)))
        })
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

/// How well a name fits what was typed, the best first: whether it begins so, whether it is an alias, whether its first word
/// is another one, and how many words it has.
type Fit = (bool, bool, bool, usize);

/// A name as it is searched.
#[derive(Debug)]
pub(super) struct SearchName {
    movement: MovementId,
    name: Box<str>,
    words: Vec<String>,
    is_alias: bool,
}

impl SearchName {
    fn new(movement: MovementId, name: String, is_alias: bool) -> Self {
        Self {
            movement,
            words: plain_words(&name),
            name: name.into(),
            is_alias,
        }
    }

    /// How it fits, if every word that is wanted begins one of its words.
    fn fit(&self, typed: &str, wanted: &[String]) -> Option<Fit> {
        if !wanted.iter().all(|word| begins_one(word, &self.words)) {
            return None;
        }
        let first = self.words.first().zip(wanted.first());
        let first = first.is_some_and(|(have, word)| have.starts_with(word.as_str()));
        Some((
            !begins(&self.name, typed),
            self.is_alias,
            !first,
            self.words.len(),
        ))
    }
}

/// An alias as a name is written: its words with capital letters.
fn as_title(alias: &str) -> String {
    alias.split(' ').map(capital).collect::<Vec<_>>().join(" ")
}

/// A word with a capital letter.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// Whether a name begins as typed, in capital letters or small ones.
fn begins(name: &str, typed: &str) -> bool {
    let head = name.get(..typed.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(typed))
}

fn begins_one(word: &str, words: &[String]) -> bool {
    words.iter().any(|other| other.starts_with(word))
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
