//! Plans, findings and hostile texts that the tests of this room share.

use proptest::prelude::*;

use crate::diagnostic::{Applicability, Diagnostic, Severity, Status};
use crate::source::{SourceFile, Span, TextEdit};

/// The example plan with thirteen mistakes.
pub(crate) fn plan() -> SourceFile {
    let text = include_str!("../../examples/everything-wrong.plan");
    SourceFile::new("plans/everything-wrong.plan", text)
}

/// Where `text` first stands in `source` after `after`.
pub(crate) fn span(source: &SourceFile, after: &str, text: &str) -> Span {
    let from = source.text().find(after).unwrap();
    let start = from + source.text()[from..].find(text).unwrap();
    Span::new(start, start + text.len())
}

/// A load above the range, with all that a finding can have.
pub(crate) fn load_above_range(source: &SourceFile) -> Diagnostic {
    let load = span(source, "Cable Curl:", "17 kg");
    let mut finding = Diagnostic::new(
        "load-above-range",
        Severity::Error,
        load,
        "`Cable Curl` is wrapped at 34 %, above 30 % of 1RM",
    )
    .label(
        span(source, "1rm", "1rm Cable Curl 50 kg"),
        "the 1RM is stated here",
    )
    .label(
        span(source, "wrap", "wrap upper arm, middle, tightness 9/10"),
        "the wraps go on here",
    )
    .note("17 kg of a 1RM of 50 kg is 34 %")
    .help("use 15 kg or less, or take the wraps off")
    .fix(
        "lower the load to 15 kg",
        Applicability::Unsafe,
        vec![TextEdit {
            span: load,
            text: "15 kg".to_owned(),
        }],
    );
    finding.sources = vec!["S35: load 20–30 % of 1RM (training method, load section)".to_owned()];
    finding.place = "week 1/Arms and legs/Cable Curl".to_owned();
    finding
}

/// A load that cannot be compared, because the 1RM is missing.
pub(crate) fn no_1rm(source: &SourceFile) -> Diagnostic {
    let after = span(source, "1rm", "1rm Cable Curl 50 kg").end as usize + 1;
    let mut finding = Diagnostic::new(
        "load-above-range",
        Severity::Advice,
        span(source, "Triceps", "25%"),
        "the load of `Triceps Pushdown` cannot be compared: no 1RM for `Triceps Pushdown`",
    )
    .help("add \"1rm Triceps Pushdown … kg\" to the athlete")
    .fix(
        "state the 1RM",
        Applicability::Placeholder,
        vec![TextEdit {
            span: Span::at(after),
            text: "  1rm Triceps Pushdown … kg\n".to_owned(),
        }],
    );
    finding.status = Status::CannotCheck;
    finding.place = "week 1/Arms and legs/Triceps Pushdown".to_owned();
    finding
}

/// Texts made of plan words and of everything that has hurt a terminal, a CI log or a drawing.
pub(crate) fn hostile_text() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        4 => prop::sample::select(vec![
            "Cable Curl: ", "30/15/15/15", " @ ", "17 kg", ", rest 90 s", "wrap ", "\n", "\n", "\r\n", "\r", " ", "\t",
        ]),
        3 => prop::sample::select(vec![
            "\u{1b}[31m", "\u{1b}]8;;http://x\u{1b}\\", "\u{9b}2J", "\u{7}", "\0", "\u{7f}", "\u{85}", "\u{202e}",
            "\u{2066}", "\u{200f}", "\u{2028}", "\u{2029}", "\u{feff}", "\u{200b}", "\u{ad}", "\u{e0041}", "##[", "#",
            "##", "[error]x", "##vso[task.setvariable]x", "vso[", "::", "%0A", "%25", "]]>", "<script>", "&lt;", "</", "|", "**", "](x)",
            "{0}", "@me", "https://x.y", "\u{fffe}", "\u{ffff}", "::error::x", " ::stop-commands::x", "`", "\\", "\"",
        ]),
        3 => prop::sample::select(vec![
            "週", "間", "💪", "👩‍👩‍👧‍👦", "é", "e\u{301}", "½", "ﷺ", "\u{3000}", "\u{a0}", "a\u{300}\u{301}\u{302}",
        ]),
        1 => "[a-z]{1,40}".prop_map(|word| -> &'static str { Box::leak(word.into_boxed_str()) }),
        1 => any::<char>().prop_map(|c| -> &'static str { Box::leak(c.to_string().into_boxed_str()) }),
    ];
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}
