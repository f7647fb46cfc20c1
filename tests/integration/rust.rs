//! The project's own code as text: files of the library line by line, with code, comments and texts told apart, and
//! without what is compiled for tests alone. Knows as much of Rust as rustfmt's layout makes necessary, no more.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::read;

/// A file of the library.
pub(crate) struct File {
    /// Its path from the root of the project, with `/`.
    pub(crate) path: String,
    /// Its lines outside of tests.
    pub(crate) lines: Vec<Line>,
}

/// One line.
pub(crate) struct Line {
    /// Its number, from 1.
    pub(crate) number: usize,
    /// Its code, with texts emptied and comments gone.
    pub(crate) code: String,
    /// The texts that start on it, as written between the quotes.
    pub(crate) literals: Vec<String>,
}

impl File {
    /// The room that it lies in: the first name below `src`.
    pub(crate) fn room(&self) -> &str {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        below.split(['/', '.']).next().unwrap_or(below)
    }

    /// Rooms that its code names, each with the line. A way around `crate::` is given as a room of that name.
    pub(crate) fn rooms_named(&self) -> Vec<(usize, String)> {
        let mut rooms = Vec::new();
        for line in &self.lines {
            for (place, _) in line.code.match_indices("crate::") {
                let before = line.code[..place].chars().next_back();
                if !before.is_some_and(|c| c == '$' || c == '_' || c.is_alphanumeric()) {
                    rooms.push((line.number, word(&line.code[place + "crate::".len()..])));
                }
            }
            let chain = "super::".repeat(self.depth());
            if line.code.contains(&chain) {
                rooms.push((line.number, chain));
            }
        }
        rooms
    }

    /// Lines whose code names a dependency, as a path or a macro.
    pub(crate) fn lines_naming_crate(&self, dependency: &str) -> Vec<usize> {
        let path = format!("{dependency}::");
        let import = format!("use {dependency};");
        self.lines
            .iter()
            .filter(|line| names(&line.code, &path) || line.code.contains(&import))
            // `std::time::…` and `crate::…::time::…` are other things of the same name.
            .filter(|line| !line.code.contains(&format!("::{path}")))
            .map(|line| line.number)
            .collect()
    }

    /// How many `super::` lead from here to the root of the crate.
    fn depth(&self) -> usize {
        let parts = self.path.split('/').count() - 1;
        if self.path.ends_with("/mod.rs") {
            parts - 1
        } else {
            parts
        }
    }
}

/// Whether `word` stands in `code` and is not the end of a longer name.
pub(crate) fn names(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(place, _)| {
        !code[..place]
            .chars()
            .next_back()
            .is_some_and(|c| c == '_' || c == '.' || c.is_alphanumeric())
    })
}

/// Every file of Rust in the project, tests included, by path.
pub(crate) fn all() -> Vec<String> {
    let mut paths = vec!["build.rs".to_owned()];
    for folder in ["src", "tests", "benches"] {
        gather(Path::new(folder), &mut paths);
    }
    paths.sort();
    paths
}

fn gather(folder: &Path, paths: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.map(|entry| entry.expect("a readable folder").path()) {
        if entry.is_dir() {
            gather(&entry, paths);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            let path = entry.to_str().expect("a path in UTF-8");
            paths.push(path.replace('\\', "/"));
        }
    }
}

/// The files of the library, without those of tests and without the program's own file.
pub(crate) fn library() -> Vec<File> {
    let paths: Vec<String> = all()
        .into_iter()
        .filter(|path| path.starts_with("src/") && path != "src/main.rs" && path != "src/lib.rs")
        .collect();
    let mut tests = BTreeSet::new();
    let mut files = Vec::new();
    for path in paths {
        let (kept, modules) = outside_tests(split(&read(&path)));
        let home = path
            .strip_suffix("mod.rs")
            .map_or_else(|| path.replace(".rs", "/"), str::to_owned);
        tests.extend(modules.into_iter().map(|module| format!("{home}{module}")));
        files.push(File { path, lines: kept });
    }
    files.retain(|file| {
        !tests.iter().any(|test| {
            file.path == format!("{test}.rs") || file.path.starts_with(&format!("{test}/"))
        })
    });
    files
}

/// One file, tests and all.
pub(crate) fn file(path: &str) -> File {
    File {
        path: path.to_owned(),
        lines: split(&read(path)),
    }
}

fn word(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// Lines outside of `#[cfg(test)]`, and the names of modules that stand under it.
fn outside_tests(lines: Vec<Line>) -> (Vec<Line>, Vec<String>) {
    let mut kept = Vec::new();
    let mut modules = Vec::new();
    let mut lines = lines.into_iter();
    while let Some(line) = lines.next() {
        if line.code.trim() != "#[cfg(test)]" {
            kept.push(line);
            continue;
        }
        let Some(item) = behind_attributes(&mut lines) else {
            break;
        };
        // The item ends on its own line, or with a brace under its first letter.
        let indent = item.code.len() - item.code.trim_start().len();
        if let Some(module) = item.code.trim().strip_suffix(';') {
            let name = module.rsplit(' ').next().unwrap_or_default();
            modules.push(name.to_owned());
        } else if !item.code.trim_end().ends_with('}') {
            let end = format!("{}}}", " ".repeat(indent));
            lines.by_ref().find(|line| line.code.trim_end() == end);
        }
    }
    (kept, modules)
}

/// The first line of the item that attributes stand in front of.
fn behind_attributes(lines: &mut impl Iterator<Item = Line>) -> Option<Line> {
    loop {
        let line = lines.next()?;
        let code = line.code.trim();
        if !code.starts_with("#[") {
            return Some(line);
        }
        if !code.ends_with(']') {
            lines.find(|line| line.code.trim().ends_with(")]"))?;
        }
    }
}

/// A file in lines, with code, comments and texts told apart.
fn split(text: &str) -> Vec<Line> {
    let mut splitter = Splitter {
        lines: Vec::new(),
        code: String::new(),
        literals: Vec::new(),
    };
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = splitter.piece(rest, c);
    }
    splitter.end_line();
    splitter.lines
}

struct Splitter {
    lines: Vec<Line>,
    code: String,
    literals: Vec<String>,
}

impl Splitter {
    /// Takes the piece that starts with `c` from the front of `rest`, and gives what follows it.
    fn piece<'t>(&mut self, rest: &'t str, c: char) -> &'t str {
        if rest.starts_with("//") {
            return &rest[rest.find('\n').unwrap_or(rest.len())..];
        }
        if let Some(hashes) = raw_string(rest) {
            let open = rest.find('"').map_or(0, |quote| quote + 1);
            let end = format!("\"{}", "#".repeat(hashes));
            let length = rest[open..].find(&end).unwrap_or(rest.len() - open);
            return self.literal(
                &rest[open..open + length],
                &rest[(open + length + end.len()).min(rest.len())..],
            );
        }
        if c == '"' {
            let length = closing_quote(&rest[1..]);
            return self.literal(&rest[1..1 + length], &rest[(length + 2).min(rest.len())..]);
        }
        if c == '\'' {
            // A character may be a quote or a slash; a lifetime is code.
            let length = character(rest).unwrap_or(1);
            self.code.push_str(if length > 1 { "' '" } else { "'" });
            return &rest[length..];
        }
        if c == '\n' {
            self.end_line();
        } else {
            self.code.push(c);
        }
        &rest[c.len_utf8()..]
    }

    fn literal<'t>(&mut self, content: &str, rest: &'t str) -> &'t str {
        self.code.push_str("\"\"");
        self.literals.push(content.to_owned());
        // Lines inside of the text are counted, so that the numbers stay right.
        for _ in content.matches('\n') {
            self.end_line();
        }
        rest
    }

    fn end_line(&mut self) {
        self.lines.push(Line {
            number: self.lines.len() + 1,
            code: std::mem::take(&mut self.code),
            literals: std::mem::take(&mut self.literals),
        });
    }
}

/// The number of `#` in front of a raw text's quote, if `text` starts with one.
fn raw_string(text: &str) -> Option<usize> {
    let hashes = text.strip_prefix('r')?;
    let quote = hashes.trim_start_matches('#');
    quote.starts_with('"').then_some(hashes.len() - quote.len())
}

/// Offset of the quote that ends a text.
fn closing_quote(text: &str) -> usize {
    let mut escaped = false;
    for (offset, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return offset,
            _ => {}
        }
    }
    text.len()
}

/// Length of a character in quotes, such as `'"'` or `'\u{A0}'`; `None` for a lifetime.
fn character(text: &str) -> Option<usize> {
    let mut chars = text.char_indices().skip(1);
    let (_, first) = chars.next()?;
    if first == '\\' {
        chars.next();
        let (end, _) = chars.find(|(_, c)| *c == '\'')?;
        return Some(end + 1);
    }
    let (end, second) = chars.next()?;
    (second == '\'').then_some(end + 1)
}

#[test]
fn code_and_texts_are_told_apart() {
    let lines =
        split("let a = \"x // \\\" y\"; // b \"c\"\nlet d = '\"'; let e: &'s str = r#\"f\"g\"#;\n");
    assert_eq!(lines[0].code, "let a = \"\"; ");
    assert_eq!(lines[0].literals, ["x // \\\" y"]);
    assert_eq!(lines[1].code, "let d = ' '; let e: &'s str = \"\";");
    assert_eq!(lines[1].literals, ["f\"g"]);
}

#[test]
fn tests_are_left_out() {
    let text = "a\n#[cfg(test)]\nmod tests {\n    b\n}\nc\n#[cfg(test)]\n#[allow(\n    x,\n)]\npub(crate) mod samples;\nd\n";
    let (kept, modules) = outside_tests(split(text));
    let code: Vec<&str> = kept.iter().map(|line| line.code.as_str()).collect();
    assert_eq!(code, ["a", "c", "d", ""]);
    assert_eq!(modules, ["samples"]);
}
