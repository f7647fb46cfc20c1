//! What a wrap's words leave over: words that nothing understands, and a second place. Both are said where they stand, so
//! that nothing about a wrap is passed over in silence; and what is like a note is read as one by the rules on notes.

use super::terms::{Place, Terms};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;
use crate::syntax::ast::{Clause, Statement, Wrap, WrapPart};
use crate::syntax::not_understood;

/// What is left over.
#[derive(Debug, Default)]
pub(super) struct Leftover {
    /// What is said about it.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The pieces between commas that hold it.
    pub(super) texts: Vec<Span>,
}

/// Reads the words of the wraps in a statement, and what could not be read beside them. `text` is the source of the tree.
pub(super) fn leftover(statement: &Statement, text: &str, terms: &Terms) -> Leftover {
    let mut left = Leftover::default();
    let clauses = match statement {
        Statement::Wrap(wrap) => {
            left.wrap(wrap, text, terms);
            return left;
        }
        Statement::Exercise(exercise) => exercise.clauses.as_slice(),
        Statement::Default(clauses) => clauses.as_slice(),
        _ => return left,
    };
    let wrapped = clauses
        .iter()
        .any(|clause| matches!(clause, Clause::Wrap(_)));
    for clause in clauses {
        match clause {
            Clause::Wrap(wrap) => left.wrap(wrap, text, terms),
            Clause::Unread(at) if wrapped => left.texts.push(*at),
            _ => {}
        }
    }
    left
}

impl Leftover {
    fn wrap(&mut self, wrap: &Wrap, text: &str, terms: &Terms) {
        let mut place = Place::default();
        for part in &wrap.parts {
            let strange = match part {
                WrapPart::Placement { words, .. } => {
                    let strange = terms.place(words.of(text), words.range().start, &mut place);
                    self.diagnostics
                        .extend(strange.map(|span| not_understood(text, span)));
                    strange
                }
                WrapPart::Unread(span) | WrapPart::Slip(span) => Some(*span),
                _ => None,
            };
            let piece = strange.map(|span| piece(text, wrap.span, span));
            self.texts
                .extend(piece.filter(|piece| self.texts.last() != Some(piece)));
        }
        let first = place.site.map(|(_, span)| span);
        if let (Some(first), Some(second)) = (first, place.second) {
            self.diagnostics.push(two_places(text, first, second));
        }
    }
}

fn two_places(text: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::new(
        "conflicting-clause",
        Severity::Error,
        second,
        format!(
            "this wrap has two places, `{}` and `{}`",
            first.of(text),
            second.of(text)
        ),
    )
    .label(first, "the first one; only this is looked at")
    .note("each limb has its own wrap, and one pair of limbs is wrapped at a time")
    .help("write a line for each: `wrap upper arm high 7/10`, its exercise and `unwrap`, then `wrap thigh high 7/10` and its own")
}

/// What stands between the commas around a place in a wrap.
fn piece(text: &str, wrap: Span, at: Span) -> Span {
    let head = Span::new(wrap.range().start, at.range().start.max(wrap.range().start));
    let tail = Span::new(at.range().end.min(wrap.range().end), wrap.range().end);
    let start = match head.of(text).rfind(',') {
        Some(comma) => head.range().start + comma + 1,
        None => head.range().start,
    };
    let end = match tail.of(text).find(',') {
        Some(comma) => tail.range().start + comma,
        None => tail.range().end,
    };
    let whole = Span::new(start, end);
    let content = whole.of(text);
    let start = start + content.len() - content.trim_start().len();
    Span::new(start, start + content.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use crate::model::file::VocabularyFile;
    use crate::syntax::parse;

    fn terms() -> Terms {
        let file: VocabularyFile =
            serde_yaml::from_str(include_str!("../../rules/vocabulary.yaml")).unwrap();
        Terms::compile(&file, &Catalogue::default()).0
    }

    /// What is said about a wrap in these words: by the language, and by the model.
    fn said(terms: &Terms, words: &str) -> Vec<String> {
        let text = format!("Barbell Curl: 30/15/15/15 @ 25%, wrap {words}");
        let parsed = parse(&text);
        let left = leftover(&parsed.plan.lines[0].statement, &text, terms);
        let all = parsed.diagnostics.into_iter().chain(left.diagnostics);
        all.map(|diagnostic| diagnostic.message).collect()
    }

    #[test]
    fn plain_words_for_a_place_are_understood() {
        let terms = terms();
        for words in [
            "upper arm high 7/10",
            "both upper arms, high, tightness 7/10",
            "both arms high 7/10",
            "left and right upper arm high 7/10",
            "cuffs on both upper arms, as high as possible, 7/10",
            "around the top of the upper arm 7/10",
            "at the top of your biceps, just under the deltoid, 7/10",
            "directly below the delts 7/10",
            "upper arm at armpit level 7/10",
            "upper arms up into the armpit 7/10",
            "proximal arm 7/10",
            "upper arm near the shoulder 7/10",
            "upper arm, close to the shoulder, snug 7",
            "right arm only, high 7/10",
            "high bicep 7/10",
            "humerus, proximal third, 60% AOP",
            "high on the thigh 7/10",
            "thighs as high as it goes 7/10",
            "top of thigh 7/10",
            "upper thigh, at the groin, 7/10",
            "thigh at the hip crease 7/10",
            "both legs, right up at the hip crease, 7/10",
            "proximal thigh, just below the hip crease 7/10",
            "upper leg, under the glutes, 7/10",
            "upper third of the thigh 7/10",
            "the bands sit high on the quads 7/10",
            "mid-thigh 7/10",
            "halfway up the upper arm 7/10",
            "belly of the biceps 7/10",
            "5 cm above the knee 7/10",
            "just above the elbow 7/10",
            "lower thigh 7/10",
            "calf 7/10",
            "shins 7/10",
            "elastic wraps on the upper arm, high, comfortably tight",
            "knee wraps around the top of the thigh 7/10",
            "pneumatic cuff, thigh high, width 10 cm, 60% AOP",
            "upper arm (top) 7/10",
            "upper arm high, firm but not too tight",
            "upper arm high 7/10, kept on in the rests",
            "upper arm high 7/10, never released between sets",
            "upper arm high 7/10, take them off if numb",
            "upper arm high 7/10, loosen between sets",
            "upper arm high ~7/10",
            "upper arm, high; about 7/10",
            "upper arm high, inflate to 60% AOP",
            "upper arm high, pressure 160 mmHg",
            "upper arm high 7/10, tight but not painful",
            "upper arm high 7/10, wraps stay on",
            "upper arm high 7/10, off after the last set",
            "cuffs at 60% AOP, high on the arms",
        ] {
            assert_eq!(said(&terms, words), [""; 0], "{words}");
        }
    }

    #[test]
    fn what_nothing_understands_is_said() {
        let terms = terms();
        for (words, strange) in [
            ("upper arm high 7/10 banana split", "banana split"),
            ("upper arm high 7/10, plus two more rounds", "more rounds"),
            (
                "upper arm high so tight it goes numb",
                "so tight it goes numb",
            ),
            (
                "upper arm high 7/10, until it is unbearable",
                "until it is unbearable",
            ),
            ("upper arm high 7／10", "7／10"),
            (
                "upper arm high 7/10, remove if numb but finish all sets",
                "finish all sets",
            ),
        ] {
            let said = said(&terms, words);
            assert_eq!(said.len(), 1, "{words}: {said:?}");
            let named = format!("cuff does not understand `{strange}` in this wrap");
            assert!(said[0].starts_with(&named), "{words}: {said:?}");
        }
    }

    #[test]
    fn a_second_place_is_never_passed_over() {
        let terms = terms();
        for (words, second) in [
            ("arms and legs high 7/10", "legs"),
            ("upper arm high and thigh high 7/10", "thigh"),
            ("upper arm high 7/10 and calf", "calf"),
            ("upper arm & thigh high 7/10", "thigh"),
            ("upper arm + chest high 7/10", "chest"),
            ("thigh high, calf high, 7/10", "calf"),
            ("thigh high 7/10, upper arm high 7/10", "upper arm"),
        ] {
            let said = said(&terms, words);
            assert_eq!(said.len(), 1, "{words}: {said:?}");
            assert!(
                said[0].ends_with(&format!("and `{second}`")),
                "{words}: {said:?}"
            );
        }
    }
}
