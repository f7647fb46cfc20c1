//! What is shown where the cursor rests, and behind what is written.

use cuff::assist::{hints, hover, lenses, why};

use super::{ask, cursor, pointed, whole};
use crate::support::read;

/// A hover at each place where these words begin.
fn hovers(text: &str, words: &[&str]) -> String {
    let mut out = String::new();
    for word in words {
        let at = text.find(word).unwrap_or_else(|| panic!("{word}")) + 1;
        let shown = ask(text, |document| hover(document, at));
        let Some(shown) = shown else {
            out += &format!(
                "{}nothing\n\n",
                pointed(text, at, cuff::source::Span::at(at))
            );
            continue;
        };
        out += &pointed(text, at, shown.span);
        out += &format!("{}\n", shown.markdown);
        for label in &shown.because {
            out += &format!("→ {}: {}\n", label.text, &text[label.span.range()]);
        }
        out += "\n";
    }
    out
}

#[test]
fn hovers_on_the_leg_block() {
    let text = read("examples/leg-block.plan");
    insta::assert_snapshot!(hovers(
        &text,
        &[
            "Lying Leg Curl: ",
            "Romanian Deadlift: ",
            "65/75/85% TM",
            "20% +2.5%/week",
            "RPE 8\n",
            "25%, rest 30 s\n    unwrap",
            "4x8 @ RPE 7",
            "wrap thigh",
            "unwrap",
            "day \"Squat\"",
            "week 1\n",
            "weeks 1-4",
            "tm Back Squat",
            "1rm Romanian",
            "hypertension",
            "experience",
            "athlete",
            "3-5 min",
        ],
    ));
}

#[test]
fn hovers_on_what_is_wrong_or_not_done() {
    let text = read("examples/half-typed.plan");
    insta::assert_snapshot!(
        "hovers_half_typed",
        hovers(
            &text,
            &[
                "Barbell Crul",
                "interm",
                "78,",
                "25%",
                "wrap thigh",
                "3x @",
                "week two",
                "Lying Leg Curl",
                "40\n",
            ],
        )
    );
    let text = "1rm Barbell Curl 40 kg\nexercise \"Spider Wave\" like \"Barbell Curl\"\nday \"Pull\"\n  Back Squat: 30x4 @ 40%\n  Spider Wave: 3x10 @ 20 kg, tempo 3-1-X, 8/10\n  # cuff: allow(load-above-range) because Dr. Lind asked for 35 %, 2026-02-01\n  Barbell Curl: 30/15/15/15 @ 14 kg, rest 30 s, wrap upper arm high 7/10, on 8 min\n  Barbell Row: 3x10 @ 20 kg, wrap upper arm high, tightness 7\n";
    insta::assert_snapshot!(
        "hovers_elsewhere",
        hovers(
            text,
            &[
                "30x4",
                "Spider Wave: ",
                "Spider Wave\"",
                "tempo",
                "8/10",
                "load-above",
                "14 kg",
                "wrap upper",
                "20 kg, wrap",
                "tightness 7\n",
            ],
        )
    );
}

fn hinted(text: &str) -> String {
    let found = ask(text, |document| hints(document, whole(text)));
    let mut out = String::new();
    let mut done = 0;
    let mut tips = String::new();
    for hint in found {
        out += &text[done..hint.at];
        out += &format!("‹{}›", hint.label);
        done = hint.at;
        if !hint.tooltip.is_empty() {
            tips += &format!(
                "{:?} {}: {}\n",
                hint.kind,
                hint.label,
                hint.tooltip.replace('\n', "; ")
            );
        }
    }
    out += &text[done..];
    format!("{out}\n{tips}")
}

#[test]
fn hints_in_the_examples() {
    for name in [
        "arm-finisher",
        "leg-block",
        "half-typed",
        "everything-wrong",
    ] {
        let text = read(&format!("examples/{name}.plan"));
        insta::assert_snapshot!(format!("hints_{name}"), hinted(&text));
    }
    insta::assert_snapshot!(
        "hints_steps",
        hinted(
            "athlete \"A\"\n1rm Barbell Curl 40 kg, estimated\nweeks 1-3\n  day \"A\"\n    Leg Curl: 3x10 @ 60% +2.5%/week\n    Barbell Curl: 3x10 @ 20 kg +1 kg/week\n    Barbell Curl: 3x12 @ 50% +5% of load/week\n"
        )
    );
}

#[test]
fn hints_are_for_what_is_shown() {
    let text = read("examples/leg-block.plan");
    let (marked, _) = cursor(&format!("‸{text}"));
    let at = marked.find("Standing Calf Raise: ").unwrap();
    let some = ask(&marked, |document| {
        hints(document, cuff::source::Span::at(at))
    });
    assert_eq!(some.len(), 1, "{some:?}");
    assert_eq!(some[0].label, "= 35 kg");
}

#[test]
fn lenses_of_the_examples() {
    let mut out = String::new();
    for name in ["arm-finisher", "leg-block", "half-typed"] {
        let text = read(&format!("examples/{name}.plan"));
        let found = ask(&text, |document| {
            let lenses = lenses(document, whole(&text)).into_iter();
            let with_why = lenses.map(|lens| (why(document, &lens), lens));
            with_why.collect::<Vec<_>>()
        });
        for (why, lens) in found {
            let day = &text[lens.span.range()];
            out += &format!("{}\n{day}\n{why}\n\n", lens.title);
        }
    }
    insta::assert_snapshot!(out);
}
