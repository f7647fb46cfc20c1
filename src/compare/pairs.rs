//! What belongs together in two plans: weeks by their numbers or by what is in them, sessions by their names, exercises by
//! what they are. Things that both plans have may stand in another order.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::portrait::{Exercise, Portrait, Session, Week};

/// Which weeks of two plans belong together, by their places; in order of the new plan, then what is gone.
pub(super) struct Weeks {
    pub(super) pairs: Vec<(usize, usize)>,
    pub(super) gone: Vec<usize>,
    pub(super) added: Vec<usize>,
    /// Old and new numbers of the weeks of the pairs.
    numbers: Vec<(u32, u32)>,
}

impl Weeks {
    /// Weeks that have another number now.
    pub(super) fn renumbered(&self) -> HashMap<u32, u32> {
        let moved = self.numbers.iter().filter(|(was, is)| was != is);
        moved.copied().collect()
    }

    /// The same as runs: first and last week before, and by how many weeks they moved.
    pub(super) fn runs(&self) -> Vec<(Vec<u32>, Vec<u32>)> {
        let mut runs: Vec<(Vec<u32>, Vec<u32>)> = Vec::new();
        let mut last = None;
        for (was, is) in self.numbers.iter().filter(|(was, is)| was != is) {
            let step = i64::from(*is) - i64::from(*was);
            match runs.last_mut() {
                Some((before, after)) if last == Some(step) => {
                    before.push(*was);
                    after.push(*is);
                }
                _ => runs.push((vec![*was], vec![*is])),
            }
            last = Some(step);
        }
        runs
    }
}

/// Pairs weeks by their numbers; if more weeks are the same when some are taken to have moved on, by that.
pub(super) fn weeks(old: &Portrait<'_, '_>, new: &Portrait<'_, '_>) -> Weeks {
    let by_number = by_number(&old.weeks, &new.weeks);
    let same = |pairs: &[(usize, usize)]| {
        let both = pairs
            .iter()
            .filter_map(|(was, is)| Some((old.weeks.get(*was)?, new.weeks.get(*is)?)));
        both.filter(|(was, is)| was.signature == is.signature)
            .count()
    };
    let moved = by_content(&old.weeks, &new.weeks);
    let pairs = if moved.len() > same(&by_number) {
        with_gaps(&moved, &old.weeks, &new.weeks)
    } else {
        by_number
    };
    let numbers = pairs
        .iter()
        .filter_map(|(was, is)| Some((old.weeks.get(*was)?.number, new.weeks.get(*is)?.number)));
    Weeks {
        numbers: numbers.collect(),
        gone: others(old.weeks.len(), pairs.iter().map(|pair| pair.0)),
        added: others(new.weeks.len(), pairs.iter().map(|pair| pair.1)),
        pairs,
    }
}

fn by_number(old: &[Week], new: &[Week]) -> Vec<(usize, usize)> {
    let places: HashMap<u32, usize> = old.iter().map(|week| week.number).zip(0..).collect();
    let pairs = new.iter().enumerate();
    pairs
        .filter_map(|(place, week)| Some((*places.get(&week.number)?, place)))
        .collect()
}

/// The longest run of weeks that are the same in both plans, in order.
fn by_content(old: &[Week], new: &[Week]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    let mut lengths = vec![0_u32; (old.len() + 1) * width];
    let at = |was: usize, is: usize| was * width + is;
    for (was, week) in old.iter().enumerate().rev() {
        for (is, other) in new.iter().enumerate().rev() {
            lengths[at(was, is)] = if week.signature == other.signature {
                lengths[at(was + 1, is + 1)] + 1
            } else {
                lengths[at(was + 1, is)].max(lengths[at(was, is + 1)])
            };
        }
    }
    let (mut was, mut is, mut pairs) = (0, 0, Vec::new());
    while let (Some(week), Some(other)) = (old.get(was), new.get(is)) {
        if week.signature == other.signature {
            pairs.push((was, is));
            (was, is) = (was + 1, is + 1);
        } else if skips_old(
            lengths[at(was + 1, is)],
            lengths[at(was, is + 1)],
            week,
            other,
        ) {
            was += 1;
        } else {
            is += 1;
        }
    }
    pairs
}

/// Where both ways are as good, the weeks themselves decide, so that it comes out the same with the plans turned round.
fn skips_old(without_old: u32, without_new: u32, old: &Week, new: &Week) -> bool {
    let by_content = old.signature < new.signature;
    without_old > without_new || without_old == without_new && by_content
}

/// Weeks between two pairs are changed versions of each other where there are as many in both plans.
fn with_gaps(pairs: &[(usize, usize)], old: &[Week], new: &[Week]) -> Vec<(usize, usize)> {
    let mut all = Vec::new();
    let (mut was, mut is) = (0, 0);
    for &(next_was, next_is) in pairs.iter().chain([&(old.len(), new.len())]) {
        if next_was - was == next_is - is {
            all.extend((was..next_was).zip(is..next_is));
        }
        if next_was < old.len() {
            all.push((next_was, next_is));
        }
        (was, is) = (next_was + 1, next_is + 1);
    }
    all
}

/// Places that are not among those taken.
fn others(count: usize, taken: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut open = vec![true; count];
    for place in taken {
        if let Some(open) = open.get_mut(place) {
            *open = false;
        }
    }
    (0..count)
        .filter(|&place| open.get(place) == Some(&true))
        .collect()
}

/// Things of two lists that belong together, in order of the new list, and those that stand alone.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    pub(super) both: Vec<(usize, usize)>,
    pub(super) gone: Vec<usize>,
    pub(super) added: Vec<usize>,
}

impl Pairs {
    /// Takes things that stood alone as belonging together.
    fn join(&mut self, found: &[(usize, usize)]) {
        self.gone
            .retain(|place| !found.iter().any(|pair| pair.0 == *place));
        self.added
            .retain(|place| !found.iter().any(|pair| pair.1 == *place));
        self.both.extend(found);
        self.both.sort_by_key(|pair| pair.1);
    }
}

/// Pairs things by keys, the most telling key first; the same key means the first of those that are left.
fn by_keys<T>(old: &[T], new: &[T], keys: &[&dyn Fn(&T) -> String]) -> Pairs {
    let mut partner: Vec<Option<usize>> = vec![None; new.len()];
    let mut taken = vec![false; old.len()];
    for key in keys {
        let mut open: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, thing) in old.iter().enumerate().rev() {
            if taken.get(place) == Some(&false) {
                open.entry(key(thing)).or_default().push(place);
            }
        }
        for (thing, partner) in new.iter().zip(&mut partner) {
            if partner.is_none()
                && let Some(place) = open.get_mut(&key(thing)).and_then(Vec::pop)
            {
                *partner = Some(place);
                if let Some(taken) = taken.get_mut(place) {
                    *taken = true;
                }
            }
        }
    }
    let both = partner.iter().enumerate();
    let both: Vec<(usize, usize)> = both.filter_map(|(is, was)| Some(((*was)?, is))).collect();
    Pairs {
        gone: others(old.len(), both.iter().map(|pair| pair.0)),
        added: others(new.len(), both.iter().map(|pair| pair.1)),
        both,
    }
}

/// Exercises of two sessions.
pub(super) fn exercises(old: &[Exercise], new: &[Exercise]) -> Pairs {
    let mut pairs = by_keys(
        old,
        new,
        &[
            &|one| format!("{}", one.signature),
            &|one| format!("{} {}", one.warm_up, one.key),
            &|one| one.key.clone(),
        ],
    );
    exchange(old, new, &mut pairs);
    pairs
}

/// An exercise that is gone and one that came in its place are one exchange, if they are of a kind.
fn exchange(old: &[Exercise], new: &[Exercise], pairs: &mut Pairs) {
    if pairs.gone.len().max(pairs.added.len()) > MOST_EXCHANGED {
        return;
    }
    // Both stand behind the same exercise.
    let both = &pairs.both;
    let behind_old = |place| {
        both.iter()
            .filter(|pair| pair.0 < place)
            .max()
            .map(|pair| pair.1)
    };
    let behind_new = |place| {
        both.iter()
            .filter(|pair| pair.1 < place)
            .map(|pair| pair.1)
            .max()
    };
    let mut exchanged: Vec<(usize, usize)> = Vec::new();
    for &place in &pairs.gone {
        let fits = |other: &&usize| {
            let is_open = !exchanged.iter().any(|pair| pair.1 == **other);
            let together = behind_old(place) == behind_new(**other);
            is_open && together && of_a_kind(old.get(place), new.get(**other))
        };
        if let Some(&other) = pairs.added.iter().find(fits) {
            exchanged.push((place, other));
        }
    }
    pairs.join(&exchanged);
}

/// With more than these that came and went, a session is another one, and nobody wants to read what became of what.
const MOST_EXCHANGED: usize = 12;

/// Whether two exercises train the same muscle, move alike, or are done in the same sets.
fn of_a_kind(one: Option<&Exercise>, other: Option<&Exercise>) -> bool {
    let (Some(one), Some(other)) = (one, other) else {
        return false;
    };
    let shares = |one: Option<_>, other: Option<_>| one.is_some() && one == other;
    let sets = |exercise: &Exercise| exercise.traits.first().map(|(_, sets)| sets.sense.clone());
    shares(one.kin.0, other.kin.0)
        || one.kin.1.is_some() && one.kin.1 == other.kin.1
        || sets(one) == sets(other)
}

/// Sessions of two weeks.
pub(super) fn sessions(old: &[&Session], new: &[&Session]) -> Pairs {
    let mut pairs = by_keys(
        old,
        new,
        &[&|one| format!("{}", one.signature), &|one| {
            one.name.to_lowercase()
        }],
    );
    rename(old, new, &mut pairs);
    pairs
}

/// A session that is gone and one that came with mostly the same exercises are one session with a new name. Those that
/// share most come first.
fn rename(old: &[&Session], new: &[&Session], pairs: &mut Pairs) {
    let name = |session: &&Session| session.name.to_lowercase();
    let mut count: HashMap<String, usize> = HashMap::new();
    for session in old.iter().chain(new) {
        *count.entry(name(session)).or_default() += 1;
    }
    // A name that others have as well, or none at all, is no name to go by.
    let known = |session: Option<&&Session>| {
        session.is_some_and(|one| !one.name.is_empty() && count.get(&name(one)) == Some(&1))
    };
    let gone = pairs.gone.iter().filter(|&&place| known(old.get(place)));
    let added = pairs.added.iter().filter(|&&place| known(new.get(place)));
    let added: Vec<usize> = added.take(MOST_EXCHANGED).copied().collect();
    let mut alike: Vec<(usize, (usize, usize))> = Vec::new();
    for &was in gone.take(MOST_EXCHANGED) {
        for &is in &added {
            let shared = old
                .get(was)
                .zip(new.get(is))
                .map_or(0, |(was, is)| shared(was, is));
            if shared >= 50 {
                alike.push((shared, (was, is)));
            }
        }
    }
    alike.sort_by_key(|(shared, (was, is))| (Reverse(*shared), was + is, was.abs_diff(*is)));
    let mut renamed: Vec<(usize, usize)> = Vec::new();
    for (_, (was, is)) in alike {
        if !renamed.iter().any(|pair| pair.0 == was || pair.1 == is) {
            renamed.push((was, is));
        }
    }
    pairs.join(&renamed);
}

/// How many of a hundred exercises two sessions share.
fn shared(one: &Session, other: &Session) -> usize {
    let mut open: HashMap<&str, usize> = HashMap::new();
    for exercise in &one.exercises {
        *open.entry(&exercise.key).or_default() += 1;
    }
    let mut both = 0;
    for exercise in &other.exercises {
        if let Some(count) = open
            .get_mut(exercise.key.as_str())
            .filter(|count| **count > 0)
        {
            *count -= 1;
            both += 1;
        }
    }
    let most = one.exercises.len().max(other.exercises.len()).max(1);
    both * 100 / most
}

/// Of pairs in order of the new list, those that moved: all outside of the longest run that kept its order.
pub(super) fn moved(pairs: &[(usize, usize)]) -> Vec<usize> {
    // For each length of a run the pair that ends it lowest, and for each pair the one in front of it in its run.
    let mut ends: Vec<usize> = Vec::new();
    let mut in_front: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    let was = |number: usize| pairs.get(number).map_or(0, |pair| pair.0);
    for number in 0..pairs.len() {
        let length = ends.partition_point(|&end| was(end) < was(number));
        in_front.push(
            length
                .checked_sub(1)
                .and_then(|shorter| ends.get(shorter).copied()),
        );
        match ends.get_mut(length) {
            Some(end) => *end = number,
            None => ends.push(number),
        }
    }
    let mut kept = vec![false; pairs.len()];
    let mut next = ends.last().copied();
    while let Some(number) = next {
        if let Some(kept) = kept.get_mut(number) {
            *kept = true;
        }
        next = in_front.get(number).copied().flatten();
    }
    (0..pairs.len())
        .filter(|&number| kept.get(number) == Some(&false))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moved_is_what_does_not_keep_its_order() {
        let pairs = |old: &[usize]| old.iter().copied().zip(0..).collect::<Vec<_>>();
        assert_eq!(moved(&pairs(&[0, 1, 2])), [] as [usize; 0]);
        assert_eq!(moved(&pairs(&[2, 0, 1])), [0]);
        assert_eq!(moved(&pairs(&[1, 2, 0])), [2]);
        assert_eq!(moved(&pairs(&[1, 0])).len(), 1);
    }
}
