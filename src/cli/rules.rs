//! `cuff rules`: every rule with its level and its one line.

use serde_json::json;

use super::args::{self, Args};
use super::groups::ListFormat;
use super::output::Output;
use super::{Exit, problems, projects};
use crate::diagnostic::Severity;
use crate::rules::{Level, Rule, RuleSet};

pub(super) fn run(rules: &args::Rules, args: &Args, output: &mut Output) -> Exit {
    let set = match projects(args).of(std::path::Path::new("./plan")) {
        Ok(project) => project.rules.clone(),
        Err(refused) => {
            problems(&refused, output);
            return Exit::Failed;
        }
    };
    let text = match rules.listing.format {
        ListFormat::Text => table(&set),
        ListFormat::Json => objects(&set),
    };
    output.print(&text);
    Exit::Clean
}

fn table(set: &RuleSet) -> String {
    let widest = set.ids().map(str::len).max().unwrap_or(0);
    let mut text = String::new();
    for pack in &set.packs {
        text += &format!(
            "{} {}: {}\n",
            pack.name, pack.file.version, pack.file.summary
        );
        for rule in set.rules.iter().filter(|rule| rule.pack == pack.name) {
            text += &format!(
                "  {:<widest$}  {:<14}  {}\n",
                rule.id(),
                level(rule),
                rule.file.summary
            );
        }
        text.push('\n');
    }
    text += "language: findings of the plan language itself\n";
    for (id, (entry, asked)) in &set.language {
        let level = match asked {
            Level::Off => "off",
            Level::Fixed(severity) => severity.word(),
            Level::Own => &entry.severity,
        };
        text += &format!("  {id:<widest$}  {level:<14}  {}\n", entry.summary);
    }
    text + "\n`cuff explain RULE` says more about each.\n"
}

/// The levels that a rule can report at, most severe first.
fn level(rule: &Rule) -> String {
    match rule.level {
        Level::Off => "off".to_owned(),
        Level::Fixed(severity) => severity.word().to_owned(),
        Level::Own => own_levels(rule),
    }
}

/// The levels that a rule reports at by itself.
pub(super) fn own_levels(rule: &Rule) -> String {
    let mut levels: Vec<Severity> = rule.checks.iter().map(|check| check.severity).collect();
    levels.sort_unstable();
    match (levels.first(), levels.last()) {
        (Some(first), Some(last)) if first != last => {
            format!("{}-{}", first.word(), last.word())
        }
        (Some(first), _) => first.word().to_owned(),
        _ => String::new(),
    }
}

fn objects(set: &RuleSet) -> String {
    let pack = set.rules.iter().map(|rule| {
        json!({ "rule": rule.id(), "pack": rule.pack, "level": level(rule), "summary": rule.file.summary, "facts": rule.file.facts })
    });
    let language = set.language.iter().map(|(id, (entry, _))| {
        json!({ "rule": id, "pack": "language", "level": entry.severity, "summary": entry.summary, "facts": [] })
    });
    pack.chain(language)
        .map(|object| format!("{object}\n"))
        .collect()
}
