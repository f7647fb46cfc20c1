//! Rules: files as written, what they mean once checked, and the set of them that a run uses.

mod changes;
mod choose;
mod compile;
pub mod file;
mod identity;
mod library;
mod load;
mod rule;
mod sources;

pub use choose::Choice;
pub use library::{At, Change, Holds, Override, Pack, Packs, Part, RuleSet, Settings, Supplied};
pub use rule::{Check, Fix, FixPlace, Guard, Level, Origin, Rule, Unknown};
