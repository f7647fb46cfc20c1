//! Words for what could not be read: what was expected there, and an example that reads.
//!
//! The unread text is given to the grammar once more, alone, to learn how far it got and what it wanted. The parser's own
//! wording never leaves this file.

use pest::Parser as _;
use pest::error::{ErrorVariant, InputLocation};

use super::characters::{is_blank, is_odd};
use super::grammar::{PlanParser, Rule};
use super::words::{CLAUSES, STATEMENTS, Word};
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::nearest::nearest;
use crate::source::{Span, TextEdit};

/// A line that nothing reads.
pub(super) fn line(text: &str, at: Span) -> Diagnostic {
    let content = at.of(text);
    let first_word = content.split(is_blank).next().unwrap_or_default();
    let wanted = expected(Rule::statement_alone, content);
    let report = |place: Span, message: String| {
        Diagnostic::new("unread-line", Severity::Error, place, message)
    };
    if let Some(odd) = odd_character(content) {
        return report(at, format!("this line cannot be read: it holds {odd}"))
            .help("remove that character or type it anew");
    }
    let lower = first_word.to_lowercase();
    if let Some(Word {
        expects, example, ..
    }) = STATEMENTS
        .iter()
        .find(|known| known.word == lower.trim_end_matches(':'))
    {
        let place = wanted.map_or(at, |wanted| rest_of(text, at, wanted.offset));
        return report(place, format!("expected {expects}"))
            .help(format!("write it like `{example}`"));
    }
    if let Some(day) = weekday(content) {
        let fix = vec![TextEdit {
            span: at,
            text: format!("day \"{day}\""),
        }];
        return report(at, format!("`{content}` does not open a day"))
            .help(format!("write `day \"{day}\"`"))
            .fix(format!("write `day \"{day}\"`"), Applicability::Safe, fix);
    }
    match nearest(&lower, STATEMENTS.iter().map(|known| known.word)) {
        Some(word) if !content.contains(':') => {
            let place = Span::new(at.range().start, at.range().start + first_word.len());
            report(place, format!("`{first_word}` does not open a statement"))
                .help(format!("did you mean `{word}`?"))
                .fix(format!("write `{word}`"), Applicability::Unsafe, vec![TextEdit { span: place, text: word.into() }])
        }
        _ => report(at, "this line cannot be read".into()).help(
            "write an exercise like `Bench Press: 3x8 @ 70%`, a statement such as `day \"Push\"`, a note behind `>` or a comment behind `#`",
        ),
    }
}

/// Whether a line is nothing but the name of a day.
pub(super) fn is_weekday(content: &str) -> bool {
    weekday(content).is_some()
}

fn weekday(content: &str) -> Option<&'static str> {
    let name = content.trim_end().trim_end_matches(':').trim_end();
    WEEKDAYS
        .into_iter()
        .find(|day| day.eq_ignore_ascii_case(name))
}

/// A clause between commas.
pub(super) fn clause(text: &str, at: Span) -> Diagnostic {
    let content = at.of(text);
    if let Some(odd) = odd_part(at, content) {
        return odd;
    }
    if content.is_empty() {
        return Diagnostic::new("unread-clause", Severity::Error, before(text, at), "nothing follows the comma")
            .help("remove the comma, or write a clause such as `rest 90 s`, `tempo 2-0-2-0` or `wrap upper arm high 7/10`");
    }
    if let Some(report) = out_of_place(text, at) {
        return report;
    }
    let first_word = first_word(content);
    if let Some(Word {
        expects, example, ..
    }) = CLAUSES.iter().find(|known| known.word == first_word)
    {
        return Diagnostic::new(
            "unread-clause",
            Severity::Error,
            at,
            format!("expected {expects} in `{content}`"),
        )
        .help(format!("write it like `{example}`"));
    }
    let report = Diagnostic::new(
        "unread-clause",
        Severity::Error,
        at,
        format!("`{content}` is not a clause that cuff reads"),
    );
    match nearest(&first_word, CLAUSES.iter().map(|known| known.word)) {
        Some(word) => report.help(format!("did you mean `{word}`?")),
        None => report.help("clauses are `rest 90 s`, `tempo 2-0-2-0`, `RPE 8`, `each side`, `wrap upper arm high 7/10`, `stop if numb`; put free text on a line of its own behind `>`"),
    }
}

/// Words in a wrap that nothing understands.
pub fn not_understood(text: &str, at: Span) -> Diagnostic {
    let content = at.of(text);
    if let Some(odd) = odd_character(content) {
        let message = format!("cuff does not understand `{content}` in this wrap: it holds {odd}");
        return Diagnostic::new("unread-clause", Severity::Error, at, message)
            .help("type it anew, or remove that character");
    }
    let message = format!("cuff does not understand `{content}` in this wrap");
    let report = Diagnostic::new("unread-clause", Severity::Error, at, message);
    match clause_word(content) {
        Some(word) => report.help(format!("did you mean `{word}`? A comma divides it from the wrap")),
        None => report.help("a wrap says where it sits (`upper arm high`, `thigh high`, `left`), how tight it is (`7/10`), `width 10 cm`, `continuous` or `released in rests`, `on 12 min`, `off after set 4`, `stop if numb`; put free text on a line of its own behind `>`"),
    }
}

/// What is left of a wrap between two commas when its parts are read.
pub(super) fn rest_of_wrap(text: &str, at: Span) -> Diagnostic {
    out_of_place(text, at).unwrap_or_else(|| not_understood(text, at))
}

/// A load or a clause that would be read, were it not for the sign in front of it.
fn out_of_place(text: &str, at: Span) -> Option<Diagnostic> {
    let content = at.of(text);
    let load = ["@", "at "]
        .iter()
        .find_map(|sign| content.strip_prefix(sign))
        .unwrap_or(content)
        .trim_start();
    let report = |message: String| Diagnostic::new("unread-clause", Severity::Error, at, message);
    let head = text.get(..at.range().start).unwrap_or_default().trim_end();
    if load.contains(|c: char| c.is_alphabetic() || c == '%')
        && expected(Rule::load_alone, load).is_none()
    {
        let message = if content.starts_with('@') {
            format!("the comma cuts `{content}` off from the sets")
        } else {
            format!("`{content}` is not joined to the sets by `@`")
        };
        return Some(report(message).help(format!(
            "write sets, `@` and load with no comma between them, such as `3x8 @ {load}`"
        )));
    }
    (!head.ends_with(',') && expected(Rule::clause_alone, content).is_none()).then(|| {
        let fix = vec![TextEdit {
            span: Span::at(head.len()),
            text: ",".into(),
        }];
        report(format!("there is no comma in front of `{content}`"))
            .help("put a comma between the parts of a line")
            .fix("put a comma in front of it", Applicability::Safe, fix)
    })
}

/// Whether an unread clause opens with a misspelt `wrap`: the parts behind its commas are then no clauses either.
pub(super) fn is_wrap_slip(content: &str) -> bool {
    clause_word(content) == Some("wrap")
}

/// Whether an unread clause does not even open like one.
pub(super) fn is_strange(content: &str) -> bool {
    clause_word(content).is_none()
}

/// Whether words that could not be read as a clause speak of a rest: a time that is nothing else is one.
pub fn speaks_of_rest(content: &str) -> bool {
    speaks_of(content, "rest") || (is_strange(content) && holds_time(content))
}

/// The same for a tempo.
pub fn speaks_of_tempo(content: &str) -> bool {
    speaks_of(content, "tempo")
}

fn speaks_of(content: &str, word: &str) -> bool {
    clause_word(content) == Some(word) || content.to_lowercase().contains(word)
}

fn holds_time(content: &str) -> bool {
    let number = content.find(|c: char| c.is_ascii_digit());
    let from = number.and_then(|start| content.get(start..));
    from.is_some_and(|text| PlanParser::parse(Rule::time_span, text).is_ok())
}

/// The word of a clause that an unread one opens with, or was meant to.
fn clause_word(content: &str) -> Option<&'static str> {
    nearest(&first_word(content), CLAUSES.iter().map(|known| known.word))
}

fn first_word(content: &str) -> String {
    let word = content.split(is_blank).next();
    word.unwrap_or_default().to_lowercase()
}

/// What should have been sets.
pub(super) fn sets(text: &str, at: Span) -> Diagnostic {
    let content = at.of(text);
    if let Some(odd) = odd_part(at, content) {
        return odd;
    }
    if let Some(open) = open_bracket(text, at) {
        return open;
    }
    let (place, message) = if content.is_empty() {
        (
            before(text, at),
            "expected sets behind the colon".to_owned(),
        )
    } else if content.ends_with(['x', 'X', '×']) {
        (
            at,
            format!("expected repetitions or a time behind `{content}`"),
        )
    } else {
        let wanted = expected(Rule::sets_alone, content);
        let rest = wanted.map_or(at, |wanted| rest_of(text, at, wanted.offset));
        (
            rest,
            format!(
                "expected sets, but `{}` cannot be read as sets",
                rest.of(text)
            ),
        )
    };
    Diagnostic::new("unread-clause", Severity::Error, place, message)
        .help("write sets like `3x8`, `3x8-12`, `30/15/15/15`, `5/3/1+` or `3x30 s`")
}

/// What should have been a load.
pub(super) fn load(text: &str, at: Span) -> Diagnostic {
    let content = at.of(text);
    if let Some(odd) = odd_part(at, content) {
        return odd;
    }
    if let Some(open) = open_bracket(text, at) {
        return open;
    }
    let (place, message) = if content.is_empty() {
        (before(text, at), "expected a load behind `@`".to_owned())
    } else {
        (at, format!("expected a load, but `{content}` is not one"))
    };
    Diagnostic::new("unread-clause", Severity::Error, place, message)
        .help("write a load like `25%`, `40 kg`, `RPE 8`, `2 RIR`, `bodyweight + 10 kg`, or `?` where the athlete picks")
}

/// `day "Push", 60 min, 45 min`
pub(super) fn second_length(at: Span) -> Diagnostic {
    Diagnostic::new(
        "conflicting-clause",
        Severity::Error,
        at,
        "this day has a second length",
    )
    .note("the first one counts")
    .help("keep one of the two")
}

/// `@ 60% +1 kg/week`
pub(super) fn step(text: &str, at: Span, load: Span) -> Diagnostic {
    let (step, load) = (at.of(text), load.of(text));
    Diagnostic::new(
        "unread-clause",
        Severity::Error,
        at,
        format!("`{step}` cannot be added to `{load}`"),
    )
    .note("from the second week on the load is not known")
    .help("give the step in the unit of the load, or write each week: `[60% | 62.5% | 65%]`")
}

/// A list of weeks that is never closed, reported where it opens.
fn open_bracket(text: &str, at: Span) -> Option<Diagnostic> {
    let content = at.of(text);
    if !content.starts_with('[') || content.contains(']') {
        return None;
    }
    let opener = Span::new(at.range().start, at.range().start + 1);
    let report = Diagnostic::new(
        "unread-clause",
        Severity::Error,
        opener,
        "the bracket is never closed",
    );
    Some(report.help("close it with `]` behind the last week, as in `[3x5 | 3x3 | 3x1]`"))
}

/// `experience interm`
pub(super) fn experience(text: &str, at: Span) -> Diagnostic {
    let content = at.of(text);
    const LEVELS: [&str; 4] = ["beginner", "intermediate", "advanced", "elite"];
    let report = Diagnostic::new(
        "unread-clause",
        Severity::Error,
        at,
        format!("`{content}` is not a level or a time of training"),
    );
    let lower = content.to_lowercase();
    match LEVELS.into_iter().find(|level| level.starts_with(&lower)).or_else(|| nearest(&lower, LEVELS.into_iter())) {
        Some(level) => report
            .help(format!("did you mean `{level}`? Levels are {}, each with a time such as `3 years` if you like", either(&LEVELS.map(|level| format!("`{level}`")))))
            .fix(format!("write `{level}`"), Applicability::Unsafe, vec![TextEdit { span: at, text: level.into() }]),
        None => report.help("write it like `experience intermediate, 3 years`"),
    }
}

/// What follows a 1RM.
pub(super) fn one_rm_part(text: &str, at: Span) -> Diagnostic {
    Diagnostic::new(
        "unread-clause",
        Severity::Error,
        at,
        format!("`{}` does not say how the maximum is known", at.of(text)),
    )
    .help("write `tested 2026-01-10`, or `estimated from 120 kg x 8 on 2026-01-20`")
}

/// `7/10` where there is no wrap.
pub(super) fn stray_tightness(text: &str, at: Span) -> Diagnostic {
    let content = at.of(text);
    Diagnostic::new(
        "ambiguous-notation",
        Severity::Error,
        at,
        format!("`{content}` has two readings here: how tight a wrap is, or how hard the set is"),
    )
    .help(format!(
        "write `wrap upper arm high {content}` for a wrap, or `RPE {}` for effort",
        content.split(['/', ' ']).next().unwrap_or_default()
    ))
}

/// Whether anything can be read behind the last `because` of a comment.
fn gives_a_reason(comment: &str) -> bool {
    let reason = comment.rsplit_once("because");
    reason.is_some_and(|(_, reason)| reason.contains(char::is_alphanumeric))
}

/// A comment that starts with `cuff:` and is no suppression.
pub(super) fn suppression(text: &str, at: Span) -> Diagnostic {
    let content = at.of(text).to_lowercase();
    let allows = content.contains("allow");
    let message = if allows && !content.contains('(') {
        "this suppression names no rule in parentheses"
    } else if allows && !gives_a_reason(&content) {
        "this suppression gives no reason"
    } else if allows && content.contains("until") {
        "this suppression does not say when it ends, or says it in the wrong place"
    } else {
        "this comment speaks to cuff but cannot be read"
    };
    let report = Diagnostic::new("malformed-suppression", Severity::Error, at, message)
        .help("write `# cuff: allow(load-above-range) until 2026-06-01 because Dr. Lind asked for 35 %`; `until` may be left out");
    let report = if allows && content.ends_with(')') {
        let reason = TextEdit {
            span: Span::at(at.range().end),
            text: " because …".to_owned(),
        };
        report.fix("give a reason", Applicability::Placeholder, vec![reason])
    } else {
        report
    };
    let before = text.get(..at.range().start).unwrap_or_default();
    let nothing = TextEdit {
        span: Span::new(before.trim_end_matches([' ', '\t']).len(), at.range().end),
        text: String::new(),
    };
    report.fix("remove the comment", Applicability::Unsafe, vec![nothing])
}

/// `a`, `b` or `c`
pub(super) fn either(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [init @ .., last] => format!("{} or {last}", init.join(", ")),
    }
}

struct Wanted {
    offset: usize,
}

/// How far the grammar got in `text` when it is read alone as `entry`.
fn expected(entry: Rule, text: &str) -> Option<Wanted> {
    let error = PlanParser::parse(entry, text).err()?;
    let offset = match error.location {
        InputLocation::Pos(offset) | InputLocation::Span((offset, _)) => offset,
    };
    matches!(error.variant, ErrorVariant::ParsingError { .. }).then_some(Wanted { offset })
}

/// From `offset` inside `at` to its end; the last character if nothing is left.
fn rest_of(text: &str, at: Span, offset: usize) -> Span {
    let start = at.range().start + offset;
    if start < at.range().end {
        Span::new(start, at.range().end)
    } else {
        before(text, Span::at(at.range().end))
    }
}

/// The last character in front of an empty place that is not a blank, so that there is something to underline.
fn before(text: &str, at: Span) -> Span {
    let head = text
        .get(..at.range().start)
        .unwrap_or_default()
        .trim_end_matches(is_blank);
    let start = head
        .char_indices()
        .next_back()
        .map_or(0, |(offset, _)| offset);
    Span::new(start, head.len())
}

/// An invisible or full-width character, by name.
fn odd_character(text: &str) -> Option<String> {
    let full_width = |c: char| matches!(c, '\u{FF01}'..='\u{FF5E}');
    let odd = text.chars().find(|&c| is_odd(c) || full_width(c))?;
    let code = u32::from(odd);
    Some(if full_width(odd) {
        format!("the full-width character `{odd}` (U+{code:04X})")
    } else {
        format!("the invisible character U+{code:04X}")
    })
}

/// A part of a line that holds such a character, which is then what is wrong with it.
fn odd_part(at: Span, content: &str) -> Option<Diagnostic> {
    let odd = odd_character(content)?;
    let report = Diagnostic::new(
        "unread-clause",
        Severity::Error,
        at,
        format!("`{content}` cannot be read: it holds {odd}"),
    );
    Some(report.help("remove that character or type it anew"))
}

/// Days, which many write as a line of their own.
const WEEKDAYS: [&str; 14] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "Mon",
    "Tue",
    "Wed",
    "Thu",
    "Fri",
    "Sat",
    "Sun",
];
