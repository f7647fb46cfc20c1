//! A change as data: where, what, from what to what.

use schemars::JsonSchema;
use serde::Serialize;

/// One thing that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct Change {
    /// Numbers of the weeks that it holds in; none if it is about the athlete or the whole plan. Those of the new plan,
    /// but of the old one for what is gone.
    pub weeks: Vec<u32>,
    /// The session, by its name; absent outside of sessions and for a plan without days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// The exercises, or the lift for a figure of the athlete.
    pub exercises: Vec<String>,
    /// What changed.
    pub aspect: Aspect,
    /// What it was; absent if it was not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// What it is now; absent if it is not there any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
    /// Further words: how many sets, or why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A value in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct Value {
    /// As the plan states it, in one spelling: `25 % of 1RM`.
    pub text: String,
    /// What that comes to: `10 kg`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub also: Option<String>,
    /// Why it is not known what that comes to, and what to add.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown: Option<String>,
}

impl Value {
    /// A value that says everything itself.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }
}

/// What can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// The plan's title.
    Title,
    /// The plan's goal.
    Goal,
    /// Stop cues and checks: of the plan, of a day, or of an exercise.
    StopCues,
    /// Notes for the athlete.
    Notes,
    /// The athlete's name.
    Name,
    /// The level of experience.
    Level,
    /// How long the athlete has trained.
    TrainingAge,
    /// The athlete's age.
    Age,
    /// The athlete's bodyweight.
    Bodyweight,
    /// Conditions that a doctor has to know of.
    Conditions,
    /// What hurts.
    Complaints,
    /// Who cleared the athlete, when, for what.
    Clearance,
    /// A best single.
    OneRm,
    /// A training max.
    TrainingMax,
    /// Most repetitions.
    MaxReps,
    /// What an exercise of the coach's own is.
    Meaning,
    /// A week.
    Week,
    /// Weeks that have other numbers now.
    WeekNumbers,
    /// What kind of week it is.
    Phase,
    /// A session.
    Session,
    /// The name of a session.
    SessionName,
    /// Sessions in another order.
    SessionOrder,
    /// Words behind the name of a session.
    Tags,
    /// The duration that is stated for a session.
    StatedDuration,
    /// An exercise.
    Exercise,
    /// One exercise in the place of another.
    Exchange,
    /// Exercises in another order.
    Order,
    /// Whether an exercise is a warm-up.
    WarmUp,
    /// What an exercise is done in turn with.
    Superset,
    /// Sets and repetitions.
    Sets,
    /// The load.
    Load,
    /// The effort.
    Effort,
    /// The rest between sets.
    Rest,
    /// The tempo.
    Tempo,
    /// Which side works.
    Side,
    /// The way from the exercise before.
    RestBefore,
    /// A wrap.
    Wrap,
    /// Exercises under a wrap.
    UnderWrap,
    /// Which limbs are wrapped one after the other.
    WrapOrder,
    /// Where a wrap sits.
    WrapPlace,
    /// How far from a joint.
    WrapDistance,
    /// How tight it is.
    Tightness,
    /// Percent of the arterial occlusion pressure.
    OcclusionPressure,
    /// The pressure.
    Pressure,
    /// The arterial occlusion pressure.
    ArterialPressure,
    /// How wide it is.
    WrapWidth,
    /// Whether it stays tight in the rests.
    WrapMode,
    /// The time on that is stated.
    WrapTime,
    /// Whether the sit test was passed.
    SitTest,
    /// Its own stop cue.
    WrapCue,
    /// How it comes off.
    WrapOff,
    /// The rest under the wrap before it comes off.
    WrapIdle,
    /// How long a session takes by the clock.
    Minutes,
    /// Minutes under wraps on the arms.
    ArmMinutes,
    /// Minutes under wraps on the legs.
    LegMinutes,
    /// What the same load comes to under a new figure of the athlete.
    Resolved,
}

/// Each aspect in words, and whether it is a thing that is added and removed rather than a property that is stated or not.
const WORDS: &[(Aspect, &str, bool)] = &[
    (Aspect::Title, "title:", false),
    (Aspect::Goal, "goal:", false),
    (Aspect::StopCues, "stop cues and checks:", false),
    (Aspect::Notes, "note:", true),
    (Aspect::Name, "name", false),
    (Aspect::Level, "level", false),
    (Aspect::TrainingAge, "training age", false),
    (Aspect::Age, "age", false),
    (Aspect::Bodyweight, "bodyweight", false),
    (Aspect::Conditions, "conditions:", false),
    (Aspect::Complaints, "complaints:", false),
    (Aspect::Clearance, "clearance:", true),
    (Aspect::OneRm, "1RM", true),
    (Aspect::TrainingMax, "training max", true),
    (Aspect::MaxReps, "most repetitions", true),
    (Aspect::Meaning, "what the exercise is:", false),
    (Aspect::Week, "", true),
    (Aspect::WeekNumbers, "moved:", false),
    (Aspect::Phase, "phase", false),
    (Aspect::Session, "session", true),
    (Aspect::SessionName, "renamed:", false),
    (Aspect::SessionOrder, "order of sessions:", false),
    (Aspect::Tags, "tags:", false),
    (Aspect::StatedDuration, "duration", false),
    (Aspect::Exercise, "exercise", true),
    (Aspect::Exchange, "exercise exchanged:", false),
    (Aspect::Order, "moved:", false),
    (Aspect::WarmUp, "warm-up", false),
    (Aspect::Superset, "superset:", false),
    (Aspect::Sets, "sets", false),
    (Aspect::Load, "load", false),
    (Aspect::Effort, "effort", false),
    (Aspect::Rest, "rest", false),
    (Aspect::Tempo, "tempo", false),
    (Aspect::Side, "side", false),
    (Aspect::RestBefore, "rest in front of it", false),
    (Aspect::Wrap, "wrap", true),
    (Aspect::UnderWrap, "exercises under one wrap:", false),
    (Aspect::WrapOrder, "order of wraps:", false),
    (Aspect::WrapPlace, "place of the wrap:", false),
    (
        Aspect::WrapDistance,
        "distance of the wrap from the joint",
        false,
    ),
    (Aspect::Tightness, "tightness of the wrap", false),
    (Aspect::OcclusionPressure, "pressure of the wrap", false),
    (Aspect::Pressure, "pressure of the wrap", false),
    (
        Aspect::ArterialPressure,
        "arterial occlusion pressure",
        false,
    ),
    (Aspect::WrapWidth, "width of the wrap", false),
    (Aspect::WrapMode, "wrap in the rests", false),
    (Aspect::WrapTime, "stated time on", false),
    (Aspect::SitTest, "sit test", false),
    (Aspect::WrapCue, "stop cue of the wrap:", false),
    (Aspect::WrapOff, "wrap comes off", false),
    (Aspect::WrapIdle, "rest under the wrap at its end", false),
    (Aspect::Minutes, "session", false),
    (Aspect::ArmMinutes, "arms wrapped", false),
    (Aspect::LegMinutes, "legs wrapped", false),
    (Aspect::Resolved, "load", false),
];

impl Aspect {
    /// What it is called.
    pub fn words(self) -> &'static str {
        self.row().1
    }

    /// Whether it is something that is added and removed.
    pub fn is_thing(self) -> bool {
        self.row().2
    }

    fn row(self) -> &'static (Self, &'static str, bool) {
        static NONE: (Aspect, &str, bool) = (Aspect::Title, "", false);
        WORDS.get(self as usize).unwrap_or(&NONE)
    }
}

/// `week 3`, `weeks 1-3, 5`
pub(super) fn numbers(weeks: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &week in weeks {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(week) => *last = week,
            _ => runs.push((week, week)),
        }
    }
    let runs = runs.iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    });
    let plural = if weeks.len() == 1 { "" } else { "s" };
    format!("week{plural} {}", runs.collect::<Vec<_>>().join(", "))
}

impl Change {
    /// The weeks in words; nothing for the whole plan.
    pub fn weeks_in_words(&self) -> Option<String> {
        (!self.weeks.is_empty()).then(|| numbers(&self.weeks))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_in_the_order_of_their_aspects() {
        for (number, (aspect, ..)) in WORDS.iter().enumerate() {
            assert_eq!(*aspect as usize, number);
        }
        assert_eq!(Aspect::Resolved as usize, WORDS.len() - 1);
    }

    #[test]
    fn weeks_are_said_as_runs() {
        assert_eq!(numbers(&[3]), "week 3");
        assert_eq!(numbers(&[1, 2, 3, 5]), "weeks 1-3, 5");
    }
}
