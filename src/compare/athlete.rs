//! Facts about the athlete and the plan as a whole, and what follows from a new 1RM or training max.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::change::{Aspect, Change, Value};
use super::draft::{Drafts, change};
use super::portrait::{Portrait, Worded, lift_key, notes, plain};
use super::words::SetLoad;
use crate::catalogue::Bodyweight;
use crate::model::Plan;
use crate::model::plan::{Class, ClassStatus, Lift, OneRm};
use crate::quantity::{Dimension, Quantity};
use crate::source::Span;
use crate::syntax::ast::{LoadShare, TrainingMaxValue};

/// Something that holds for the whole plan.
#[derive(Debug)]
pub(super) struct Fact {
    pub(super) aspect: Aspect,
    /// The lift, in words that are the same in every plan, and as it is written.
    pub(super) lift: Option<(String, String)>,
    pub(super) worded: Worded,
}

/// All facts, in the order in which they are told.
pub(super) fn facts(plan: &Plan<'_>, cues: &[String]) -> Vec<Fact> {
    let athlete = &plan.athlete;
    let mut facts = Facts(Vec::new());
    let words = |span: Option<Span>| span.map(|span| Worded::said(plain(plan.slice(span))));
    facts.add(Aspect::Title, words(plan.title));
    facts.add(Aspect::Goal, words(plan.goal));
    facts.add(Aspect::Name, words(athlete.name));
    let level = athlete
        .level()
        .map(|level| Worded::said(format!("{:?}", level.value).to_lowercase()));
    facts.add(Aspect::Level, level);
    let trained = athlete
        .training_age()
        .map(|age| Worded::said(age.value.to_string()));
    facts.add(Aspect::TrainingAge, trained);
    facts.add(
        Aspect::Age,
        athlete.age.map(|age| Worded::said(age.value.to_string())),
    );
    let mass = athlete.bodyweight.map(|mass| match mass.unit {
        Some(_) => Worded::said(mass.value.as_notation()),
        None => Worded::said("without a unit"),
    });
    facts.add(Aspect::Bodyweight, mass);
    facts.add(Aspect::Conditions, conditions(plan));
    facts.add(Aspect::Complaints, listed(plan, &athlete.complaints));
    facts.add(Aspect::Clearance, clearance(plan));
    facts.figures(plan);
    facts.meanings(plan);
    let cues = (!cues.is_empty()).then(|| Worded::said(cues.join("; ")));
    facts.add(Aspect::StopCues, cues);
    let count = u32::try_from(plan.notes.len()).unwrap_or(u32::MAX);
    let general = notes(plan, &(0..count), |note| {
        !note.in_day && note.exercise.is_none()
    });
    facts.add(Aspect::Notes, general);
    facts.0
}

struct Facts(Vec<Fact>);

impl Facts {
    fn add(&mut self, aspect: Aspect, worded: Option<Worded>) {
        self.0.extend(worded.map(|worded| Fact {
            aspect,
            lift: None,
            worded,
        }));
    }

    fn of_lift(&mut self, aspect: Aspect, lift: (String, String), worded: Worded) {
        self.0.push(Fact {
            aspect,
            lift: Some(lift),
            worded,
        });
    }

    fn figures(&mut self, plan: &Plan<'_>) {
        for one_rm in &plan.athlete.one_rms {
            let lift = (lift_key(plan, &one_rm.lift), plain(plan.slice(one_rm.name)));
            self.of_lift(Aspect::OneRm, lift, best_single(plan, one_rm));
        }
        for max in &plan.athlete.training_maxes {
            let name = match &max.lift {
                Some(lift) => lift_name(plan, lift),
                None => "every other lift".to_owned(),
            };
            let words = match max.value {
                TrainingMaxValue::Percent(percent) => format!("{} of 1RM", percent.value),
                TrainingMaxValue::Mass(mass) if mass.unit.is_some() => mass.value.as_notation(),
                TrainingMaxValue::Mass(_) => "without a unit".to_owned(),
            };
            let lift = (name.to_lowercase(), name);
            self.of_lift(Aspect::TrainingMax, lift, Worded::said(words));
        }
        for max in &plan.athlete.max_reps {
            let name = lift_name(plan, &max.lift);
            let lift = (name.to_lowercase(), name);
            let words = format!("{} reps", max.reps.as_notation());
            self.of_lift(Aspect::MaxReps, lift, Worded::said(words));
        }
    }

    /// What each exercise of the plan is; of interest where the coach defines it.
    fn meanings(&mut self, plan: &Plan<'_>) {
        let mut seen = HashSet::new();
        for exercise in &plan.exercises {
            let Some(class) = plan.class(exercise) else {
                continue;
            };
            let key = lift_key(plan, &class.key);
            if seen.insert(key.clone()) {
                let label = plain(plan.slice(exercise.name));
                self.of_lift(Aspect::Meaning, (key, label), meaning(plan, class));
            }
        }
    }
}

fn lift_name(plan: &Plan<'_>, lift: &Lift) -> String {
    match lift {
        Lift::Known(variant) => plan.roster.canonical_name(*variant),
        Lift::Named(name) => plain(name),
    }
}

fn best_single(plan: &Plan<'_>, one_rm: &OneRm) -> Worded {
    let mass = match one_rm.mass {
        Ok(mass) => mass.as_notation(),
        Err(()) => "no figure that can be used".to_owned(),
    };
    let share = match one_rm.share {
        LoadShare::Whole => "",
        LoadShare::PerHand => " per hand",
        LoadShare::PerSide => " a side",
    };
    let basis = match (one_rm.estimated, one_rm.date) {
        (true, _) => ", estimated",
        (false, Some(_)) => ", tested",
        (false, None) => "",
    };
    let date = one_rm
        .date
        .map(|date| format!(" {}", plain(plan.slice(date.span))));
    let sense = (
        mass.as_str(),
        share,
        one_rm.estimated,
        one_rm.date.map(|date| date.value.0),
    );
    let words = format!("{mass}{share}{basis}{}", date.unwrap_or_default());
    Worded::meant(sense, words)
}

fn meaning(plan: &Plan<'_>, class: &Class) -> Worded {
    let body = class.bodyweight != Bodyweight::No;
    let sense = (
        class.status,
        class.mechanic,
        class.pattern,
        (class.primary, class.secondary, class.limbs),
        (body, class.resistance),
    );
    let words = match class.status {
        ClassStatus::Unknown => "not known to cuff".to_owned(),
        ClassStatus::Several => "several exercises in one name".to_owned(),
        ClassStatus::Known => {
            let catalogue = &plan.knowledge.catalogue;
            let mechanic = class.mechanic.map(|mechanic| mechanic.word().to_owned());
            let pattern = class
                .pattern
                .map(|pattern| catalogue.pattern_id(pattern).to_owned());
            let muscles = class.primary.union(class.secondary);
            let muscles = muscles
                .iter()
                .map(|muscle| catalogue.muscle_name(muscle).to_owned());
            let limbs = class.limbs.iter().map(|limb| limb.word().to_owned());
            let body = body.then(|| "bodyweight".to_owned());
            let parts = mechanic
                .into_iter()
                .chain(pattern)
                .chain(muscles)
                .chain(limbs)
                .chain(body);
            parts.collect::<Vec<_>>().join(", ")
        }
    };
    Worded::meant(sense, words)
}

fn conditions(plan: &Plan<'_>) -> Option<Worded> {
    plan.athlete.health?;
    let spans: Vec<Span> = plan
        .conditions
        .iter()
        .map(|condition| condition.span)
        .collect();
    listed(plan, &spans).or_else(|| Some(Worded::said("none")))
}

/// Words whose order means nothing.
fn listed(plan: &Plan<'_>, spans: &[Span]) -> Option<Worded> {
    let words: Vec<String> = spans.iter().map(|span| plain(plan.slice(*span))).collect();
    let mut sense: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    sense.sort();
    (!words.is_empty()).then(|| Worded::meant(sense, words.join(", ")))
}

fn clearance(plan: &Plan<'_>) -> Option<Worded> {
    let clearance = plan.athlete.clearance.as_ref()?;
    let words = |span: Span| plain(plan.slice(span));
    let by = clearance.by.map(words);
    let date = clearance.date.map(|date| words(date.span));
    let covers = clearance
        .covers
        .map(|span| format!("covers {}", words(span)));
    let other = clearance.other.iter().map(|span| words(*span));
    let parts: Vec<String> = by
        .into_iter()
        .chain(date)
        .chain(covers)
        .chain(other)
        .collect();
    Some(match parts.is_empty() {
        true => Worded::said("without further words"),
        false => Worded::said(parts.join(", ")),
    })
}

/// A fact as it was and as it is.
type Versions<'f> = (Option<&'f Fact>, Option<&'f Fact>);

/// Says which facts changed, and what follows for loads that stayed as they are prescribed.
pub(super) fn compare(old: &Portrait<'_, '_>, new: &Portrait<'_, '_>, drafts: &mut Drafts) {
    let key = |fact: &Fact| (fact.aspect, fact.lift.as_ref().map(|(key, _)| key.clone()));
    let before: HashMap<_, &Fact> = old.facts.iter().map(|fact| (key(fact), fact)).collect();
    let after: HashMap<_, &Fact> = new.facts.iter().map(|fact| (key(fact), fact)).collect();
    let gone = old
        .facts
        .iter()
        .filter(|fact| !after.contains_key(&key(fact)));
    let mut all: BTreeMap<(Aspect, usize, usize), Versions<'_>> = BTreeMap::new();
    for (number, fact) in new.facts.iter().enumerate() {
        let pair = (before.get(&key(fact)).copied(), Some(fact));
        all.insert((fact.aspect, 0, number), pair);
    }
    for (number, fact) in gone.enumerate() {
        all.insert((fact.aspect, 1, number), (Some(fact), None));
    }
    for (was, is) in all.into_values() {
        let sense = |fact: Option<&Fact>| fact.map(|fact| fact.worded.sense.clone());
        let (Some(fact), false) = (is.or(was), sense(was) == sense(is)) else {
            continue;
        };
        // An exercise that comes or goes is told in its place.
        if fact.aspect == Aspect::Meaning && (was.is_none() || is.is_none()) {
            continue;
        }
        let value = |fact: Option<&Fact>| fact.map(|fact| fact.worded.value.clone());
        let name = fact.lift.as_ref().map(|(_, name)| name.clone());
        drafts.add(Change {
            exercises: name.into_iter().collect(),
            ..change(fact.aspect, value(was), value(is))
        });
    }
}

/// Loads of one exercise that are prescribed as before and come to something else: how many sets, from what to what.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    /// By exercise: its name, weeks, sets, and the lightest and heaviest figures before and after.
    of: BTreeMap<(String, bool), Followed>,
}

#[derive(Debug)]
struct Followed {
    label: String,
    weeks: Vec<u32>,
    sets: usize,
    prescribed: Figures,
    /// What the prescribed percentage is of.
    base: String,
    before: Figures,
    after: Figures,
}

/// The figures that were met, from the lowest to the highest; `None` where one was not known.
type Figures = Option<Quantity>;

impl Resolved {
    /// Takes a set into account.
    pub(super) fn add(
        &mut self,
        (key, label): (&str, &str),
        weeks: &[u32],
        (before, after): (&SetLoad, &SetLoad),
    ) {
        // What is prescribed in kilograms comes to a percentage, and the other way round.
        let is_mass = after.is_prescribed_in_mass();
        let figure = |load: &SetLoad| match is_mass {
            true => load.share(),
            false => load.mass.or(load.share()),
        };
        let prescribed = if is_mass {
            after.mass
        } else {
            after.prescribed_percent()
        };
        let count = weeks.len();
        match self.of.get_mut(&(key.to_owned(), is_mass)) {
            Some(known) => {
                known.weeks.extend(weeks);
                known.sets += count;
                known.prescribed = wider(known.prescribed, prescribed);
                known.before = wider(known.before, figure(before));
                known.after = wider(known.after, figure(after));
            }
            None => {
                let followed = Followed {
                    label: label.to_owned(),
                    weeks: weeks.to_vec(),
                    sets: count,
                    prescribed,
                    base: after.base(),
                    before: figure(before),
                    after: figure(after),
                };
                self.of.insert((key.to_owned(), is_mass), followed);
            }
        }
    }

    pub(super) fn finish(self, drafts: &mut Drafts) {
        for followed in self.of.into_values() {
            let value = |figure: Figures| match figure {
                Some(figure) if figure.dimension() == Dimension::Percent => {
                    Value::new(format!("{figure} of 1RM"))
                }
                Some(figure) => Value::new(figure.as_notation()),
                None => Value::new("not known"),
            };
            let plural = if followed.sets == 1 { "" } else { "s" };
            let at = followed
                .prescribed
                .map(|figure| format!(" at {figure}{}", followed.base));
            let note = format!("{} set{plural}{}", followed.sets, at.unwrap_or_default());
            let follow = change(
                Aspect::Resolved,
                Some(value(followed.before)),
                Some(value(followed.after)),
            );
            for week in followed.weeks {
                drafts.follow(Change {
                    weeks: vec![week],
                    exercises: vec![followed.label.clone()],
                    note: Some(note.clone()),
                    ..follow.clone()
                });
            }
        }
    }
}

fn wider(one: Figures, other: Figures) -> Figures {
    one?.span(other?)
}
