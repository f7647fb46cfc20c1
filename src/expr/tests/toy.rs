//! A vocabulary and plans small enough to be seen at a glance: plan > session > exercise > set, and wraps around sets.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::{
    Context, Entity, EnumId, FactId, Frame, Indices, Lets, Members, Reason, ScopeId, Type, Value,
    Vocabulary, WordList, World,
};
use crate::quantity::{Dimension, Quantity};

pub(super) const PLAN: ScopeId = ScopeId(0);
pub(super) const SESSION: ScopeId = ScopeId(1);
pub(super) const EXERCISE: ScopeId = ScopeId(2);
pub(super) const SET: ScopeId = ScopeId(3);
pub(super) const WRAP: ScopeId = ScopeId(4);

pub(super) const SITE: EnumId = EnumId(0);
pub(super) const MUSCLE: EnumId = EnumId(1);
pub(super) const LEVEL: EnumId = EnumId(2);

/// The plan leaves it out.
pub(super) const NOT_STATED: Reason = Reason(1);
/// It is stated, but cannot be worked out.
pub(super) const NO_ONE_RM: Reason = Reason(2);

const PERCENT: Type = Type::Quantity(Dimension::Percent);
const MASS: Type = Type::Quantity(Dimension::Mass);
const COUNT: Type = Type::Quantity(Dimension::Count);
const DURATION: Type = Type::Quantity(Dimension::Duration);
const RATING: Type = Type::Quantity(Dimension::OutOfTen);

/// Every fact; its number is its place here.
pub(super) const FACTS: &[(ScopeId, &str, Type)] = &[
    (PLAN, "title", Type::Text),
    (PLAN, "level", Type::Word(LEVEL)),
    (PLAN, "today", Type::Date),
    (PLAN, "sessions", Type::Entities(SESSION)),
    (SESSION, "duration", DURATION),
    (SESSION, "exercises", Type::Entities(EXERCISE)),
    (SESSION, "sets", Type::Entities(SET)),
    (SESSION, "wraps", Type::Entities(WRAP)),
    (EXERCISE, "name", Type::Text),
    (EXERCISE, "muscles", Type::Words(MUSCLE)),
    (EXERCISE, "target", Type::Word(MUSCLE)),
    (EXERCISE, "one-rm", MASS),
    (EXERCISE, "tested", Type::Date),
    (EXERCISE, "later", Type::Entity(EXERCISE)),
    (EXERCISE, "work", Type::Entities(SET)),
    (SET, "load", PERCENT),
    (SET, "mass", MASS),
    (SET, "reps", COUNT),
    (SET, "rest", DURATION),
    (SET, "wrapped", Type::Truth),
    (SET, "note", Type::Text),
    (SET, "of", COUNT),
    (WRAP, "site", Type::Word(SITE)),
    (WRAP, "tightness", RATING),
];

const SCOPES: [(ScopeId, &str); 5] = [
    (PLAN, "plan"),
    (SESSION, "session"),
    (EXERCISE, "exercise"),
    (SET, "set"),
    (WRAP, "wrap"),
];

pub(super) struct Toy;

impl Vocabulary for Toy {
    fn scopes(&self) -> Vec<(ScopeId, &str)> {
        SCOPES.to_vec()
    }

    fn fact(&self, scope: ScopeId, name: &str) -> Option<(FactId, Type)> {
        let place = FACTS
            .iter()
            .position(|(owner, known, _)| *owner == scope && *known == name)?;
        Some((FactId(place as u16), FACTS[place].2))
    }

    fn facts(&self, scope: ScopeId) -> Vec<&str> {
        let facts = FACTS.iter().filter(|(owner, ..)| *owner == scope);
        facts.map(|(_, name, _)| *name).collect()
    }

    fn outer(&self, scope: ScopeId) -> &[ScopeId] {
        match scope {
            SESSION => &[PLAN],
            EXERCISE | WRAP => &[SESSION, PLAN],
            SET => &[EXERCISE, WRAP, SESSION, PLAN],
            _ => &[],
        }
    }

    fn enumeration(&self, id: EnumId) -> &str {
        match id {
            SITE => "site",
            MUSCLE => "muscle",
            _ => "level",
        }
    }

    fn members(&self, id: EnumId) -> Vec<&str> {
        match id {
            SITE => vec!["upper-arm", "thigh", "neck", "above-knee"],
            MUSCLE => vec!["biceps", "quads", "calves", "hamstrings"],
            _ => vec!["beginner", "intermediate", "advanced"],
        }
    }
}

/// A plan: for each scope, for each thing, a value for each fact (unused places stay absent).
#[derive(Clone, Debug)]
pub(super) struct ToyWorld {
    pub(super) things: Vec<Vec<Thing>>,
}

#[derive(Clone, Debug)]
pub(super) struct Thing {
    pub(super) name: &'static str,
    pub(super) values: Vec<Value<'static>>,
    pub(super) lists: BTreeMap<FactId, Vec<u32>>,
    /// For each scope, what it lies in.
    pub(super) outer: [Option<u32>; 5],
}

pub(super) fn fact(scope: ScopeId, name: &str) -> FactId {
    Toy.fact(scope, name).expect(name).0
}

pub(super) fn quantity(text: &str) -> Value<'static> {
    Value::Quantity(Quantity::parse(text).expect(text))
}

impl ToyWorld {
    pub(super) fn empty() -> Self {
        Self {
            things: vec![Vec::new(); 5],
        }
    }

    pub(super) fn add(&mut self, scope: ScopeId, name: &'static str, inside: &[Entity]) -> Entity {
        let things = &mut self.things[usize::from(scope.0)];
        let index = things.len() as u32;
        let entity = Entity { scope, index };
        let mut outer = [None; 5];
        for around in inside {
            outer[usize::from(around.scope.0)] = Some(around.index);
        }
        let values = FACTS.iter().map(|_| Value::Unknown(NOT_STATED)).collect();
        things.push(Thing {
            name,
            values,
            lists: BTreeMap::new(),
            outer,
        });
        entity
    }

    pub(super) fn thing(&mut self, entity: Entity) -> &mut Thing {
        &mut self.things[usize::from(entity.scope.0)][entity.index as usize]
    }

    pub(super) fn set(&mut self, entity: Entity, name: &str, value: Value<'static>) {
        let fact = fact(entity.scope, name);
        self.thing(entity).values[usize::from(fact.0)] = value;
    }

    pub(super) fn list(&mut self, entity: Entity, name: &str, members: &[Entity]) {
        let fact = fact(entity.scope, name);
        let members = members.iter().map(|member| member.index).collect();
        self.thing(entity).lists.insert(fact, members);
    }
}

impl World for ToyWorld {
    fn value(&self, entity: Entity, fact: FactId) -> Value<'_> {
        self.things[usize::from(entity.scope.0)][entity.index as usize].values[usize::from(fact.0)]
    }

    fn members(&self, entity: Entity, fact: FactId) -> Members<'_> {
        let thing = &self.things[usize::from(entity.scope.0)][entity.index as usize];
        let Type::Entities(scope) = FACTS[usize::from(fact.0)].2 else {
            panic!("not a collection");
        };
        let indices = thing.lists.get(&fact).map_or(&[][..], Vec::as_slice);
        Members {
            scope,
            indices: Indices::These(indices),
        }
    }

    fn outer(&self, entity: Entity, scope: ScopeId) -> Option<Entity> {
        let thing = &self.things[usize::from(entity.scope.0)][entity.index as usize];
        let index = thing.outer[usize::from(scope.0)]?;
        Some(Entity { scope, index })
    }

    fn not_stated(&self, reason: Reason) -> bool {
        reason == NOT_STATED
    }

    fn name(&self, entity: Entity) -> Cow<'_, str> {
        let thing = &self.things[usize::from(entity.scope.0)][entity.index as usize];
        Cow::Borrowed(thing.name)
    }
}

/// One session: a squat without wraps (5 reps at 80 %, 3 at 85 %), then a leg curl under a thigh wrap at 7/10 (30 reps
/// at 25 %, 15 at 28-32 %, 15 at an unknown load).
pub(super) struct Example {
    pub(super) world: ToyWorld,
    pub(super) session: Entity,
    pub(super) squat: Entity,
    pub(super) curl: Entity,
    pub(super) sets: Vec<Entity>,
    pub(super) wrap: Entity,
}

pub(super) fn example() -> Example {
    let mut world = ToyWorld::empty();
    let plan = world.add(PLAN, "Plan", &[]);
    let session = world.add(SESSION, "Legs", &[plan]);
    let squat = world.add(EXERCISE, "Back Squat", &[plan, session]);
    let curl = world.add(EXERCISE, "Leg Curl", &[plan, session]);
    let wrap = world.add(WRAP, "thigh wrap", &[plan, session]);
    let mut sets = Vec::new();
    for (exercise, load, mass, reps) in [
        (squat, quantity("80 %"), quantity("80 kg"), "5"),
        (squat, quantity("85 %"), quantity("85 kg"), "3"),
        (curl, quantity("25 %"), quantity("10 kg"), "30"),
        (curl, quantity("28-32 %"), quantity("12 kg"), "15"),
        (curl, Value::Unknown(NO_ONE_RM), quantity("12 kg"), "15"),
    ] {
        let wrapped = exercise == curl;
        let around: &[Entity] = if wrapped {
            &[plan, session, exercise, wrap]
        } else {
            &[plan, session, exercise]
        };
        let set = world.add(SET, "set", around);
        world.set(set, "load", load);
        world.set(set, "mass", mass);
        world.set(set, "reps", quantity(reps));
        world.set(
            set,
            "wrapped",
            Value::Truth(super::super::Truth::from(wrapped)),
        );
        world.set(set, "note", Value::Text("Stop if the foot goes numb."));
        sets.push(set);
    }
    world.set(sets[2], "rest", quantity("30 s"));
    world.set(sets[3], "of", quantity("3"));
    fill_things(&mut world, plan, session, [squat, curl], wrap);
    world.list(session, "sets", &sets);
    world.list(squat, "work", &sets[..2]);
    world.list(curl, "work", &sets[2..]);
    Example {
        world,
        session,
        squat,
        curl,
        sets,
        wrap,
    }
}

fn fill_things(
    world: &mut ToyWorld,
    plan: Entity,
    session: Entity,
    [squat, curl]: [Entity; 2],
    wrap: Entity,
) {
    world.set(plan, "title", Value::Text("Café legs"));
    world.set(plan, "level", Value::Word(1));
    world.set(plan, "today", Value::Date(20_500));
    world.list(plan, "sessions", &[session]);
    world.set(session, "duration", quantity("40-50 min"));
    world.list(session, "exercises", &[squat, curl]);
    world.list(session, "wraps", &[wrap]);
    for (exercise, name, muscles, target) in [
        (squat, "Back Squat", 0b1010, 1),
        (curl, "Leg Curl", 0b1000, 3),
    ] {
        world.set(exercise, "name", Value::Text(name));
        world.set(exercise, "muscles", Value::Words(muscles));
        world.set(exercise, "target", Value::Word(target));
    }
    world.set(squat, "one-rm", quantity("100 kg"));
    world.set(squat, "tested", Value::Date(20_400));
    world.set(squat, "later", Value::Entity(curl));
    world.set(curl, "later", Value::Absent);
    world.set(wrap, "site", Value::Word(1));
    world.set(wrap, "tightness", quantity("7/10"));
}

/// What expressions in tests may name.
pub(super) struct Names {
    pub(super) params: BTreeMap<String, Option<Quantity>>,
    pub(super) words: BTreeMap<String, Option<Arc<WordList>>>,
    pub(super) lets: Lets,
}

pub(super) fn names() -> Names {
    let params = [
        ("max", "30 %"),
        ("slack", "0.5 %"),
        ("band", "20-30 %"),
        ("plate", "2.5 kg"),
        ("reps", "15"),
        ("long", "20 min"),
    ];
    let params = params
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Quantity::parse(value).ok()))
        .chain([("broken".to_owned(), None)])
        .collect();
    let numb = list(&[&["numb*", "tingl*"]], &["stop if"]);
    let words = [
        ("numb".to_owned(), Some(Arc::new(numb))),
        ("broken".to_owned(), None),
    ];
    Names {
        params,
        words: words.into(),
        lets: Lets::default(),
    }
}

pub(super) fn list(all: &[&[&str]], none: &[&str]) -> WordList {
    let owned = |texts: &[&str]| {
        texts
            .iter()
            .map(|text| (*text).to_owned())
            .collect::<Vec<_>>()
    };
    let all: Vec<Vec<String>> = all.iter().map(|group| owned(group)).collect();
    WordList::compile(&all, &owned(none)).expect("a good list")
}

impl Names {
    pub(super) fn context(&self, scope: ScopeId) -> Context<'_> {
        Context {
            vocabulary: &Toy,
            scope,
            params: &self.params,
            words: &self.words,
            lets: &self.lets,
        }
    }

    pub(super) fn with_lets(mut self, scope: ScopeId, lets: &[(&str, &str)]) -> Self {
        let texts = lets
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).into()));
        let (lets, errors) = Lets::compile(&texts.collect(), &self.context(scope));
        assert_eq!(errors, Vec::new());
        self.lets = lets;
        self
    }
}

/// A frame with plenty of fuel.
pub(super) fn frame<'w>(entity: Entity) -> Frame<'w> {
    Frame::new(entity, 1_000_000)
}
