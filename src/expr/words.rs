//! Word lists: whether a sentence says something, judged by words, stems and phrases.
//!
//! A text is taken sentence by sentence. A sentence matches if each group of phrases has one in it, and no phrase that
//! excludes it. What the words mean in a plan is the rule's affair.

use std::ops::Range;
use std::sync::OnceLock;

use super::sentences::{Sentences, Word, words};

/// How many words a gap, written `...`, may stand for at most.
const GAP: usize = 4;

/// How many words and skipped words a phrase may have; they fit the bits of a number.
const LONGEST_PHRASE: usize = 40;

/// How many phrases a list may have.
const MOST_PHRASES: usize = 400;

/// Fewer letters than this before a `*` would match nearly everything.
const SHORTEST_STEM: usize = 2;

/// Words and phrases that texts are matched against.
#[derive(Clone, Debug)]
pub struct WordList {
    all: Vec<Group>,
    none: Group,
}

impl PartialEq for WordList {
    /// A list is the same as itself alone.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// Phrases of which one must occur, or none may.
#[derive(Clone, Debug)]
struct Group {
    phrases: Vec<Written>,
    /// The phrases by how their first word begins, so that a word is held against those few only.
    starts: Vec<(Start, usize)>,
    /// A bit for each start: most words are passed over with a look at it.
    filter: [u64; 4],
}

/// A phrase as written, and as read once a text needed it; `None` if it cannot be read.
#[derive(Clone, Debug)]
struct Written {
    text: Box<str>,
    read: OnceLock<Option<Phrase>>,
}

/// The first two bytes of a word.
type Start = u16;

/// What is wrong with a word list, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordError {
    /// Place of the group under `all`, from 0; absent for phrases under `none` and for the list as a whole.
    pub group: Option<usize>,
    /// Place of the phrase in its list, from 0; absent for a group or the list as a whole.
    pub phrase: Option<usize>,
    /// What is wrong, as in every message.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

impl WordList {
    /// Reads the groups of which each must occur, and the phrases of which none may.
    ///
    /// # Errors
    /// All phrases that cannot be read.
    pub fn compile(all: &[Vec<String>], none: &[String]) -> Result<Self, Vec<WordError>> {
        let mut errors = Vec::new();
        let count = all.iter().map(Vec::len).sum::<usize>() + none.len();
        if all.is_empty() {
            errors.push(WordError::whole("a word list needs a group under `all`"));
        } else if count > MOST_PHRASES {
            let message =
                format!("a word list has at most {MOST_PHRASES} phrases, this one {count}");
            errors.push(WordError::whole(message));
            return Err(errors);
        }
        let groups = all
            .iter()
            .enumerate()
            .map(|(place, group)| Group::new(phrases(group, Some(place), &mut errors)))
            .collect();
        let none = Group::new(phrases(none, None, &mut errors));
        if errors.is_empty() {
            Ok(Self { all: groups, none })
        } else {
            Err(errors)
        }
    }

    /// The same for a list that was found to be right before, as those of cuff itself were. Most of its phrases begin with
    /// a word that no text of a plan has in it, so each is read when a text first needs it.
    pub fn deferred(all: &[Vec<String>], none: &[String]) -> Self {
        Self {
            all: all.iter().map(|group| Group::deferred(group)).collect(),
            none: Group::deferred(none),
        }
    }

    /// Where the first sentence that matches says so: from the first word of the phrases found in it to the last, as
    /// bytes of `text`.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        self.find_among(&Sentences::of(text))
    }

    /// The same, for a text whose words are known already.
    pub(super) fn find_among(&self, text: &Sentences<'_>) -> Option<Range<usize>> {
        text.iter().find_map(|sentence| self.find_in(sentence))
    }

    fn find_in(&self, sentence: &[Word<'_>]) -> Option<Range<usize>> {
        let mut start = usize::MAX;
        let mut end = 0;
        for group in &self.all {
            let first = group.find(sentence)?;
            start = start.min(first.start);
            end = end.max(first.end);
        }
        self.none.find(sentence).is_none().then_some(start..end)
    }
}

impl Group {
    fn new(phrases: Vec<Phrase>) -> Self {
        let read = phrases.into_iter().map(|phrase| Written {
            text: Box::default(),
            read: OnceLock::from(Some(phrase)),
        });
        Self::of(read.collect())
    }

    fn deferred(texts: &[String]) -> Self {
        let written = texts.iter().map(|text| Written {
            text: text.as_str().into(),
            read: OnceLock::new(),
        });
        Self::of(written.collect())
    }

    fn of(phrases: Vec<Written>) -> Self {
        let starts = phrases.iter().enumerate();
        let mut starts: Vec<(Start, usize)> = starts
            .map(|(place, phrase)| (phrase.start(), place))
            .collect();
        starts.sort_unstable();
        let mut filter = [0; 4];
        for (start, _) in &starts {
            let (word, bit) = bit_of(*start);
            if let Some(bits) = filter.get_mut(word) {
                *bits |= bit;
            }
        }
        Self {
            phrases,
            starts,
            filter,
        }
    }

    /// Where the first of its phrases stands in a sentence.
    fn find(&self, sentence: &[Word<'_>]) -> Option<Range<usize>> {
        sentence.iter().enumerate().find_map(|(place, first)| {
            let rest = sentence.get(place..)?;
            let length = self.beginning_with(&first.text, |phrase| phrase.length_at(rest))?;
            let last = rest.get(length - 1)?;
            Some(first.range.start..last.range.end)
        })
    }

    /// The first outcome for a phrase that may begin with a word.
    fn beginning_with<T>(&self, word: &str, see: impl Fn(&Phrase) -> Option<T>) -> Option<T> {
        let start = start_of(word);
        let (bits, bit) = bit_of(start);
        if self.filter.get(bits).is_none_or(|bits| bits & bit == 0) {
            return None;
        }
        let from = self.starts.partition_point(|(other, _)| *other < start);
        let same = self.starts.get(from..)?.iter();
        same.take_while(|(other, _)| *other == start)
            .find_map(|(_, place)| see(self.phrases.get(*place)?.phrase()?))
    }
}

impl Written {
    fn phrase(&self) -> Option<&Phrase> {
        self.read
            .get_or_init(|| Phrase::read(&self.text).ok())
            .as_ref()
    }

    /// How its first word begins. Two small letters stand for themselves; anything else has to be read.
    fn start(&self) -> Start {
        if let ([first @ b'a'..=b'z', second @ b'a'..=b'z', ..], None) =
            (self.text.as_bytes(), self.read.get())
        {
            return Start::from_le_bytes([*first, *second]);
        }
        match self.phrase().and_then(|phrase| phrase.elements.first()) {
            Some(Element::Word(word) | Element::Stem(word)) => start_of(word),
            Some(Element::Skip) | None => 0,
        }
    }
}

fn start_of(word: &str) -> Start {
    match word.as_bytes() {
        [] => 0,
        [only] => Start::from(*only),
        [first, second, ..] => Start::from_le_bytes([*first, *second]),
    }
}

/// Where the bit of a start is in a filter.
fn bit_of(start: Start) -> (usize, u64) {
    let [first, second] = start.to_le_bytes();
    let number = usize::from(first.wrapping_mul(31).wrapping_add(second));
    (number / 64, 1 << (number % 64))
}

impl WordError {
    fn whole(message: impl Into<String>) -> Self {
        Self {
            group: None,
            phrase: None,
            message: message.into(),
            help: "write groups of phrases, such as `[[numb*, tingling], [ignore, is normal]]`"
                .to_owned(),
        }
    }
}

/// Words in a row.
#[derive(Clone, Debug)]
struct Phrase {
    elements: Vec<Element>,
}

#[derive(Clone, Debug)]
enum Element {
    Word(String),
    Stem(String),
    /// One word of a gap, which may be missing.
    Skip,
}

impl Phrase {
    fn read(text: &str) -> Result<Self, (String, &'static str)> {
        let mut elements = Vec::new();
        for chunk in text.split_whitespace() {
            if matches!(chunk, "..." | "…") {
                if !matches!(elements.last(), Some(Element::Word(_) | Element::Stem(_))) {
                    return Err((
                        format!("the gap in `{text}` does not stand between words"),
                        "write a gap as in `keep going ... numb`",
                    ));
                }
                elements.extend(std::iter::repeat_n(Element::Skip, GAP));
            } else {
                elements.extend(read_words(chunk, text)?);
            }
        }
        match elements.last() {
            None => Err((
                format!("`{text}` has no word in it"),
                "write a phrase such as `white foot`",
            )),
            Some(Element::Skip) => Err((
                format!("the gap in `{text}` does not stand between words"),
                "write a gap as in `keep going ... numb`",
            )),
            Some(_) if elements.len() > LONGEST_PHRASE => Err((
                format!("`{text}` is too long"),
                "write the words that matter",
            )),
            Some(_) => Ok(Self { elements }),
        }
    }

    /// How many words it covers at the beginning of `words`, the fewest if it can cover more.
    fn length_at(&self, words: &[Word<'_>]) -> Option<usize> {
        // Bit n stands for: the elements before n are covered.
        let done = 1u64 << self.elements.len();
        let mut reached = 1u64;
        for (place, word) in words.iter().enumerate() {
            let mut next = 0u64;
            for (number, element) in self.elements.iter().enumerate() {
                if reached >> number & 1 == 0 {
                    continue;
                }
                match element {
                    // A word that is skipped, or a gap that ends here: the element after it is tried on the same word.
                    Element::Skip => {
                        next |= 1 << (number + 1);
                        reached |= 1 << (number + 1);
                    }
                    element if element.matches(&word.text) => next |= 1 << (number + 1),
                    _ => {}
                }
            }
            reached = next;
            if reached & done != 0 {
                return Some(place + 1);
            }
            if reached == 0 {
                return None;
            }
        }
        None
    }
}

impl Element {
    fn matches(&self, word: &str) -> bool {
        match self {
            Self::Word(known) => known == word,
            Self::Stem(stem) => word.starts_with(stem.as_str()),
            Self::Skip => true,
        }
    }
}

fn phrases(texts: &[String], group: Option<usize>, errors: &mut Vec<WordError>) -> Vec<Phrase> {
    if texts.is_empty() && group.is_some() {
        errors.push(WordError {
            group,
            phrase: None,
            message: "this group has no phrase, so that nothing would match".to_owned(),
            help: "write a phrase such as `numb*`".to_owned(),
        });
    }
    let mut read = Vec::new();
    for (place, text) in texts.iter().enumerate() {
        match Phrase::read(text) {
            Ok(phrase) => read.push(phrase),
            Err((message, help)) => errors.push(WordError {
                group,
                phrase: Some(place),
                message,
                help: help.to_owned(),
            }),
        }
    }
    read
}

/// The words of one stretch of a phrase, the last of which may be a stem.
fn read_words(chunk: &str, phrase: &str) -> Result<Vec<Element>, (String, &'static str)> {
    let (written, is_stem) = match chunk.strip_suffix('*') {
        Some(stem) => (stem, true),
        None => (chunk, false),
    };
    if written.contains('*') {
        return Err((
            format!("`*` in `{phrase}` does not end a word"),
            "write the beginning of a word before it, such as `numb*`",
        ));
    }
    let mut elements: Vec<Element> = words(written)
        .into_iter()
        .map(|word| Element::Word(word.text.into_owned()))
        .collect();
    if !is_stem {
        return Ok(elements);
    }
    match elements.pop() {
        Some(Element::Word(stem)) if stem.chars().count() >= SHORTEST_STEM => {
            elements.push(Element::Stem(stem));
            Ok(elements)
        }
        _ => Err((
            format!("`{phrase}` would match nearly every word"),
            "write more letters before `*`, such as `numb*`",
        )),
    }
}
