//! Why something in a plan is not known, and the line to add so that it is.

use super::plan::Plan;

/// A reason. Fits a number, so that values stay small; the words are made only when a finding needs them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// The plan leaves it out.
    NotStated(Thing),
    /// The load of this exercise is a mass, and no 1RM is known for it.
    OneRm(u32),
    /// Its 1RM has no usable figure, or its estimate is refused.
    OneRmRefused(u32),
    /// Its load is a share of a training max that is not stated.
    TrainingMax(u32),
    /// Its load counts one hand or one side, and the 1RM does not, or the other way round.
    LoadShare(u32),
    /// Its load is the body's, or counts on top of it.
    SystemMass(u32),
    /// Its load is not a figure: a band, a word, an effort, or the athlete's choice.
    NoFigure(u32),
    /// Its name is not in the catalogue.
    UnknownExercise(u32),
    /// Its name names several exercises.
    SeveralExercises(u32),
    /// Its notation could not be read, or has two readings.
    Unread(u32),
    /// Its rest is left to the athlete.
    RestAsNeeded(u32),
    /// Its figure lies outside the table of repetitions and percentages.
    BeyondTable(u32),
    /// The words about a wrap's place are not understood.
    StrangePlace(u32),
    /// A custom exercise whose class is not given.
    ClassNotStated(u32),
    /// Something is said of its rest that could not be read.
    UnreadRest(u32),
    /// Something is said of its tempo that could not be read.
    UnreadTempo(u32),
    /// One of its sets goes by time, or has no end.
    NoCount(u32),
}

/// Something that a plan may leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// `goal`
    Goal,
    /// `plan "…"`
    Title,
    /// The level in `experience`
    Level,
    /// The time in `experience`
    TrainingAge,
    /// `age`
    Age,
    /// `bodyweight`
    Bodyweight,
    /// `conditions`
    Conditions,
    /// `complaint`
    Complaints,
    /// `clearance`
    Clearance,
    /// Who gave it
    ClearanceBy,
    /// When
    ClearanceDate,
    /// For what
    ClearanceScope,
    /// A date behind a condition
    ConditionDate,
    /// A blood pressure among the conditions
    BloodPressure,
    /// A duration behind `day`
    SessionDuration,
    /// The words for a wrap's site
    WrapSite,
    /// The words for its height
    WrapPosition,
    /// A distance from a joint
    WrapDistance,
    /// `7/10`
    Tightness,
    /// `60% AOP`
    Occlusion,
    /// `160 mmHg`
    Pressure,
    /// `AOP 180 mmHg`
    ArterialPressure,
    /// `width 10 cm`
    WrapWidth,
    /// `continuous`
    WrapMode,
    /// `sit test passed`
    SitTest,
    /// `off after set 4`
    OffAfter,
    /// The sets of an exercise
    Sets,
    /// `@ 25%`
    Load,
    /// `RPE 8`
    Effort,
    /// `rest 30 s`
    Rest,
    /// `tempo 2-0-2-0`
    Tempo,
    /// `each side`
    Side,
    /// `1rm …`
    OneRmDate,
    /// `+2.5%/week`
    Step,
    /// Notes under an exercise
    Notes,
    /// A phase behind `week`
    PhaseName,
    /// Rules of a suppression
    SuppressedRules,
    /// Tags behind `day`
    Tags,
    /// An exercise's target muscle
    Target,
    /// Today's date
    Today,
}

/// For each thing: what it is called, and a line that states it.
const THINGS: [(Thing, &str, &str); 40] = [
    (Thing::Goal, "no goal", "goal hypertrophy"),
    (Thing::Title, "no title", "plan \"…\""),
    (
        Thing::Level,
        "no level of experience",
        "experience intermediate, 3 years",
    ),
    (
        Thing::TrainingAge,
        "no training age",
        "experience intermediate, 3 years",
    ),
    (Thing::Age, "no age", "age 34"),
    (Thing::Bodyweight, "no bodyweight", "bodyweight 82 kg"),
    (Thing::Conditions, "no conditions", "conditions none"),
    (Thing::Complaints, "no complaints", "complaint elbow"),
    (
        Thing::Clearance,
        "no clearance",
        "clearance \"Dr. …\", 2026-01-12, covers occlusion training",
    ),
    (
        Thing::ClearanceBy,
        "nobody who gave the clearance",
        "clearance \"Dr. …\", 2026-01-12, covers occlusion training",
    ),
    (
        Thing::ClearanceDate,
        "no date of the clearance",
        "clearance \"Dr. …\", 2026-01-12, covers occlusion training",
    ),
    (
        Thing::ClearanceScope,
        "nothing that the clearance covers",
        "clearance \"Dr. …\", 2026-01-12, covers occlusion training",
    ),
    (
        Thing::ConditionDate,
        "no date of the condition",
        "conditions knee surgery 2026-01-10",
    ),
    (
        Thing::BloodPressure,
        "no blood pressure",
        "conditions blood pressure 125/80",
    ),
    (
        Thing::SessionDuration,
        "no stated duration",
        "day \"Push\", 60 min",
    ),
    (
        Thing::WrapSite,
        "no site of the wrap",
        "wrap upper arm high 7/10",
    ),
    (
        Thing::WrapPosition,
        "no height of the wrap",
        "wrap upper arm high 7/10",
    ),
    (
        Thing::WrapDistance,
        "no distance from the joint",
        "wrap thigh, 20 cm above the knee",
    ),
    (Thing::Tightness, "no tightness", "tightness 7/10"),
    (Thing::Occlusion, "no share of AOP", "60% AOP"),
    (Thing::Pressure, "no pressure", "160 mmHg"),
    (
        Thing::ArterialPressure,
        "no arterial occlusion pressure",
        "AOP 180 mmHg",
    ),
    (Thing::WrapWidth, "no width of the wrap", "width 10 cm"),
    (
        Thing::WrapMode,
        "nothing about the wraps in the rests",
        "continuous",
    ),
    (Thing::SitTest, "no sit test", "sit test passed"),
    (
        Thing::OffAfter,
        "no set after which the wraps come off",
        "off after set 4",
    ),
    (Thing::Sets, "no sets that can be read", "3x8"),
    (Thing::Load, "no load", "@ 25%"),
    (Thing::Effort, "no effort", "RPE 8"),
    (Thing::Rest, "no rest", "rest 30 s"),
    (Thing::Tempo, "no tempo", "tempo 2-0-2-0"),
    (Thing::Side, "no side", "each side"),
    (Thing::OneRmDate, "no date of the 1RM", "tested 2026-01-10"),
    (Thing::Step, "no step from week to week", "+2.5%/week"),
    (Thing::Notes, "no notes", "> …"),
    (Thing::PhaseName, "no phase", "week 5 deload"),
    (
        Thing::SuppressedRules,
        "no rules",
        "# cuff: allow(rule) because …",
    ),
    (Thing::Tags, "no tags", "day \"Hotel\" travel"),
    (
        Thing::Target,
        "no target muscle",
        "exercise \"…\": isolation, biceps, arm",
    ),
    (Thing::Today, "no date of today", "--today 2026-01-12"),
];

impl Missing {
    /// It as a number; indices beyond 24 bits cannot occur within the budgets.
    pub fn code(self) -> u32 {
        let pack = |kind: u32, index: u32| kind << 24 | index.min(0x00FF_FFFF);
        match self {
            Self::NotStated(thing) => pack(0, thing as u32),
            Self::OneRm(index) => pack(1, index),
            Self::OneRmRefused(index) => pack(2, index),
            Self::TrainingMax(index) => pack(3, index),
            Self::LoadShare(index) => pack(4, index),
            Self::SystemMass(index) => pack(5, index),
            Self::NoFigure(index) => pack(6, index),
            Self::UnknownExercise(index) => pack(7, index),
            Self::SeveralExercises(index) => pack(8, index),
            Self::Unread(index) => pack(9, index),
            Self::RestAsNeeded(index) => pack(10, index),
            Self::BeyondTable(index) => pack(11, index),
            Self::StrangePlace(index) => pack(12, index),
            Self::ClassNotStated(index) => pack(13, index),
            Self::UnreadRest(index) => pack(14, index),
            Self::UnreadTempo(index) => pack(15, index),
            Self::NoCount(index) => pack(16, index),
        }
    }

    /// The reason behind a number.
    pub fn from_code(code: u32) -> Option<Self> {
        let index = code & 0x00FF_FFFF;
        Some(match code >> 24 {
            0 => Self::NotStated(THINGS.get(index as usize)?.0),
            1 => Self::OneRm(index),
            2 => Self::OneRmRefused(index),
            3 => Self::TrainingMax(index),
            4 => Self::LoadShare(index),
            5 => Self::SystemMass(index),
            6 => Self::NoFigure(index),
            7 => Self::UnknownExercise(index),
            8 => Self::SeveralExercises(index),
            9 => Self::Unread(index),
            10 => Self::RestAsNeeded(index),
            11 => Self::BeyondTable(index),
            12 => Self::StrangePlace(index),
            13 => Self::ClassNotStated(index),
            14 => Self::UnreadRest(index),
            15 => Self::UnreadTempo(index),
            16 => Self::NoCount(index),
            _ => return None,
        })
    }

    /// The same reason, for another exercise.
    pub(super) fn about(self, exercise: u32) -> Self {
        match self {
            Self::NotStated(_) | Self::StrangePlace(_) => self,
            Self::OneRm(_) => Self::OneRm(exercise),
            Self::OneRmRefused(_) => Self::OneRmRefused(exercise),
            Self::TrainingMax(_) => Self::TrainingMax(exercise),
            Self::LoadShare(_) => Self::LoadShare(exercise),
            Self::SystemMass(_) => Self::SystemMass(exercise),
            Self::NoFigure(_) => Self::NoFigure(exercise),
            Self::UnknownExercise(_) => Self::UnknownExercise(exercise),
            Self::SeveralExercises(_) => Self::SeveralExercises(exercise),
            Self::Unread(_) => Self::Unread(exercise),
            Self::RestAsNeeded(_) => Self::RestAsNeeded(exercise),
            Self::BeyondTable(_) => Self::BeyondTable(exercise),
            Self::ClassNotStated(_) => Self::ClassNotStated(exercise),
            Self::UnreadRest(_) => Self::UnreadRest(exercise),
            Self::UnreadTempo(_) => Self::UnreadTempo(exercise),
            Self::NoCount(_) => Self::NoCount(exercise),
        }
    }

    /// Whether the plan simply leaves it out.
    pub fn is_not_stated(self) -> bool {
        matches!(self, Self::NotStated(_))
    }

    /// What is missing, as a phrase, and what to add or change.
    pub fn words(self, plan: &Plan<'_>) -> (String, String) {
        let name = |index: u32| {
            plan.exercise(index)
                .map_or("the exercise", |exercise| plan.slice(exercise.name))
                .to_owned()
        };
        let say =
            |what: &str, index: u32, help: String| (format!("{what} `{}`", name(index)), help);
        let unread = |what: &str, index: u32, example: &str| {
            (
                format!("cuff cannot read the {what} of `{}`", name(index)),
                format!("put it into a form that cuff reads, such as {example}"),
            )
        };
        match self {
            Self::NotStated(thing) => {
                let (_, what, line) = THINGS[thing as usize];
                ((*what).to_owned(), format!("add `{line}`"))
            }
            Self::OneRm(index) => say(
                "no 1RM for",
                index,
                format!("add `1rm {} … kg, tested DATE` to the athlete", name(index)),
            ),
            Self::OneRmRefused(index) => say(
                "no usable 1RM for",
                index,
                format!(
                    "add a tested figure: `1rm {} … kg, tested DATE`",
                    name(index)
                ),
            ),
            Self::TrainingMax(index) => say(
                "no training max for",
                index,
                format!("add `tm {} 90%` to the athlete", name(index)),
            ),
            Self::LoadShare(index) => say(
                "the load and the 1RM count different things for",
                index,
                format!(
                    "give both in the same way: `1rm {} … kg per hand`, or the load without `per hand` or `a side`",
                    name(index)
                ),
            ),
            Self::SystemMass(index) => say(
                "the body is part of the load of",
                index,
                "give the load as a percentage or an effort such as `RPE 8`".to_owned(),
            ),
            Self::NoFigure(index) => say(
                "no load in figures for",
                index,
                format!(
                    "give the load in %, or in kg with `1rm {} … kg`",
                    name(index)
                ),
            ),
            Self::UnknownExercise(index) => say(
                "cuff does not know the exercise",
                index,
                format!(
                    "use a name that it knows, or add `exercise \"{}\" like \"…\"`",
                    name(index)
                ),
            ),
            Self::SeveralExercises(index) => say(
                "several exercises stand in one name:",
                index,
                "give each a line of its own".to_owned(),
            ),
            Self::Unread(index) => unread("sets or the load", index, "`3x8 @ 70%`"),
            Self::NoCount(index) => say(
                "no count of repetitions for",
                index,
                "give each set a number, such as `3x8`".to_owned(),
            ),
            Self::UnreadRest(index) => unread("rest", index, "`rest 30 s`"),
            Self::UnreadTempo(index) => unread("tempo", index, "`tempo 2-0-2-0`"),
            Self::RestAsNeeded(index) => say(
                "the rest is left open for",
                index,
                "give it a time, such as `rest 30 s`".to_owned(),
            ),
            Self::BeyondTable(index) => say(
                "no table reaches the repetitions of",
                index,
                "give the load in %, or in kg with a 1RM".to_owned(),
            ),
            Self::StrangePlace(index) => {
                let words = plan
                    .wrap(index)
                    .and_then(|wrap| wrap.place.strange)
                    .map_or("…", |span| plan.slice(span));
                (
                    format!("cuff does not know where `{words}` is"),
                    "name the site and the height, such as `wrap upper arm high` or `wrap thigh high`".to_owned(),
                )
            }
            Self::ClassNotStated(index) => say(
                "nothing says what kind of exercise this is:",
                index,
                format!(
                    "say what it is: `exercise \"{}\": compound, …`",
                    name(index)
                ),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_stand_in_order_and_codes_come_back() {
        for (number, (thing, ..)) in THINGS.iter().enumerate() {
            assert_eq!(*thing as usize, number);
            let missing = Missing::NotStated(*thing);
            assert_eq!(Missing::from_code(missing.code()), Some(missing));
        }
        for missing in [
            Missing::OneRm(7),
            Missing::ClassNotStated(3),
            Missing::UnreadTempo(1),
            Missing::NoCount(2),
            Missing::Unread(0x00FF_FFFF),
        ] {
            assert_eq!(Missing::from_code(missing.code()), Some(missing));
        }
    }
}
