//! Two versions of plans: what is said of the training and of the findings, and what holds for any two plans.

use proptest::prelude::*;

use cuff::compare::{Aspect, Came, Comparison, Value, compare};
use cuff::format::format;
use cuff::source::SourceFile;

use crate::plans::{Care, sheet};
use crate::program::{Cuff, Ran};
use crate::properties::{cases, options};
use crate::support::{RULES, read};

fn between(old: &str, new: &str) -> Comparison {
    let old = SourceFile::new("old.plan", old);
    let new = SourceFile::new("new.plan", new);
    compare(&old, &new, &RULES, options(), |judged| judged)
}

/// What `cuff diff` says of two texts.
fn said(old: &str, new: &str) -> String {
    let ran = diff(old, new, &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.out
}

fn diff(old: &str, new: &str, more: &[&str]) -> Ran {
    let cuff = Cuff::new().file("old.plan", old).file("new.plan", new);
    let args: Vec<&str> = ["diff", "old.plan", "new.plan"]
        .iter()
        .chain(more)
        .copied()
        .collect();
    cuff.run(&args)
}

/// A plan with pieces of it written otherwise; each of them must be there.
fn with(plan: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(plan.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    })
}

fn leg_block() -> String {
    read("examples/leg-block.plan")
}

// ── what a coach reads ────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_load_in_one_week() {
    let old = with(
        &leg_block(),
        &[("@ 20% +2.5%/week", "@ [20% | 22.5% | 25% | 27.5%]")],
    );
    let new = with(&old, &[("| 25% |", "| 32% |")]);
    insta::assert_snapshot!(said(&old, &new));
    // Written in another way, it is the same.
    assert_eq!(
        said(&leg_block(), &old).lines().next(),
        Some("no change in training (1 plan compared); findings as before")
    );
}

#[test]
fn a_progression_that_starts_higher_is_told_week_by_week() {
    let new = with(&leg_block(), &[("20% +2.5%/week", "22.5% +2.5%/week")]);
    insta::assert_snapshot!(said(&leg_block(), &new));
}

#[test]
fn a_deload_comes_in_between() {
    let old = "athlete \"A. Novak\"\n  experience advanced\n  conditions none\nweeks 1-4\n  day \"Push\"\n    Bench Press: 4x6 @ 78%, rest 3 min\n";
    let new = "athlete \"A. Novak\"\n  experience advanced\n  conditions none\nweeks 1-2, 4-5\n  day \"Push\"\n    Bench Press: 4x6 @ 78%, rest 3 min\nweek 3 deload\n  repeat week 1\n  drop sets 2\n";
    insta::assert_snapshot!(said(old, new));
}

#[test]
fn wraps_move_to_the_thigh() {
    let old = with(
        &leg_block(),
        &[(
            "wrap thigh, high, tightness 7/10",
            "wrap thigh, just above the knee, tightness 8/10",
        )],
    );
    let mut shown = said(&old, &leg_block());
    // Over both exercises, and never off.
    let new = with(
        &leg_block(),
        &[(
            "    unwrap\n    rest 3 min\n    wrap thigh, high, tightness 7/10, width 10 cm\n",
            "    rest 3 min\n",
        )],
    );
    shown += &format!("\n== one wrap over both\n{}", said(&leg_block(), &new));
    let off = with(
        &leg_block(),
        &[
            (
                "    wrap thigh, high, tightness 7/10, width 10 cm\n      Lying",
                "      Lying",
            ),
            ("/week, rest 30 s\n    unwrap\n", "/week, rest 30 s\n"),
        ],
    );
    shown += &format!("\n== the first one taken off\n{}", said(&leg_block(), &off));
    insta::assert_snapshot!(shown);
}

#[test]
fn arms_before_legs() {
    let head =
        "athlete \"A\"\n  experience advanced\n  conditions none\nstop if numb\nday \"All\"\n";
    let arm = "  Barbell Curl: 30/15/15/15 @ 25%, rest 30 s, wrap upper arm high 7/10\n";
    let leg = "  Leg Curl: 30/15/15/15 @ 25%, rest 30 s, wrap thigh high 7/10\n";
    insta::assert_snapshot!(said(
        &format!("{head}{leg}{arm}"),
        &format!("{head}{arm}{leg}")
    ));
}

#[test]
fn a_new_1rm_is_said_with_what_follows_from_it() {
    let plan = read("examples/arm-finisher.plan");
    let new = with(
        &plan,
        &[
            (
                "1rm Triceps Pushdown 45 kg, tested 2026-01-10",
                "1rm Triceps Pushdown 50 kg, tested 2026-02-20",
            ),
            (
                "1rm Barbell Curl 40 kg, tested 2026-01-10",
                "1rm Barbell Curl 32 kg, tested 2026-02-20",
            ),
        ],
    );
    insta::assert_snapshot!(said(&plan, &new));
}

#[test]
fn a_clearance_comes_and_the_athlete_changes() {
    let old = with(
        &leg_block(),
        &[(
            "  clearance \"Dr. S. Lind\", 2026-02-02, covers occlusion training\n",
            "",
        )],
    );
    let new = with(
        &leg_block(),
        &[(
            "conditions hypertension controlled",
            "conditions hypertension controlled, knee surgery 2025-10-01\n  complaint left knee\n  age 41",
        )],
    );
    insta::assert_snapshot!(said(&old, &new));
}

#[test]
fn exercises_are_exchanged_added_moved_and_respelled() {
    let new = with(
        &leg_block(),
        &[
            (
                "    Leg Press: 3x10 @ RPE 8\n",
                "    Hack Squat: 3x10 @ RPE 8\n",
            ),
            ("Romanian Deadlift: 4x8", "RDL: 4x8"),
            (
                "    Plank: 3x40 s, rest 45 s\n",
                "    Dead Bug: 3x10 @ bodyweight, each side\n",
            ),
            ("    Seated Calf Raise: 4x8 @ RPE 8\n", ""),
            (
                "  day \"Single leg\"\n",
                "  day \"One leg\", 45 min\n    Seated Calf Raise: 4x8 @ RPE 7, tempo 3-1-1-0\n",
            ),
        ],
    );
    insta::assert_snapshot!(said(&leg_block(), &new));
}

#[test]
fn a_default_is_one_change_of_all_that_it_is_for() {
    let new = with(
        &leg_block(),
        &[(
            "default rest 2 min, tempo 2-0-2-0",
            "default rest 90 s, tempo 3-0-1-0",
        )],
    );
    insta::assert_snapshot!(said(&leg_block(), &new));
}

#[test]
fn what_is_not_known_is_said_with_the_reason() {
    let old = "conditions none\nexperience advanced\nstop if numb\nday \"Arms\"\n  Barbell Curl: 30/15/15/15 @ 25%, rest 30 s, wrap upper arm high 7/10\n  Hammer Curl: 3x10 @ 12 kg\n";
    let new = with(old, &[("@ 25%", "@ 12 kg"), ("@ 12 kg\n", "@ 14 kg\n")]);
    insta::assert_snapshot!(said(old, &new));
}

#[test]
fn minutes_that_are_not_known_are_said_so() {
    let old = "day \"A\"\n  Barbell Curl: 30/15/15/15 @ 25%, rest 30 s, wrap upper arm high 7/10\nday \"B\"\n  Back Squat: 5x5 @ RPE 8, rest 2 min\n";
    let new = old.replace("30 s", "3 fortnights").replace("5x5", "5xfive");
    insta::assert_snapshot!(said(old, &new));
}

#[test]
fn a_plan_that_breaks() {
    let new = with(
        &leg_block(),
        &[
            (
                "    Leg Press: 3x10 @ RPE 8\n",
                "    Leg Press three rounds\n",
            ),
            ("rest 3-5 min", "rest 3 fortnights"),
        ],
    );
    let mut shown = said(&leg_block(), &new);
    shown += &format!(
        "\n== the same slips in both\n{}",
        said(&new, &with(&new, &[("4x8 @ RPE 7", "4x8 @ RPE 8")]))
    );
    insta::assert_snapshot!(shown);
    assert_eq!(diff(&leg_block(), &new, &["--exit-code"]).code, Some(1));
}

#[test]
fn findings_are_silenced_and_become_worse() {
    let head = "athlete \"A\"\n  experience advanced\n  conditions none\n  1rm Barbell Curl 40 kg, tested 2026-01-10\nstop if numb\nday \"Pull\"\n";
    let curl = |load: &str, more: &str| {
        format!(
            "{head}  Barbell Curl: 30/15/15/15 @ {load}, rest 30 s, wrap upper arm high 7/10{more}\n"
        )
    };
    let waiver = " # cuff: allow(load-above-range) because Dr. Lind asked for it";
    let mut shown = said(&curl("34%", ""), &curl("45%", ""));
    shown += &format!(
        "\n== silenced\n{}",
        said(&curl("34%", ""), &curl("34%", waiver))
    );
    shown += &format!(
        "\n== and heard again\n{}",
        said(&curl("34%", waiver), &curl("34%", ""))
    );
    insta::assert_snapshot!(shown);
}

#[test]
fn weeks_written_out_are_the_same_weeks() {
    let day = "  day \"Pull\"\n    Barbell Curl: 30/15/15/15 @ 35%, rest 30 s, wrap upper arm high 7/10\n    > Slowly.\n";
    let weeks: String = (1..=4).map(|week| format!("week {week}\n{day}")).collect();
    let shown = said(&format!("weeks 1-4\n{day}"), &weeks);
    assert!(
        shown.ends_with("no change in training (1 plan compared); findings as before\n"),
        "{shown}"
    );
    let shown = said(
        &weeks,
        &format!(
            "# moved\nweeks 1-4\n{}",
            with(
                day,
                &[(
                    "rest 30 s, wrap upper arm high 7/10",
                    "wrap high on the upper arm, 7 of 10, rest :30"
                )]
            )
        ),
    );
    assert!(
        shown.ends_with("no change in training (1 plan compared); findings as before\n"),
        "{shown}"
    );
}

#[test]
fn the_forms_for_comments_and_for_programs() {
    let old = leg_block();
    let new = with(
        &old,
        &[
            ("20% +2.5%/week", "25% +2.5%/week"),
            ("rest 3-5 min", "rest 3 min"),
        ],
    );
    let markdown = diff(&old, &new, &["--format", "markdown"]).out;
    insta::assert_snapshot!(markdown);
    let json = diff(&old, &new, &["--format", "json"]).out;
    insta::assert_snapshot!(json);
    let document: serde_json::Value = serde_json::from_str(&json).unwrap();
    let schema = Cuff::new().run(&["schema", "diff"]).out;
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("diff.json", schema).unwrap();
    let compiled = compiler.compile("diff.json", &mut schemas).unwrap();
    schemas.validate(&document, compiled).unwrap();
}

#[test]
fn nothing_in_a_plan_is_obeyed() {
    let name = "::error::x ##[error]y \u{1b}[31m\u{202e} @coach <b> `a` [x](http://y)";
    let plan = |sets: &str| {
        format!("conditions none\nday \"{name}\"\n  Bench Press: {sets} @ RPE 8\n  > {name}\n")
    };
    let (old, new) = (plan("3x10"), plan("3x12"));
    for form in ["text", "markdown", "json"] {
        let shown = diff(&old, &new, &["--format", form]).out;
        assert!(shown.contains("3x12"), "{shown}");
        assert!(
            !shown.contains(['\u{1b}', '\u{202e}']) && !shown.contains("##["),
            "{shown}"
        );
        let obeyed = |line: &str| line.trim_start().starts_with("::");
        assert!(!shown.lines().any(obeyed), "{shown}");
    }
    let markdown = diff(&old, &new, &["--format", "markdown"]).out;
    for event in pulldown_cmark::Parser::new(&markdown) {
        use pulldown_cmark::{Event, Tag};
        match event {
            Event::Text(text) => assert!(!text.contains("@coach"), "{markdown}"),
            Event::Start(Tag::Link { .. } | Tag::Image { .. })
            | Event::Html(_)
            | Event::InlineHtml(_) => {
                panic!("{markdown}")
            }
            _ => {}
        }
    }
}

// ── what holds for any plan ───────────────────────────────────────────────────────────────────────────────────────

/// What a comparison says, for a message.
fn told(comparison: &Comparison) -> String {
    format!(
        "{:#?}\n{:#?}\n{:#?}",
        comparison.changes, comparison.follows, comparison.findings
    )
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn a_plan_is_as_it_is(sheet in sheet(Care::Careless)) {
        let text = sheet.text();
        let same = between(&text, &text);
        prop_assert!(!same.may_differ() && same.findings.is_empty(), "{}", told(&same));
    }

    #[test]
    fn tidy_is_the_same_training(sheet in sheet(Care::Careless)) {
        let text = sheet.text();
        let tidy = between(&text, &format(&text));
        prop_assert!(tidy.changes.is_empty() && tidy.follows.is_empty(), "{text}\n{}", told(&tidy));
        prop_assert!(tidy.findings.is_empty(), "{text}\n{}", told(&tidy));
    }

    #[test]
    fn turned_round_what_came_is_what_went(
        (one, other) in (sheet(Care::Careless), sheet(Care::Careless))
    ) {
        let (one, other) = (one.text(), other.text());
        let forth = between(&one, &other);
        let back = between(&other, &one);
        let names = |comparison: &Comparison, came: Came, old: bool| {
            let all = comparison.findings.iter().filter(|change| change.came == came);
            let findings = all.filter_map(|change| if old { change.before.clone() } else { change.after.clone() });
            let mut names: Vec<String> = findings.map(|finding| format!("{} {} {}", finding.rule, finding.place, finding.message)).collect();
            names.sort();
            names
        };
        prop_assert_eq!(names(&forth, Came::Appeared, false), names(&back, Came::Gone, true));
        prop_assert_eq!(names(&forth, Came::Gone, true), names(&back, Came::Appeared, false));
        prop_assert_eq!(forth.unread.len(), back.unread.len());
    }

    #[test]
    fn each_new_load_is_named_and_no_other(
        loads in prop::collection::vec((15_u32..30, 0_u32..4), LIFTS.len() * 3)
    ) {
        let plan = |new: bool| {
            let mut text = "weeks 1-3\n  day \"All\"\n".to_owned();
            for (lift, weeks) in LIFTS.iter().zip(loads.chunks(3)) {
                let figures: Vec<String> = weeks.iter().map(|(load, more)| format!("{}%", load + if new { *more } else { 0 })).collect();
                text += &format!("    {lift}: 3x10 @ [{}]\n", figures.join(" | "));
            }
            text
        };
        let comparison = between(&plan(false), &plan(true));
        let mut named = Vec::new();
        for change in &comparison.changes {
            prop_assert_eq!(change.aspect, Aspect::Load);
            let figure = |value: &Option<Value>| value.clone().unwrap().text;
            for (week, lift) in change.weeks.iter().flat_map(|week| change.exercises.iter().map(move |lift| (week, lift))) {
                named.push((lift.clone(), *week, figure(&change.before), figure(&change.after)));
            }
        }
        let mut wanted = Vec::new();
        for (lift, weeks) in LIFTS.iter().zip(loads.chunks(3)) {
            for ((load, more), week) in weeks.iter().zip(1_u32..).filter(|((_, more), _)| *more > 0) {
                wanted.push(((*lift).to_owned(), week, format!("{load} % of 1RM"), format!("{} % of 1RM", load + more)));
            }
        }
        named.sort();
        wanted.sort();
        prop_assert_eq!(named, wanted);
    }
}

const LIFTS: [&str; 4] = ["Bench Press", "Barbell Curl", "Leg Curl", "Calf Raise"];
