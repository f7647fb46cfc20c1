//! `cuff test`: the examples inside rule files.

use std::sync::Arc;

use super::args::{self, Args};
use super::output::Output;
use super::{Exit, problems, projects};
use crate::rule_test::{self, Case};
use crate::rules::Packs;
use crate::workspace::pack_name;

pub(super) fn run(test: &args::Test, args: &Args, output: &mut Output) -> Exit {
    // The examples in a rule are about the rule as it is written, whatever is settled here.
    let projects = projects(args).with_packs(Packs::All, test.folders.clone());
    let mut projects = projects.as_written();
    let project = match projects.of(std::path::Path::new("./plan")) {
        Ok(project) => project,
        Err(refused) => {
            problems(&refused, output);
            return Exit::Failed;
        }
    };
    drop(projects);
    // The rules are this command's own: nobody else holds the project.
    let Some(mut rules) =
        Arc::into_inner(project).and_then(|project| Arc::into_inner(project.rules))
    else {
        return Exit::Failed;
    };
    let packs: Vec<String> = test
        .folders
        .iter()
        .map(|folder| pack_name(&folder.display().to_string()))
        .collect();
    let packs = (!packs.is_empty()).then_some(packs.as_slice());
    let cases = rule_test::run(&mut rules, packs, test.filter.as_deref());
    if cases.is_empty() {
        output.error(
            "error: no case was run\n  help: `cuff test` without --filter runs all of them\n",
        );
        return Exit::Failed;
    }
    let failed: Vec<&Case> = cases
        .iter()
        .filter(|case| !case.problems.is_empty())
        .collect();
    let text: String = failed.iter().map(|case| shown(case)).collect();
    output.print(&text);
    output.print(&format!(
        "{} passed, {} failed\n",
        cases.len() - failed.len(),
        failed.len()
    ));
    if failed.is_empty() {
        Exit::Clean
    } else {
        Exit::Errors
    }
}

fn shown(case: &Case) -> String {
    let name = if case.name.is_empty() {
        String::new()
    } else {
        format!(": {}", case.name)
    };
    let mut text = format!("{}{name}\n", case.rule);
    for problem in &case.problems {
        let (verdict, what) = problem.words();
        text += &format!("  {verdict:<7}  {}\n", what.replace('\n', "\n           "));
    }
    text + "\n"
}
