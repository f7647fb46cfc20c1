//! What the configuration changes, held against the rules: every rule, figure and estimate that it names must be there,
//! values keep their dimension, and who overrides a figure with a source says why.

use std::collections::BTreeMap;

use super::file::LanguageEntryFile;
use super::library::{At, Change, Holds, Override, RuleSet};
use super::load::{Loader, copy};
use super::rule::{Level, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Problem;
use crate::model::file::EstimatesFile;
use crate::nearest::nearest;
use crate::quantity::Quantity;

/// What is wrong, and what to write instead.
type Words = (String, String);

impl<'s> Loader<'s> {
    /// Changes that hold for all of every plan, by the rule.
    fn changes(&self, id: &str) -> impl DoubleEndedIterator<Item = &'s Change> {
        let all = self.settings.overrides.iter();
        let own: Vec<&Change> = all
            .filter(|one| one.rule == id && one.holds == Holds::Always)
            .map(|one| &one.change)
            .collect();
        own.into_iter()
    }

    /// The level that the configuration asks for.
    pub(super) fn configured(&self, id: &str) -> Option<Level> {
        self.changes(id).rev().find_map(|change| match change {
            Change::Level(level) => Some(*level),
            Change::Figure { .. } => None,
        })
    }

    pub(super) fn params_of(&self, id: &str) -> BTreeMap<String, Quantity> {
        let figure = |change: &Change| match change {
            Change::Figure { name, value, .. } => Some((name.clone(), *value)),
            Change::Level(_) => None,
        };
        self.changes(id).filter_map(figure).collect()
    }

    /// Rules and figures that the configuration names must be there, and figures must keep their dimension.
    pub(super) fn check_overrides(&mut self, set: &mut RuleSet) {
        let settings = self.settings;
        for change in &settings.overrides {
            if let Some(wrong) = self.wrong_override(change, set) {
                self.wrong(wrong.0, wrong.1);
            } else if let Holds::Within(part) = &change.holds
                && !self.is_left_out(&change.rule, set)
            {
                set.within.push((part.clone(), change.clone()));
            }
        }
        for (rule, at) in &settings.forbidden {
            if set.origin(rule).is_none() {
                if !self.is_excused(rule, set) {
                    self.wrong(*at, no_rule(rule, set));
                }
            } else if let Some(source) = settings.configs.get(at.file) {
                let line = source.line_column(at.span.range().start).line;
                let place = format!("{}:{line}", source.name());
                set.forbidden.insert(rule.clone(), place);
            }
        }
    }

    fn wrong_override(&self, change: &Override, set: &RuleSet) -> Option<(At, Words)> {
        let id = change.rule.as_str();
        let rule = set.rule(id);
        let language = set.language.get(id).map(|(entry, _)| entry);
        match &change.change {
            _ if rule.is_none() && language.is_none() => {
                (!self.is_excused(id, set)).then(|| (change.at, no_rule(id, set)))
            }
            Change::Level(Level::Off) => {
                let reason = self.never_off(id, set)?;
                let message = format!("`{id}` cannot be turned off: {reason}");
                Some((change.at, (message, "leave it out here".to_owned())))
            }
            Change::Level(_) => None,
            Change::Figure {
                name,
                value,
                value_at,
                reasoned,
            } => {
                let at = change.at;
                let Some(rule) = rule else {
                    let message = format!("the finding `{id}` has no figures");
                    return Some((at, (message, "set its level, under `levels`".to_owned())));
                };
                wrong_figure(rule, name, *value, *reasoned)
                    .map(|(of_value, words)| (if of_value { *value_at } else { at }, words))
            }
        }
    }

    /// Why a rule may not be turned off.
    pub(super) fn never_off(&self, id: &str, set: &RuleSet) -> Option<String> {
        let language = set.language.get(id).map(|(entry, _)| entry);
        // What was not read was not checked, and nothing must hide that.
        if language.is_some_and(LanguageEntryFile::is_unread) {
            return Some("it says that something was not read".to_owned());
        }
        let mut forbidden = self.settings.forbidden.iter();
        let (_, at) = forbidden.find(|(rule, _)| rule == id)?;
        let source = self.settings.configs.get(at.file)?;
        let line = source.line_column(at.span.range().start).line;
        Some(format!("`forbid` in {}:{line} names it", source.name()))
    }

    /// Changes to figures for estimates, those left out that are wrong where they stand.
    pub(super) fn estimates(&mut self, file: &EstimatesFile) -> BTreeMap<String, Quantity> {
        let mut changes = BTreeMap::new();
        let settings = self.settings;
        for (name, (value, at)) in &settings.estimates {
            let default = file.figures.get(name);
            let default = default.and_then(|figure| Quantity::parse(&figure.value).ok());
            match default {
                Some(default) if default.dimension() == value.dimension() => {
                    changes.insert(name.clone(), *value);
                }
                Some(default) => self.wrong(*at, unlike(name, default, *value)),
                None => {
                    let message = format!("no estimate is called `{name}`");
                    let names = file.figures.keys().map(String::as_str);
                    let help = suggestion(name, names.clone()).unwrap_or_else(|| {
                        format!("estimates are {}", names.collect::<Vec<_>>().join(", "))
                    });
                    self.wrong(*at, (message, help));
                }
            }
        }
        changes
    }

    /// Says what is wrong with figures that the configuration changes, where it changes them; gives back the rest.
    pub(super) fn problems_of_changes(&mut self, problems: Vec<Problem>) -> Vec<Problem> {
        let mut others = Vec::new();
        for problem in problems {
            let keys: Vec<&str> = problem.path.split('.').collect();
            let changed = match keys.as_slice() {
                ["figures", name, ..] => self.settings.estimates.get_key_value(*name),
                _ => None,
            };
            match changed {
                Some((name, &(_, at))) => {
                    let help = format!("`cuff config --explain estimates.{name}` says what it is");
                    self.wrong(at, (problem.message, help));
                }
                None => others.push(problem),
            }
        }
        others
    }

    /// A mistake in a configuration: what is wrong, and what to write instead.
    pub(super) fn wrong(&mut self, at: At, (message, help): Words) {
        let Some(source) = self.settings.configs.get(at.file).map(copy) else {
            return;
        };
        let report = Diagnostic::new("config", Severity::Error, at.span, message).help(help);
        self.refuse(source, vec![report]);
    }
}

/// What is wrong with a change to a figure, and whether it is the value that is wrong.
fn wrong_figure(rule: &Rule, name: &str, value: Quantity, reasoned: bool) -> Option<(bool, Words)> {
    let Some(param) = rule.file.params.get(name) else {
        let message = format!("the rule `{}` has no figure called `{name}`", rule.id());
        let names = rule.file.params.keys().map(String::as_str);
        let help = suggestion(name, names.clone())
            .unwrap_or_else(|| format!("its figures are {}", names.collect::<Vec<_>>().join(", ")));
        return Some((false, (message, help)));
    };
    let default = Quantity::parse(&param.default).ok()?;
    if default.dimension() != value.dimension() {
        return Some((true, unlike(name, default, value)));
    }
    if default.is_exact() && !value.is_exact() {
        let message = format!("`{name}` is one figure, such as {default}, not the range `{value}`");
        return Some((true, (message, format!("write it like `{default}`"))));
    }
    (default != value && !param.cites.is_empty() && !reasoned).then(|| {
        let message = format!(
            "`{}.{name}` is {default} by its source ({}); say why it is {value} here",
            rule.id(),
            param.cites.join(", ")
        );
        let help = format!("write `{value} because …`, with who decided it");
        (true, (message, help))
    })
}

fn unlike(name: &str, default: Quantity, value: Quantity) -> Words {
    (
        format!(
            "`{name}` is a {}, such as {default}, not `{value}`",
            default.dimension().word()
        ),
        format!("write it like `{default}`"),
    )
}

fn no_rule(id: &str, set: &RuleSet) -> Words {
    (
        format!("there is no rule called `{id}`"),
        suggestion(id, set.ids()).unwrap_or_else(|| "`cuff rules` lists all rules".to_owned()),
    )
}

/// "Did you mean …?"
pub(super) fn suggestion<'a>(name: &str, among: impl Iterator<Item = &'a str>) -> Option<String> {
    nearest(name, among).map(|near| format!("did you mean `{near}`?"))
}
