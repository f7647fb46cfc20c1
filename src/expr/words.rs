//! Word lists: whether a sentence says something, judged by words, stems and phrases.
//!
//! A text is taken sentence by sentence. A sentence matches if each group of phrases has one in it, and no phrase that
//! excludes it. Letter case, accents written as characters of their own, apostrophes, blanks and punctuation between
//! words make no difference. What the words mean in a plan is the rule's affair.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

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
    all: Vec<Vec<Phrase>>,
    none: Vec<Phrase>,
}

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
            .map(|(place, group)| phrases(group, Some(place), &mut errors))
            .collect();
        let none = phrases(none, None, &mut errors);
        if errors.is_empty() {
            Ok(Self { all: groups, none })
        } else {
            Err(errors)
        }
    }

    /// Where the first sentence that matches says so: from the first word of the phrases found in it to the last, as
    /// bytes of `text`.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        let mut reader = Reader::new(text);
        let mut sentence = Vec::new();
        while reader.sentence(&mut sentence) {
            if let Some(found) = self.find_in(&sentence) {
                return Some(found);
            }
        }
        None
    }

    fn find_in(&self, sentence: &[Word]) -> Option<Range<usize>> {
        let mut start = usize::MAX;
        let mut end = 0;
        for group in &self.all {
            let found = group.iter().filter_map(|phrase| phrase.find(sentence));
            let first = found.min_by_key(|found| found.start)?;
            start = start.min(first.start);
            end = end.max(first.end);
        }
        let excluded = |phrase: &Phrase| phrase.find(sentence).is_some();
        (!self.none.iter().any(excluded)).then_some(start..end)
    }
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

    /// Where it first stands in a sentence.
    fn find(&self, sentence: &[Word]) -> Option<Range<usize>> {
        sentence.iter().enumerate().find_map(|(place, first)| {
            let length = self.length_at(sentence.get(place..)?)?;
            let last = sentence.get(place + length - 1)?;
            Some(first.range.start..last.range.end)
        })
    }

    /// How many words it covers at the beginning of `words`, the fewest if it can cover more.
    fn length_at(&self, words: &[Word]) -> Option<usize> {
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
    let mut words = Vec::new();
    Reader::new(written).all(&mut words);
    let mut elements: Vec<Element> = words
        .into_iter()
        .map(|word| Element::Word(word.text))
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

/// A word of a text: in lower case, composed, without apostrophes; and where it stands.
#[derive(Clone, Debug)]
struct Word {
    text: String,
    range: Range<usize>,
}

/// Reads a text word by word.
struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// Fills `words` with those of the next sentence that has some; false at the end of the text.
    fn sentence(&mut self, words: &mut Vec<Word>) -> bool {
        words.clear();
        while let Some(next) = self.rest().chars().next() {
            if is_letter(next) {
                words.push(self.word());
            } else if self.ends_sentence(next, words.last()) {
                self.at += next.len_utf8();
                if !words.is_empty() {
                    return true;
                }
            } else if next == '.' {
                // Several dots are a pause.
                let dots = self.rest().trim_start_matches('.').len();
                self.at = self.text.len() - dots;
            } else {
                self.at += next.len_utf8();
            }
        }
        !words.is_empty()
    }

    /// Fills `words` with those of the whole text.
    fn all(&mut self, words: &mut Vec<Word>) {
        while let Some(next) = self.rest().chars().next() {
            if is_letter(next) {
                words.push(self.word());
            } else {
                self.at += next.len_utf8();
            }
        }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn word(&mut self) -> Word {
        let start = self.at;
        let mut end = start;
        let mut letters = String::new();
        for (offset, letter) in self.rest().char_indices() {
            let after = start + offset + letter.len_utf8();
            if is_letter(letter) || is_combining_mark(letter) {
                letters.push(letter);
                end = after;
            } else if !is_apostrophe(letter) && !is_invisible(letter) {
                break;
            }
        }
        self.at = end;
        let text = if letters.is_ascii() {
            letters.make_ascii_lowercase();
            letters
        } else {
            letters.nfc().flat_map(char::to_lowercase).nfc().collect()
        };
        Word {
            text,
            range: start..end,
        }
    }

    /// Whether `sign` ends a sentence. A dot does not in figures, after single letters (`e.g.`), or among other dots.
    fn ends_sentence(&self, sign: char, last: Option<&Word>) -> bool {
        match sign {
            '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => true,
            '!' | '?' | ';' | '。' | '！' | '？' => true,
            '.' => {
                let next = self.rest().chars().nth(1);
                let initial = last.is_some_and(|word| {
                    word.range.end == self.at && word.text.chars().nth(1).is_none()
                });
                !initial && !next.is_some_and(|next| next == '.' || next.is_numeric())
            }
            _ => false,
        }
    }
}

fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric()
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '＇')
}

/// Characters that are not seen within words: the soft hyphen, and joiners of no width.
fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}'
    )
}
