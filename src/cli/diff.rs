//! `cuff diff`: two versions of plans in, what changed in training and in findings out. Both versions are judged by the
//! rules that hold on disk today.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::args::Args;
use super::baseline::Baseline;
use super::check::{today, unharmed};
use super::diff_args::{Diff, DiffFormat};
use super::operands::{Pair, Version, pairs};
use super::output::Output;
use super::{Exit, problems, projects};
use crate::check::Options;
use crate::compare::{Judged, alone, compare};
use crate::report::Unreadable as Refused;
use crate::report::comparison::{self, Compared, ComparisonFormat, ComparisonSummary, State};
use crate::rules::RuleSet;
use crate::source::SourceFile;
use crate::workspace::{Blobs, Unreadable, read_plan};

/// Pairs of plans that are held in memory at one time.
const BATCH: usize = 256;

pub(super) fn run(diff: &Diff, args: &Args, output: &mut Output) -> Exit {
    match all(diff, args, output) {
        Ok(summary) => exit(diff, &summary),
        Err(exit) => exit,
    }
}

fn exit(diff: &Diff, summary: &ComparisonSummary) -> Exit {
    if !summary.unreadable.is_empty() {
        Exit::Failed
    } else if (diff.exit_code && summary.may_differ())
        || (diff.fail_on_new && summary.new_errors > 0)
    {
        Exit::Errors
    } else {
        Exit::Clean
    }
}

fn all(diff: &Diff, args: &Args, output: &mut Output) -> Result<ComparisonSummary, Exit> {
    let wrong = |message: String, output: &Output| {
        output.error(&message);
        Exit::Failed
    };
    let today = today(diff.day.today.as_deref()).map_err(|message| wrong(message, output))?;
    let baseline = diff.baseline.as_deref().map(Baseline::read).transpose();
    let run = Run {
        options: Options { today: Some(today) },
        baseline: baseline.map_err(|message| wrong(message, output))?,
    };
    let mut found = pairs(diff, args, output)?;
    let mut reader = Reader { blobs: None };
    renamed(&mut found.pairs, &mut reader);
    let rules = rules(&found.pairs, args, output)?;
    let mut page = Page::new(diff.format.into(), output);
    page.unreadable(found.unreadable);
    let all: Vec<(&Pair, Arc<RuleSet>)> = found.pairs.iter().zip(rules).collect();
    for batch in all.chunks(BATCH) {
        let read: Vec<_> = batch
            .iter()
            .map(|(pair, rules)| (*pair, reader.both(pair), rules))
            .collect();
        let compared: Vec<Result<Compared, Unreadable>> = read
            .into_par_iter()
            .map(|(pair, texts, rules)| run.one(pair, texts?, rules))
            .collect();
        for compared in compared {
            page.take(compared, output);
        }
        if output.is_closed() {
            break;
        }
    }
    Ok(page.finish(output))
}

/// The rules that hold for each pair; what is wrong with them is printed.
fn rules(pairs: &[Pair], args: &Args, output: &Output) -> Result<Vec<Arc<RuleSet>>, Exit> {
    let mut projects = projects(args);
    let of = |pair: &Pair| Ok(Arc::clone(&projects.of(&pair.path)?.rules));
    let rules: Result<Vec<_>, crate::workspace::Refused> = pairs.iter().map(of).collect();
    rules.map_err(|refused| {
        problems(&refused, output);
        Exit::Failed
    })
}

/// Both versions of a plan, as far as they are there.
type Texts = (Option<SourceFile>, Option<SourceFile>);

/// Reads versions of plans.
struct Reader {
    /// Started when the first one is asked for.
    blobs: Option<Blobs>,
}

impl Reader {
    fn both(&mut self, pair: &Pair) -> Result<Texts, Unreadable> {
        let old = pair
            .old
            .as_ref()
            .map(|version| self.read(version))
            .transpose()?;
        let new = pair
            .new
            .as_ref()
            .map(|version| self.read(version))
            .transpose()?;
        Ok((old, new))
    }

    fn read(&mut self, version: &Version) -> Result<SourceFile, Unreadable> {
        let blob = match version {
            Version::Disk(path) => return read_plan(path),
            Version::Blob(blob) => blob,
        };
        let refuse = |reason| Unreadable {
            path: blob.name.clone(),
            reason,
        };
        if self.blobs.is_none() {
            self.blobs = Some(Blobs::open().map_err(refuse)?);
        }
        match self.blobs.as_mut() {
            Some(blobs) => blobs.read(blob),
            None => Err(refuse("`git` cannot be run".to_owned())),
        }
    }
}

/// Joins a plan that is gone with a new one of the very same content.
fn renamed(pairs: &mut Vec<Pair>, reader: &mut Reader) {
    let mut gone: HashMap<String, Vec<usize>> = HashMap::new();
    if !pairs.iter().any(|pair| pair.old.is_none()) {
        return;
    }
    for (number, pair) in pairs.iter().enumerate() {
        if let (Some(old), None) = (&pair.old, &pair.new)
            && let Ok(source) = reader.read(old)
        {
            gone.entry(source.text().to_owned())
                .or_default()
                .push(number);
        }
    }
    let mut moved = Vec::new();
    for (number, pair) in pairs.iter().enumerate() {
        if let (None, Some(new)) = (&pair.old, &pair.new)
            && let Ok(source) = reader.read(new)
            && let Some(old) = gone.get_mut(source.text()).and_then(Vec::pop)
        {
            moved.push((old, number));
        }
    }
    for &(old, new) in &moved {
        let version = pairs.get_mut(old).and_then(|pair| pair.old.take());
        if let Some(pair) = pairs.get_mut(new) {
            pair.old = version;
            pair.is_renamed = true;
        }
    }
    pairs.retain(|pair| pair.old.is_some() || pair.new.is_some());
}

struct Run {
    options: Options,
    baseline: Option<Baseline>,
}

impl Run {
    fn one(&self, pair: &Pair, (old, new): Texts, rules: &RuleSet) -> Result<Compared, Unreadable> {
        let path = pair.path.strip_prefix("./").unwrap_or(&pair.path);
        let name = path.display().to_string();
        let keep = |judged: Judged| self.unknown(judged, &pair.path, rules);
        let comparison = unharmed(&name, || match (&old, &new) {
            (Some(old), Some(new)) => compare(old, new, rules, self.options, keep),
            (Some(old), None) => alone(old, false, rules, self.options, keep),
            (None, Some(new)) => alone(new, true, rules, self.options, keep),
            (None, None) => crate::compare::Comparison::default(),
        })?;
        Ok(Compared {
            old_path: moved_from(pair, path),
            path: name,
            state: match (&old, &new) {
                (None, _) => State::Added,
                (_, None) => State::Removed,
                _ if pair.is_renamed => State::Renamed,
                _ => State::Kept,
            },
            old,
            new,
            comparison,
        })
    }

    /// What the baseline does not know.
    fn unknown(&self, judged: Judged, path: &Path, rules: &RuleSet) -> Judged {
        match &self.baseline {
            Some(baseline) => Judged {
                open: baseline.split(path, judged.open, rules).new,
                ..judged
            },
            None => judged,
        }
    }
}

/// The path of the old version, where it is another one than that of the new version.
fn moved_from(pair: &Pair, new: &Path) -> Option<String> {
    let old = match (pair.old.as_ref()?, pair.new.as_ref()?) {
        (Version::Disk(old), Version::Disk(_)) => old.display().to_string(),
        (Version::Blob(old), Version::Blob(new)) if old.path != new.path => old.name.clone(),
        (Version::Blob(old), Version::Disk(_)) if !new.ends_with(&old.path) => {
            let below = Path::new(&old.path).ends_with(new);
            return (!below).then(|| old.name.clone());
        }
        _ => return None,
    };
    (Path::new(&old) != new).then_some(old)
}

/// What is printed, plan by plan.
struct Page {
    format: ComparisonFormat,
    style: crate::report::Style,
    summary: ComparisonSummary,
    is_first: bool,
}

impl Page {
    fn new(format: ComparisonFormat, output: &mut Output) -> Self {
        output.print(&comparison::start(format));
        Self {
            format,
            style: output.style(),
            summary: ComparisonSummary::default(),
            is_first: true,
        }
    }

    fn unreadable(&mut self, all: Vec<Unreadable>) {
        let refused = all
            .into_iter()
            .map(|Unreadable { path, reason }| Refused { path, reason });
        self.summary.unreadable.extend(refused);
    }

    fn take(&mut self, compared: Result<Compared, Unreadable>, output: &mut Output) {
        let compared = match compared {
            Ok(compared) => compared,
            Err(unreadable) => return self.unreadable(vec![unreadable]),
        };
        self.summary.add(&compared);
        let text = comparison::plan(&compared, self.format, &self.style, self.is_first);
        self.is_first &= text.is_empty();
        output.print(&text);
    }

    fn finish(self, output: &mut Output) -> ComparisonSummary {
        let text = comparison::finish(&self.summary, self.format, &self.style, self.is_first);
        output.print(&text);
        self.summary
    }
}

impl From<DiffFormat> for ComparisonFormat {
    fn from(format: DiffFormat) -> Self {
        match format {
            DiffFormat::Text => Self::Text,
            DiffFormat::Markdown => Self::Markdown,
            DiffFormat::Json => Self::Json,
        }
    }
}
