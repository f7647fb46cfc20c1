//! How fast cuff reads and checks plans, next to what the machine can do at all.
//!
//! `cargo bench` runs everything. The floor is reading the same bytes; the stand-in is the same grammar with a few
//! comparisons written into the code. Times are for looking at; nothing passes or fails by them.
//! `benches/compare/run` measures cuff beside its peers, on the same plans.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark that cannot run should stop"
)]

mod generate;
mod stand_in;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use cuff::check::{Options, check};
use cuff::rules::{RuleSet, Settings};
use cuff::source::SourceFile;
use cuff::syntax;
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use rayon::prelude::*;

/// Plans of the folder that whole runs are measured on.
const PLANS: u64 = 10_000;

/// Plans for the parts that run in one thread.
const SAMPLE: u64 = 200;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
    fs::remove_dir_all(folder_path()).ok();
}

static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| (0..SAMPLE).map(generate::plan).collect());

static FOLDER: LazyLock<Folder> = LazyLock::new(|| {
    let path = folder_path();
    let bytes = generate_folder(&path, PLANS);
    Folder { path, bytes }
});

/// Writes plans, and gives how many bytes they have.
fn generate_folder(path: &Path, plans: u64) -> usize {
    fs::create_dir_all(path).expect("a folder for plans");
    let numbers = (0..plans).into_par_iter();
    numbers
        .map(|number| {
            let text = generate::plan(number);
            fs::write(path.join(format!("{number:05}.plan")), &text).expect("a plan");
            text.len()
        })
        .sum()
}

struct Folder {
    path: PathBuf,
    bytes: usize,
}

fn folder_path() -> PathBuf {
    std::env::temp_dir().join(format!("cuff-bench-{}", std::process::id()))
}

fn sample_bytes() -> BytesCount {
    BytesCount::new(TEXTS.iter().map(String::len).sum::<usize>())
}

/// One thread, plans in memory.
mod one_thread {
    use super::{
        Bencher, Options, RuleSet, Settings, SourceFile, TEXTS, black_box, check, sample_bytes,
        stand_in, syntax,
    };

    /// The floor: looking at every byte once.
    #[divan::bench]
    fn bytes(bencher: Bencher<'_, '_>) {
        bencher.counter(sample_bytes()).bench(|| {
            let texts = TEXTS.iter();
            texts
                .map(|text| black_box(text.lines().count()))
                .sum::<usize>()
        });
    }

    /// Text to tree.
    #[divan::bench]
    fn parse(bencher: Bencher<'_, '_>) {
        bencher.counter(sample_bytes()).bench(|| {
            for text in TEXTS.iter() {
                black_box(syntax::parse(text));
            }
        });
    }

    /// Text to tree, and twenty comparisons.
    #[divan::bench]
    fn stand_in(bencher: Bencher<'_, '_>) {
        bencher.counter(sample_bytes()).bench(|| {
            let texts = TEXTS.iter();
            texts.map(|text| stand_in::check(text)).sum::<usize>()
        });
    }

    /// Text to findings, every rule on.
    #[divan::bench]
    fn all_rules(bencher: Bencher<'_, '_>) {
        let rules = RuleSet::load(&Settings::default()).expect("the shipped rules");
        let sources = TEXTS
            .iter()
            .map(|text| SourceFile::new("a.plan", text.as_str()));
        let sources: Vec<SourceFile> = sources.collect();
        bencher.counter(sample_bytes()).bench(|| {
            for source in &sources {
                black_box(check(source, &rules, Options::default()));
            }
        });
    }
}

/// A folder of 10,000 plans on the disk, with all threads.
mod folder {
    use super::{
        Bencher, BytesCount, FOLDER, IntoParallelIterator as _, PLANS, ParallelIterator as _, cuff,
        fs,
    };

    /// The floor: reading the files.
    #[divan::bench(sample_count = 5)]
    fn read(bencher: Bencher<'_, '_>) {
        let bytes = BytesCount::new(FOLDER.bytes);
        bencher.counter(bytes).bench(|| {
            let plans = (0..PLANS).into_par_iter();
            plans.map(|number| read_plan(number).len()).sum::<usize>()
        });
    }

    /// Reading the files, and the stand-in.
    #[divan::bench(sample_count = 5)]
    fn stand_in(bencher: Bencher<'_, '_>) {
        let bytes = BytesCount::new(FOLDER.bytes);
        bencher.counter(bytes).bench(|| {
            let plans = (0..PLANS).into_par_iter();
            plans
                .map(|number| super::stand_in::check(&read_plan(number)))
                .sum::<usize>()
        });
    }

    /// The program from start to exit, its findings counted but not drawn.
    #[divan::bench(sample_count = 5)]
    fn cuff_quiet(bencher: Bencher<'_, '_>) {
        let bytes = BytesCount::new(FOLDER.bytes);
        bencher
            .counter(bytes)
            .bench(|| cuff(&["check", "--no-cache", "--quiet"], &FOLDER.path));
    }

    /// The same, one line a finding.
    #[divan::bench(sample_count = 5)]
    fn cuff_concise(bencher: Bencher<'_, '_>) {
        let bytes = BytesCount::new(FOLDER.bytes);
        bencher.counter(bytes).bench(|| {
            cuff(
                &["check", "--no-cache", "--format", "concise"],
                &FOLDER.path,
            )
        });
    }

    /// The same, with everything known from an earlier run.
    #[divan::bench(sample_count = 5)]
    fn cuff_cached(bencher: Bencher<'_, '_>) {
        let bytes = BytesCount::new(FOLDER.bytes);
        let check = || cuff(&["check", "--format", "concise"], &FOLDER.path);
        check();
        bencher.counter(bytes).bench(check);
    }

    fn read_plan(number: u64) -> String {
        fs::read_to_string(FOLDER.path.join(format!("{number:05}.plan"))).expect("a plan")
    }
}

/// From the start of the program to its exit.
mod process {
    use super::{Path, cuff};

    /// The program that does nothing.
    #[divan::bench(sample_count = 50)]
    fn empty() {
        cuff(&["--version"], Path::new("."));
    }

    /// One plan.
    #[divan::bench(sample_count = 50)]
    fn one_plan() {
        let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
        cuff(
            &["check", "--no-cache"],
            &examples.join("arm-finisher.plan"),
        );
    }
}

fn cuff(arguments: &[&str], path: &Path) {
    let status = Command::new(env!("CARGO_BIN_EXE_cuff"))
        .args(arguments)
        .arg(path)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    black_box(status.expect("the program"));
}
