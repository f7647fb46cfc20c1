//! Names: where they are used, where they come from, what another name changes, and what can be followed.

use cuff::assist::{Target, definition, links, prepare_rename, references, rename};

use super::written::applied;
use super::{ask, cursor, pointed};
use crate::support::read;

const PLAN: &str = "athlete \"A. Novak\"\n  1rm Dumbbell Curl 20 kg per hand\n  tm Back Squat 90%\n  1rm Back Squat 160 kg\nexercise \"Spider Wave\" like \"DB Curl\"\ndefault wrap tightness 7/10\nweeks 1-2\n  day \"A\"\n    Back Squat: 3x5 @ 80% TM\n    Paused Back Squat: 3x3 @ 70%\n    DB Curl: 3x10 @ 8 kg per hand\n    Curl, Dumbbell: 3x10 @ RPE 8, wrap upper arm high\n    Spider Wave: 3x10 @ RPE 8\n    Zottmann Thing: 3x10 @ RPE 8\n    zottmann thing: 2x10 @ RPE 8\nweek 3 deload\n  repeat week 1\n";

fn at(words: &str) -> usize {
    PLAN.find(words).unwrap() + 1
}

#[test]
fn names_are_found_under_all_their_spellings() {
    let mut out = String::new();
    for words in [
        "DB Curl: ",
        "Back Squat 160",
        "Spider Wave: ",
        "zottmann thing",
        "A. Novak",
        "week 1\n",
        "goal",
    ] {
        let Some(place) = PLAN.find(words) else {
            continue;
        };
        let place = place + 1;
        let found = ask(PLAN, |document| references(document, place));
        out += &pointed(PLAN, place, cuff::source::Span::at(place));
        for reference in found {
            let line = PLAN[..reference.span.range().start].lines().count();
            out += &format!(
                "  {:?}, line {line}: {}\n",
                reference.role,
                &PLAN[reference.span.range()]
            );
        }
    }
    insta::assert_snapshot!(out);
}

#[test]
fn values_lead_to_where_they_come_from() {
    let mut out = String::new();
    for words in [
        "Spider Wave: ",
        "DB Curl: ",
        "80% TM",
        "8 kg per hand",
        "wrap upper",
        "week 1\n",
        "Zottmann",
    ] {
        let place = at(words);
        let found = ask(PLAN, |document| definition(document, place));
        out += &pointed(PLAN, place, cuff::source::Span::at(place));
        for span in found {
            out += &format!("  {}\n", &PLAN[span.range()]);
        }
    }
    insta::assert_snapshot!(out);
}

#[test]
fn another_name_changes_every_place_and_nothing_else() {
    let mut out = String::new();
    for (words, name) in [
        ("DB Curl: ", "Hammer Curl"),
        ("Back Squat: ", "Front Squat"),
        ("Paused Back", "Paused Front Squat"),
        ("Spider Wave: ", "Spider Wave 2"),
        ("zottmann", "Hammer Curl"),
        ("A. Novak", "Novak, A."),
        ("Dumbbell Curl 20", "Curl 21s"),
        ("DB Curl: ", ""),
        ("DB Curl: ", "Curl: heavy"),
        ("DB Curl: ", "week 5"),
        ("DB Curl: ", "a \"b\""),
        ("week 1\n", "week 9"),
        ("3x5", "3x6"),
    ] {
        let result = ask(PLAN, |document| rename(document, at(words), name));
        out += &format!("{words:?} becomes {name:?}\n");
        match result {
            Ok(edits) => {
                let after = applied(PLAN, &edits);
                let changed = after
                    .lines()
                    .zip(PLAN.lines())
                    .filter(|(new, old)| new != old);
                out += &changed
                    .map(|(new, _)| format!("  {new}\n"))
                    .collect::<String>();
            }
            Err(why) => out += &format!("  no: {why}\n"),
        }
    }
    insta::assert_snapshot!(out);
}

#[test]
fn what_can_be_renamed_is_said_first() {
    let named = |words: &str| ask(PLAN, |document| prepare_rename(document, at(words)));
    assert_eq!(named("DB Curl: ").unwrap().name, "DB Curl");
    assert_eq!(named("A. Novak").unwrap().name, "A. Novak");
    assert_eq!(named("week 1\n"), None);
    assert_eq!(named("3x5"), None);
    let (text, place) = cursor(&format!("{}\n‸", read("examples/arm-finisher.plan")));
    assert_eq!(ask(&text, |document| prepare_rename(document, place)), None);
}

#[test]
fn links_lead_out_of_comments_and_to_rules() {
    let text = "# see https://example.org/a?b=c, and (http://x.example/y).\nBarbell Curl: 3x10 @ RPE 8 # cuff: allow(load-above-range, banana) because https://example.org says so\n> film it: https://example.org/film\n# https:// is none\n";
    let found = ask(text, links);
    let out: String = found
        .iter()
        .map(|link| {
            let target = match &link.target {
                Target::Address(address) => format!("address {address}"),
                Target::Rule(id) => format!("rule {id}"),
            };
            format!("{} → {target}\n", &text[link.span.range()])
        })
        .collect();
    insta::assert_snapshot!(out);
}
