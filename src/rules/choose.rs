//! Rules that one run is about, beside what the configuration says: only these, or all but these.
//!
//! A name of a rule weighs more than the name of its pack, and "not this one" more than "this one". A rule that is named is
//! on, whatever turned it off; a pack that is named is as the configuration has it. Findings of the language stay unless
//! they are named, and what the configuration forbids to silence stays in any case.

use super::library::{At, RuleSet};
use super::load::{Loader, copy, shipped_ids, shipped_packs};
use super::rule::Level;
use crate::diagnostic::{Diagnostic, Severity};
use crate::nearest::nearest;

/// Names of rules and packs, each with its place in [`Settings::configs`](super::Settings::configs).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Nothing else is on. Without any, all is as the configuration has it.
    pub select: Vec<(String, At)>,
    /// These are off.
    pub ignore: Vec<(String, At)>,
}

/// What a choice does to a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Chosen {
    In(At),
    Out(At),
}

impl Loader<'_> {
    /// The level of a rule of a pack, or of a finding of the language: as the configuration has it, unless it is chosen.
    pub(super) fn level_of(&self, id: &str, pack: Option<&str>) -> Option<Level> {
        let configured = self.configured(id);
        match self.chosen(id, pack) {
            Some(Chosen::Out(_)) => Some(Level::Off),
            Some(Chosen::In(_)) if matches!(configured, None | Some(Level::Off)) => {
                Some(Level::Own)
            }
            _ => configured,
        }
    }

    /// Whether a rule is left out, so that nothing in a part of a plan turns it on again.
    pub(super) fn is_left_out(&self, id: &str, set: &RuleSet) -> bool {
        let pack = set.rule(id).map(|rule| rule.pack.as_str());
        matches!(self.chosen(id, pack), Some(Chosen::Out(_)))
    }

    fn chosen(&self, id: &str, pack: Option<&str>) -> Option<Chosen> {
        let Choice { select, ignore } = &self.settings.choice;
        if let Some(at) = place(ignore, id) {
            return Some(Chosen::Out(at));
        }
        if let Some(at) = place(select, id) {
            return Some(Chosen::In(at));
        }
        let is_forbidden = || {
            let mut forbidden = self.settings.forbidden.iter();
            forbidden.any(|(rule, _)| rule == id)
        };
        let pack = pack.filter(|_| !is_forbidden())?;
        if let Some(at) = place(ignore, pack) {
            return Some(Chosen::Out(at));
        }
        let (_, first) = select.first()?;
        place(select, pack).is_none().then_some(Chosen::Out(*first))
    }

    /// Shipped packs that are chosen and that the configuration does not name.
    pub(super) fn chosen_packs(&self, wanted: &[(String, At)]) -> Vec<(String, At)> {
        let shipped = shipped_packs();
        let chosen = self.settings.choice.select.iter();
        chosen
            .filter(|(name, _)| shipped.contains(&name.as_str()))
            .filter(|(name, _)| !wanted.iter().any(|(wanted, _)| wanted == name))
            .cloned()
            .collect()
    }

    /// Holds the names of a choice against the rules, and remembers which rules it changes. A name that is not known here may
    /// be known where another configuration holds.
    pub(super) fn check_choice(&mut self, set: &mut RuleSet) {
        let Choice { select, ignore } = &self.settings.choice;
        for (name, at) in select.iter().chain(ignore) {
            let source = self.settings.configs.get(at.file);
            if let Some((source, (message, help))) = source.zip(self.no_such_name(name, set)) {
                let report = Diagnostic::new("config", Severity::Error, at.span, message);
                set.strangers.push((copy(source), report.help(help)));
            }
        }
        let mut hindered = false;
        for (id, at) in ignore {
            if let Some(reason) = self.never_off(id, set) {
                let message = format!("`{id}` cannot be turned off: {reason}");
                self.wrong(*at, (message, "leave it out here".to_owned()));
                hindered = true;
            }
        }
        if hindered {
            // The run ends here, so that no other configuration is asked.
            for (source, report) in std::mem::take(&mut set.strangers) {
                self.refuse(source, vec![report]);
            }
        }
        set.chosen = self.changed_by_choice(set).collect();
    }

    fn no_such_name(&self, name: &str, set: &RuleSet) -> Option<(String, String)> {
        let packs = shipped_packs().into_iter();
        let packs: Vec<&str> = packs
            .chain(set.packs.iter().map(|pack| pack.name.as_str()))
            .collect();
        if set.origin(name).is_some() || packs.contains(&name) || self.is_excused(name, set) {
            return None;
        }
        if shipped_ids().iter().any(|id| id == name) {
            let message = format!("the rule `{name}` belongs to a pack that is not on");
            let help = "name the pack as well, or put it under `packs` in `cuff.yaml`";
            return Some((message, help.to_owned()));
        }
        let help = match nearest(name, set.ids().chain(packs)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`cuff rules` lists all rules and packs".to_owned(),
        };
        Some((format!("there is no rule or pack called `{name}`"), help))
    }

    /// Rules that are at another level than the configuration has them, each with the flag that says so.
    fn changed_by_choice<'a>(&'a self, set: &'a RuleSet) -> impl Iterator<Item = (String, String)> {
        let rules = set.rules.iter();
        let rules = rules.map(|rule| {
            (
                rule.id(),
                Some(rule.pack.as_str()),
                rule.is_off_by_default(),
            )
        });
        let language = set.language.keys().map(|id| (id.as_str(), None, false));
        rules.chain(language).filter_map(|(id, pack, off)| {
            let (Chosen::In(at) | Chosen::Out(at)) = self.chosen(id, pack)?;
            let by_default = if off { Level::Off } else { Level::Own };
            let configured = self.configured(id).unwrap_or(by_default);
            let level = self.level_of(id, pack).unwrap_or(by_default);
            let flag = self.settings.configs.get(at.file)?.name();
            (level != configured).then(|| (id.to_owned(), flag.to_owned()))
        })
    }
}

fn place(names: &[(String, At)], name: &str) -> Option<At> {
    let found = names.iter().find(|(one, _)| one == name)?;
    Some(found.1)
}
