//! Parts of a plan that the configuration treats in their own way: weeks of a phase, plans of an athlete. A rule that is
//! changed there runs in several versions, each over the things that it governs.

use std::collections::BTreeMap;

use super::finding::{Places, weeks};
use crate::expr::Entity;
use crate::facts::Scope;
use crate::map::Map;
use crate::model::Plan;
use crate::model::plan::Week;
use crate::rules::{Change, Level, Override, Part, Rule, RuleSet};
use crate::source::Span;

/// Numbers of the changes that hold together in some part of a plan.
type Changes = Vec<usize>;

/// Versions of rules, and which things each of them governs.
#[derive(Debug, Default)]
pub(super) struct Versions {
    /// Of each week, the number of its changes in the list below.
    of_week: Map<u32, usize>,
    /// Of each set of changes, the rules that differ under it, by their places. The first is that of the plan as a whole.
    rules: Vec<BTreeMap<usize, Rule>>,
}

/// One version of a rule: that of a set of changes, or the only one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Version<'v> {
    pub(super) rule: &'v Rule,
    group: Option<usize>,
}

impl Versions {
    pub(super) fn of(plan: &Plan<'_>, rules: &RuleSet) -> Self {
        let mut versions = Self::default();
        if rules.within.is_empty() {
            return versions;
        }
        let mut groups: Vec<Changes> = vec![changes(plan, rules, None)];
        for week in &plan.weeks {
            let wanted = changes(plan, rules, Some(week));
            let known = groups.iter().position(|group| *group == wanted);
            let number = known.unwrap_or_else(|| {
                groups.push(wanted);
                groups.len() - 1
            });
            versions.of_week.insert(week.number, number);
        }
        versions.rules = groups.iter().map(|group| changed(rules, group)).collect();
        versions
    }

    /// The versions of a rule: the rule itself, unless it is changed somewhere in the plan.
    pub(super) fn of_rule<'v>(
        &'v self,
        place: usize,
        rule: &'v Rule,
    ) -> impl Iterator<Item = Version<'v>> {
        let differs = self.rules.iter().any(|rules| rules.contains_key(&place));
        let groups = if differs { self.rules.len() } else { 1 };
        (0..groups).map(move |number| Version {
            rule: self
                .rules
                .get(number)
                .and_then(|rules| rules.get(&place))
                .unwrap_or(rule),
            group: differs.then_some(number),
        })
    }

    /// Whether a version is the one for a thing.
    pub(super) fn governs(&self, version: Version<'_>, plan: &Plan<'_>, entity: Entity) -> bool {
        version
            .group
            .is_none_or(|group| group == self.group(plan, entity))
    }

    /// What spans parts that differ belongs to the plan as a whole.
    fn group(&self, plan: &Plan<'_>, entity: Entity) -> usize {
        let mut groups = weeks_of(plan, entity)
            .into_iter()
            .map(|week| self.of_week.get(&week).copied().unwrap_or(0));
        let first = groups.next().unwrap_or(0);
        if groups.all(|group| group == first) {
            first
        } else {
            0
        }
    }
}

/// The level of a finding of the language at a place, if that part of the plan has its own.
pub fn level_within(
    places: &Places<'_, '_>,
    rules: &RuleSet,
    id: &str,
    span: Span,
) -> Option<Level> {
    let concerned = |(_, change): &(Part, Override)| change.rule == id;
    if !rules.within.iter().any(concerned) {
        return None;
    }
    let mut levels = changes(places.plan, rules, places.week_at(span))
        .into_iter()
        .filter_map(|number| rules.within.get(number))
        .filter(|within| concerned(within))
        .filter_map(|(_, change)| match change.change {
            Change::Level(level) => Some(level),
            Change::Figure { .. } => None,
        });
    levels.next_back()
}

/// For each change that holds in parts of plans only, whether this plan has such a part.
pub fn parts_met(plan: &Plan<'_>, rules: &RuleSet) -> Vec<bool> {
    let has = |part: &Part| {
        let weeks = plan.weeks.iter().map(Some);
        weeks.chain([None]).any(|week| fits(plan, part, week))
    };
    rules.within.iter().map(|(part, _)| has(part)).collect()
}

/// Changes that hold in a week, or in the plan as a whole.
fn changes(plan: &Plan<'_>, rules: &RuleSet, week: Option<&Week>) -> Changes {
    let parts = rules.within.iter().enumerate();
    parts
        .filter(|(_, (part, _))| fits(plan, part, week))
        .map(|(number, _)| number)
        .collect()
}

fn fits(plan: &Plan<'_>, part: &Part, week: Option<&Week>) -> bool {
    let same =
        |asked: &str, written: &str| asked.trim().to_lowercase() == written.trim().to_lowercase();
    let name = plan.athlete.name.map(|name| plan.slice(name));
    let athlete = part
        .athlete
        .as_ref()
        .is_none_or(|asked| name.is_some_and(|name| same(asked, name)));
    let phase = part.phase.as_ref().is_none_or(|asked| {
        week.is_some_and(|week| {
            let own = week.phase_words.map(|words| plan.slice(words));
            same(asked, week.phase.word()) || own.is_some_and(|own| same(asked, own))
        })
    });
    athlete && phase
}

/// Rules as changes make them, by their places.
fn changed(rules: &RuleSet, group: &Changes) -> BTreeMap<usize, Rule> {
    let mut by_rule: BTreeMap<usize, Vec<&Override>> = BTreeMap::new();
    for (_, change) in group.iter().filter_map(|number| rules.within.get(*number)) {
        let place = rules
            .rules
            .binary_search_by(|rule| rule.id().cmp(&change.rule));
        if let Ok(place) = place {
            by_rule.entry(place).or_default().push(change);
        }
    }
    by_rule
        .into_iter()
        .filter_map(|(place, changes)| {
            Some((place, rules.changed(rules.rules.get(place)?, &changes)?))
        })
        .collect()
}

/// The weeks that a thing belongs to; none if it belongs to the plan.
fn weeks_of(plan: &Plan<'_>, entity: Entity) -> Vec<u32> {
    let index = entity.index as usize;
    let of_exercise = |number: u32| weeks(plan, Scope::Exercise.entity(number));
    match Scope::from_id(entity.scope) {
        Some(Scope::Series) => {
            let series = plan.series.get(index);
            let entries = series.map(|series| plan.list(&series.entries));
            let entries = entries.unwrap_or_default().iter();
            entries.flat_map(|number| of_exercise(*number)).collect()
        }
        Some(Scope::Note) => {
            let note = plan.notes.get(index);
            note.and_then(|note| note.exercise)
                .map_or_else(Vec::new, of_exercise)
        }
        Some(Scope::MuscleWeek) => {
            let muscle = plan.muscle_weeks.get(index);
            let week = muscle.and_then(|muscle| plan.weeks.get(muscle.week as usize));
            week.map_or_else(Vec::new, |week| vec![week.number])
        }
        _ => weeks(plan, entity),
    }
}
