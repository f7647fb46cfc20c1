//! Who wants to know how far a check is, to measure it. The core has no clock: it says what it has just done, and whoever
//! watches looks at theirs.

/// What a check has just done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The text is read into a tree.
    Parsed,
    /// It is known what will be trained.
    Modelled,
    /// A rule has been run.
    Ruled {
        /// Its place in the set.
        rule: usize,
        /// What it cost, in steps of the budget.
        steps: u64,
    },
    /// Findings are put together, silenced and in order.
    Judged,
}

/// Looks on while a plan is checked.
pub trait Watch {
    /// Something has just been done.
    fn done(&mut self, step: Step);
}

/// Nobody looks on.
impl Watch for () {
    fn done(&mut self, _: Step) {}
}
