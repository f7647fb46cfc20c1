//! Running rules over a plan. Each rule looks at each thing of its scope; what it requires holds, is violated, or cannot
//! be decided. Then findings of one cause become one finding.

mod alike;
mod baseline;
mod finding;
mod fixes;
mod merge;
mod nodes;
mod parts;
mod run;
mod suppress;
mod waive;
mod watch;

pub use baseline::{Known, Split, known_among, remembered, split};
pub use finding::{Finding, Places, place_of};
pub use fixes::changes;
pub use merge::join;
pub use parts::{level_within, parts_met};
pub use run::{Outcome, run};
pub use suppress::{Reach, State, Suppressed, Waiver, suppress};
pub use waive::{waive, waive_in_file};
pub use watch::{Step, Watch};
