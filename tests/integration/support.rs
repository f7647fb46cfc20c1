//! Pictures of findings as plain text, so that a test shows what is underlined and what is said.

use std::sync::LazyLock;

use cuff::diagnostic::Diagnostic;
use cuff::rules::{RuleSet, Settings};
use cuff::source::SourceFile;
use cuff::syntax::parse;

/// The rules that are on without a word; loaded once.
pub(crate) static RULES: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load(&Settings::default()).expect("the shipped rules load"));

/// One block for each finding: place, level and rule, the underlined text, message, help.
pub(crate) fn picture(source: &SourceFile, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let place = source.line_column(diagnostic.span.start as usize);
        let level = diagnostic.severity.word();
        out += &format!(
            "{}:{} {level}[{}] `{}`\n",
            place.line,
            place.column,
            diagnostic.rule,
            source.slice(diagnostic.span)
        );
        out += &format!("  {}\n", diagnostic.message);
        for label in &diagnostic.labels {
            let place = source.line_column(label.span.start as usize);
            out += &format!(
                "  | {}:{} `{}`: {}\n",
                place.line,
                place.column,
                source.slice(label.span),
                label.text
            );
        }
        for note in &diagnostic.notes {
            out += &format!("  note: {note}\n");
        }
        if let Some(help) = &diagnostic.help {
            out += &format!("  help: {help}\n");
        }
    }
    out
}

/// The text of a file in the repository.
pub(crate) fn read(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The tree without places, so that two spellings of one plan can be compared.
pub(crate) fn shape(text: &str) -> String {
    let tree = format!("{:?}", parse(text).plan);
    let mut out = String::with_capacity(tree.len());
    let mut rest = tree.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let end = from
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(from.len());
        out += before;
        out += if from[..end].contains("..") {
            "_"
        } else {
            &from[..end]
        };
        rest = &from[end..];
    }
    out + rest
}
