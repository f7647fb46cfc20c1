//! What a plan means: the athlete, every week written out, loads as percent of 1RM, sessions on a clock, wraps on and
//! off. Nothing is judged here. What is not known carries the reason and the line that would settle it.

mod athlete;
mod build;
mod clock;
mod effort;
mod estimates;
mod exercises;
pub mod file;
mod load;
mod missing;
mod muscles;
mod outline;
pub mod plan;
mod sessions;
mod terms;
mod today;
mod varying;
mod wrap_words;
mod wraps;

pub use build::build;
pub use effort::Intensity;
pub use estimates::{Estimates, Problem};
pub use missing::{Missing, Thing};
pub use plan::{Knowledge, Plan};
pub use terms::{BodyPart, Phase, Position, Terms, WrapSide};
pub use today::Today;
pub use varying::Varying;
