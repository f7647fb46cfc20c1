//! `cuff fmt`: one tidy form; comments, notes and unread text kept; the meaning unchanged.

use proptest::prelude::*;

use cuff::check::with_plan;
use cuff::facts::{Scope, Shown, World};
use cuff::format::{edits, format};
use cuff::source::SourceFile;
use cuff::syntax::ast::Statement;
use cuff::syntax::parse;

use crate::plans::{Care, TOKENS, sheet, soup};
use crate::program::Cuff;
use crate::properties::reading::{each_damage, fixtures};
use crate::properties::{cases, checked, options};
use crate::support::{RULES, read};

/// What a coach reads of each finding, without its place in the file.
fn findings(text: &str) -> Vec<String> {
    let (_, report) = checked(text);
    let mut lines: Vec<String> = report
        .diagnostics
        .iter()
        .map(|found| {
            let status = found.status.word();
            format!(
                "{} {status} {} {}",
                found.severity.word(),
                found.rule,
                found.place
            )
        })
        .collect();
    lines.extend(report.suppressed.iter().map(|silenced| {
        let found = &silenced.diagnostic;
        format!("silenced {} {}", found.rule, found.place)
    }));
    // Findings at one place stand in the order of their ends, which blanks may move.
    lines.sort();
    lines
}

/// Comments, notes and unread lines in their order, blanks at their ends aside; unread lines to the byte.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for line in parse(text).plan.lines {
        match line.statement {
            Statement::Note(note) => words.push(format!("> {}", note.of(text).trim_end())),
            Statement::Unread(_) => {
                words.push(line.span.of(text).to_owned());
                continue;
            }
            _ => {}
        }
        words.extend(line.comment.map(|comment| comment.span.of(text).to_owned()));
    }
    words
}

fn holds(text: &str) -> Result<(), TestCaseError> {
    let tidy = keeps_words(text)?;
    prop_assert_eq!(
        findings(&tidy),
        findings(text),
        "findings of {:?}\nin {:?}",
        text,
        &tidy
    );
    Ok(())
}

/// The text with what the tidy form changes, from behind, as editors may apply it.
fn edited(text: &str) -> String {
    let mut out = text.to_owned();
    for edit in edits(text).iter().rev() {
        let range = edit.span.range();
        let is_cut = |at: usize| text[..at].ends_with('\r') && text[at..].starts_with('\n');
        assert!(
            !is_cut(range.start) && !is_cut(range.end),
            "{edit:?} of {text:?}"
        );
        assert_ne!(edit.span.of(text), edit.text);
        out.replace_range(range, &edit.text);
    }
    out
}

/// The tidy form, which is tidy itself and has the same words.
fn keeps_words(text: &str) -> Result<String, TestCaseError> {
    let tidy = format(text);
    prop_assert_eq!(&format(&tidy), &tidy, "formatting {:?} twice", text);
    prop_assert_eq!(&edited(text), &tidy, "edits of {:?}", text);
    prop_assert_eq!(
        words(&tidy),
        words(text),
        "words of {:?}\nin {:?}",
        text,
        &tidy
    );
    Ok(tidy)
}

/// Everything that cuff knows of a plan, thing by thing: loads, reps, minutes, wraps, the athlete. Sets are many, so they
/// are looked at if that is asked for.
fn facts(text: &str, sets: bool) -> Vec<String> {
    let source = SourceFile::new("test.plan", text);
    with_plan(&source, &RULES, options(), |plan| {
        let world = World(plan);
        let things = [
            (Scope::Athlete, 1),
            (Scope::Plan, 1),
            (Scope::Week, plan.weeks.len()),
            (Scope::Session, plan.sessions.len()),
            (Scope::Exercise, plan.exercises.len()),
            (Scope::Set, if sets { plan.sets.len() } else { 0 }),
            (Scope::Wrap, plan.wraps.len()),
        ];
        let words = |shown: &Shown| match shown {
            // A name or a note is quoted as it is written.
            Shown::Value(value) if value.starts_with('"') => String::new(),
            shown => format!("{shown:?}"),
        };
        let mut facts = Vec::new();
        for (scope, count) in things {
            for number in 0..u32::try_from(count).unwrap() {
                let known = RULES.vocabulary.describe(&world, scope.entity(number));
                let known = known
                    .iter()
                    .map(|(name, shown)| format!("{name} {}", words(shown)));
                facts.push(format!(
                    "{scope:?} {number}: {}",
                    known.collect::<Vec<_>>().join(", ")
                ));
            }
        }
        facts
    })
}

/// One way in which a plan comes to harm between a phone, a spreadsheet and a hurry.
#[derive(Clone, Debug)]
enum Harm {
    Cut(usize, usize),
    Double(usize),
    Swap(usize, usize),
    Insert(usize, String),
    Join(usize),
    Indent(usize, usize),
    Shout(usize),
}

impl Harm {
    fn to(&self, text: &str) -> String {
        let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        let count = lines.len();
        match self {
            Self::Cut(from, length) => {
                let mut letters: Vec<char> = text.chars().collect();
                let from = from % (letters.len() + 1);
                letters.drain(from..(from + length).min(letters.len()));
                return letters.into_iter().collect();
            }
            Self::Insert(place, piece) => {
                let mut letters: Vec<char> = text.chars().collect();
                let place = place % (letters.len() + 1);
                letters.splice(place..place, piece.chars());
                return letters.into_iter().collect();
            }
            Self::Double(line) => lines.insert(line % count, lines[line % count].clone()),
            Self::Swap(one, other) => lines.swap(one % count, other % count),
            Self::Join(line) => {
                let next = lines.remove(line % count);
                match lines.get_mut(line % count) {
                    Some(line) => *line = format!("{next} {line}"),
                    None => lines.push(next),
                }
            }
            Self::Indent(line, by) => {
                let line = &mut lines[line % count];
                *line = format!("{}{}", "\t ".repeat(*by), line.trim_start());
            }
            Self::Shout(line) => lines[line % count] = lines[line % count].to_uppercase(),
        }
        lines.join("\n")
    }
}

fn harm() -> impl Strategy<Value = Harm> {
    let piece = prop_oneof![
        4 => prop::sample::select(TOKENS).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop_oneof![
        (any::<usize>(), 1_usize..20).prop_map(|(from, length)| Harm::Cut(from, length)),
        any::<usize>().prop_map(Harm::Double),
        (any::<usize>(), any::<usize>()).prop_map(|(one, other)| Harm::Swap(one, other)),
        (any::<usize>(), piece).prop_map(|(place, piece)| Harm::Insert(place, piece)),
        any::<usize>().prop_map(Harm::Join),
        (any::<usize>(), 0_usize..4).prop_map(|(line, by)| Harm::Indent(line, by)),
        any::<usize>().prop_map(Harm::Shout),
    ]
}

/// A plan that is mangled in a thousand random ways formats without loss: the same findings, the same facts, the same words,
/// and the tidy form is tidy.
fn mangled(example: &str, harms: &[Harm]) -> Result<(), TestCaseError> {
    let text = read(&format!("examples/{example}.plan"));
    let text = harms.iter().fold(text, |text, harm| harm.to(&text));
    let tidy = keeps_words(&text)?;
    // Findings follow from facts and places, and cost most of the time.
    let whole = harms.len().is_multiple_of(4);
    prop_assert_eq!(
        facts(&tidy, whole),
        facts(&text, whole),
        "facts of {:?}",
        &text
    );
    if whole { holds(&text) } else { Ok(()) }
}

fn harms() -> impl Strategy<Value = Vec<Harm>> {
    prop::collection::vec(harm(), 1..8)
}

// A quarter of the thousand for each example, side by side.
proptest! {
    #![proptest_config(cases(250))]

    #[test]
    fn a_mangled_arm_finisher_formats_without_loss(harms in harms()) {
        mangled("arm-finisher", &harms)?;
    }

    #[test]
    fn a_mangled_leg_block_formats_without_loss(harms in harms()) {
        mangled("leg-block", &harms)?;
    }

    #[test]
    fn a_mangled_plan_full_of_faults_formats_without_loss(harms in harms()) {
        mangled("everything-wrong", &harms)?;
    }

    #[test]
    fn a_mangled_plan_of_a_coach_who_is_typing_formats_without_loss(harms in harms()) {
        mangled("half-typed", &harms)?;
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn whole_plans_keep_their_meaning(sheet in sheet(Care::Careless)) {
        holds(&sheet.text())?;
    }

    #[test]
    fn rows_of_tokens_keep_their_meaning(text in soup()) {
        holds(&text)?;
    }
}

#[test]
fn damaged_plans_keep_their_meaning() {
    each_damage(4, |_, damaged| holds(damaged));
}

#[test]
fn every_plan_of_the_repository_keeps_its_meaning() {
    for (path, text) in fixtures() {
        if let Err(error) = holds(&text) {
            panic!("{path}: {error}");
        }
    }
}

#[test]
fn good_examples_are_tidy() {
    for name in ["arm-finisher", "leg-block"] {
        let text = read(&format!("examples/{name}.plan"));
        assert_eq!(format(&text), text, "{name}");
    }
}

#[test]
fn an_untidy_plan_becomes_tidy() {
    insta::assert_snapshot!(format(&read("tests/fixtures/format/untidy.plan")));
}

#[test]
fn a_half_typed_plan_keeps_what_is_wrong_in_it() {
    insta::assert_snapshot!(format(&read("examples/half-typed.plan")));
}

#[test]
fn line_endings_and_the_byte_order_mark_stay() {
    let tidy = format(&read("tests/fixtures/format/untidy.plan"));
    for ending in ["\n", "\r\n", "\r"] {
        let text = format!("\u{FEFF}{}", tidy.replace('\n', ending));
        assert_eq!(format(&text), text, "{ending:?}");
        let mixed = text.replacen(ending, if ending == "\n" { "\r\n" } else { "\n" }, 1);
        assert_eq!(format(&mixed), text, "{ending:?} but for one");
    }
    let stray = "\n\u{FEFF}day \"A\"\n";
    assert_eq!(format(stray), stray, "no byte order mark comes out of it");
    assert_eq!(format(""), "");
    assert_eq!(format(" \n\t\n"), "");
}

#[test]
fn a_plan_beyond_the_budget_is_left_alone() {
    let text = "# \n".repeat(cuff::budget::PLAN_BYTES / 2);
    assert_eq!(format(&text), text);
}

/// However many blocks are left open, a line is never indented further than a person would.
#[test]
fn open_blocks_cost_no_room() {
    let text = "wrap thigh\nsuperset\n".repeat(5_000);
    assert!(format(&text).len() < 3 * text.len());
}

#[test]
fn the_program_writes_names_and_shows() {
    let untidy = "day Push\nBench Press: 3 x 5 @ 80 %   # heavy\n";
    let cuff = Cuff::new()
        .file("a.plan", untidy)
        .file("b.plan", "day \"B\"\n  Bench Press: 3x5 @ 80%\n")
        .file("archive/c.plan", untidy)
        .file("latin.plan", b"goal \xE9\n")
        .file("cuff.yaml", "exclude:\n  - archive/**\n  - latin.plan\n");
    let mut picture = String::new();
    for args in [
        ["--check"].as_slice(),
        &["--diff"],
        &["a.plan", "latin.plan", "--diff"],
        &[],
        &["--check"],
    ] {
        let ran = cuff.run(&[&["fmt"], args].concat());
        picture += &format!("$ cuff fmt {}\n{}{}", args.join(" "), ran.out, ran.err);
        picture += &format!("exit code {:?}\n", ran.code.unwrap());
        assert_eq!(cuff.read("archive/c.plan"), untidy, "excluded");
    }
    picture += &cuff.read("a.plan");
    insta::assert_snapshot!(picture);
}

#[test]
fn standard_input_comes_out_tidy() {
    let cuff = Cuff::new();
    let text = Some("day Push\r\nBench Press: 3 x 5 @ 80 %\r\n".as_bytes());
    let ran = cuff.run_with(&["fmt", "-"], text);
    let tidy = "day \"Push\"\r\n  Bench Press: 3x5 @ 80%\r\n";
    assert_eq!(
        (ran.code, ran.out.as_str(), ran.err.as_str()),
        (Some(0), tidy, "")
    );
    let ran = cuff.run_with(&["fmt", "-", "--check", "--stdin-filename", "x.plan"], text);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (Some(1), "x.plan: not tidy\n")
    );
    let none = Cuff::new().run(&["fmt"]);
    assert_eq!(none.code, Some(2));
}
