//! Plans as coaches write them, made from a number: the same number gives the same plan on every machine.
//!
//! They are meant to cost what real plans cost: an athlete with a few tested lifts, weeks with heavy work before
//! occlusion work, notes, comments, and a mistake here and there.

use std::fmt::Write as _;

/// Lines of one generated plan, and with the 10,000 plans of a folder 43 MB of text.
pub(crate) const LINES: usize = 100;

/// A small generator of numbers (SplitMix64): no two platforms or library versions disagree about it.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit).unwrap_or(1)).unwrap_or(0)
    }

    fn pick<'t>(&mut self, items: &[&'t str]) -> &'t str {
        items.get(self.below(items.len())).copied().unwrap_or("")
    }

    /// True once in `times`.
    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

const HEAVY: &[&str] = &[
    "Back Squat",
    "Bench Press",
    "Romanian Deadlift",
    "Overhead Press",
    "Barbell Row",
    "Weighted Pull-Up",
    "Leg Press",
    "Incline Dumbbell Press",
    "Front Squat",
    "Deadlift",
];
const LIGHT: &[&str] = &[
    "Lateral Raise",
    "Seated Cable Row",
    "Lat Pulldown",
    "Face Pull",
    "Hanging Knee Raise",
    "Hammer Curl",
    "Leg Extension",
    "Bulgarian Split Squat",
    "Cable Fly",
    "DB Curl",
    "Curl (Barbell)",
    "Seated Calf Raise",
];
/// Lifts with a tested maximum that wraps go with, and where.
const WRAPPED: &[(&str, &str)] = &[
    ("Barbell Curl", "upper arm high"),
    ("Triceps Pushdown", "upper arm high"),
    ("Lying Leg Curl", "thigh, high"),
    ("Standing Calf Raise", "thigh, high"),
];
const SCHEMES: &[&str] = &["4x6", "5x5", "3x8-12", "3x10", "4x8", "5/5/5+", "3x12-15"];
const LOADS: &[&str] = &["78%", "RPE 8", "RPE 7", "70-75%", "2 RIR", "82.5%", "60 kg"];
const RESTS: &[&str] = &["3 min", "2 min", "90 s", "2-3 min", "60 s"];
const NOTES: &[&str] = &[
    "Stop two reps short if the elbow complains.",
    "Keep the ribs down and breathe between reps.",
    "Film the last set of each exercise this week.",
    "Burn is fine; numbness is not: take the wraps off.",
];

/// The plan with this number, of about [`LINES`] lines.
pub(crate) fn plan(number: u64) -> String {
    let mut numbers = Numbers(number);
    let mut text = String::with_capacity(5_000);
    head(&mut text, number, &mut numbers);
    let mut week = 1;
    while text.lines().count() < LINES - 8 {
        let last = week + 2 + numbers.below(3);
        let _ = writeln!(text, "\nweeks {week}-{last}");
        for day in ["Push", "Legs", "Pull"] {
            session(&mut text, day, &mut numbers);
        }
        week = last + 1;
    }
    let _ = writeln!(text, "\nweek {week} deload\n  repeat week 1\n  drop sets 1");
    text
}

fn head(text: &mut String, number: u64, numbers: &mut Numbers) {
    let _ = writeln!(text, "plan \"Block {number}\" # generated");
    let goal = numbers.pick(&["hypertrophy", "strength", "return to training"]);
    let _ = writeln!(
        text,
        "goal {goal}\nunits kg\n\nathlete \"Athlete {number}\""
    );
    let years = 2 + numbers.below(9);
    let _ = writeln!(text, "  experience intermediate, {years} years");
    text.push_str("  conditions none\n");
    for (lift, kilograms) in [
        ("Back Squat", 120),
        ("Bench Press", 90),
        ("Deadlift", 150),
        ("Barbell Curl", 40),
        ("Triceps Pushdown", 45),
        ("Lying Leg Curl", 80),
        ("Standing Calf Raise", 130),
    ] {
        let tested = kilograms + 5 * numbers.below(8);
        let _ = writeln!(text, "  1rm {lift} {tested} kg, tested 2026-01-10");
    }
    text.push_str("\ndefault rest 2 min, tempo 2-0-2-0\ndefault wrap tightness 7/10\n");
    text.push_str("stop if numbness, tingling, white skin, no pulse\n");
}

fn session(text: &mut String, day: &str, numbers: &mut Numbers) {
    let _ = writeln!(text, "  day \"{day}\"");
    for kind in [HEAVY, HEAVY, LIGHT, LIGHT] {
        let name = numbers.pick(kind);
        let (sets, load, rest) = (
            numbers.pick(SCHEMES),
            numbers.pick(LOADS),
            numbers.pick(RESTS),
        );
        let _ = writeln!(text, "    {name}: {sets} @ {load}, rest {rest}");
        if numbers.once_in(6) {
            let _ = writeln!(text, "    > {}", numbers.pick(NOTES));
        }
    }
    let (name, place) = WRAPPED
        .get(numbers.below(WRAPPED.len()))
        .copied()
        .unwrap_or_default();
    let load = match numbers.below(12) {
        0 => "35%",
        1 => "20% +5%/week",
        2..6 => "25%",
        _ => "20% +2.5%/week",
    };
    let rest = if numbers.once_in(10) { "75 s" } else { "30 s" };
    if numbers.once_in(3) {
        let _ = writeln!(
            text,
            "    wrap {place}, tightness 7/10, width 10 cm\n      {name}: 30/15/15/15 @ {load}, rest {rest}\n    unwrap\n"
        );
    } else {
        let place = place.replace(',', "");
        let _ = writeln!(
            text,
            "    {name}: 30/15/15/15 @ {load}, rest {rest}, wrap {place}\n"
        );
    }
}
