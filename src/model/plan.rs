//! The plan as it will be trained: every week written out, every load reduced, every session on a clock.
//!
//! Things live in one list a kind and know each other by number, so that a plan is a handful of allocations and rules
//! can point at things by a pair of numbers. Each figure keeps the places in the text that it came from.

use std::ops::Range;

use super::estimates::Estimates;
use super::missing::Missing;
use super::terms::{Phase, Place, Terms};
use super::today::Today;
use super::varying::Varying;
use crate::catalogue::{
    Bodyweight, Catalogue, LimbSet, Mechanic, MuscleId, MuscleSet, PatternId, Roster, Variant,
};
use crate::map::Map;
use crate::quantity::Quantity;
use crate::source::Span;
use crate::syntax::ast::{self, Date, Level, LoadKind, Side, Spanned, WrapMode};

/// What the model knows about the world besides the plan.
#[derive(Debug)]
pub struct Knowledge {
    /// Exercises.
    pub catalogue: Catalogue,
    /// Words for places, phases and joints.
    pub terms: Terms,
    /// Figures for estimates.
    pub estimates: Estimates,
}

/// A figure, or the reason why it is not known.
pub type Known<T> = Result<T, Missing>;

/// Several members of one of the lists, by their numbers in [`Plan::lists`].
pub type List = Range<u32>;

/// A plan.
#[derive(Debug)]
pub struct Plan<'t> {
    /// The text that all places lie in.
    pub text: &'t str,
    /// What was known when it was built.
    pub knowledge: &'t Knowledge,
    /// The catalogue and the plan's own exercises.
    pub roster: Roster<'t>,
    /// Title, as written.
    pub title: Option<Span>,
    /// Goal, as written.
    pub goal: Option<Span>,
    /// Whom it is for.
    pub athlete: Athlete,
    /// Stop cues that hold for the whole plan.
    pub stop_cues: Option<Span>,
    /// The day on which the plan is checked.
    pub today: Today,
    /// In order of their numbers.
    pub weeks: Vec<Week>,
    /// In order of the text, then of weeks.
    pub sessions: Vec<Session>,
    /// In order of sessions.
    pub exercises: Vec<Exercise>,
    /// In order of exercises.
    pub sets: Vec<Set>,
    /// In order of sessions, then of time.
    pub wraps: Vec<Wrap>,
    /// In order of the text.
    pub conditions: Vec<ast::Condition>,
    /// In order of the text.
    pub notes: Vec<Note>,
    /// Exercise lines over the weeks of their block.
    pub series: Vec<Series>,
    /// Muscles that something in the plan trains.
    pub muscles: Vec<Muscle>,
    /// What each muscle gets in each week.
    pub muscle_weeks: Vec<MuscleWeek>,
    /// What each distinct exercise name means.
    pub classes: Vec<Class>,
    /// Numbers that the lists of things are ranges of.
    pub lists: Vec<u32>,
}

/// Whom a plan is for. Everything is `None` where the plan does not say it.
#[derive(Clone, Debug, Default)]
pub struct Athlete {
    /// Where the plan begins to speak of the athlete.
    pub span: Option<Span>,
    /// The name.
    pub name: Option<Span>,
    /// The statement of experience.
    pub experience: Option<ast::Experience>,
    /// Age.
    pub age: Option<Spanned<Quantity>>,
    /// Bodyweight.
    pub bodyweight: Option<ast::Mass>,
    /// The line of conditions, `none` included.
    pub health: Option<Span>,
    /// Complaints.
    pub complaints: Vec<Span>,
    /// Who cleared the athlete.
    pub clearance: Option<ast::Clearance>,
    /// Best singles.
    pub one_rms: Vec<OneRm>,
    /// Which of them is for a lift.
    pub one_rm_of: Map<Lift, u32>,
    /// Training maxes.
    pub training_maxes: Vec<TrainingMax>,
    /// Most repetitions.
    pub max_reps: Vec<MaxReps>,
}

impl Athlete {
    /// The level in the coach's word.
    pub fn level(&self) -> Option<Spanned<Level>> {
        self.experience
            .as_ref()
            .and_then(|experience| experience.level)
    }

    /// The time that the athlete has trained.
    pub fn training_age(&self) -> Option<Spanned<Quantity>> {
        self.experience
            .as_ref()
            .and_then(|experience| experience.training_age)
    }
}

/// A lift as a key: an exercise of the catalogue with its equipment and modifiers, or a name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Lift {
    /// Known for certain.
    Known(Variant),
    /// A name in lower case.
    Named(String),
}

/// A best single.
#[derive(Clone, Debug)]
pub struct OneRm {
    /// Of what.
    pub lift: Lift,
    /// The statement.
    pub span: Span,
    /// The figure in the statement.
    pub figure: Span,
    /// The lift in the statement.
    pub name: Span,
    /// How much: exact if tested, an interval if estimated; `Err` where no figure can be used.
    pub mass: Result<Quantity, ()>,
    /// The unit that was written.
    pub unit: ast::MassUnit,
    /// What it counts.
    pub share: ast::LoadShare,
    /// Whether it is an estimate.
    pub estimated: bool,
    /// When.
    pub date: Option<Spanned<Date>>,
}

/// A training max.
#[derive(Clone, Debug)]
pub struct TrainingMax {
    /// Of what; `None` for every lift.
    pub lift: Option<Lift>,
    /// The statement.
    pub span: Span,
    /// Its figure.
    pub value: ast::TrainingMaxValue,
}

/// Most repetitions of a lift with the body as its load.
#[derive(Clone, Debug)]
pub struct MaxReps {
    /// Of what.
    pub lift: Lift,
    /// The statement.
    pub span: Span,
    /// The count.
    pub reps: Quantity,
}

/// A week.
#[derive(Clone, Debug)]
pub struct Week {
    /// Its number.
    pub number: u32,
    /// The statement that opens its block.
    pub span: Span,
    /// What kind of week it is.
    pub phase: Phase,
    /// The words for the phase.
    pub phase_words: Option<Span>,
    /// Its sessions, in order.
    pub sessions: List,
}

/// A training session. One that is the same in several weeks stands here once.
#[derive(Clone, Debug)]
pub struct Session {
    /// The `day` statement, or the first line of a plan without days.
    pub span: Span,
    /// Its name; empty for a plan without days.
    pub name: Span,
    /// Tags behind the name.
    pub tags: Vec<Span>,
    /// Numbers of the weeks that it is trained in, in order.
    pub weeks: Vec<u32>,
    /// The first of them, in the list of weeks.
    pub week: u32,
    /// Where the session before it in the list is the same day a week earlier: what may have changed since.
    pub since_last_week: Option<Varying>,
    /// What kind of week it is.
    pub phase: Phase,
    /// The duration that is stated.
    pub stated: Option<Spanned<Quantity>>,
    /// Its exercises.
    pub exercises: Range<u32>,
    /// Its wraps.
    pub wraps: Range<u32>,
    /// From the first set to the end of the last, by the clock.
    pub time: Time,
    /// Stop cues that hold for all of it.
    pub stop_cues: bool,
    /// Texts that stand in it.
    pub notes: Range<u32>,
}

/// A moment or a span of time by three clocks, in thousandths of a second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Time {
    /// At the stated or usual tempo and rest.
    pub typical: i64,
    /// At the lower bounds of what is estimated.
    pub fastest: i64,
    /// At the upper bounds.
    pub slowest: i64,
}

/// What a name means.
#[derive(Clone, Debug)]
pub struct Class {
    /// The name as first written.
    pub name: Span,
    /// The name in lower case, as a key.
    pub key: Lift,
    /// Whether it is known, several exercises in one, or unknown.
    pub status: ClassStatus,
    /// Joints in motion.
    pub mechanic: Option<Mechanic>,
    /// The movement pattern.
    pub pattern: Option<PatternId>,
    /// The first primary muscle.
    pub target: Option<MuscleId>,
    /// Primary muscles.
    pub primary: MuscleSet,
    /// Secondary muscles.
    pub secondary: MuscleSet,
    /// Working limbs.
    pub limbs: LimbSet,
    /// Whether the body is the load.
    pub bodyweight: Bodyweight,
    /// Done against a resistance, in sets of repetitions.
    pub resistance: bool,
    /// The name says that it is done under a wrap.
    pub named_wrap: bool,
    /// The name says that one side works at a time.
    pub one_sided: bool,
    /// The name says that there is load on top of the body's.
    pub weighted: bool,
    /// Joints that the target loads: bit n for joint n.
    pub joints: u64,
}

/// Whether a name is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassStatus {
    /// One exercise, for certain.
    Known,
    /// Several exercises in one name.
    Several,
    /// Not in the catalogue.
    Unknown,
}

/// An exercise in a session.
#[derive(Clone, Debug)]
pub struct Exercise {
    /// Number of its line in the tree.
    pub line: u32,
    /// The whole statement.
    pub span: Span,
    /// Its name.
    pub name: Span,
    /// What the name means: a number in [`Plan::classes`].
    pub class: u32,
    /// Its session.
    pub session: u32,
    /// Its place in the session, from 0.
    pub position: u32,
    /// Its series.
    pub series: u32,
    /// A warm-up.
    pub warm_up: bool,
    /// Which side works.
    pub side: Option<Spanned<Side>>,
    /// The wrap that is its own, or else the last that was put on.
    pub wrap: Option<u32>,
    /// All wraps that are on.
    pub wraps: List,
    /// Exercises of its session that are the same movement on the same side, itself among them, in order.
    pub same: List,
    /// Number of its superset in the session.
    pub superset: Option<u32>,
    /// Its sets.
    pub sets: Range<u32>,
    /// The sets as written.
    pub scheme: Span,
    /// The load as written, if there is one.
    pub load: Option<Span>,
    /// Whether sets or load could not be read.
    pub unread: bool,
    /// Its rest, as stated or inherited.
    pub rest: RestFact,
    /// Rest between two of its sets, everything in between counted.
    pub between: Option<Quantity>,
    /// Time a repetition takes, stated or inherited.
    pub tempo: Option<(Quantity, Span)>,
    /// Where something is said of its tempo that could not be read.
    pub unread_tempo: Option<Span>,
    /// Why the time that it takes, alone or in turn with others, is not known.
    pub untimed: Option<Missing>,
    /// Effort in a clause of its own, as RPE.
    pub effort: Option<(Quantity, Span)>,
    /// Statement of its 1RM: a number in the athlete's list.
    pub one_rm: Option<u32>,
    /// On the session's clock.
    pub start: Time,
    /// On the session's clock.
    pub end: Time,
    /// Its notes: first and last in the list of notes.
    pub notes: Range<u32>,
    /// Its own stop cues.
    pub stop_cues: bool,
}

/// What is known of a rest.
#[derive(Clone, Copy, Debug, Default)]
pub struct RestFact {
    /// How long, if stated or inherited.
    pub stated: Option<Quantity>,
    /// Where that stands.
    pub span: Option<Span>,
    /// Left to the athlete.
    pub as_needed: bool,
    /// Something is said of it that could not be read.
    pub unread: bool,
    /// From a `default` line rather than the exercise's own.
    pub inherited: bool,
}

/// One set.
#[derive(Clone, Copy, Debug)]
pub struct Set {
    /// Its exercise.
    pub exercise: u32,
    /// Its number in the exercise, from 1.
    pub number: u32,
    /// The group of sets that it was written in.
    pub span: Span,
    /// What is done.
    pub work: Work,
    /// As percent of 1RM: lightest and heaviest that the line allows.
    pub load: Known<(Quantity, Quantity)>,
    /// As a mass, where it is one.
    pub mass: Option<Quantity>,
    /// As written.
    pub kind: Option<LoadKind>,
    /// Where it stands.
    pub load_span: Option<Span>,
    /// Effort as RPE, if stated.
    pub effort: Option<Quantity>,
}

impl Set {
    /// Whether both are sets of one exercise with the same load and effort.
    pub fn is_loaded_like(&self, other: &Self) -> bool {
        self.exercise == other.exercise
            && self.load == other.load
            && self.mass == other.mass
            && self.kind == other.kind
            && self.load_span == other.load_span
            && self.effort == other.effort
    }
}

/// What is done in a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Repetitions, perhaps more beyond them.
    Reps {
        /// A count.
        reps: Quantity,
        /// No end is set.
        open: bool,
    },
    /// As many as possible; the count that the clock assumes.
    AsMany {
        /// A count.
        assumed: Quantity,
    },
    /// A time.
    Timed {
        /// How long.
        time: Quantity,
        /// No end is set.
        open: bool,
    },
    /// Repetitions in as many sets as it takes.
    Total {
        /// A count.
        reps: Quantity,
    },
}

/// From wraps on to wraps off.
#[derive(Clone, Debug)]
pub struct Wrap {
    /// Its session.
    pub session: u32,
    /// The words that put it on.
    pub span: Span,
    /// How it is written.
    pub written: WrapWritten,
    /// Where it sits.
    pub place: Place,
    /// Place and height in the coach's words.
    pub place_span: Option<Span>,
    /// Distance from a joint.
    pub distance: Option<Spanned<Quantity>>,
    /// Out of ten.
    pub tightness: Option<Spanned<Quantity>>,
    /// Percent of arterial occlusion pressure.
    pub occlusion: Option<Spanned<Quantity>>,
    /// Pressure.
    pub pressure: Option<Spanned<Quantity>>,
    /// The limb's arterial occlusion pressure.
    pub arterial: Option<Spanned<Quantity>>,
    /// Something is said of tightness that has no unit or could not be read.
    pub bare_tightness: bool,
    /// Width.
    pub width: Option<Spanned<Quantity>>,
    /// Tight in the rests, or not.
    pub mode: Option<Spanned<WrapMode>>,
    /// The stated time on.
    pub time_on: Option<Spanned<Quantity>>,
    /// Whether the sit test was passed.
    pub sit_test: Option<Spanned<bool>>,
    /// Its own stop cue.
    pub stop_cue: Option<Span>,
    /// How it comes off.
    pub off: WrapOff,
    /// Exercises while it is on.
    pub exercises: List,
    /// Other wraps that are on at the same moment.
    pub concurrent: List,
    /// On the session's clock.
    pub start: Time,
    /// On the session's clock.
    pub end: Time,
    /// From the end of its last set to the unwrap.
    pub idle: Time,
}

/// How a wrap stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrapWritten {
    /// A line of its own.
    Line,
    /// A clause of one exercise.
    Clause,
    /// A word in the name of an exercise.
    Name,
}

impl WrapWritten {
    /// Words, in the order of their numbers in rules.
    pub const WORDS: [&'static str; 3] = ["line", "clause", "name"];
}

/// How a wrap comes off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrapOff {
    /// By `unwrap` or `off after set N`.
    Stated(ast::Unwrap),
    /// After the last set of its exercise.
    Implied,
    /// Not before the end of the session.
    Never,
}

/// A text that reaches somebody.
#[derive(Clone, Debug)]
pub struct Note {
    /// The text.
    pub span: Span,
    /// What it is.
    pub kind: NoteKind,
    /// Rules that it suppresses.
    pub rules: Vec<Span>,
    /// The exercise it stands under or on, in the first week of its block.
    pub exercise: Option<u32>,
    /// It belongs to a day; all others belong to the whole plan.
    pub in_day: bool,
}

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// For the athlete.
    Note,
    /// For coaches.
    Comment,
    /// The reason of a suppression.
    Suppression,
    /// The plan's goal.
    Goal,
    /// Words of a wrap, or beside one, that nothing understands.
    Wrap,
}

impl NoteKind {
    /// Words, in the order of their numbers in rules.
    pub const WORDS: [&'static str; 5] = ["note", "comment", "suppression", "goal", "wrap"];
}

/// An exercise line over the weeks of its block.
#[derive(Clone, Debug)]
pub struct Series {
    /// Its exercise in each week, in order; a week that repeats a session repeats its number.
    pub entries: List,
    /// Where its step or its list by week stands.
    pub step: Option<Span>,
}

/// A muscle that something in the plan trains.
#[derive(Clone, Debug)]
pub struct Muscle {
    /// Which one.
    pub id: MuscleId,
    /// What it gets, week by week.
    pub weeks: Range<u32>,
}

/// What one muscle gets in one week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MuscleWeek {
    /// Its muscle, by number in the list.
    pub muscle: u32,
    /// Its week, by number in the list.
    pub week: u32,
    /// Wrapped work sets that it is a primary muscle of.
    pub occluded: u32,
    /// Unwrapped heavy work sets of it, as a primary muscle or a secondary one of a compound lift.
    pub heavy: u32,
    /// Unwrapped work sets of it that may be heavy.
    pub unclear: u32,
    /// Work sets that it is a primary muscle of.
    pub sets: u32,
    /// Wrapped exercises that it is a primary muscle of.
    pub wrapped: List,
}

impl<'t> Plan<'t> {
    /// The text at a place.
    pub fn slice(&self, span: Span) -> &'t str {
        span.of(self.text)
    }

    /// The exercise with this number.
    pub fn exercise(&self, index: u32) -> Option<&Exercise> {
        self.exercises.get(index as usize)
    }

    /// The wrap with this number.
    pub fn wrap(&self, index: u32) -> Option<&Wrap> {
        self.wraps.get(index as usize)
    }

    /// The session with this number.
    pub fn session(&self, index: u32) -> Option<&Session> {
        self.sessions.get(index as usize)
    }

    /// What an exercise's name means.
    pub fn class(&self, exercise: &Exercise) -> Option<&Class> {
        self.classes.get(exercise.class as usize)
    }

    /// The number of an exercise.
    pub fn number_of(&self, exercise: &Exercise) -> u32 {
        let session = self.session(exercise.session);
        session.map_or(0, |session| session.exercises.start) + exercise.position
    }

    /// The sets of an exercise.
    pub fn sets_of(&self, exercise: &Exercise) -> &[Set] {
        self.sets.get(indices(&exercise.sets)).unwrap_or_default()
    }

    /// The members of a list, by their numbers.
    pub fn list(&self, list: &List) -> &[u32] {
        self.lists.get(indices(list)).unwrap_or_default()
    }
}

impl Time {
    /// The clock moved on.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            typical: self.typical.saturating_add(other.typical),
            fastest: self.fastest.saturating_add(other.fastest),
            slowest: self.slowest.saturating_add(other.slowest),
        }
    }

    /// From another moment to this one.
    #[must_use]
    pub fn since(self, other: Self) -> Self {
        Self {
            typical: self.typical.saturating_sub(other.typical),
            fastest: self.fastest.saturating_sub(other.fastest),
            slowest: self.slowest.saturating_sub(other.slowest),
        }
    }

    /// The earlier of two moments, by each clock.
    #[must_use]
    pub fn earlier(self, other: Self) -> Self {
        Self {
            typical: self.typical.min(other.typical),
            fastest: self.fastest.min(other.fastest),
            slowest: self.slowest.min(other.slowest),
        }
    }

    /// The later of two moments, by each clock.
    #[must_use]
    pub fn later(self, other: Self) -> Self {
        Self {
            typical: self.typical.max(other.typical),
            fastest: self.fastest.max(other.fastest),
            slowest: self.slowest.max(other.slowest),
        }
    }

    /// The same by all clocks.
    pub fn exact(value: i64) -> Self {
        Self {
            typical: value,
            fastest: value,
            slowest: value,
        }
    }

    /// A duration that may be a range: its middle, its ends.
    pub fn of(value: Quantity) -> Self {
        Self {
            typical: value.middle().low(),
            fastest: value.low(),
            slowest: value.high(),
        }
    }
}

/// A range of numbers as a range of places in a list.
pub(super) fn indices(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}
