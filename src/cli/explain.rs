//! `cuff explain`: what a rule asks, why, its figures and their sources, with a plan that fails and one that passes.

use super::args::{self, Args};
use super::output::Output;
use super::{Exit, all_rules};
use crate::nearest::nearest;
use crate::report::plain;
use crate::rules::file::{LanguageEntryFile, PackFile, SourceFileEntry, TestFile};
use crate::rules::{Rule, RuleSet};

pub(super) fn run(explain: &args::Explain, args: &Args, output: &mut Output) -> Exit {
    let Some(set) = all_rules(args, Vec::new(), output) else {
        return Exit::Failed;
    };
    let wanted = explain.rule.as_str();
    let text = if let Some(rule) = set.rule(wanted) {
        of_rule(rule, &set)
    } else if let Some((entry, _)) = set.language.get(wanted) {
        of_language(wanted, entry)
    } else if let Some(pack) = set.packs.iter().find(|pack| pack.name == wanted) {
        of_pack(&pack.name, &pack.file, &set)
    } else {
        output.error(&unknown(wanted, &set));
        return Exit::Failed;
    };
    output.print(&text);
    Exit::Clean
}

fn unknown(wanted: &str, set: &RuleSet) -> String {
    let names = set
        .ids()
        .chain(set.packs.iter().map(|pack| pack.name.as_str()));
    let help = match nearest(wanted, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`cuff rules` lists all rules".to_owned(),
    };
    let wanted = plain(wanted);
    format!("error: there is no rule called `{wanted}`\n  help: {help}\n")
}

fn of_rule(rule: &Rule, set: &RuleSet) -> String {
    let file = &rule.file;
    let mut text = format!(
        "# {}\n\n{}.\n",
        rule.id(),
        file.summary.trim_end_matches('.')
    );
    text += &format!(
        "Pack `{}`; carries {}.\n",
        rule.pack,
        list_or(&file.facts, "no statement of the method")
    );
    text += &format!("\n{}\n", file.explain.trim());
    if !file.params.is_empty() {
        text += "\n## Figures\n\n";
        for (name, param) in &file.params {
            let value = rule
                .params
                .get(name)
                .map_or_else(|| param.default.clone(), ToString::to_string);
            let changed = if value == param.default
                || param.default.replace(' ', "") == value.replace(' ', "")
            {
                String::new()
            } else {
                format!(" (default {})", param.default)
            };
            let why = param
                .note
                .clone()
                .unwrap_or_else(|| format!("from {}", param.cites.join(", ")));
            text += &format!("- {name}: {value}{changed}; {why}\n");
        }
    }
    if let Some(limits) = &file.known_limits {
        text += &format!("\n## Known limits\n\n{}\n", limits.trim());
    }
    text += &examples(&file.tests);
    text + &sources(rule, set)
}

/// The first plan that the rule finds fault with, and the first that it lets pass.
fn examples(tests: &[TestFile]) -> String {
    let mut text = String::new();
    if let Some(fails) = tests.iter().find(|test| !test.expect.is_empty()) {
        text += &format!("\n## A plan with a finding\n\n{}", indented(&fails.plan));
        for (place, message) in fails.expect.iter().flatten() {
            text += &format!("\n    {place}: {message}\n");
        }
    }
    if let Some(passes) = tests
        .iter()
        .find(|test| test.expect.is_empty() && test.applies.is_none())
    {
        text += &format!("\n## A plan without\n\n{}", indented(&passes.plan));
    }
    text
}

fn sources(rule: &Rule, set: &RuleSet) -> String {
    let mut keys: Vec<&String> = rule.file.cites.iter().collect();
    keys.extend(rule.file.params.values().flat_map(|param| &param.cites));
    let mut seen: Vec<&String> = Vec::new();
    let mut text = String::new();
    for key in keys {
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        if let Some(source) = set.sources.sources.get(key) {
            text += &source_line(key, source);
        }
    }
    if text.is_empty() {
        text
    } else {
        format!("\n## Sources\n\n{text}")
    }
}

fn source_line(key: &str, source: &SourceFileEntry) -> String {
    let year = source
        .year
        .as_deref()
        .map_or(String::new(), |year| format!(" {year}"));
    let journal = source
        .journal
        .as_deref()
        .map_or(String::new(), |journal| format!(", {journal}"));
    format!(
        "- {key}: {}{year}, {}{journal}. Says: {} (seen: {})\n",
        source.authors, source.title, source.says, source.seen
    )
}

fn of_language(id: &str, entry: &LanguageEntryFile) -> String {
    let mut text = format!("# {id}\n\n{}.\n", entry.summary.trim_end_matches('.'));
    text += &format!(
        "A finding of the plan language itself, at level {}.\n",
        entry.severity
    );
    text += &format!("\n{}\n", entry.explain.trim());
    text += &format!("\n## A plan with this finding\n\n{}", indented(&entry.bad));
    text + &format!("\n## The same plan, put right\n\n{}", indented(&entry.good))
}

fn of_pack(name: &str, pack: &PackFile, set: &RuleSet) -> String {
    let mut text = format!(
        "# {name} {}: {}\n\n{}.\n\n{}\n",
        pack.version,
        pack.title,
        pack.summary.trim_end_matches('.'),
        pack.explain.trim()
    );
    for checklist in &pack.checklists {
        text += &format!("\n## {}\n\n", checklist.title);
        for item in &checklist.items {
            text += &format!("- [ ] {}\n", item.text);
        }
    }
    if !pack.hovers.is_empty() {
        text += "\n## Good to know while writing\n\n";
        for hover in &pack.hovers {
            text += &format!("- {}: {}\n", hover.on, hover.text.trim().replace('\n', " "));
        }
    }
    text += "\n## Rules\n\n";
    for rule in set.rules.iter().filter(|rule| rule.pack == name) {
        text += &format!("- {}: {}\n", rule.id(), rule.file.summary);
    }
    text
}

fn list_or(items: &[String], nothing: &str) -> String {
    if items.is_empty() {
        nothing.to_owned()
    } else {
        items.join(", ")
    }
}

fn indented(plan: &str) -> String {
    plan.trim_end()
        .lines()
        .map(|line| {
            if line.is_empty() {
                "\n".to_owned()
            } else {
                format!("    {line}\n")
            }
        })
        .collect()
}
