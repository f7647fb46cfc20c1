//! Where in a line one is, told by its text up to the cursor.

use crate::assist::Document;
use crate::source::Span;
use crate::syntax::words::{
    CLAUSES, LEVELS, LONG_TIME_UNITS, ONE_RM_PARTS, STATEMENTS, STEPS, TIME_UNITS, WRAP_WORDS, Word,
};

/// What can stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Nothing,
    /// The beginning of a line.
    Line,
    /// The name of an exercise.
    Exercise,
    /// The name of a lift behind `1rm`, `tm` or `max`.
    Lift(Figure),
    Words(&'static [Word]),
    Trait,
    Condition,
    Complaint,
    Covers,
    Weeks,
    Phase,
    Repeated,
    Sets,
    Load,
    Units(&'static [&'static str]),
    LoadUnit,
    Rest,
    Tempo,
    Sides,
    Clause,
    /// Anything about a wrap; in a clause of an exercise, other clauses as well.
    Wrap {
        in_clause: bool,
    },
    Comment,
    /// Behind `cuff:` in a comment.
    Allow,
    Rule,
    /// Behind the rules of a suppression.
    Because,
}

/// What a statement states of a lift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Figure {
    OneRm,
    TrainingMax,
    MaxReps,
}

/// A place in a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Where<'d> {
    pub(super) slot: Slot,
    /// What has been typed of the word at the cursor.
    pub(super) typed: Span,
    /// The same as text.
    pub(super) text: &'d str,
    /// The number of the line.
    pub(super) line: usize,
    /// Whether the word stands right behind a figure.
    pub(super) is_glued: bool,
}

const MASS_UNITS: &[&str] = &["kg", "lb"];
const LENGTH_UNITS: &[&str] = &["cm", "in"];
const PRESSURE_UNITS: &[&str] = &["mmHg"];
const TIGHTNESS_UNITS: &[&str] = &["/10", "% AOP", "mmHg", "cm wide"];

impl<'d> Where<'d> {
    pub(super) fn at(document: &Document<'d>, offset: usize) -> Self {
        let (line, start) = match document.line_at(offset) {
            Some((place, line)) => (place, line.span.range().start.min(offset)),
            None => (0, offset),
        };
        let head = document.text().get(start..offset).unwrap_or_default();
        let (slot, typed) = slot(head);
        let before = head.get(..head.len() - typed).unwrap_or_default();
        let is_glued = typed == 0 && before.ends_with(|c: char| c.is_ascii_digit());
        let typed = Span::new(offset - typed.min(offset), offset);
        Self {
            slot,
            typed,
            text: document.slice(typed),
            line,
            is_glued,
        }
    }
}

const BLANKS: [char; 4] = [' ', '\t', '\u{A0}', '\u{FEFF}'];

/// What can stand behind a beginning of a line, and how many bytes of its end are the word that is being typed.
fn slot(head: &str) -> (Slot, usize) {
    let line = head.trim_start_matches(BLANKS);
    if let Some(comment) = comment_of(line) {
        return in_comment(comment);
    }
    if line.starts_with('>') {
        return (Slot::Nothing, 0);
    }
    let first = line.split([' ', '\t', ':', '"']).next().unwrap_or_default();
    let rest = line.get(first.len()..).unwrap_or_default();
    let word = first.to_lowercase();
    let is_statement = !rest.is_empty() && is_opening(&word) && !is_exercise(&word, rest);
    if is_statement {
        return in_statement(&word, rest);
    }
    if let Some((_, behind)) = line.split_once(':') {
        return in_exercise(behind);
    }
    let name = ["warm-up ", "warmup ", "warm up "]
        .iter()
        .find(|warm| word.len() >= 4 && line.to_lowercase().starts_with(**warm))
        .and_then(|warm| line.get(warm.len()..));
    match name {
        Some(name) => (Slot::Exercise, name.len()),
        None => (Slot::Line, line.len()),
    }
}

/// Whether a word opens a statement, in any of its spellings.
fn is_opening(word: &str) -> bool {
    STATEMENTS.iter().any(|known| known.word == word) || is_wrap_word(word) || word == "bw"
}

fn is_wrap_word(word: &str) -> bool {
    WRAP_WORDS.contains(&word)
}

/// Whether a line that begins like a statement is an exercise: `Rest-Pause Curl:` does not come here, `BFR Curl: 3x10` does.
fn is_exercise(word: &str, rest: &str) -> bool {
    let takes_colon = [
        "plan",
        "goal",
        "units",
        "athlete",
        "experience",
        "age",
        "bodyweight",
    ];
    let takes_colon = takes_colon.contains(&word)
        || word.starts_with("condition")
        || word.starts_with("complaint")
        || matches!(
            word,
            "clearance" | "week" | "weeks" | "day" | "exercise" | "superset"
        );
    let Some((name, _)) = rest.split_once(':') else {
        return false;
    };
    // A colon between two figures is a time.
    let is_time = name.ends_with(|c: char| c.is_ascii_digit()) || name.ends_with(' ');
    !takes_colon && !name.contains(',') && !is_time
}

/// The text behind the `#` that opens a comment, if there is one.
fn comment_of(line: &str) -> Option<&str> {
    if line.starts_with('>') {
        return None;
    }
    let mut quoted = false;
    for (place, character) in line.char_indices() {
        match character {
            '"' => quoted = !quoted,
            '#' if !quoted => return line.get(place + 1..),
            _ => {}
        }
    }
    None
}

fn in_comment(comment: &str) -> (Slot, usize) {
    let words = comment.trim_start_matches(BLANKS);
    let Some(asked) = words.strip_prefix("cuff:") else {
        let is_opening = "cuff:".starts_with(words);
        return (
            if is_opening {
                Slot::Comment
            } else {
                Slot::Nothing
            },
            words.len(),
        );
    };
    let asked = asked.trim_start_matches(BLANKS);
    match (asked.rfind('('), asked.rfind(')')) {
        (Some(open), close) if close.is_none_or(|close| close < open) => {
            let inside = asked.get(open + 1..).unwrap_or_default();
            (Slot::Rule, last_word(inside, |c| c == ',' || c == ' '))
        }
        (_, Some(close)) => {
            let behind = asked.get(close + 1..).unwrap_or_default();
            let behind = behind.trim_start_matches(BLANKS);
            let is_said = behind.contains("because");
            (
                if is_said {
                    Slot::Nothing
                } else {
                    Slot::Because
                },
                last_word(behind, |c| c == ' '),
            )
        }
        _ => (Slot::Allow, asked.len()),
    }
}

/// How long the last piece of a text is.
fn last_word(text: &str, ends: impl Fn(char) -> bool) -> usize {
    let start = text
        .char_indices()
        .filter(|(_, c)| ends(*c))
        .map(|(at, c)| at + c.len_utf8())
        .last();
    text.len() - start.unwrap_or(0)
}

fn blank(c: char) -> bool {
    BLANKS.contains(&c)
}

/// Behind the word that opens a statement.
fn in_statement(word: &str, rest: &str) -> (Slot, usize) {
    let said = rest.trim_start_matches([' ', '\t', ':']);
    let part = said.rsplit(',').next().unwrap_or_default();
    let part = part.trim_start_matches(BLANKS);
    let typed = last_word(part, blank);
    let behind_comma = said.contains(',');
    match word {
        "experience" if ends_with_figure(part) => (Slot::Units(LONG_TIME_UNITS), unit_typed(part)),
        "experience" if !behind_comma => (Slot::Words(LEVELS), part.len()),
        "units" => (Slot::Units(MASS_UNITS), part.len()),
        "bodyweight" | "bw" if ends_with_figure(part) => {
            (Slot::Units(MASS_UNITS), unit_typed(part))
        }
        "age" if ends_with_figure(part) => (Slot::Units(LONG_TIME_UNITS), unit_typed(part)),
        "condition" | "conditions" => (Slot::Condition, part.len()),
        "complaint" | "complaints" => (Slot::Complaint, part.len()),
        "clearance" if behind_comma => (Slot::Covers, part.len()),
        "1rm" | "tm" | "max" => in_figure(word, said, part, behind_comma),
        "default" => in_clause(part, &[], typed),
        "week" | "weeks" => in_weeks(said),
        "day" if behind_comma && ends_with_figure(part) => {
            (Slot::Units(TIME_UNITS), unit_typed(part))
        }
        "repeat" => (Slot::Repeated, said.len()),
        "rest" => in_rest(said),
        "exercise" => in_custom(said, part),
        _ if is_wrap_word(word) => in_wrap(part, typed, false),
        _ => (Slot::Nothing, 0),
    }
}

/// Whether a text ends in a figure, or in one with the beginning of a unit.
fn ends_with_figure(text: &str) -> bool {
    let letters = text.trim_end_matches(|c: char| c.is_alphabetic() || c == '%');
    let figure = letters.trim_end_matches(BLANKS);
    figure.ends_with(|c: char| c.is_ascii_digit() || c == '½')
}

/// How many letters of a unit stand behind the figure at the end.
fn unit_typed(text: &str) -> usize {
    let letters = text.trim_end_matches(|c: char| c.is_alphabetic() || c == '%');
    text.len() - letters.len()
}

fn in_figure(word: &str, said: &str, part: &str, behind_comma: bool) -> (Slot, usize) {
    let figure = match word {
        "1rm" => Figure::OneRm,
        "tm" => Figure::TrainingMax,
        _ => Figure::MaxReps,
    };
    if behind_comma {
        return (Slot::Words(ONE_RM_PARTS), part.len());
    }
    // A name may hold figures; one behind a blank is a load.
    let units = said.trim_end_matches(|c: char| c.is_alphabetic() || c == '%' || blank(c));
    let behind_figure = units.ends_with(|c: char| c.is_ascii_digit()) && said.contains(blank);
    if !behind_figure {
        return (Slot::Lift(figure), said.trim_start_matches('"').len());
    }
    let behind = said.get(units.len()..).unwrap_or_default();
    let is_unit_done = behind.trim_start_matches(BLANKS).contains(blank);
    match (figure, is_unit_done) {
        (Figure::OneRm, true) => (Slot::Words(ONE_RM_PARTS), last_word(behind, blank)),
        (Figure::MaxReps, false) => (Slot::Units(&["reps"]), unit_typed(said)),
        (Figure::TrainingMax, false) => (Slot::Units(&["%", "kg", "lb"]), unit_typed(said)),
        (Figure::OneRm, false) => (Slot::Units(MASS_UNITS), unit_typed(said)),
        _ => (Slot::Nothing, 0),
    }
}

fn in_weeks(said: &str) -> (Slot, usize) {
    let letters = said.trim_start_matches(|c: char| c.is_ascii_digit() || "-–,& ".contains(c));
    if said.is_empty() || (letters.is_empty() && !said.ends_with(' ')) {
        return (Slot::Weeks, said.len());
    }
    (Slot::Phase, letters.trim_start_matches([':', ' ']).len())
}

fn in_custom(said: &str, part: &str) -> (Slot, usize) {
    let quotes = said.matches('"').count();
    let behind = said.rsplit('"').next().unwrap_or_default();
    if quotes == 3 {
        return (Slot::Exercise, behind.len());
    }
    if quotes != 2 {
        return (Slot::Nothing, 0);
    }
    match said.split_once("like ") {
        Some((_, name)) => (Slot::Exercise, name.len()),
        None if behind.contains(':') => {
            let word = part.rsplit(':').next().unwrap_or_default();
            (Slot::Trait, word.trim_start_matches(BLANKS).len())
        }
        None => (Slot::Nothing, 0),
    }
}

/// Behind the colon of an exercise.
fn in_exercise(behind: &str) -> (Slot, usize) {
    let open = match (behind.rfind('['), behind.rfind(']')) {
        (Some(open), close) if close.is_none_or(|close| close < open) => Some(open),
        _ => None,
    };
    if let Some(open) = open {
        let before = behind.get(..open).unwrap_or_default();
        let inside = behind.get(open + 1..).unwrap_or_default();
        let value = inside.rsplit('|').next().unwrap_or_default();
        let value = value.trim_start_matches(BLANKS);
        return in_list(before, value);
    }
    let mut parts = behind.split(',');
    let last = parts
        .next_back()
        .unwrap_or_default()
        .trim_start_matches(BLANKS);
    let before: Vec<&str> = parts.map(str::trim).collect();
    match before.is_empty() {
        true => in_prescription(last),
        false => in_clause(last, &before, last_word(last, blank)),
    }
}

/// One value of a list with one for each week.
fn in_list(before: &str, value: &str) -> (Slot, usize) {
    let clause = before.rsplit(',').next().unwrap_or_default().trim();
    let word = clause
        .split(blank)
        .next()
        .unwrap_or_default()
        .to_lowercase();
    if before.contains(',') && word == "rest" {
        return in_rest(value);
    }
    match before.trim_end().ends_with('@') {
        true => in_load(value),
        false if before.contains(',') => (Slot::Units(TIGHTNESS_UNITS), 0),
        false => in_prescription(value),
    }
}

fn in_prescription(part: &str) -> (Slot, usize) {
    match part.rsplit_once('@') {
        Some((_, load)) => in_load(load.trim_start_matches(BLANKS)),
        None => (Slot::Sets, part.len()),
    }
}

fn in_load(load: &str) -> (Slot, usize) {
    let starts_with_figure = load.starts_with(|c: char| c.is_ascii_digit());
    let letters = load.trim_end_matches(|c: char| c.is_alphabetic() || c == '%');
    let is_done = load.ends_with(blank) && load.contains(|c: char| c.is_alphabetic() || c == '%');
    if is_done || load.ends_with('+') {
        return (Slot::Words(STEPS), last_word(load, blank));
    }
    if starts_with_figure && ends_with_figure(load) {
        return (Slot::LoadUnit, load.len() - letters.len());
    }
    let figure = load.trim_start_matches(|c: char| c.is_alphabetic()).trim();
    if !starts_with_figure && !figure.is_empty() {
        return (Slot::Nothing, 0);
    }
    (Slot::Load, load.len())
}

fn in_rest(said: &str) -> (Slot, usize) {
    if ends_with_figure(said) {
        (Slot::Units(TIME_UNITS), unit_typed(said))
    } else {
        (Slot::Rest, said.len())
    }
}

/// A clause behind a comma; a wrap in front of it leaves room for its parts.
fn in_clause(part: &str, before: &[&str], typed: usize) -> (Slot, usize) {
    let first = part.split(blank).next().unwrap_or_default();
    let said = part.get(first.len()..).unwrap_or_default();
    let said_words = said.trim_start_matches(BLANKS);
    let opens_wrap = |part: &&str| {
        let word = part.split(blank).next().unwrap_or_default();
        is_wrap_word(&word.to_lowercase())
    };
    if said.is_empty() {
        return match before.iter().any(opens_wrap) {
            true => (Slot::Wrap { in_clause: true }, part.len()),
            false => (Slot::Clause, part.len()),
        };
    }
    match first.to_lowercase().as_str() {
        "rest" => in_rest(said_words),
        "tempo" => (Slot::Tempo, said_words.len()),
        "each" | "per" => (Slot::Sides, said_words.len()),
        word if is_wrap_word(word) => in_wrap(said_words, typed, false),
        _ if before.iter().any(opens_wrap) => in_wrap(part, typed, true),
        word if CLAUSES.iter().any(|known| known.word == word) => (Slot::Nothing, 0),
        _ => (Slot::Nothing, 0),
    }
}

/// What is said of a wrap, up to the cursor.
fn in_wrap(part: &str, typed: usize, in_clause: bool) -> (Slot, usize) {
    let words = part.to_lowercase();
    let last = |word: &str| words.rfind(word).map(|at| at + word.len());
    let figure = ends_with_figure(part);
    if figure && (words.contains("width") || words.ends_with("cm")) {
        return (Slot::Units(LENGTH_UNITS), unit_typed(part));
    }
    if figure && last("aop ").is_some() {
        return (Slot::Units(PRESSURE_UNITS), unit_typed(part));
    }
    if figure && (words.starts_with("on ") || words.contains(" on ")) {
        return (Slot::Units(TIME_UNITS), unit_typed(part));
    }
    if figure && !words.ends_with("/10") {
        return (Slot::Units(TIGHTNESS_UNITS), unit_typed(part));
    }
    (Slot::Wrap { in_clause }, typed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_beginning_of_a_line_has_a_place_inside_of_it() {
        let lines = [
            "athlete \"A. Novak\"",
            "  1rm Barbell Curl 40 kg, tested 2026-01-10",
            "exercise \"X\": compound, quads",
            "exercise \"X\" like \"Barbell Curl\"",
            "  Barbell Curl: 30/15/15/15 @ [20% | 22.5% TM], rest [30 s | 45 s], wrap left thigh high 7/10, width 10 cm # cuff: allow(a, b) until 2026-01-01 because é",
            "wrap thigh, 5 cm above the knee, AOP 180 mmHg, on 8 min",
            "weeks 1-4, 6 & 8: rehab",
            "warm-up B\u{FC}ck: 3 x 5 @ RPE 8 + 2",
        ];
        for line in lines {
            for at in (0..=line.len()).filter(|at| line.is_char_boundary(*at)) {
                let head = &line[..at];
                let (_, typed) = slot(head);
                assert!(
                    typed <= head.len() && head.is_char_boundary(head.len() - typed),
                    "{head}"
                );
            }
        }
    }
}
