//! Findings that came, went, or are not what they were. A finding is known by its rule and its place in the plan, week by
//! week, so that it is the same one in `weeks 1-4` and in four weeks that are written out.

use std::collections::{BTreeSet, HashMap};

use crate::check::Report;
use crate::diagnostic::{Diagnostic, Severity, Status};
use crate::model::Plan;

use super::portrait::{key_of, plain};
use super::weeks::Names;

/// What was found in a plan.
#[derive(Debug, Default)]
pub struct Judged {
    /// What is said.
    pub open: Vec<Diagnostic>,
    /// What comments silence, each with the reason.
    pub silenced: Vec<(Diagnostic, String)>,
}

/// The findings of a report; `text` is the plan's.
pub fn judged(report: Report, text: &str) -> Judged {
    let silenced = report.suppressed.into_iter();
    let silenced = silenced.map(|one| (one.diagnostic, plain(one.reason.of(text))));
    Judged {
        open: report.diagnostics,
        silenced: silenced.collect(),
    }
}

/// What became of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Came {
    /// It was not there before.
    Appeared,
    /// A comment silenced it before.
    Heard,
    /// It matters more than before, or can be decided now.
    Worse,
    /// It says something else.
    Changed,
    /// It matters less than before.
    Better,
    /// A comment silences it now.
    Silenced,
    /// It is not there any more.
    Gone,
}

impl Came {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 7] = [
        Self::Appeared,
        Self::Heard,
        Self::Worse,
        Self::Changed,
        Self::Better,
        Self::Silenced,
        Self::Gone,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Appeared => "appeared",
            Self::Heard => "no-longer-silenced",
            Self::Worse => "worse",
            Self::Changed => "changed",
            Self::Better => "better",
            Self::Silenced => "silenced",
            Self::Gone => "gone",
        }
    }
}

/// A finding that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingChange {
    /// What became of it.
    pub came: Came,
    /// As it was.
    pub before: Option<Diagnostic>,
    /// As it is.
    pub after: Option<Diagnostic>,
    /// The weeks in which it came or went, where those are not all weeks that it holds in.
    pub weeks: Vec<u32>,
    /// Why a comment silences it.
    pub reason: Option<String>,
}

impl FindingChange {
    /// The finding: as it is, or as it was.
    pub fn finding(&self) -> Option<&Diagnostic> {
        self.after.as_ref().or(self.before.as_ref())
    }

    /// Whether it is an error now and was none before.
    pub fn is_new_error(&self) -> bool {
        let is_error = |finding: &Diagnostic| {
            finding.status == Status::Violated && finding.severity == Severity::Error
        };
        let came = matches!(self.came, Came::Appeared | Came::Heard | Came::Worse);
        came && self.after.as_ref().is_some_and(is_error)
    }
}

/// One finding with where it stands, in a form that both plans share.
struct Seen {
    finding: Diagnostic,
    silenced: Option<String>,
    /// Its rule and place, once for each week, with that week.
    slots: Vec<(String, Option<u32>)>,
}

/// The findings of one plan.
pub(super) struct Side {
    seen: Vec<Seen>,
}

impl Side {
    pub(super) fn new(plan: &Plan<'_>, judged: Judged) -> Self {
        let names = places(plan);
        let seen = |finding: Diagnostic, silenced: Option<String>| Seen {
            slots: slots(&finding, &names),
            finding,
            silenced,
        };
        let open = judged.open.into_iter().map(|finding| seen(finding, None));
        let silenced = judged.silenced.into_iter();
        let silenced = silenced.map(|(finding, reason)| seen(finding, Some(reason)));
        Self {
            seen: open.chain(silenced).collect(),
        }
    }

    /// The same in the numbers of weeks and the names of sessions that the new plan has for them.
    pub(super) fn moved(mut self, weeks: &HashMap<u32, u32>, sessions: &Names) -> Self {
        for (slot, week) in self.seen.iter_mut().flat_map(|seen| &mut seen.slots) {
            let Some(number) = week else { continue };
            if let Some(moved) = weeks.get(number) {
                *number = *moved;
            }
            let mut parts = slot.splitn(3, '\n').map(str::to_owned);
            let (rule, session) = (parts.next(), parts.next());
            let session = session.map(|name| {
                let key = (*number, name);
                sessions.get(&key).cloned().unwrap_or(key.1)
            });
            let all = [rule, session, parts.next()];
            *slot = all.into_iter().flatten().collect::<Vec<_>>().join("\n");
        }
        self
    }
}

/// Each place of an exercise, without its week, in the form that both plans share.
fn places(plan: &Plan<'_>) -> HashMap<String, String> {
    let mut places = HashMap::new();
    for exercise in &plan.exercises {
        let Some(session) = plan.session(exercise.session) else {
            continue;
        };
        let (day, name) = (plan.slice(session.name), plan.slice(exercise.name));
        let written = match day {
            "" => name.to_owned(),
            day => format!("{day}/{name}"),
        };
        let key = || format!("{}\n{}", plain(day).to_lowercase(), key_of(plan, exercise));
        places.entry(written).or_insert_with(key);
    }
    places
}

fn slots(finding: &Diagnostic, places: &HashMap<String, String>) -> Vec<(String, Option<u32>)> {
    let rule = &finding.rule;
    let in_week = finding.place.strip_prefix("week ").map(|rest| {
        let (number, rest) = rest.split_once('/').unwrap_or((rest, ""));
        (number.parse::<u32>().ok(), rest)
    });
    let Some((Some(first), rest)) = in_week else {
        return vec![(format!("{rule}\n{}", finding.place), None)];
    };
    let shared = places.get(rest).cloned();
    let slot = format!("{rule}\n{}", shared.unwrap_or_else(|| rest.to_lowercase()));
    let mut weeks: BTreeSet<u32> = finding.weeks.iter().copied().collect();
    weeks.insert(first);
    weeks
        .into_iter()
        .map(|week| (slot.clone(), Some(week)))
        .collect()
}

/// What stands for a slot of the old plan, until a finding of the new plan takes it.
type Left<'s> = HashMap<(&'s str, Option<u32>), Vec<usize>>;

/// Tells what became of the findings.
pub(super) fn compare(old: Side, new: Side) -> Vec<FindingChange> {
    let mut left: Left<'_> = HashMap::new();
    for (number, seen) in old.seen.iter().enumerate() {
        for (slot, week) in &seen.slots {
            left.entry((slot, *week)).or_default().push(number);
        }
    }
    let mut partners: Vec<Vec<Option<usize>>> = Vec::new();
    partners.extend(new.seen.iter().map(|seen| vec![None; seen.slots.len()]));
    // Those that say the very same come first, so that of several at one place the right ones meet.
    for strict in [true, false] {
        for (seen, partners) in new.seen.iter().zip(&mut partners) {
            for ((slot, week), partner) in seen.slots.iter().zip(partners) {
                let open = left.get_mut(&(slot.as_str(), *week));
                let (Some(open), None) = (open, &partner) else {
                    continue;
                };
                let fits = |number: &usize| {
                    let before = old.seen.get(*number);
                    let same = |before: &Seen| before.finding.message == seen.finding.message;
                    !strict || before.is_some_and(same)
                };
                if let Some(place) = open.iter().position(fits) {
                    *partner = Some(open.remove(place));
                }
            }
        }
    }
    let mut changes: Vec<FindingChange> = Vec::new();
    for (seen, partners) in new.seen.iter().zip(&partners) {
        changes.extend(came(seen, partners));
        let worst = partners
            .iter()
            .flatten()
            .filter_map(|&number| old.seen.get(number));
        let worst = worst.min_by_key(|seen| weight(&seen.finding));
        changes.extend(worst.and_then(|before| became(before, seen)));
    }
    changes.extend(gone(&old, left));
    changes.sort_by_key(|change| change.came);
    changes
}

fn weight(finding: &Diagnostic) -> (Status, Severity) {
    (finding.status, finding.severity)
}

/// What a finding says, whatever the spelling of what it quotes.
fn says(finding: &Diagnostic) -> String {
    let all = finding.message.chars().filter(|c| !c.is_whitespace());
    all.flat_map(char::to_lowercase).collect()
}

/// A finding that was not there, or not in all of its weeks.
fn came(seen: &Seen, partners: &[Option<usize>]) -> Option<FindingChange> {
    let fresh = seen.slots.iter().zip(partners);
    let fresh = fresh.filter(|(_, partner)| partner.is_none());
    let weeks: Vec<u32> = fresh.clone().filter_map(|((_, week), _)| *week).collect();
    let count = fresh.count();
    (count > 0).then(|| FindingChange {
        came: match seen.silenced {
            Some(_) => Came::Silenced,
            None => Came::Appeared,
        },
        before: None,
        after: Some(seen.finding.clone()),
        weeks: if count < seen.slots.len() {
            weeks
        } else {
            Vec::new()
        },
        reason: seen.silenced.clone(),
    })
}

/// A finding that was there before.
fn became(before: &Seen, after: &Seen) -> Option<FindingChange> {
    let came = match (&before.silenced, &after.silenced) {
        (Some(_), Some(_)) => return None,
        (Some(_), None) => Came::Heard,
        (None, Some(_)) => Came::Silenced,
        (None, None) => match weight(&after.finding).cmp(&weight(&before.finding)) {
            std::cmp::Ordering::Less => Came::Worse,
            std::cmp::Ordering::Greater => Came::Better,
            std::cmp::Ordering::Equal if says(&before.finding) != says(&after.finding) => {
                Came::Changed
            }
            std::cmp::Ordering::Equal => return None,
        },
    };
    Some(FindingChange {
        came,
        before: Some(before.finding.clone()),
        after: Some(after.finding.clone()),
        weeks: Vec::new(),
        reason: after.silenced.clone(),
    })
}

/// Findings of the old plan that nothing took, each with the weeks that it is gone from. What was silenced goes silently.
fn gone(old: &Side, left: Left<'_>) -> Vec<FindingChange> {
    let mut weeks: HashMap<usize, Vec<Option<u32>>> = HashMap::new();
    for ((_, week), numbers) in left {
        for number in numbers {
            weeks.entry(number).or_default().push(week);
        }
    }
    let mut gone = Vec::new();
    for (number, seen) in old.seen.iter().enumerate() {
        let Some(weeks) = weeks.get(&number).filter(|_| seen.silenced.is_none()) else {
            continue;
        };
        let mut partly: Vec<u32> = weeks.iter().copied().flatten().collect();
        partly.sort_unstable();
        let all = weeks.len() == seen.slots.len();
        gone.push(FindingChange {
            came: Came::Gone,
            before: Some(seen.finding.clone()),
            after: None,
            weeks: if all { Vec::new() } else { partly },
            reason: None,
        });
    }
    gone
}
