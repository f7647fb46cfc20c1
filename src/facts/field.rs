//! What a row of the vocabulary is, and the short ways to write one.

use crate::expr::{Code, Entity, EnumId, FactId, Indices, Members, Reason, ScopeId, Type, Value};
use crate::model::plan::{Known, List, Set};
use crate::model::{Missing, Plan, Thing, Varying};
use crate::quantity::{Dimension, Quantity};
use crate::source::Span;

/// A kind of thing in a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The plan as a whole.
    Plan,
    /// The athlete.
    Athlete,
    /// One of the athlete's conditions.
    Condition,
    /// One week.
    Week,
    /// One training session.
    Session,
    /// One span from wraps on to wraps off.
    Wrap,
    /// One exercise in a session.
    Exercise,
    /// One set of an exercise.
    Set,
    /// One exercise line over the weeks of its block.
    Series,
    /// One muscle over the weeks of the plan.
    Muscle,
    /// One muscle in one week.
    MuscleWeek,
    /// One text: a note, a comment, the reason of a suppression, the goal.
    Note,
}

impl Scope {
    /// All of them with their names in rules, what one is, and the wider ones that they see.
    pub const ALL: [(Self, &'static str, &'static str, &'static [ScopeId]); 12] = [
        (Self::Plan, "plan", "the plan as a whole", &[]),
        (Self::Athlete, "athlete", "the athlete", &[Self::Plan.id()]),
        (
            Self::Condition,
            "condition",
            "one of the athlete's conditions",
            &[Self::Athlete.id(), Self::Plan.id()],
        ),
        (Self::Week, "week", "one week", &[Self::Plan.id()]),
        (
            Self::Session,
            "session",
            "one training session",
            &[Self::Plan.id()],
        ),
        (
            Self::Wrap,
            "wrap",
            "one span from wraps on to wraps off",
            &[Self::Session.id(), Self::Plan.id()],
        ),
        (
            Self::Exercise,
            "exercise",
            "one exercise in a session",
            &[Self::Session.id(), Self::Plan.id()],
        ),
        (
            Self::Set,
            "set",
            "one set of an exercise",
            &[Self::Exercise.id(), Self::Session.id(), Self::Plan.id()],
        ),
        (
            Self::Series,
            "series",
            "one exercise line over the weeks of its block",
            &[Self::Plan.id()],
        ),
        (
            Self::Muscle,
            "muscle",
            "one muscle over the weeks of the plan",
            &[Self::Plan.id()],
        ),
        (
            Self::MuscleWeek,
            "muscle-week",
            "one muscle in one week",
            &[Self::Muscle.id(), Self::Plan.id()],
        ),
        (
            Self::Note,
            "note",
            "one text: a note, a comment, the reason of a suppression, the goal",
            &[Self::Plan.id()],
        ),
    ];

    /// Its number in expressions.
    pub const fn id(self) -> ScopeId {
        ScopeId(self as u8)
    }

    /// The scope with this number.
    pub fn from_id(id: ScopeId) -> Option<Self> {
        Self::ALL.get(usize::from(id.0)).map(|(scope, ..)| *scope)
    }

    /// The scope with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, other, ..)| *other == name)
            .map(|(scope, ..)| *scope)
    }

    /// Its name in rules.
    pub fn name(self) -> &'static str {
        Self::ALL
            .get(self as usize)
            .map_or("", |(_, name, ..)| name)
    }

    /// Its rows.
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Plan => super::program::PLAN,
            Self::Athlete => super::athlete::ATHLETE,
            Self::Condition => super::athlete::CONDITION,
            Self::Week => super::program::WEEK,
            Self::Session => super::session::SESSION,
            Self::Wrap => super::wrap::WRAP,
            Self::Exercise => super::exercise::EXERCISE,
            Self::Set => super::set::SET,
            Self::Series => super::program::SERIES,
            Self::Muscle => super::program::MUSCLE,
            Self::MuscleWeek => super::program::MUSCLE_WEEK,
            Self::Note => super::program::NOTE,
        }
    }

    /// One of its things.
    pub const fn entity(self, index: u32) -> Entity {
        Entity {
            scope: self.id(),
            index,
        }
    }
}

/// A set of words that a fact can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Enumeration {
    /// `beginner` to `elite`
    Level,
    /// `arm`, `leg`, `trunk`
    Limb,
    /// Places on the body, from the vocabulary file
    Site,
    /// `high` to `other`
    Position,
    /// `both`, `left`, `right`
    WrapSide,
    /// `continuous`, `released-in-rests`
    Mode,
    /// `passed`, `failed`
    SitTest,
    /// `stated`, `implied`, `never`
    Closed,
    /// `line`, `clause`, `name`
    Written,
    /// Kinds of week
    Phase,
    /// `compound` to `contested`
    Mechanic,
    /// From the catalogue
    Pattern,
    /// From the catalogue
    Muscle,
    /// From the vocabulary file
    Joint,
    /// Which side works
    Side,
    /// `heavy` to `light`
    Intensity,
    /// How a load is written
    LoadKind,
    /// What a text is
    NoteKind,
}

impl Enumeration {
    /// All of them with their names.
    pub const ALL: [(Self, &'static str); 18] = [
        (Self::Level, "level"),
        (Self::Limb, "limb"),
        (Self::Site, "site"),
        (Self::Position, "position"),
        (Self::WrapSide, "wrap side"),
        (Self::Mode, "mode"),
        (Self::SitTest, "sit test"),
        (Self::Closed, "way off"),
        (Self::Written, "way written"),
        (Self::Phase, "phase"),
        (Self::Mechanic, "mechanic"),
        (Self::Pattern, "pattern"),
        (Self::Muscle, "muscle"),
        (Self::Joint, "joint"),
        (Self::Side, "side"),
        (Self::Intensity, "intensity"),
        (Self::LoadKind, "load kind"),
        (Self::NoteKind, "text kind"),
    ];

    /// Its number in expressions.
    pub const fn id(self) -> EnumId {
        EnumId(self as u16)
    }
}

/// Type of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number with a unit.
    Quantity(Dimension),
    /// Yes or no.
    Truth,
    /// Text of the plan.
    Text,
    /// One of some words.
    Word(Enumeration),
    /// Some of some words.
    Words(Enumeration),
    /// A day.
    Date,
    /// A thing, or none.
    Entity(Scope),
    /// Things in order.
    Entities(Scope),
}

impl Kind {
    /// It as a type of expressions.
    pub fn ty(self) -> Type {
        match self {
            Self::Quantity(dimension) => Type::Quantity(dimension),
            Self::Truth => Type::Truth,
            Self::Text => Type::Text,
            Self::Word(words) => Type::Word(words.id()),
            Self::Words(words) => Type::Words(words.id()),
            Self::Date => Type::Date,
            Self::Entity(scope) => Type::Entity(scope.id()),
            Self::Entities(scope) => Type::Entities(scope.id()),
        }
    }
}

/// What of a set an expression reads; sets that are alike in it give the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reads {
    /// Nothing but what its exercise says, and its load.
    #[default]
    Load,
    /// What is done in it as well.
    Work,
    /// Which one of the sets it is.
    Number,
}

impl Reads {
    /// Whether two sets are alike in all of it.
    pub fn alike(self, one: &Set, other: &Set) -> bool {
        match self {
            Self::Load => one.is_loaded_like(other),
            Self::Work => one.is_loaded_like(other) && one.work == other.work,
            Self::Number => false,
        }
    }

    /// What an expression about sets reads of the set that it looks at.
    pub fn of(code: &Code) -> Self {
        let mut reads = Self::default();
        code.visit_own(&mut |fact| {
            let one = fact
                .and_then(field)
                .map_or(Self::Number, |field| field.reads);
            reads = reads.max(one);
        });
        reads
    }
}

/// What must change from one week to the next for an expression to give something else for the same thing of a day.
pub fn varying(code: &Code) -> Varying {
    let mut varying = Varying::NOTHING;
    code.visit_facts(&mut |fact| {
        let one = match field(fact) {
            // What is said of the athlete holds in every week.
            Some(_) if is_of_athlete(fact) => Varying::NOTHING,
            Some(field) => field.varying,
            None => Varying::ANY,
        };
        varying = varying.and(one);
    });
    varying
}

fn is_of_athlete(fact: FactId) -> bool {
    let scopes = [Scope::Athlete, Scope::Condition].map(Scope::id);
    scopes.iter().any(|scope| u16::from(scope.0) == fact.0 >> 8)
}

/// How the value of a fact is found: from a plan and the number of a thing.
pub(super) type Get = for<'p> fn(&'p Plan<'_>, u32) -> Value<'p>;
/// How the members of a collection are found.
pub(super) type GetMembers = for<'p> fn(&'p Plan<'_>, u32) -> Members<'p>;
/// How the place that states a fact is found; `None` if nothing states it.
pub(super) type GetPlace = fn(&Plan<'_>, u32) -> Option<Span>;

/// One row.
#[derive(Clone, Copy)]
pub struct Field {
    /// Its name in rules.
    pub name: &'static str,
    /// Its type.
    pub kind: Kind,
    /// What it is, for people.
    pub doc: &'static str,
    /// For a fact of a set: in what two sets are alike for which it is the same.
    pub reads: Reads,
    /// For a fact of a session and of what lies in it: what must change for it to differ from one week to the next.
    pub varying: Varying,
    pub(super) get: Get,
    pub(super) members: GetMembers,
    pub(super) place: GetPlace,
}

impl Field {
    pub(super) const fn new(name: &'static str, kind: Kind, doc: &'static str, get: Get) -> Self {
        Self {
            name,
            kind,
            doc,
            get,
            members: |_, _| NOBODY,
            place: |_, _| None,
            reads: Reads::Number,
            varying: Varying::ANY,
        }
    }

    pub(super) const fn list(
        name: &'static str,
        scope: Scope,
        doc: &'static str,
        members: GetMembers,
    ) -> Self {
        Self {
            name,
            kind: Kind::Entities(scope),
            doc,
            get: |_, _| Value::Absent,
            members,
            place: |_, _| None,
            reads: Reads::Number,
            varying: Varying::ANY,
        }
    }

    /// The row of a fact of a set that is the same for sets which are alike. Without it each set has its own, so that a row
    /// which says nothing costs time and never a finding.
    pub(super) const fn reading(self, reads: Reads) -> Self {
        Self { reads, ..self }
    }

    /// The row of a fact that differs between two weeks of a day only if one of these changes. Without it the fact counts as
    /// one that always may.
    pub(super) const fn varying(self, varying: Varying) -> Self {
        Self { varying, ..self }
    }

    /// The row with the place that states the fact.
    pub(super) const fn at(self, place: GetPlace) -> Self {
        Self { place, ..self }
    }
}

/// No things at all.
const NOBODY: Members<'static> = Members {
    scope: ScopeId(0),
    indices: Indices::Run { start: 0, end: 0 },
};

/// The number of a fact: its scope and its row.
pub(super) fn fact_id(scope: Scope, row: usize) -> FactId {
    FactId(u16::from(scope.id().0) << 8 | u16::try_from(row).unwrap_or(u16::MAX))
}

/// The rows of all scopes, by their numbers: what is looked up for each fact that a rule reads.
static ROWS: [&[Field]; Scope::ALL.len()] = {
    let mut rows: [&[Field]; Scope::ALL.len()] = [&[]; Scope::ALL.len()];
    let mut number = 0;
    while number < rows.len() {
        rows[number] = Scope::ALL[number].0.fields();
        number += 1;
    }
    rows
};

/// The row of a fact.
#[inline]
pub(super) fn field(id: FactId) -> Option<&'static Field> {
    ROWS.get(usize::from(id.0 >> 8))?
        .get(usize::from(id.0 & 0xFF))
}

pub(super) fn quantity<'p>(known: Known<Quantity>) -> Value<'p> {
    known.map_or_else(unknown, Value::Quantity)
}

pub(super) fn stated<'p>(value: Option<Quantity>, thing: Thing) -> Value<'p> {
    value.map_or_else(|| not_stated(thing), Value::Quantity)
}

pub(super) fn text<'p>(plan: &Plan<'p>, span: Option<Span>, thing: Thing) -> Value<'p> {
    span.map_or_else(|| not_stated(thing), |span| Value::Text(plan.slice(span)))
}

pub(super) fn yes<'p>(holds: bool) -> Value<'p> {
    Value::Truth(holds.into())
}

pub(super) fn count<'p>(value: impl TryInto<i64>) -> Value<'p> {
    Value::Quantity(Quantity::whole(
        value.try_into().unwrap_or(i64::MAX),
        Dimension::Count,
    ))
}

pub(super) fn milliseconds<'p>(value: i64) -> Value<'p> {
    Value::Quantity(Quantity::thousandths(value, Dimension::Duration))
}

pub(super) fn word<'p>(number: usize) -> Value<'p> {
    Value::Word(u16::try_from(number).unwrap_or(u16::MAX))
}

pub(super) fn unknown<'p>(reason: Missing) -> Value<'p> {
    Value::Unknown(Reason(reason.code()))
}

pub(super) fn not_stated<'p>(thing: Thing) -> Value<'p> {
    unknown(Missing::NotStated(thing))
}

pub(super) fn one<'p>(scope: Scope, index: Option<u32>) -> Value<'p> {
    index.map_or(Value::Absent, |index| Value::Entity(scope.entity(index)))
}

pub(super) fn run<'p>(scope: Scope, range: std::ops::Range<u32>) -> Members<'p> {
    Members {
        scope: scope.id(),
        indices: Indices::Run {
            start: range.start,
            end: range.end,
        },
    }
}

pub(super) fn these<'p>(scope: Scope, plan: &'p Plan<'_>, list: &List) -> Members<'p> {
    Members {
        scope: scope.id(),
        indices: Indices::These(plan.list(list)),
    }
}

pub(super) fn all<'p>(scope: Scope, count: usize) -> Members<'p> {
    run(scope, 0..u32::try_from(count).unwrap_or(u32::MAX))
}
