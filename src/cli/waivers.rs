//! `cuff check --list-suppressions`: the comments that silence findings, with what each silences.

use serde_json::json;

use super::Exit;
use super::args::{self, Args};
use super::check::look;
use super::inputs::inputs;
use super::output::{Output, plural};
use crate::check::{Options, Report};
use crate::diagnostic::Diagnostic;
use crate::engine::{State, Waiver};
use crate::report::{Format, plain};
use crate::rules::RuleSet;
use crate::source::SourceFile;
use crate::workspace::{Unreadable, read_plan, read_stdin};

pub(super) fn list(
    asked: &args::Check,
    args: &Args,
    options: Options,
    output: &mut Output,
) -> Exit {
    let plans = match inputs(asked, args, output) {
        Ok(plans) => plans,
        Err(exit) => return exit,
    };
    let mut list = List {
        options,
        as_json: asked.reports.asked() == Some(Format::Json),
        entries: Vec::new(),
        counts: [0; 4],
        plans: 0,
    };
    let mut unreadable = plans.found.unreadable.clone();
    let mut take = |source: Result<SourceFile, Unreadable>, rules: &RuleSet| {
        let listed = source.and_then(|source| list.plan(&source, rules));
        unreadable.extend(listed.err());
    };
    if let Some((name, rules)) = &plans.stdin {
        take(read_stdin(&name.display().to_string()), rules);
    }
    for (path, project) in &plans.found.plans {
        take(read_plan(path), &project.rules);
    }
    output.print(&list.finish());
    for Unreadable { path, reason } in &unreadable {
        output.error(&format!(
            "error: `{}` was not read: {}\n",
            plain(path),
            plain(reason)
        ));
    }
    if unreadable.is_empty() {
        Exit::Clean
    } else {
        Exit::Failed
    }
}

struct List {
    options: Options,
    as_json: bool,
    entries: Vec<String>,
    /// How many there are of each state.
    counts: [usize; 4],
    plans: usize,
}

const STATES: [State; 4] = [State::Used, State::Unused, State::Expired, State::Void];

impl List {
    fn plan(&mut self, source: &SourceFile, rules: &RuleSet) -> Result<(), Unreadable> {
        let report = look(source, rules, self.options)?;
        self.plans += 1;
        for (waiver, silenced) in report.waivers.iter().zip(silenced(&report)) {
            for (count, state) in self.counts.iter_mut().zip(STATES) {
                *count += usize::from(waiver.state == state);
            }
            let entry = if self.as_json {
                object(source, waiver, &silenced)
            } else {
                entry(source, waiver, &silenced)
            };
            self.entries.push(entry);
        }
        Ok(())
    }

    fn finish(&self) -> String {
        if self.as_json {
            let entries = self.entries.join(",\n");
            return format!("{{\"schema\":1,\"suppressions\":[\n{entries}\n]}}\n");
        }
        let states = self.counts.iter().zip(STATES);
        let parts: Vec<String> = states
            .filter(|(count, _)| **count > 0)
            .map(|(count, state)| format!("{count} {}", state.word()))
            .collect();
        let counts = if parts.is_empty() {
            String::new()
        } else {
            format!(": {}", parts.join(", "))
        };
        let found = plural(self.entries.len(), "suppression");
        let plans = plural(self.plans, "plan");
        format!("{}{found} in {plans}{counts}\n", self.entries.concat())
    }
}

/// What each waiver silences.
fn silenced(report: &Report) -> Vec<Vec<&Diagnostic>> {
    let mut all = vec![Vec::new(); report.waivers.len()];
    for suppressed in &report.suppressed {
        if let Some(own) = all.get_mut(suppressed.waiver) {
            own.push(&suppressed.diagnostic);
        }
    }
    all
}

fn entry(source: &SourceFile, waiver: &Waiver, silenced: &[&Diagnostic]) -> String {
    let place = source.line_column(waiver.rule.range().start);
    let rule = plain(source.slice(waiver.rule));
    let mut text = format!(
        "{}:{}:{}: {rule} for {}",
        plain(source.name()),
        place.line,
        place.column,
        waiver.reach.words()
    );
    if let Some(until) = waiver.until {
        text += &format!(", until {}", plain(source.slice(until)));
    }
    if waiver.state != State::Used {
        text += &format!(" ({})", waiver.state.word());
    }
    text += &format!("\n  because {}\n", plain(source.slice(waiver.reason)));
    for finding in silenced {
        let line = source.line_column(finding.span.range().start).line;
        let level = finding.severity.word();
        text += &format!(
            "  silences line {line}: {level}: {}\n",
            plain(&finding.message)
        );
    }
    text
}

fn object(source: &SourceFile, waiver: &Waiver, silenced: &[&Diagnostic]) -> String {
    let place = source.line_column(waiver.rule.range().start);
    let silenced: Vec<serde_json::Value> = silenced
        .iter()
        .map(|finding| {
            json!({
                "line": source.line_column(finding.span.range().start).line,
                "severity": finding.severity.word(),
                "status": finding.status.word(),
                "message": finding.message,
                "place": finding.place,
            })
        })
        .collect();
    let object = json!({
        "path": source.name(),
        "line": place.line,
        "column": place.column,
        "rule": source.slice(waiver.rule),
        "reason": source.slice(waiver.reason),
        "until": waiver.until.map(|until| source.slice(until)),
        "reach": waiver.reach.words(),
        "state": waiver.state.word(),
        "silenced": silenced,
    });
    object.to_string().replace("##[", "\\u0023#[")
}
