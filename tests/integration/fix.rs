//! `cuff check --fix`: what is applied, what is left alone, and what must hold whatever the plan.

use std::fs;

use proptest::prelude::*;

use cuff::check::{Options, Report};
use cuff::diagnostic::{Applicability, Fix, Severity};
use cuff::fix::{Fixed, Reason, Wanted, fix};
use cuff::format::format;
use cuff::rules::{Packs, RuleSet, Settings, Supplied};
use cuff::source::SourceFile;
use cuff::syntax::ast::Statement;
use cuff::syntax::{parse, parse_date};

use crate::plans::{Care, sheet, soup};
use crate::program::{Cuff, here};
use crate::properties::reading::each_damage;
use crate::properties::{cases, checked, some};
use crate::support::{RULES, read};
use crate::tidy::none;

fn fixed_by(text: &str, rules: &RuleSet, most: Applicability) -> Fixed {
    let options = Options {
        today: parse_date("2026-03-01"),
    };
    let source = SourceFile::new("test.plan", text);
    let wanted = Wanted {
        most,
        rule: None,
        known: &[],
    };
    fix(&source, rules, options, wanted)
}

fn errors(report: &Report) -> Vec<&str> {
    let mut rules: Vec<&str> = report
        .diagnostics
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| finding.rule.as_ref())
        .collect();
    rules.sort_unstable();
    rules
}

/// Comments and notes of a text, in order.
fn words(text: &str) -> Vec<String> {
    let lines = parse(text).plan.lines.into_iter();
    lines
        .flat_map(|line| {
            let note = match line.statement {
                Statement::Note(note) => Some(note),
                _ => None,
            };
            let comment = line.comment.map(|comment| comment.span);
            note.into_iter().chain(comment)
        })
        .map(|at| at.of(text).trim_end().to_owned())
        .collect()
}

fn holds(text: &str, most: Applicability) -> Result<(), TestCaseError> {
    let (_, before) = checked(text);
    let fixed = fixed_by(text, &RULES, most);
    let after = fixed.source.text();
    let context = format!("{text:?}\nbecomes {after:?}");
    prop_assert_eq!(fixed.applied == 0, text == after, "{}", &context);
    let mut left = errors(&before);
    for error in errors(&fixed.report) {
        let at = left.iter().position(|other| *other == error);
        prop_assert!(at.is_some(), "{} is new: {}", error, &context);
        left.swap_remove(at.unwrap());
    }
    let unread = |text: &str| parse(text).diagnostics.len();
    prop_assert!(unread(after) <= unread(text), "less is read: {}", &context);
    if most == Applicability::Safe {
        // Stray characters and comments that silence nothing are what safe fixes may take out.
        let kept: Vec<String> = words(after);
        let removed = words(text).len().saturating_sub(kept.len());
        let idle = before
            .diagnostics
            .iter()
            .filter(|finding| finding.rule == "unused-suppression");
        prop_assert!(removed <= idle.count(), "words are lost: {}", &context);
    }
    let endless = fixed
        .dropped
        .iter()
        .any(|dropped| dropped.reason == Reason::Endless);
    if !endless {
        let again = fixed_by(after, &RULES, most);
        prop_assert_eq!(again.source.text(), after, "fixing twice: {}", &context);
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn safe_fixes_of_whole_plans(sheet in sheet(Care::Careless)) {
        holds(&sheet.text(), Applicability::Safe)?;
    }

    #[test]
    fn all_fixes_of_whole_plans(sheet in sheet(Care::Careless)) {
        holds(&sheet.text(), Applicability::Unsafe)?;
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn fixes_of_rows_of_tokens(text in soup()) {
        holds(&text, Applicability::Unsafe)?;
    }
}

#[test]
fn fixes_of_damaged_plans() {
    each_damage(1, |_, damaged| holds(damaged, Applicability::Unsafe));
}

/// Every example to its fixed point, with the difference.
#[test]
fn every_example_to_its_end() {
    let mut picture = String::new();
    for name in [
        "arm-finisher",
        "leg-block",
        "everything-wrong",
        "half-typed",
    ] {
        let path = format!("examples/{name}.plan");
        let safe = here(&["check", "--diff", &path]);
        let all = here(&["check", "--diff", "--unsafe-fixes", &path]);
        for ran in [safe, all] {
            picture += &format!(
                "== {name}, exit code {:?}\n{}{}",
                ran.code, ran.out, ran.err
            );
        }
    }
    insta::assert_snapshot!(picture);
}

/// Every fix that an example of a rule shows writes its lines as the formatter does, so that a tidy plan needs no more than
/// its indentation put right.
#[test]
fn fixes_write_tidy_lines() {
    let lines = |text: &str| -> Vec<String> {
        let lines = text.lines().map(|line| line.trim_start().to_owned());
        lines.filter(|line| !line.is_empty()).collect()
    };
    let (mut untidy, mut seen) = (Vec::new(), 0);
    for test in RULES.rules.iter().flat_map(|rule| &rule.file.tests) {
        let text = format(&test.plan);
        let (_, report) = checked(&text);
        // What the language itself cannot read was not tidy before.
        let of_rules = report.diagnostics.iter();
        for finding in of_rules.filter(|finding| RULES.rule(&finding.rule).is_some()) {
            let whole = |fix: &&Fix| fix.applicability != Applicability::Placeholder;
            for fix in finding.fixes.iter().filter(whole) {
                let mut after = text.clone();
                for edit in fix.edits.iter().rev() {
                    after.replace_range(edit.span.range(), &edit.text);
                }
                seen += 1;
                let tidy = lines(&format(&after));
                let mut own = lines(&after).into_iter();
                if let Some(line) = own.find(|line| !tidy.contains(line)) {
                    untidy.push(format!("{}: {}: {line}", finding.rule, fix.title));
                }
            }
        }
    }
    assert!(seen > 300, "{seen}");
    untidy.sort();
    untidy.dedup();
    // A load among others may repeat their unit.
    untidy.retain(|line| !line.starts_with("load-above-range: "));
    none("fixes write what the formatter would", untidy);
}

/// A plan that was tidy is tidy after its fixes.
#[test]
fn tidy_plans_stay_tidy() {
    let texts = some(Care::Careless, 60)
        .into_iter()
        .map(|sheet| sheet.text());
    let examples = RULES.rules.iter().flat_map(|rule| &rule.file.tests);
    let mut changed = 0;
    for text in texts.chain(examples.map(|test| test.plan.clone())) {
        let text = format(&text);
        let fixed = fixed_by(&text, &RULES, Applicability::Unsafe);
        let after = fixed.source.text();
        assert_eq!(format(after), after, "{text}");
        let (_, report) = checked(after);
        assert_eq!(report.diagnostics, fixed.report.diagnostics, "{after}");
        changed += usize::from(fixed.applied > 0);
    }
    assert!(changed > 200, "{changed}");
}

// ── rules with mistakes in them ───────────────────────────────────────────────────────────────────────────────────

/// A rule that asks for two sets at most under a wrap, with a fix of its own.
fn with_fix(fix: &str) -> RuleSet {
    let rule = format!(
        "rule: two-sets\nsummary: s\nscope: exercise\nwhen: wrapped\ncheck:\n  - require: set-count <= 2\n    else: warning\n    message: \"`{{name}}` has {{set-count}} sets\"\n    at: scheme\n    fix:\n      - title: do it\n        {fix}\n        safety: safe\nexplain: e\ntests:\n  - name: three\n    plan: |\n      Barbell Curl: 3x15 @ 25%, wrap upper arm high 7/10\n    expect:\n      - warning at \"3x15\": \"`Barbell Curl` has 3 sets\"\n  - name: two\n    plan: |\n      Barbell Curl: 2x15 @ 25%, wrap upper arm high 7/10\n"
    );
    let files = vec![
        SourceFile::new(
            "mine/pack.yaml",
            "title: t\nsummary: s\nversion: 1.0.0\nexplain: e\n",
        ),
        SourceFile::new("mine/two-sets.yaml", rule),
    ];
    let settings = Settings {
        packs: Packs::All,
        supplied: vec![Supplied {
            name: "mine".to_owned(),
            files,
        }],
        ..Settings::default()
    };
    let mut rules = RuleSet::load(&settings).unwrap_or_else(|refused| panic!("{refused:#?}"));
    rules.focus(&["two-sets"]);
    rules
}

const WRAPPED: &str = "day \"A\"\n  Barbell Curl: 4x15 @ 25%, wrap upper arm high 7/10 # light\n  > Slowly.\n  Hammer Curl: 3x15 @ 25%, wrap upper arm high 7/10\n";

#[test]
fn a_fix_that_works_is_applied_everywhere_and_touches_nothing_else() {
    let rules = with_fix("replace: scheme\n        with: 2x15");
    for ending in ["\n", "\r\n", "\r"] {
        let text = format!("\u{FEFF}{}", WRAPPED.replace('\n', ending));
        let fixed = fixed_by(&text, &rules, Applicability::Safe);
        let expected = text.replace("4x15", "2x15").replace("3x15", "2x15");
        assert_eq!(fixed.source.text(), expected);
        assert_eq!((fixed.applied, fixed.dropped.len()), (2, 0));
    }
}

#[test]
fn a_fix_that_does_harm_is_taken_back_and_named() {
    let reason = |fix: &str| {
        let fixed = fixed_by(WRAPPED, &with_fix(fix), Applicability::Safe);
        assert_eq!(fixed.source.text(), WRAPPED, "{fix}");
        assert_eq!(fixed.applied, 0, "{fix}");
        let reasons = fixed.dropped.into_iter().map(|dropped| dropped.reason);
        reasons.collect::<Vec<_>>()
    };
    // The finding stays, here and there.
    let stays = reason("replace: scheme\n        with: 5x15");
    assert_eq!(stays, [Reason::Stays, Reason::Stays]);
    let unread = reason("replace: scheme\n        with: lots");
    assert_eq!(unread, [Reason::Unread, Reason::Unread]);
    // The rest of the line becomes a comment.
    let lost = reason("replace: scheme\n        with: \"2x15 # or more\"");
    assert_eq!(lost, [Reason::LosesWords, Reason::LosesWords]);
}

#[test]
fn a_plan_does_not_grow_beyond_all_measure() {
    let padding = " ".repeat(15_000);
    let rules = with_fix(&format!("replace: scheme\n        with: \"2x15{padding}\""));
    let text = WRAPPED.repeat(4);
    let fixed = fixed_by(&text, &rules, Applicability::Safe);
    assert!(fixed.source.text().len() <= 4 * text.len() + (64 << 10));
    assert!(fixed.applied < 8);
    let grows = fixed
        .dropped
        .iter()
        .any(|dropped| dropped.reason == Reason::Grows);
    assert!(grows, "{:?}", fixed.dropped);
}

#[test]
fn a_line_that_was_not_read_is_not_touched() {
    let rules = with_fix("replace: scheme\n        with: 2x15");
    let text = format!("{WRAPPED}  Three rounds of it, 4x15\n");
    let fixed = fixed_by(&text, &rules, Applicability::Unsafe);
    assert!(
        fixed
            .source
            .text()
            .ends_with("  Three rounds of it, 4x15\n")
    );
    assert_eq!(fixed.applied, 2);
}

#[test]
fn placeholders_are_never_applied() {
    let (_, report) = checked(&read("examples/everything-wrong.plan"));
    let blanks = |report: &Report| {
        let fixes = report.diagnostics.iter().flat_map(|finding| &finding.fixes);
        fixes
            .filter(|fix| fix.applicability == Applicability::Placeholder)
            .count()
    };
    assert!(blanks(&report) > 0);
    let text = read("examples/everything-wrong.plan");
    let fixed = fixed_by(&text, &RULES, Applicability::Placeholder);
    assert!(!fixed.source.text().contains("NAME"));
    assert!(blanks(&fixed.report) > 0);
}

// ── the program ───────────────────────────────────────────────────────────────────────────────────────────────────

const SLIPS: &str = "conditions none\r\nexperience intermediate\r\nstop if numb\r\nday \"Pull\r\n  Barbell Row 5x8 @ 75% # heavy\r\n  Barbell Curl: 30/15/15/15 @ 35%, rest 30 s, wrap upper arm high 7/10\r\n";

#[test]
fn files_are_fixed_and_what_is_left_is_said() {
    let cuff = Cuff::new()
        .file("a.plan", SLIPS)
        .file("b/b.plan", "day \"B\"\n");
    let seen = cuff.run(&["check", "--diff", "a.plan"]);
    assert_eq!(seen.code, Some(1));
    assert_eq!(cuff.read("a.plan"), SLIPS, "nothing is written");
    let safe = cuff.run(&["check", "--fix", "--format", "concise"]);
    assert_eq!(safe.code, Some(1));
    let after_safe = cuff.read("a.plan");
    let all = cuff.run(&["check", "--fix", "--unsafe-fixes", "--format", "concise"]);
    assert_eq!(all.code, Some(0), "{}", all.out);
    let none = cuff.run(&["check", "--diff", "--unsafe-fixes"]);
    assert_eq!((none.code, none.out.as_str()), (Some(0), ""));
    insta::assert_snapshot!(format!(
        "{}{}== safe\n{}{after_safe:?}\n== all\n{}{:?}\n",
        seen.out,
        seen.err,
        safe.out,
        all.out,
        cuff.read("a.plan")
    ));
}

#[test]
fn standard_input_comes_out_fixed() {
    let cuff = Cuff::new();
    let ran = cuff.run_with(
        &["check", "--fix", "-", "--format", "concise"],
        Some(SLIPS.as_bytes()),
    );
    assert_eq!(ran.code, Some(1));
    let expected = SLIPS
        .replace("\"Pull\r", "\"Pull\"\r")
        .replace("Row 5x8", "Row: 5x8");
    assert_eq!(ran.out, expected);
    insta::assert_snapshot!(ran.err);
}

#[test]
fn json_counts_what_was_fixed() {
    let cuff = Cuff::new().file("a.plan", SLIPS);
    let ran = cuff.run(&["check", "--fix", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(document["summary"]["fixed"], 2, "{document:#}");
    assert_eq!(document["summary"]["fixable_unsafely"], 1, "{document:#}");
    assert_eq!(document["findings"].as_array().unwrap().len(), 1);
}

/// What a baseline knows was left as it is on purpose. Without the baseline it is fixed like everything else.
#[test]
fn what_a_baseline_knows_is_not_fixed() {
    let cuff = Cuff::new().file("a.plan", SLIPS);
    cuff.run(&["baseline", "create"]);
    let known = ["--unsafe-fixes", "--baseline", "cuff-baseline.json"];
    let nothing = cuff.run(&[&["check", "--diff"], &known[..]].concat());
    assert_eq!((nothing.code, nothing.out.as_str()), (Some(0), ""));
    assert_eq!(nothing.err, "");
    let worse = SLIPS.replace("rest 30 s", "rest 90 s") + "  Pull-Up 3x8 @ RPE 8\r\n";
    let cuff = cuff.file("a.plan", &worse);
    let json = cuff.run(&[
        "check",
        "--fix",
        "--baseline",
        "cuff-baseline.json",
        "--format",
        "json",
    ]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let summary = &json["summary"];
    // The new colon is put in; the rest is new, and changes the training; the load was known.
    assert_eq!(summary["fixed"], 1, "{summary:#}");
    assert_eq!(summary["fixable_unsafely"], 1, "{summary:#}");
    assert_eq!(summary["known"], 3, "{summary:#}");
    let ran = cuff.run(&[&["check", "--fix", "--quiet"], &known[..]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    let expected = worse
        .replace("Pull-Up 3", "Pull-Up: 3")
        .replace("rest 90 s", "rest 30 s");
    assert_eq!(cuff.read("a.plan"), expected);
    let all = cuff.run(&["check", "--fix", "--unsafe-fixes", "--quiet"]);
    assert_eq!(all.code, Some(0), "{}", all.out);
    assert!(!cuff.read("a.plan").contains("35%"));
    let strict = [
        "check",
        "--baseline",
        "cuff-baseline.json",
        "--baseline-strict",
    ];
    assert_eq!(cuff.run(&strict).code, Some(1));
}

/// What `--diff` shows is what `--fix` writes, a second run finds nothing to do, and lines end as they did.
#[test]
fn every_example_is_written_as_it_was_shown() {
    for name in [
        "arm-finisher",
        "leg-block",
        "everything-wrong",
        "half-typed",
    ] {
        for ending in ["\n", "\r\n"] {
            let text = read(&format!("examples/{name}.plan")).replace('\n', ending);
            let cuff = Cuff::new().file("a.plan", &text);
            let asked = ["check", "a.plan", "--unsafe-fixes"];
            let shown = cuff.run(&[&asked[..], &["--diff"]].concat()).out;
            cuff.run(&[&asked[..], &["--fix"]].concat());
            let after = cuff.read("a.plan");
            let counted = |sign: &str, head: &str| {
                let lines = shown.lines().filter(|line| line.starts_with(sign));
                lines.filter(|line| !line.starts_with(head)).count()
            };
            let (came, went) = (counted("+", "+++"), counted("-", "---"));
            assert_eq!(
                text.lines().count() + came,
                after.lines().count() + went,
                "{name}: {shown}"
            );
            for line in shown
                .lines()
                .filter(|line| line.starts_with('+') && !line.starts_with("+++"))
            {
                assert!(after.lines().any(|other| other == &line[1..]), "{line}");
            }
            assert_eq!(
                after.matches('\n').count(),
                after.matches(ending).count(),
                "{name}"
            );
            let again = cuff.run(&[&asked[..], &["--diff"]].concat());
            assert_eq!((again.code, again.out.as_str()), (Some(0), ""), "{name}");
        }
    }
}

/// The rights of a file stay, and a link stays a link.
#[cfg(unix)]
#[test]
fn rights_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    for command in [&["check", "--fix", "--quiet"][..], &["fmt"]] {
        let cuff = Cuff::new().file("plans/a.plan", SLIPS).file("all/x", "");
        let path = cuff.path("plans/a.plan");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("../plans/a.plan", cuff.path("all/link.plan")).unwrap();
        cuff.run(&[command, &["all/link.plan"]].concat());
        assert_ne!(cuff.read("plans/a.plan"), SLIPS);
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o640
        );
        assert!(
            fs::symlink_metadata(cuff.path("all/link.plan"))
                .unwrap()
                .is_symlink()
        );
    }
}

#[test]
fn a_plan_that_cannot_be_written_is_said_and_left_alone() {
    let cuff = Cuff::new().file("a.plan", SLIPS).file("b.plan", SLIPS);
    let path = cuff.path("a.plan");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let ran = cuff.run(&["check", "--fix", "--format", "concise"]);
    assert_eq!(ran.code, Some(2));
    assert_eq!(cuff.read("a.plan"), SLIPS);
    assert_ne!(cuff.read("b.plan"), SLIPS);
    let tidied = cuff.run(&["fmt"]);
    assert_eq!(tidied.code, Some(2));
    insta::assert_snapshot!(format!("{}{}== fmt\n{}", ran.out, ran.err, tidied.err));
}

#[test]
fn a_plan_without_fixes_keeps_its_time() {
    let cuff = Cuff::new().file("a.plan", read("examples/arm-finisher.plan"));
    let written = || {
        fs::metadata(cuff.path("a.plan"))
            .unwrap()
            .modified()
            .unwrap()
    };
    let before = written();
    for args in [["check", "--fix"].as_slice(), &["fmt"]] {
        assert_eq!(cuff.run(args).code, Some(0));
        assert_eq!(written(), before);
    }
}

/// Stopped anywhere in the middle, every plan is the old one or the new one, and nothing lies beside it. Where nobody can
/// tidy up, because the system itself ends cuff, what may lie there is no plan, is hidden, and is in nobody's way.
#[cfg(unix)]
#[test]
fn an_interrupt_leaves_nothing_half_done() {
    use std::process::{Command, Stdio};
    use std::time::Duration;
    let plan = |number: usize| format!("{number}.plan");
    let new = SLIPS
        .replace("\"Pull\r", "\"Pull\"\r")
        .replace("Row 5x8", "Row: 5x8");
    for signal in ["-TERM", "-INT", "-KILL"].repeat(4) {
        let cuff = (0..60).fold(Cuff::new(), |cuff, number| cuff.file(&plan(number), SLIPS));
        let mut child = Command::new(env!("CARGO_BIN_EXE_cuff"))
            .args(["check", "--fix", "--quiet"])
            .current_dir(cuff.path("."))
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let written = || (0..60).any(|number| cuff.read(&plan(number)) == new);
        while child.try_wait().unwrap().is_none() && !written() {
            std::thread::sleep(Duration::from_millis(1));
        }
        // It may have ended by now, which is as good.
        let process = child.id().to_string();
        let _ = Command::new("kill")
            .args([signal, &process])
            .stderr(Stdio::null())
            .status();
        child.wait().unwrap();
        let names = fs::read_dir(cuff.path(".")).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let strange: Vec<String> = names.filter(|name| !name.ends_with(".plan")).collect();
        if signal == "-KILL" {
            let hidden = |name: &String| name.starts_with('.') && name.contains(".plan.cuff-");
            assert!(strange.iter().all(hidden), "{strange:?}");
        } else {
            assert_eq!(strange, Vec::<String>::new());
        }
        for number in 0..60 {
            let text = cuff.read(&plan(number));
            assert!(text == SLIPS || text == new, "{text:?}");
        }
        // The next run goes on where this one was stopped.
        let ran = cuff.run(&["check", "--fix", "--quiet"]);
        assert!(ran.out.contains("(60 plans checked)"), "{}", ran.out);
        assert!((0..60).all(|number| cuff.read(&plan(number)) == new));
    }
}

#[test]
fn unsafe_fixes_need_something_to_do() {
    let ran = Cuff::new().run(&["check", "--unsafe-fixes"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("--fix"), "{}", ran.err);
}
