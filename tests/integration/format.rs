//! `cuff fmt`: one tidy form; comments, notes and unread text kept; the meaning unchanged.

use proptest::prelude::*;

use cuff::format::format;
use cuff::syntax::ast::Statement;
use cuff::syntax::parse;

use crate::plans::{Care, sheet, soup};
use crate::program::Cuff;
use crate::properties::reading::{each_damage, fixtures};
use crate::properties::{cases, checked};
use crate::support::read;

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
    let tidy = format(text);
    prop_assert_eq!(&format(&tidy), &tidy, "formatting {:?} twice", text);
    prop_assert_eq!(
        words(&tidy),
        words(text),
        "words of {:?}\nin {:?}",
        text,
        &tidy
    );
    prop_assert_eq!(
        findings(&tidy),
        findings(text),
        "findings of {:?}\nin {:?}",
        text,
        &tidy
    );
    Ok(())
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
