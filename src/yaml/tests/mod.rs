//! What the room promises: every refusal with its words and place, places inside texts, and agreement with serde_yaml.

mod hostile;
mod places;
mod properties;
mod refusals;
mod shapes;
mod slips;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::diagnostic::Diagnostic;
use crate::source::SourceFile;

/// Asserts what `text` is refused for as a `T`, in lines: `line:column [what is underlined] message`, then its labels,
/// notes and help, indented. No lines if it reads.
#[track_caller]
fn refused<T: DeserializeOwned + JsonSchema>(text: &str, expected: &[&str]) {
    let source = SourceFile::new("test.yaml", text);
    let found: Vec<String> = match super::read::<T>(&source) {
        Ok(_) => Vec::new(),
        Err(diagnostics) => diagnostics
            .iter()
            .flat_map(|diagnostic| picture(&source, diagnostic))
            .collect(),
    };
    assert_eq!(found, expected, "{text}");
}

fn picture(source: &SourceFile, diagnostic: &Diagnostic) -> Vec<String> {
    let place = |span: crate::source::Span| {
        let start = source.line_column(span.start as usize);
        let under: String = source.slice(span).escape_debug().to_string();
        format!("{}:{} [{under}]", start.line, start.column)
    };
    assert_eq!(diagnostic.rule, "yaml");
    let mut lines = vec![format!("{} {}", place(diagnostic.span), diagnostic.message)];
    for label in &diagnostic.labels {
        lines.push(format!("  label {} {}", place(label.span), label.text));
    }
    for note in &diagnostic.notes {
        lines.push(format!("  note {note}"));
    }
    if let Some(help) = &diagnostic.help {
        lines.push(format!("  help {help}"));
    }
    lines
}
