//! What the documents say, held against the program. README and the pages under `docs/` are read as data; every plan in
//! them is checked, every command run, every output compared, every file of YAML loaded, every link followed, and every
//! name looked up.

use std::collections::BTreeSet;
use std::path::Path;

use cuff::budget;
use cuff::check::{Options, check};
use cuff::diagnostic::{Severity, Status};
use cuff::report::Format;
use cuff::source::SourceFile;
use cuff::syntax::parse_date;

use crate::documents::{self, Block, Document};
use crate::program::{Cuff, Ran, here};
use crate::repository::{commit, git};
use crate::support::{RULES, read};
use crate::tidy::{LADDER, none};

const REFERENCE: &str = "docs/language.md";

const PACK: &str =
    "title: Our club\nsummary: What we agreed on\nversion: 1.0.0\nexplain: Rules of the house.\n";

/// A repository with everything that the documents' commands name: the examples, and a pack of one's own.
fn clone_of_the_repository() -> Cuff {
    let readme = documents::document("README.md");
    let rule = readme
        .blocks
        .iter()
        .find(|block| block.text.starts_with("rule: "));
    let mut cuff = Cuff::new()
        .file("rules/club/pack.yaml", PACK)
        .file("rules/club/club-hall-hours.yaml", &rule.unwrap().text);
    for entry in std::fs::read_dir("examples").unwrap() {
        let path = entry.unwrap().path();
        let path = path.to_str().unwrap().replace('\\', "/");
        cuff = cuff.file(&path, read(&path));
    }
    let cuff = cuff.file("plans.txt", "examples/arm-finisher.plan\n");
    git(&cuff, &["init", "--quiet"]);
    commit(&cuff, "first");
    git(&cuff, &["update-ref", "refs/remotes/origin/main", "HEAD"]);
    cuff
}

/// The words of a command line, quotes taken off. Nothing that only a shell can do is known here.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            '|' | '<' | '>' | '&' | ';' | '$' if !quoted => {
                panic!("`{line}` needs a shell, which not every reader has")
            }
            c => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Runs a `cuff …` line; `-` reads a good plan.
fn run(cuff: &Cuff, line: &str) -> Ran {
    let words = words(line);
    let args: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
    let path = std::env::var("PATH").unwrap();
    cuff.run_with_path(
        &args,
        Some(read("examples/arm-finisher.plan").as_bytes()),
        &path,
    )
}

// ── plans ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Rules that a block says it shows: ` ```plan finds missing-unit, unread-line`.
fn declared(block: &Block) -> BTreeSet<String> {
    match block.info.strip_prefix("plan finds ") {
        Some(rules) => rules
            .split(',')
            .map(|rule| rule.trim().to_owned())
            .collect(),
        None => {
            assert_eq!(block.info, "plan", "line {}", block.line);
            BTreeSet::new()
        }
    }
}

/// Errors and warnings, by rule.
fn found(block: &Block) -> BTreeSet<String> {
    let source = SourceFile::new("example.plan", &*block.text);
    let today = parse_date("2026-03-01");
    check(&source, &RULES, Options { today })
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity != Severity::Advice)
        .map(|diagnostic| diagnostic.rule.to_string())
        .collect()
}

#[test]
fn plans_find_what_they_say_and_nothing_else() {
    let mut offences = Vec::new();
    for page in documents::all() {
        for block in page
            .blocks
            .iter()
            .filter(|block| block.language() == "plan")
        {
            let (declared, mut found) = (declared(block), found(block));
            // A construct is shown in as few lines as it takes, so rules on training may miss something there.
            if page.path == REFERENCE {
                found.retain(|rule| RULES.language.contains_key(rule) || declared.contains(rule));
            }
            if declared != found {
                offences.push(format!(
                    "{}:{}: says {declared:?}, finds {found:?}",
                    page.path, block.line
                ));
            }
        }
    }
    none("a plan in a document finds what its fence says", offences);
}

#[test]
fn the_reference_names_every_finding_that_a_plan_can_have() {
    let text = read(REFERENCE);
    let offences = RULES
        .language
        .keys()
        .filter(|id| !text.contains(id.as_str()))
        .cloned()
        .collect();
    none(
        "a finding of the language stands in its reference",
        offences,
    );
}

// ── commands and output ───────────────────────────────────────────────────────────────────────────────────────────

/// The exit code that a comment promises, `# exit code 1`; 0 if it promises none.
fn promised(comment: &str) -> i32 {
    comment
        .split_once("exit code ")
        .map_or(0, |(_, code)| code[..1].parse().unwrap())
}

#[test]
fn commands_in_blocks_end_as_promised() {
    let cuff = clone_of_the_repository();
    let gate = read(".ci/run");
    let mut ran = 0;
    for page in documents::all() {
        for block in page.blocks.iter().filter(|block| block.info == "sh") {
            for line in block.text.lines() {
                let (command, comment) = line.split_once(" #").unwrap_or((line, ""));
                let command = command.trim();
                let asked = match command.strip_prefix("cargo run --release --") {
                    Some(args) => format!("cuff{args}"),
                    None => command.to_owned(),
                };
                if asked.starts_with("cuff ") {
                    let result = run(&cuff, &asked);
                    let (out, err) = (result.out, result.err);
                    assert_eq!(result.code, Some(promised(comment)), "{asked}\n{out}{err}");
                    ran += 1;
                } else {
                    let known = gate.lines().any(|line| line == command);
                    assert!(known, "{}: .ci/run does not run `{command}`", page.path);
                }
            }
        }
    }
    assert!(ran >= 1);
}

/// Commands in tables and sentences that can be run as they stand.
fn commands(page: &Document) -> impl Iterator<Item = (usize, &str)> {
    page.code
        .iter()
        .map(|piece| (piece.line, piece.text.as_str()))
        .filter(|(_, text)| text.starts_with("cuff "))
}

#[test]
fn commands_in_sentences_do_their_work() {
    let cuff = clone_of_the_repository();
    let mut offences = Vec::new();
    for page in documents::all() {
        for (line, command) in commands(&page) {
            let result = run(&cuff, command);
            // A check may find errors; whatever else ends with anything but 0 did not do its work.
            let fine = match result.code {
                Some(0) => true,
                // A server whose client is gone at once ends like that.
                Some(1) => command.starts_with("cuff check") || command == "cuff server",
                _ => false,
            };
            if !fine {
                offences.push(format!("{}:{line}: `{command}`: {}", page.path, result.err));
            }
        }
    }
    none("a command in a document works", offences);
}

#[test]
fn output_is_shown_as_it_is() {
    let cuff = clone_of_the_repository();
    let mut offences = Vec::new();
    for page in documents::all() {
        for block in page
            .blocks
            .iter()
            .filter(|block| block.language() == "text")
        {
            let command = block
                .comment
                .trim()
                .strip_prefix("<!-- $ ")
                .and_then(|rest| rest.strip_suffix(" -->"));
            let Some(command) = command else {
                offences.push(format!("{}:{}: no command", page.path, block.line));
                continue;
            };
            let printed = run(&cuff, command).out;
            if !is_excerpt(&block.text, &printed) {
                let strange = block
                    .text
                    .lines()
                    .find(|line| *line != "…" && !printed.lines().any(|other| other == *line));
                offences.push(format!(
                    "{}:{}: `{command}` prints something else than {strange:?}",
                    page.path, block.line
                ));
            }
        }
    }
    none("shown output is what the command above it prints", offences);
}

/// Whether the pieces between lines of `…` stand in the output, whole lines in their order, with nothing left out in
/// other places.
fn is_excerpt(shown: &str, output: &str) -> bool {
    if shown.is_empty() {
        return false;
    }
    let shown: Vec<&str> = shown.trim_end().lines().collect();
    let output: Vec<&str> = output.trim_end().lines().collect();
    let pieces: Vec<&[&str]> = shown.split(|line| *line == "…").collect();
    let last = pieces.len() - 1;
    let mut from = 0;
    for (number, piece) in pieces.into_iter().enumerate() {
        if piece.is_empty() {
            // In front of the first line of `…`, or behind the last.
            from = if number == last { output.len() } else { from };
            continue;
        }
        let found = output[from..]
            .windows(piece.len())
            .position(|window| window == piece);
        match found {
            Some(0) => from += piece.len(),
            Some(place) if number > 0 => from += place + piece.len(),
            _ => return false,
        }
    }
    from == output.len()
}

#[test]
fn an_excerpt_says_what_it_leaves_out() {
    let output = "a\nb\nc\nd\n";
    for shown in ["a\nb\nc\nd", "…\nb\n…", "a\n…\nd", "…\nc\nd", "a\n…"] {
        assert!(is_excerpt(shown, output), "{shown}");
    }
    for shown in ["a\nb", "b\nc\nd", "a\nc\n…", "…\nd\n…\na\n…", "…\nx\n…", ""] {
        assert!(!is_excerpt(shown, output), "{shown}");
    }
}

#[test]
fn every_format_has_a_row() {
    let page = documents::document("docs/ci.md");
    let head = page
        .rows
        .iter()
        .position(|row| row[0] == "format" && row[1] == "for")
        .unwrap();
    let written: Vec<&str> = page.rows[head + 1..]
        .iter()
        .take(Format::ALL.len())
        .map(|row| row[0].as_str())
        .collect();
    assert_eq!(written, Format::ALL.map(|(_, word, _)| word));
}

#[test]
fn exit_codes_are_those_of_the_help() {
    let help = here(&["--help"]).out;
    let (_, codes) = help
        .split_once("Exit codes:")
        .expect("the help has exit codes");
    let listed: Vec<&str> = codes
        .lines()
        .filter_map(|line| line.trim().split_once("  "))
        .map(|(code, _)| code)
        .collect();
    let page = documents::document("README.md");
    let head = page
        .rows
        .iter()
        .position(|row| row[0] == "exit code")
        .unwrap();
    let written: Vec<&str> = page.rows[head + 1..]
        .iter()
        .take(listed.len())
        .map(|row| row[0].as_str())
        .collect();
    assert_eq!(written, listed);
}

#[test]
fn the_version_of_rust_is_the_one_that_cargo_asks_for() {
    let cargo = read("Cargo.toml");
    let version = cargo
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = \""))
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap();
    let asked = format!("(https://www.rust-lang.org/tools/install) {version} or newer");
    assert!(read("README.md").contains(&asked), "{asked}");
}

// ── YAML ──────────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn yaml_in_documents_loads() {
    for page in documents::all() {
        for block in page.blocks.iter().filter(|block| block.info == "yaml") {
            let cuff = clone_of_the_repository();
            let name = block
                .text
                .lines()
                .find_map(|line| line.strip_prefix("rule: "));
            let ran = match name {
                Some(name) => cuff
                    .file(&format!("rules/club/{}.yaml", name.trim()), &block.text)
                    .run(&["test", "rules/club"]),
                None if block.text.starts_with("title: ") => cuff
                    .file("rules/club/pack.yaml", &block.text)
                    .file("cuff.yaml", "packs: [./rules/club]\n")
                    .run(&["rules"]),
                None => cuff.file("cuff.yaml", &block.text).run(&["rules"]),
            };
            let (out, err) = (ran.out, ran.err);
            assert_eq!(
                ran.code,
                Some(0),
                "{}:{}\n{out}{err}",
                page.path,
                block.line
            );
        }
    }
}

// ── links and names ───────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn links_lead_somewhere() {
    let mut offences = Vec::new();
    for page in documents::all() {
        let folder = Path::new(&page.path).parent().unwrap();
        for link in page.links.iter().filter(|link| !link.text.contains("://")) {
            let (file, heading) = link.text.split_once('#').unwrap_or((&link.text, ""));
            let target = if file.is_empty() {
                Path::new(&page.path).to_owned()
            } else {
                folder.join(file)
            };
            let there = target.exists()
                && (heading.is_empty()
                    || documents::document(target.to_str().unwrap())
                        .anchors
                        .iter()
                        .any(|anchor| anchor == heading));
            if !there {
                offences.push(format!("{}:{}: {}", page.path, link.line, link.text));
            }
        }
    }
    none("a link leads to a file or a heading", offences);
}

#[test]
fn every_block_is_of_a_kind_that_is_tested() {
    let mut offences = Vec::new();
    for page in documents::all() {
        for block in &page.blocks {
            // A block without a language is a drawing. Files of other programs, and commands that need more than cuff, are
            // tried where integrations are.
            let for_others = match block.language() {
                "sh" => matches!(
                    block.info.as_str(),
                    "sh in bash" | "sh with tools" | "sh by hand"
                ),
                "yaml" => page.path == crate::integrations::PAGE,
                "lua" | "elisp" | "toml" => page.path == crate::editors::PAGE,
                _ => false,
            };
            let tested = matches!(block.language(), "plan" | "text" | "");
            if !tested && !matches!(block.info.as_str(), "sh" | "yaml") && !for_others {
                offences.push(format!("{}:{}: {}", page.path, block.line, block.info));
            }
        }
    }
    none(
        "a block is a plan, commands, YAML, output or a drawing",
        offences,
    );
}

/// Keys of rule files with hyphens in them; that they are right is held by the examples, which use them.
const RULE_KEYS: &str = "known-limits:\nappend-to:\nline-before:\nline-after:\n";

/// Everything that a name with hyphens may be: rules, findings of the language, facts, figures, packages.
fn names() -> BTreeSet<String> {
    let mut names: BTreeSet<String> = RULES.ids().map(str::to_owned).collect();
    names.extend(RULES.language.keys().cloned());
    names.extend(Format::ALL.map(|(_, word, _)| word.to_owned()));
    names.insert(Status::CannotCheck.word().to_owned());
    let lists = [
        here(&["facts", "--list"]).out,
        read("rules/estimates.yaml"),
        read("Cargo.toml"),
        // Inputs of the action, and the names of hooks.
        read("action.yml"),
        read(".pre-commit-hooks.yaml").replace("- id: ", ""),
        // The keys of a rule file stand at the beginning of a line of its description.
        RULE_KEYS.to_owned(),
    ];
    for list in &lists {
        names.extend(list.lines().filter_map(|line| {
            let word = line.trim().split([' ', ':']).next()?;
            (!word.is_empty()).then(|| word.to_owned())
        }));
    }
    names
}

/// All commands.
pub(crate) const COMMANDS: [&str; 20] = [
    "check",
    "diff",
    "fmt",
    "explain",
    "rules",
    "exercises",
    "facts",
    "show",
    "test",
    "baseline",
    "baseline create",
    "baseline prune",
    "config",
    "clean",
    "init",
    "schema",
    "server",
    "completions",
    "man",
    "version",
];

/// Notation of plans that looks like a name.
const NOTATION: &[&str] = &["warm-up", "sit-test", "allow-file"];

#[test]
fn names_in_code_exist() {
    let names = names();
    let is_name = |text: &str| {
        text.contains('-')
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    let mut offences = Vec::new();
    for page in documents::all() {
        for piece in &page.code {
            let text = piece.text.as_str();
            if is_name(text) && !names.contains(text) && !NOTATION.contains(&text) {
                offences.push(format!("{}:{}: `{text}`", page.path, piece.line));
            }
        }
    }
    none("a name in a document is one of cuff's", offences);
}

#[test]
fn flags_and_paths_in_code_exist() {
    let help: String = COMMANDS
        .iter()
        .map(|command| {
            let words: Vec<&str> = command.split(' ').chain(["--help"]).collect();
            here(&words).out
        })
        .collect();
    let flags: BTreeSet<&str> = help
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| word.starts_with("--"))
        .collect();
    let folders = [
        "src/",
        "tests/",
        "docs/",
        "rules/",
        "grammar/",
        "examples/",
        "editors/",
        ".ci/",
    ];
    let mut offences = Vec::new();
    for page in documents::all() {
        for piece in &page.code {
            let text = piece.text.as_str();
            let flag = text
                .starts_with("--")
                .then(|| text.split(' ').next().unwrap());
            let is_path = folders.iter().any(|folder| text.starts_with(folder))
                && !text.contains(['*', '<', ' ']);
            if flag.is_some_and(|flag| !flags.contains(flag))
                || is_path && !Path::new(text).exists()
            {
                offences.push(format!("{}:{}: `{text}`", page.path, piece.line));
            }
        }
    }
    none("a flag or a path in a document exists", offences);
}

// ── figures and tables ────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn limits_are_those_of_the_budget() {
    let page = documents::document(REFERENCE);
    let head = page
        .rows
        .iter()
        .position(|row| row[1] == "at most")
        .unwrap();
    let written: Vec<(&str, &str)> = page.rows[head + 1..]
        .iter()
        .map(|row| (row[0].as_str(), row[1].as_str()))
        .collect();
    let table = budget::table();
    let known: Vec<(&str, &str)> = table
        .iter()
        .map(|(what, most)| (*what, most.as_str()))
        .collect();
    assert_eq!(written, known);
}

#[test]
fn estimates_are_those_of_the_file() {
    let file: serde_yaml::Value = serde_yaml::from_str(&read("rules/estimates.yaml")).unwrap();
    let figures = &file["figures"];
    let page = documents::document(REFERENCE);
    let head = page
        .rows
        .iter()
        .position(|row| row[0] == "left out")
        .unwrap();
    let rows: Vec<&Vec<String>> = page.rows[head + 1..]
        .iter()
        .take_while(|row| row.len() == 3)
        .collect();
    assert!(rows.len() >= 10, "the table is found");
    for row in rows {
        let value = match &figures[row[2].as_str()]["value"] {
            serde_yaml::Value::Number(number) => number.to_string(),
            value => value.as_str().unwrap_or_default().to_owned(),
        };
        let same = row[1] == value || row[1].starts_with(&format!("{value} "));
        assert!(
            same,
            "{}: {} in the reference, {value} in the file",
            row[2], row[1]
        );
    }
}

#[test]
fn the_map_has_every_room_and_every_dependency() {
    let page = documents::document("docs/architecture.md");
    let first: BTreeSet<&str> = page
        .rows
        .iter()
        .flat_map(|row| row[0].split(", "))
        .map(|name| name.split(' ').next().unwrap_or_default())
        .collect();
    let cargo = read("Cargo.toml");
    let mut section = "";
    let mut offences: Vec<&str> = LADDER
        .iter()
        .map(|(room, _)| *room)
        .filter(|room| !first.contains(room))
        .collect();
    for line in cargo.lines() {
        if line.starts_with('[') {
            section = line;
        } else if section.ends_with("dependencies]")
            && let Some((name, _)) = line.split_once(" = ")
            && !first.contains(name)
        {
            offences.push(name);
        }
    }
    none(
        "a room or a dependency has a line in docs/architecture.md",
        offences.into_iter().map(str::to_owned).collect(),
    );
}
