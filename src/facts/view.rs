//! The vocabulary as the type checker sees it, and a plan as the evaluator sees it.

use std::borrow::Cow;

use super::field::{Enumeration, Field, Scope, fact_id, field};
use crate::catalogue::{Limb, Mechanic};
use crate::expr::{self, Entity, EnumId, FactId, Members, Reason, ScopeId, Type, Value};
use crate::model::plan::{NoteKind, WrapWritten};
use crate::model::{BodyPart, Intensity, Knowledge, Missing, Phase, Plan, Position, WrapSide};
use crate::source::Span;

/// Names and types of all facts, and the words of all enumerations.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    enumerations: Vec<Vec<String>>,
}

impl Vocabulary {
    /// Words for muscles, patterns, sites and joints come from the data files behind `knowledge`.
    pub fn new(knowledge: &Knowledge) -> Self {
        let enumerations = Enumeration::ALL
            .iter()
            .map(|(id, _)| words(*id, knowledge))
            .collect();
        Self { enumerations }
    }

    /// All rows of a scope.
    pub fn rows(&self, scope: Scope) -> &'static [Field] {
        scope.fields()
    }

    /// The words of an enumeration.
    pub fn words(&self, enumeration: Enumeration) -> &[String] {
        self.enumerations
            .get(enumeration as usize)
            .map_or(&[], Vec::as_slice)
    }
}

impl expr::Vocabulary for Vocabulary {
    fn scopes(&self) -> Vec<(ScopeId, &str)> {
        Scope::ALL
            .iter()
            .map(|(scope, name, ..)| (scope.id(), *name))
            .collect()
    }

    fn fact(&self, scope: ScopeId, name: &str) -> Option<(FactId, Type)> {
        let scope = Scope::from_id(scope)?;
        let (row, field) = scope
            .fields()
            .iter()
            .enumerate()
            .find(|(_, field)| field.name == name)?;
        Some((fact_id(scope, row), field.kind.ty()))
    }

    fn facts(&self, scope: ScopeId) -> Vec<&str> {
        Scope::from_id(scope).map_or_else(Vec::new, |scope| {
            scope.fields().iter().map(|field| field.name).collect()
        })
    }

    fn outer(&self, scope: ScopeId) -> &[ScopeId] {
        Scope::ALL
            .get(usize::from(scope.0))
            .map_or(&[], |(.., outer)| outer)
    }

    fn enumeration(&self, id: EnumId) -> &str {
        Enumeration::ALL
            .get(usize::from(id.0))
            .map_or("", |(_, name)| name)
    }

    fn members(&self, id: EnumId) -> Vec<&str> {
        self.enumerations
            .get(usize::from(id.0))
            .map_or_else(Vec::new, |words| words.iter().map(String::as_str).collect())
    }
}

fn words(enumeration: Enumeration, knowledge: &Knowledge) -> Vec<String> {
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let catalogue = &knowledge.catalogue;
    match enumeration {
        Enumeration::Level => owned(&["beginner", "intermediate", "advanced", "elite"]),
        Enumeration::Limb => owned(&BodyPart::WORDS),
        Enumeration::Site => knowledge.terms.sites().map(str::to_owned).collect(),
        Enumeration::Position => owned(&Position::WORDS),
        Enumeration::WrapSide => owned(&WrapSide::WORDS),
        Enumeration::Mode => owned(&["continuous", "released-in-rests"]),
        Enumeration::SitTest => owned(&["passed", "failed"]),
        Enumeration::Closed => owned(&["stated", "implied", "never"]),
        Enumeration::Written => owned(&WrapWritten::WORDS),
        Enumeration::Phase => owned(&Phase::WORDS),
        Enumeration::Mechanic => Mechanic::ALL
            .iter()
            .map(|(_, word)| (*word).to_owned())
            .collect(),
        Enumeration::Pattern => catalogue
            .patterns()
            .map(|id| catalogue.pattern_id(id).to_owned())
            .collect(),
        Enumeration::Muscle => catalogue
            .muscles()
            .map(|id| catalogue.muscle_name(id).to_owned())
            .collect(),
        Enumeration::Joint => knowledge.terms.joints().map(str::to_owned).collect(),
        Enumeration::Side => owned(&["each", "left", "right", "alternating"]),
        Enumeration::Intensity => owned(&Intensity::WORDS),
        Enumeration::LoadKind => owned(&super::set::LOAD_KINDS),
        Enumeration::NoteKind => owned(&NoteKind::WORDS),
    }
}

/// Numbers of limbs are the same for wraps and for exercises.
const _: () = assert!(Limb::ALL.len() == BodyPart::WORDS.len());

/// A plan as rules see it.
#[derive(Clone, Copy, Debug)]
pub struct World<'p, 't>(pub &'p Plan<'t>);

impl World<'_, '_> {
    /// The place that states a fact, or the head of the thing if nothing states it.
    pub fn place(&self, entity: Entity, fact: Option<FactId>) -> Option<Span> {
        let stated = fact
            .and_then(field)
            .and_then(|field| (field.place)(self.0, entity.index));
        stated.or_else(|| self.head(entity))
    }

    /// The words that stand for a thing: an exercise's name, a wrap's words, a `day` line.
    pub fn head(&self, entity: Entity) -> Option<Span> {
        let plan = self.0;
        let index = entity.index;
        match Scope::from_id(entity.scope)? {
            Scope::Plan => plan
                .title
                .or_else(|| plan.sessions.first().map(|session| session.span)),
            Scope::Athlete => plan
                .athlete
                .span
                .or(plan.title)
                .or_else(|| plan.wraps.first().map(|wrap| wrap.span)),
            Scope::Condition => plan
                .conditions
                .get(index as usize)
                .map(|condition| condition.span),
            Scope::Week => plan.weeks.get(index as usize).map(|week| week.span),
            Scope::Session => plan.session(index).map(|session| session.span),
            Scope::Wrap => plan.wrap(index).map(|wrap| wrap.span),
            Scope::Exercise => plan.exercise(index).map(|exercise| exercise.name),
            Scope::Set => plan.sets.get(index as usize).map(|set| set.span),
            Scope::Series => {
                let series = plan.series.get(index as usize)?;
                plan.exercise(*plan.list(&series.entries).first()?)
                    .map(|exercise| exercise.name)
            }
            Scope::Muscle | Scope::MuscleWeek => {
                let exercise = self.trainer(entity)?;
                plan.exercise(exercise).map(|exercise| exercise.name)
            }
            Scope::Note => plan.notes.get(index as usize).map(|note| note.span),
        }
    }

    /// The first wrapped exercise that has a muscle for its target, or else the first that has it at all.
    fn trainer(&self, entity: Entity) -> Option<u32> {
        let plan = self.0;
        let muscle = match Scope::from_id(entity.scope)? {
            Scope::MuscleWeek => plan.muscle_weeks.get(entity.index as usize)?.muscle,
            _ => entity.index,
        };
        let id = plan.muscles.get(muscle as usize)?.id;
        let mut first = None;
        for (exercise, number) in plan.exercises.iter().zip(0..) {
            if plan
                .class(exercise)
                .is_some_and(|class| class.primary.contains(id))
            {
                if exercise.is_wrapped() {
                    return Some(number);
                }
                first = first.or(Some(number));
            }
        }
        first
    }
}

impl expr::World for World<'_, '_> {
    fn value(&self, entity: Entity, fact: FactId) -> Value<'_> {
        field(fact).map_or(Value::Absent, |field| (field.get)(self.0, entity.index))
    }

    fn members(&self, entity: Entity, fact: FactId) -> Members<'_> {
        match field(fact) {
            Some(field) => (field.members)(self.0, entity.index),
            None => super::field::run(Scope::Plan, 0..0),
        }
    }

    fn outer(&self, entity: Entity, scope: ScopeId) -> Option<Entity> {
        let plan = self.0;
        let index = entity.index;
        let wanted = Scope::from_id(scope)?;
        let own = Scope::from_id(entity.scope)?;
        if own == wanted {
            return Some(entity);
        }
        let number = match (own, wanted) {
            (_, Scope::Plan | Scope::Athlete) => 0,
            (Scope::Set, Scope::Exercise) => plan.sets.get(index as usize)?.exercise,
            (Scope::Set, Scope::Session) => {
                plan.exercise(plan.sets.get(index as usize)?.exercise)?
                    .session
            }
            (Scope::Exercise, Scope::Session) => plan.exercise(index)?.session,
            (Scope::Wrap, Scope::Session) => plan.wrap(index)?.session,
            (Scope::MuscleWeek, Scope::Muscle) => plan.muscle_weeks.get(index as usize)?.muscle,
            _ => return None,
        };
        Some(wanted.entity(number))
    }

    fn not_stated(&self, reason: Reason) -> bool {
        Missing::from_code(reason.0).is_some_and(Missing::is_not_stated)
    }

    fn name(&self, entity: Entity) -> Cow<'_, str> {
        let plan = self.0;
        let index = entity.index;
        let text = |span: Option<Span>| Cow::Borrowed(span.map_or("", |span| plan.slice(span)));
        match Scope::from_id(entity.scope) {
            Some(Scope::Plan) => text(plan.title),
            Some(Scope::Athlete) => text(plan.athlete.name),
            Some(Scope::Week) => Cow::Owned(
                plan.weeks
                    .get(index as usize)
                    .map_or_else(String::new, |week| format!("week {}", week.number)),
            ),
            Some(Scope::Session) => text(plan.session(index).map(|session| session.name)),
            Some(Scope::Set) => Cow::Owned(
                plan.sets
                    .get(index as usize)
                    .map_or_else(String::new, |set| format!("set {}", set.number)),
            ),
            Some(Scope::Muscle) => {
                let id = plan.muscles.get(index as usize).map(|muscle| muscle.id);
                Cow::Borrowed(id.map_or("", |id| plan.knowledge.catalogue.muscle_name(id)))
            }
            _ => text(self.head(entity)),
        }
    }
}
