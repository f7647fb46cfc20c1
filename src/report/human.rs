//! What all forms for people share: how many findings of a file are printed, and how a run ends.

use crate::diagnostic::Diagnostic;
use crate::source::SourceFile;

use super::paint::Paint;
use super::summary::{self, Summary, Unreadable};
use super::{escape, wrap};

/// Findings of one file that are printed; the rest are counted. Machine-readable forms have all of them.
pub(super) const MOST_FINDINGS: usize = 200;

/// Files that could not be read and are named; the rest are counted.
const MOST_UNREADABLE: usize = 200;

/// The findings of a file, each drawn by `draw`, up to the limit.
pub(super) fn file(
    source: &SourceFile,
    findings: &[Diagnostic],
    draw: impl Fn(&Diagnostic) -> String,
) -> String {
    let mut text: String = findings.iter().take(MOST_FINDINGS).map(draw).collect();
    if findings.len() > MOST_FINDINGS {
        let more = findings.len() - MOST_FINDINGS;
        let findings = summary::count(more, "finding", "findings");
        let path = escape::path(source.name());
        text.push_str(&format!("and {findings} more in {path}\n"));
    }
    text
}

/// Files with which something could not be done, each with the reason.
fn refused(files: &[Unreadable], what: &str) -> String {
    let mut text = String::new();
    for file in files.iter().take(MOST_UNREADABLE) {
        let path = escape::path(&file.path);
        let reason = escape::words(&file.reason);
        text.push_str(&format!("{path}: cannot be {what}: {reason}\n"));
    }
    if files.len() > MOST_UNREADABLE {
        let more = summary::count(files.len() - MOST_UNREADABLE, "file", "files");
        text.push_str(&format!("and {more} more that cannot be {what}\n"));
    }
    text
}

/// The files that could not be read or written.
pub(super) fn unread(summary: &Summary) -> String {
    refused(&summary.unreadable, "read") + &refused(&summary.unwritten, "written")
}

/// Those files, then the counts.
pub(super) fn finish(summary: &Summary, width: usize, paint: &Paint) -> String {
    let mut text = unread(summary);
    for (index, paragraph) in summary::paragraphs(summary).iter().enumerate() {
        for line in wrap::wrap(paragraph, width, width.saturating_sub(2))
            .iter()
            .enumerate()
        {
            let indent = if line.0 == 0 { "" } else { "  " };
            let words = if index == 0 {
                paint.strong(line.1)
            } else {
                line.1.clone()
            };
            text.push_str(&format!("{indent}{words}\n"));
        }
    }
    text
}
