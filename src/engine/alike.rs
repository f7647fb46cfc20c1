//! The weeks of one day that are alike. A rule that reads nothing of what has changed since last week comes out as it did
//! last week, so that it need not look again where all was fine.

use std::ops::Range;

use crate::expr::Entity;
use crate::facts::Scope;
use crate::model::{Plan, Varying};

/// Whether a session is the one before it a week later, with nothing changed that something of this kind reads.
pub(super) fn is_like_last_week(plan: &Plan<'_>, session: u32, reads: Varying) -> bool {
    let changed = plan
        .session(session)
        .and_then(|session| session.since_last_week);
    changed.is_some_and(|changed| !changed.meets(reads))
}

/// The session that a thing lies in, if it lies in one.
fn session_of(plan: &Plan<'_>, thing: Entity) -> Option<u32> {
    match Scope::from_id(thing.scope)? {
        Scope::Session => Some(thing.index),
        Scope::Wrap => plan.wrap(thing.index).map(|wrap| wrap.session),
        Scope::Exercise => plan.exercise(thing.index).map(|exercise| exercise.session),
        _ => None,
    }
}

/// The things of a scope in a session; `None` if sessions have no such things.
pub(super) fn things_in(plan: &Plan<'_>, scope: Scope, session: u32) -> Option<Range<u32>> {
    let day = plan.session(session)?;
    match scope {
        Scope::Session => Some(session..session + 1),
        Scope::Wrap => Some(day.wraps.clone()),
        Scope::Exercise => Some(day.exercises.clone()),
        _ => None,
    }
}

/// What one rule has seen, session by session.
pub(super) struct Seen {
    reads: Varying,
    /// The session that is looked at, and how many findings there were before it.
    session: Option<u32>,
    found: usize,
    /// Whether it is passed over.
    passing: bool,
}

impl Seen {
    /// `reads`: what the rule reads.
    pub(super) fn by(reads: Varying) -> Self {
        Self {
            reads,
            session: None,
            found: 0,
            passing: false,
        }
    }

    /// Whether the rule need not look at a thing. Things come in the order of their sessions; `found` is how many findings
    /// there are now.
    pub(super) fn passes(&mut self, plan: &Plan<'_>, thing: Entity, found: usize) -> bool {
        let Some(session) = session_of(plan, thing) else {
            return false;
        };
        if self.session == Some(session) {
            return self.passing;
        }
        let before = session.checked_sub(1);
        let was_fine =
            before.is_some() && self.session == before && (self.passing || self.found == found);
        self.passing = was_fine && is_like_last_week(plan, session, self.reads);
        self.session = Some(session);
        self.found = found;
        self.passing
    }
}
