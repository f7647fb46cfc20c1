//! Every limit that cuff puts on its input, in one table. Past a limit there is a located finding or exit code 2, never
//! silence: a plan beyond these figures is a slip of the keyboard or an attack, not training.

/// Largest plan, in bytes. Real plans are below 50 KB.
pub const PLAN_BYTES: usize = 1 << 20;
/// Longest line of a plan, in bytes.
pub const LINE_BYTES: usize = 16 << 10;
/// Largest week number, and the most weeks in a plan: ten years.
pub const WEEKS: u32 = 520;
/// Most sets on one line.
pub const SETS_PER_LINE: u32 = 200;
/// Most repetitions in one set, a count.
pub const REPS: i64 = 10_000;
/// Longest single time: a day, in seconds.
pub const SECONDS: i64 = 86_400;
/// Heaviest load, in kilograms.
pub const KILOGRAMS: i64 = 2_000;
/// Largest percentage.
pub const PERCENT: i64 = 1_000;
/// Most sets in a plan once every week is written out.
pub const EXPANDED_SETS: u64 = 200_000;
/// Most findings kept for one file.
pub const FINDINGS: usize = 10_000;
/// Most steps that all rules together may take on one plan.
pub const STEPS: u64 = 50_000_000;

/// Rounds of fixes on one plan. Each round applies every fix that goes with the others; real plans need two.
pub const FIX_PASSES: usize = 10;

/// What a plan of so many bytes may grow to while it is fixed.
pub const fn grown(bytes: usize) -> usize {
    bytes.saturating_mul(4).saturating_add(64 << 10)
}

/// The table as people read it: what, limit.
pub fn table() -> [(&'static str, String); 11] {
    [
        ("plan file", format!("{} KiB", PLAN_BYTES >> 10)),
        ("line of a plan", format!("{} KiB", LINE_BYTES >> 10)),
        ("week number", WEEKS.to_string()),
        ("sets on one line", SETS_PER_LINE.to_string()),
        ("repetitions in a set", REPS.to_string()),
        ("a single time", format!("{SECONDS} s")),
        ("a load", format!("{KILOGRAMS} kg")),
        ("a percentage", format!("{PERCENT} %")),
        (
            "sets in a plan with every week written out",
            EXPANDED_SETS.to_string(),
        ),
        ("findings kept for one file", FINDINGS.to_string()),
        ("steps of all rules on one plan", STEPS.to_string()),
    ]
}
