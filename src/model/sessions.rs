//! Weeks written out: each day of a block becomes a session, once for all weeks if nothing in it changes from week to
//! week, and once a week if something does.

use super::build::Builder;
use super::outline::{Block, Day, Item};
use super::plan::{Lift, Series, Session, Time, Week};
use super::terms::Phase;
use super::varying::Varying;
use crate::catalogue::MovementId;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;
use crate::syntax::ast::{
    Clause, Exercise, Rest, RestValue, Sets, Side, Statement, Step, Weekly, WrapPart,
};

/// Which week of which block a session is written out for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turn {
    /// Place of the week in its block, from 0.
    pub(super) index: usize,
    /// Weeks in the block: how long a list by week must be.
    pub(super) weeks: usize,
    /// Sets dropped from the end of each exercise.
    pub(super) dropped: usize,
    /// What is wrong with lists is said for the first session only.
    pub(super) report: bool,
    /// Whether the session before it is the same day a week earlier.
    pub(super) again: bool,
}

/// A movement, or the name of one that is not known, and the side that works.
type Movement<'t> = (Result<MovementId, &'t str>, Option<Side>);

impl<'a, 't> Builder<'a, 't> {
    pub(super) fn sessions(&mut self) {
        let blocks = std::mem::take(&mut self.outline.blocks);
        self.make_room(&blocks);
        for block in &blocks {
            if let Some((source, index)) = self.repeated(block, &blocks) {
                for day in &source.days {
                    let turn = Turn {
                        index,
                        weeks: source.weeks.len(),
                        dropped: dropped(block),
                        report: false,
                        again: false,
                    };
                    self.session(day, block, block.weeks.clone(), turn);
                    self.series(1);
                }
            }
            if let (None, Some(drop)) = (block.repeat, block.drop_sets) {
                self.drops_nothing(drop.span);
            }
            for day in &block.days {
                self.day(day, block);
            }
        }
        if self.plan.exercises.is_empty() {
            let text = self.plan.text;
            let start = text.len() - text.trim_start_matches('\u{FEFF}').len();
            self.diagnostics.push(
                Diagnostic::new(
                    "empty-plan",
                    Severity::Advice,
                    Span::at(start),
                    "there is nothing to check in this plan",
                )
                .help("write an exercise, such as `Bench Press: 3x8 @ 70%`"),
            );
        }
        self.outline.blocks = blocks;
    }

    /// Makes room for what the blocks hold, so that lists do not move while they grow.
    fn make_room(&mut self, blocks: &[Block]) {
        let (mut items, mut sets) = (0, 0);
        for block in blocks {
            for day in &block.days {
                let weeks = self.sessions_of(day, block);
                let most = day.items.iter().map(|item| self.most_sets(item));
                items += weeks * day.items.len();
                sets += weeks * usize::try_from(most.sum::<u64>()).unwrap_or(0);
            }
        }
        self.plan.exercises.reserve(items);
        self.plan.sets.reserve(sets);
        self.plan.lists.reserve(4 * items);
    }

    /// How many sessions a day becomes.
    fn sessions_of(&self, day: &Day, block: &Block) -> usize {
        if self.varying(day).is_nothing() {
            1
        } else {
            block.weeks.len()
        }
    }

    fn drops_nothing(&mut self, at: Span) {
        self.diagnostics.push(
            Diagnostic::new(
                "misplaced-line",
                Severity::Warning,
                at,
                "`drop sets` has no effect in a week that repeats no other",
            )
            .help("write the sets as they are meant, or put `repeat week 1` in front of this line"),
        );
    }

    /// The block that is repeated and the place of the repeated week in it. A week that is not there is reported.
    fn repeated<'b>(&mut self, block: &Block, blocks: &'b [Block]) -> Option<(&'b Block, usize)> {
        let repeat = block.repeat?;
        let mut wanted = repeat.value;
        // A repeated week may itself repeat one; a circle ends here.
        for _ in 0..blocks.len() {
            let found = blocks.iter().find_map(|other| {
                let index = other.weeks.iter().position(|&week| week == wanted)?;
                Some((other, index))
            });
            match found {
                Some((source, _)) if source.span == block.span => break,
                Some((source, index)) if !source.days.is_empty() => return Some((source, index)),
                Some((source, _)) => wanted = source.repeat?.value,
                None => break,
            }
        }
        self.diagnostics.push(
            Diagnostic::new(
                "unknown-week",
                Severity::Error,
                repeat.span,
                format!("there is no week {} to repeat", repeat.value),
            )
            .help("name a week that has days of its own"),
        );
        None
    }

    fn day(&mut self, day: &Day, block: &Block) {
        let weeks = block.weeks.len();
        // Sets are dropped from what a week repeats, not from what it writes out itself.
        let dropped = 0;
        let varying = self.varying(day);
        if weeks > 1 && !varying.is_nothing() {
            for (index, &week) in block.weeks.iter().enumerate() {
                self.session(
                    day,
                    block,
                    vec![week],
                    Turn {
                        index,
                        weeks,
                        dropped,
                        report: index == 0,
                        again: index > 0,
                    },
                );
                if index > 0
                    && let Some(session) = self.plan.sessions.last_mut()
                {
                    session.since_last_week = Some(varying.and(Varying::WEEK));
                }
            }
            self.series(weeks);
        } else {
            self.session(
                day,
                block,
                block.weeks.clone(),
                Turn {
                    index: 0,
                    weeks,
                    dropped,
                    report: true,
                    again: false,
                },
            );
            self.series(1);
        }
    }

    fn session(&mut self, day: &Day, block: &Block, weeks: Vec<u32>, turn: Turn) {
        let number = u32::try_from(self.plan.sessions.len()).unwrap_or(u32::MAX);
        let exercises = self.next_exercise()..self.next_exercise();
        let wraps = self.next_wrap()..self.next_wrap();
        self.plan.sessions.push(Session {
            span: day.span,
            name: day.name,
            tags: day.tags.clone(),
            weeks,
            week: 0,
            since_last_week: None,
            phase: block.phase,
            stated: day.stated,
            exercises,
            wraps,
            time: Time::default(),
            stop_cues: day.stop_cues || self.plan.stop_cues.is_some(),
            notes: day.notes.clone(),
        });
        let time = self.items(day, number, turn);
        let (last_exercise, last_wrap) = (self.next_exercise(), self.next_wrap());
        if let Some(session) = self.plan.sessions.last_mut() {
            session.exercises.end = last_exercise;
            session.wraps.end = last_wrap;
            session.time = time;
        }
        self.concurrent_wraps(number);
        self.same_exercises(number);
    }

    /// Finds the exercises of a session that are one movement on one side, done in several places.
    fn same_exercises(&mut self, session: u32) {
        let Some(session) = self.plan.session(session) else {
            return;
        };
        let range = session.exercises.clone();
        let keyed = range.filter_map(|number| Some((self.movement(number)?, number)));
        let mut keyed: Vec<(Movement<'_>, u32)> = keyed.collect();
        keyed.sort_unstable();
        for group in keyed.chunk_by(|(one, _), (other, _)| one == other) {
            let start = self.next_list();
            let numbers = group.iter().map(|(_, number)| number);
            self.plan.lists.extend(numbers.clone());
            let same = start..self.next_list();
            for number in numbers {
                if let Some(exercise) = self.plan.exercises.get_mut(*number as usize) {
                    exercise.same = same.clone();
                }
            }
        }
    }

    fn movement(&self, exercise: u32) -> Option<Movement<'t>> {
        let exercise = self.plan.exercise(exercise)?;
        let name = match self.plan.class(exercise).map(|class| &class.key) {
            Some(Lift::Known(variant)) => Ok(variant.movement),
            _ => Err(exercise.name.of(self.plan.text)),
        };
        Some((name, exercise.side.map(|side| side.value)))
    }

    /// Joins the last `variants` sessions, which are one day in as many weeks, into series of exercises.
    fn series(&mut self, variants: usize) {
        let first = self.plan.sessions.len() - variants;
        let starts: Vec<u32> = self
            .plan
            .sessions
            .iter()
            .skip(first)
            .map(|session| session.exercises.start)
            .collect();
        let Some(count) = self
            .plan
            .sessions
            .last()
            .map(|session| session.exercises.len())
        else {
            return;
        };
        for place in 0..u32::try_from(count).unwrap_or(0) {
            let number = u32::try_from(self.plan.series.len()).unwrap_or(u32::MAX);
            let list = self.next_list();
            for start in &starts {
                self.plan.lists.push(start + place);
                if let Some(exercise) = self.plan.exercises.get_mut((start + place) as usize) {
                    exercise.series = number;
                }
            }
            let step = starts
                .first()
                .and_then(|start| self.plan.exercise(start + place))
                .and_then(|exercise| self.step(exercise.line));
            let end = self.next_list();
            self.plan.series.push(Series {
                entries: list..end,
                step,
            });
        }
    }

    /// Where a line says how it changes from week to week.
    fn step(&self, line: u32) -> Option<Span> {
        let exercise = self.exercise_line(line)?;
        let by_week = |load: &Option<Weekly<_>>| match load {
            Some(Weekly::ByWeek(list)) => Some(list.span),
            _ => None,
        };
        exercise
            .progression
            .map(|progression| progression.span)
            .or_else(|| by_week(&exercise.load))
            .or(match &exercise.sets {
                Weekly::ByWeek(list) => Some(list.span),
                Weekly::Every(_) => None,
            })
    }

    pub(super) fn exercise_line(&self, line: u32) -> Option<&'a Exercise> {
        let tree: &'a crate::syntax::ast::Plan = self.tree;
        match &tree.lines.get(line as usize)?.statement {
            Statement::Exercise(exercise) => Some(exercise),
            _ => None,
        }
    }

    /// What in a day changes from week to week.
    fn varying(&self, day: &Day) -> Varying {
        let items = day.items.iter().map(|item| match item {
            Item::Exercise { line, defaults, .. } => {
                let own = self.exercise_line(*line).map(of_exercise);
                own.unwrap_or_default().and(self.of_defaults(*defaults))
            }
            Item::Wrap { line, defaults } => {
                let wrap = self
                    .tree
                    .lines
                    .get(*line as usize)
                    .map(|line| &line.statement);
                let own = match wrap {
                    Some(Statement::Wrap(wrap)) => wrap.parts.iter().map(of_part).collect(),
                    _ => Varying::NOTHING,
                };
                own.and(self.of_defaults(*defaults))
            }
            Item::Rest(line) => {
                let line = self.tree.lines.get(*line as usize);
                match line.map(|line| &line.statement) {
                    Some(Statement::Rest(rest)) => of_rest(rest),
                    _ => Varying::NOTHING,
                }
            }
            Item::Superset | Item::End | Item::Unwrap(_) => Varying::NOTHING,
        });
        items.collect()
    }

    pub(super) fn of_defaults(&self, defaults: u32) -> Varying {
        let Some(defaults) = self.outline.defaults.get(defaults as usize) else {
            return Varying::NOTHING;
        };
        let wrap: Varying = defaults.wrap.iter().map(of_part).collect();
        let rest = defaults.rest.and_then(Result::ok);
        wrap.and(rest.map(of_rest).unwrap_or_default())
    }

    /// The most sets that an item can have in one week.
    pub(super) fn most_sets(&self, item: &Item) -> u64 {
        let Item::Exercise { line, .. } = item else {
            return 0;
        };
        let Some(exercise) = self.exercise_line(*line) else {
            return 0;
        };
        let count = |sets: &Sets| match sets {
            Sets::Groups(groups) => groups.iter().map(|group| u64::from(group.count)).sum(),
            _ => 1,
        };
        match &exercise.sets {
            Weekly::Every(sets) => count(&sets.sets),
            Weekly::ByWeek(list) => list
                .value
                .iter()
                .map(|sets| count(&sets.sets))
                .max()
                .unwrap_or(0),
        }
    }

    /// The weeks in order of their numbers, each with its sessions.
    pub(super) fn weeks(&mut self) {
        let mut numbered: Vec<(u32, u32)> = Vec::new();
        for (session, index) in self.plan.sessions.iter().zip(0..) {
            numbered.extend(session.weeks.iter().map(|&week| (week, index)));
        }
        numbered.sort_unstable();
        for block in &self.outline.blocks {
            for &number in &block.weeks {
                let from = numbered.partition_point(|&(week, _)| week < number);
                let to = numbered.partition_point(|&(week, _)| week <= number);
                let start = u32::try_from(self.plan.lists.len()).unwrap_or(u32::MAX);
                let sessions = numbered.get(from..to).unwrap_or_default();
                self.plan
                    .lists
                    .extend(sessions.iter().map(|&(_, session)| session));
                let end = u32::try_from(self.plan.lists.len()).unwrap_or(u32::MAX);
                self.plan.weeks.push(Week {
                    number,
                    span: block.span,
                    phase: block.phase,
                    phase_words: block.phase_words,
                    sessions: start..end,
                });
            }
        }
        self.plan.weeks.sort_by_key(|week| week.number);
        self.plan.weeks.dedup_by_key(|week| week.number);
        for session in &mut self.plan.sessions {
            let first = session.weeks.first().copied().unwrap_or(1);
            let place = self.plan.weeks.partition_point(|week| week.number < first);
            session.week = u32::try_from(place).unwrap_or(0);
        }
    }

    pub(super) fn next_exercise(&self) -> u32 {
        u32::try_from(self.plan.exercises.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn next_wrap(&self) -> u32 {
        u32::try_from(self.plan.wraps.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn next_list(&self) -> u32 {
        u32::try_from(self.plan.lists.len()).unwrap_or(u32::MAX)
    }
}

impl Phase {
    /// Whether it is ordinary training.
    pub fn is_normal(self) -> bool {
        self == Self::Normal
    }
}

fn dropped(block: &Block) -> usize {
    block.drop_sets.map_or(0, |sets| sets.value as usize)
}

pub(super) fn of_exercise(exercise: &Exercise) -> Varying {
    let steps = exercise
        .progression
        .is_some_and(|progression| match progression.step {
            Step::Points(value) | Step::Share(value) | Step::Mass(value, _) => value.low() != 0,
        });
    let mut varying = match exercise.load {
        Some(Weekly::ByWeek(_)) => Varying::LOAD,
        _ if steps => Varying::LOAD,
        _ => Varying::NOTHING,
    };
    if matches!(exercise.sets, Weekly::ByWeek(_)) {
        // Each set has its load.
        varying = varying.and(Varying::WORK).and(Varying::LOAD);
    }
    let clauses = exercise.clauses.iter().map(|clause| match clause {
        Clause::Rest(rest) => of_rest(rest),
        Clause::Wrap(wrap) => wrap.parts.iter().map(of_part).collect(),
        _ => Varying::NOTHING,
    });
    varying.and(clauses.collect())
}

fn of_rest(rest: &Rest) -> Varying {
    match rest.value {
        RestValue::Time(Weekly::ByWeek(_)) => Varying::REST,
        _ => Varying::NOTHING,
    }
}

fn of_part(part: &WrapPart) -> Varying {
    match part {
        WrapPart::Tightness(Weekly::ByWeek(_)) | WrapPart::Occlusion(Weekly::ByWeek(_)) => {
            Varying::TIGHTNESS
        }
        _ => Varying::NOTHING,
    }
}
