//! Changes as they are found, week by week, joined so that each is said once with all its weeks and exercises.

use std::collections::HashMap;

use super::change::{Aspect, Change, Value};

/// What was found in one pair of sessions, or of the plan as a whole; weeks are not known yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) changes: Vec<Change>,
    pub(super) follows: Vec<Change>,
}

/// All changes so far, each once.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    changes: Joined,
    follows: Joined,
}

#[derive(Debug, Default)]
struct Joined {
    list: Vec<Change>,
    /// Where each change stands in the list, by itself without its weeks.
    places: HashMap<Change, usize>,
}

impl Joined {
    fn add(&mut self, mut change: Change) {
        let weeks = std::mem::take(&mut change.weeks);
        if let Some(place) = self.places.get(&change) {
            if let Some(before) = self.list.get_mut(*place) {
                before.weeks.extend(weeks);
            }
            return;
        }
        self.places.insert(change.clone(), self.list.len());
        self.list.push(Change { weeks, ..change });
    }

    fn finish(mut self) -> Vec<Change> {
        for change in &mut self.list {
            change.weeks.sort_unstable();
            change.weeks.dedup();
        }
        self.list
    }
}

impl Drafts {
    pub(super) fn add(&mut self, change: Change) {
        self.changes.add(change);
    }

    pub(super) fn follow(&mut self, change: Change) {
        self.follows.add(change);
    }

    /// Adds what was found in one pair of sessions for one week.
    pub(super) fn add_all(&mut self, found: &Found, week: u32) {
        let dated = |change: &Change| Change {
            weeks: vec![week],
            ..change.clone()
        };
        for change in &found.changes {
            self.changes.add(dated(change));
        }
        for change in &found.follows {
            self.follows.add(dated(change));
        }
    }

    pub(super) fn finish(self) -> (Vec<Change>, Vec<Change>) {
        (self.changes.finish(), self.follows.finish())
    }
}

impl Found {
    /// The same property of several exercises, changed in the same way, is one change of all of them.
    pub(super) fn together(mut self) -> Self {
        let mut places: HashMap<(Aspect, Option<Value>, Option<Value>), usize> = HashMap::new();
        let mut kept: Vec<Change> = Vec::with_capacity(self.changes.len());
        for change in std::mem::take(&mut self.changes) {
            let joins = !change.aspect.is_thing() && change.exercises.len() == 1;
            let key = (change.aspect, change.before.clone(), change.after.clone());
            let before = places.get(&key).filter(|_| joins);
            match before.and_then(|place| kept.get_mut(*place)) {
                Some(before) => before.exercises.extend(change.exercises),
                None => {
                    if joins {
                        places.insert(key, kept.len());
                    }
                    kept.push(change);
                }
            }
        }
        self.changes = kept;
        self
    }
}

/// A change without weeks, session and exercises.
pub(super) fn change(aspect: Aspect, before: Option<Value>, after: Option<Value>) -> Change {
    Change {
        weeks: Vec::new(),
        session: None,
        exercises: Vec::new(),
        aspect,
        before,
        after,
        note: None,
    }
}
