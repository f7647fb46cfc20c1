//! Where findings are reported: one form on standard output, others in files, all in one run.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};

use super::inputs::Inputs;
use crate::diagnostic::Severity;
use crate::nearest::nearest;
use crate::report::{
    Base, Context, Format, Found, Piece, Progress, Reporter, RuleAbout, Style, Summary, plain,
};
use crate::rules::{Level, Rule, RuleSet};
use crate::workspace::{Draft, Unreadable, append, repository};

/// What a runner of GitHub calls the file with the summary of a job.
const JOB_SUMMARY: &str = "GITHUB_STEP_SUMMARY";
/// What stands for standard output.
const STDOUT: &str = "-";

/// How findings are reported, and where.
#[derive(Debug, clap::Args)]
pub(super) struct Reports {
    /// How findings look on standard output: full, unless another is named.
    #[arg(
        long,
        value_name = "FORMAT",
        value_parser = formats(),
        env = "CUFF_FORMAT",
        help_heading = "Output"
    )]
    format: Option<String>,

    /// Write a report into a file as well, such as sarif=report.sarif. Can be given several times; - is standard output.
    #[arg(
        long = "output",
        value_name = "FORMAT=FILE",
        value_parser = wanted,
        conflicts_with_all = ["diff", "list_suppressions"],
        help_heading = "Output"
    )]
    outputs: Vec<Wanted>,
}

/// A report in a file.
#[derive(Clone, Debug)]
struct Wanted {
    format: Format,
    file: String,
}

/// The formats by their words, each with its line of help.
fn formats() -> PossibleValuesParser {
    let values = Format::ALL
        .iter()
        .map(|(_, word, about)| PossibleValue::new(*word).help(*about));
    PossibleValuesParser::new(values)
}

fn wanted(text: &str) -> Result<Wanted, String> {
    let example = "write it like `sarif=report.sarif`";
    let (word, file) = text.split_once('=').ok_or(example)?;
    let format = Format::from_word(word).ok_or_else(|| {
        let words = || Format::ALL.iter().map(|(_, word, _)| *word);
        let word = plain(word);
        match nearest(&word, words()) {
            Some(near) => format!("there is no format `{word}`; did you mean `{near}`?"),
            None => {
                let all: Vec<&str> = words().collect();
                format!("there is no format `{word}`, but {}", all.join(", "))
            }
        }
    })?;
    if file.is_empty() {
        return Err(example.to_owned());
    }
    // The slip of a key must not cost a plan.
    if file.ends_with(".plan") {
        return Err("a report may not take the place of a plan".to_owned());
    }
    let file = file.to_owned();
    Ok(Wanted { format, file })
}

impl Reports {
    /// The form that is asked for by name for standard output.
    pub(super) fn asked(&self) -> Option<Format> {
        self.format.as_deref().and_then(Format::from_word)
    }

    /// Whether anything goes into files.
    pub(super) fn has_files(&self) -> bool {
        !self.outputs.is_empty()
    }

    /// What goes to standard output, and what into files.
    fn sorted(&self) -> Result<(Format, Vec<&Wanted>), String> {
        let asked = self.asked();
        let (stdout, files): (Vec<&Wanted>, Vec<&Wanted>) =
            self.outputs.iter().partition(|one| one.file == STDOUT);
        let on_stdout: Vec<Format> = asked
            .into_iter()
            .chain(stdout.iter().map(|one| one.format))
            .collect();
        if let [first, second, ..] = on_stdout.as_slice() {
            let (first, second) = (first.word(), second.word());
            return Err(format!(
                "error: two reports cannot share standard output: {first}, {second}\n  help: give one of them a file: --output {second}=FILE\n"
            ));
        }
        for (place, one) in files.iter().enumerate() {
            if files.iter().take(place).any(|other| other.file == one.file) {
                let file = plain(&one.file);
                return Err(format!(
                    "error: two reports cannot share a file: `{file}`\n"
                ));
            }
        }
        Ok((on_stdout.first().copied().unwrap_or_default(), files))
    }
}

/// The reports of a run.
#[derive(Default)]
pub(super) struct Outputs {
    stdout: Option<Sink>,
    files: Vec<(Sink, To)>,
}

struct Sink {
    reporter: Reporter,
    progress: Progress,
}

/// Where a report goes that is not for standard output.
enum To {
    File(Draft),
    /// Behind what other steps of a job have said.
    JobSummary(PathBuf, String),
}

/// What is made of a plan, one piece for each report.
#[derive(Default)]
pub(super) struct Pieces {
    stdout: Option<Piece>,
    files: Vec<Piece>,
}

impl Outputs {
    /// Begins all reports. `quiet` leaves findings out on standard output.
    pub(super) fn open(
        reports: &Reports,
        style: &Style,
        inputs: &Inputs,
        baseline: bool,
    ) -> Result<Self, String> {
        let (format, wanted) = reports.sorted()?;
        let formats = wanted.iter().map(|one| one.format);
        let context = context(
            &formats.chain([format]).collect::<Vec<_>>(),
            inputs,
            baseline,
        );
        let sink = |format, style: &Style| Sink {
            reporter: Reporter::with(format, style, &context),
            progress: Progress::default(),
        };
        let mut outputs = Self {
            stdout: Some(sink(format, style)),
            files: Vec::new(),
        };
        for one in wanted {
            let draft = Draft::begin(one.file.as_ref()).map_err(|reason| unwritten(&reason))?;
            outputs.add_file(sink(one.format, &Style::default()), To::File(draft));
        }
        let job = std::env::var_os(JOB_SUMMARY).filter(|path| !path.is_empty());
        if let (Format::Github, Some(path)) = (format, job) {
            let to = To::JobSummary(path.into(), String::new());
            outputs.add_file(sink(Format::Markdown, &Style::default()), to);
        }
        Ok(outputs)
    }

    fn add_file(&mut self, sink: Sink, mut to: To) {
        to.push(&sink.reporter.start());
        self.files.push((sink, to));
    }

    /// Whether anything goes into files, which a reader of standard output who has seen enough does not end.
    pub(super) fn has_files(&self) -> bool {
        !self.files.is_empty()
    }

    /// What comes before the first plan, for standard output.
    pub(super) fn start(&self) -> String {
        let stdout = self.stdout.as_ref();
        stdout.map_or_else(String::new, |sink| sink.reporter.start())
    }

    /// What each report makes of a plan.
    pub(super) fn pieces(&self, found: &Found<'_>, quiet: bool) -> Pieces {
        let stdout = self.stdout.as_ref().filter(|_| !quiet);
        let files = self.files.iter();
        Pieces {
            stdout: stdout.map(|sink| sink.reporter.file(found)),
            files: files.map(|(sink, _)| sink.reporter.file(found)).collect(),
        }
    }

    /// Writes about the next plan, and gives what is for standard output.
    pub(super) fn add(&mut self, pieces: Pieces) -> String {
        for ((sink, to), piece) in self.files.iter_mut().zip(pieces.files) {
            to.push(&sink.reporter.add(&mut sink.progress, piece));
        }
        match (&mut self.stdout, pieces.stdout) {
            (Some(sink), Some(piece)) => sink.reporter.add(&mut sink.progress, piece),
            _ => String::new(),
        }
    }

    /// What comes after the last plan, for standard output.
    pub(super) fn end(&self, summary: &Summary) -> String {
        let stdout = self.stdout.as_ref();
        stdout.map_or_else(String::new, |sink| {
            sink.reporter.finish(&sink.progress, summary)
        })
    }

    /// Ends the reports in files. Those that cannot be written are said.
    pub(super) fn close(self, summary: &Summary) -> Result<(), String> {
        let mut wrong = String::new();
        for (sink, mut to) in self.files {
            to.push(&sink.reporter.finish(&sink.progress, summary));
            if let Err(reason) = to.close() {
                wrong += &unwritten(&reason);
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }
}

impl To {
    fn push(&mut self, text: &str) {
        match self {
            Self::File(draft) => draft.push(text),
            Self::JobSummary(_, all) => all.push_str(text),
        }
    }

    fn close(self) -> Result<(), Unreadable> {
        match self {
            Self::File(draft) => draft.finish(),
            Self::JobSummary(path, text) => append(&path, &text),
        }
    }
}

fn unwritten(file: &Unreadable) -> String {
    let path = plain(&file.path);
    let reason = plain(&file.reason);
    format!("error: the report `{path}` cannot be written: {reason}\n")
}

/// What the reports that are asked for need to know.
fn context(formats: &[Format], inputs: &Inputs, baseline: bool) -> Context {
    let asked = |format: &Format| formats.contains(format);
    let by_root = [
        Format::Github,
        Format::Gitlab,
        Format::Azure,
        Format::Sarif,
        Format::Markdown,
    ];
    let place = by_root.iter().any(asked).then(repository).flatten();
    let base = place.map(|(here, root)| {
        let bytes = |path: &PathBuf| path.as_os_str().as_encoded_bytes().to_vec();
        Base::new(&bytes(&root), &bytes(&here))
    });
    Context {
        rules: if asked(&Format::Sarif) {
            about_all(inputs)
        } else {
            Vec::new()
        },
        base: base.unwrap_or_default(),
        baseline,
    }
}

/// The rules that are on for some plan, in order of their ids.
fn about_all(inputs: &Inputs) -> Vec<RuleAbout> {
    let stdin = inputs.stdin.iter().map(|(_, rules)| rules);
    let found = inputs.found.plans.iter();
    let found = found.map(|(_, project)| &project.rules);
    let mut sets: Vec<&RuleSet> = stdin.chain(found).map(AsRef::as_ref).collect();
    sets.dedup_by_key(|set| std::ptr::from_ref(*set));
    let mut all: Vec<RuleAbout> = Vec::new();
    for set in sets {
        all.extend(about(set));
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all.dedup_by(|a, b| a.id == b.id);
    }
    all
}

fn about(set: &RuleSet) -> impl Iterator<Item = RuleAbout> {
    let rules = set.rules.iter();
    let rules = rules.filter(|rule| rule.level != Level::Off).map(of_rule);
    let language = set.language.iter();
    let language = language.filter(|(_, (_, level))| *level != Level::Off);
    let language = language.map(|(id, (entry, level))| RuleAbout {
        id: id.clone(),
        summary: entry.summary.clone(),
        explanation: entry.explain.clone(),
        severity: match level {
            Level::Fixed(severity) => *severity,
            _ => Severity::from_word(&entry.severity).unwrap_or(Severity::Error),
        },
        pack: "language".to_owned(),
    });
    rules.chain(language)
}

fn of_rule(rule: &Rule) -> RuleAbout {
    let own = rule.checks.iter().map(|check| check.severity).min();
    RuleAbout {
        id: rule.id().to_owned(),
        summary: rule.file.summary.clone(),
        explanation: rule.file.explain.clone(),
        severity: match rule.level {
            Level::Fixed(severity) => severity,
            _ => own.unwrap_or(Severity::Advice),
        },
        pack: rule.pack.clone(),
    }
}
