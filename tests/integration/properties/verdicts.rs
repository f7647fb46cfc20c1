//! Layout means nothing, damage stays where it is, limits are monotone, silence is exact, and leaving something out makes
//! nothing fine.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use proptest::prelude::*;

use cuff::check::{Report, check, with_plan};
use cuff::diagnostic::{Diagnostic, Status};
use cuff::expr::{Vocabulary as _, World as _};
use cuff::facts::{Scope, World};
use cuff::quantity::Quantity;
use cuff::rules::{Rule, RuleSet, Settings};
use cuff::source::SourceFile;
use cuff::syntax::parse;

use super::{NEUTRAL, cases, checked, identities, identity, options, row_of, some};
use crate::plans::{Care, Row, Sheet, sheet, soup};
use crate::support::RULES;

/// A way to write a plan down.
type Write = fn(&Sheet) -> String;

/// Ways to write the same plan.
const SAME: &[(&str, Write)] = &[
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

/// Rules look once at sets that are alike in what they read, so nothing that they read may tell such sets apart.
#[test]
fn sets_that_are_alike_have_the_same_facts() {
    let mut compared: BTreeMap<&str, usize> = BTreeMap::new();
    for sheet in some(Care::Clean, 150) {
        let source = SourceFile::new("x.plan", sheet.text());
        with_plan(&source, &RULES, options(), |plan| {
            let world = World(plan);
            let numbered = plan.sets.iter().zip(0..);
            for ((one, first), (other, second)) in numbered.clone().zip(numbered.skip(1)) {
                for field in Scope::Set.fields() {
                    if !field.reads.alike(one, other) {
                        continue;
                    }
                    let (fact, _) = RULES.vocabulary.fact(Scope::Set.id(), field.name).unwrap();
                    let value = |set| world.value(Scope::Set.entity(set), fact);
                    assert_eq!(value(first), value(second), "{} in {plan:?}", field.name);
                    *compared.entry(field.name).or_default() += 1;
                }
            }
        });
    }
    assert!(
        compared["load"] > 100 && compared["reps"] > 100,
        "{compared:?}"
    );
    assert!(!compared.contains_key("number"));
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
        let (before, after) = (others(&sheet), others(&garbled));
        let differ = before.iter().zip(&after).find(|(a, b)| a != b);
        prop_assert!(before == after, "row {place} of {} changes {differ:#?}", sheet.text());
    }
}

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
            // By row: a step from week to week passes the limit in a later week.
            let source = SourceFile::new("test.plan", sheet.text());
            let report = check(&source, &CEILING, options());
            let found = report.diagnostics.iter();
            found
                .filter(|finding| finding.rule == "load-above-range" && finding.status == Status::Violated)
                .map(|finding| row_of(&source, finding.span))
                .collect::<BTreeSet<usize>>()
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
                let suppressible = entry.is_none_or(|(entry, _)| !entry.is_unread());
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
        // What cannot be decided for one reason is said once; a comment takes out of it what it names.
        let parts = |report: &Report| -> Vec<Diagnostic> {
            let findings = report.diagnostics.iter();
            findings.flat_map(|found| std::iter::once(found).chain(&found.joined)).cloned().collect()
        };
        let said = |source: &SourceFile, found: &Diagnostic| {
            let notes: Vec<&String> = found.notes.iter().filter(|note| !note.starts_with("for the same reason")).collect();
            format!("{} {} {} {notes:?}", row_of(source, found.span), found.rule, found.message)
        };
        let mut expected: Vec<String> = parts(&report)
            .iter()
            .filter(|found| found.rule != chosen.rule || row_of(&source, found.span) != row)
            .map(|found| said(&source, found))
            .collect();
        expected.sort();
        let mut found: Vec<String> = parts(&silent).iter().map(|found| said(&other_source, found)).collect();
        found.sort();
        prop_assert_eq!(found, expected, "allow({}) on row {} of {}", chosen.rule, row, sheet.text());
    }
}

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

/// Rules about two lines at once, which ask for `known(…)` on the other one: they say nothing of what they cannot see there.
const ONLY_WHAT_IS_KNOWN: &[&str] = &[
    "bfr-before-heavy-compound",
    "experience-waiver",
    "extra-occlusion-volume",
];

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
            let about_itself = at == row && sheet.rows[row].text.starts_with("1rm");
            let exempt = RULES.rule(&rule).is_none() || ONLY_WHAT_IS_KNOWN.contains(&rule.as_str());
            if about_itself || exempt {
                continue;
            }
            // Rules are silent on a load that cannot be compared where one of them says just that.
            let told = at == row && said.contains(&(at, "load-not-verifiable".to_owned()));
            let still = told || said.contains(&(at, rule.clone())) || open.contains(&rule);
            let superseded = after.diagnostics.iter().any(|finding| {
                row_of(&vague_source, finding.span) == at
                    && RULES.rule(&finding.rule).is_some_and(|other| other.file.supersedes.contains(&rule))
            });
            prop_assert!(still || superseded, "{rule} at row {at} turns fine in\n{}\nwhich was\n{}", vague.text(), sheet.text());
        }
    }
}
