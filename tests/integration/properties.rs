//! What must hold for any plan at all: nothing is lost, nothing points outside of the text, nothing that means nothing
//! changes a verdict, and what is not known never passes for fine.
//!
//! Cases come from a fixed seed, so that a run is the same everywhere. `PROPTEST_CASES=5000` asks for more, at random.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngSeed, TestRunner};

use cuff::check::{Options, Report, check};
use cuff::diagnostic::{Diagnostic, Severity, Status};
use cuff::facts::Scope;
use cuff::quantity::Quantity;
use cuff::report::{Format, Reporter, Style, Summary};
use cuff::rule_test::{self, Problem};
use cuff::rules::file::TestFile;
use cuff::rules::{Level, Rule, RuleSet, Settings};
use cuff::source::{SourceFile, Span};
use cuff::syntax::{parse, parse_date, print};

use crate::plans::{Care, Row, Sheet, sheet, soup};
use crate::support::{RULES, read, shape};

/// As many cases as a test can afford; `PROPTEST_CASES` raises them and takes the fixed seed away.
pub(crate) fn cases(few: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok();
    let asked = asked.and_then(|cases| cases.parse().ok()).unwrap_or(0);
    let seed = if asked > few {
        RngSeed::Random
    } else {
        RngSeed::Fixed(20_260_301)
    };
    ProptestConfig {
        cases: few.max(asked),
        rng_seed: seed,
        max_shrink_iters: 300,
        ..ProptestConfig::default()
    }
}

fn checked(text: &str) -> (SourceFile, Report) {
    let source = SourceFile::new("test.plan", text);
    let report = check(&source, &RULES, options());
    (source, report)
}

fn options() -> Options {
    Options {
        today: parse_date("2026-03-01"),
    }
}

// ── places ────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Whether a span is a stretch of whole characters of the text, and cuts no CRLF in two.
fn fits(text: &str, span: Span) -> bool {
    let inside = |offset: usize| text.get(offset.saturating_sub(1)..offset + 1) == Some("\r\n");
    span.start <= span.end
        && text.get(span.range()).is_some()
        && !inside(span.range().start)
        && !inside(span.range().end)
}

/// Every span of the tree, as its debug picture shows them: each in the text, and each in the node that holds it.
fn tree_fits(text: &str) -> Result<(), String> {
    let picture = format!("{:?}", parse(text).plan);
    let mut nodes: Vec<Option<Span>> = Vec::new();
    let mut rest = picture.as_str();
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit() || c == '{' || c == '}') {
        let (before, from) = rest.split_at(at);
        match from.as_bytes()[0] {
            b'{' => nodes.push(None),
            b'}' => drop(nodes.pop()),
            _ => {
                let end = from
                    .find(|c: char| !c.is_ascii_digit() && c != '.')
                    .unwrap_or(from.len());
                if let Some((start, end)) = from[..end].split_once("..") {
                    let span = Span::new(start.parse().unwrap(), end.parse().unwrap());
                    let parent = nodes.iter().rev().find_map(|span| *span);
                    if !fits(text, span) || parent.is_some_and(|parent| !parent.contains(span)) {
                        return Err(format!("{span:?} in {parent:?}: {before}"));
                    }
                    if let Some(own @ None) = nodes.last_mut()
                        && before.ends_with("span: ")
                    {
                        *own = Some(span);
                    }
                }
                rest = &from[end..];
                continue;
            }
        }
        rest = &from[1..];
    }
    Ok(())
}

/// The lines of the tree are the lines of the text: between two of them stands a line ending and nothing else.
fn lines_cover(text: &str) -> Result<(), String> {
    let tree = parse(text).plan;
    let mut at = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
    for (number, line) in tree.lines.iter().enumerate() {
        let gap = text.get(at..line.span.range().start);
        let expected: &[&str] = if number == 0 {
            &[""]
        } else {
            &["\n", "\r\n", "\r"]
        };
        if !gap.is_some_and(|gap| expected.contains(&gap)) {
            return Err(format!("{gap:?} before line {}", number + 1));
        }
        if line.span.of(text).contains(['\n', '\r']) {
            return Err(format!("line {} holds a line ending", number + 1));
        }
        at = line.span.range().end;
    }
    if at == text.len() {
        Ok(())
    } else {
        Err(format!("{:?} is in no line", &text[at..]))
    }
}

fn spans(diagnostic: &Diagnostic) -> impl Iterator<Item = Span> {
    let labels = diagnostic.labels.iter().map(|label| label.span);
    let edits = diagnostic.fixes.iter().flat_map(|fix| &fix.edits);
    std::iter::once(diagnostic.span)
        .chain(labels)
        .chain(edits.map(|edit| edit.span))
}

/// What holds for every text: it is read without loss, and everything that is said about it points into it.
fn sound(text: &str) -> Result<Report, TestCaseError> {
    let bad = |what: String| TestCaseError::fail(format!("{what}\nin {text:?}"));
    tree_fits(text).map_err(bad)?;
    lines_cover(text).map_err(bad)?;
    let (_, report) = checked(text);
    let silenced = report
        .suppressed
        .iter()
        .map(|suppressed| &suppressed.diagnostic);
    for diagnostic in report.diagnostics.iter().chain(silenced) {
        if let Some(span) = spans(diagnostic).find(|span| !fits(text, *span)) {
            return Err(bad(format!("{span:?} of {diagnostic:#?}")));
        }
        for fix in &diagnostic.fixes {
            let ends = fix
                .edits
                .windows(2)
                .all(|pair| pair[0].span.end <= pair[1].span.start);
            prop_assert!(ends, "edits out of order: {fix:?} in {text:?}");
        }
    }
    Ok(report)
}

/// Two trees from where they part.
fn difference(before: &str, after: &str) -> String {
    let pairs = before.chars().zip(after.chars());
    let same = pairs.take_while(|(a, b)| a == b).count();
    let part = |tree: &str| -> String {
        let from = same.saturating_sub(80);
        tree.chars().skip(from).take(240).collect()
    };
    format!("before: {}\nafter:  {}", part(before), part(after))
}

/// Reading what is printed gives the same tree, and printing that gives the same text.
fn survives(text: &str) -> Result<(), TestCaseError> {
    let printed = print(&parse(text).plan, text);
    let (before, after) = (shape(text), shape(&printed));
    prop_assert!(
        before == after,
        "{text:?}\nis printed as {printed:?}\n{}",
        difference(&before, &after)
    );
    let again = print(&parse(&printed).plan, &printed);
    prop_assert_eq!(&again, &printed, "{:?} printed twice", text);
    Ok(())
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn whole_plans_are_read_soundly(sheet in sheet(Care::Careless)) {
        sound(&sheet.text())?;
        survives(&sheet.text())?;
    }

    #[test]
    fn rows_of_tokens_are_read_soundly(text in soup()) {
        sound(&text)?;
    }
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn rows_of_tokens_survive_printing(text in soup()) {
        survives(&text)?;
    }
}

/// Plans of the repository: what people look at first.
fn fixtures() -> Vec<(String, String)> {
    let mut paths: Vec<String> = Vec::new();
    for folder in ["examples", "tests/fixtures/syntax"] {
        let entries = std::fs::read_dir(folder).unwrap();
        let found = entries.map(|entry| entry.unwrap().path().display().to_string());
        paths.extend(found.filter(|path| path.ends_with(".plan")));
    }
    paths.sort();
    assert!(paths.len() >= 9, "{paths:?}");
    paths
        .into_iter()
        .map(|path| (path.clone(), read(&path)))
        .collect()
}

/// The text cut off at a place, and with one character left out, doubled, or swapped with the next.
fn damaged(text: &str, place: usize) -> [String; 4] {
    let (before, from) = text.split_at(place);
    let one = from.chars().next().map_or(0, char::len_utf8);
    let (letter, after) = from.split_at(one);
    let two = after.chars().next().map_or(0, char::len_utf8);
    let (next, rest) = after.split_at(two);
    [
        before.to_owned(),
        format!("{before}{after}"),
        format!("{before}{letter}{letter}{after}"),
        format!("{before}{next}{letter}{rest}"),
    ]
}

/// Damages each plan of the repository at places spread over it, and hands over the plan and its damaged form.
fn each_damage(most: usize, look: impl Fn(&str, &str) -> Result<(), TestCaseError>) {
    let asked = std::env::var("PROPTEST_CASES").ok();
    let most = asked
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(0)
        .max(most);
    for (path, text) in fixtures() {
        let places: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
        let step = places.len().div_ceil(most).max(1);
        for &place in places.iter().skip(step / 2).step_by(step) {
            for damaged in damaged(&text, place) {
                if let Err(error) = look(&text, &damaged) {
                    panic!("{path} at byte {place}: {error}");
                }
            }
        }
    }
}

#[test]
fn damaged_plans_are_read_soundly() {
    each_damage(10, |_, damaged| sound(damaged).map(drop));
}

#[test]
fn damaged_plans_survive_printing() {
    each_damage(12, |_, damaged| survives(damaged));
}

/// One slip of the finger spoils one place, and at most one more in the line that it joins or opens.
#[test]
fn one_slip_spoils_two_places_at_most() {
    let messages = |text: &str| -> BTreeMap<Span, String> {
        let found = parse(text).diagnostics.into_iter();
        found
            .map(|diagnostic| (diagnostic.span, diagnostic.message))
            .collect()
    };
    each_damage(36, |text, damaged| {
        if !messages(text).is_empty() {
            return Ok(());
        }
        let after = messages(damaged);
        let line = damaged.lines().find(|line| !text.contains(line));
        prop_assert!(after.len() <= 2, "{line:?} costs {after:#?}");
        Ok(())
    });
}

#[test]
fn line_endings_and_the_byte_order_mark_do_not_change_the_tree() {
    for (path, text) in fixtures() {
        let expected = shape(&text);
        for ending in ["\r\n", "\r"] {
            let text = text.replace('\n', ending);
            assert_eq!(shape(&text), expected, "{path} with {ending:?}");
            tree_fits(&text).unwrap();
            lines_cover(&text).unwrap();
        }
        assert_eq!(
            shape(&format!("\u{FEFF}{text}")),
            expected,
            "{path} with a byte order mark"
        );
    }
}

// ── what means nothing changes nothing ────────────────────────────────────────────────────────────────────────────

/// A finding without its offsets: what a coach reads, and the text that it points at.
fn identity(source: &SourceFile, diagnostic: &Diagnostic) -> String {
    let shown = |span: Span| visible(source.slice(span));
    let mut out = format!(
        "{} {} {}: {} at {:?} in {}",
        diagnostic.severity.word(),
        diagnostic.status.word(),
        diagnostic.rule,
        diagnostic.message,
        shown(diagnostic.span),
        diagnostic.place,
    );
    for label in &diagnostic.labels {
        out += &format!("\n  label {:?}: {}", shown(label.span), label.text);
    }
    out += &format!(
        "\n  {:?} {:?} {:?}",
        diagnostic.notes, diagnostic.help, diagnostic.sources
    );
    for fix in &diagnostic.fixes {
        out += &format!("\n  {} {}", fix.applicability.word(), fix.title);
        for edit in &fix.edits {
            out += &format!(
                "\n    {:?} becomes {:?}",
                shown(edit.span),
                visible(&edit.text)
            );
        }
    }
    out
}

/// Lines with something on them, without the blanks around it.
fn visible(text: &str) -> Vec<&str> {
    let lines = text
        .split(['\n', '\r'])
        .map(|line| line.trim_matches([' ', '\t', '\u{FEFF}']));
    lines
        .filter(|line| !line.is_empty() && *line != NEUTRAL)
        .collect()
}

const NEUTRAL: &str = "# nothing to see here";

fn identities(text: &str) -> Vec<String> {
    let (source, report) = checked(text);
    let silenced = report
        .suppressed
        .iter()
        .map(|suppressed| &suppressed.diagnostic);
    let open = report
        .diagnostics
        .iter()
        .map(|diagnostic| identity(&source, diagnostic));
    let silenced = silenced.map(|diagnostic| format!("silenced {}", identity(&source, diagnostic)));
    open.chain(silenced).collect()
}

/// Ways to write the same plan.
const SAME: &[(&str, fn(&Sheet) -> String)] = &[
    ("blank lines", |sheet| between(sheet, "")),
    ("blank lines of blanks", |sheet| between(sheet, "  \t")),
    ("comments", |sheet| between(sheet, NEUTRAL)),
    ("trailing blanks", |sheet| {
        every(sheet, |row| {
            if row.comment.is_empty() {
                row.text += " \t";
            }
        })
    }),
    ("no indentation", |sheet| every(sheet, |row| row.indent = 0)),
    ("deep indentation", |sheet| {
        every(sheet, |row| row.indent += 7)
    }),
    ("LF", |sheet| with_ending(sheet, "\n")),
    ("CRLF", |sheet| with_ending(sheet, "\r\n")),
    ("CR", |sheet| with_ending(sheet, "\r")),
    ("a byte order mark", |sheet| {
        Sheet {
            mark: !sheet.mark,
            ..sheet.clone()
        }
        .text()
    }),
    ("a last line ending", |sheet| {
        format!("{}{}", sheet.text(), sheet.ending)
    }),
];

fn between(sheet: &Sheet, line: &str) -> String {
    let mut sheet = sheet.clone();
    let added = || Row {
        indent: 0,
        text: line.to_owned(),
        comment: String::new(),
    };
    sheet.rows = sheet
        .rows
        .into_iter()
        .flat_map(|row| [added(), row])
        .collect();
    sheet.text()
}

fn every(sheet: &Sheet, change: impl Fn(&mut Row)) -> String {
    let mut sheet = sheet.clone();
    sheet.rows.iter_mut().for_each(change);
    sheet.text()
}

fn with_ending(sheet: &Sheet, ending: &'static str) -> String {
    Sheet {
        ending,
        ..sheet.clone()
    }
    .text()
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn layout_means_nothing(sheet in sheet(Care::Careless)) {
        let text = sheet.text();
        let expected = identities(&text);
        for (what, write) in SAME {
            let other = write(&sheet);
            let found = identities(&other);
            let differ = expected.iter().zip(&found).find(|(a, b)| a != b);
            prop_assert!(expected == found, "{} changes {differ:#?} of {}/{}\nin {text:?}", what, expected.len(), found.len());
        }
    }
}

/// Whole plans that are the same in every run.
pub(crate) fn some(care: Care, count: usize) -> Vec<Sheet> {
    let config = ProptestConfig {
        rng_seed: RngSeed::Fixed(7),
        ..ProptestConfig::default()
    };
    let mut runner = TestRunner::new(config);
    let one = |_| sheet(care).new_tree(&mut runner).unwrap().current();
    (0..count).map(one).collect()
}

/// Properties of plans that no rule looks at would say little.
#[test]
fn generated_plans_reach_the_rules() {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for sheet in some(Care::Clean, 150) {
        let (_, report) = checked(&sheet.text());
        for diagnostic in report.diagnostics {
            *seen.entry(diagnostic.rule.into_owned()).or_default() += 1;
        }
    }
    let never: Vec<&str> = RULES
        .rules
        .iter()
        .map(Rule::id)
        .filter(|id| !seen.contains_key(*id))
        .collect();
    assert!(never.len() <= 4, "{never:?} never speak, others: {seen:?}");
    assert!(!seen.contains_key("unread-line"), "{seen:?}");
}

#[test]
fn threads_mean_nothing() {
    let texts: Vec<String> = some(Care::Careless, 24).iter().map(Sheet::text).collect();
    let expected: Vec<Vec<String>> = texts.iter().map(|text| identities(text)).collect();
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    texts
                        .iter()
                        .map(|text| identities(text))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        for run in runs {
            assert_eq!(run.join().unwrap(), expected);
        }
    });
}

// ── every face says the same ──────────────────────────────────────────────────────────────────────────────────────

/// `cuff check` on a folder of plans gives what `check` gives, in every format and whatever the number of threads.
#[test]
fn the_program_says_what_check_says() {
    let folder = tempfile::tempdir().unwrap();
    let mut texts = Vec::new();
    for (number, sheet) in some(Care::Careless, 40).iter().enumerate() {
        let name = format!("{number:02}.plan");
        std::fs::write(folder.path().join(&name), sheet.text()).unwrap();
        texts.push((name, sheet.text()));
    }
    for (format, word, _) in Format::ALL {
        let reporter = Reporter::new(format, &Style::default());
        let mut summary = Summary {
            packs: vec!["occlusion".to_owned()],
            ..Summary::default()
        };
        let files: Vec<String> = texts
            .iter()
            .map(|(name, text)| {
                let source = SourceFile::new(name.as_str(), text.as_str());
                let report = check(&source, &RULES, options());
                let mut one = Summary::default();
                one.add(&report.diagnostics);
                one.suppressed = report.suppressed.len();
                summary.merge(one);
                reporter.file(&source, &report.diagnostics)
            })
            .collect();
        let expected = reporter.whole(files, &summary);
        for threads in ["1", "4"] {
            let run = Command::new(env!("CARGO_BIN_EXE_cuff"))
                .args(["check", "--format", word, "--today", "2026-03-01"])
                .current_dir(&folder)
                .env_clear()
                .env("RAYON_NUM_THREADS", threads)
                .output()
                .unwrap();
            let printed = String::from_utf8(run.stdout).unwrap();
            let errors = String::from_utf8(run.stderr).unwrap();
            assert!(errors.is_empty(), "{errors}");
            let differ = printed.lines().zip(expected.lines()).find(|(a, b)| a != b);
            assert!(
                printed == expected,
                "{word} with {threads} threads: {differ:#?}"
            );
        }
    }
}

/// A case in a rule file sees the findings that `check` makes.
#[test]
fn rule_tests_see_what_check_says() {
    let mut rules = RuleSet::load(&Settings::default()).unwrap();
    let ids: Vec<String> = rules
        .rules
        .iter()
        .map(|rule| rule.id().to_owned())
        .collect();
    for rule in &mut rules.rules {
        rule.file.tests.clear();
    }
    let mut compared = 0;
    for sheet in some(Care::Clean, 30) {
        let (source, report) = checked(&sheet.text());
        let on = |rule: &str| {
            rules
                .rule(rule)
                .is_some_and(|rule| rule.level != Level::Off)
        };
        let expect: Vec<BTreeMap<String, String>> = report
            .diagnostics
            .iter()
            .filter(|found| on(&found.rule) || found.severity == Severity::Error)
            .map(|found| {
                let level = match found.status {
                    Status::CannotCheck => found.status.word(),
                    Status::Violated => found.severity.word(),
                };
                let text = source.slice(found.span).lines().next().unwrap_or_default();
                let place = format!("{level} at \"{text}\"");
                BTreeMap::from([(place, found.message.clone())])
            })
            .collect();
        compared += expect.len();
        let beside: Vec<String> = ids.iter().filter(|id| on(id)).cloned().collect();
        let test = TestFile {
            name: "generated".to_owned(),
            plan: sheet.text(),
            expect,
            beside,
            today: Some("2026-03-01".to_owned()),
            ..TestFile::default()
        };
        rules.rules[0].file.tests = vec![test];
        for case in rule_test::run(&mut rules, Some("generated")) {
            let problems: Vec<_> = case.problems.iter().map(Problem::words).collect();
            let other = problems
                .iter()
                .filter(|(_, what)| !what.contains("does not apply"));
            assert_eq!(other.count(), 0, "{problems:#?} in {:?}", sheet.text());
        }
    }
    assert!(compared > 100, "{compared}");
}

// ── damage stays where it is ──────────────────────────────────────────────────────────────────────────────────────

/// The row that a place in the text belongs to.
fn row_of(source: &SourceFile, span: Span) -> usize {
    source.line_column(span.range().start).line - 1
}

proptest! {
    #![proptest_config(cases(150))]

    /// Lines are read one by one: garbling one changes what is said about reading it, and nothing about the others.
    #[test]
    fn a_garbled_line_spoils_only_itself(
        sheet in sheet(Care::Careless),
        place in any::<prop::sample::Index>(),
        soup in soup(),
    ) {
        let place = place.index(sheet.rows.len());
        let soup = soup.replace(['\n', '\r'], " ");
        let soup = soup.trim_start_matches('\u{FEFF}');
        let garbled = sheet.with(place, |row| row.text = format!("~{soup}"));
        let others = |sheet: &Sheet| -> Vec<(usize, String)> {
            let text = sheet.text();
            let found = parse(&text).diagnostics;
            let source = SourceFile::new("test.plan", text);
            // Odd characters are counted over the whole file.
            found
                .iter()
                .filter(|finding| finding.rule != "stray-character")
                .map(|finding| (row_of(&source, finding.span), identity(&source, finding)))
                .filter(|(row, _)| *row != place)
                .collect()
        };
        prop_assert_eq!(others(&sheet), others(&garbled), "row {} of {:?}", place, sheet.text());
    }

    /// What a rule says about one exercise, set or wrap does not depend on a line of another day.
    #[test]
    fn a_garbled_exercise_leaves_other_days_alone(
        sheet in sheet(Care::Clean),
        place in any::<prop::sample::Index>(),
    ) {
        let place = place.index(sheet.rows.len());
        if !sheet.rows[place].text.contains(": ") || sheet.rows[place].text.starts_with("exercise") {
            return Ok(());
        }
        let garbled = sheet.with(place, |row| row.text = "~ nobody can read this".to_owned());
        let days: Vec<usize> = (0..sheet.rows.len())
            .filter(|row| {
                let text = &sheet.rows[*row].text;
                text.starts_with("day") || text.starts_with("week")
            })
            .collect();
        let day = |row: usize| days.iter().rev().find(|day| **day <= row);
        let others = |sheet: &Sheet| -> Vec<String> {
            let (source, report) = checked(&sheet.text());
            let local = |finding: &&Diagnostic| {
                let scope = RULES.rule(&finding.rule).map(|rule| rule.scope);
                matches!(scope, Some(Scope::Set | Scope::Wrap))
                    && finding.status == Status::Violated
                    && day(row_of(&source, finding.span)) != day(place)
            };
            let found = report.diagnostics.iter().filter(local);
            found.map(|finding| identity(&source, finding)).collect()
        };
        prop_assert_eq!(others(&sheet), others(&garbled), "row {} of {}", place, sheet.text());
    }
}

// ── limits are monotone, silence is exact ─────────────────────────────────────────────────────────────────────────

/// Figures of rules, each with a value that allows more than the shipped one.
const LIMITS: &[(&str, &str, &str)] = &[
    ("load-above-range", "max", "45 %"),
    ("load-above-range", "slack", "5 %"),
    ("load-below-range", "min", "10 %"),
    ("marathon-session", "limit", "40 min"),
    ("rest-off-target", "longest", "180 s"),
    ("rest-off-target", "shortest", "1 s"),
    ("tightness-too-high", "error-from", "10/10"),
    ("tightness-too-low", "warning-to", "2/10"),
    ("wrap-near-joint", "near", "1 cm"),
];

/// Where a rule speaks of a violation. Which of its requirements is the first to fail may change with a limit.
fn places(report: &Report, rule: &str) -> BTreeSet<String> {
    let found = report.diagnostics.iter();
    found
        .filter(|finding| finding.rule == rule && finding.status == Status::Violated)
        .map(|finding| finding.place.clone())
        .collect()
}

/// The one rule on its own: others take its place where a heavy lift is wrapped.
static CEILING: LazyLock<RuleSet> = LazyLock::new(|| {
    let mut rules = RuleSet::load(&Settings::default()).unwrap();
    rules.focus(&["load-above-range"]);
    rules
});

#[test]
fn a_wider_limit_adds_no_finding() {
    let mut rules = RuleSet::load(&Settings::default()).unwrap();
    let sheets = some(Care::Clean, 40);
    let sources: Vec<SourceFile> = sheets
        .iter()
        .map(|sheet| SourceFile::new("test.plan", sheet.text()))
        .collect();
    for (rule, figure, value) in LIMITS {
        rules.focus(&[rule]);
        let found = |rules: &RuleSet| -> Vec<BTreeSet<String>> {
            let report = |source| places(&check(source, rules, options()), rule);
            sources.iter().map(report).collect()
        };
        let strict = found(&rules);
        let value = BTreeMap::from([((*figure).to_owned(), Quantity::parse(value).unwrap())]);
        let old = rules.retune(rule, &value).unwrap();
        let loose = found(&rules);
        rules.restore(old.unwrap());
        for ((strict, loose), source) in strict.iter().zip(&loose).zip(&sources) {
            let text = source.text();
            assert!(
                loose.is_subset(strict),
                "{rule}.{figure}: {loose:?} {strict:?} in {text}"
            );
        }
        let count = |found: &[BTreeSet<_>]| found.iter().map(BTreeSet::len).sum::<usize>();
        assert!(count(&strict) > 0, "{rule} never speaks");
    }
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn a_lighter_load_is_never_too_heavy(sheet in sheet(Care::Clean), lighter in 1_u32..100) {
        let lower = |text: &str| -> String {
            let piece = |piece: &str| {
                let whole = piece.trim_end_matches('%');
                let before = whole.trim_end_matches(|c: char| c.is_ascii_digit());
                match whole[before.len()..].parse::<u32>() {
                    Ok(value) if before.ends_with("@ ") => {
                        format!("{before}{}%", (value * lighter / 100).max(1))
                    }
                    _ => piece.to_owned(),
                }
            };
            text.split_inclusive('%').map(piece).collect()
        };
        let mut light = sheet.clone();
        for row in &mut light.rows {
            row.text = lower(&row.text);
        }
        let of = |sheet: &Sheet| {
            let source = SourceFile::new("test.plan", sheet.text());
            places(&check(&source, &CEILING, options()), "load-above-range")
        };
        let (before, after) = (of(&sheet), of(&light));
        prop_assert!(after.is_subset(&before), "{after:?} {before:?} in {}\nbecomes {}", sheet.text(), light.text());
    }

    /// A comment takes away the finding that it names on its line, and nothing else, and adds nothing.
    #[test]
    fn silence_is_exact(sheet in sheet(Care::Clean), which in any::<prop::sample::Index>()) {
        let (source, report) = checked(&sheet.text());
        let silenceable: Vec<&Diagnostic> = report
            .diagnostics
            .iter()
            .filter(|finding| {
                let row = &sheet.rows[row_of(&source, finding.span)];
                let one_line = !source.slice(finding.span).contains(['\n', '\r']);
                let entry = RULES.language.get(finding.rule.as_ref());
                let suppressible = entry.is_none_or(|(entry, _)| entry.suppressible.as_deref() != Some("no"));
                one_line && suppressible && row.comment.is_empty() && !row.text.starts_with('>') && !row.text.is_empty()
            })
            .collect();
        if silenceable.is_empty() {
            return Ok(());
        }
        let chosen = silenceable[which.index(silenceable.len())];
        let row = row_of(&source, chosen.span);
        let silent = sheet.with(row, |row| {
            row.comment = format!("# cuff: allow({}) because Dr. Lind asked for it, 2026-02-01", chosen.rule);
        });
        let (other_source, silent) = checked(&silent.text());
        let said = |source: &SourceFile, found: &Diagnostic| {
            format!("{} {} {} {:?}", row_of(source, found.span), found.rule, found.message, found.notes)
        };
        let mut expected: Vec<String> = report
            .diagnostics
            .iter()
            .filter(|found| found.rule != chosen.rule || row_of(&source, found.span) != row)
            .map(|found| said(&source, found))
            .collect();
        expected.sort();
        let mut found: Vec<String> = silent.diagnostics.iter().map(|found| said(&other_source, found)).collect();
        found.sort();
        prop_assert_eq!(found, expected, "allow({}) on row {} of {}", chosen.rule, row, sheet.text());
    }
}

// ── what is not known is never fine ───────────────────────────────────────────────────────────────────────────────

/// Rules that leave a row open or find fault with it, the ones that are named beside another included.
fn not_holding(source: &SourceFile, report: &Report) -> BTreeSet<(usize, String)> {
    let mut open = BTreeSet::new();
    for finding in &report.diagnostics {
        open.insert((row_of(source, finding.span), finding.rule.to_string()));
    }
    open
}

/// Rules that could not be checked somewhere in the plan.
fn unchecked(report: &Report) -> BTreeSet<String> {
    let mut rules = BTreeSet::new();
    for finding in report
        .diagnostics
        .iter()
        .filter(|finding| finding.status == Status::CannotCheck)
    {
        rules.insert(finding.rule.to_string());
        for note in &finding.notes {
            let words = note.split('`').skip(1).step_by(2);
            rules.extend(words.map(str::to_owned));
        }
    }
    rules
}

proptest! {
    #![proptest_config(cases(150))]

    /// Leaving a 1RM or a load out takes no fault away: each stays, or the rule is said not to be checked.
    #[test]
    fn leaving_something_out_makes_nothing_fine(
        sheet in sheet(Care::Clean),
        which in any::<prop::sample::Index>(),
    ) {
        let known: Vec<usize> = (0..sheet.rows.len())
            .filter(|row| sheet.rows[*row].text.starts_with("1rm") || sheet.rows[*row].text.contains(" @ "))
            .collect();
        if known.is_empty() {
            return Ok(());
        }
        let row = known[which.index(known.len())];
        let vague = sheet.with(row, |row| match row.text.split_once(" @ ") {
            Some((sets, rest)) if !row.text.contains('[') => {
                let clauses = rest.split_once(',').map_or(String::new(), |(_, rest)| format!(",{rest}"));
                row.text = format!("{sets} @ ?{clauses}");
            }
            _ if row.text.starts_with("1rm") => row.text.clear(),
            _ => {}
        });
        let (source, before) = checked(&sheet.text());
        let (vague_source, after) = checked(&vague.text());
        let said = not_holding(&vague_source, &after);
        let open = unchecked(&after);
        for (at, rule) in not_holding(&source, &before) {
            // What was about the line that is gone, or about its being known, goes with it.
            if at == row && sheet.rows[row].text.starts_with("1rm") || RULES.rule(&rule).is_none() {
                continue;
            }
            let still = said.contains(&(at, rule.clone())) || open.contains(&rule);
            let superseded = after.diagnostics.iter().any(|finding| {
                row_of(&vague_source, finding.span) == at
                    && RULES.rule(&finding.rule).is_some_and(|other| other.file.supersedes.contains(&rule))
            });
            prop_assert!(still || superseded, "{rule} at row {at} turns fine in\n{}\nwhich was\n{}", vague.text(), sheet.text());
        }
    }
}

// ── output is harmless ────────────────────────────────────────────────────────────────────────────────────────────

/// Whether a line would be run by a GitHub runner, in its newer form or its older one.
fn obeyed(line: &str) -> bool {
    line.trim_start().starts_with("::") || line.contains("##[")
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn nothing_in_a_plan_steers_what_reads_the_output(sheet in sheet(Care::Careless), soup in soup(), name in "[ -~]{0,12}") {
        let source = SourceFile::new(name, format!("{}\n{soup}", sheet.text()));
        let report = check(&source, &RULES, options());
        for (format, word, _) in Format::ALL {
            let style = Style { width: 60, ..Style::default() };
            let text = Reporter::new(format, &style).file(&source, &report.diagnostics);
            let steering = text.chars().find(|&c| {
                (c.is_control() && c != '\n')
                    || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
            });
            prop_assert_eq!(steering, None, "{} of {:?}", word, source.text());
            let line = text.lines().find(|line| obeyed(line));
            prop_assert_eq!(line, None, "{} of {:?}", word, source.text());
        }
    }
}
