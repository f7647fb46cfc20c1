//! Weeks in words.

use crate::sheet::ranges;

/// `week 3`, `weeks 1-3, 5`
pub(super) fn weeks_words(weeks: &[u32]) -> String {
    let word = if weeks.len() == 1 { "week" } else { "weeks" };
    format!("{word} {}", ranges(weeks))
}
