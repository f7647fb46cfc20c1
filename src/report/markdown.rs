//! A summary in Markdown, for the page of a job and for a comment: counts first, then findings, the most severe first. It
//! stays below what GitHub takes for a summary (1 MiB), and says how many findings it leaves out.
//!
//! Nothing of a plan is markup: names stand in code spans, all else is escaped.

use crate::diagnostic::Diagnostic;
use crate::source::SourceFile;

use super::found::{Found, Rank};
use super::kept::{Entry, Room};
use super::location::Base;
use super::{Context, Form, Piece, Progress, Summary, escape, summary};

/// What is shown of each rank.
const SHOWN: Room = Room {
    entries: 250,
    bytes: 200 << 10,
};
/// Files that could not be read and are named.
const MOST_FILES: usize = 100;

/// The form.
pub(super) struct Markdown {
    base: Base,
}

impl Markdown {
    pub(super) fn new(context: &Context) -> Self {
        Self {
            base: context.base.clone(),
        }
    }

    fn item(&self, source: &SourceFile, finding: &Diagnostic) -> String {
        let place = source.line_column(finding.span.range().start);
        let path = escape::path(&self.base.shown(source.path_bytes()));
        let place = code(&format!("{path}:{}:{}", place.line, place.column));
        let rule = code(&escape::words(&finding.rule));
        let message = prose(&finding.message);
        let mut text = format!("- {place} {message} ({rule})");
        if let Some(help) = &finding.help {
            text += &format!("\\\n  help: {}", prose(help));
        }
        text + "\n"
    }

    fn refused(&self, summary: &Summary) -> String {
        let all = summary.refused().count();
        if all == 0 {
            return String::new();
        }
        let files = summary.refused().take(MOST_FILES).map(|(file, done)| {
            let path = code(&escape::path(&self.base.shown(file.path.as_bytes())));
            format!("- {path} cannot be {done}: {}\n", prose(&file.reason))
        });
        let files: String = files.collect();
        format!(
            "\n### Not done\n\n{files}{}",
            more(all.saturating_sub(MOST_FILES))
        )
    }
}

fn heading(rank: Rank) -> &'static str {
    match rank {
        Rank::Error => "Errors",
        Rank::Warning => "Warnings",
        Rank::Unchecked => "Could not be checked",
        Rank::Advice => "Advice",
    }
}

fn more(left_out: usize) -> String {
    match left_out {
        0 => String::new(),
        more => format!("- and {more} more\n"),
    }
}

/// A text as code, whatever it holds.
pub fn code(text: &str) -> String {
    let runs = text.split(|character| character != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or(0) + 1);
    let own = |character: char| character == '`' || character == ' ';
    let blank = if text.starts_with(own) || text.ends_with(own) {
        " "
    } else {
        ""
    };
    format!("{fence}{blank}{text}{blank}{fence}")
}

/// A message: what it quotes in backticks is code, the rest means nothing to a reader of Markdown.
pub fn prose(text: &str) -> String {
    let words = escape::words(text);
    let mut prose = String::with_capacity(words.len());
    let mut rest = words.as_str();
    while let Some((before, after)) = rest.split_once('`') {
        prose += &plain(before);
        match after.split_once('`') {
            Some((quoted, after)) if !quoted.trim().is_empty() => {
                prose += &code(quoted);
                rest = after;
            }
            _ => {
                prose += "\\`";
                rest = after;
            }
        }
    }
    prose + &plain(rest)
}

/// A text without meaning: every character that could have one is escaped, addresses and names are no links.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for (place, character) in text.char_indices() {
        let after = text.get(place..).unwrap_or_default();
        let address = after.starts_with("://") || after.starts_with(".") && text.contains("www");
        match character {
            // In a code span it calls nobody.
            '@' => plain.push_str("`@`"),
            '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#' | '!' | '$' => {
                plain.extend(['\\', character]);
            }
            ':' | '.' if address => plain.extend(['\\', character]),
            _ => plain.push(character),
        }
    }
    plain
}

impl Form for Markdown {
    fn file(&self, found: &Found<'_>) -> Piece {
        let entries = found.findings.iter().map(|finding| Entry {
            rank: Rank::of(finding),
            text: self.item(found.source, finding),
            instead: String::new(),
        });
        Piece {
            text: String::new(),
            entries: entries.collect(),
        }
    }

    fn room(&self) -> Room {
        SHOWN
    }

    fn finish(&self, progress: &Progress, summary: &Summary) -> String {
        let mut text = "## cuff\n".to_owned();
        for paragraph in summary::paragraphs(summary) {
            text += &format!("\n{}\n", prose(&paragraph));
        }
        text += &self.refused(summary);
        for rank in Rank::ALL {
            let items: String = progress
                .kept
                .of(rank)
                .map(|entry| entry.text.as_str())
                .collect();
            let more = more(progress.kept.left_out(rank));
            if !items.is_empty() || !more.is_empty() {
                text += &format!("\n### {}\n\n{items}{more}", heading(rank));
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;

    /// What a reader of the Markdown sees.
    fn seen(markdown: &str) -> Result<String, String> {
        let mut text = String::new();
        // Quotation marks that are only set more beautifully are no markup.
        let options = Options::all().difference(Options::ENABLE_SMART_PUNCTUATION);
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Text(words) | Event::Code(words) => text += &words,
                Event::Start(Tag::Paragraph) | Event::End(_) => {}
                other => return Err(format!("{other:?}")),
            }
        }
        Ok(text)
    }

    #[test]
    fn what_is_quoted_is_code_and_nothing_else_is_markup() {
        assert_eq!(prose("`Cable Curl` is at 34 %"), "`Cable Curl` is at 34 %");
        assert_eq!(prose("a ` <b> @me #1"), "a \\` \\<b\\> `@`me \\#1");
        assert_eq!(
            prose("see https://x.y, www.z.org"),
            "see https\\://x\\.y, www\\.z\\.org"
        );
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`x"), "`` `x ``");
    }

    proptest! {
        #[test]
        fn a_reader_sees_the_words(text in crate::report::samples::hostile_text()) {
            let markdown = format!("x {} y", prose(&text));
            let words = format!("x {} y", escape::words(&text));
            let bare = |text: &str| text.replace(['`', ' '], "");
            prop_assert_eq!(seen(&markdown).map(|seen| bare(&seen)), Ok(bare(&words)));
            let path = escape::path(&text);
            if !path.trim().is_empty() {
                let span = seen(&format!("x {}", code(&path)));
                prop_assert_eq!(span.map(|seen| bare(&seen)), Ok(bare(&format!("x{path}"))));
            }
        }
    }
}
