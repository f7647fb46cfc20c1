//! The tree of a plan as written: every line is there, in order, with the place of each part.
//!
//! Nothing is judged or worked out here. Names and texts are spans into the source; numbers are read, with the unit that
//! was written. What could not be read is kept, too, as [`Statement::Unread`] and the
//! variants of that name elsewhere.

use crate::quantity::Quantity;
use crate::source::Span;

/// A value with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// Where it stands.
    pub span: Span,
    /// What it says.
    pub value: T,
}

/// A whole plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// One entry a line of the text, blank ones included.
    pub lines: Vec<Line>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line without its ending, indentation included.
    pub span: Span,
    /// What it states.
    pub statement: Statement,
    /// The comment at its end, or the comment that it is.
    pub comment: Option<Comment>,
}

/// What a line states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    /// Nothing: a blank line or only a comment.
    Blank,
    /// `plan "…"`; the span of the title.
    Title(Span),
    /// `goal …`; the span of the words.
    Goal(Span),
    /// `units kg`
    Units(Spanned<MassUnit>),
    /// `athlete "…"`; the span of the name, if one is given.
    Athlete(Spanned<Option<Span>>),
    /// `experience intermediate, 3 years`
    Experience(Experience),
    /// `age 34`, in years as a duration.
    Age(Spanned<Quantity>),
    /// `bodyweight 82 kg`
    Bodyweight(Mass),
    /// `conditions …`, or `conditions none` as an empty list.
    Conditions(Spanned<Vec<Condition>>),
    /// `complaint elbow, left knee`
    Complaints(Vec<Span>),
    /// `clearance "…", 2026-01-12, covers …`
    Clearance(Clearance),
    /// `1rm Bench Press 100 kg, tested 2026-01-10`
    OneRm(OneRm),
    /// `tm Back Squat 90%`
    TrainingMax(TrainingMax),
    /// `max Pull-Up 9 reps`
    MaxReps(MaxReps),
    /// `default rest 2 min, …`
    Default(Vec<Clause>),
    /// `stop if numbness, …`
    StopCues(Spanned<Vec<Span>>),
    /// `check pulse, …`
    Checks(Spanned<Vec<Span>>),
    /// `exercise "…" like "…"` or `exercise "…": compound, …`
    Custom(Custom),
    /// `weeks 1-4 deload`
    Week(Week),
    /// `day "Push" travel, 45 min`
    Day(Day),
    /// `repeat week 1`
    Repeat(Spanned<u32>),
    /// `drop sets 1`
    DropSets(Spanned<u32>),
    /// `superset`
    Superset,
    /// `end`
    End,
    /// `wrap thigh, high`
    Wrap(Wrap),
    /// `unwrap`
    Unwrap(Unwrap),
    /// `rest 3 min` on a line of its own
    Rest(Rest),
    /// `Bench Press: 4x6 @ 78%`
    Exercise(Box<Exercise>),
    /// `> …`; the span of the text.
    Note(Span),
    /// A line that could not be read.
    Unread(Span),
}

impl Statement {
    /// Whether it says something of the athlete, below the line that names who it is.
    pub fn is_about_the_athlete(&self) -> bool {
        matches!(
            self,
            Self::Experience(_)
                | Self::Age(_)
                | Self::Bodyweight(_)
                | Self::Conditions(_)
                | Self::Complaints(_)
                | Self::Clearance(_)
                | Self::OneRm(_)
                | Self::TrainingMax(_)
                | Self::MaxReps(_)
        )
    }
}

/// A comment, from `#` to the end of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The comment with its `#`.
    pub span: Span,
    /// What it asks of cuff, if it asks something.
    pub suppression: Option<Suppression>,
}

/// `# cuff: allow(load-above-range) because …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// Whether it is for the whole file: `allow-file(…)`.
    pub whole_file: bool,
    /// Ids of the rules, as written.
    pub rules: Vec<Span>,
    /// The last day on which it holds, if it ends.
    pub until: Option<Spanned<Date>>,
    /// The reason, as written.
    pub reason: Span,
}

/// Kilograms or pounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MassUnit {
    /// `kg`
    Kilogram,
    /// `lb`
    Pound,
}

/// A mass and how it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mass {
    /// Number and unit.
    pub span: Span,
    /// In kilograms.
    pub value: Quantity,
    /// The unit that was written; `None` for a bare number, whose value is then not to be used.
    pub unit: Option<MassUnit>,
}

/// `experience intermediate, 3 years`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Experience {
    /// The whole statement.
    pub span: Span,
    /// The word, if one is given.
    pub level: Option<Spanned<Level>>,
    /// The training age, if one is given.
    pub training_age: Option<Spanned<Quantity>>,
    /// What could not be read.
    pub unread: Option<Span>,
}

/// How far an athlete is, in the coach's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// `beginner` or `novice`
    Beginner,
    /// `intermediate`
    Intermediate,
    /// `advanced`
    Advanced,
    /// `elite`
    Elite,
}

/// One condition of the athlete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// All its words.
    pub span: Span,
    /// A date among them.
    pub date: Option<Spanned<Date>>,
    /// A blood pressure among them, systolic and diastolic in mmHg.
    pub blood_pressure: Option<Spanned<(u32, u32)>>,
}

/// A day, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub i32);

/// `clearance "Dr. L. Horak", 2026-01-12, covers occlusion training`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clearance {
    /// The whole statement.
    pub span: Span,
    /// Who gave it, in quotes.
    pub by: Option<Span>,
    /// When.
    pub date: Option<Spanned<Date>>,
    /// What it covers.
    pub covers: Option<Span>,
    /// Any other words.
    pub other: Vec<Span>,
}

/// A lift's best single, stated or estimated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneRm {
    /// The whole statement.
    pub span: Span,
    /// The lift.
    pub lift: Span,
    /// How much; `None` where only an estimate's set is given.
    pub mass: Option<Mass>,
    /// Whether it counts one hand or one side of the bar.
    pub share: LoadShare,
    /// How it is known.
    pub basis: Option<Spanned<Basis>>,
    /// When.
    pub date: Option<Spanned<Date>>,
    /// What could not be read.
    pub unread: Vec<Span>,
}

/// How a maximum is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Lifted.
    Tested,
    /// Worked out somehow.
    Estimated,
    /// Worked out from a set to failure.
    From {
        /// The load of that set.
        mass: Mass,
        /// Its repetitions, a count.
        reps: Quantity,
    },
}

/// `tm Back Squat 90%`, of the 1RM, or as a load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrainingMax {
    /// The whole statement.
    pub span: Span,
    /// The lift; every lift if absent.
    pub lift: Option<Span>,
    /// The figure.
    pub value: TrainingMaxValue,
}

/// The figure of a training max.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrainingMaxValue {
    /// A share of the 1RM.
    Percent(Spanned<Quantity>),
    /// A load.
    Mass(Mass),
}

/// `max Pull-Up 9 reps`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaxReps {
    /// The whole statement.
    pub span: Span,
    /// The lift.
    pub lift: Span,
    /// The count.
    pub reps: Spanned<Quantity>,
    /// When.
    pub date: Option<Spanned<Date>>,
}

/// An exercise that the coach defines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Custom {
    /// The whole statement.
    pub span: Span,
    /// Its name.
    pub name: Span,
    /// The exercise whose class it shares.
    pub like: Option<Span>,
    /// Its class in words: mechanic, muscles, limbs.
    pub traits: Vec<Span>,
}

/// `weeks 1-4 deload`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week {
    /// The whole statement.
    pub span: Span,
    /// First and last week of each range, as written.
    pub ranges: Vec<Spanned<(u32, u32)>>,
    /// `deload`, `rehab`, or the coach's own word.
    pub phase: Option<Span>,
}

/// `day "Push" travel, 45 min`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// The whole statement.
    pub span: Span,
    /// Its name, without quotes.
    pub name: Span,
    /// Tags after the name.
    pub tags: Vec<Span>,
    /// The stated duration.
    pub duration: Option<Spanned<Quantity>>,
    /// Durations that have two readings, or stand behind the first one.
    pub unread: Vec<Span>,
}

/// One exercise line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exercise {
    /// The whole statement.
    pub span: Span,
    /// Its name as written, without quotes.
    pub name: Span,
    /// `warm-up` in front of it.
    pub warm_up: Option<Span>,
    /// The sets, one for all weeks or one a week.
    pub sets: Weekly<Prescription>,
    /// The load behind `@`, one for all weeks or one a week.
    pub load: Option<Weekly<LoadList>>,
    /// The step from week to week.
    pub progression: Option<Progression>,
    /// What stands between the commas.
    pub clauses: Vec<Clause>,
}

/// One value for every week, or one value a week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Weekly<T> {
    /// The same each week.
    Every(T),
    /// `[a | b | c]`, with the place of the whole list.
    ByWeek(Spanned<Vec<T>>),
}

/// The sets of one week, with the loads if they stand with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prescription {
    /// Sets and loads.
    pub span: Span,
    /// The sets.
    pub sets: Sets,
    /// The loads that stand inside a list of weeks.
    pub load: Option<LoadList>,
}

/// The set scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sets {
    /// `30/15/15/15`, `4x6`
    Groups(Vec<SetGroup>),
    /// Two readings: kept as written, meaning nothing.
    Ambiguous(Span),
    /// Could not be read.
    Unread(Span),
}

/// `4x6`, or one entry of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetGroup {
    /// Count and repetitions.
    pub span: Span,
    /// How many such sets.
    pub count: u32,
    /// How it was written.
    pub form: GroupForm,
    /// What each set is.
    pub work: Work,
}

/// How a group of sets was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupForm {
    /// One entry of a list: `30`
    Entry,
    /// `4x6`
    Times,
    /// `4 sets of 6`, which has one reading whatever the figures
    SetsOf,
}

/// What one set is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Repetitions, `open` for a trailing `+`.
    Reps {
        /// A count or a range of counts.
        reps: Quantity,
        /// As many as possible beyond the count.
        open: bool,
    },
    /// `AMRAP`, `to failure`
    AsMany,
    /// A timed hold or bout.
    Timed {
        /// How long.
        time: Quantity,
        /// As long as possible beyond the time.
        open: bool,
    },
    /// `75 total`: in as many sets as it takes.
    Total(Quantity),
}

/// `65/75/85% TM`: one load for all sets, or one a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadList {
    /// The whole list.
    pub span: Span,
    /// At least one.
    pub loads: Vec<Load>,
}

/// One load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// Where it stands.
    pub span: Span,
    /// What it says.
    pub kind: LoadKind,
}

/// The kinds of load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadKind {
    /// `75%`, `75% TM`, `30% 10RM`
    Percent {
        /// How much.
        value: Quantity,
        /// Of what.
        of: PercentBase,
    },
    /// `40 kg`
    Mass {
        /// In kilograms.
        value: Quantity,
        /// As written.
        unit: MassUnit,
        /// Whether it counts one hand or one side of the bar.
        share: LoadShare,
    },
    /// `RPE 8`, out of ten
    Rpe(Quantity),
    /// `RIR 2`, a count
    Rir(Quantity),
    /// `6RM`
    RepMax(u32),
    /// `bodyweight`
    Bodyweight,
    /// `bodyweight + 10 kg`; negative where it is taken off
    BodyweightWith {
        /// In kilograms.
        value: Quantity,
        /// As written.
        unit: MassUnit,
        /// Whether the mass takes load off.
        less: bool,
    },
    /// `assisted 20 kg`
    Assisted(Option<(Quantity, MassUnit)>),
    /// `band`
    Band,
    /// `?`
    AthletePicks,
    /// `light`, `heavy`, …
    Word(LoadWord),
    /// A number without a unit: two readings at least.
    Bare(Quantity),
    /// Could not be read.
    Unread,
}

/// What a percentage is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PercentBase {
    /// The 1RM.
    OneRm,
    /// The training max.
    TrainingMax,
    /// The most that can be lifted so many times.
    RepMax(u32),
}

/// What a mass counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LoadShare {
    /// All of it.
    Whole,
    /// One hand's dumbbell.
    PerHand,
    /// The plates on one side of the bar.
    PerSide,
}

/// A load as a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LoadWord {
    /// `light`
    Light,
    /// `moderate`
    Moderate,
    /// `heavy`
    Heavy,
    /// `top set`
    TopSet,
    /// `max`
    Max,
    /// `PR`
    PersonalRecord,
}

impl LoadWord {
    /// The word, in its tidy form.
    pub fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Moderate => "moderate",
            Self::Heavy => "heavy",
            Self::TopSet => "top set",
            Self::Max => "max",
            Self::PersonalRecord => "PR",
        }
    }
}

/// `+2.5%/week`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progression {
    /// Where it stands.
    pub span: Span,
    /// What it adds; negative for a step down.
    pub step: Step,
}

/// A step from one week to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Percentage points.
    Points(Quantity),
    /// A mass, with the unit as written.
    Mass(Quantity, MassUnit),
    /// A share of last week's load.
    Share(Quantity),
}

/// What stands between commas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clause {
    /// `rest 90 s`
    Rest(Rest),
    /// `tempo 2-0-2-0`
    Tempo(Tempo),
    /// `RPE 8` or `2 RIR`
    Effort(Load),
    /// `each side`
    Side(Spanned<Side>),
    /// `wrap upper arm high 7/10`
    Wrap(Wrap),
    /// `stop if numb`
    StopCue(Span),
    /// `check pulse`
    Check(Span),
    /// `7/10` without a wrap in front of it
    StrayTightness(Span),
    /// Could not be read; empty behind a last comma.
    Unread(Span),
}

/// A rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rest {
    /// The whole clause.
    pub span: Span,
    /// How long.
    pub value: RestValue,
}

/// How long a rest is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RestValue {
    /// A time, or one a week.
    Time(Weekly<Spanned<Quantity>>),
    /// As the athlete needs.
    AsNeeded(Span),
    /// A number without a unit.
    Bare(Spanned<Quantity>),
    /// A time beyond what a plan may say: the whole clause.
    Unread(Span),
}

/// Seconds a repetition takes, phase by phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tempo {
    /// The whole clause.
    pub span: Span,
    /// Lowering, pause, lifting, pause; `None` is X, as fast as possible.
    pub phases: [Option<u8>; 4],
    /// Three phases were written, without the last pause.
    pub three: bool,
}

/// Which side works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The sets are done with each side.
    Each,
    /// Left only.
    Left,
    /// Right only.
    Right,
    /// Sides take turns within a set.
    Alternating,
}

/// A wrap being put on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrap {
    /// The whole statement or clause.
    pub span: Span,
    /// Its parts, in order.
    pub parts: Vec<WrapPart>,
}

/// One thing said about a wrap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrapPart {
    /// Where it sits, in the coach's words.
    Placement {
        /// The words.
        words: Span,
        /// A distance in front of them: `5 cm above the knee`.
        distance: Option<Spanned<Quantity>>,
    },
    /// `7/10`, or one a week
    Tightness(Weekly<Spanned<Quantity>>),
    /// `tightness 7`: a number without a unit
    BareTightness(Spanned<Quantity>),
    /// `60% AOP`
    Occlusion(Weekly<Spanned<Quantity>>),
    /// `160 mmHg`
    Pressure(Spanned<Quantity>),
    /// `AOP 180 mmHg`: the limb's arterial occlusion pressure
    ArterialPressure(Spanned<Quantity>),
    /// `width 10 cm`
    Width(Spanned<Quantity>),
    /// `continuous`, or `released in rests`
    Mode(Spanned<WrapMode>),
    /// `on 25 min`
    TimeOn(Spanned<Quantity>),
    /// `off after set 2`
    OffAfter(Unwrap),
    /// `stop if numb`
    StopCue(Span),
    /// `check pulse`
    Check(Span),
    /// `sit test failed`; whether it was passed
    SitTest(Spanned<bool>),
    /// Could not be read.
    Unread(Span),
    /// Could not be read, and stands behind a part with no comma between.
    Slip(Span),
}

/// Whether the wraps stay tight in the rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WrapMode {
    /// Tight from on to off.
    Continuous,
    /// Released between sets.
    ReleasedInRests,
}

/// A wrap coming off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unwrap {
    /// The whole statement or clause.
    pub span: Span,
    /// The set after which it comes off, if it says so.
    pub after_set: Option<Spanned<u32>>,
    /// Why, such as `if numb`.
    pub reason: Option<Span>,
}
