//! Where a value of the configuration comes from, in words, for `cuff config --explain`.

use crate::nearest::nearest;
use crate::report::plain;
use crate::rules::file::ParamFile;
use crate::rules::{At, Level, Rule, RuleSet};
use crate::workspace::{Layer, Project, Setting, Value};

use super::rules::own_levels;
use super::schema::shipped_estimates;

/// Keys of the file that `--explain` knows.
const KEYS: [&str; 4] = ["packs", "exercises", "exclude", "forbid"];

/// Where what is called `key` comes from; what the user may have meant if there is no such thing.
pub(super) fn explain(project: &Project, key: &str, plan: &str) -> Result<String, String> {
    let set = &project.rules;
    let short = key
        .strip_prefix("levels.")
        .or_else(|| key.strip_prefix("params."))
        .unwrap_or(key);
    if KEYS.contains(&short) {
        return Ok(list(project, short, plan));
    }
    if let Some(name) = short.strip_prefix("estimates.") {
        if let Some(figure) = shipped_estimates().figures.get(name) {
            let by_itself = default(&figure.value, &figure.cites, figure.note.as_deref());
            return Ok(value(project, short, &by_itself, plan));
        }
    } else if let Some((id, name)) = short.split_once('.') {
        if let Some(param) = set.rule(id).and_then(|rule| rule.file.params.get(name)) {
            return Ok(figure(project, id, name, param, plan));
        }
    } else if let Some(rule) = set.rule(short) {
        return Ok(whole(project, rule, plan));
    } else if let Some((entry, _)) = set.language.get(short) {
        let by_itself = default(&entry.severity, &[], None);
        return Ok(value(project, &format!("levels.{short}"), &by_itself, plan));
    }
    Err(unknown(set, short))
}

fn unknown(set: &RuleSet, key: &str) -> String {
    let figures = set.rules.iter().flat_map(|rule| {
        let names = rule.file.params.keys();
        names.map(move |name| format!("{}.{name}", rule.id()))
    });
    let estimates = shipped_estimates().figures;
    let names: Vec<String> = figures
        .chain(estimates.keys().map(|name| format!("estimates.{name}")))
        .chain(set.ids().map(str::to_owned))
        .chain(KEYS.map(str::to_owned))
        .collect();
    let help = match nearest(key, names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`cuff config` shows all keys".to_owned(),
    };
    let key = plain(key);
    format!("error: no value is called `{key}`\n  help: {help}\n")
}

/// A rule's level and all of its figures.
fn whole(project: &Project, rule: &Rule, plan: &str) -> String {
    let own = match rule.file.default.as_deref() {
        Some("off") => "off".to_owned(),
        _ => own_levels(rule),
    };
    let mut text = value(
        project,
        &format!("levels.{}", rule.id()),
        &default(&own, &[], None),
        plan,
    );
    for (name, param) in &rule.file.params {
        text += "\n";
        text += &figure(project, rule.id(), name, param, plan);
    }
    text
}

fn figure(project: &Project, id: &str, name: &str, param: &ParamFile, plan: &str) -> String {
    let by_itself = default(&param.default, &param.cites, param.note.as_deref());
    value(project, &format!("params.{id}.{name}"), &by_itself, plan)
}

/// What holds without any configuration: the value, and where it comes from.
struct Default {
    value: String,
    from: String,
}

fn default(value: &str, cites: &[String], note: Option<&str>) -> Default {
    let mut from = "by default".to_owned();
    if !cites.is_empty() {
        from += &format!(", from {}", cites.join(", "));
    }
    if let Some(note) = note {
        from += &format!(" ({})", note.trim().replace('\n', " "));
    }
    Default {
        value: value.to_owned(),
        from,
    }
}

/// Every setting of one key, the one that holds first, and what would hold without any.
fn value(project: &Project, key: &str, by_itself: &Default, plan: &str) -> String {
    let name = key.split_once('.').map_or(key, |(kind, rest)| match kind {
        "estimates" => key,
        _ => rest,
    });
    let effective = project.effective();
    let holds = effective.last.get(key);
    let value = holds.map_or(by_itself.value.as_str(), |setting| &setting.written);
    let chosen = key
        .strip_prefix("levels.")
        .and_then(|id| chosen(project, id));
    let value = chosen.map_or(value, |(level, _)| level_word(level));
    let mut text = heading(name, &format!("is {}", plain(value)), plan);
    let mut rows = Vec::new();
    if let Some((level, flag)) = chosen {
        rows.push(("holds", format!("{}, {flag}", level_word(level))));
    }
    for (layer, active) in project.config.layers.iter().zip(&project.active).rev() {
        for setting in layer.settings.iter().filter(|one| one.key == key) {
            let wins = chosen.is_none() && holds.is_some_and(|holds| holds.at == setting.at);
            rows.push((rank(layer, *active, wins), row(project, layer, setting)));
        }
    }
    let own = if holds.is_some() || chosen.is_some() {
        "overridden"
    } else {
        "holds"
    };
    rows.push((
        own,
        format!("{}, {}", plain(&by_itself.value), plain(&by_itself.from)),
    ));
    for (word, row) in rows {
        text += &format!("  {word:<15}  {row}\n");
    }
    text
}

/// The level of a rule that the run itself chose, and the flag that says so.
fn chosen<'p>(project: &'p Project, id: &str) -> Option<(Level, &'p str)> {
    let rules = &project.rules;
    let flag = rules.chosen.get(id)?;
    let of_rule = rules.rule(id).map(|rule| rule.level);
    let level = of_rule.or_else(|| Some(rules.language.get(id)?.1))?;
    Some((level, flag))
}

fn heading(name: &str, value: &str, plan: &str) -> String {
    let plan = if plan.is_empty() {
        String::new()
    } else {
        format!(" for {}", plain(plan))
    };
    let value = if value.is_empty() {
        String::new()
    } else {
        format!(" {value}")
    };
    format!("{}{value}{plan}\n", plain(name))
}

fn rank(layer: &Layer, active: bool, wins: bool) -> &'static str {
    match (active, layer.is_whole()) {
        _ if wins => "holds",
        (false, _) => "for other plans",
        (true, false) => "in a part",
        (true, true) => "overridden",
    }
}

fn row(project: &Project, layer: &Layer, setting: &Setting) -> String {
    let mut text = format!(
        "{}, {}",
        plain(&setting.written),
        place(project, setting.at)
    );
    let what = conditions(layer);
    if !what.is_empty() {
        text += &format!(", for {what}");
    }
    if let Some(reason) = &setting.reason {
        text += &format!(", because {}", plain(reason));
    }
    text
}

/// What an override is for, in words.
pub(super) fn conditions(layer: &Layer) -> String {
    let mut parts = Vec::new();
    if !layer.patterns.is_empty() {
        parts.push(plain(&layer.patterns.join(", ")));
    }
    if let Some(phase) = &layer.part.phase {
        parts.push(format!("weeks of phase {}", plain(phase)));
    }
    if let Some(athlete) = &layer.part.athlete {
        parts.push(format!("plans of {}", plain(athlete)));
    }
    parts.join(", ")
}

/// `cuff.yaml:4:3`
pub(super) fn place(project: &Project, at: At) -> String {
    plain(&project.config.place(at))
}

fn list(project: &Project, key: &str, plan: &str) -> String {
    let effective = project.effective();
    let mut text = heading(key, "", plan);
    let single = effective.last.get(key).into_iter();
    let many = effective.items.get(key).into_iter().flatten();
    for setting in single.chain(many) {
        let at = match setting.value {
            Value::Packs(_) => setting.at,
            _ => setting.value_at,
        };
        let place = place(project, at);
        let written = plain(&setting.written);
        text += &format!("  {:<15}  {written}, {place}\n", "holds");
    }
    if text.lines().count() == 1 {
        let own = if key == "packs" { "occlusion" } else { "none" };
        text += &format!("  {:<15}  {own}, by default\n", "holds");
    }
    text
}

/// The word for a rule's level in `cuff.yaml`.
pub(super) fn level_word(level: Level) -> &'static str {
    match level {
        Level::Off => "off",
        Level::Own => "on",
        Level::Fixed(severity) => severity.word(),
    }
}
