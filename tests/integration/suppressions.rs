//! Comments that silence findings: what each covers, what is said about those that do no work, and how they get into plans
//! that were written before cuff.

use cuff::check::{Options, check};
use cuff::diagnostic::{Diagnostic, Status};
use cuff::engine::{remembered, split};
use cuff::source::SourceFile;
use cuff::syntax::parse_date;

use crate::plans::Care;
use crate::program::Cuff;
use crate::properties::some;
use crate::support::{RULES, picture, read};

/// A plan with the same fault in many places: 35 % under a wrap.
fn plan(lines: &str) -> String {
    format!(
        "conditions none\nexperience intermediate\nstop if numb\n1rm Barbell Curl 40 kg, tested 2026-01-10\n{lines}"
    )
}

const FAULT: &str = "Barbell Curl: 30/15/15/15 @ 14 kg, rest 30 s, wrap upper arm high 7/10";

/// Lines of the plan at which the load is still found to be too high.
fn heard(lines: &str) -> Vec<String> {
    let text = plan(lines);
    let source = SourceFile::new("test.plan", &*text);
    let today = parse_date("2026-03-01");
    let report = check(&source, &RULES, Options { today });
    let lines = report
        .diagnostics
        .iter()
        .filter(|found| found.rule == "load-above-range");
    lines
        .map(|found| {
            let line = source.line_column(found.span.start as usize).line;
            text.lines()
                .nth(line - 1)
                .unwrap()
                .trim()
                .split(':')
                .next()
                .unwrap()
                .to_owned()
        })
        .collect()
}

const ALLOW: &str = "# cuff: allow(load-above-range) because Dr. Lind asked for it";

/// Exercises by other names, so that each can be told.
fn fault(name: &str) -> String {
    FAULT.replace("Barbell Curl", name)
}

/// Dots where a reason has to stand are none, wherever one is asked for.
#[test]
fn without_a_reason_nothing_is_silenced() {
    let curl = fault("Barbell Curl");
    for reason in ["…", "...", "? !", "“”"] {
        let dots = ALLOW.replace("Dr. Lind asked for it", reason);
        let lines = format!("day \"A\"\n{curl} {dots}\n");
        assert_eq!(heard(&lines), ["Barbell Curl"], "{reason}");
        let cuff = Cuff::new().file("a.plan", plan(&lines));
        let ran = cuff.run(&["check", "--format", "concise", "a.plan"]);
        assert!(
            ran.out.contains("this suppression gives no reason"),
            "{}",
            ran.out
        );
        let ran = cuff.run(&["check", "--add-suppressions", reason, "a.plan"]);
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains("who decided it, and why"), "{}", ran.err);
    }
    for reason in ["35 %: Dr. Lind", "(Dr. Lind)", "医生"] {
        let said = ALLOW.replace("Dr. Lind asked for it", reason);
        let lines = format!("day \"A\"\n{curl} {said}\n");
        assert!(heard(&lines).is_empty(), "{reason}");
    }
}

#[test]
fn a_comment_covers_its_node_and_nothing_else() {
    let (a, b, c) = (
        fault("Barbell Curl"),
        fault("Hammer Curl").replace("14 kg", "35%"),
        fault("Cable Curl").replace("14 kg", "35%"),
    );
    let cases: Vec<(&str, String, &[&str])> = vec![
        (
            "a line",
            format!("day \"A\"\n{a} {ALLOW}\n{b}\n"),
            &["Hammer Curl"],
        ),
        (
            "an exercise",
            format!("day \"A\"\n{ALLOW}\n{a}\n{b}\n"),
            &["Hammer Curl"],
        ),
        (
            "an exercise below a note",
            format!("day \"A\"\n{ALLOW}\n> stop early\n{a}\n{b}\n"),
            &["Hammer Curl"],
        ),
        (
            "a day",
            format!("{ALLOW}\nday \"A\"\n{a}\n{b}\nday \"B\"\n{c}\n"),
            &["Cable Curl"],
        ),
        (
            "a week",
            format!("{ALLOW}\nweek 1\nday \"A\"\n{a}\nday \"B\"\n{b}\nweek 2\nday \"A\"\n{c}\n"),
            &["Cable Curl"],
        ),
        (
            "a superset",
            format!("day \"A\"\n{ALLOW}\nsuperset\n{a}\n{b}\nend\n{c}\n"),
            &["Cable Curl"],
        ),
        (
            "a wrap",
            format!(
                "day \"A\"\n{ALLOW}\nwrap upper arm, high, tightness 7/10\nBarbell Curl: 30/15/15/15 @ 35%, rest 30 s\nHammer Curl: 30/15/15/15 @ 35%, rest 30 s\nunwrap\n{c}\n"
            ),
            &["Cable Curl"],
        ),
        (
            "the file",
            format!(
                "day \"A\"\n{a}\nday \"B\"\n{b}\n{}\n",
                ALLOW.replace("allow(", "allow-file(")
            ),
            &[],
        ),
        (
            "nothing below it",
            format!("day \"A\"\n{a}\n{ALLOW}\n"),
            &["Barbell Curl"],
        ),
        (
            "until its day",
            format!(
                "day \"A\"\n{a} {}\n",
                ALLOW.replace(" because", " until 2026-03-01 because")
            ),
            &[],
        ),
        (
            "no day longer",
            format!(
                "day \"A\"\n{a} {}\n",
                ALLOW.replace(" because", " until 2026-02-28 because")
            ),
            &["Barbell Curl"],
        ),
        (
            "no day longer, said last",
            format!("day \"A\"\n{a} {ALLOW}, until 2026-02-28\n"),
            &["Barbell Curl"],
        ),
        (
            "a day that is none",
            format!(
                "day \"A\"\n{a} {}\n",
                ALLOW.replace(" because", " until 2026-02-30 because")
            ),
            &["Barbell Curl"],
        ),
        (
            "another rule",
            format!(
                "day \"A\"\n{a} {}\n",
                ALLOW.replace("load-above-range", "rest-off-target")
            ),
            &["Barbell Curl"],
        ),
    ];
    for (what, lines, expected) in cases {
        assert_eq!(heard(&lines), expected, "{what}\n{lines}");
    }
}

/// An exercise that cuff does not know leaves several rules open, which is said once. A comment hides those that it names,
/// and a baseline those that it knows; the others are said as before.
#[test]
fn what_is_said_together_is_silenced_one_by_one() {
    let open = |comment: &str| {
        let exercise = "Mystery Lift: 4x10 @ RPE 8, rest 30 s, wrap upper arm high 7/10";
        let text = plan(&format!("day \"A\"\n  {exercise}{comment}\n"));
        let source = SourceFile::new("test.plan", text);
        let today = parse_date("2026-03-01");
        let found = check(&source, &RULES, Options { today }).diagnostics;
        let of_reason = |finding: &Diagnostic| finding.message.ends_with("exercise `Mystery Lift`");
        let undecided = |finding: &Diagnostic| finding.status == Status::CannotCheck;
        let mut open = found.into_iter();
        open.find(|finding| undecided(finding) && of_reason(finding))
    };
    let rules = |finding: &Option<Diagnostic>| -> Vec<String> {
        let all = finding
            .iter()
            .flat_map(|one| std::iter::once(one).chain(&one.joined));
        all.map(|one| one.rule.to_string()).collect()
    };
    let whole = open("");
    let all = rules(&whole);
    assert_eq!(all, ["heavy-compound-under-wrap", "target-not-downstream"]);
    for silenced in &all {
        let left = open(&format!(
            " # cuff: allow({silenced}) because she knows it well"
        ));
        let others: Vec<&String> = all.iter().filter(|rule| *rule != silenced).collect();
        assert_eq!(rules(&left).iter().collect::<Vec<_>>(), others);
        let said = left.unwrap();
        let message = format!("cannot check `{}`: ", others[0]);
        assert!(said.message.starts_with(&message), "{said:#?}");
        let named = format!("{:?}", said.notes);
        assert!(!named.contains("for the same reason"), "{named}");
    }
    let both = format!(
        " # cuff: allow({}) because she knows it well",
        all.join(", ")
    );
    assert_eq!(open(&both), None);

    let whole = whole.unwrap();
    let mut known = remembered(std::slice::from_ref(&whole), &RULES);
    assert_eq!(known.len(), 2);
    assert!(split(vec![whole.clone()], &known, &RULES).new.is_empty());
    for first in [true, false] {
        let known = [known[usize::from(!first)].clone()];
        let new = split(vec![whole.clone()], &known, &RULES).new;
        let other = &all[usize::from(first)];
        assert_eq!((new.len(), new[0].rule.as_ref()), (1, other.as_str()));
    }
    known.push(known[0].clone());
    assert_eq!(split(vec![whole], &known, &RULES).gone.len(), 1);
}

/// What cannot be checked gets a comment for each rule if that is asked for, all at once.
#[test]
fn what_cannot_be_checked_is_adopted_if_it_is_asked_for() {
    let exercise = "Mystery Lift: 4x10 @ RPE 8, rest 30 s, wrap upper arm high 7/10";
    let cuff = Cuff::new().file("a.plan", plan(&format!("day \"A\"\n  {exercise}\n")));
    let reason = "she knows it well";
    cuff.run(&["check", "--add-suppressions", reason]);
    assert!(!cuff.read("a.plan").contains("target-not-downstream"));
    let ran = cuff.run(&["check", "--add-suppressions", reason, "--strict", "--quiet"]);
    assert!(
        cuff.read("a.plan").contains("target-not-downstream"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("could not be made"), "{}", ran.out);
}

/// A baseline knows some findings, so that they need no comment.
#[test]
fn what_a_baseline_knows_gets_no_comment() {
    let old = plan(&format!("day \"A\"\n  {FAULT}\n"));
    let cuff = Cuff::new().file("a.plan", &old);
    cuff.run(&["baseline", "create"]);
    let new = fault("Cable Curl").replace("14 kg", "35%");
    let cuff = cuff.file("a.plan", format!("{old}day \"B\"\n  {new}\n"));
    let args = [
        "check",
        "--baseline",
        "cuff-baseline.json",
        "--add-suppressions",
    ];
    let ran = cuff.run(&[&args[..], &["the team agreed on it", "--quiet"]].concat());
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    let after = cuff.read("a.plan");
    assert!(after.starts_with(&old), "{after}");
    let comment = format!("  {new} # cuff: allow(load-above-range) because the team agreed on it");
    assert!(after.lines().any(|line| line == comment), "{after}");
}

/// Everything that can be wrong with a comment, with the plan after each of its fixes.
#[test]
fn what_is_wrong_with_a_comment_is_said_with_a_way_out() {
    let comments = [
        "# cuff: allow(load-above-range)",
        "# cuff: allow load-above-range because Dr. Lind asked for it",
        "# cuff: allow(load-above-range) until spring because Dr. Lind asked for it",
        "# cuff: alow(load-above-range) because Dr. Lind asked for it",
        "# cuff: allow(load-above-rang) because Dr. Lind asked for it",
        "# cuff: allow(load-above-range, no-such-thing) because Dr. Lind asked for it",
        "# cuff: allow(load-below-range) because Dr. Lind asked for it",
        "# cuff: allow(load-above-range, load-below-range) because Dr. Lind asked for it",
        "# cuff: allow(load-below-range, load-above-range) because Dr. Lind asked for it",
        "# cuff: allow(load-above-range) until 2026-02-01 because Dr. Lind asked for it",
        "# cuff: allow(unread-line) because Dr. Lind asked for it",
        "# cuff: allow(full-occlusion, load-above-range) because Dr. Lind asked for it",
    ];
    let mut shown = String::new();
    for comment in comments {
        for text in [
            plan(&format!("day \"A\"\n{FAULT} {comment}\n")),
            plan(&format!("day \"A\"\n  {comment}\n{FAULT}\n")),
        ] {
            let source = SourceFile::new("test.plan", &*text);
            let mut rules = cuff::rules::RuleSet::load(&cuff::rules::Settings::default()).unwrap();
            rules
                .forbidden
                .insert("full-occlusion".to_owned(), "cuff.yaml:3".to_owned());
            let report = check(
                &source,
                &rules,
                Options {
                    today: parse_date("2026-03-01"),
                },
            );
            let about: Vec<_> = report
                .diagnostics
                .into_iter()
                .filter(|found| found.rule.ends_with("suppression") || found.rule == "unknown-rule")
                .collect();
            assert!(!about.is_empty(), "{comment}");
            let own_line = text.contains(&format!("  {comment}"));
            if !own_line {
                shown += &format!("== {comment}\n{}", picture(&source, &about));
            }
            for fix in about.iter().flat_map(|found| &found.fixes) {
                let mut after = text.clone();
                for edit in fix.edits.iter().rev() {
                    after.replace_range(edit.span.range(), &edit.text);
                }
                let changed: Vec<&str> = after
                    .lines()
                    .filter(|line| !text.lines().any(|other| other == *line))
                    .collect();
                let lines = after.lines().count();
                let gone = if lines < text.lines().count() {
                    " (its line is gone)"
                } else {
                    ""
                };
                shown += &format!(
                    "  {} fix, {}: {changed:?}{gone}\n",
                    fix.applicability.word(),
                    fix.title
                );
            }
        }
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn all_of_them_can_be_listed() {
    let text = plan(&format!(
        "# cuff: allow-file(rest-off-target) because she rests as she likes\n# cuff: allow(load-above-range) until 2026-06-01 because Dr. Lind asked for 35 %\nday \"A\"\n  {FAULT}\n  {}\nday \"B\"\n  {} # cuff: allow(load-above-range, no-such-rule) until 2026-01-01 because an old agreement\n  Barbell Row: 5x8 @ 75% # cuff: allow(unread-line) because of nothing\n",
        FAULT.replace("30 s", "60 s"),
        FAULT.replace("30 s", "31 s"),
    ));
    let cuff = Cuff::new()
        .file("a.plan", text)
        .file("b.plan", plan("day \"A\"\nBarbell Row: 5x8 @ 75%\n"));
    let ran = cuff.run(&["check", "--list-suppressions"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let json = cuff.run(&["check", "--list-suppressions", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(
        document["suppressions"].as_array().unwrap().len(),
        5,
        "{document:#}"
    );
    assert_eq!(document["suppressions"][1]["until"], "2026-06-01");
    insta::assert_snapshot!(format!(
        "{}{}",
        ran.out,
        cuff.run(&["check", "b.plan", "--list-suppressions"]).out
    ));
}

#[test]
fn a_forbidden_rule_is_heard() {
    let cuff = Cuff::new()
        .file("cuff.yaml", "forbid:\n  - load-above-range\n")
        .file(
            "a.plan",
            plan(&format!(
                "day \"A\"\nBarbell Row: 5x8 @ 75%\n{FAULT} {ALLOW}\n"
            )),
        );
    let ran = cuff.run(&["check"]);
    assert_eq!(ran.code, Some(1));
    insta::assert_snapshot!(ran.out);
}

// ── old plans ─────────────────────────────────────────────────────────────────────────────────────────────────────

/// The text without the comments that were added.
fn without(text: &str, reason: &str) -> String {
    if text.contains('\r') && !text.contains('\n') {
        return without(&text.replace('\r', "\n"), reason).replace('\n', "\r");
    }
    let tail = format!(" because {reason}");
    let mut kept = String::new();
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        match content
            .find("# cuff: allow")
            .filter(|_| content.ends_with(&tail))
        {
            Some(start) if content[..start].trim().is_empty() => {}
            Some(start) => kept += &format!("{}{}", &content[..start - 1], &line[content.len()..]),
            None => kept += line,
        }
    }
    kept
}

#[test]
fn old_plans_are_adopted_with_one_reason() {
    let reason = "it was written before we used cuff";
    let plain = read("examples/everything-wrong.plan");
    let mut cuff = Cuff::new()
        .file("wrong.plan", &plain)
        .file("windows.plan", plain.replace('\n', "\r\n"))
        .file("half.plan", read("examples/half-typed.plan"))
        .file("good.plan", read("examples/arm-finisher.plan"));
    let names = ["wrong.plan", "windows.plan", "half.plan", "good.plan"];
    let before: Vec<String> = names.iter().map(|name| cuff.read(name)).collect();
    let ran = cuff.run(&["check", "--add-suppressions", reason, "--format", "concise"]);
    let mut shown = format!("{}{}\n{}", ran.err, ran.out, cuff.read("wrong.plan"));
    for (name, before) in names.iter().zip(&before) {
        // Lines that held nothing but blanks at their end lose none of it.
        let after = cuff.read(name);
        assert_eq!(&without(&after, reason), before, "{name}");
    }
    assert_eq!(cuff.read("good.plan"), before[3]);
    let again = cuff.run(&["check", "--add-suppressions", reason, "--quiet"]);
    let none = "silenced 0 findings in 0 plans\n  left out, since no comment may silence them: 9 findings\n";
    assert_eq!(again.err, none);
    shown += &format!("\n{}", again.out);
    insta::assert_snapshot!(shown);
    // A new fault is heard.
    let next = cuff.read("good.plan").replace("7/10", "10/10");
    cuff = cuff.file("good.plan", next);
    assert_eq!(cuff.run(&["check", "good.plan"]).code, Some(1));
}

#[test]
fn what_cannot_be_written_is_said() {
    let cuff = Cuff::new().file("a.plan", plan(&format!("day \"A\"\n{FAULT}\n")));
    let path = cuff.path("a.plan");
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    let before = cuff.read("a.plan");
    let ran = cuff.run(&["check", "--add-suppressions", "old plans"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            Some(2),
            "error: `a.plan` was not written: it is read-only\n"
        )
    );
    assert_eq!(cuff.read("a.plan"), before);
    let ran = cuff.run(&["check", "-", "--add-suppressions", "old plans"]);
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        cuff.run(&["check", "--add-suppressions", " "]).code,
        Some(2)
    );
}

/// Generated plans: afterwards only what must be heard is left, and the plans are what they were but for comments.
#[test]
fn any_plan_can_be_adopted() {
    let reason = "it is old";
    let mut cuff = Cuff::new();
    let sheets = some(Care::Careless, 40);
    for (number, sheet) in sheets.iter().enumerate() {
        cuff = cuff.file(&format!("{number:02}.plan"), sheet.text());
    }
    let ran = cuff.run(&["check", "--add-suppressions", reason, "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    for finding in document["findings"].as_array().unwrap() {
        let rule = finding["rule"].as_str().unwrap();
        let entry = RULES.language.get(rule).map(|(entry, _)| entry);
        let heard = entry.is_some_and(|entry| entry.is_unread());
        let about = ["unused-suppression", "expired-suppression"].contains(&rule);
        assert!(
            heard || about || finding["status"] == "cannot-check",
            "{finding:#}"
        );
    }
    for (number, sheet) in sheets.iter().enumerate() {
        let after = cuff.read(&format!("{number:02}.plan"));
        assert_eq!(without(&after, reason), sheet.text());
    }
}
