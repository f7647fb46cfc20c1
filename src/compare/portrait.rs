//! What counts as training in a plan, in a form in which two plans can be held against each other: facts and properties,
//! each with a sense that is compared and words that are shown. Spelling, order of clauses and the lines that weeks are
//! written on leave no trace here.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::Range;

use super::athlete::{Fact, facts};
use super::change::{Aspect, Value};
use super::words::{SetLoad, effort, sets, side};
use super::wraps::{Wrap, wraps};
use crate::catalogue::{MuscleId, PatternId};
use crate::model::plan::{self, Lift, NoteKind, Plan, Time};
use crate::model::{BodyPart, Missing, Phase};
use crate::quantity::{Dimension, Quantity};
use crate::source::Span;
use crate::syntax::ast::{self, Clause, Statement};

/// A plan as it is compared.
pub(super) struct Portrait<'p, 't> {
    pub(super) plan: &'p Plan<'t>,
    pub(super) facts: Vec<Fact>,
    pub(super) weeks: Vec<Week>,
    pub(super) sessions: Vec<Session>,
}

/// A week.
pub(super) struct Week {
    pub(super) number: u32,
    pub(super) phase: Option<Worded>,
    pub(super) sessions: Vec<usize>,
    /// Equal where everything in two weeks is.
    pub(super) signature: u64,
}

/// A session.
pub(super) struct Session {
    pub(super) name: String,
    pub(super) traits: Traits,
    pub(super) exercises: Vec<Exercise>,
    pub(super) wraps: Vec<Wrap>,
    /// By the clock, and under wraps on arms and legs.
    pub(super) minutes: [Minutes; 3],
    pub(super) signature: u64,
}

/// A time by the clock, or why it is not known.
pub(super) type Minutes = Result<Time, String>;

/// An exercise in a session.
pub(super) struct Exercise {
    /// What it is, however its name is written.
    pub(super) key: String,
    pub(super) label: String,
    pub(super) kin: (Option<PatternId>, Option<MuscleId>),
    pub(super) warm_up: bool,
    pub(super) traits: Traits,
    pub(super) loads: Vec<SetLoad>,
    pub(super) signature: u64,
}

/// Properties that are stated.
pub(super) type Traits = Vec<(Aspect, Worded)>;

/// A property: what is compared, and what is shown.
#[derive(Clone, Debug)]
pub(super) struct Worded {
    pub(super) sense: String,
    pub(super) value: Value,
}

impl Worded {
    /// Words that are their own sense, capital letters and blanks in front of commas aside.
    pub(super) fn said(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            sense: text.to_lowercase().replace(" ,", ","),
            value: Value::new(text),
        }
    }

    /// Words for something that is compared by other means.
    pub(super) fn meant(sense: impl std::fmt::Debug, text: impl Into<String>) -> Self {
        Self {
            sense: format!("{sense:?}"),
            value: Value::new(text),
        }
    }
}

/// Words on one line, as the plan has them.
pub(super) fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// The exercise that is meant, in words that are the same in every plan.
pub(super) fn key_of(plan: &Plan<'_>, exercise: &plan::Exercise) -> String {
    let key = plan.class(exercise).map(|class| &class.key);
    key.map_or_else(String::new, |lift| lift_key(plan, lift))
}

/// The same for a lift.
pub(super) fn lift_key(plan: &Plan<'_>, lift: &Lift) -> String {
    match lift {
        Lift::Known(variant) => plan.roster.canonical_name(*variant).to_lowercase(),
        Lift::Named(name) => plain(name).to_lowercase(),
    }
}

/// Most exercises of a superset that are looked at on either side of one.
const TOGETHER: usize = 8;

/// Takes the portrait of a plan.
pub(super) fn of<'p, 't>(tree: &ast::Plan, plan: &'p Plan<'t>) -> Portrait<'p, 't> {
    let written = Written::of(tree, plan);
    let sessions: Vec<Session> = plan
        .sessions
        .iter()
        .map(|session| written.session(session))
        .collect();
    let weeks = plan.weeks.iter().map(|week| week_of(plan, week, &sessions));
    Portrait {
        plan,
        facts: facts(plan, &written.plan_cues),
        weeks: weeks.collect(),
        sessions,
    }
}

fn week_of(plan: &Plan<'_>, week: &plan::Week, sessions: &[Session]) -> Week {
    let phase = phase_of(plan, week);
    let numbers: Vec<usize> = plan
        .list(&week.sessions)
        .iter()
        .map(|&one| one as usize)
        .collect();
    let mut hasher = DefaultHasher::new();
    phase.as_ref().map(|phase| &phase.sense).hash(&mut hasher);
    for session in numbers.iter().filter_map(|&number| sessions.get(number)) {
        session.signature.hash(&mut hasher);
    }
    Week {
        number: week.number,
        phase,
        sessions: numbers,
        signature: hasher.finish(),
    }
}

/// The phase, in the coach's word for it.
fn phase_of(plan: &Plan<'_>, week: &plan::Week) -> Option<Worded> {
    let words = week.phase_words.map(|words| plain(plan.slice(words)));
    match (week.phase, words) {
        (Phase::Normal, _) => None,
        (Phase::Other, Some(words)) => Some(Worded::said(words)),
        (phase, words) => {
            let words = words.unwrap_or_else(|| phase.word().to_owned());
            Some(Worded::meant(phase, words))
        }
    }
}

/// What only the lines of a plan tell: tempos phase by phase, and the words of stop cues.
struct Written<'w, 'p, 't> {
    plan: &'p Plan<'t>,
    tree: &'w ast::Plan,
    tempos: HashMap<Span, String>,
    /// Of each day, by where it starts.
    cues: HashMap<u32, Vec<String>>,
    plan_cues: Vec<String>,
}

impl<'w, 'p, 't> Written<'w, 'p, 't> {
    fn of(tree: &'w ast::Plan, plan: &'p Plan<'t>) -> Self {
        let mut written = Self {
            plan,
            tree,
            tempos: HashMap::new(),
            cues: HashMap::new(),
            plan_cues: Vec::new(),
        };
        let mut days: Vec<u32> = plan
            .sessions
            .iter()
            .map(|session| session.span.start)
            .collect();
        days.sort_unstable();
        for line in &tree.lines {
            match &line.statement {
                Statement::Exercise(exercise) => written.tempos_of(&exercise.clauses),
                Statement::Default(clauses) => written.tempos_of(clauses),
                Statement::StopCues(cues) | Statement::Checks(cues) => {
                    let after = days.partition_point(|start| *start <= cues.span.start);
                    let day = after.checked_sub(1).and_then(|place| days.get(place));
                    let each = cues.value.iter().map(|cue| plain(plan.slice(*cue)));
                    let each = each.collect::<Vec<_>>().join(", ");
                    let is_stop = matches!(line.statement, Statement::StopCues(_));
                    let words = format!("{} {each}", if is_stop { "stop if" } else { "check" });
                    match day {
                        Some(day) => written.cues.entry(*day).or_default().push(words),
                        None => written.plan_cues.push(words),
                    }
                }
                _ => {}
            }
        }
        written
    }

    fn tempos_of(&mut self, clauses: &[Clause]) {
        for clause in clauses {
            if let Clause::Tempo(tempo) = clause {
                let phase =
                    |phase: &Option<u8>| phase.map_or("X".to_owned(), |time| time.to_string());
                let phases: Vec<String> = tempo.phases.iter().map(phase).collect();
                self.tempos.insert(tempo.span, phases.join("-"));
            }
        }
    }

    fn session(&self, session: &plan::Session) -> Session {
        let plan = self.plan;
        let range = session.exercises.clone();
        let numbers = range.clone();
        let exercises: Vec<Exercise> = numbers
            .filter_map(|number| Some(self.exercise(plan.exercise(number)?)))
            .collect();
        let name = plain(plan.slice(session.name));
        let traits = self.session_traits(session);
        let wraps = wraps(plan, session);
        let mut hasher = DefaultHasher::new();
        (name.to_lowercase(), senses(&traits)).hash(&mut hasher);
        exercises
            .iter()
            .for_each(|one| one.signature.hash(&mut hasher));
        for wrap in &wraps {
            (&wrap.members, senses(&wrap.traits)).hash(&mut hasher);
        }
        let known = |time: Time, untimed: Option<Missing>| match untimed {
            Some(reason) => Err(reason.words(plan).0),
            None => Ok(time),
        };
        let on = |part: BodyPart| {
            let all = || {
                let all = session.wraps.clone().filter_map(|number| plan.wrap(number));
                all.filter(|wrap| wrap.place.part == Some(part))
            };
            let time = all().fold(Time::default(), |sum, wrap| sum.plus(plan.time_on(wrap)));
            known(time, all().find_map(|wrap| plan.untimed(wrap)))
        };
        let mut numbers = range.clone();
        let untimed = numbers.find_map(|number| plan.exercise(number)?.untimed);
        Session {
            name,
            traits,
            exercises,
            wraps,
            minutes: [
                known(session.time, untimed),
                on(BodyPart::Arm),
                on(BodyPart::Leg),
            ],
            signature: hasher.finish(),
        }
    }

    fn session_traits(&self, session: &plan::Session) -> Traits {
        let plan = self.plan;
        let mut traits = Traits::new();
        if !session.tags.is_empty() {
            let tags: Vec<String> = session
                .tags
                .iter()
                .map(|tag| plain(plan.slice(*tag)))
                .collect();
            traits.push((Aspect::Tags, Worded::said(tags.join(", "))));
        }
        if let Some(stated) = session.stated {
            traits.push((
                Aspect::StatedDuration,
                Worded::said(stated.value.to_string()),
            ));
        }
        if let Some(cues) = self.cues.get(&session.span.start) {
            traits.push((Aspect::StopCues, Worded::said(cues.join("; "))));
        }
        let own = |note: &&plan::Note| note.exercise.is_none();
        if let Some(notes) = notes(plan, &session.notes, own) {
            traits.push((Aspect::Notes, notes));
        }
        traits
    }

    fn exercise(&self, exercise: &plan::Exercise) -> Exercise {
        let plan = self.plan;
        let class = plan.class(exercise);
        let key = key_of(plan, exercise);
        let traits = self.traits(exercise);
        let loads: Vec<SetLoad> = plan.sets_of(exercise).iter().map(SetLoad::of).collect();
        let mut hasher = DefaultHasher::new();
        (&key, exercise.warm_up, senses(&traits)).hash(&mut hasher);
        for loads in loads.chunk_by(SetLoad::is_prescribed_as) {
            let load = loads
                .first()
                .map(|load| (load.kind, load.percent.ok(), load.mass));
            (loads.len(), format!("{load:?}")).hash(&mut hasher);
        }
        Exercise {
            key,
            label: plain(plan.slice(exercise.name)),
            kin: class.map_or((None, None), |class| (class.pattern, class.target)),
            warm_up: exercise.warm_up,
            traits,
            loads,
            signature: hasher.finish(),
        }
    }

    fn traits(&self, exercise: &plan::Exercise) -> Traits {
        let plan = self.plan;
        let work = match exercise.unread && exercise.sets.is_empty() {
            true => "not readable".to_owned(),
            false => sets(plan.sets_of(exercise)),
        };
        let mut traits = vec![(Aspect::Sets, Worded::said(work))];
        let mut add = |aspect: Aspect, words: Option<String>| {
            traits.extend(words.map(|words| (aspect, Worded::said(words))));
        };
        add(Aspect::Effort, exercise.effort.map(|(rpe, _)| effort(rpe)));
        add(Aspect::Rest, self.rest(exercise));
        add(Aspect::Tempo, self.tempo(exercise));
        add(
            Aspect::Side,
            exercise.side.map(|one| side(one.value).to_owned()),
        );
        add(Aspect::RestBefore, self.rest_before(exercise));
        add(Aspect::StopCues, self.cues_of(exercise));
        traits.extend(
            self.superset(exercise)
                .map(|superset| (Aspect::Superset, superset)),
        );
        let all = |_: &&plan::Note| true;
        traits.extend(notes(plan, &exercise.notes, all).map(|notes| (Aspect::Notes, notes)));
        traits
    }

    fn tempo(&self, exercise: &plan::Exercise) -> Option<String> {
        if let Some(at) = exercise.unread_tempo {
            return Some(self.unread(at));
        }
        let (_, span) = exercise.tempo?;
        self.tempos.get(&span).cloned()
    }

    fn unread(&self, at: Span) -> String {
        let words = plain(self.plan.slice(at));
        format!("not known, since `{words}` cannot be read")
    }

    fn rest(&self, exercise: &plan::Exercise) -> Option<String> {
        let rest = exercise.rest;
        match (rest.stated, rest.as_needed, rest.span) {
            (Some(time), ..) => Some(time.to_string()),
            (_, true, _) => Some("as needed".to_owned()),
            (_, _, Some(span)) => Some(self.unread(span)),
            _ => None,
        }
    }

    /// The way from the exercise before, where it is not the usual one.
    fn rest_before(&self, exercise: &plan::Exercise) -> Option<String> {
        let plan = self.plan;
        let session = plan.session(exercise.session)?;
        let number = session.exercises.start + exercise.position;
        let before = plan.exercise(number.checked_sub(1).filter(|_| exercise.position > 0)?)?;
        let together = exercise.superset.is_some() && exercise.superset == before.superset;
        // In a superset the exercise that ends last is not the one in front; there the way stays unsaid.
        if together || before.superset.is_some() {
            return None;
        }
        let gap = exercise.start.since(before.end);
        let usual = Time::of(plan.knowledge.estimates.change_over);
        (gap != usual).then(|| minutes(gap))
    }

    fn cues_of(&self, exercise: &plan::Exercise) -> Option<String> {
        let line = self.tree.lines.get(exercise.line as usize)?;
        let Statement::Exercise(written) = &line.statement else {
            return None;
        };
        let cues = written.clauses.iter().filter_map(|clause| match clause {
            Clause::StopCue(span) | Clause::Check(span) => Some(plain(self.plan.slice(*span))),
            _ => None,
        });
        let cues: Vec<String> = cues.collect();
        (!cues.is_empty()).then(|| cues.join("; "))
    }

    fn superset(&self, exercise: &plan::Exercise) -> Option<Worded> {
        let plan = self.plan;
        let own = exercise.superset?;
        let session = plan.session(exercise.session)?;
        let number = session.exercises.start + exercise.position;
        let inside = |number: &u32| {
            let other = plan.exercise(*number);
            other.is_some_and(|other| other.superset == Some(own))
        };
        let in_front = (session.exercises.start..number).rev().take(TOGETHER);
        let in_front = in_front.take_while(inside);
        let behind = (number + 1..session.exercises.end).take(TOGETHER);
        let behind = behind.take_while(inside);
        let mut others: Vec<u32> = in_front.chain(behind).collect();
        others.sort_unstable();
        let name = |number: &u32| Some(plain(plan.slice(plan.exercise(*number)?.name)));
        let names: Vec<String> = others.iter().take(8).filter_map(name).collect();
        let words = match names.is_empty() {
            true => "alone in its superset".to_owned(),
            false => format!("in turn with {}", names.join(", ")),
        };
        Some(Worded::meant(others.len(), words))
    }
}

fn senses(traits: &Traits) -> Vec<(Aspect, &str)> {
    let senses = traits
        .iter()
        .map(|(aspect, worded)| (*aspect, worded.sense.as_str()));
    senses.collect()
}

/// Notes for the athlete, in order.
pub(super) fn notes(
    plan: &Plan<'_>,
    range: &Range<u32>,
    wanted: impl Fn(&&plan::Note) -> bool,
) -> Option<Worded> {
    let all = range
        .clone()
        .filter_map(|number| plan.notes.get(number as usize));
    let notes: Vec<String> = all
        .filter(|note| note.kind == NoteKind::Note)
        .filter(wanted)
        .map(|note| plain(plan.slice(note.span)))
        .collect();
    (!notes.is_empty()).then(|| Worded::said(notes.join(" / ")))
}

/// A time by the clock: `about` where it is estimated.
pub(super) fn minutes(time: Time) -> String {
    let about = if time.fastest == time.slowest {
        ""
    } else {
        "about "
    };
    let time = Quantity::thousandths(time.typical, Dimension::Duration);
    format!("{about}{time}")
}
