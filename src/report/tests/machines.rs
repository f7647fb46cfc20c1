//! Forms for machines, read back: whatever a plan and its name hold, each says what was found and nothing else.

use proptest::prelude::*;
use roxmltree::Document;
use serde_json::Value;

use super::hostile::finding;
use crate::diagnostic::Diagnostic;
use crate::report::found::Rank;
use crate::report::samples::{hostile_text, load_above_range, no_1rm, plan};
use crate::report::{
    Context, Format, Found, Progress, Reporter, Silenced, Silencer, Style, Summary, Unreadable,
    escape,
};
use crate::source::SourceFile;

/// A whole report on a plan and on a file that could not be read.
fn whole(format: Format, found: &Found<'_>) -> String {
    let context = Context {
        baseline: true,
        ..Context::default()
    };
    let reporter = Reporter::with(format, &Style::default(), &context);
    let unreadable = Unreadable {
        path: found.source.name().to_owned(),
        reason: "a\n::error::b ]]> <c>".to_owned(),
    };
    let mut summary = Summary {
        unreadable: vec![unreadable],
        ..Summary::default()
    };
    summary.add(found.findings);
    reporter.whole([reporter.file(found)], &summary)
}

fn json(format: Format, found: &Found<'_>) -> Value {
    serde_json::from_str(&whole(format, found)).unwrap()
}

/// How many lines of a report are commands for the runner.
fn commands(report: &str, start: &str) -> usize {
    report
        .lines()
        .filter(|line| line.starts_with(start))
        .count()
}

#[test]
fn what_is_silenced_is_told_apart_from_what_is_found() {
    let plan = plan();
    let (open, known) = (no_1rm(&plan), load_above_range(&plan));
    let findings = [open];
    let silenced = [
        Silenced {
            finding: &known,
            by: Silencer::Comment("the coach stands beside"),
        },
        Silenced {
            finding: &known,
            by: Silencer::Baseline,
        },
    ];
    let found = Found {
        source: &plan,
        findings: &findings,
        silenced: &silenced,
    };
    let value = json(Format::Json, &found);
    assert_eq!(value["findings"].as_array().map(Vec::len), Some(1));
    assert_eq!(value["silenced"][0]["by"], "comment");
    assert_eq!(value["silenced"][0]["reason"], "the coach stands beside");
    assert_eq!(value["silenced"][1]["by"], "baseline");

    let results = &json(Format::Sarif, &found)["runs"][0]["results"];
    let suppressed = &results[0]["suppressions"][0];
    assert_eq!(suppressed["kind"], "inSource");
    assert_eq!(suppressed["justification"], "the coach stands beside");
    assert_eq!(results[1]["baselineState"], "unchanged");
    assert_eq!(results[2]["kind"], "open", "what could not be checked");
    assert_eq!(results[2]["level"], "none");
    assert_eq!(results[2]["baselineState"], "new");

    let text = whole(Format::Junit, &found);
    let junit = Document::parse(&text).unwrap();
    let count = |tag: &str| {
        junit
            .descendants()
            .filter(|node| node.has_tag_name(tag))
            .count()
    };
    assert_eq!(
        (count("failure"), count("skipped"), count("error")),
        (0, 3, 1)
    );
    let page = whole(Format::Html, &found);
    assert!(page.contains("suppressed: the coach stands beside"));
    for format in [
        Format::Github,
        Format::Azure,
        Format::Gitlab,
        Format::Rdjson,
    ] {
        assert!(!whole(format, &found).contains("34 %"), "{}", format.word());
    }
    let lines = whole(Format::JsonLines, &found);
    let kinds: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["type"].clone())
        .collect();
    assert_eq!(kinds, ["silenced", "silenced", "finding", "summary"]);
}

#[test]
fn github_keeps_the_most_severe_and_says_how_many_it_leaves_out() {
    let plan = plan();
    let advice = Diagnostic {
        status: crate::diagnostic::Status::Violated,
        ..no_1rm(&plan)
    };
    let mut findings = vec![advice; 30];
    findings.extend(vec![load_above_range(&plan); 25]);
    let found = Found::new(&plan, &findings);
    let reporter = Reporter::new(Format::Github, &Style::default());
    let mut progress = Progress::default();
    let before = reporter.add(&mut progress, reporter.file(&found));
    assert_eq!(before.lines().count(), 35, "the rest is in the log");
    let mut summary = Summary::default();
    summary.add(&findings);
    let end = reporter.finish(&progress, &summary);
    let kinds: Vec<&str> = end
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert_eq!(kinds[..10], ["::error"; 10]);
    assert_eq!(kinds[10..20], ["::notice"; 10]);
    assert!(end.contains("\n35 findings without an annotation"), "{end}");
}

#[test]
fn suggestions_count_bytes_and_hold_what_stays_between_edits() {
    use crate::diagnostic::{Applicability, Severity};
    use crate::source::{Span, TextEdit};
    let source = SourceFile::new("x.plan", "週 a b c\n");
    let edit = |start, text: &str| TextEdit {
        span: Span::new(start, start + 1),
        text: text.to_owned(),
    };
    let finding = Diagnostic::new("r", Severity::Error, Span::new(4, 5), "m").fix(
        "swap",
        Applicability::Safe,
        vec![edit(4, "A"), edit(8, "C")],
    );
    let value = json(Format::Rdjson, &Found::new(&source, &[finding]));
    let suggestion = &value["diagnostics"][0]["suggestions"][0];
    assert_eq!(suggestion["text"], "A b C");
    assert_eq!(suggestion["range"]["start"]["column"], 5);
    assert_eq!(suggestion["range"]["end"]["column"], 10);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn json_of_every_kind_gives_back_what_it_was_given(
        name in hostile_text(),
        text in hostile_text(),
        finding in finding(),
    ) {
        let source = SourceFile::new(name.clone(), text.repeat(3));
        let findings = [finding];
        let found = Found::new(&source, &findings);
        let said = escape::words(&findings[0].message);

        let value = json(Format::Rdjson, &found);
        prop_assert_eq!(&value["diagnostics"][0]["location"]["path"], &name);
        prop_assert!(value["diagnostics"][0]["message"].as_str().unwrap().starts_with(&said));
        prop_assert_eq!(value["diagnostics"].as_array().map(Vec::len), Some(2));

        let value = json(Format::Gitlab, &found);
        prop_assert_eq!(&value[0]["description"], &said);
        prop_assert_eq!(value.as_array().map(Vec::len), Some(2));

        let value = json(Format::Sarif, &found);
        let result = &value["runs"][0]["results"][0];
        prop_assert_eq!(&result["ruleId"], findings[0].rule.as_ref());
        let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/%:".contains(&byte);
        prop_assert!(uri.as_str().unwrap().bytes().all(plain), "{uri}");

        let lines = whole(Format::JsonLines, &found);
        prop_assert_eq!(lines.lines().count(), 2);
        let line: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
        prop_assert_eq!(&line["message"], &findings[0].message);
    }

    #[test]
    fn xml_of_every_kind_gives_back_what_it_was_given(
        name in hostile_text(),
        text in hostile_text(),
        finding in finding(),
    ) {
        let source = SourceFile::new(name.clone(), text.repeat(3));
        let findings = [finding];
        let found = Found::new(&source, &findings);
        let said = escape::words(&findings[0].message);

        let report = whole(Format::Checkstyle, &found);
        let xml = Document::parse(&report).unwrap();
        let files: Vec<_> = xml.root_element().children().filter(|node| node.is_element()).collect();
        prop_assert_eq!(files.len(), 2);
        let representable = |c: char| matches!(c, '\t' | '\n' | '\r') || c >= ' ' && !"\u{fffe}\u{ffff}".contains(c);
        if name.chars().all(representable) {
            prop_assert_eq!(files[0].attribute("name"), Some(name.as_str()));
        }
        let error = files[0].first_element_child().unwrap();
        prop_assert_eq!(error.attribute("message"), Some(said.as_str()));

        let report = whole(Format::Junit, &found);
        let xml = Document::parse(&report).unwrap();
        let suites: Vec<_> = xml.root_element().children().filter(|node| node.is_element()).collect();
        prop_assert_eq!(suites.len(), 2);
        let shown = escape::path(&name);
        prop_assert_eq!(suites[0].attribute("name"), Some(shown.as_str()));
    }

    #[test]
    fn runners_get_one_command_a_finding(
        name in hostile_text(),
        text in hostile_text(),
        findings in prop::collection::vec(finding(), 1..4),
    ) {
        let source = SourceFile::new(name, text.repeat(3));
        let found = Found::new(&source, &findings);
        let report = whole(Format::Github, &found);
        prop_assert_eq!(commands(&report, "::"), findings.len() + 1);
        let report = whole(Format::Azure, &found);
        let heard = |finding: &&Diagnostic| Rank::of(finding) != Rank::Advice;
        prop_assert_eq!(commands(&report, "##vso["), findings.iter().filter(heard).count() + 1);
    }

    #[test]
    fn a_page_has_no_element_but_its_own(
        name in hostile_text(),
        text in hostile_text(),
        findings in prop::collection::vec(finding(), 1..4),
    ) {
        const OWN: &[&str] = &[
            "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "section", "table", "tr",
            "th", "td", "mark", "ul", "li", "b", "code", "p",
        ];
        let source = SourceFile::new(name, text.repeat(3));
        let page = whole(Format::Html, &Found::new(&source, &findings));
        for (place, _) in page.match_indices('<') {
            let tag = page[place + 1..].trim_start_matches('/');
            let end = tag.find(|c: char| !c.is_ascii_alphanumeric() && c != '!').unwrap();
            prop_assert!(OWN.contains(&&tag[..end]), "{}", &tag[..end]);
            // Nothing of a plan stands in an attribute but a word of ours, and nothing leads anywhere.
            let inside = tag.split('>').next().unwrap();
            prop_assert!(!inside.contains("href"), "{inside}");
        }
    }
}
