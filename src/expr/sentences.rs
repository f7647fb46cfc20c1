//! Texts as sentences of words, in the form in which word lists compare them.
//!
//! Letter case, accents written as characters of their own, apostrophes, blanks and punctuation between words make no
//! difference.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A word of a text: in lower case, composed, without apostrophes; and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Word<'t> {
    pub(super) text: Cow<'t, str>,
    pub(super) range: Range<usize>,
}

/// The sentences of a text, word by word.
#[derive(Clone, Debug, Default)]
pub(super) struct Sentences<'t> {
    words: Vec<Word<'t>>,
    /// Where each sentence ends among the words.
    ends: Vec<usize>,
}

impl<'t> Sentences<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let mut reader = Reader::new(text);
        let mut read = Self::default();
        while reader.sentence(&mut read.words, read.ends.last().copied().unwrap_or(0)) {
            read.ends.push(read.words.len());
        }
        read
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[Word<'t>]> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let sentence = self.words.get(start..*end).unwrap_or_default();
            start = *end;
            sentence
        })
    }
}

/// The words of a text, whatever its sentences are.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    Reader::new(text).all(&mut words);
    words
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

    /// Adds the words of the next sentence that has some to the `before` words of those before it; false at the end of
    /// the text.
    fn sentence(&mut self, words: &mut Vec<Word<'t>>, before: usize) -> bool {
        while let Some(next) = self.rest().chars().next() {
            if is_letter(next) {
                words.push(self.word());
            } else if self.ends_sentence(next, words.get(before..).and_then(<[_]>::last)) {
                self.at += next.len_utf8();
                if words.len() > before {
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
        words.len() > before
    }

    /// Fills `words` with those of the whole text.
    fn all(&mut self, words: &mut Vec<Word<'t>>) {
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

    fn word(&mut self) -> Word<'t> {
        let start = self.at;
        let mut end = start;
        let mut letters = 0;
        // Whether it can be used as it is written.
        let mut plain = true;
        for (offset, letter) in self.rest().char_indices() {
            let after = start + offset + letter.len_utf8();
            if is_letter(letter) || is_combining_mark(letter) {
                plain &= letter.is_ascii() && !letter.is_ascii_uppercase();
                letters += letter.len_utf8();
                end = after;
            } else if !is_apostrophe(letter) && !is_invisible(letter) {
                break;
            }
        }
        self.at = end;
        let written = self.text.get(start..end).unwrap_or_default();
        let text = if plain && letters == written.len() {
            Cow::Borrowed(written)
        } else {
            Cow::Owned(folded(written))
        };
        Word {
            text,
            range: start..end,
        }
    }

    /// Whether `sign` ends a sentence. A dot does not in figures, after single letters (`e.g.`), or among other dots.
    fn ends_sentence(&self, sign: char, last: Option<&Word<'_>>) -> bool {
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

/// The letters of a word in one form: lower case, composed.
fn folded(written: &str) -> String {
    let letters = written
        .chars()
        .filter(|letter| is_letter(*letter) || is_combining_mark(*letter));
    if written.is_ascii() {
        return letters.map(|letter| letter.to_ascii_lowercase()).collect();
    }
    letters.nfc().flat_map(char::to_lowercase).nfc().collect()
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
