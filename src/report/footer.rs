//! What is said below a snippet: where in the plan, notes, help, fixes, sources and how to learn more. The same words for
//! every form that people read.

use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::source::SourceFile;

use super::escape;
use super::marks::Aside;

/// The longest text that is quoted to show what a fix writes.
const LONGEST_QUOTE: usize = 60;

/// Mistakes in files that are not plans, which say all there is to say.
const WHILE_LOADING: [&str; 3] = ["yaml", "rule-file", "config"];

/// Fixes that people are shown; editors and JSON have all of them.
const MOST_FIXES: usize = 2;

/// The longest key, in columns.
pub(super) const KEY_COLUMNS: usize = 6;

/// One entry: a key and paragraphs.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) key: &'static str,
    pub(super) paragraphs: Vec<String>,
}

/// All entries for one finding, in the order in which they are read: where, why, what to do, says who.
pub(super) fn entries(
    source: &SourceFile,
    diagnostic: &Diagnostic,
    asides: &[Aside],
) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut add = |key, paragraphs| entries.push(Entry { key, paragraphs });
    if !diagnostic.place.is_empty() {
        add("in", vec![escape::words(&diagnostic.place)]);
    }
    for aside in asides.iter().filter(|aside| !aside.text.is_empty()) {
        add("also", vec![aside_words(source, aside)]);
    }
    for note in &diagnostic.notes {
        add("note", vec![escape::words(note)]);
    }
    if let Some(help) = &diagnostic.help {
        add("help", vec![escape::words(help)]);
    }
    for fix in diagnostic.fixes.iter().take(MOST_FIXES) {
        add("fix", fix_words(source, fix));
    }
    if !diagnostic.sources.is_empty() {
        add(
            "source",
            vec![escape::words(&diagnostic.sources.join("; "))],
        );
    }
    if !WHILE_LOADING.contains(&diagnostic.rule.as_ref()) {
        let rule = escape::words(&diagnostic.rule);
        add("more", vec![format!("cuff explain {rule}")]);
    }
    entries
}

fn aside_words(source: &SourceFile, aside: &Aside) -> String {
    let place = source.line_column(aside.offset);
    let text = &aside.text;
    format!("{text} (line {}, column {})", place.line, place.column)
}

fn fix_words(source: &SourceFile, fix: &Fix) -> Vec<String> {
    let title = escape::words(&fix.title);
    let who = match fix.applicability {
        Applicability::Safe => String::new(),
        Applicability::Unsafe => format!(" (unsafe: changes {})", fix.changes.words()),
        Applicability::Placeholder => " (has a blank for you to fill in)".to_owned(),
    };
    let mut paragraphs = vec![format!("{title}{who}")];
    paragraphs.extend(change_words(source, fix));
    paragraphs
}

/// What a fix does to the text, if that can be said in a line.
fn change_words(source: &SourceFile, fix: &Fix) -> Option<String> {
    let [edit] = fix.edits.as_slice() else {
        let count = fix.edits.len();
        return (count > 1).then(|| format!("changes {count} places"));
    };
    let line = source.line_column(edit.span.range().start).line;
    let old = quote(source.slice(edit.span));
    let new = quote(&edit.text);
    match (edit.span.is_empty(), edit.text.is_empty()) {
        (true, true) => None,
        (true, false) => Some(format!("adds {} at line {line}", new?)),
        (false, true) => Some(format!("takes out {}", old?)),
        (false, false) => Some(format!("{} becomes {}", old?, new?)),
    }
}

/// The text in backticks, if it is a short line.
fn quote(text: &str) -> Option<String> {
    let line = text.trim_matches(['\n', '\r']);
    let short = line.chars().count() <= LONGEST_QUOTE && !line.contains(['\n', '\r', '`']);
    (short && !line.trim().is_empty()).then(|| format!("`{}`", escape::words(line)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Changes;
    use crate::source::{Span, TextEdit};

    fn words(applicability: Applicability, edits: &[(usize, usize, &str)]) -> Vec<String> {
        let source = SourceFile::new("x", "Curl @ 17 kg, rest 90 s\nnext\n");
        let edit = |&(start, end, text): &(usize, usize, &str)| TextEdit {
            span: Span::new(start, end),
            text: text.to_owned(),
        };
        let fix = Fix {
            title: "do it".to_owned(),
            edits: edits.iter().map(edit).collect(),
            applicability,
            changes: Changes::default(),
        };
        fix_words(&source, &fix)
    }

    #[test]
    fn a_fix_says_what_it_changes() {
        assert_eq!(
            words(Applicability::Unsafe, &[(7, 12, "15 kg")]),
            [
                "do it (unsafe: changes the training)",
                "`17 kg` becomes `15 kg`"
            ]
        );
        assert_eq!(
            words(Applicability::Safe, &[(12, 23, "")]),
            ["do it", "takes out `, rest 90 s`"]
        );
        assert_eq!(
            words(Applicability::Placeholder, &[(24, 24, "  1rm Curl … kg\n")]),
            [
                "do it (has a blank for you to fill in)",
                "adds `1rm Curl … kg` at line 2"
            ]
        );
        assert_eq!(
            words(Applicability::Safe, &[(0, 1, "a"), (2, 3, "b")]),
            ["do it", "changes 2 places"]
        );
        assert_eq!(words(Applicability::Safe, &[(0, 4, "a\nb")]), ["do it"]);
    }
}
