//! The words of the catalogue, and what each one or each phrase means in a name.
//!
//! Reading has two steps: spellings are rewritten to one form (`RDL` to `romanian deadlift`, `pull ups` to `pullup`),
//! then phrases of equipment, modifiers and technique are taken out. What is left is the core of the name.

use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

use super::hash::QuickMap;
use super::sets::{
    EquipmentId, EquipmentSet, ModifierId, ModifierSet, MuscleSet, TechniqueId, TechniqueSet,
};
use super::words::{self, Piece};

/// A word that the catalogue knows.
pub(super) type WordId = u16;

/// Stands for any number in a pattern, and for a number that is no word of the catalogue.
const NUMBER: WordId = 0;
/// Stands for any word that the catalogue does not know.
const UNKNOWN: WordId = 1;

/// Room for the words of a large catalogue, so that its tables do not grow step by step at every start.
const LIKELY_WORDS: usize = 3000;

/// What a phrase says in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Meaning {
    /// What the exercise is done with.
    Equipment(EquipmentId),
    /// How the movement is varied. The word may belong to the movement instead.
    Modifier(ModifierId, Option<WordId>),
    /// How the set is done.
    Technique(TechniqueId),
    /// Nothing.
    Ignored,
}

/// All words and phrases.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Lexicon {
    ids: QuickMap<Box<str>, WordId>,
    rewrites: Vec<Vec<Phrase<Words>>>,
    meanings: Vec<Vec<Phrase<Meaning>>>,
    labels: Vec<Words>,
    muscles: Vec<MuscleSet>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Phrase<T> {
    /// The words after the first, which is the index of the list.
    rest: Words,
    means: T,
}

/// A few words in order, kept in place: there are thousands, and most have one or two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Words {
    words: [WordId; Words::MOST],
    len: u8,
}

impl Words {
    const MOST: usize = 7;

    /// None if there are too many.
    fn new(words: &[WordId]) -> Option<Self> {
        let mut kept = Self {
            len: u8::try_from(words.len()).ok()?,
            ..Self::default()
        };
        kept.words.get_mut(..words.len())?.copy_from_slice(words);
        Some(kept)
    }

    fn all(&self) -> &[WordId] {
        self.words.get(..usize::from(self.len)).unwrap_or_default()
    }
}

/// A name, read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reading {
    /// Words that name the movement.
    pub(super) core: Core,
    /// All equipment named.
    pub(super) equipment: EquipmentSet,
    /// All modifiers named.
    pub(super) modifiers: ModifierSet,
    /// All technique words.
    pub(super) technique: TechniqueSet,
    /// Words of modifiers that may belong to the movement instead.
    pub(super) kept: Core,
    /// A word is not in the catalogue, or there are too many.
    pub(super) strange: bool,
}

/// A bag of words in canonical order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Core {
    words: [WordId; Core::MOST],
    len: u8,
}

impl Hash for Core {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for &word in self.words() {
            state.write_u16(word);
        }
    }
}

impl Core {
    /// No name of a movement has more words than this.
    const MOST: usize = 12;

    /// The words, sorted.
    pub(super) fn words(&self) -> &[WordId] {
        self.words.get(..usize::from(self.len)).unwrap_or_default()
    }

    /// Puts a word in its place; `false` if there is no room.
    #[must_use]
    pub(super) fn insert(&mut self, word: WordId) -> bool {
        let len = usize::from(self.len);
        if len == Self::MOST {
            return false;
        }
        let at = self.words().partition_point(|&other| other <= word);
        self.words.copy_within(at..len, at + 1);
        if let Some(place) = self.words.get_mut(at) {
            *place = word;
        }
        self.len += 1;
        true
    }

    /// The words for which `keep` holds.
    pub(super) fn filtered(&self, mut keep: impl FnMut(WordId) -> bool) -> Self {
        let mut kept = Self::default();
        for &word in self.words() {
            if keep(word) && !kept.insert(word) {
                break;
            }
        }
        kept
    }

    /// These words and those; `None` if there is no room.
    pub(super) fn with(&self, more: &Self) -> Option<Self> {
        let mut all = *self;
        more.words()
            .iter()
            .all(|&word| all.insert(word))
            .then_some(all)
    }
}

/// A word of a name on its way through the two steps.
#[derive(Clone, Copy, Default)]
struct Token {
    word: WordId,
    number: bool,
}

impl Token {
    /// Whether this is the word of a pattern, in which any number may stand for itself.
    fn is(self, word: WordId) -> bool {
        word == self.word || (word == NUMBER && self.number)
    }
}

/// A short list of tokens that lives on the stack.
struct Tokens {
    list: [Token; words::MOST_WORDS],
    len: usize,
}

impl Tokens {
    fn new() -> Self {
        Self {
            list: [Token::default(); words::MOST_WORDS],
            len: 0,
        }
    }

    fn all(&self) -> &[Token] {
        self.list.get(..self.len).unwrap_or_default()
    }

    fn words(&self) -> Vec<WordId> {
        self.all().iter().map(|token| token.word).collect()
    }

    fn push(&mut self, token: Token) -> bool {
        let Some(place) = self.list.get_mut(self.len) else {
            return false;
        };
        *place = token;
        self.len += 1;
        true
    }
}

impl Lexicon {
    /// An empty lexicon.
    pub(super) fn new() -> Self {
        let mut lexicon = Self::default();
        lexicon.ids.reserve(LIKELY_WORDS);
        lexicon.rewrites.reserve(LIKELY_WORDS);
        lexicon.meanings.reserve(LIKELY_WORDS);
        lexicon.muscles.reserve(LIKELY_WORDS);
        lexicon.intern("#");
        lexicon.intern("?");
        lexicon
    }

    /// The number of a word, given to it if it is new. Past the last number, every word is unknown.
    fn intern(&mut self, word: &str) -> WordId {
        if let Some(&id) = self.ids.get(word) {
            return id;
        }
        let Ok(id) = WordId::try_from(self.ids.len()) else {
            return UNKNOWN;
        };
        self.ids.insert(word.into(), id);
        self.rewrites.push(Vec::new());
        self.meanings.push(Vec::new());
        self.muscles.push(MuscleSet::default());
        id
    }

    /// The tokens of a text of the catalogue, each word made known. `#` is any number. None if there are too many.
    fn intern_text(&mut self, text: &str) -> Option<Tokens> {
        let mut tokens = Tokens::new();
        let mut room = true;
        words::each_word(text, |piece| {
            let token = match piece {
                Piece::Word(word) => Token {
                    word: self.intern(word),
                    number: false,
                },
                Piece::Number(word) => Token {
                    word: self.intern(word),
                    number: true,
                },
                Piece::Sign("#") => Token {
                    word: NUMBER,
                    number: true,
                },
                Piece::Sign(_) => Token {
                    word: UNKNOWN,
                    number: false,
                },
            };
            room = tokens.push(token);
            room
        });
        room.then_some(tokens)
    }

    /// The words of a text of the catalogue after rewriting, each made known.
    pub(super) fn intern_phrase(&mut self, text: &str) -> Vec<WordId> {
        let tokens = self.intern_text(text).unwrap_or_else(Tokens::new);
        self.rewritten(tokens.all()).words()
    }

    /// Makes a phrase that is written apart the same as its words written solid. Gives the solid word.
    pub(super) fn add_compound(&mut self, text: &str) -> WordId {
        let apart = self.intern_text(text).unwrap_or_else(Tokens::new);
        let mut solid = String::new();
        words::each_word(text, |piece| {
            if let Piece::Word(word) | Piece::Number(word) = piece {
                solid.push_str(word);
            }
            true
        });
        let solid = self.intern(&solid);
        if apart.len > 1 {
            self.add_rewrite(&apart.words(), &[solid]);
        }
        solid
    }

    /// Makes `spelling` another way to write `target`, written solid as well where it has a hyphen.
    pub(super) fn add_spelling(&mut self, spelling: &str, target: &[WordId]) {
        if spelling.contains('-') {
            let solid = self.add_compound(spelling);
            self.add_rewrite(&[solid], target);
        }
        let from = self.intern_text(spelling).unwrap_or_else(Tokens::new);
        self.add_rewrite(&from.words(), target);
    }

    fn add_rewrite(&mut self, from: &[WordId], target: &[WordId]) {
        if let Some(target) = Words::new(target).filter(|target| target.all() != from) {
            add_phrase(&mut self.rewrites, from, target);
        }
    }

    /// Gives a phrase its meaning in names.
    pub(super) fn add_meaning(&mut self, text: &str, means: Meaning) {
        let phrase = self.intern_phrase(text);
        add_phrase(&mut self.meanings, &phrase, means);
    }

    /// Makes a phrase one that may stand in front of a name without being part of it.
    pub(super) fn add_label(&mut self, text: &str) {
        let phrase = self.intern_text(text).unwrap_or_else(Tokens::new);
        self.labels
            .extend(Words::new(&phrase.words()).filter(|label| label.len > 0));
    }

    /// Says which muscles a word names.
    pub(super) fn add_muscles(&mut self, word: WordId, set: MuscleSet) {
        if let Some(known) = self.muscles.get_mut(usize::from(word)) {
            *known = known.union(set);
        }
    }

    /// The muscles that a word names.
    pub(super) fn muscles(&self, word: WordId) -> MuscleSet {
        self.muscles
            .get(usize::from(word))
            .copied()
            .unwrap_or_default()
    }

    /// The muscles that a text names, if it names nothing else.
    pub(super) fn muscles_of(&self, text: &str) -> MuscleSet {
        let reading = self.read(text);
        let only_words =
            reading.equipment.is_empty() && reading.modifiers.is_empty() && !reading.strange;
        match reading.core.words() {
            [word] if only_words => self.muscles(*word),
            _ => MuscleSet::default(),
        }
    }

    /// Reads a name of the catalogue, whose words are thereby made known.
    pub(super) fn read_own(&mut self, name: &str) -> Reading {
        match self.intern_text(name) {
            Some(tokens) => self.reading(tokens.all()),
            None => Reading {
                strange: true,
                ..Reading::default()
            },
        }
    }

    /// Reads any name.
    pub(super) fn read(&self, name: &str) -> Reading {
        match self.tokens(name) {
            Some(tokens) => self.reading(tokens.all()),
            None => Reading {
                strange: true,
                ..Reading::default()
            },
        }
    }

    /// Reads a name without the longest label in front of it, if it has one.
    pub(super) fn read_past_label(&self, name: &str) -> Option<Reading> {
        let tokens = self.tokens(name)?;
        let (first, after) = tokens.all().split_first()?;
        let is_label = |label: &&Words| {
            let rest = label
                .all()
                .split_first()
                .filter(|&(&word, _)| first.is(word));
            rest.is_some_and(|(_, rest)| fits(rest, after))
        };
        let labels = self.labels.iter().filter(is_label);
        let longest = labels.map(|label| usize::from(label.len)).max()?;
        Some(self.reading(tokens.all().get(longest..)?))
    }

    /// The words of a name; none if there are too many.
    fn tokens(&self, name: &str) -> Option<Tokens> {
        let mut tokens = Tokens::new();
        let mut room = true;
        words::each_word(name, |piece| {
            room = tokens.push(self.token(piece));
            room
        });
        room.then_some(tokens)
    }

    fn reading(&self, tokens: &[Token]) -> Reading {
        let mut reading = Reading::default();
        self.interpret(&self.rewritten(tokens), &mut reading);
        reading
    }

    fn token(&self, piece: Piece<'_>) -> Token {
        match piece {
            Piece::Word(word) => Token {
                word: self.ids.get(word).copied().unwrap_or(UNKNOWN),
                number: false,
            },
            Piece::Number(word) => Token {
                word: self.ids.get(word).copied().unwrap_or(NUMBER),
                number: true,
            },
            Piece::Sign(_) => Token {
                word: UNKNOWN,
                number: false,
            },
        }
    }

    fn rewritten(&self, tokens: &[Token]) -> Tokens {
        let mut out = Tokens::new();
        let mut rest = tokens;
        while let Some((&first, after)) = rest.split_first() {
            if let Some((target, len)) = longest(&self.rewrites, rest) {
                for &word in target.all() {
                    out.push(Token {
                        word,
                        number: word == NUMBER,
                    });
                }
                rest = rest.get(len..).unwrap_or_default();
            } else {
                out.push(first);
                rest = after;
            }
        }
        out
    }

    fn interpret(&self, tokens: &Tokens, reading: &mut Reading) {
        let mut rest = tokens.all();
        while let Some((&first, after)) = rest.split_first() {
            if let Some((&means, len)) = longest(&self.meanings, rest) {
                reading.take(means);
                rest = rest.get(len..).unwrap_or_default();
            } else {
                reading.strange |= first.word <= UNKNOWN || !reading.core.insert(first.word);
                rest = after;
            }
        }
    }

    /// Whether the catalogue has this word, as it comes from [`words::each_word`].
    pub(super) fn knows(&self, word: &str) -> bool {
        self.ids.contains_key(word)
    }

    /// All words, in no order.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.ids.keys().map(|text| &**text)
    }
}

impl Reading {
    fn take(&mut self, means: Meaning) {
        match means {
            Meaning::Equipment(id) => self.equipment = self.equipment.with(id),
            Meaning::Modifier(id, keeps) => {
                self.modifiers = self.modifiers.with(id);
                if let Some(word) = keeps {
                    self.strange |= !self.kept.insert(word);
                }
            }
            Meaning::Technique(id) => self.technique = self.technique.with(id),
            Meaning::Ignored => {}
        }
    }
}

fn add_phrase<T>(lists: &mut [Vec<Phrase<T>>], phrase: &[WordId], means: T) {
    let Some((&first, rest)) = phrase.split_first() else {
        return;
    };
    let (Some(list), Some(rest)) = (lists.get_mut(usize::from(first)), Words::new(rest)) else {
        return;
    };
    // Longer phrases come first, so that the first that fits is the longest.
    let at = list.partition_point(|other| other.rest.len > rest.len);
    if !list.iter().any(|other| other.rest == rest) {
        list.insert(at, Phrase { rest, means });
    }
}

/// The longest phrase at the start of the tokens, with its length in tokens.
fn longest<'a, T>(lists: &'a [Vec<Phrase<T>>], tokens: &[Token]) -> Option<(&'a T, usize)> {
    let (first, after) = tokens.split_first()?;
    // Longer phrases come first in each list.
    let in_list = |word: WordId| {
        let list = lists.get(usize::from(word))?;
        let phrase = list.iter().find(|phrase| fits(phrase.rest.all(), after))?;
        Some((&phrase.means, usize::from(phrase.rest.len) + 1))
    };
    let exact = in_list(first.word);
    if first.number && first.word != NUMBER {
        let any_number = in_list(NUMBER);
        return any_number
            .filter(|any| exact.is_none_or(|exact| any.1 > exact.1))
            .or(exact);
    }
    exact
}

fn fits(rest: &[WordId], tokens: &[Token]) -> bool {
    rest.len() <= tokens.len() && rest.iter().zip(tokens).all(|(&word, token)| token.is(word))
}
