//! What the reports look like, and what they may never hold.

/// The full form, finding by finding.
mod full;

/// The other forms, and how a run ends.
mod forms;

/// Forms for machines, read back.
mod machines;

/// Texts that try to reach the terminal or the CI runner, and properties of all forms.
mod hostile;

use crate::diagnostic::Diagnostic;
use crate::report::{Format, Found, Progress, Reporter, Style, Summary};
use crate::source::SourceFile;

/// The text for `findings` as it is written to a pipe of this width.
fn render(format: Format, width: usize, source: &SourceFile, findings: &[Diagnostic]) -> String {
    let style = Style {
        width,
        ..Style::default()
    };
    let reporter = Reporter::new(format, &style);
    let piece = reporter.file(&Found::new(source, findings));
    reporter.add(&mut Progress::default(), piece)
}

/// The whole output for one file.
fn whole(format: Format, style: &Style, source: &SourceFile, findings: &[Diagnostic]) -> String {
    let reporter = Reporter::new(format, style);
    let mut summary = Summary {
        packs: vec!["occlusion".to_owned()],
        ..Summary::default()
    };
    summary.add(findings);
    let piece = reporter.file(&Found::new(source, findings));
    reporter.whole([piece], &summary)
}
