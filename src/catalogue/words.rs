//! Cuts a name into plain words: one case, no marks, no punctuation, singular.
//!
//! Knows letters and English plurals, no exercise. What the words mean is the lexicon's business.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Most words that a name may have. A longer text is no name, and reading it stops here.
pub(super) const MOST_WORDS: usize = 32;

/// Longest word in bytes; a longer one is cut, and is then no word that anybody knows.
const LONGEST_WORD: usize = 40;

/// Calls `each` with every word and every sign of `text`, in order, until it gives `false`.
///
/// A word is letters or digits, never both: `4x10` is `4`, `x`, `10`. A sign is one of `+`, `→` and `->`, the latter
/// two both as `→`; other punctuation only separates.
pub(super) fn each_word(text: &str, mut each: impl FnMut(Piece<'_>) -> bool) {
    let mut cutter = Cutter {
        word: String::with_capacity(LONGEST_WORD + 4),
        digits: false,
    };
    if text.is_ascii() {
        cutter.cut(text.chars(), &mut each);
    } else {
        let plain = text
            .chars()
            .map(typography)
            .nfkd()
            .filter(|&c| !is_combining_mark(c))
            .flat_map(char::to_lowercase);
        cutter.cut(plain.map(typography), &mut each);
    }
}

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

struct Cutter {
    word: String,
    digits: bool,
}

impl Cutter {
    fn cut(&mut self, text: impl Iterator<Item = char>, each: &mut impl FnMut(Piece<'_>) -> bool) {
        let mut apostrophe = false;
        let mut last = ' ';
        for c in text {
            let going = match c {
                'a'..='z' => self.push(c, false, each),
                'A'..='Z' => self.push(c.to_ascii_lowercase(), false, each),
                '0'..='9' => self.push(c, true, each),
                '\'' => true,
                '°' => self.end(apostrophe, each) && each(Piece::Word("degree")),
                // `w/` is how people write `with`.
                '/' if self.word == "w" => each_with(&mut self.word, each),
                '+' => self.end(apostrophe, each) && each(Piece::Sign("+")),
                '→' => self.end(apostrophe, each) && each(Piece::Sign("→")),
                '>' if last == '-' => self.end(apostrophe, each) && each(Piece::Sign("→")),
                _ if c.is_alphanumeric() => self.push(c, c.is_numeric(), each),
                _ => self.end(apostrophe, each),
            };
            if !going {
                return;
            }
            // `farmer's` is `farmer`, while `farmers'` and `o'clock` only lose the mark.
            apostrophe = if c == '\'' {
                true
            } else {
                apostrophe && matches!(c, 's' | 'S') && last == '\''
            };
            last = c;
        }
        self.end(apostrophe, each);
    }

    fn push(&mut self, c: char, digit: bool, each: &mut impl FnMut(Piece<'_>) -> bool) -> bool {
        let going = self.digits == digit || self.end(false, each);
        self.digits = digit;
        if self.word.len() < LONGEST_WORD {
            self.word.push(c);
        }
        going
    }

    fn end(&mut self, possessive: bool, each: &mut impl FnMut(Piece<'_>) -> bool) -> bool {
        if self.word.is_empty() {
            return true;
        }
        let going = if self.digits {
            each(Piece::Number(&self.word))
        } else {
            if possessive && self.word.ends_with('s') {
                self.word.pop();
            } else {
                make_singular(&mut self.word);
            }
            each(Piece::Word(&self.word))
        };
        self.word.clear();
        going
    }
}

fn each_with(word: &mut String, each: &mut impl FnMut(Piece<'_>) -> bool) -> bool {
    word.clear();
    each(Piece::Word("with"))
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
fn make_singular(word: &mut String) {
    if word.len() < 3 || !word.ends_with('s') {
        return;
    }
    let keeps = ["ss", "us", "is"]
        .iter()
        .any(|ending| word.ends_with(ending));
    let whole_es = ["sses", "shes", "ches", "xes"]
        .iter()
        .any(|ending| word.ends_with(ending));
    if word.len() > 4 && word.ends_with("ies") {
        word.truncate(word.len() - 3);
        word.push('y');
    } else if whole_es {
        word.truncate(word.len() - 2);
    } else if !keeps {
        word.pop();
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
        assert_eq!(words("farmer’s carries, flies"), ["farmer", "carry", "fly"]);
        assert_eq!(
            words("presses across the pelvis"),
            ["press", "across", "the", "pelvis"]
        );
    }

    #[test]
    fn numbers_stand_alone_and_signs_are_kept() {
        assert_eq!(words("Squat 4×10"), ["squat", "4", "x", "10"]);
        assert_eq!(words("45° raise"), ["45", "degree", "raise"]);
        assert_eq!(
            words("clean -> jerk + row"),
            ["clean", "→", "jerk", "+", "row"]
        );
        assert_eq!(words("--- ()"), Vec::<String>::new());
    }
}
