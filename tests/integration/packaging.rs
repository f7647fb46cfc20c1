//! What packages install beside the program: completions, tried in a real shell, and manual pages, rendered where there is
//! something to render them with. And what the program says that it was built from.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::process::{Command, Output};

use crate::docs::COMMANDS;
use crate::program::{Cuff, here};

const SHELLS: [&str; 6] = ["bash", "zsh", "fish", "powershell", "elvish", "nushell"];

/// The long flags of `cuff check`, as its help has them.
fn flags() -> BTreeSet<String> {
    let help = here(&["check", "--help"]).out;
    let (options, _) = help.split_once("Examples:").unwrap();
    let flag = |line: &str| {
        let line = line.trim_start();
        let line = line.strip_prefix("-q, ").unwrap_or(line);
        let name = line.strip_prefix("--")?;
        let end = name.find([' ', '[']).unwrap_or(name.len());
        Some(name[..end].to_owned())
    };
    let flags: BTreeSet<String> = options.lines().filter_map(flag).collect();
    assert!(flags.len() > 20 && flags.contains("quiet"), "{flags:?}");
    flags
}

#[test]
fn every_shell_knows_every_command_and_flag() {
    for shell in SHELLS {
        let ran = here(&["completions", shell]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        for command in COMMANDS {
            let word = command.split(' ').next_back().unwrap();
            assert!(ran.out.contains(word), "{shell}: {command}");
        }
        for flag in flags() {
            assert!(ran.out.contains(&flag), "{shell}: --{flag}");
        }
    }
    let ran = here(&["completions", "tcsh"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("nushell"), "{}", ran.err);
}

/// What bash offers for a line.
fn offered(cuff: &Cuff, words: &[&str]) -> Vec<String> {
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let script = format!(
        "source ./cuff.bash; COMP_WORDS=({words}); COMP_CWORD={last}; _cuff cuff {current} {before}; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        words = quoted.join(" "),
        last = words.len() - 1,
        current = quoted[words.len() - 1],
        before = quoted[words.len() - 2],
    );
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new("bash")
        .args(["--norc", "--noprofile", "-c", &script])
        .current_dir(cuff.path(""))
        .output()
        .expect("bash runs");
    let stderr = String::from_utf8_lossy(&stderr);
    assert!(status.success() && stderr.is_empty(), "{stderr}");
    let words = String::from_utf8(stdout).unwrap();
    words.lines().map(str::to_owned).collect()
}

#[test]
#[cfg(unix)]
fn bash_completes_commands_flags_and_values() {
    let cuff = Cuff::new().file("cuff.bash", here(&["completions", "bash"]).out);
    assert_eq!(offered(&cuff, &["cuff", "che"]), ["check"]);
    assert_eq!(
        offered(&cuff, &["cuff", "check", "--fail"]),
        ["--fail-level"]
    );
    assert_eq!(
        offered(&cuff, &["cuff", "check", "--fail-level", ""]),
        ["error", "warning", "advice"]
    );
    assert_eq!(offered(&cuff, &["cuff", "baseline", "pr"]), ["prune"]);
    let all: BTreeSet<String> = offered(&cuff, &["cuff", "check", "--"])
        .into_iter()
        .collect();
    for flag in flags() {
        assert!(all.contains(&format!("--{flag}")), "--{flag} in {all:?}");
    }
}

/// What a program gave that may not be there. Then its part of a test is left out, which is said, past the harness that
/// keeps what passing tests print; where `CUFF_TEST_ALL` is set, as `.ci/run` does, it has to be there.
fn there(program: &str, ran: std::io::Result<Output>) -> Option<Output> {
    match ran {
        Ok(output) => Some(output),
        Err(error) if std::env::var_os("CUFF_TEST_ALL").is_some() => panic!("{program}: {error}"),
        Err(_) => {
            let said = format!("skipped: there is no {program} to test with\n");
            std::io::stderr().write_all(said.as_bytes()).unwrap();
            None
        }
    }
}

/// Shells that may not be there, with the arguments that make them read a script without running it.
const READERS: [(&str, &[&str]); 3] = [
    ("zsh", &["-n"]),
    ("fish", &["--no-execute"]),
    ("bash", &["-n"]),
];

#[test]
fn shells_that_are_there_can_read_their_completions() {
    let cuff = READERS.iter().fold(Cuff::new(), |cuff, (shell, _)| {
        cuff.file(shell, here(&["completions", shell]).out)
    });
    for (shell, args) in READERS {
        let read = Command::new(shell)
            .args(args)
            .arg(cuff.path(shell))
            .output();
        let Some(Output { status, stderr, .. }) = there(shell, read) else {
            continue;
        };
        let stderr = String::from_utf8_lossy(&stderr);
        assert!(status.success() && stderr.is_empty(), "{shell}: {stderr}");
    }
}

#[test]
fn fish_completes_as_well_where_it_is_there() {
    let cuff = Cuff::new().file("cuff.fish", here(&["completions", "fish"]).out);
    let offered = Command::new("fish")
        .args([
            "--no-config",
            "-c",
            "source cuff.fish; complete -C 'cuff check --fail-level '",
        ])
        .current_dir(cuff.path(""))
        .env("HOME", cuff.path(""))
        .output();
    if let Some(Output { stdout, .. }) = there("fish", offered) {
        let text = String::from_utf8(stdout).unwrap();
        let mut words: Vec<&str> = text
            .lines()
            .filter_map(|line| line.split('\t').next())
            .collect();
        words.sort_unstable();
        assert_eq!(words, ["advice", "error", "warning"], "{text}");
    }
}

#[test]
fn a_manual_page_for_each_command() {
    let cuff = Cuff::new();
    fs::create_dir(cuff.path("man1")).unwrap();
    // Twice, since packages are built again.
    for _ in 0..2 {
        let ran = cuff.run(&["man", "man1"]);
        assert_eq!(
            (ran.code, ran.out.as_str(), ran.err.as_str()),
            (Some(0), "", "")
        );
    }
    let mut names: BTreeSet<String> = COMMANDS
        .iter()
        .map(|command| format!("cuff-{}.1", command.replace(' ', "-")))
        .collect();
    names.insert("cuff.1".to_owned());
    let written: BTreeSet<String> = fs::read_dir(cuff.path("man1"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(written, names);
    assert_eq!(cuff.read("man1/cuff.1"), cuff.run(&["man"]).out);
    for name in &written {
        let page = cuff.read(&format!("man1/{name}"));
        for part in [".TH ", ".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION"] {
            assert!(page.contains(part), "{name}: {part}");
        }
    }
    let page = cuff.read("man1/cuff-check.1").replace("\\-", "-");
    for flag in flags() {
        assert!(page.contains(&format!("--{flag}")), "--{flag}");
    }
    let ran = cuff.run(&["man", "no/such/folder"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("was not written"), "{}", ran.err);
}

#[test]
#[cfg(unix)]
fn manual_pages_are_rendered_without_a_warning() {
    let cuff = Cuff::new();
    fs::create_dir(cuff.path("man1")).unwrap();
    cuff.run(&["man", "man1"]);
    for entry in fs::read_dir(cuff.path("man1")).unwrap() {
        let path = entry.unwrap().path();
        let rendered = Command::new("groff")
            .args(["-man", "-Tutf8", "-ww", "-rLL=100n", "-P-cbou"])
            .arg(&path)
            .output();
        // Where there is no groff, the structure above is what is tested.
        let Some(Output { stdout, stderr, .. }) = there("groff", rendered) else {
            return;
        };
        let stderr = String::from_utf8_lossy(&stderr);
        assert!(stderr.is_empty(), "{}: {stderr}", path.display());
        let text = String::from_utf8(stdout).unwrap();
        assert!(text.contains("NAME") && text.contains("SYNOPSIS"), "{text}");
        if path.ends_with("cuff-check.1") {
            assert!(text.contains("--fail-level"), "{text}");
            assert!(text.contains("Exit codes:"), "{text}");
        }
    }
}

#[test]
fn the_version_says_what_the_program_was_built_from() {
    let ran = here(&["version", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let said: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let cargo = env!("CARGO_PKG_VERSION");
    assert_eq!(said["version"], cargo);
    let pack = &said["packs"][0];
    let rules = fs::read_dir("rules/occlusion").unwrap().count() - 1;
    assert_eq!(pack["name"], "occlusion");
    assert_eq!(pack["rules"], rules);
    let listed = here(&["exercises", "--format", "json"]).out;
    assert_eq!(said["exercises"], listed.lines().count());
    for hash in [&said["rules_hash"], &pack["hash"]] {
        let hash = hash.as_str().unwrap();
        assert!(
            hash.len() == 16 && hash.chars().all(|c| c.is_ascii_hexdigit()),
            "{hash}"
        );
    }
    assert_ne!(said["rules_hash"], pack["hash"]);

    let short = here(&["version"]).out;
    let whole = here(&["version", "--verbose"]).out;
    assert_eq!(here(&["--version"]).out, format!("cuff {cargo}\n"));
    for part in ["target", "profile", "compiler", "rules_hash"] {
        let part = said[part].as_str().unwrap();
        assert!(!part.is_empty() && whole.contains(part), "{part}: {whole}");
    }
    // The sources may have come without git; the program then says so.
    match said["commit"].as_str() {
        Some(commit) => {
            assert!(whole.contains(commit), "{whole}");
            assert!(short.contains(&commit[..9]), "{short}");
            let changed = said["changed"] == true;
            assert_eq!(short.contains("changed"), changed, "{short}");
            assert_eq!(whole.contains("in no commit"), changed, "{whole}");
        }
        None => {
            assert_eq!(short, format!("cuff {cargo}\n"));
            assert!(whole.contains("without git"), "{whole}");
        }
    }
}

/// Where there is a repository, the program is of a commit in the history of what is checked out, even if somebody commits
/// while tests run.
#[test]
fn the_commit_is_one_of_this_history() {
    let said: serde_json::Value =
        serde_json::from_str(&here(&["version", "--format", "json"]).out).unwrap();
    match said["commit"].as_str() {
        Some(commit) => {
            let asked = ["merge-base", "--is-ancestor", commit, "HEAD"];
            let ran = Command::new("git").args(asked).status();
            assert!(ran.is_ok_and(|status| status.success()), "{commit}");
        }
        None => assert!(!std::path::Path::new(".git").exists()),
    }
}
