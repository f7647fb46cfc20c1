//! The form for a comment on a pull request. Words of plans stand in code spans, where nothing in them means anything to
//! Markdown, mentions nobody and links nowhere; all other text is escaped.

use super::super::{escape, human};
use super::phrase::{self, Phrase, Turn};
use super::{Compared, ComparisonSummary};
use crate::compare::{Change, FindingChange};

pub(super) fn plan(compared: &Compared, is_first: bool) -> String {
    let comparison = &compared.comparison;
    let mut text = if is_first {
        String::new()
    } else {
        "\n".to_owned()
    };
    let old = compared.old_path.as_ref();
    let old = old.map(|old| format!("{} → ", code(&escape::path(old))));
    let state = phrase::state(compared).map(|state| format!(" ({state})"));
    let (old, state) = (old.unwrap_or_default(), state.unwrap_or_default());
    text += &format!("### {old}{}{state}", code(&escape::path(&compared.path)));
    text += "\n\n";
    if let Some(words) = phrase::no_change(compared) {
        text += &format!("- {words}\n");
    }
    text += &items(&comparison.changes);
    if !comparison.follows.is_empty() {
        text += "\nIt follows that\n\n";
        text += &items(&comparison.follows);
    }
    if !comparison.findings.is_empty() {
        text += "\n**Findings**\n\n";
        let findings = comparison.findings.iter().take(human::MOST_FINDINGS);
        text.extend(findings.map(|change| finding(change, compared)));
        let more = comparison
            .findings
            .len()
            .saturating_sub(human::MOST_FINDINGS);
        if more > 0 {
            text += &format!("- and {more} more\n");
        }
    }
    if !comparison.unread.is_empty() {
        text += "\n**Could not be read, and was not compared**\n\n";
        for unread in &comparison.unread {
            let place = phrase::unread_place(unread);
            let words = prose(&unread.message);
            text += &format!("- {place}: {}: {words}\n", code(&unread.text));
        }
    }
    text
}

pub(super) fn finish(summary: &ComparisonSummary, is_first: bool) -> String {
    let mut text = if is_first {
        String::new()
    } else {
        "\n".to_owned()
    };
    for unreadable in &summary.unreadable {
        let path = code(&escape::path(&unreadable.path));
        text += &format!("- {path} was not compared: {}\n", prose(&unreadable.reason));
    }
    if !summary.unreadable.is_empty() {
        text.push('\n');
    }
    text + &format!("{}\n", phrase::summary(summary))
}

/// Changes, one an item; what differs from week to week has an item for each.
fn items(changes: &[Change]) -> String {
    let mut text = String::new();
    for Phrase { place, what, turns } in phrase::phrases(changes) {
        let head = format!("- {}: {}", code(&place), prose(&what));
        if let [turn] = turns.as_slice() {
            text += &format!("{head} {}\n", turned(turn));
            continue;
        }
        text += &format!("{head}\n");
        for turn in &turns {
            text += &format!("  - {}: {}\n", turn.weeks, turned(turn));
        }
    }
    text
}

/// From what to what.
fn turned(turn: &Turn) -> String {
    let before = turn
        .before
        .as_ref()
        .map(|before| format!("{} → ", code(before)));
    let unknown = turn
        .unknown
        .as_ref()
        .map(|unknown| format!(" ({})", prose(unknown)));
    let (before, unknown) = (before.unwrap_or_default(), unknown.unwrap_or_default());
    format!("{before}{}{unknown}", code(&turn.after))
}

fn finding(change: &FindingChange, compared: &Compared) -> String {
    let Some(finding) = change.finding() else {
        return String::new();
    };
    let place = match finding.place.as_str() {
        "" => String::new(),
        place => format!(" in {}", code(place)),
    };
    let line = phrase::line(change, compared);
    let line = line
        .map(|line| format!(", line {line}"))
        .unwrap_or_default();
    let became = phrase::became(change);
    let level = phrase::level(finding);
    let rule = code(&finding.rule);
    let mut text = format!(
        "- **{became}**: {level} {rule}{place}{line}: {}\n",
        prose(&finding.message)
    );
    for remark in phrase::remarks(change) {
        text += &format!("  - {}\n", prose(&remark));
    }
    text
}

/// Text as a code span, with more backticks around it than are in it.
fn code(text: &str) -> String {
    let text = escape::words(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let gap = if text.starts_with('`') || text.ends_with('`') || text.is_empty() {
        " "
    } else {
        ""
    };
    format!("{fence}{gap}{text}{gap}{fence}")
}

/// A message with its names in backticks. Where a name holds a backtick itself, pieces change places, and both kinds of
/// them are harmless.
fn prose(text: &str) -> String {
    let text = escape::words(text);
    let pieces: Vec<&str> = text.split('`').collect();
    let last = pieces.len() - 1;
    let pieces =
        pieces
            .iter()
            .enumerate()
            .map(|(number, piece)| match (number % 2 == 1, number < last) {
                (true, true) => code(piece),
                (true, false) => format!("\\`{}", plain(piece)),
                _ => plain(piece),
            });
    pieces.collect()
}

/// Text in which no sign means anything to Markdown, and nobody is mentioned.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '@' => out.push_str("@&#8203;"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '~' | '|' | '!' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out.replace("://", ":&#8203;//")
        .replace("www.", "www&#8203;.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_plan_is_markdown() {
        assert_eq!(code("Curl"), "`Curl`");
        assert_eq!(code("a ``b` c"), "```a ``b` c```");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(
            prose("`Cable Curl` is *at* 34 %"),
            "`Cable Curl` is \\*at\\* 34 %"
        );
        assert_eq!(
            prose("see @coach <b> [x](y)"),
            "see @&#8203;coach &lt;b&gt; \\[x\\](y)"
        );
        assert_eq!(prose("a ` b"), "a \\` b");
    }
}
