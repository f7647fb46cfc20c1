//! README and the pages under `docs/` as data: fenced blocks, links, headings, rows of tables, and code in sentences, each
//! with its line.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::support::read;

/// One page.
#[derive(Default)]
pub(crate) struct Document {
    /// Its path from the root of the project.
    pub(crate) path: String,
    /// Its fenced blocks.
    pub(crate) blocks: Vec<Block>,
    /// Where its links lead.
    pub(crate) links: Vec<Piece>,
    /// Headings in the form in which links name them.
    pub(crate) anchors: Vec<String>,
    /// Code in sentences and tables.
    pub(crate) code: Vec<Piece>,
    /// Rows of tables, a text for each cell.
    pub(crate) rows: Vec<Vec<String>>,
}

/// A fenced block.
pub(crate) struct Block {
    /// The line of its fence.
    pub(crate) line: usize,
    /// What stands behind the fence.
    pub(crate) info: String,
    /// What stands inside.
    pub(crate) text: String,
    /// The comment right above it.
    pub(crate) comment: String,
}

/// A piece of a page and its line.
pub(crate) struct Piece {
    /// The line.
    pub(crate) line: usize,
    /// The text.
    pub(crate) text: String,
}

impl Block {
    /// The first word behind the fence.
    pub(crate) fn language(&self) -> &str {
        self.info.split(' ').next().unwrap_or_default()
    }
}

/// README and every page under `docs/`.
pub(crate) fn all() -> Vec<Document> {
    let mut paths: Vec<String> = std::fs::read_dir("docs")
        .expect("a folder of documents")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .map(|path| path.to_str().expect("a path in UTF-8").replace('\\', "/"))
        .collect();
    paths.push("README.md".to_owned());
    paths.sort();
    paths.iter().map(|path| document(path)).collect()
}

/// One page by its path.
pub(crate) fn document(path: &str) -> Document {
    let text = read(path);
    let mut reader = Reader {
        page: Document {
            path: path.to_owned(),
            ..Document::default()
        },
        open: None,
        comment: String::new(),
        heading: None,
        cell: None,
    };
    let options = Options::ENABLE_TABLES;
    for (event, range) in Parser::new_ext(&text, options).into_offset_iter() {
        let line = text[..range.start].matches('\n').count() + 1;
        reader.event(event, line);
    }
    reader.page
}

struct Reader {
    page: Document,
    open: Option<Block>,
    comment: String,
    heading: Option<String>,
    cell: Option<String>,
}

impl Reader {
    fn event(&mut self, event: Event<'_>, line: usize) {
        match event {
            Event::Start(tag) => self.start(tag, line),
            Event::End(tag) => self.end(tag),
            Event::Html(html) => self.comment += &html,
            Event::Code(code) => {
                self.words(&code);
                let text = code.into_string();
                self.page.code.push(Piece { line, text });
            }
            Event::Text(text) => match &mut self.open {
                Some(block) => block.text += &text,
                None => self.words(&text),
            },
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, line: usize) {
        match tag {
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.into_string(),
                    CodeBlockKind::Indented => "indented".to_owned(),
                };
                self.open = Some(Block {
                    line,
                    info,
                    text: String::new(),
                    comment: std::mem::take(&mut self.comment),
                });
            }
            Tag::HtmlBlock => self.comment.clear(),
            Tag::Heading { .. } => self.heading = Some(String::new()),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                let text = dest_url.into_string();
                self.page.links.push(Piece { line, text });
            }
            Tag::TableHead | Tag::TableRow => self.page.rows.push(Vec::new()),
            Tag::TableCell => self.cell = Some(String::new()),
            _ => self.comment.clear(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::CodeBlock => self.page.blocks.extend(self.open.take()),
            TagEnd::Heading(_) => {
                let heading = self.heading.take().unwrap_or_default();
                self.page.anchors.push(anchor(&heading));
            }
            TagEnd::TableCell => {
                let cell = self.cell.take().unwrap_or_default();
                if let Some(row) = self.page.rows.last_mut() {
                    row.push(cell);
                }
            }
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        for open in [&mut self.heading, &mut self.cell].into_iter().flatten() {
            *open += words;
        }
    }
}

/// A heading as links name it: small letters, hyphens for blanks, no other signs.
fn anchor(heading: &str) -> String {
    heading
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

#[test]
fn a_page_comes_apart_as_meant() {
    let page = document("docs/language.md");
    assert!(page.blocks.len() > 30 && page.rows.len() > 20 && page.links.len() > 20);
    assert!(page.anchors.contains(&"title-goal-units".to_owned()));
    let shown = document("README.md");
    let output = shown
        .blocks
        .iter()
        .find(|block| block.language() == "text")
        .expect("README shows output");
    assert!(
        output.comment.starts_with("<!-- $ cuff check"),
        "{}",
        output.comment
    );
}
