//! Cuts a name into plain words: one case, no marks, no punctuation, singular.
//!
//! Knows letters and English plurals, no exercise. What the words mean is the lexicon's business.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Most words that a name may have. A longer text is no name, and reading it stops here.
pub(super) const MOST_WORDS: usize = 32;

/// Stands for an arrow in plain text, where every other byte beyond ASCII is part of a letter.
const ARROW: u8 = 1;

/// A piece of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// A word, lower case and singular.
    Word(&'a str),
    /// A number.
    Number(&'a str),
    /// A sign that may stand between exercises.
    Sign(&'static str),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    Digit,
    Sign,
    Other,
}

/// Calls `each` with every word and every sign of `text`, in order, until it gives `false`.
///
/// A word is letters or digits, never both: `4x10` is `4`, `x`, `10`. A sign is one of `#`, `+`, `→` and `->`, the
/// latter two both as `→`; other punctuation only separates.
pub(super) fn each_word(text: &str, mut each: impl FnMut(Piece<'_>) -> bool) {
    let text = plain(text);
    let bytes = text.as_bytes();
    let mut singular = String::new();
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        let start = at;
        let kind = kind(first, bytes.get(at + 1).copied());
        at += run(bytes.get(start..).unwrap_or_default(), kind);
        let word = text.get(start..at).unwrap_or_default();
        let going = match kind {
            Kind::Other => true,
            Kind::Digit => each(Piece::Number(word)),
            Kind::Sign => each(Piece::Sign(sign(first))),
            Kind::Letter if is_possessive(bytes, start, word) => true,
            // `w/` is how people write `with`.
            Kind::Letter if word == "w" && bytes.get(at) == Some(&b'/') => {
                each(Piece::Word("with"))
            }
            Kind::Letter => each(Piece::Word(made_singular(word, &mut singular))),
        };
        if !going {
            return;
        }
    }
}

fn kind(byte: u8, next: Option<u8>) -> Kind {
    match byte {
        b'a'..=b'z' | 0x80.. => Kind::Letter,
        b'0'..=b'9' => Kind::Digit,
        b'+' | b'#' | ARROW => Kind::Sign,
        b'-' if next == Some(b'>') => Kind::Sign,
        _ => Kind::Other,
    }
}

fn sign(byte: u8) -> &'static str {
    match byte {
        b'+' => "+",
        b'#' => "#",
        _ => "→",
    }
}

/// How many bytes from the start are of this kind. A sign stands alone; what only separates is skipped one by one.
fn run(bytes: &[u8], kind: Kind) -> usize {
    match kind {
        Kind::Letter => bytes
            .iter()
            .take_while(|byte| matches!(byte, b'a'..=b'z' | 0x80..))
            .count(),
        Kind::Digit => bytes
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count(),
        Kind::Sign => 1 + usize::from(bytes.first() == Some(&b'-')),
        Kind::Other => 1,
    }
}

/// Whether this is the `s` of `farmer's`.
fn is_possessive(bytes: &[u8], start: usize, word: &str) -> bool {
    let before = |back: usize| start.checked_sub(back).and_then(|at| bytes.get(at));
    word == "s"
        && before(1) == Some(&b'\'')
        && before(2).is_some_and(|&byte| kind(byte, None) != Kind::Other)
}

/// The text in lower case, without marks, in which only letters are beyond ASCII.
fn plain(text: &str) -> Cow<'_, str> {
    if text
        .bytes()
        .all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase())
    {
        return Cow::Borrowed(text);
    }
    if text.is_ascii() {
        return Cow::Owned(text.to_ascii_lowercase());
    }
    let mut plain = String::with_capacity(text.len());
    let letters = text
        .chars()
        .map(typography)
        .nfkd()
        .filter(|&c| !is_combining_mark(c));
    for c in letters.flat_map(char::to_lowercase) {
        match typography(c) {
            '→' => plain.push(char::from(ARROW)),
            '°' => plain.push_str(" degree "),
            c if c.is_ascii() || c.is_alphanumeric() => plain.push(c),
            // What `to_lowercase` leaves behind of a letter is a mark as well.
            c if is_combining_mark(c) => {}
            _ => plain.push(' '),
        }
    }
    Cow::Owned(plain)
}

/// Signs of word processors as their plain kin, before and after normalization.
fn typography(c: char) -> char {
    match c {
        '×' | '✕' => 'x',
        '’' | '‘' | 'ʼ' | '`' => '\'',
        'º' | '˚' => '°',
        '➔' | '➜' | '⇒' => '→',
        _ => c,
    }
}

/// English plural to singular, by ending alone: `presses` to `press`, `flies` to `fly`, `triceps` to `tricep`.
fn made_singular<'a>(word: &'a str, changed: &'a mut String) -> &'a str {
    let Some(stem) = word.strip_suffix('s').filter(|stem| stem.len() > 1) else {
        return word;
    };
    if stem.ends_with(['s', 'u', 'i']) {
        return word;
    }
    if let Some(stem) = stem.strip_suffix("ie").filter(|stem| stem.len() > 1) {
        changed.clear();
        changed.push_str(stem);
        changed.push('y');
        return changed;
    }
    let whole_es = ["sse", "she", "che", "xe"]
        .iter()
        .any(|ending| stem.ends_with(ending));
    if whole_es {
        stem.strip_suffix('e').unwrap_or(stem)
    } else {
        stem
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, each_word};

    fn words(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        each_word(text, |piece| {
            found.push(match piece {
                Piece::Word(word) | Piece::Number(word) => word.to_owned(),
                Piece::Sign(sign) => sign.to_owned(),
            });
            true
        });
        found
    }

    #[test]
    fn case_marks_and_width_do_not_matter() {
        assert_eq!(words("Décline  CRUNCHES"), ["decline", "crunch"]);
        assert_eq!(words("De\u{301}cline crunch"), ["decline", "crunch"]);
        assert_eq!(words("Ｂｅｎｃｈ　Ｐｒｅｓｓ"), ["bench", "press"]);
        assert_eq!(words("İncline"), ["incline"]);
    }

    #[test]
    fn plurals_and_possessives_fall_away() {
        assert_eq!(words("Farmer's Walks"), ["farmer", "walk"]);
        assert_eq!(
            words("farmer’s carries, flies, farmers' abs"),
            ["farmer", "carry", "fly", "farmer", "ab"]
        );
        assert_eq!(
            words("presses across the pelvis"),
            ["press", "across", "the", "pelvis"]
        );
        assert_eq!(words("landmine 180's"), ["landmine", "180"]);
    }

    #[test]
    fn numbers_stand_alone_and_signs_are_kept() {
        assert_eq!(words("Squat 4×10"), ["squat", "4", "x", "10"]);
        assert_eq!(words("45° raise"), ["45", "degree", "raise"]);
        assert_eq!(
            words("clean -> jerk + row → squat"),
            ["clean", "→", "jerk", "+", "row", "→", "squat"]
        );
        assert_eq!(words("row w/ dumbbells"), ["row", "with", "dumbbell"]);
        assert_eq!(words("--- () \u{1F4AA}"), Vec::<String>::new());
    }
}
