//! What the command line of `cuff diff` may say. The words here are the help.

use std::path::PathBuf;

use clap::ValueEnum;

use super::groups::Day;

/// Arguments of `cuff diff`.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "\
Say what changed between two versions of plans: the training, and the findings.

Plans are compared as they will be trained, every week written out, so that spelling, order and comments make no \
difference. OLD and NEW are files, folders, revisions of git, or one file of a revision (main:plans/arms.plan). Without NEW \
the files on disk are the new version, without both they are compared with the last commit. Plans of folders and \
revisions belong together by their paths. Both versions are judged by the rules and the configuration that are on disk \
now. Revisions are read by the program git; nothing is written.",
    after_help = "\
Examples:
  cuff diff                                 the files below this folder against the last commit
  cuff diff arms.plan                       one file against the last commit
  cuff diff january.plan february.plan      two files
  cuff diff plans-2025 plans-2026           two folders
  cuff diff main HEAD                       two revisions
  cuff diff main...HEAD                     what this branch did since it left main
  cuff diff HEAD~1 -- plans/arms.plan       one file against the commit before the last one
  cuff diff main:plans/arms.plan draft.plan
  cuff diff main --format markdown          for a comment on a pull request
  cuff diff main --fail-on-new              for CI: fail on new findings at error level

Exit codes:
  0  compared; with --exit-code or --fail-on-new: nothing that they ask about
  1  with --exit-code: the training is another one, or cannot be known to be the same; with --fail-on-new: findings at
     error level came
  2  cuff could not do its work: no such file or revision, a plan that cannot be read, a wrong configuration"
)]
pub(super) struct Diff {
    /// A file, a folder, a revision, REVISION:PATH, or OLD..NEW. The last commit if absent.
    #[arg(value_name = "OLD")]
    pub(super) old: Option<String>,

    /// The same. The files on disk if absent.
    #[arg(value_name = "NEW")]
    pub(super) new: Option<String>,

    /// With revisions: only these files and folders. This folder if absent.
    #[arg(value_name = "PATH", last = true)]
    pub(super) paths: Vec<PathBuf>,

    /// How it looks.
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "text",
        help_heading = "Output"
    )]
    pub(super) format: DiffFormat,

    #[command(flatten)]
    pub(super) day: Day,

    /// Leave out the findings that this file knows, as `cuff baseline create` wrote it.
    #[arg(
        long,
        value_name = "FILE",
        env = "CUFF_BASELINE",
        help_heading = "Living with findings"
    )]
    pub(super) baseline: Option<PathBuf>,

    /// End with exit code 1 where the training is another one, or may be.
    #[arg(long, help_heading = "Exit code")]
    pub(super) exit_code: bool,

    /// End with exit code 1 where findings at error level came.
    #[arg(long, help_heading = "Exit code")]
    pub(super) fail_on_new: bool,
}

/// How a comparison is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// For people at a terminal.
    Text,
    /// For a comment on a pull request.
    Markdown,
    /// One JSON document.
    Json,
}
