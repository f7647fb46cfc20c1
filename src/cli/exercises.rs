//! `cuff exercises`: what a name means, for people and for programs.

use serde_json::{Value, json};

use super::args::{self, Args};
use super::groups::ListFormat;
use super::output::Output;
use super::{Exit, problems, projects};
use crate::assist::ExerciseFacts;
use crate::catalogue::{Catalogue, Known, Mechanic, Movement, Resolution, Roster};
use crate::report::plain;
use crate::rules::RuleSet;
use crate::workspace::{Unreadable, stdin_lines};

pub(super) fn run(exercises: &args::Exercises, args: &Args, output: &mut Output) -> Exit {
    let set = match projects(args).of(std::path::Path::new("./plan")) {
        Ok(project) => project.rules.clone(),
        Err(refused) => {
            problems(&refused, output);
            return Exit::Failed;
        }
    };
    let show = |name: &str| match exercises.listing.format {
        ListFormat::Text => text(name, &set),
        ListFormat::Json => format!("{}\n", object(name, &set.knowledge.catalogue)),
    };
    if exercises.names.is_empty() {
        let names: Vec<String> = set
            .knowledge
            .catalogue
            .movements()
            .map(|(_, movement)| movement.name.clone())
            .collect();
        let list = match exercises.listing.format {
            ListFormat::Text => overview(&set.knowledge.catalogue),
            ListFormat::Json => names.iter().map(|name| show(name)).collect(),
        };
        output.print(&list);
        return Exit::Clean;
    }
    for name in &exercises.names {
        if name != "-" {
            output.print(&show(name));
            continue;
        }
        if let Err(Unreadable { path, reason }) = stdin_lines(|line| output.print(&show(line))) {
            output.error(&format!("error: {path}: {reason}\n"));
            return Exit::Failed;
        }
    }
    Exit::Clean
}

/// Every movement, one a line.
fn overview(catalogue: &Catalogue) -> String {
    let widest = catalogue
        .movements()
        .map(|(_, movement)| movement.name.chars().count())
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    let mut count = 0;
    for (_, movement) in catalogue.movements() {
        count += 1;
        let name = &movement.name;
        text += &format!(
            "{name:<widest$}  {:<10}  {}\n",
            mechanic(movement),
            primary(movement, catalogue).join(", ")
        );
    }
    text + &format!(
        "\n{count} exercises, each with its usual equipment and variants; `cuff exercises NAME` says more.\n"
    )
}

fn text(query: &str, set: &RuleSet) -> String {
    let catalogue = &set.knowledge.catalogue;
    let resolution = catalogue.resolve(query);
    let query = &plain(query);
    match resolution {
        Resolution::Known(known) => known_text(query, known, catalogue),
        Resolution::Several(_, parts) => {
            let parts: Vec<String> = parts
                .iter()
                .map(|part| format!("`{}`", plain(&part.text)))
                .collect();
            format!(
                "{query}\n  several exercises in one name: {}\n  give each a line of its own\n\n",
                parts.join(", ")
            )
        }
        Resolution::Unknown { suggestions } => {
            let near: Vec<String> = suggestions.iter().map(|name| format!("`{name}`")).collect();
            let help = if near.is_empty() {
                String::new()
            } else {
                format!("\n  did you mean {}?", near.join(", "))
            };
            format!(
                "{query}\n  unknown: cuff does not know this exercise{help}\n  in a plan, say what it is: exercise \"{query}\" like \"…\"\n\n"
            )
        }
    }
}

fn known_text(query: &str, known: Known, catalogue: &Catalogue) -> String {
    let Some(facts) = ExerciseFacts::of(&Roster::new(catalogue), known) else {
        return String::new();
    };
    let mut text = format!("{query}\n  {} ({})\n", facts.name, facts.id);
    text += &format!("  class:      {}\n", facts.class);
    text += &format!("  muscles:    {}\n", facts.muscles());
    text += &format!("  limbs:      {}\n", facts.limbs.join(", "));
    if let Some((equipment, _)) = &facts.equipment {
        text += &format!("  equipment:  {equipment}\n");
    }
    text + &format!("  a wrap can go {}\n\n", facts.wrap)
}

/// One object: a name and what it means; `id` is null if it is not known for certain.
fn object(query: &str, catalogue: &Catalogue) -> Value {
    match catalogue.resolve(query) {
        Resolution::Known(known) => {
            let Some(facts) = ExerciseFacts::of(&Roster::new(catalogue), known) else {
                return unknown(query, &[]);
            };
            json!({
                "query": query,
                "id": facts.id,
                "name": facts.name,
                "mechanic": facts.class,
                "primary": facts.primary,
                "secondary": facts.secondary,
                "limbs": facts.limbs,
                "equipment": facts.equipment.map(|(_, id)| id),
                "suggestions": [],
            })
        }
        Resolution::Several(_, parts) => unknown(
            query,
            &parts.into_iter().map(|part| part.text).collect::<Vec<_>>(),
        ),
        Resolution::Unknown { suggestions } => unknown(query, &suggestions),
    }
}

fn unknown(query: &str, suggestions: &[String]) -> Value {
    json!({
        "query": query, "id": null, "name": null, "mechanic": null, "primary": [], "secondary": [], "limbs": [],
        "equipment": null, "suggestions": suggestions,
    })
}

fn mechanic(movement: &Movement) -> &'static str {
    movement.mechanic.map_or("unknown", Mechanic::word)
}

/// The primary muscles, the target of the movement first.
fn primary<'c>(movement: &Movement, catalogue: &'c Catalogue) -> Vec<&'c str> {
    let others = movement
        .primary
        .iter()
        .filter(|muscle| Some(*muscle) != movement.target);
    movement
        .target
        .into_iter()
        .chain(others)
        .map(|muscle| catalogue.muscle_name(muscle))
        .collect()
}
