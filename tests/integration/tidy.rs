//! The laws of the house, each a test: who may import whom, who owns which dependency, where the world is touched, and
//! that knowledge of training lies in `rules/`, not in Rust. Code of tests is left out, except for the laws on files.

use std::collections::{BTreeMap, BTreeSet};

use cuff::shipped;

use crate::rust::{self, File};
use crate::support::{RULES, read};

/// Rooms from the ground up, each with the rooms that it may import. All of those stand above it in this table, so that
/// there is one direction. A new room needs a line here, and a reason for every room that it names.
pub(crate) const LADDER: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("nearest", &[]),
    ("budget", &[]),
    ("quantity", &[]),
    ("map", &[]),
    ("digest", &[]),
    ("diagnostic", &["source"]),
    ("yaml", &["source", "diagnostic", "quantity", "nearest"]),
    (
        "expr",
        &[
            "source",
            "diagnostic",
            "quantity",
            "nearest",
            "map",
            "budget",
        ],
    ),
    (
        "catalogue",
        &["source", "diagnostic", "quantity", "nearest", "budget"],
    ),
    (
        "syntax",
        &[
            "source",
            "diagnostic",
            "quantity",
            "nearest",
            "map",
            "budget",
        ],
    ),
    (
        "model",
        &[
            "syntax",
            "catalogue",
            "source",
            "diagnostic",
            "quantity",
            "nearest",
            "map",
            "budget",
        ],
    ),
    (
        "facts",
        &[
            "model",
            "syntax",
            "catalogue",
            "expr",
            "source",
            "diagnostic",
            "quantity",
            "nearest",
            "budget",
        ],
    ),
    ("shipped", &["yaml", "catalogue", "source", "diagnostic"]),
    (
        "rules",
        &[
            "shipped",
            "facts",
            "model",
            "catalogue",
            "expr",
            "yaml",
            "source",
            "diagnostic",
            "digest",
            "quantity",
            "nearest",
            "budget",
        ],
    ),
    (
        "engine",
        &[
            "rules",
            "facts",
            "model",
            "syntax",
            "expr",
            "source",
            "diagnostic",
            "quantity",
            "nearest",
            "map",
            "budget",
        ],
    ),
    (
        "check",
        &[
            "engine",
            "rules",
            "model",
            "syntax",
            "source",
            "diagnostic",
            "budget",
        ],
    ),
    (
        "compare",
        &[
            "check",
            "rules",
            "model",
            "syntax",
            "catalogue",
            "source",
            "diagnostic",
            "quantity",
        ],
    ),
    ("format", &["syntax", "source"]),
    (
        "sheet",
        &[
            "check",
            "rules",
            "model",
            "syntax",
            "source",
            "diagnostic",
            "quantity",
        ],
    ),
    (
        "fix",
        &[
            "check",
            // A fix leaves alone what a baseline knows.
            "engine",
            // A plan that was tidy stays so.
            "format",
            "rules",
            "syntax",
            "source",
            "diagnostic",
            "budget",
        ],
    ),
    (
        "rule_test",
        &[
            "fix",
            "check",
            "rules",
            "syntax",
            "source",
            "diagnostic",
            "quantity",
        ],
    ),
    ("authoring", &["rules", "facts", "expr", "source"]),
    (
        "report",
        &["sheet", "compare", "source", "diagnostic", "quantity"],
    ),
    (
        "workspace",
        &[
            "check",
            "engine",
            "rules",
            "shipped",
            "model",
            "syntax",
            "catalogue",
            "expr",
            "yaml",
            "source",
            "diagnostic",
            "digest",
            "quantity",
            "nearest",
            "budget",
        ],
    ),
    (
        "assist",
        &[
            // How times and words of a plan are said, everywhere alike.
            "report",
            "sheet",
            "check",
            "engine",
            "rules",
            "facts",
            "model",
            "catalogue",
            "expr",
            "syntax",
            "source",
            "diagnostic",
            "quantity",
            "nearest",
            "budget",
        ],
    ),
    (
        "server",
        &[
            "workspace",
            "assist",
            // The cases of a rule, and words for the person who writes it.
            "rule_test",
            "authoring",
            "fix",
            "format",
            "check",
            "engine",
            "rules",
            "syntax",
            "yaml",
            "source",
            "diagnostic",
        ],
    ),
    (
        "cli",
        &[
            "server",
            "workspace",
            "assist",
            "report",
            "sheet",
            "rule_test",
            "fix",
            "format",
            "compare",
            "check",
            "engine",
            "rules",
            "shipped",
            "facts",
            "model",
            "syntax",
            "catalogue",
            "expr",
            "yaml",
            "source",
            "diagnostic",
            "quantity",
            "nearest",
            "budget",
        ],
    ),
];

/// Rooms that may read files, print and ask for the time. All others are pure.
const FACES: &[&str] = &["main", "cli", "server", "workspace"];

/// Dependencies and the only places that may name them, so that each can be replaced in one place.
const OWNERS: &[(&str, &[&str])] = &[
    ("pest", &["src/syntax/", "src/expr/"]),
    ("pest_derive", &["src/syntax/grammar.rs", "src/expr/"]),
    ("miette", &["src/report/"]),
    ("maud", &["src/report/annotated.rs", "src/report/html/"]),
    ("quick_junit", &["src/report/junit.rs"]),
    ("quick_xml", &["src/report/checkstyle.rs"]),
    ("mimalloc", &["src/main.rs"]),
    ("foldhash", &["src/map.rs"]),
    ("serde_yaml", &["src/yaml/"]),
    ("granit_parser", &["src/yaml/"]),
    ("lsp_server", &["src/server/"]),
    ("gen_lsp_types", &["src/server/"]),
    ("percent_encoding", &["src/server/uri.rs"]),
    (
        "serde_json",
        &["src/yaml/", "src/report/", "src/server/", "src/cli/"],
    ),
    ("clap", &["src/cli/"]),
    ("clap_complete", &["src/cli/"]),
    ("clap_complete_nushell", &["src/cli/"]),
    ("clap_mangen", &["src/cli/"]),
    ("blake3", &["src/digest.rs"]),
    ("postcard", &["src/shipped.rs", "src/workspace/cache/"]),
    ("ignore", &["src/workspace/"]),
    ("memchr", &["src/syntax/lines.rs", "src/workspace/cache/"]),
    ("notify", &["src/workspace/follow.rs"]),
    ("rayon", &["src/rules/", "src/workspace/", "src/cli/"]),
    ("signal_hook", &["src/workspace/"]),
    ("similar", &["src/report/", "src/server/actions/"]),
    ("strsim", &["src/nearest.rs", "src/catalogue/"]),
    (
        "time",
        &["src/syntax/", "src/expr/", "src/facts/", "src/cli/"],
    ),
    ("unicode_normalization", &["src/catalogue/", "src/expr/"]),
    ("unicode_width", &["src/report/"]),
    ("terminal_size", &["src/cli/"]),
];

/// Lines that show a coach how to write something. They need a name or a condition to be an example at all; nothing is
/// decided by them.
const EXAMPLES: &[&str] = &[
    // How an exercise line looks, said where a line cannot be read or a plan is empty.
    "Bench Press: 3x8 @ 70%",
    // How each statement looks, said where one cannot be read.
    "1rm Bench Press 100 kg, tested 2026-01-10",
    "tm Back Squat 90%",
    "max Pull-Up 9 reps",
    "exercise \\\"Spider Curl\\\" like \\\"Barbell Curl\\\"",
    "conditions hypertension controlled",
    // What can be asked of `cuff exercises`, said in its help.
    "DB Curl",
    "Curl (Dumbbell)",
    // The line to add where a rule needs to know something about the athlete.
    "conditions knee surgery 2026-01-10",
];

fn ladder() -> BTreeMap<&'static str, &'static [&'static str]> {
    LADDER.iter().copied().collect()
}

/// Fails with every offence on a line of its own.
#[track_caller]
pub(crate) fn none(law: &str, offences: Vec<String>) {
    assert!(offences.is_empty(), "{law}:\n{}", offences.join("\n"));
}

#[test]
fn rooms_import_only_what_the_ladder_allows() {
    let ladder = ladder();
    let mut offences = Vec::new();
    for file in rust::library() {
        let room = file.room();
        let Some(allowed) = ladder.get(room) else {
            offences.push(format!("{}: `{room}` is no room of the ladder", file.path));
            continue;
        };
        for (line, other) in file.rooms_named() {
            if other != room && !allowed.contains(&other.as_str()) {
                offences.push(format!(
                    "{}:{line}: `{room}` may not import `{other}`",
                    file.path
                ));
            }
        }
    }
    none("a room may import only rooms below it", offences);
}

#[test]
fn the_ladder_has_one_direction() {
    let mut below: BTreeSet<&str> = BTreeSet::new();
    let mut offences = Vec::new();
    for (room, allowed) in LADDER {
        for other in allowed.iter().filter(|other| !below.contains(*other)) {
            offences.push(format!(
                "`{room}` names `{other}`, which does not stand above it"
            ));
        }
        if !below.insert(room) {
            offences.push(format!("`{room}` stands twice"));
        }
    }
    none("the ladder has no circle", offences);
}

#[test]
fn every_module_is_a_room_and_the_door_holds_nothing_else() {
    let ladder = ladder();
    let door = rust::file("src/lib.rs");
    let offences = door
        .lines
        .iter()
        .map(|line| (line.number, line.code.trim()))
        .filter(|(_, code)| !code.is_empty())
        .filter(|(_, code)| {
            let room = code
                .strip_prefix("pub mod ")
                .and_then(|rest| rest.strip_suffix(';'));
            !room.is_some_and(|room| ladder.contains_key(room))
        })
        .map(|(number, code)| format!("src/lib.rs:{number}: {code}"))
        .collect();
    none(
        "`lib.rs` holds one `pub mod` for each room of the ladder",
        offences,
    );
}

#[test]
fn each_dependency_has_one_owner() {
    let mut offences = Vec::new();
    for file in rust::library() {
        for (dependency, owners) in OWNERS {
            if owners.iter().any(|owner| file.path.starts_with(owner)) {
                continue;
            }
            for line in file.lines_naming_crate(dependency) {
                offences.push(format!("{}:{line}: names `{dependency}`", file.path));
            }
        }
    }
    none("a dependency is named only by its owner", offences);
}

#[test]
fn every_dependency_is_known_to_these_laws() {
    let text = read("Cargo.toml");
    let table = text
        .split("[dependencies]")
        .nth(1)
        .and_then(|rest| rest.split("\n[").next())
        .unwrap_or_default();
    // These two describe data and occur wherever data is described.
    let everywhere = ["serde", "schemars"];
    let offences = table
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name.trim().replace('-', "_"))
        .filter(|name| !name.starts_with('#'))
        .filter(|name| !everywhere.contains(&name.as_str()))
        .filter(|name| !OWNERS.iter().any(|(owned, _)| owned == name))
        .collect();
    none("a dependency needs an owner in this table", offences);
}

#[test]
fn the_core_has_no_world() {
    const WORLD: &[&str] = &[
        "std::fs",
        "std::env",
        "std::net",
        "std::process",
        "std::time",
        "std::thread",
        "println!",
        "eprintln!",
        "print!",
        "eprint!",
        "stdout(",
        "stderr(",
        "stdin(",
    ];
    let mut offences = Vec::new();
    for file in rust::library() {
        if FACES.contains(&file.room()) {
            continue;
        }
        for line in &file.lines {
            let code = &line.code;
            if code.contains("use std::{") {
                offences.push(format!(
                    "{}:{}: import modules of std one by one",
                    file.path, line.number
                ));
            }
            for word in WORLD.iter().filter(|word| rust::names(code, word)) {
                offences.push(format!("{}:{}: `{word}`", file.path, line.number));
            }
        }
    }
    none(
        "only the faces touch files, the environment, the clock and the screen",
        offences,
    );
}

#[test]
fn each_file_says_what_it_is_for() {
    let offences = rust::all()
        .into_iter()
        .filter(|path| !read(path).starts_with("//! "))
        .collect();
    none("a file opens with `//!` and what it is for", offences);
}

#[test]
fn nothing_unfinished_is_left() {
    // In pieces, so that this file does not find itself.
    let words = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("to", "do!"),
        concat!("db", "g!("),
        concat!("unimple", "mented!"),
        concat!("X", "XX"),
    ];
    let mut offences = Vec::new();
    let grammars = ["grammar/plan.pest", "grammar/rule.pest"].map(str::to_owned);
    for path in rust::all().into_iter().chain(grammars) {
        for (number, line) in read(&path).lines().enumerate() {
            for word in words.iter().filter(|word| line.contains(*word)) {
                offences.push(format!("{path}:{}: {word}", number + 1));
            }
        }
    }
    none(
        "what is not finished is an issue, not a mark in the code",
        offences,
    );
}

#[test]
fn no_room_is_a_parts_bin() {
    let offences = rust::all()
        .into_iter()
        .filter(|path| {
            path.split(['/', '.']).any(|part| {
                matches!(
                    part,
                    "util"
                        | "utils"
                        | "common"
                        | "helper"
                        | "helpers"
                        | "misc"
                        | "prelude"
                        | "types"
                )
            })
        })
        .collect();
    none("a file is named for what it knows", offences);
}

#[test]
fn no_exercise_is_known_to_rust() {
    let catalogue = &RULES.knowledge.catalogue;
    let names = exercise_names();
    assert!(names.len() > 1_000, "the names of exercises are found");
    let offences = strange_literals(4, |phrase| {
        let written_as_name = phrase
            .iter()
            .all(|word| word.starts_with(char::is_uppercase));
        let phrase = phrase.join(" ");
        phrase.contains(' ')
            && (names.contains(&phrase.to_lowercase())
                || written_as_name && catalogue.find(&phrase).is_some())
    });
    none("exercises stand in rules/exercises.yaml", offences);
}

#[test]
fn no_condition_is_known_to_rust() {
    let conditions = condition_words();
    assert!(
        conditions.len() > 50,
        "the words of the rules on conditions are found"
    );
    let offences = strange_literals(3, |phrase| {
        let phrase = phrase.join(" ").to_lowercase();
        // The language itself reads this one: `blood pressure 135/85`.
        phrase != "blood pressure"
            && conditions
                .iter()
                .any(|condition| match condition.strip_suffix('*') {
                    Some(start) => phrase.starts_with(start),
                    None => phrase == *condition,
                })
    });
    none(
        "words for conditions stand in the rules that judge them",
        offences,
    );
}

/// Texts in the code, outside of [`EXAMPLES`], with the first phrase of up to `longest` words that is strange.
fn strange_literals(longest: usize, is_strange: impl Fn(&[&str]) -> bool) -> Vec<String> {
    let mut offences = Vec::new();
    for file in rust::library() {
        for line in &file.lines {
            for literal in &line.literals {
                let text = EXAMPLES
                    .iter()
                    .fold(literal.clone(), |text, example| text.replace(example, ""));
                let words: Vec<&str> = text
                    .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'')
                    .filter(|word| !word.is_empty())
                    .collect();
                let mut phrases = (1..=longest).flat_map(|length| words.windows(length));
                if let Some(found) = phrases.find(|phrase| is_strange(phrase)) {
                    let found = found.join(" ");
                    offences.push(format!(
                        "{}:{}: `{found}` in {literal:?}",
                        file.path, line.number
                    ));
                }
            }
        }
    }
    offences
}

/// Names and aliases of all movements that have two words or more, in small letters. One word alone may be any word.
fn exercise_names() -> BTreeSet<String> {
    let file: serde_yaml::Value =
        serde_yaml::from_str(&read("rules/exercises.yaml")).expect("the exercises read");
    let mut names = BTreeSet::new();
    for movement in file
        .get("movements")
        .and_then(serde_yaml::Value::as_sequence)
        .into_iter()
        .flatten()
    {
        for key in ["name", "aliases"] {
            collect(
                movement.get(key).unwrap_or(&serde_yaml::Value::Null),
                &mut names,
            );
        }
    }
    names.retain(|name| name.contains(' '));
    names
}

/// The words by which rules recognise conditions, from the rules that look at conditions one by one.
fn condition_words() -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for file in shipped::files() {
        if !file.text.contains("\nscope: condition\n") {
            continue;
        }
        let rule: serde_yaml::Value = serde_yaml::from_str(file.text).expect(file.path);
        let lists = rule.get("words").and_then(serde_yaml::Value::as_mapping);
        // Lists that a condition's own text is held against; others read the clearance, or tell entries apart.
        let lists = lists.into_iter().flatten().filter(|(name, _)| {
            let name = name.as_str().expect("lists have names");
            let read = format!("text matches words.{name}");
            file.text.match_indices(&read).any(|(at, _)| {
                file.text[..at].ends_with([' ', '('])
                    && !file.text[at + read.len()..].starts_with('-')
            })
        });
        for (_, list) in lists {
            // A list with exceptions has what it means under `all`.
            collect(list.get("all").unwrap_or(list), &mut words);
        }
    }
    words.retain(|word| word.len() > 3);
    words
}

fn collect(value: &serde_yaml::Value, words: &mut BTreeSet<String>) {
    match value {
        serde_yaml::Value::String(word) => {
            words.insert(word.to_lowercase());
        }
        serde_yaml::Value::Sequence(items) => items.iter().for_each(|item| collect(item, words)),
        _ => {}
    }
}

#[test]
fn examples_of_the_laws_are_in_use() {
    let all: Vec<File> = rust::library();
    let offences = EXAMPLES
        .iter()
        .filter(|example| {
            !all.iter().any(|file| {
                file.lines.iter().any(|line| {
                    line.literals
                        .iter()
                        .any(|literal| literal.contains(*example))
                })
            })
        })
        .map(|example| (*example).to_owned())
        .collect();
    none("an exception that nothing needs is removed", offences);
}
