//! No text of a file reaches the terminal or a CI runner as a command.

use insta::assert_snapshot;
use proptest::prelude::*;

use super::{render, whole};
use crate::diagnostic::{Applicability, Diagnostic, Severity, Status};
use crate::report::samples::hostile_text;
use crate::report::{Format, Style, escape, wrap};
use crate::source::{SourceFile, Span, TextEdit};

const PLAN: &str =
    "week 1 \u{202e}1 keew\n  # ##[error]pwn \u{1b}[2J\u{9b}31m\0\u{7}\r  > ::error::x\u{2028}y\n";

fn attack() -> Diagnostic {
    let text = "red \u{1b}[31m ##[group]x\n::error::y\r\n\u{202e}";
    let mut finding = Diagnostic::new("r\u{1b}]0;t\u{7}", Severity::Error, Span::new(22, 33), text)
        .label(Span::new(7, 15), text)
        .note(text)
        .help("::stop-commands::x")
        .fix(
            text,
            Applicability::Unsafe,
            vec![TextEdit {
                span: Span::new(7, 10),
                text: "\u{1b}[1m".to_owned(),
            }],
        );
    finding.place = text.to_owned();
    finding.sources = vec![text.to_owned()];
    finding
}

#[test]
fn full() {
    let source = SourceFile::new("::error::a\nb\u{1b}.plan", PLAN);
    assert_snapshot!(render(Format::Full, 80, &source, &[attack()]), @r"
    error[r\u{1b}]0;t\u{7}]: red \u{1b}[31m ##·[group]x ::error::y \u{202e}
       ╭─[./::error::a\nb\u{1b}.plan:2:6]
     1 │ week 1 �1 keew
       ·        ───┬──
       ·           ╰── red \u{1b}[31m ##·[group]x ::error::y \u{202e}
     2 │   # ##·[error]pwn ?[2J¿31m??
       ·      ━━━━━━━━━━━━
       ╰────
        in: red \u{1b}[31m ##·[group]x ::error::y \u{202e}
      note: red \u{1b}[31m ##·[group]x ::error::y \u{202e}
      help: ::stop-commands::x
       fix: red \u{1b}[31m ##·[group]x ::error::y \u{202e} (unsafe: changes the
            training)
            `\u{202e}` becomes `\u{1b}[1m`
    source: red \u{1b}[31m ##·[group]x ::error::y \u{202e}
      more: cuff explain r\u{1b}]0;t\u{7}
    ");
}

#[test]
fn narrated() {
    let source = SourceFile::new("::error::a\nb\u{1b}.plan", PLAN);
    assert_snapshot!(render(Format::Narrated, 80, &source, &[attack()]), @r"
    error r\u{1b}]0;t\u{7}: red \u{1b}[31m ##·[group]x ::error::y \u{202e}
    in ./::error::a\nb\u{1b}.plan, line 2, column 6
    line 1: week 1 �1 keew
        columns 8 to 13: red \u{1b}[31m ##·[group]x ::error::y \u{202e}
    line 2: # ##·[error]pwn ?[2J¿31m??
        at fault, columns 6 to 16: `#[error]pwn`
    in: red \u{1b}[31m ##·[group]x ::error::y \u{202e}
    note: red \u{1b}[31m ##·[group]x ::error::y \u{202e}
    help: ::stop-commands::x
    fix: red \u{1b}[31m ##·[group]x ::error::y \u{202e} (unsafe: changes the
      training); `\u{202e}` becomes `\u{1b}[1m`
    source: red \u{1b}[31m ##·[group]x ::error::y \u{202e}
    more: cuff explain r\u{1b}]0;t\u{7}
    ");
}

#[test]
fn concise() {
    let source = SourceFile::new("::error::a\nb\u{1b}.plan", PLAN);
    assert_snapshot!(render(Format::Concise, 80, &source, &[attack()]), @r"./::error::a\nb\u{1b}.plan:2:6: error[r\u{1b}]0;t\u{7}]: red \u{1b}[31m ##·[group]x ::error::y \u{202e}");
}

/// Whether a line would be obeyed by a runner: GitHub's, in its newer form or its older one, Azure's, TeamCity's.
fn obeyed(line: &str) -> bool {
    let older = |rest: &str| {
        let word = rest.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
        word.starts_with('[')
    };
    line.trim_start().starts_with("::")
        || line
            .match_indices("##")
            .any(|(place, _)| older(line[place..].trim_start_matches('#')))
}

/// What is left of a line that a form may tell the runner with: nothing but what was said.
fn without_own_command(format: Format, line: &str) -> &str {
    let said = match format {
        Format::Github => ["::error ", "::warning ", "::notice "]
            .iter()
            .find_map(|kind| line.strip_prefix(kind))
            .and_then(|rest| rest.split_once("::")),
        Format::Azure => line
            .strip_prefix("##vso[task.logissue ")
            .and_then(|rest| rest.split_once(']')),
        _ => None,
    };
    // A runner reads no command within one, however the words begin.
    said.map_or(line, |(_, said)| said.trim_start_matches(':'))
}

/// The text without our own colours and links.
fn bare(text: &str) -> String {
    let mut bare = String::new();
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once('\u{1b}') {
        bare.push_str(before);
        let end = if escape.starts_with("]8;;") {
            escape.find("\u{1b}\\").map(|end| end + 2)
        } else {
            let end = escape.find('m').map(|end| end + 1);
            end.filter(|&end| {
                let codes = escape[..end].strip_prefix('[').unwrap_or("?");
                codes
                    .trim_end_matches('m')
                    .chars()
                    .all(|c| c.is_ascii_digit() || c == ';')
            })
        };
        rest = &escape[end.expect("only our own escapes")..];
    }
    bare + rest
}

fn span() -> impl Strategy<Value = Span> {
    (0_usize..600, 0_usize..80, 0_u8..12).prop_map(|(start, length, kind)| match kind {
        0 => Span::at(start),
        1 => Span::new(0, usize::MAX),
        2 => Span::at(usize::MAX),
        _ => Span::new(start, start + length),
    })
}

prop_compose! {
    pub(super) fn finding()(
        place in span(),
        labels in prop::collection::vec((span(), hostile_text()), 0..7),
        texts in prop::collection::vec(hostile_text(), 7),
        severity in prop::sample::select(&Severity::ALL[..]),
        cannot_check in any::<bool>(),
        applicability in prop::sample::select(vec![
            Applicability::Safe, Applicability::Unsafe, Applicability::Placeholder,
        ]),
    ) -> Diagnostic {
        let [message, rule, note, help, title, origin, structure] = texts.try_into().unwrap();
        let edit = TextEdit { span: place, text: rule.clone() };
        let mut finding = Diagnostic::new(rule, severity, place, message)
            .note(note)
            .help(help)
            .fix(title, applicability, vec![edit]);
        for (span, text) in labels {
            finding = finding.label(span, text);
        }
        if cannot_check {
            finding.status = Status::CannotCheck;
        }
        finding.sources.push(origin);
        finding.place = structure;
        finding
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_gets_through(
        name in hostile_text(),
        text in hostile_text(),
        findings in prop::collection::vec(finding(), 1..4),
        width in 0_usize..200,
        (colour, unicode, links) in any::<(bool, bool, bool)>(),
    ) {
        let source = SourceFile::new(name.clone(), text.repeat(3));
        let links = links.then(|| format!("https://x/{name}"));
        let style = Style { width, colour, unicode, links };
        for (format, ..) in Format::ALL {
            let output = bare(&whole(format, &style, &source, &findings));
            prop_assert!(!output.contains(|c| escape::is_hidden(c) && c != '\n'), "{output:?}");
            for line in output.lines() {
                let line = without_own_command(format, line);
                prop_assert!(!obeyed(line), "{}: {line:?}", format.word());
            }
        }
    }

    #[test]
    fn lines_keep_to_the_width(
        text in hostile_text(),
        findings in prop::collection::vec(finding(), 1..3),
        width in 40_usize..160,
    ) {
        let source = SourceFile::new("x.plan", text.repeat(3));
        let mut findings = findings;
        for finding in &mut findings {
            finding.rule = "load-above-range".into();
        }
        for format in [Format::Full, Format::Narrated] {
            let output = render(format, width, &source, &findings);
            let drawn = |line: &&str| format == Format::Full || !line.starts_with("line ");
            for line in output.lines().filter(drawn) {
                prop_assert!(wrap::width(line) <= width, "{}: {line:?}", wrap::width(line));
            }
        }
    }

    #[test]
    fn json_gives_back_what_it_was_given(
        name in hostile_text(),
        text in hostile_text(),
        finding in finding(),
    ) {
        let source = SourceFile::new(name.clone(), text);
        let output = render(Format::Json, 80, &source, std::slice::from_ref(&finding));
        let value: serde_json::Value = serde_json::from_str(output.trim()).unwrap();
        prop_assert_eq!(&value["path"], &name);
        prop_assert_eq!(&value["message"], &finding.message);
        prop_assert_eq!(value["labels"].as_array().map(Vec::len), Some(finding.labels.len()));
        prop_assert_eq!(&value["fixes"][0]["edits"][0]["text"], &finding.fixes[0].edits[0].text);
    }
}
