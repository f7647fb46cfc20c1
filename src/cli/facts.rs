//! `cuff facts`: a plan as the rules see it, and the vocabulary of rules.

use std::path::Path;

use super::args::{self, Args};
use super::output::Output;
use super::{Exit, problems, projects};
use crate::check::{Options, with_plan};
use crate::expr::{Entity, operations};
use crate::facts::{Scope, Shown, Vocabulary, World};
use crate::model::Plan;
use crate::rules::RuleSet;
use crate::workspace::{read_plan, read_stdin};

/// Facts that are shown without `--all`, by scope.
const MAIN: &[(Scope, &[&str])] = &[
    (
        Scope::Athlete,
        &[
            "level",
            "training-age",
            "complaint-joints",
            "cleared",
            "clearance-date",
        ],
    ),
    (
        Scope::Session,
        &["phase", "duration", "arm-time-on", "leg-time-on"],
    ),
    (
        Scope::Exercise,
        &[
            "movement",
            "mechanic",
            "limbs",
            "scheme",
            "load",
            "intensity",
            "rest",
            "one-rm",
        ],
    ),
    (
        Scope::Wrap,
        &[
            "site",
            "position",
            "tightness",
            "occlusion",
            "set-count",
            "rep-count",
            "time-on",
            "time-on-slowest",
            "closed",
        ],
    ),
];

pub(super) fn run(facts: &args::Facts, args: &Args, output: &mut Output) -> Exit {
    let file = facts.file.clone().unwrap_or_default();
    let set = match projects(args).of(if file.as_os_str().is_empty() {
        Path::new("./plan")
    } else {
        &file
    }) {
        Ok(project) => project.rules.clone(),
        Err(refused) => {
            problems(&refused, output);
            return Exit::Failed;
        }
    };
    if facts.list {
        output.print(&vocabulary(&set.vocabulary));
        return Exit::Clean;
    }
    let source = if file.as_os_str() == "-" {
        read_stdin("<stdin>")
    } else {
        read_plan(&file)
    };
    match source {
        Ok(source) => {
            let text = with_plan(&source, &set, Options::default(), |plan| {
                show(plan, &set, facts.all)
            });
            output.print(&text);
            Exit::Clean
        }
        Err(unreadable) => {
            output.error(&format!(
                "error: {}: {}\n",
                crate::report::plain(&unreadable.path),
                unreadable.reason
            ));
            Exit::Failed
        }
    }
}

/// Every fact with its type and its meaning, by scope.
fn vocabulary(vocabulary: &Vocabulary) -> String {
    let mut text = String::new();
    for (scope, name, about, _) in Scope::ALL {
        text += &format!("{name}: {about}\n");
        for field in vocabulary.rows(scope) {
            text += &format!(
                "  {:<22} {}: {}\n",
                field.name,
                field.kind.words(vocabulary),
                field.doc
            );
        }
        text.push('\n');
    }
    text.push_str("words: every member of the longer lists\n");
    for (name, words) in vocabulary.long_lists() {
        text += &wrapped(name, &words.join(", "));
    }
    text.push_str("\nfunctions and questions about collections\n");
    for (name, example, gives) in operations() {
        text += &format!("  {name:<22} {gives}: {example}\n");
    }
    text
}

/// A name and a long line behind it, broken between words.
fn wrapped(name: &str, words: &str) -> String {
    const WIDTH: usize = 76;
    let mut text = format!("  {name:<22}");
    let mut column = 0;
    for word in words.split(' ') {
        if column > 0 && column + word.len() + 26 > WIDTH {
            text += &format!("\n{:25}", "");
            column = 0;
        }
        text += &format!(" {word}");
        column += word.len() + 1;
    }
    text + "\n"
}

struct Printer<'p> {
    vocabulary: &'p Vocabulary,
    world: World<'p, 'p>,
    all: bool,
    text: String,
}

fn show<'p>(plan: &'p Plan<'p>, set: &'p RuleSet, all: bool) -> String {
    let mut printer = Printer {
        vocabulary: &set.vocabulary,
        world: World(plan),
        all,
        text: String::new(),
    };
    printer.thing(0, "athlete", Scope::Athlete.entity(0));
    for week in &plan.weeks {
        printer.line(0, &format!("week {}", week.number));
        for &session in plan.list(&week.sessions) {
            printer.session(plan, session);
        }
    }
    printer.text
}

impl Printer<'_> {
    fn session(&mut self, plan: &Plan<'_>, index: u32) {
        let Some(session) = plan.session(index) else {
            return;
        };
        let name = plan.slice(session.name);
        self.thing(1, &format!("session {name}"), Scope::Session.entity(index));
        for exercise in session.exercises.clone() {
            let name = plan
                .exercise(exercise)
                .map_or("", |exercise| plan.slice(exercise.name));
            self.thing(
                2,
                &format!("exercise {name}"),
                Scope::Exercise.entity(exercise),
            );
            if self.all {
                let sets = plan
                    .exercise(exercise)
                    .map_or(0..0, |exercise| exercise.sets.clone());
                for (set, number) in sets.zip(1..) {
                    self.thing(3, &format!("set {number}"), Scope::Set.entity(set));
                }
            }
        }
        for wrap in session.wraps.clone() {
            let words = plan.wrap(wrap).map_or("", |wrap| plan.slice(wrap.span));
            self.thing(2, &format!("wrap `{words}`"), Scope::Wrap.entity(wrap));
        }
    }

    fn line(&mut self, depth: usize, words: &str) {
        self.text += &format!("{}{}\n", "  ".repeat(depth), crate::report::plain(words));
    }

    /// A thing with its main facts, or all of them.
    fn thing(&mut self, depth: usize, head: &str, entity: Entity) {
        self.line(depth, head);
        let main = MAIN
            .iter()
            .find(|(scope, _)| scope.id() == entity.scope)
            .map_or(&[][..], |(_, names)| *names);
        for (name, shown) in self.vocabulary.describe(&self.world, entity) {
            if !self.all && !main.contains(&name) {
                continue;
            }
            match shown {
                Shown::Value(value) if value.is_empty() => {}
                Shown::Value(value) => self.line(depth + 1, &format!("{name}: {value}")),
                Shown::Unknown(why) => self.line(depth + 1, &format!("{name}: unknown, {why}")),
                Shown::NotStated if self.all => {
                    self.line(depth + 1, &format!("{name}: not stated"))
                }
                Shown::NotStated => {}
            }
        }
    }
}
