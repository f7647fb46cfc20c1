//! The names and types that expressions may use, as somebody above tells them.
//!
//! The language knows no plan: a [`Vocabulary`] says which scopes there are, which facts each has and of which type. It
//! is asked only while rules are loaded.

use crate::quantity::Dimension;

/// A kind of thing that has facts: a plan, a session, a set. Below 64, so that scopes fit a [`ScopeSet`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScopeId(pub u8);

/// A fact, unique within its vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId(pub u16);

/// An enumeration, such as the sites of a wrap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnumId(pub u16);

/// What an expression gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// A number with a unit.
    Quantity(Dimension),
    /// Yes or no.
    Truth,
    /// Text as the plan's author wrote it.
    Text,
    /// One member of an enumeration.
    Word(EnumId),
    /// A set of members of an enumeration, which has at most 64.
    Words(EnumId),
    /// A day.
    Date,
    /// One thing, or none.
    Entity(ScopeId),
    /// Things in order; they are only looked at one by one.
    Entities(ScopeId),
}

/// Several scopes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScopeSet(u64);

impl ScopeSet {
    /// The set with this scope in it as well; a scope of 64 or above counts as the last one.
    #[must_use]
    pub fn with(self, scope: ScopeId) -> Self {
        Self(self.0 | 1 << scope.0.min(63))
    }

    /// What is in one of them, or in both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether `scope` is in it.
    pub fn contains(self, scope: ScopeId) -> bool {
        self.0 >> scope.0.min(63) & 1 == 1
    }

    /// Whether no scope is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// Names and types of all facts.
pub trait Vocabulary {
    /// All scopes with their names, in the order in which they are documented.
    fn scopes(&self) -> Vec<(ScopeId, &str)>;

    /// The fact of `scope` that is called `name`.
    fn fact(&self, scope: ScopeId, name: &str) -> Option<(FactId, Type)>;

    /// Names of the facts of `scope`.
    fn facts(&self, scope: ScopeId) -> Vec<&str>;

    /// The wider scopes whose facts can be read by their bare names in `scope`, nearest first.
    fn outer(&self, scope: ScopeId) -> &[ScopeId];

    /// What an enumeration is called.
    fn enumeration(&self, id: EnumId) -> &str;

    /// Members of an enumeration, in the order of their numbers.
    fn members(&self, id: EnumId) -> Vec<&str>;

    /// The scope that is called `name`.
    fn scope(&self, name: &str) -> Option<ScopeId> {
        self.scopes()
            .into_iter()
            .find_map(|(scope, known)| (known == name).then_some(scope))
    }

    /// What a scope is called.
    fn scope_name(&self, scope: ScopeId) -> &str {
        self.scopes()
            .into_iter()
            .find_map(|(known, name)| (known == scope).then_some(name))
            .unwrap_or("thing")
    }

    /// The number of the member of an enumeration that is called `name`.
    fn member(&self, id: EnumId, name: &str) -> Option<u16> {
        let place = self.members(id).iter().position(|member| *member == name)?;
        u16::try_from(place).ok()
    }

    /// What a message calls values of a type: "a percent", "a set of `muscle`".
    fn describe(&self, ty: Type) -> String {
        match ty {
            Type::Quantity(dimension) => format!("a {}", dimension.word()),
            Type::Truth => "yes or no".to_owned(),
            Type::Text => "text".to_owned(),
            Type::Word(id) => format!("one `{}`", self.enumeration(id)),
            Type::Words(id) => format!("a set of `{}`", self.enumeration(id)),
            Type::Date => "a date".to_owned(),
            Type::Entity(scope) => format!("one `{}`", self.scope_name(scope)),
            Type::Entities(scope) => format!("a collection of `{}`", self.scope_name(scope)),
        }
    }

    /// A condition on values of a type as somebody would write one, with `subject` for the value.
    fn example(&self, subject: &str, ty: Type) -> String {
        match ty {
            Type::Quantity(dimension) => format!("{subject} <= {}", dimension.example()),
            Type::Truth => format!("not {subject}"),
            Type::Text => format!("{subject} == \"…\""),
            Type::Word(id) => match self.members(id).first() {
                Some(member) => format!("{subject} == {member}"),
                None => format!("known({subject})"),
            },
            Type::Words(_) => format!("not empty({subject})"),
            Type::Date => format!("known({subject})"),
            Type::Entity(_) => format!("exists({subject})"),
            Type::Entities(scope) => {
                let member = self.scope_name(scope);
                format!("count({member} in {subject}) >= 1")
            }
        }
    }
}
