//! Citations, ready to print.

use super::file::{SourceFileEntry, SourcesFile};

/// A source as findings cite it: authors, year, title, journal.
pub(super) fn cite(key: &str, sources: &SourcesFile, facts: &[String]) -> Option<String> {
    let source = sources.sources.get(key)?;
    let mut words = short(source);
    // The facts of a rule are statements of the training article; other sources are cited as a whole.
    if source.seen == "read" && key == "article" && !facts.is_empty() {
        words = format!("{} ({words})", facts.join(", "));
    }
    Some(words)
}

fn short(source: &SourceFileEntry) -> String {
    let year = source
        .year
        .as_deref()
        .map_or(String::new(), |year| format!(" {year}"));
    let journal = source
        .journal
        .as_deref()
        .map_or(String::new(), |journal| format!(", {journal}"));
    let seen = match source.seen.as_str() {
        "read" => "",
        "second-hand" => " (second-hand)",
        _ => " (unverified)",
    };
    format!("{}{year}, {}{journal}{seen}", source.authors, source.title)
}
