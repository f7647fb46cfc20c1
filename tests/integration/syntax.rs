//! The language: what is read, what is said about what cannot be read, and that printing loses nothing.

use cuff::source::SourceFile;
use cuff::syntax::{parse, print};

use crate::support::{picture, read, shape};

fn findings(text: &str) -> String {
    let source = SourceFile::new("test.plan", text);
    picture(&source, &parse(text).diagnostics)
}

#[track_caller]
fn survives_printing(text: &str) {
    let parsed = parse(text);
    let printed = print(&parsed.plan, text);
    let (before, after) = (shape(text), shape(&printed));
    let same = before
        .bytes()
        .zip(after.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    let differs = |tree: &str| {
        tree.chars()
            .skip(same.saturating_sub(120))
            .take(240)
            .collect::<String>()
    };
    assert!(
        before == after,
        "before: {}\nafter: {}",
        differs(&before),
        differs(&after)
    );
    assert_eq!(
        print(&parse(&printed).plan, &printed),
        printed,
        "printing twice differs"
    );
}

#[test]
fn examples_survive_printing() {
    for name in [
        "arm-finisher",
        "leg-block",
        "everything-wrong",
        "half-typed",
    ] {
        survives_printing(&read(&format!("examples/{name}.plan")));
    }
}

#[test]
fn good_examples_read_without_a_finding() {
    for name in ["arm-finisher", "leg-block", "everything-wrong"] {
        assert_eq!(
            findings(&read(&format!("examples/{name}.plan"))),
            "",
            "{name}"
        );
    }
}

#[test]
fn a_half_typed_plan_gives_one_finding_a_slip() {
    insta::assert_snapshot!(findings(&read("examples/half-typed.plan")));
}

#[test]
fn ten_mistakes_ten_findings() {
    insta::assert_snapshot!(findings(&read(
        "tests/fixtures/syntax/err_ten_mistakes.plan"
    )));
}

#[test]
fn one_slip_gives_one_finding() {
    insta::assert_snapshot!(findings(
        "Curl: 3x8, w rap arm, 5 cm above the elbow, 160 mmHg, rest 30 s
Curl: 3x8, wap arm, high, 7/10
exrcise \"Belt March\": compound, quads, glutes
Curl: [3x8 | 4x8 @ 30%, rest 30 s
Curl: 3x8 @ [20% | 25%, rest 30 s
Curl: 3x8, wrap thigh, tightness [6/10 | 7/10  7/10], width 10 cm, rest 30 s
wrap thigh, high, tightness [6/10 | 7/10, width 10 cm, continuous, stop if numb
e 1rm Bench Press 100 kg, tested 2026-01-10
"
    ));
}

#[test]
fn two_readings_are_spelled_out() {
    insta::assert_snapshot!(findings(&read(
        "tests/fixtures/syntax/err_two_readings.plan"
    )));
}

#[test]
fn near_misses_cost_one_finding_each() {
    insta::assert_snapshot!(findings(&read(
        "tests/fixtures/syntax/err_near_misses.plan"
    )));
}

#[test]
fn typography_from_spreadsheets_reads() {
    let text = read("tests/fixtures/syntax/typography.plan");
    assert_eq!(findings(&text), "");
    survives_printing(&text);
    insta::assert_snapshot!(print(&parse(&text).plan, &text));
}

#[test]
fn what_coaches_write_reads() {
    let text = read("tests/fixtures/syntax/as_coaches_write.plan");
    assert_eq!(findings(&text), "");
    survives_printing(&text);
    insta::assert_snapshot!(print(&parse(&text).plan, &text));
}

#[test]
fn times_of_training_are_read_as_they_are_written() {
    for (written, years) in [
        ("2 yrs", 2),
        ("2y", 2),
        ("3-4 years", 3),
        ("~2 years", 2),
        ("2+ years", 2),
        ("about 5 years", 5),
    ] {
        let text = format!("experience {written}");
        assert_eq!(findings(&text), "", "{written}");
        let seconds = format!("low: {}", years * 31_557_600_000_i64);
        assert!(
            shape(&text).contains(&seconds),
            "{written}: {}",
            shape(&text)
        );
    }
}

#[test]
fn every_construct_survives_printing() {
    let text = read("tests/fixtures/syntax/everything.plan");
    assert_eq!(findings(&text), "");
    survives_printing(&text);
    insta::assert_snapshot!(print(&parse(&text).plan, &text));
}

#[test]
fn line_endings_do_not_matter() {
    for name in [
        "arm-finisher",
        "leg-block",
        "everything-wrong",
        "half-typed",
    ] {
        let text = read(&format!("examples/{name}.plan"));
        let expected = shape(&text);
        for ending in ["\r\n", "\r"] {
            assert_eq!(
                shape(&text.replace('\n', ending)),
                expected,
                "{name} with {ending:?}"
            );
        }
        assert_eq!(
            shape(&format!("\u{FEFF}{text}")),
            expected,
            "{name} with a byte order mark"
        );
    }
}

#[test]
fn numbers_stay_within_budget() {
    insta::assert_snapshot!(findings(&read("tests/fixtures/syntax/err_numbers.plan")));
}

#[test]
fn no_line_costs_more_than_its_length() {
    // Each of these looks like the start of something at every place, and comes to nothing at its end.
    let most = 1 << 16;
    let lines = [
        format!("A{}x", " ".repeat(most)),
        format!("a {}1z", "1 + ".repeat(most / 4)),
        format!("1rm {}", "a 1 ".repeat(most / 4)),
        format!("weeks {}x", "1,".repeat(most / 2)),
        format!("A: 3x8 @ {}x", "3/".repeat(most / 2)),
        format!("A: 3x8, wrap {}=", "7/10 ".repeat(most / 5)),
    ];
    for line in lines {
        let start = std::time::Instant::now();
        let findings = parse(&line).diagnostics.len();
        let seconds = start.elapsed().as_secs();
        // Tenths of a second, unoptimised; many minutes if a line were read once for each place in it.
        assert!(seconds < 60, "{:?}: {seconds} s", &line[..20]);
        assert!(findings > 0, "{:?} is reported", &line[..20]);
    }
}

#[test]
fn the_grammar_has_no_circle() {
    let grammar = read("grammar/plan.pest");
    let mut bodies: Vec<(&str, Vec<String>)> = Vec::new();
    for line in grammar.lines().filter(|line| !line.starts_with("//")) {
        let (head, body) = line.split_once(" = ").unwrap_or(("", line));
        if !head.is_empty() {
            bodies.push((head, Vec::new()));
        }
        // Every second piece stands between quotes.
        let body = body.replace("\\\"", "");
        let outside = body.split('"').step_by(2);
        let names = outside.flat_map(|piece| piece.split(|c: char| c != '_' && !c.is_alphabetic()));
        if let Some((_, called)) = bodies.last_mut() {
            called.extend(names.map(str::to_owned));
        }
    }
    assert!(bodies.len() > 150, "the rules of the grammar are found");
    // Rules that call only settled rules are settled; a circle never is.
    let mut open = bodies;
    loop {
        let unsettled: Vec<&str> = open.iter().map(|(rule, _)| *rule).collect();
        let before = open.len();
        open.retain(|(_, called)| called.iter().any(|rule| unsettled.contains(&rule.as_str())));
        if open.len() == before {
            break;
        }
    }
    let left: Vec<&str> = open.iter().map(|(rule, _)| *rule).collect();
    assert!(left.is_empty(), "these call themselves: {left:?}");
}
