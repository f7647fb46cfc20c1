//! A plan as a person wants to see it, as plain data: sessions with their loads, minutes and wraps, the course of the
//! weeks, findings beside what they are about, and everything that is not known with what to add. Nothing is drawn
//! here, and nothing is judged: figures come from the model, findings from `check`.

mod about;
mod figure;
mod findings;
mod lasting;
mod loads;
mod sessions;
mod weeks;
mod wraps;

use std::ops::RangeInclusive;

use crate::check::{Options, check_and_show};
use crate::diagnostic::Diagnostic;
use crate::rules::RuleSet;
use crate::source::SourceFile;

pub use crate::model::plan::Time;
pub use figure::{Figure, decimals, outwards, time};
pub use lasting::Lasting;
pub use loads::Loads;
pub use weeks::wrapped_by_limb;
pub use wraps::WrapWords;

/// What is shown of a plan. The text in it is as the plan has it, and made harmless by whoever prints it.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// The name of the file.
    pub file: String,
    /// Title.
    pub title: Option<String>,
    /// Goal.
    pub goal: Option<String>,
    /// Whom it is for.
    pub athlete: Option<String>,
    /// What else is said of the athlete: what it is, and the words.
    pub about: Vec<(&'static str, String)>,
    /// Stop cues and checks that hold for the whole plan, in the coach's words.
    pub cues: Vec<String>,
    /// Notes that belong to no day.
    pub notes: Vec<String>,
    /// Weeks, in order.
    pub weeks: Vec<Week>,
    /// Sessions, each once, in the order in which they are first trained.
    pub sessions: Vec<Session>,
    /// What each exercise weighs from week to week.
    pub courses: Vec<Course>,
    /// Minutes under the wraps from week to week.
    pub wrapped: Vec<Wrapped>,
    /// What `check` found, in order of the text.
    pub findings: Vec<Finding>,
    /// Numbers of the findings that are about no single session.
    pub general: Vec<usize>,
    /// Findings about sessions that are not shown.
    pub elsewhere: usize,
    /// Findings that comments in the plan silence.
    pub suppressed: usize,
    /// What is not known, and what to add.
    pub gaps: Vec<Gap>,
    /// Lines that could not be read.
    pub unread: Vec<Unread>,
    /// Weeks that the plan has.
    pub all_weeks: Vec<u32>,
    /// Names of the sessions that the plan has, each once.
    pub all_sessions: Vec<String>,
}

/// A week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week {
    /// Its number.
    pub number: u32,
    /// What kind of week it is, if it is no ordinary one.
    pub phase: Option<String>,
    /// Numbers of its sessions.
    pub sessions: Vec<usize>,
}

/// A training session.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Session {
    /// Its name; empty for a plan without days.
    pub name: String,
    /// Words behind the name.
    pub tags: Vec<String>,
    /// Weeks in which it is trained just like this.
    pub weeks: Vec<u32>,
    /// The duration that is stated, as it was written.
    pub stated: Option<String>,
    /// By the clock.
    pub lasting: Lasting,
    /// Its exercises.
    pub exercises: Vec<Exercise>,
    /// Its wraps.
    pub wraps: Vec<Wrap>,
    /// Stop cues and checks of its own.
    pub cues: Vec<String>,
    /// Notes that belong to none of its exercises.
    pub notes: Vec<String>,
    /// Numbers of the findings about all of it.
    pub findings: Vec<usize>,
}

/// An exercise in a session.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Exercise {
    /// Its name as written.
    pub name: String,
    /// A warm-up.
    pub warm_up: bool,
    /// Which side works, in words.
    pub side: Option<&'static str>,
    /// The number of its superset in the session, from 1.
    pub superset: Option<u32>,
    /// Sets and repetitions: `3x8`, `30/15/15/15`.
    pub scheme: Figure,
    /// The repetitions of each set.
    pub sets: Vec<String>,
    /// The load in the coach's terms, where those are neither plain % of 1RM nor a plain mass.
    pub load: Figure,
    /// The load in % of 1RM.
    pub percent: Figure,
    /// The load in kilograms.
    pub mass: Figure,
    /// Tempo.
    pub tempo: Figure,
    /// Rest after each set.
    pub rest: Figure,
    /// On the session's clock.
    pub start: Time,
    /// On the session's clock.
    pub end: Time,
    /// From its first set to the end of its last.
    pub lasting: Lasting,
    /// Numbers of the wraps that are on.
    pub wraps: Vec<usize>,
    /// Stop cues and checks of its own.
    pub cues: Vec<String>,
    /// Notes for the athlete.
    pub notes: Vec<String>,
    /// Numbers of the findings about it.
    pub findings: Vec<usize>,
    /// Numbers of the gaps in it.
    pub gaps: Vec<usize>,
}

/// The part of the body that a wrap is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limb {
    /// Arms.
    Arms,
    /// Legs.
    Legs,
    /// Neither.
    Trunk,
    /// The plan does not say.
    Unknown,
}

impl Limb {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Arms, Self::Legs, Self::Trunk, Self::Unknown];

    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Arms => "arms",
            Self::Legs => "legs",
            Self::Trunk => "trunk",
            Self::Unknown => "place not known",
        }
    }
}

/// From wraps on to wraps off.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Wrap {
    /// Where it is.
    pub limb: Limb,
    /// Where it sits and how high, in the coach's words.
    pub place: Figure,
    /// How tight.
    pub tightness: Figure,
    /// Width, mode, sit test, when it comes off: whatever else is stated.
    pub details: Vec<String>,
    /// Numbers of the exercises under it.
    pub exercises: Vec<usize>,
    /// On the session's clock.
    pub start: Time,
    /// On the session's clock.
    pub end: Time,
    /// The time that it is on: as stated, or by the clock.
    pub on: Lasting,
    /// Whether the plan never takes it off.
    pub never_off: bool,
    /// Numbers of the findings about it.
    pub findings: Vec<usize>,
    /// Numbers of the gaps in it.
    pub gaps: Vec<usize>,
}

/// The load of one exercise from week to week. Wrapped and unwrapped sets of one lift are two courses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// Its name as first written.
    pub name: String,
    /// Whether it is done under a wrap.
    pub wrapped: bool,
    /// One entry a week: the heaviest work set.
    pub weeks: Vec<Peak>,
}

/// The heaviest work set of an exercise in a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peak {
    /// It is not trained.
    Rest,
    /// Its load in % of 1RM in thousandths: from and to, which differ for an estimate.
    Percent(i64, i64),
    /// It is trained with a load that is not known in % of 1RM.
    Unknown,
}

/// Minutes under the wraps of one part of the body from week to week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrapped {
    /// Where.
    pub limb: Limb,
    /// One entry a week.
    pub weeks: Vec<Lasting>,
}

/// A finding, and the line that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Number of the line, from 1.
    pub line: usize,
    /// What was found.
    pub diagnostic: Diagnostic,
}

/// Something that is not known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Gap {
    /// What is missing.
    pub what: String,
    /// What to add or change.
    pub add: String,
}

/// A line that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Its number, from 1.
    pub number: usize,
    /// What stands there.
    pub text: String,
}

/// Which part of a plan is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Weeks; all of them if absent.
    pub weeks: Option<RangeInclusive<u32>>,
    /// A word in the names of the sessions; all of them if absent.
    pub session: Option<String>,
}

impl Selection {
    fn has_week(&self, number: u32) -> bool {
        self.weeks
            .as_ref()
            .is_none_or(|weeks| weeks.contains(&number))
    }

    fn has_session(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.session
            .as_ref()
            .is_none_or(|word| name.contains(&word.to_lowercase()))
    }
}

/// Weeks that are trained alike, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block<'s> {
    /// Their numbers.
    pub weeks: Vec<u32>,
    /// The first of them, which says what they are.
    pub week: &'s Week,
}

impl Sheet {
    /// Everything that is shown of a plan. Pure, like `check`.
    pub fn of(
        source: &SourceFile,
        rules: &RuleSet,
        options: Options,
        selection: &Selection,
    ) -> Self {
        check_and_show(source, rules, options, |checked| {
            sessions::sheet(source, checked, selection)
        })
    }

    /// Weeks that follow each other and are trained alike.
    pub fn blocks(&self) -> Vec<Block<'_>> {
        let mut blocks: Vec<Block<'_>> = Vec::new();
        for week in &self.weeks {
            match blocks.last_mut() {
                Some(block)
                    if block.week.sessions == week.sessions
                        && block.week.phase == week.phase
                        && block.weeks.last().map(|last| last + 1) == Some(week.number) =>
                {
                    block.weeks.push(week.number);
                }
                _ => blocks.push(Block {
                    weeks: vec![week.number],
                    week,
                }),
            }
        }
        blocks
    }
}

impl Session {
    /// Wraps by the exercise after which they come off.
    pub fn wraps_by_last(&self) -> Vec<Vec<&Wrap>> {
        let mut by_last = vec![Vec::new(); self.exercises.len()];
        for wrap in &self.wraps {
            let last = wrap.exercises.last();
            if let Some(wraps) = last.and_then(|&last| by_last.get_mut(last)) {
                wraps.push(wrap);
            }
        }
        by_last
    }

    /// Wraps that go on and come off without an exercise in between.
    pub fn idle_wraps(&self) -> impl Iterator<Item = &Wrap> {
        self.wraps.iter().filter(|wrap| wrap.exercises.is_empty())
    }

    /// Numbers of the findings about it, its exercises and its wraps.
    pub fn all_findings(&self) -> impl Iterator<Item = &usize> {
        let exercises = self
            .exercises
            .iter()
            .flat_map(|exercise| &exercise.findings);
        let wraps = self.wraps.iter().flat_map(|wrap| &wrap.findings);
        self.findings.iter().chain(exercises).chain(wraps)
    }
}

/// `1-3, 5`
pub fn ranges(numbers: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let words = runs.into_iter().map(|(first, last)| {
        if first == last {
            first.to_string()
        } else {
            format!("{first}-{last}")
        }
    });
    words.collect::<Vec<_>>().join(", ")
}
