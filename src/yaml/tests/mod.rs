//! What the room promises: every refusal with its words and place, places inside texts, and agreement with serde_yaml.

mod hostile;
mod places;
mod properties;
mod refusals;
mod shapes;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::diagnostic::Diagnostic;
use crate::source::SourceFile;

/// What `text` is refused for as a `T`: a line each, `line:column [what is underlined] message`, then its labels,
/// notes and help, indented. Empty if it reads.
fn problems<T: DeserializeOwned + JsonSchema>(text: &str) -> String {
    let source = SourceFile::new("test.yaml", text);
    match super::read::<T>(&source) {
        Ok(_) => String::new(),
        Err(diagnostics) => diagnostics
            .iter()
            .map(|diagnostic| picture(&source, diagnostic))
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

fn picture(source: &SourceFile, diagnostic: &Diagnostic) -> String {
    let place = |span: crate::source::Span| {
        let start = source.line_column(span.start as usize);
        let under = source.slice(span).escape_debug();
        format!("{}:{} [{under}]", start.line, start.column)
    };
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
    lines.join("\n")
}
