//! What can be written: completions at the cursor, and edits that no finding carries.

use cuff::assist::{
    CompletionKind, Completions, Subject, actions, completions, documentation, filled,
};
use cuff::check::check;
use cuff::source::{SourceFile, Span, TextEdit};

use super::{CURSOR, ask, cursor, pointed, whole};
use crate::properties::options;
use crate::support::{RULES, picture, read};

fn offered(plan: &str) -> (String, usize, Completions) {
    let (text, at) = cursor(plan);
    let offers = ask(&text, |document| completions(document, at));
    (text, at, offers)
}

/// Whether an editor shows an offer for the letters that were typed: they stand in its filter in their order.
fn is_shown(filter: &str, typed: &str) -> bool {
    let filter = filter.to_lowercase();
    let mut letters = filter.chars();
    let mut wanted = typed.chars().flat_map(char::to_lowercase);
    wanted.all(|wanted| letters.any(|letter| letter == wanted))
}

/// The first offers at a cursor, as an editor shows them.
fn offers(plan: &str, most: usize) -> String {
    let (text, at, mut offers) = offered(plan);
    offers
        .items
        .retain(|offer| is_shown(&offer.filter, &text[offer.replaces.range()]));
    let replaces = offers
        .items
        .first()
        .map_or(Span::at(at), |offer| offer.replaces);
    let mut out = pointed(&text, at, replaces);
    for offer in offers.items.iter().take(most) {
        out += &format!("  {} `{}`", offer.kind.word(), offer.label);
        if offer.insert != offer.label {
            out += &format!(" writes {:?}", offer.insert);
        }
        if offer.filter != offer.label {
            out += &format!(" for {:?}", offer.filter);
        }
        if !offer.detail.is_empty() {
            out += &format!(": {}", offer.detail);
        }
        out.push('\n');
    }
    if offers.items.len() > most {
        out += &format!("  and {} more\n", offers.items.len() - most);
    }
    if offers.items.is_empty() {
        out += "  nothing\n";
    }
    out + "\n"
}

const HEAD: &str = "athlete \"A. Novak\"\n  experience intermediate, 3 years\n  1rm Barbell Curl 40 kg\nexercise \"Spider Wave\" like \"Barbell Curl\"\nweek 1\n  day \"Pull\"\n    Barbell Curl: 3x10 @ 25%, rest 90 s, tempo 2-0-2-0\n    Barbell Row: 4x6 @ RPE 8, rest 90 s\n    Barbell Curl: 30/15/15/15 @ 35%, rest 30 s, wrap upper arm high 7/10\n";

fn below(line: &str, most: usize) -> String {
    offers(&format!("{HEAD}    {line}\n"), most)
}

#[test]
fn a_new_plan_is_offered_its_first_lines() {
    let mut out = offers("‸", 14);
    out += &offers("plan \"Arms\"\n‸\n", 8);
    out += &offers("athlete \"A\"\n  ‸", 14);
    out += &offers("athlete \"A\"\n  age 34\n  ‸", 6);
    out += &offers("week 1\n  ‸", 6);
    out += &offers("we‸", 4);
    insta::assert_snapshot!(out);
}

#[test]
fn lines_of_a_day() {
    let mut out = below("‸", 16);
    for line in [
        "un‸",
        "Barb‸",
        "RDL‸",
        "curl dumb‸",
        "Barbell Crul‸",
        "warm-up Back S‸",
    ] {
        out += &below(line, 6);
    }
    out += &offers(&format!("{HEAD}    wrap thigh high 7/10\n      ‸\n"), 3);
    out += &offers(&format!("{HEAD}    superset\n      ‸\n"), 3);
    insta::assert_snapshot!(out);
}

#[test]
fn parts_of_an_exercise() {
    let mut out = String::new();
    for line in [
        "Leg Curl: ‸",
        "Leg Curl: 3x‸",
        "Leg Curl: 3x8 @ ‸",
        "Leg Curl: 3x8 @ 7‸",
        "Leg Curl: 3x8 @ 70 k‸",
        "Leg Curl: 3x8 @ RP‸",
        "Leg Curl: 3x8 @ 70% ‸",
        "Leg Curl: 3x8 @ [70% | ‸",
        "Leg Curl: 3x8 @ 70%, ‸",
        "Leg Curl: 3x8 @ 70%, re‸",
        "Leg Curl: 3x8 @ 70%, rest ‸",
        "Leg Curl: 3x8 @ 70%, rest 90 ‸",
        "Leg Curl: 3x8 @ 70%, tempo ‸",
        "Leg Curl: 3x8 @ 70%, each ‸",
        "Leg Curl: 3x8 @ 70%, wrap ‸",
        "Leg Curl: 3x8 @ 70%, wrap thigh hi‸",
        "Leg Curl: 3x8 @ 70%, wrap thigh high 7‸",
        "Leg Curl: 3x8 @ 70%, wrap thigh high 7/10, ‸",
        "Leg Curl: 3x8 @ 70%, wrap thigh high, width 10 ‸",
        "wrap ‸",
        "rest 3 ‸",
    ] {
        out += &below(line, 5);
    }
    insta::assert_snapshot!(out);
}

#[test]
fn parts_of_other_lines() {
    let mut out = String::new();
    for line in [
        "experience ‸",
        "experience intermediate, 3 ‸",
        "conditions ‸",
        "conditions hypert‸",
        "complaint ‸",
        "clearance \"Dr. Lind\", 2026-01-12, ‸",
        "1rm ‸",
        "1rm Barbell Row 80 ‸",
        "1rm Barbell Row 80 kg, ‸",
        "tm ‸",
        "max Pull-Up 9 ‸",
        "bodyweight 82 ‸",
        "units ‸",
        "weeks ‸",
        "week 5 ‸",
        "repeat ‸",
        "day \"Push\", 60 ‸",
        "exercise \"Wave\" like \"Barb‸",
        "exercise \"Wave\": compound, qu‸",
        "default ‸",
        "goal ‸",
        "> slow ‸",
        "# ‸",
    ] {
        out += &below(line, 4);
    }
    insta::assert_snapshot!(out);
}

#[test]
fn comments_that_silence() {
    let wrong = read("examples/everything-wrong.plan");
    let at = |line: &str, comment: &str| wrong.replace(line, &format!("{line}{comment}"));
    let mut out = offers(&at("rest 90 s, tempo 2-0-2-0", " # cuff: allow(‸"), 8);
    out += &offers(
        &at(
            "rest 90 s, tempo 2-0-2-0",
            " # cuff: allow(rest-off-target, load‸) because",
        ),
        3,
    );
    out += &offers(
        &at("  day \"Arms and legs\"\n", "    # cuff: allow(‸)\n"),
        5,
    );
    out += &offers(&at("rest 90 s, tempo 2-0-2-0", " # cuff: ‸"), 3);
    out += &offers(
        &at(
            "rest 90 s, tempo 2-0-2-0",
            " # cuff: allow(rest-off-target) ‸",
        ),
        3,
    );
    insta::assert_snapshot!(out);
}

#[test]
fn more_is_said_when_it_is_asked_for() {
    let (text, at, offers) = offered(&format!("{HEAD}    ‸\n"));
    let mut out = String::new();
    // A client hands the subject back as a text.
    ask(&text, |document| {
        for subject in offers.items.iter().map(|offer| &offer.subject) {
            let again = Subject::from_key(&subject.key());
            assert_eq!(
                documentation(document, &again),
                documentation(document, subject)
            );
        }
    });
    for label in [
        "wrap",
        "Barbell Curl",
        "Spider Wave",
        "occlusion finisher",
        "rest",
    ] {
        let offer = offers
            .items
            .iter()
            .find(|offer| offer.label == label)
            .unwrap();
        let words = ask(&text, |document| documentation(document, &offer.subject));
        out += &format!("{label}\n{}\n\n", words.unwrap());
    }
    assert_eq!(
        ask(&text, |document| documentation(document, &Subject::Nothing)),
        None
    );
    let strange = Subject::Rule("banana".to_owned());
    assert_eq!(
        ask(&text, |document| documentation(document, &strange)),
        None
    );
    assert!(at > 0);
    insta::assert_snapshot!(out);
}

/// Every snippet reads as it is, and one that a pack offers draws no finding of that pack in a plan that says the rest.
#[test]
fn snippets_can_be_taken_as_they_are() {
    let head = "athlete \"B\"\n  experience intermediate, 3 years\n  conditions none\n  1rm Barbell Curl 40 kg, tested 2026-01-10\nstop if numbness, tingling, white skin\n";
    let mut seen = 0;
    for pack in &RULES.packs {
        for snippet in &pack.file.snippets {
            let text = filled(&snippet.text);
            assert!(!text.contains('$'), "{text}");
            let plan = match text.starts_with("athlete") {
                true => format!("{text}Barbell Curl: 3x10 @ 70%\n"),
                false if text.starts_with("day") => {
                    format!("{head}{text}  Barbell Curl: 3x10 @ 70%\n")
                }
                false => format!("{head}day \"Pull\"\n  Seated Cable Row: 4x6 @ RPE 8\n{text}"),
            };
            let source = SourceFile::new("test.plan", plan);
            let report = check(&source, &RULES, options());
            assert_eq!(
                picture(&source, &report.diagnostics),
                "",
                "{}",
                source.text()
            );
            seen += 1;
        }
    }
    assert!(seen >= 3);
}

/// What is offered at the beginning of a line reads as that line.
#[test]
fn statements_that_are_offered_are_statements() {
    let (_, _, offers) = offered("‸");
    let words: Vec<&str> = offers
        .items
        .iter()
        .filter(|offer| offer.kind == CompletionKind::Keyword)
        .map(|offer| offer.label.as_str())
        .collect();
    assert!(words.len() > 20, "{words:?}");
    for offer in &offers.items {
        if let Subject::Word(word) = &offer.subject {
            let text = format!("{}\n", word.example);
            let read = cuff::syntax::parse(&text);
            assert!(
                read.diagnostics.is_empty(),
                "{text}: {:?}",
                read.diagnostics
            );
        }
    }
}

pub(crate) fn applied(text: &str, edits: &[TextEdit]) -> String {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| edit.span.start);
    let mut out = String::new();
    let mut done = 0;
    for edit in edits {
        out += &text[done..edit.span.range().start];
        out += &edit.text;
        done = edit.span.range().end;
    }
    out + &text[done..]
}

fn changed(before: &str, after: &str) -> String {
    let before: Vec<&str> = before.lines().collect();
    let new = after.lines().filter(|line| !before.contains(line));
    new.map(|line| format!("  + {line}\n")).collect()
}

#[test]
fn edits_that_no_finding_carries() {
    let mut out = String::new();
    for (text, words) in [
        (read("examples/half-typed.plan"), "Barbell Crul"),
        (read("examples/half-typed.plan"), "Lying Leg Curl"),
        (read("examples/everything-wrong.plan"), "17 kg"),
        (read("examples/everything-wrong.plan"), "tightness 9/10"),
        (
            "Hammer Curl: 30/15/15/15 @ 12 kg, rest 30 s, wrap upper arm high 7/10\n".to_owned(),
            "12 kg",
        ),
        (
            "plan \"X\"\nday \"A\"\n  Bench Press: 4x6 @ 78\n".to_owned(),
            "78",
        ),
    ] {
        let at = text.find(words).unwrap();
        let span = Span::new(at, at + words.len());
        out += &pointed(&text, at, span);
        for action in ask(&text, |document| actions(document, span)) {
            out += &format!("{} ({})\n", action.title, action.applicability.word());
            out += &changed(&text, &applied(&text, &action.edits));
        }
        out.push('\n');
    }
    insta::assert_snapshot!(out);
}

/// A finding is silent once the comment that is offered for it has a reason, and nothing else changes.
#[test]
fn a_comment_that_is_offered_silences_its_finding() {
    let text = read("examples/everything-wrong.plan");
    let before = ask(&text, |document| document.report.diagnostics.len());
    let all = ask(&text, |document| actions(document, whole(&text)));
    let comments = all
        .iter()
        .filter(|action| action.title.starts_with("silence"));
    let mut tried = 0;
    for action in comments {
        let after = applied(&text, &action.edits).replace("because …", "because Dr. Lind said so");
        let left = ask(&after, |document| document.report.diagnostics.len());
        assert!(left < before, "{}: {left} of {before}", action.title);
        tried += 1;
    }
    assert!(tried > 10, "{tried}");
    assert!(!text.contains(CURSOR));
}
