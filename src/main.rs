//! The `cuff` program.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use cuff::check::{Options, check};
use cuff::report::{Format, Reporter, Style, Summary};
use cuff::rules::{Packs, RuleSet, Settings};
use cuff::source::SourceFile;

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let packs = if args.first().map(String::as_str) == Some("test") {
        Packs::All
    } else {
        Packs::Default
    };
    let mut supplied = Vec::new();
    if let (Some("test"), Some(folder)) = (args.first().map(String::as_str), args.get(2)) {
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().path())
            .collect();
        files.sort();
        let files = files
            .iter()
            .map(|p| SourceFile::new(p.display().to_string(), std::fs::read_to_string(p).unwrap()))
            .collect();
        supplied.push(cuff::rules::Supplied {
            name: "occlusion".to_owned(),
            files,
        });
    }
    let mut rules = match RuleSet::load(&Settings {
        packs,
        supplied,
        ..Settings::default()
    }) {
        Ok(rules) => rules,
        Err(refused) => {
            let reporter = Reporter::new(Format::Concise, &Style::default());
            print!(
                "{}",
                reporter.problems(refused.iter().map(|(s, d)| (s, d.as_slice())), Vec::new())
            );
            std::process::exit(2);
        }
    };
    if args.first().map(String::as_str) == Some("test") {
        let cases = cuff::rule_test::run(&mut rules, args.get(1).map(String::as_str));
        let mut failed = 0;
        for case in &cases {
            if !case.problems.is_empty() {
                failed += 1;
                println!("{} / {}", case.rule, case.name);
                for p in &case.problems {
                    let (v, w) = p.words();
                    println!("   {v}: {w}");
                }
            }
        }
        println!("{} cases, {failed} failed", cases.len());
        return;
    }
    let concise = args.first().map(String::as_str) == Some("-c");
    if concise {
        args.remove(0);
    }
    let format = if concise {
        Format::Concise
    } else {
        Format::Full
    };
    let reporter = Reporter::new(format, &Style::default());
    let mut summary = Summary::default();
    for path in &args {
        let source = SourceFile::new(path.clone(), std::fs::read_to_string(path).unwrap());
        let report = check(
            &source,
            &rules,
            Options {
                today: cuff::syntax::parse_date("2026-03-01"),
            },
        );
        print!("{}", reporter.file(&source, &report.diagnostics));
        summary.add(&report.diagnostics);
        summary.files += 1;
    }
    print!("{}", reporter.finish(&summary));
}
