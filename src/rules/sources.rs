//! Citations, ready to print.

use super::file::{SourceFileEntry, SourcesFile};

/// The source that the rules' facts are statements of.
const ARTICLE: &str = "article";

/// A source as findings cite it: authors and year, or what stands for them. `cuff explain` has the rest.
pub(super) fn cite(key: &str, sources: &SourcesFile, facts: &[String]) -> Option<String> {
    let source = sources.sources.get(key)?;
    if key == ARTICLE {
        return Some(if facts.is_empty() {
            "training article".to_owned()
        } else {
            format!("training article, {}", facts.join(", "))
        });
    }
    Some(short(source))
}

fn short(source: &SourceFileEntry) -> String {
    let seen = match source.seen.as_str() {
        "read" => "",
        "second-hand" => " (second-hand)",
        _ => " (unverified)",
    };
    let who = if source.authors.starts_with("not ") {
        &source.title
    } else {
        &source.authors
    };
    let year = source
        .year
        .as_deref()
        .map_or(String::new(), |year| format!(" {year}"));
    format!("{who}{year}{seen}")
}
