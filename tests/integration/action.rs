//! The action for GitHub, run as a runner does: its steps one by one in bash, with files for outputs and for the summary of
//! the job. What a runner has that is not here, such as the cache, is left out.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_yaml::Value;

use crate::program::Cuff;
use crate::support::read;

/// A folder with a repository of plans, and the runner's own.
pub(crate) struct Runner {
    /// The repository.
    pub(crate) plans: Cuff,
    temp: tempfile::TempDir,
    /// Variables that the job has.
    pub(crate) env: Vec<(String, String)>,
}

/// What the action gave.
#[derive(Debug)]
pub(crate) struct Acted {
    /// The exit code of the last step that ran.
    pub(crate) code: i32,
    /// The log.
    pub(crate) log: String,
    /// The outputs of the action.
    pub(crate) outputs: BTreeMap<String, String>,
    /// The summary of the job.
    pub(crate) summary: String,
}

/// A map of YAML with texts as values.
pub(crate) fn texts(value: &Value) -> BTreeMap<String, String> {
    let pairs = value.as_mapping().into_iter().flatten();
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => serde_yaml::to_string(other).unwrap().trim().to_owned(),
    };
    pairs.map(|(key, value)| (text(key), text(value))).collect()
}

/// The action.
pub(crate) fn action() -> Value {
    serde_yaml::from_str(&read("action.yml")).unwrap()
}

/// The folder with the program of these tests.
pub(crate) fn folder_of_the_program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_cuff")).parent().unwrap()
}

/// The text with each `${{ … }}` replaced. One that is not known is a mistake in the action.
fn filled(text: &str, known: &BTreeMap<String, String>) -> String {
    let mut parts = text.split("${{ ");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(" }}").unwrap();
        let value = known.get(name);
        out += value.unwrap_or_else(|| panic!("`{name}` is not known in {text}"));
        out += rest;
    }
    out
}

impl Runner {
    pub(crate) fn new(plans: Cuff) -> Self {
        let path = format!("{}:/usr/bin:/bin", folder_of_the_program().display());
        Self {
            plans,
            temp: tempfile::tempdir().unwrap(),
            env: vec![("PATH".to_owned(), path)],
        }
    }

    /// A file of the runner.
    fn file(&self, name: &str) -> PathBuf {
        self.temp.path().join(name)
    }

    /// Runs the action with these inputs.
    pub(crate) fn act(&self, inputs: &[(&str, &str)]) -> Acted {
        let action = action();
        let mut known = BTreeMap::from([("runner.temp".to_owned(), self.shown(""))]);
        for (name, input) in action["inputs"].as_mapping().unwrap() {
            let name = name.as_str().unwrap();
            let given = inputs.iter().find(|(given, _)| *given == name);
            let value =
                given.map_or_else(|| input["default"].as_str().unwrap(), |(_, value)| value);
            known.insert(format!("inputs.{name}"), value.to_owned());
        }
        for (name, _) in inputs {
            assert!(known.contains_key(&format!("inputs.{name}")), "{name}");
        }
        let summary = self.file("summary");
        fs::write(&summary, "").unwrap();
        let (mut code, mut log) = (0, String::new());
        for step in action["runs"]["steps"].as_sequence().unwrap() {
            if code != 0 || !self.is_wanted(step, &known) {
                continue;
            }
            let (ended, said, outputs) = self.step(step, &known);
            code = ended;
            log += &said;
            let id = step["id"].as_str().unwrap();
            for (name, value) in outputs {
                known.insert(format!("steps.{id}.outputs.{name}"), value);
            }
        }
        let outputs = action["outputs"].as_mapping().unwrap().iter();
        let outputs = outputs.filter_map(|(name, output)| {
            let value = output["value"].as_str().unwrap();
            let value = value.strip_prefix("${{ ")?.strip_suffix(" }}")?;
            Some((name.as_str()?.to_owned(), known.get(value)?.clone()))
        });
        Acted {
            code,
            log,
            outputs: outputs.collect(),
            summary: fs::read_to_string(summary).unwrap(),
        }
    }

    fn shown(&self, name: &str) -> String {
        self.file(name).to_str().unwrap().to_owned()
    }

    /// Whether a step runs here. There is one condition in the action, and one action that it uses.
    fn is_wanted(&self, step: &Value, known: &BTreeMap<String, String>) -> bool {
        if let Some(used) = step["uses"].as_str() {
            assert!(used.starts_with("actions/cache@"), "{used}");
            filled(step["with"]["path"].as_str().unwrap(), known);
            if known["inputs.version"] == "source" {
                filled(step["with"]["key"].as_str().unwrap(), known);
            }
            return false;
        }
        match step["if"].as_str() {
            None => true,
            Some("inputs.version == 'source'") => known["inputs.version"] == "source",
            Some(other) => panic!("{other}"),
        }
    }

    /// A step's exit code, log and outputs.
    fn step(
        &self,
        step: &Value,
        known: &BTreeMap<String, String>,
    ) -> (i32, String, BTreeMap<String, String>) {
        assert_eq!(step["shell"].as_str(), Some("bash"));
        let script = step["run"].as_str().unwrap();
        assert!(!script.contains("${{"), "a template in a script: {script}");
        let (written, output) = (self.file("script.sh"), self.file("output"));
        fs::write(&written, script).unwrap();
        fs::write(&output, "").unwrap();
        let folder = step["working-directory"].as_str();
        let folder = folder.map_or_else(String::new, |folder| filled(folder, known));
        let ran = Command::new("bash")
            .args(["--noprofile", "--norc", "-eo", "pipefail"])
            .arg(&written)
            .current_dir(self.plans.path(&folder))
            .env_clear()
            .env("CUFF_TODAY", "2026-03-01")
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_ACTION_PATH", env!("CARGO_MANIFEST_DIR"))
            .env("GITHUB_OUTPUT", &output)
            .env("GITHUB_STEP_SUMMARY", self.file("summary"))
            .env("RUNNER_TEMP", self.temp.path())
            .env("RUNNER_OS", "Linux")
            .env("RUNNER_ARCH", "X64")
            .envs(self.env.iter().map(|(name, value)| (name, value)))
            .envs(
                texts(&step["env"])
                    .iter()
                    .map(|(name, value)| (name, filled(value, known))),
            )
            .output()
            .expect("bash runs");
        let Output {
            status,
            stdout,
            stderr,
        } = ran;
        let log = [stdout, stderr].map(|text| String::from_utf8(text).unwrap());
        let lines = fs::read_to_string(output).unwrap();
        let outputs = lines.lines().map(|line| line.split_once('=').unwrap());
        let outputs = outputs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        (status.code().unwrap(), log.concat(), outputs.collect())
    }
}
