//! What stands where: symbols, folds, selections, tokens.

use cuff::assist::{Symbol, folds, selection, symbols, symbols_named, tokens};

use super::{ask, cursor, whole};
use crate::support::read;

fn tree(symbols: &[Symbol], text: &str, depth: usize, out: &mut String) {
    for symbol in symbols {
        let lines = text[symbol.span.range()].lines().count();
        *out += &format!(
            "{}{} `{}`{}, {lines} lines\n",
            "  ".repeat(depth),
            symbol.kind.word(),
            symbol.name,
            if symbol.detail.is_empty() {
                String::new()
            } else {
                format!(" ({})", symbol.detail)
            },
        );
        tree(&symbol.children, text, depth + 1, out);
    }
}

#[test]
fn symbols_of_the_examples() {
    for name in ["leg-block", "everything-wrong", "half-typed"] {
        let text = read(&format!("examples/{name}.plan"));
        let mut out = String::new();
        tree(&ask(&text, symbols), &text, 0, &mut out);
        insta::assert_snapshot!(format!("symbols_{name}"), out);
    }
}

#[test]
fn symbols_are_found_by_their_words() {
    let text = read("examples/leg-block.plan");
    let found = ask(&text, |document| symbols_named(document, "raise CALF"));
    let found: Vec<String> = found
        .iter()
        .map(|symbol| format!("{} {}", symbol.kind.word(), symbol.name))
        .collect();
    assert_eq!(
        found,
        ["exercise Standing Calf Raise", "exercise Seated Calf Raise"]
    );
    assert!(ask(&text, |document| symbols_named(document, "banana")).is_empty());
}

#[test]
fn folds_of_an_example() {
    let text = "# Written\n# on Tuesday.\n".to_owned() + &read("examples/leg-block.plan");
    let lines: Vec<&str> = text.lines().collect();
    let folds = ask(&text, folds);
    let out: String = folds
        .iter()
        .map(|fold| {
            format!(
                "{:?} {} … {}\n",
                fold.kind, lines[fold.first], lines[fold.last]
            )
        })
        .collect();
    insta::assert_snapshot!(out);
}

#[test]
fn selections_grow_from_the_word_to_the_plan() {
    let mut out = String::new();
    for plan in [
        "week 1\n  day \"Pull\"\n    Barbell Curl: 30/15/15/15 @ [20% | 2‸2.5%], rest 30 s # light\n    > slow\nweek 2\n",
        "week 1\n  day \"Pull\"\n    wrap upper ar‸m high, 7/10\n      Barbell Curl: 3x10\n    unwrap\n    Plank: 30 s\n",
        "athlete \"A. Novak\"\n  conditions knee sur‸gery 2026-01-10, asthma\n",
    ] {
        let (text, at) = cursor(plan);
        let steps = ask(&text, |document| selection(document, at));
        for span in steps {
            out += &format!("{:?}\n", &text[span.range()]);
        }
        out += "\n";
    }
    insta::assert_snapshot!(out);
}

#[test]
fn tokens_of_the_examples() {
    let half = read("examples/half-typed.plan");
    let leg = read("examples/leg-block.plan");
    let other = "exercise \"Zottman Wave\" like \"Barbell Curl\"\nexercise \"March\": compound, quads, leg\n# cuff: allow(load-above-range, rest-off-target) until 2026-06-01 because Dr. Lind asked\nday Legs, 60 min\n  warm-up Zottman Wave: 3x8-12 @ 70-75% of 1RM +2.5%/week (RPE 8), each side # heavy\n  Face Pull: 3xAMRAP @ red band, rest as needed, 7/10\n  Pull-Up: 3x:30 @ bodyweight + 10 kg, wrap left upper arm 5 cm above the elbow, 60% AOP, released in rests\n".to_owned();
    for (name, text) in [("half_typed", half), ("leg_block", leg), ("other", other)] {
        let found = ask(&text, |document| tokens(document, whole(&text)));
        let mut out = String::new();
        let mut done = 0;
        for token in found {
            let range = token.span.range();
            out += &text[done..range.start];
            out += &format!("{}‹{}›", &text[range.clone()], token.kind.word());
            done = range.end;
        }
        out += &text[done..];
        insta::assert_snapshot!(format!("tokens_{name}"), out);
    }
}
