//! What the full form looks like.

use insta::assert_snapshot;
use proptest::prelude::*;

use super::{render, whole};
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::report::samples::{load_above_range, no_1rm, plan, span};
use crate::report::{Format, Reporter, Style, wrap};
use crate::source::{SourceFile, Span, TextEdit};

fn full(source: &SourceFile, finding: Diagnostic) -> String {
    render(Format::Full, 80, source, &[finding])
}

fn finding(severity: Severity, span: Span, message: &str) -> Diagnostic {
    Diagnostic::new("rule-name", severity, span, message)
}

#[test]
fn an_error_with_contributing_lines_help_fix_and_source() {
    let plan = plan();
    assert_snapshot!(full(&plan, load_above_range(&plan)), @r"
    error[load-above-range]: `Cable Curl` is wrapped at 34 %, above 30 % of 1RM
        ╭─[plans/everything-wrong.plan:11:33]
      6 │   1rm Cable Curl 50 kg
        ·   ──────────┬─────────
        ·             ╰── the 1RM is stated here
        ⋮
     10 │     wrap upper arm, middle, tightness 9/10
        ·     ───────────────────┬──────────────────
        ·                        ╰── the wraps go on here
     11 │       Cable Curl: 30/15/15/15 @ 17 kg, rest 90 s, tempo 2-0-2-0
        ·                                 ━━━━━
        ╰────
        in: week 1/Arms and legs/Cable Curl
      note: 17 kg of a 1RM of 50 kg is 34 %
      help: use 15 kg or less, or take the wraps off
       fix: lower the load to 15 kg (unsafe: changes the training)
            `17 kg` becomes `15 kg`
    source: S35: load 20–30 % of 1RM (training method, load section)
      more: cuff explain load-above-range
    ");
}

#[test]
fn what_could_not_be_checked() {
    let plan = plan();
    assert_snapshot!(full(&plan, no_1rm(&plan)), @r#"
    cannot-check[load-above-range]: the load of `Triceps Pushdown` cannot be
      compared: no 1RM for `Triceps Pushdown`
        ╭─[plans/everything-wrong.plan:12:32]
     12 │       Triceps Pushdown: 4x20 @ 25%, rest 30 s, tempo 2-0-2-0
        ·                                ━━━
        ╰────
        in: week 1/Arms and legs/Triceps Pushdown
      help: add "1rm Triceps Pushdown … kg" to the athlete
       fix: state the 1RM (has a blank for you to fill in)
            adds `1rm Triceps Pushdown … kg` at line 7
      more: cuff explain load-above-range
    "#);
}

#[test]
fn in_ascii() {
    let plan = plan();
    let style = Style {
        unicode: false,
        ..Style::default()
    };
    let text = whole(Format::Full, &style, &plan, &[load_above_range(&plan)]);
    assert_snapshot!(text, @r"
    error[load-above-range]: `Cable Curl` is wrapped at 34 %, above 30 % of 1RM
        ,-[plans/everything-wrong.plan:11:33]
      6 |   1rm Cable Curl 50 kg
        :   ----------|---------
        :             `-- the 1RM is stated here
     ...
     10 |     wrap upper arm, middle, tightness 9/10
        :     -------------------|------------------
        :                        `-- the wraps go on here
     11 |       Cable Curl: 30/15/15/15 @ 17 kg, rest 90 s, tempo 2-0-2-0
        :                                 ^^^^^
        `----
        in: week 1/Arms and legs/Cable Curl
      note: 17 kg of a 1RM of 50 kg is 34 %
      help: use 15 kg or less, or take the wraps off
       fix: lower the load to 15 kg (unsafe: changes the training)
            `17 kg` becomes `15 kg`
    source: S35: load 20–30 % of 1RM (training method, load section)
      more: cuff explain load-above-range

    found 1 error under pack occlusion (1 plan checked)
    ");
}

#[test]
fn in_colour_with_links() {
    let plan = plan();
    let style = Style {
        colour: true,
        links: Some("https://example.org/rules/".to_owned()),
        ..Style::default()
    };
    let text = Reporter::new(Format::Full, &style).file(&plan, &[load_above_range(&plan)]);
    assert_snapshot!(text.replace('\u{1b}', "^"), @r"
    ^[31;1merror[^]8;;https://example.org/rules/load-above-range^\load-above-range^]8;;^\]:^[0m `Cable Curl` is wrapped at 34 %, above 30 % of 1RM
        ╭─[^[36;1;4mplans/everything-wrong.plan:11:33^[0m]
    ^[2m  6 │ ^[0m  1rm Cable Curl 50 kg
    ^[2m    · ^[0m^[34m  ──────────┬─────────^[0m
    ^[2m    · ^[0m            ^[34m╰── ^[34mthe 1RM is stated here^[0m^[0m
    ^[2m    ⋮ ^[0m
    ^[2m 10 │ ^[0m    wrap upper arm, middle, tightness 9/10
    ^[2m    · ^[0m^[34m    ───────────────────┬──────────────────^[0m
    ^[2m    · ^[0m                       ^[34m╰── ^[34mthe wraps go on here^[0m^[0m
    ^[2m 11 │ ^[0m      Cable Curl: 30/15/15/15 @ 17 kg, rest 90 s, tempo 2-0-2-0
    ^[2m    · ^[0m^[31;1m                                ━━━━━^[0m
        ╰────
        ^[1min^[0m: week 1/Arms and legs/Cable Curl
      ^[1mnote^[0m: 17 kg of a 1RM of 50 kg is 34 %
      ^[1mhelp^[0m: use 15 kg or less, or take the wraps off
       ^[1mfix^[0m: lower the load to 15 kg (unsafe: changes the training)
            `17 kg` becomes `15 kg`
    ^[1msource^[0m: S35: load 20–30 % of 1RM (training method, load section)
      ^[1mmore^[0m: cuff explain load-above-range
    ");
}

#[test]
fn in_forty_columns() {
    let plan = plan();
    let findings = [load_above_range(&plan), no_1rm(&plan)];
    assert_snapshot!(render(Format::Full, 40, &plan, &findings), @r#"
    error[load-above-range]:
      `Cable Curl` is wrapped at 34 %, above
      30 % of 1RM
        ╭─[plans/everything-wrong.plan:11:33]
      6 │ 1rm Cable Curl 50 kg
        · ──────────┬─────────
        ·           ╰─┤ the 1RM is stated
        ·             │ here
        ⋮
     10 │   wrap upper arm, middle, tightn…
        ·   ──────────────────────────────
     11 │ …0/15/15/15 @ 17 kg, rest 90 s, …
        ·               ━━━━━
        ╰────
        in: week 1/Arms and legs/Cable Curl
      also: the wraps go on here (line 10,
            column 5)
      note: 17 kg of a 1RM of 50 kg is 34 %
      help: use 15 kg or less, or take the
            wraps off
       fix: lower the load to 15 kg (unsafe:
            changes the training)
            `17 kg` becomes `15 kg`
    source: S35: load 20–30 % of 1RM
            (training method, load section)
      more: cuff explain load-above-range

    cannot-check[load-above-range]:
      the load of `Triceps Pushdown` cannot
      be compared: no 1RM for
      `Triceps Pushdown`
        ╭─[plans/everything-wrong.plan:12:32]
     12 │ Triceps Pushdown: 4x20 @ 25%, re…
        ·                          ━━━
        ╰────
        in: week 1/Arms and legs/Triceps
            Pushdown
      help: add "1rm Triceps Pushdown … kg"
            to the athlete
       fix: state the 1RM (has a blank for
            you to fill in)
            adds `1rm Triceps Pushdown … kg`
            at line 7
      more: cuff explain load-above-range
    "#);
}

#[test]
fn several_marks_on_one_line() {
    let plan = plan();
    let line = |text| span(&plan, "Triceps Pushdown:", text);
    let finding = finding(
        Severity::Warning,
        line("4x20"),
        "`Triceps Pushdown` is wrapped for 4 × 20 reps, not 30/15/15/15 or 3–4 sets of 15",
    )
    .label(line("25%"), "light enough for more reps")
    .label(line("rest 30 s"), "the rest is fine")
    .label(line("4x20"), "80 reps in all")
    .label(
        line("Triceps Pushdown: 4x20 @ 25%"),
        "this covers the fault",
    );
    assert_snapshot!(full(&plan, finding), @r"
    warning[rule-name]: `Triceps Pushdown` is wrapped for 4 × 20 reps, not
      30/15/15/15 or 3–4 sets of 15
        ╭─[plans/everything-wrong.plan:12:25]
     12 │       Triceps Pushdown: 4x20 @ 25%, rest 30 s, tempo 2-0-2-0
        ·                         ━━┯━   ─┬─  ────┬────
        ·                           │     │       ╰── the rest is fine
        ·                           │     ╰── light enough for more reps
        ·                           ╰── 80 reps in all
        ╰────
      also: this covers the fault (line 12, column 7)
      more: cuff explain rule-name
    ");
}

#[test]
fn a_safe_fix_and_a_long_note() {
    let plan = plan();
    let clause = span(
        &plan,
        "Back Squat",
        ", wrap thigh, just above the knee, 10/10",
    );
    let finding = finding(
        Severity::Error,
        span(&plan, "Back Squat", "wrap thigh, just above the knee, 10/10"),
        "`Back Squat` is a compound lift and is wrapped; wraps belong on isolation work with a light load",
    )
    .note(
        "in a compound lift the muscles above the wrap do most of the work, the wrapped ones get too little of it, and \
         the load of 80 % is far above what a wrapped limb is trained with",
    )
    .note("a wrap just above the knee squeezes the joint, not the muscle")
    .help("take the wraps off, or wrap an isolation exercise such as `Leg Extension`")
    .fix(
        "take the wraps off",
        Applicability::Safe,
        vec![TextEdit {
            span: clause,
            text: String::new(),
        }],
    );
    assert_snapshot!(full(&plan, finding), @r"
    error[rule-name]: `Back Squat` is a compound lift and is wrapped; wraps belong
      on isolation work with a light load
        ╭─[plans/everything-wrong.plan:15:40]
     15 │ Back Squat: 5x5 @ 80%, rest 3 min, wrap thigh, just above the knee, 10/10
        ·                                    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
        ╰────
      note: in a compound lift the muscles above the wrap do most of the work, the
            wrapped ones get too little of it, and the load of 80 % is far above
            what a wrapped limb is trained with
      note: a wrap just above the knee squeezes the joint, not the muscle
      help: take the wraps off, or wrap an isolation exercise such as
            `Leg Extension`
       fix: take the wraps off
            takes out `, wrap thigh, just above the knee, 10/10`
      more: cuff explain rule-name
    ");
}

#[test]
fn more_labels_than_can_be_marked() {
    let text: String = (1..=7).map(|n| format!("  Curl: {n}x10\n")).collect();
    let source = SourceFile::new("x.plan", text);
    let mut sum = finding(
        Severity::Advice,
        Span::new(8, 12),
        "28 sets of `Curl` in a week",
    );
    for line in 1..7 {
        let start = line * 13 + 8;
        sum = sum.label(Span::new(start, start + 4), format!("{} sets", line + 1));
    }
    assert_snapshot!(full(&source, sum), @r"
    advice[rule-name]: 28 sets of `Curl` in a week
       ╭─[x.plan:1:9]
     1 │   Curl: 1x10
       ·         ━━━━
     2 │   Curl: 2x10
       ·         ──┬─
       ·           ╰── 2 sets
     3 │   Curl: 3x10
       ·         ──┬─
       ·           ╰── 3 sets
     4 │   Curl: 4x10
       ·         ──┬─
       ·           ╰── 4 sets
     5 │   Curl: 5x10
       ·         ──┬─
       ·           ╰── 5 sets
       ╰────
      also: 6 sets (line 6, column 9)
      also: 7 sets (line 7, column 9)
      more: cuff explain rule-name
    ");
}

#[test]
fn the_end_of_the_file() {
    let source = SourceFile::new("x.plan", "week 1\n  wrap thigh, high\n    Curl: 3x10\n");
    let finding = finding(
        Severity::Error,
        Span::at(42),
        "the wraps are never taken off",
    )
    .label(Span::new(9, 25), "they go on here")
    .help("add `unwrap`");
    assert_snapshot!(full(&source, finding), @r"
    error[rule-name]: the wraps are never taken off
       ╭─[x.plan:4:1]
     2 │   wrap thigh, high
       ·   ────────┬───────
       ·           ╰── they go on here
     3 │     Curl: 3x10
       ·              ━
       ╰────
      help: add `unwrap`
      more: cuff explain rule-name
    ");
}

#[test]
fn an_empty_file() {
    let source = SourceFile::new("empty.plan", "");
    let finding = finding(Severity::Advice, Span::at(0), "nothing to check");
    assert_snapshot!(full(&source, finding), @r"
    advice[rule-name]: nothing to check
        in: empty.plan
      more: cuff explain rule-name
    ");
}

#[test]
fn a_place_between_characters() {
    let source = SourceFile::new("x.plan", "Curl: 3x @ 20%\n");
    let finding = finding(
        Severity::Error,
        Span::at(8),
        "expected reps, such as `3x10`",
    );
    assert_snapshot!(full(&source, finding), @r"
    error[rule-name]: expected reps, such as `3x10`
       ╭─[x.plan:1:9]
     1 │ Curl: 3x @ 20%
       ·         ▲
       ╰────
      more: cuff explain rule-name
    ");
}

#[test]
fn wide_characters_tabs_and_crlf() {
    let text = "\u{FEFF}week 1\r\n\t週間 💪 Cable Curl:\t30/15/15/15 @ 17 kg\r\n";
    let source = SourceFile::new("週間.plan", text);
    let finding = finding(
        Severity::Error,
        span(&source, "@", "17 kg"),
        "the load is too high",
    )
    .label(span(&source, "週", "週間 💪"), "in this phase")
    .label(span(&source, "week", "week 1"), "of this week");
    assert_snapshot!(full(&source, finding), @r"
    error[rule-name]: the load is too high
       ╭─[週間.plan:2:33]
     1 │ week 1
       · ───┬──
       ·    ╰── of this week
     2 │     週間 💪 Cable Curl: 30/15/15/15 @ 17 kg
       ·     ───┬───                           ━━━━━
       ·        ╰── in this phase
       ╰────
      more: cuff explain rule-name
    ");
}

#[test]
fn a_line_of_sixty_kilobytes() {
    let text = format!("{} 17 kg {}\n", "週 ".repeat(10_000), "x".repeat(30_000));
    let source = SourceFile::new("x.plan", text);
    let near = span(&source, "17", "17 kg");
    let finding = finding(Severity::Error, near, "the load is too high")
        .label(Span::new(0, 3), "far away")
        .label(
            Span::new(40_010, 70_000),
            "longer than any terminal is wide",
        );
    assert_snapshot!(full(&source, finding), @r"
    error[rule-name]: the load is too high
       ╭─[x.plan:1:20002]
     1 │ … 週 週 週 週 週 週 週 週 週 週  17 kg xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
       ·                                  ━━━━━    ──────────────────────────────
       ╰────
      also: far away (line 1, column 1)
      also: longer than any terminal is wide (line 1, column 20011)
      more: cuff explain rule-name
    ");
}

#[test]
fn a_fault_longer_than_the_terminal_is_wide() {
    let source = SourceFile::new("x.plan", format!("  > {}.\n", "numb is normal ".repeat(20)));
    let finding = finding(
        Severity::Error,
        Span::new(4, 304),
        "the note tells to ignore numbness",
    );
    assert_snapshot!(full(&source, finding), @r"
    error[rule-name]: the note tells to ignore numbness
       ╭─[x.plan:1:5]
     1 │ > numb is normal numb is normal numb is normal numb is normal numb is nor…
       ·   ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
       ╰────
      more: cuff explain rule-name
    ");
}

#[test]
fn a_fault_over_a_few_lines() {
    let plan = plan();
    let block = span(
        &plan,
        "    wrap upper",
        "wrap upper arm, middle, tightness 9/10",
    )
    .to(span(&plan, "Hammer", "unwrap"));
    let finding = finding(
        Severity::Warning,
        block,
        "the wraps stay on for 21 min, above 15 min",
    )
    .label(span(&plan, "Hammer", "30/15/15/AMRAP"), "at least 60 reps")
    .help("split it in two, with the wraps off between");
    assert_snapshot!(full(&plan, finding), @r"
    warning[rule-name]: the wraps stay on for 21 min, above 15 min
        ╭─[plans/everything-wrong.plan:10:5]
     10 │ ╭─▶     wrap upper arm, middle, tightness 9/10
     11 │ │         Cable Curl: 30/15/15/15 @ 17 kg, rest 90 s, tempo 2-0-2-0
     12 │ │         Triceps Pushdown: 4x20 @ 25%, rest 30 s, tempo 2-0-2-0
     13 │ │         Hammer Curl: 30/15/15/AMRAP @ 25%, rest 30 s, tempo 2-0-2-0
        · │                      ───────┬──────
        · │                             ╰── at least 60 reps
     14 │ ╰─▶     unwrap
        ╰────
      help: split it in two, with the wraps off between
      more: cuff explain rule-name
    ");
}

#[test]
fn a_fault_over_many_lines() {
    let text: String = (1..=60)
        .map(|n| format!("  Curl: {n}x10 @ 20%\n"))
        .collect();
    let source = SourceFile::new("x.plan", text);
    let whole = Span::new(2, source.text().len());
    let finding = finding(Severity::Warning, whole, "the session takes 9 h")
        .label(span(&source, "30x10", "30x10"), "half of it is over here");
    assert_snapshot!(full(&source, finding), @r"
    warning[rule-name]: the session takes 9 h
        ╭─[x.plan:1:3]
      1 │ ╭─▶   Curl: 1x10 @ 20%
      2 │ │     Curl: 2x10 @ 20%
      3 │ │     Curl: 3x10 @ 20%
      4 │ │     Curl: 4x10 @ 20%
        ⋮ │
     30 │ │     Curl: 30x10 @ 20%
        · │           ──┬──
        · │             ╰── half of it is over here
        ⋮ │
     58 │ │     Curl: 58x10 @ 20%
     59 │ │     Curl: 59x10 @ 20%
     60 │ ╰─▶   Curl: 60x10 @ 20%
        ╰────
      more: cuff explain rule-name
    ");
}

#[test]
fn a_rule_with_a_very_long_name() {
    let plan = plan();
    let mut finding = load_above_range(&plan);
    finding.rule =
        "a-rule-whose-name-leaves-no-room-for-the-message-beside-it-in-80-columns".into();
    finding.labels.clear();
    assert_snapshot!(full(&plan, finding), @r"
    error[a-rule-whose-name-leaves-no-room-for-the-message-beside-it-in-80-columns]:
      `Cable Curl` is wrapped at 34 %, above 30 % of 1RM
        ╭─[plans/everything-wrong.plan:11:33]
     11 │       Cable Curl: 30/15/15/15 @ 17 kg, rest 90 s, tempo 2-0-2-0
        ·                                 ━━━━━
        ╰────
        in: week 1/Arms and legs/Cable Curl
      note: 17 kg of a 1RM of 50 kg is 34 %
      help: use 15 kg or less, or take the wraps off
       fix: lower the load to 15 kg (unsafe: changes the training)
            `17 kg` becomes `15 kg`
    source: S35: load 20–30 % of 1RM (training method, load section)
      more: cuff explain
            a-rule-whose-name-leaves-no-room-for-the-message-beside-it-in-80-columns
    ");
}

#[test]
fn more_findings_than_are_printed() {
    let plan = plan();
    let findings = vec![no_1rm(&plan); 203];
    let text = render(Format::Full, 80, &plan, &findings);
    assert_eq!(text.matches("cannot-check[").count(), 200);
    assert!(text.ends_with("\n\nand 3 findings more in plans/everything-wrong.plan\n"));
}

/// The text of `row` between two columns of the terminal.
fn between(row: &str, from: usize, to: usize) -> String {
    let mut column = 0;
    let mut text = String::new();
    for character in row.chars() {
        let width = wrap::char_width(character);
        if (from..to).contains(&column) || (width == 0 && from < column && column <= to) {
            text.push(character);
        }
        column += width;
    }
    text
}

proptest! {
    #[test]
    fn the_heavy_line_is_under_the_fault(
        before in "[a-z 週é💪½]{0,40}",
        fault in "[a-z週é💪½]{1,20}",
        after in "[a-z 週é💪½]{0,200}",
        label in "[週a ]{0,9}",
        width in 60_usize..200,
    ) {
        let line = format!("{label}, {before}{fault} {after}");
        let source = SourceFile::new("x.plan", format!("週\n\t{line}\n"));
        let start = 5 + label.len() + 2 + before.len();
        let place = Span::new(start, start + fault.len());
        let finding = finding(Severity::Error, place, "m").label(Span::new(5, 5 + label.len()), "label");
        let output = render(Format::Full, width, &source, &[finding]);
        let rows: Vec<_> = output.lines().collect();
        let marked = rows.iter().position(|row| row.contains('━'));
        prop_assert!(marked.is_some(), "{output}");
        let at = marked.unwrap_or_default();
        let first = wrap::width(rows[at].split('━').next().unwrap_or_default());
        let last = first + rows[at].matches('━').count();
        prop_assert_eq!(between(rows[at - 1], first, last), fault, "{}", output);
    }
}
