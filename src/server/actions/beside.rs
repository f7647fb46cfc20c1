//! What can be done where no finding offers it: the name that was meant, and the 1RM that a load needs.

use super::changes::{BLANK, Blanks};
use super::{Action, MOST};
use crate::assist::{self, Document, repairs};
use crate::diagnostic::Applicability;
use crate::source::{Span, TextEdit};

/// The actions for a stretch of text, each with the number of the finding that it is an answer to. Of a longer one, for its
/// first lines.
pub(super) fn beside(document: &Document<'_>, wanted: Span) -> Vec<(Option<usize>, Action)> {
    let source = document.source;
    let line = source.line_column(wanted.range().start).line;
    let last = source.line_span(line + MOST).map(|line| line.range().end);
    let end = wanted.range().end;
    let wanted = Span::new(wanted.range().start, last.unwrap_or(end).min(end));
    let repairs = repairs(document, wanted).into_iter();
    repairs
        .map(|repair| (repair.finding, action(repair)))
        .collect()
}

fn action(repair: assist::Action) -> Action {
    let (title, blanks) = match repair.applicability {
        Applicability::Safe => (repair.title, Blanks::None),
        Applicability::Placeholder => (repair.title, Blanks::Shown),
        Applicability::Unsafe => {
            let title = format!("{} (changes the training)", repair.title);
            (title, Blanks::None)
        }
    };
    Action {
        title,
        edits: repair.edits,
        blanks,
        is_preferred: false,
    }
}

/// Whether an action does what another one does already, or adds no more than the beginning of what that one adds.
pub(super) fn is_in(action: &Action, other: &Action) -> bool {
    action.edits == other.edits
        || blank_line(&action.edits).is_some_and(|line| {
            let other = blank_line(&other.edits);
            other.is_some_and(|other| other.starts_with(line))
        })
}

/// The line with something to fill in that edits add.
fn blank_line(edits: &[TextEdit]) -> Option<&str> {
    let mut lines = edits.iter().flat_map(|edit| edit.text.lines());
    // The name of an athlete is filled in as well, and says nothing of what is added.
    let line = lines.rfind(|line| line.contains(BLANK))?;
    Some(line.trim())
}
