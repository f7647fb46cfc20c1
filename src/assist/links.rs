//! What can be followed: addresses in comments and notes, and rules that comments name.

use super::Document;
use super::parts::{Part, parts};
use crate::source::Span;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An address of the web, as it is written.
    Address(String),
    /// The explanation of a rule, by its id.
    Rule(String),
}

/// A piece of text that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The piece.
    pub span: Span,
    /// Where it leads.
    pub target: Target,
}

/// All links of a plan, in order.
pub fn links(document: &Document<'_>) -> Vec<Link> {
    let mut links = Vec::new();
    for line in &document.tree.lines {
        for located in parts(line) {
            match located.part {
                Part::Note | Part::Comment => addresses(document, located.span, &mut links),
                Part::Rule => {
                    let id = document.slice(located.span);
                    if document.rules.origin(id).is_some() {
                        links.push(Link {
                            span: located.span,
                            target: Target::Rule(id.to_owned()),
                        });
                    }
                }
                _ => {}
            }
        }
    }
    links.sort_by_key(|link| link.span.start);
    links
}

/// Words that begin like an address, up to the mark of a sentence that follows them.
fn addresses(document: &Document<'_>, within: Span, links: &mut Vec<Link>) {
    const SCHEMES: [&str; 2] = ["https://", "http://"];
    let text = document.slice(within);
    let mut start = 0;
    while let Some(rest) = text.get(start..) {
        let Some(at) = SCHEMES.iter().filter_map(|scheme| rest.find(scheme)).min() else {
            break;
        };
        let word = rest.get(at..).unwrap_or_default();
        let ends =
            |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`');
        let length = word.find(ends).unwrap_or(word.len());
        let address = word.get(..length).unwrap_or_default();
        let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'']);
        let from = within.range().start + start + at;
        if !SCHEMES.contains(&address) && address.contains("://") {
            links.push(Link {
                span: Span::new(from, from + address.len()),
                target: Target::Address(address.to_owned()),
            });
        }
        start += at + length.max(1);
    }
}
