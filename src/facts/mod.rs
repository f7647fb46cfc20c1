//! The vocabulary of rules: every fact that an expression can read, with its scope, type, meaning, value and place.
//!
//! One row a fact, a file a scope. The rows drive the type checker, the evaluator, `cuff facts` and the reference, so
//! that none of them can know a fact that the others do not.

mod athlete;
mod exercise;
mod field;
mod program;
mod session;
mod set;
mod show;
mod view;
mod wrap;

pub use field::{Enumeration, Field, Kind, Reads, Scope, varying};
pub use show::Shown;
pub use view::{Vocabulary, World};
