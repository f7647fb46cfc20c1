//! The words of the language with what they open, one row each: messages about slips, completions and their documentation
//! read them here. Tests hold the rows to the grammar, so that none can name what the grammar does not read.

/// A word of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// As it is written.
    pub word: &'static str,
    /// What is expected behind it.
    pub expects: &'static str,
    /// How it is written with what belongs to it.
    pub example: &'static str,
    /// Its heading in `docs/language.md`.
    pub section: &'static str,
}

const fn word(
    word: &'static str,
    expects: &'static str,
    example: &'static str,
    section: &'static str,
) -> Word {
    Word {
        word,
        expects,
        example,
        section,
    }
}

/// Statements by their first word.
pub const STATEMENTS: &[Word] = &[
    word(
        "plan",
        "the plan's title",
        "plan \"Elbow-friendly arms\"",
        "title-goal-units",
    ),
    word(
        "goal",
        "the goal in a few words",
        "goal hypertrophy",
        "title-goal-units",
    ),
    word("units", "`kg` or `lb`", "units kg", "title-goal-units"),
    word(
        "athlete",
        "the athlete's name",
        "athlete \"A. Novak\"",
        "who-trains",
    ),
    word(
        "experience",
        "a level or a time of training",
        "experience intermediate, 3 years",
        "who-trains",
    ),
    word("age", "an age in years", "age 34", "who-trains"),
    word(
        "bodyweight",
        "a mass with its unit",
        "bodyweight 82 kg",
        "who-trains",
    ),
    word(
        "conditions",
        "the athlete's conditions, or `none`",
        "conditions hypertension controlled",
        "health",
    ),
    word(
        "complaint",
        "what the athlete complains of",
        "complaint elbow",
        "health",
    ),
    word(
        "complaints",
        "what the athlete complains of",
        "complaints elbow, left knee",
        "health",
    ),
    word(
        "clearance",
        "who cleared the athlete, when and for what",
        "clearance \"Dr. L. Horak\", 2026-01-12, covers occlusion training",
        "health",
    ),
    word(
        "1rm",
        "a lift and its 1RM with a unit",
        "1rm Bench Press 100 kg, tested 2026-01-10",
        "strength",
    ),
    word(
        "tm",
        "a lift and its training max",
        "tm Back Squat 90%",
        "strength",
    ),
    word(
        "max",
        "a lift and its most repetitions",
        "max Pull-Up 9 reps",
        "strength",
    ),
    word(
        "default",
        "clauses that hold for all exercises",
        "default rest 2 min, tempo 2-0-2-0",
        "defaults",
    ),
    word(
        "stop",
        "reasons to stop",
        "stop if numbness, tingling",
        "stop-cues-and-checks",
    ),
    word(
        "check",
        "things to check",
        "check pulse, skin colour",
        "stop-cues-and-checks",
    ),
    word(
        "exercise",
        "a name in quotes and what it is like",
        "exercise \"Spider Curl\" like \"Barbell Curl\"",
        "exercises-of-your-own",
    ),
    word("week", "a week number", "week 1", "weeks"),
    word("weeks", "week numbers", "weeks 1-4", "weeks"),
    word("day", "the day's name", "day \"Push\"", "days"),
    word(
        "repeat",
        "the week to repeat",
        "repeat week 1",
        "repeating-a-week",
    ),
    word(
        "drop",
        "how many sets to drop",
        "drop sets 1",
        "repeating-a-week",
    ),
    word(
        "superset",
        "nothing more on this line",
        "superset",
        "supersets",
    ),
    word("end", "nothing more on this line", "end", "supersets"),
    word(
        "wrap",
        "where the wrap sits and how tight it is",
        "wrap thigh, high, tightness 7/10",
        "for-several-exercises",
    ),
    word(
        "unwrap",
        "nothing more on this line",
        "unwrap",
        "for-several-exercises",
    ),
    word("rest", "a time with its unit", "rest 90 s", "rest"),
];

/// Clauses of an exercise by their first word.
pub const CLAUSES: &[Word] = &[
    word("rest", "a time", "rest 90 s", "rest"),
    word("tempo", "four phases in seconds", "tempo 2-0-2-0", "tempo"),
    word("rpe", "a rating", "RPE 8", "the-line"),
    word("rir", "a count", "RIR 2", "the-line"),
    word("each", "`side`, `leg` or `arm`", "each side", "sides"),
    word("per", "`side`, `leg` or `arm`", "per side", "sides"),
    word("left", "nothing more", "left", "sides"),
    word("right", "nothing more", "right", "sides"),
    word("alternating", "nothing more", "alternating", "sides"),
    word(
        "wrap",
        "where the wrap sits and how tight it is",
        "wrap upper arm high 7/10",
        "for-one-exercise",
    ),
    word(
        "stop",
        "a reason to stop",
        "stop if numb",
        "stop-cues-and-checks",
    ),
    word(
        "check",
        "what to check",
        "check pulse",
        "stop-cues-and-checks",
    ),
    word(
        "tightness",
        "how tight the wrap is",
        "tightness 7/10",
        "what-a-wrap-can-say",
    ),
    word(
        "width",
        "a width with its unit",
        "width 10 cm",
        "what-a-wrap-can-say",
    ),
];

/// Parts of a wrap, beside the words for its place.
pub const WRAP_PARTS: &[Word] = &[
    word(
        "tightness",
        "how tight the wrap is",
        "tightness 7/10",
        "what-a-wrap-can-say",
    ),
    word(
        "width",
        "a width with its unit",
        "width 10 cm",
        "what-a-wrap-can-say",
    ),
    word(
        "AOP",
        "the arterial occlusion pressure of the limb",
        "AOP 200 mmHg",
        "what-a-wrap-can-say",
    ),
    word(
        "continuous",
        "nothing more",
        "continuous",
        "what-a-wrap-can-say",
    ),
    word(
        "released",
        "`in rests`",
        "released in rests",
        "what-a-wrap-can-say",
    ),
    word("on", "the time on", "on 8 min", "what-a-wrap-can-say"),
    word(
        "off",
        "`after set` and its number",
        "off after set 3",
        "what-a-wrap-can-say",
    ),
    word(
        "sit-test",
        "`passed` or `failed`",
        "sit-test passed",
        "what-a-wrap-can-say",
    ),
    word(
        "stop",
        "a reason to stop",
        "stop if numb",
        "stop-cues-and-checks",
    ),
    word(
        "check",
        "what to check",
        "check pulse",
        "stop-cues-and-checks",
    ),
];

/// Loads that begin with a word.
pub const LOADS: &[Word] = &[
    word("RPE", "a rating", "RPE 8", "loads"),
    word("RIR", "a count", "RIR 2", "loads"),
    word(
        "bodyweight",
        "nothing more, or a mass on top",
        "bodyweight + 10 kg",
        "loads",
    ),
    word(
        "assisted",
        "how much is taken off",
        "assisted 20 kg",
        "loads",
    ),
    word("band", "nothing more", "red band", "loads"),
    word("light", "nothing more", "light", "loads"),
    word("moderate", "nothing more", "moderate", "loads"),
    word("heavy", "nothing more", "heavy", "loads"),
    word("top set", "nothing more", "top set", "loads"),
    word("max", "nothing more", "max", "loads"),
    word("PR", "nothing more", "PR", "loads"),
    word("?", "nothing more: the athlete picks", "?", "loads"),
];

/// What can stand behind the figure of a load.
pub const LOAD_UNITS: &[Word] = &[
    word("%", "percent of 1RM", "75%", "loads"),
    word("% TM", "percent of the training max", "75% TM", "loads"),
    word("kg", "kilograms", "60 kg", "loads"),
    word("lb", "pounds", "135 lb", "loads"),
    word(
        "kg per hand",
        "kilograms in each hand",
        "20 kg per hand",
        "loads",
    ),
    word(
        "kg a side",
        "kilograms on each side of the bar",
        "60 kg a side",
        "loads",
    ),
    word("RM", "the load that goes so many times", "10RM", "loads"),
    word("RIR", "repetitions in reserve", "2 RIR", "loads"),
];

/// What can stand behind a load, for the weeks that follow.
pub const STEPS: &[Word] = &[
    word(
        "+2.5%/week",
        "percentage points more each week",
        "60% +2.5%/week",
        "from-week-to-week",
    ),
    word(
        "+1 kg/week",
        "kilograms more each week",
        "20 kg +1 kg/week",
        "from-week-to-week",
    ),
    word(
        "+5% of load/week",
        "a share more each week",
        "60 kg +5% of load/week",
        "from-week-to-week",
    ),
];

/// How the sets of an exercise can be written.
pub const SETS: &[Word] = &[
    word("3x8", "sets of so many repetitions", "3x8", "sets"),
    word("3x8-12", "sets of a range of repetitions", "3x8-12", "sets"),
    word(
        "5/3/1+",
        "sets one by one, the last with more if they go",
        "5/3/1+",
        "sets",
    ),
    word(
        "3xAMRAP",
        "as many repetitions as possible",
        "3xAMRAP",
        "sets",
    ),
    word("3x30 s", "holds", "3x30 s", "sets"),
    word(
        "75 total",
        "repetitions in as many sets as it takes",
        "75 total",
        "sets",
    ),
    word("20 min", "a time", "20 min", "sets"),
];

/// What can stand behind a 1RM.
pub const ONE_RM_PARTS: &[Word] = &[
    word("tested", "the day", "tested 2026-01-10", "strength"),
    word(
        "estimated",
        "the day, or the set that it comes from",
        "estimated from 120 kg x 8 on 2026-01-20",
        "strength",
    ),
];

/// What can stand behind `experience`.
pub const LEVELS: &[Word] = &[
    word(
        "beginner",
        "a time of training",
        "beginner, 2 months",
        "who-trains",
    ),
    word(
        "novice",
        "a time of training",
        "novice, 6 months",
        "who-trains",
    ),
    word(
        "intermediate",
        "a time of training",
        "intermediate, 3 years",
        "who-trains",
    ),
    word(
        "advanced",
        "a time of training",
        "advanced, 8 years",
        "who-trains",
    ),
    word(
        "elite",
        "a time of training",
        "elite, 12 years",
        "who-trains",
    ),
];

/// All words of all lists.
pub fn all() -> impl Iterator<Item = &'static Word> {
    [
        STATEMENTS,
        CLAUSES,
        WRAP_PARTS,
        LOADS,
        LOAD_UNITS,
        STEPS,
        SETS,
        ONE_RM_PARTS,
        LEVELS,
    ]
    .into_iter()
    .flatten()
}

/// Words that put a wrap on, on a line or in a clause.
pub const WRAP_WORDS: &[&str] = &[
    "wraps",
    "wrap",
    "bfr",
    "occlusion",
    "occluded",
    "kaatsu",
    "cuffs",
    "cuff",
    "tourniquets",
    "tourniquet",
];

/// Units of time behind a figure, shortest first.
pub const TIME_UNITS: &[&str] = &["s", "min", "h"];

/// Units of long times behind a figure.
pub const LONG_TIME_UNITS: &[&str] = &["years", "months", "weeks", "days"];

/// Every spelling of every unit, in small letters.
const UNITS: &[&str] = &[
    "kg", "kgs", "kilos", "kilo", "lbs", "lb", "pounds", "pound", "cm", "mm", "inches", "inch",
    "in", "seconds", "second", "secs", "sec", "s", "minutes", "minute", "mins", "min", "hours",
    "hour", "h", "years", "year", "yrs", "yr", "y", "months", "month", "mos", "mo", "weeks",
    "week", "wks", "wk", "days", "day", "mmhg", "rm", "rir", "reps",
];

/// Whether a word behind a figure is its unit, in any case of letters.
pub fn is_unit(word: &str) -> bool {
    UNITS.iter().any(|unit| unit.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use pest::Parser as _;

    use super::*;
    use crate::syntax::grammar::{PlanParser, Rule};

    const GRAMMAR: &str = include_str!("../../grammar/plan.pest");
    const REFERENCE: &str = include_str!("../../docs/language.md");

    /// The rows of a list, with the rule of the grammar that reads their examples, and what stands in front of them there.
    fn lists() -> [(&'static [Word], Rule, &'static str); 9] {
        [
            (STATEMENTS, Rule::statement_alone, ""),
            (CLAUSES, Rule::statement_alone, "wrap thigh, high, 7/10, "),
            (WRAP_PARTS, Rule::clause_alone, "wrap thigh high "),
            (LOADS, Rule::load_alone, ""),
            (LOAD_UNITS, Rule::load_alone, ""),
            (STEPS, Rule::load_alone, ""),
            (SETS, Rule::sets_alone, ""),
            (ONE_RM_PARTS, Rule::statement_alone, "1rm Lift 100 kg, "),
            (LEVELS, Rule::statement_alone, "experience "),
        ]
    }

    #[test]
    fn examples_read() {
        for (list, rule, before) in lists() {
            for row in list {
                let is_wrap_part = matches!(row.word, "tightness" | "width");
                let (rule, before) = match (rule, before) {
                    (Rule::statement_alone, "wrap thigh, high, 7/10, ") if !is_wrap_part => {
                        (Rule::clause_alone, "")
                    }
                    other => other,
                };
                let text = format!("{before}{}", row.example);
                assert!(PlanParser::parse(rule, &text).is_ok(), "{text} as {rule:?}");
                let start = row.example.to_lowercase();
                assert!(start.contains(&row.word.to_lowercase()), "{row:?}");
            }
        }
    }

    #[test]
    fn sections_are_headings_of_the_reference() {
        let headings: BTreeSet<String> = REFERENCE
            .lines()
            .filter(|line| line.starts_with('#'))
            .map(|line| line.trim_start_matches('#').trim().to_lowercase())
            .map(|line| line.replace(',', "").replace(' ', "-"))
            .collect();
        for (list, ..) in lists() {
            for row in list {
                assert!(headings.contains(row.section), "{row:?}");
            }
        }
    }

    /// The words in quotes of a rule of the grammar.
    fn literals(rule: &str) -> impl Iterator<Item = &'static str> {
        let lines = GRAMMAR.lines();
        let start = format!("{rule} = ");
        let body = lines.skip_while(move |line| !line.starts_with(&start));
        let body = body
            .take(6)
            .take_while(|line| !line.starts_with('}') && !line.is_empty());
        let first_rule_only = body
            .enumerate()
            .take_while(|(place, line)| *place == 0 || line.starts_with(' '));
        first_rule_only.flat_map(|(_, line)| line.split('"').skip(1).step_by(2))
    }

    /// Words that open a statement as another spelling of one that stands here.
    const OTHER_SPELLINGS: [&str; 8] = [
        "bw",
        "bfr",
        "cuff",
        "kaatsu",
        "occlusion",
        "occluded",
        "tourniquet",
        "condition",
    ];

    #[test]
    fn every_word_that_opens_a_statement_is_here() {
        let words = literals("keyword").chain(literals("opening_word"));
        let words: BTreeSet<&str> = words
            .filter(|word| word.len() > 1 && *word != "#")
            .collect();
        assert!(words.len() > 25, "{words:?}");
        for word in words {
            let known = STATEMENTS.iter().any(|row| row.word == word);
            assert!(known || OTHER_SPELLINGS.contains(&word), "{word}");
        }
    }

    #[test]
    fn every_word_for_a_wrap_is_here() {
        assert_eq!(literals("wrap_word").collect::<Vec<_>>(), WRAP_WORDS);
    }

    #[test]
    fn every_unit_of_the_grammar_is_here() {
        let rules = [
            "kilogram",
            "pound",
            "length_unit",
            "time_unit",
            "larger_time_unit",
            "long_time_unit",
            "rm_word",
            "rir_unit",
        ];
        let words = rules.into_iter().flat_map(literals);
        let words: Vec<&str> = words
            .filter(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()))
            .collect();
        assert!(words.len() > 40, "{words:?}");
        for word in words {
            assert!(is_unit(word), "{word}");
        }
        for unit in TIME_UNITS.iter().chain(LONG_TIME_UNITS) {
            assert!(is_unit(unit), "{unit}");
        }
    }

    #[test]
    fn every_level_of_the_grammar_is_here() {
        let levels: Vec<&str> = literals("level_word").collect();
        assert_eq!(
            levels,
            LEVELS.iter().map(|row| row.word).collect::<Vec<_>>()
        );
        let words: BTreeSet<&str> = literals("load_word").collect();
        for word in words {
            assert!(LOADS.iter().any(|row| row.word == word), "{word}");
        }
    }
}
