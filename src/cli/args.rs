//! What the command line may say. The words here are the help.

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Parser, Subcommand, ValueEnum};

use super::caching::{Caching, Place};
use super::diff_args::Diff;
use super::gates::Gates;
use super::groups::{Day, Listing, Plans, Sources, Stdin};
use super::outputs::Reports;
use super::packaging::{Completions, Man};
use super::selection::{Choosing, Portion};
use super::server::Server;
use super::timings::Measuring;
use super::version::Version;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const EXAMPLES: &str = "\
Examples:
  cuff check                          check every plan below this folder
  cuff check plans/arms.plan          check one plan
  cuff check - < arms.plan            check what comes in on standard input
  cuff check --diff                   see what the safe fixes would change
  cuff check --fix                    apply them
  cuff diff                           what changed since the last commit, as training
  cuff fmt                            lay every plan below this folder out tidily
  cuff explain load-above-range       why a rule is there, and how to satisfy it
  cuff explain occlusion              the method, its checklists and its sources
  cuff exercises \"DB Curl\"            what cuff knows about an exercise
  cuff facts plans/arms.plan          how cuff understands a plan
  cuff show plans/arms.plan           a plan for the person who trains it
  cuff config                         what cuff.yaml settles, and where
  cuff baseline create                remember what is found today
  cuff check -- @plans.txt            plans from a file, one a line; without -- any arguments

Exit codes:
  0  nothing at error level
  1  errors found
  2  cuff could not do its work: bad arguments, configuration or rule file,
     unreadable input, no plan found";

/// The linter for strength-training plans.
///
/// cuff reads training plans and checks them against rules for occlusion training (blood flow restriction): where the
/// wraps sit, how tight, how long, how heavy, in which order, and for whom. It never calls a plan safe.
#[derive(Debug, Parser)]
#[command(name = "cuff", version, styles = STYLES, after_help = EXAMPLES, subcommand_required = true, arg_required_else_help = true)]
pub(super) struct Args {
    /// What to do.
    #[command(subcommand)]
    pub(super) command: Command,

    /// Use this configuration instead of the nearest cuff.yaml.
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "CUFF_CONFIG",
        help_heading = "Configuration"
    )]
    pub(super) config: Option<PathBuf>,

    /// Look for no configuration at all.
    #[arg(
        long,
        global = true,
        conflicts_with = "config",
        help_heading = "Configuration"
    )]
    pub(super) isolated: bool,

    /// When to use colours.
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        env = "CUFF_COLOR",
        help_heading = "Output",
        // Last: otherwise its place depends on how many commands there are.
        display_order = 900
    )]
    pub(super) color: Color,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands, in the order in which people need them.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check plans and report what is wrong, where, why and what to do.
    Check(Box<Check>),
    /// Lay plans out in one tidy form; the training stays the same.
    Fmt(Fmt),
    /// Say what changed between two versions of plans: the training, and the findings.
    Diff(Diff),
    /// Explain a rule: what it asks, why, its figures and their sources.
    Explain(Explain),
    /// List the rules that are on, each with its level and what it asks.
    Rules(Rules),
    /// Show what cuff knows about exercises: class, muscles, limbs, where a wrap can go.
    Exercises(Exercises),
    /// Show a plan as the rules see it: weeks written out, loads in percent, sessions on a clock.
    Facts(Facts),
    /// Show a plan to a person: every session with kilograms, minutes and wraps; in the terminal or as a page.
    Show(Show),
    /// Run the examples inside rule files, shipped ones and your own.
    Test(Test),
    /// Remember what is found today, so that checks report what is new.
    Baseline(Baseline),
    /// Show what the configuration settles, and where each value comes from.
    Config(Config),
    /// Remove what earlier runs kept, so that the next one checks every plan anew.
    Clean(Clean),
    /// Write a first cuff.yaml, with a comment on everything that it can say.
    Init(Init),
    /// Print the JSON Schema of a file, for editors.
    Schema(Schema),
    /// Serve an editor: findings while you type, fixes, formatting.
    Server(Server),
    /// Print completions for a shell.
    Completions(Completions),
    /// Print the manual page, or write those of all commands into a folder.
    Man(Man),
    /// Print the version, and from what this program was built.
    Version(Version),
}

/// Arguments of `cuff check`.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "\
Check plans and report what is wrong, where, why and what to do.

Folders are searched for files that end in .plan; what git ignores and what cuff.yaml excludes is left out. A file that \
is named is always checked, unless it is excluded and --force-exclude is there.

--select and --ignore come on top of cuff.yaml. A rule that is named is on, whatever turned it off, at the level that \
cuff.yaml has for it; a pack that is named is as cuff.yaml has it. A rule weighs more than its pack, and --ignore more than \
--select. Lines that cannot be read are said in any case, and what cuff.yaml has under `forbid` stays on. Fixes are held \
against the rules that are on.",
    after_help = "\
Examples:
  cuff check                                  every .plan file below this folder
  cuff check week1.plan week2.plan plans/     files and folders
  cuff check - --stdin-filename arms.plan     standard input, as an editor sends it
  cuff check --format json > findings.json    for other programs
  cuff check --format github --output sarif=cuff.sarif --output junit=cuff.xml
  cuff check --strict                         fail where something could not be checked
  cuff check --max-warnings 0                 fail on warnings
  cuff check --since origin/main              what this branch changed
  cuff check --shard 2/8                      the second of eight shares of all plans
  cuff check --select rest-off-target         one rule only
  cuff check -- @plans.txt                    the plans that a file names, one a line
  cuff check --statistics                     how many findings each rule has
  cuff check --fix                            apply the fixes that keep the training as it is
  cuff check --fix --unsafe-fixes             and those that change it: read the plan afterwards
  cuff check --diff --unsafe-fixes            see first what they would change
  cuff check --fix - < arms.plan              the fixed plan on standard output
  cuff check --watch                          check again whenever something changes
  cuff check --no-cache                       forget what earlier runs found
  cuff check --list-suppressions              what comments silence, and why
  cuff check --baseline cuff-baseline.json    only what is new
  cuff check --add-suppressions \"written before we used cuff\"

Exit codes:
  0  nothing at error level, after the fixes if they are asked for; also if there are plans and
     none is wanted: none changed, none falls into the share, all that are named are excluded
  1  errors found, or what --fail-level, --max-warnings, --strict or --baseline-strict name; with
     --diff if something would change; never with --exit-zero
  2  cuff could not do its work: bad arguments, configuration or rule file, no git repository or
     revision for --changed and --since, unreadable input, no plan found (unless --allow-empty),
     a plan that could not be written"
)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) plans: Plans,

    #[command(flatten)]
    pub(super) portion: Portion,

    #[command(flatten)]
    pub(super) choosing: Choosing,

    #[command(flatten)]
    pub(super) gates: Gates,

    /// Apply fixes to the plans, those that keep the training as it is. What remains is reported.
    #[arg(long, help_heading = "Fixes", group = "fixing")]
    pub(super) fix: bool,

    /// With --fix or --diff: apply fixes that change the training or what the plan says, too.
    #[arg(long, help_heading = "Fixes", requires = "fixing")]
    pub(super) unsafe_fixes: bool,

    /// Show what the fixes would change, and write nothing.
    #[arg(long, help_heading = "Fixes", group = "fixing")]
    pub(super) diff: bool,

    #[command(flatten)]
    pub(super) reports: Reports,

    /// Print only the summary.
    #[arg(long, short, help_heading = "Output")]
    pub(super) quiet: bool,

    /// Print how many findings each rule has, instead of the findings.
    #[arg(long, conflicts_with_all = ["quiet", "list_suppressions", "diff"], help_heading = "Output")]
    pub(super) statistics: bool,

    #[command(flatten)]
    pub(super) measuring: Measuring,

    #[command(flatten)]
    pub(super) caching: Caching,

    /// Check again whenever a plan, a rule or a configuration changes, until Ctrl-C. Reports as text or as json-lines.
    #[arg(
        long,
        short,
        conflicts_with_all = ["fixing", "list_suppressions", "add_suppressions"],
        help_heading = "Input"
    )]
    pub(super) watch: bool,

    /// List the comments that silence findings, with what each silences, instead of the findings.
    #[arg(
        long,
        conflicts_with_all = ["add_suppressions", "fixing", "select", "ignore"],
        help_heading = "Living with findings"
    )]
    pub(super) list_suppressions: bool,

    /// Write a comment with this reason for everything that is found, into the plans. What is left is then reported.
    #[arg(
        long,
        value_name = "REASON",
        value_parser = reason,
        conflicts_with = "fixing",
        help_heading = "Living with findings"
    )]
    pub(super) add_suppressions: Option<String>,

    /// Leave out the findings that this file knows, as `cuff baseline create` wrote it. They get no fix and no comment.
    #[arg(
        long,
        value_name = "FILE",
        env = "CUFF_BASELINE",
        help_heading = "Living with findings"
    )]
    pub(super) baseline: Option<PathBuf>,

    /// End with exit code 1 where the baseline knows findings that are fixed.
    #[arg(long, requires = "baseline", help_heading = "Living with findings")]
    pub(super) baseline_strict: bool,
}

/// A reason is a line that says something.
fn reason(text: &str) -> Result<String, String> {
    let text = text.trim();
    if !text.contains(char::is_alphanumeric) || text.chars().any(char::is_control) {
        return Err("write in one line who decided it, and why".to_owned());
    }
    Ok(text.to_owned())
}

/// Arguments of `cuff fmt`.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "\
Lay plans out in one tidy form: spelling, blanks, indentation. The training stays the same.

Comments and notes keep their words, and a line that cannot be read stays as it is. Folders are searched as `cuff check` \
does.",
    after_help = "\
Examples:
  cuff fmt                                  every .plan file below this folder
  cuff fmt week1.plan plans/                files and folders
  cuff fmt --check                          fail if a plan is not tidy, and name it
  cuff fmt --diff week1.plan                see what would change
  cuff fmt - --stdin-filename arms.plan     standard input to standard output, as an editor asks

Exit codes:
  0  done; with --check or --diff: every plan is tidy
  1  with --check or --diff: a plan is not tidy
  2  cuff could not do its work, or a plan could not be written"
)]
pub(super) struct Fmt {
    #[command(flatten)]
    pub(super) sources: Sources,

    #[command(flatten)]
    pub(super) portion: Portion,

    /// Write nothing; name the plans that are not tidy.
    #[arg(long, help_heading = "Exit code", conflicts_with = "diff")]
    pub(super) check: bool,

    /// Write nothing; show what would change.
    #[arg(long, help_heading = "Output")]
    pub(super) diff: bool,
}

/// Arguments of `cuff explain`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cuff explain marathon-session     a rule
  cuff explain occlusion            a pack: the method, its checklists
  cuff explain missing-unit         a finding of the language itself

Ids stand in the brackets of a finding; `cuff rules` lists them all.")]
pub(super) struct Explain {
    /// The id of a rule or of a finding of the language, or the name of a pack.
    #[arg(value_name = "RULE")]
    pub(super) rule: String,
}

/// Arguments of `cuff rules`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cuff rules                   every rule with its level, pack by pack
  cuff rules --format json     one JSON object for each rule, a line each")]
pub(super) struct Rules {
    #[command(flatten)]
    pub(super) listing: Listing,
}

/// Arguments of `cuff exercises`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cuff exercises                            every exercise that cuff knows
  cuff exercises \"Curl (Dumbbell)\" RDL      what these names mean
  cuff exercises - < names.txt              one name a line
  cuff exercises --format json \"DB Curl\"    one JSON object for each name, a line each")]
pub(super) struct Exercises {
    /// Names as plans write them, or - to read them from standard input, one a line.
    #[arg(value_name = "NAME")]
    pub(super) names: Vec<String>,

    #[command(flatten)]
    pub(super) listing: Listing,
}

/// Arguments of `cuff facts`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cuff facts arms.plan         the plan as the rules see it
  cuff facts arms.plan --all   with every fact that a rule can read
  cuff facts --list            names, types and meanings of all facts")]
pub(super) struct Facts {
    /// A plan, or - for standard input.
    #[arg(value_name = "FILE", required_unless_present = "list")]
    pub(super) file: Option<PathBuf>,

    /// Show every fact that a rule can read.
    #[arg(long)]
    pub(super) all: bool,

    /// List the names, types and meanings of all facts instead of showing a plan.
    #[arg(long, conflicts_with_all = ["all", "file"])]
    pub(super) list: bool,
}

/// Arguments of `cuff show`.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "\
Show a plan to a person: every session with sets, loads in % and kilograms, tempo, rest, minutes and wraps, when wraps \
are on and off, and how loads and minutes go from week to week.

What `cuff check` finds stands beside the exercise that it is about. What is not known is shown as not known, with what to \
add, and estimates are marked. Weeks that are trained alike are shown once. One plan at a time.",
    after_help = "\
Examples:
  cuff show arms.plan                       in the terminal
  cuff show arms.plan --week 3              one week; 3-5 for several
  cuff show arms.plan --session pull        the sessions with this word in their name
  cuff show arms.plan --html arms.html      a page for the phone and the printer, in one file
  cuff show arms.plan --html -              the page on standard output
  cuff show - < arms.plan                   what comes in on standard input

A page that cuff wrote before is written anew; any other file is left alone.

Exit codes:
  0  shown, whatever was found in it
  2  cuff could not do its work: unreadable, no exercise in it, or the page could not be written"
)]
pub(super) struct Show {
    /// A plan, or - for standard input.
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,

    /// Write one self-contained page to this file, or to standard output for -, instead of printing text.
    #[arg(long, value_name = "OUT", help_heading = "Output")]
    pub(super) html: Option<PathBuf>,

    /// Only this week, or these: 3, or 3-5.
    #[arg(long, value_name = "N|A-B", value_parser = week_range, help_heading = "What is shown")]
    pub(super) week: Option<std::ops::RangeInclusive<u32>>,

    /// Only sessions with this word in their name.
    #[arg(long, value_name = "WORD", help_heading = "What is shown")]
    pub(super) session: Option<String>,

    #[command(flatten)]
    pub(super) stdin: Stdin,

    #[command(flatten)]
    pub(super) day: Day,
}

/// Reads `3` or `3-5`.
fn week_range(text: &str) -> Result<std::ops::RangeInclusive<u32>, String> {
    let number = |text: &str| text.trim().parse::<u32>().ok();
    let (first, last) = text.split_once(['-', '–']).unwrap_or((text, text));
    match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => Ok(first..=last),
        _ => Err("write a week such as 3, or weeks such as 3-5".to_owned()),
    }
}

/// Arguments of `cuff test`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cuff test                            the examples of all shipped rules
  cuff test rules/club                 those of a pack of your own
  cuff test --filter load-above        those of one rule, or with a word in their name")]
pub(super) struct Test {
    /// Folders of your own rules, whose examples are run instead of the shipped ones; one with the name of a shipped pack
    /// stands in its place.
    #[arg(value_name = "FOLDER")]
    pub(super) folders: Vec<PathBuf>,

    /// Only rules and cases whose name holds this.
    #[arg(long, value_name = "WORD")]
    pub(super) filter: Option<String>,
}

/// Arguments of `cuff config`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cuff config                                             every value that holds in this folder
  cuff config --for plans/arms.plan                       those that hold for one plan
  cuff config --explain load-above-range                  where its level and figures come from
  cuff config --explain rest-off-target.longest --for plans/arms.plan
  cuff config --explain estimates.heavy                   a figure for what plans leave out
  cuff config --explain rest-off-target --select occlusion
                                                          with the arguments of `cuff check`

What is printed without --explain is a cuff.yaml itself.")]
pub(super) struct Config {
    /// The plan that it is about. It need not be there.
    #[arg(long = "for", value_name = "FILE")]
    pub(super) plan: Option<PathBuf>,

    /// Say where a value comes from: a rule, one of its figures, an estimate, or a key of cuff.yaml.
    #[arg(long, value_name = "KEY")]
    pub(super) explain: Option<String>,

    #[command(flatten)]
    pub(super) choosing: Choosing,
}

/// Arguments of `cuff clean`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cuff clean                          remove .cuff_cache of this project
  cuff clean --cache-dir /tmp/cuff    remove another one

Nothing is ever taken from the cache that does not hold any more; this is for the room on the disk.")]
pub(super) struct Clean {
    #[command(flatten)]
    pub(super) place: Place,
}

/// Arguments of `cuff init`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cuff init          write cuff.yaml here
  cuff init plans    write plans/cuff.yaml

A file that is there is never overwritten.")]
pub(super) struct Init {
    /// The folder; this one if absent.
    #[arg(value_name = "FOLDER")]
    pub(super) folder: Option<PathBuf>,
}

/// Arguments of `cuff schema`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cuff schema config > cuff.schema.json    then, as the first line of cuff.yaml:
                                           # yaml-language-server: $schema=cuff.schema.json
  cuff schema diff                         what `cuff diff --format json` prints
  cuff schema findings                     what `cuff check --format json` prints
  cuff schema finding-lines                a line of what `cuff check --format json-lines` prints")]
pub(super) struct Schema {
    /// Which file.
    #[arg(value_name = "FILE")]
    pub(super) file: SchemaFile,
}

/// Files with a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaFile {
    /// cuff.yaml
    Config,
    /// What `cuff diff --format json` prints
    Diff,
    /// What `cuff check --format json` prints
    Findings,
    /// A line of what `cuff check --format json-lines` prints
    FindingLines,
}

/// Arguments of `cuff baseline`.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "\
Remember what is found today, so that checks report what is new.

A finding is known by its rule and its place in the plan, such as `week 3/Legs`, not by its line; where several share \
both, they are counted. A finding that got worse is new. The file belongs next to the plans, into version \
control.",
    after_help = "\
Examples:
  cuff baseline create                          write cuff-baseline.json for all plans below this folder
  cuff check --baseline cuff-baseline.json      only what is new
  cuff check --baseline cuff-baseline.json --baseline-strict
                                                and fail where something is fixed and still in the file
  cuff baseline prune                           take out what is fixed"
)]
pub(super) struct Baseline {
    /// What to do.
    #[command(subcommand)]
    pub(super) action: BaselineAction,
}

/// What can be done with a baseline.
#[derive(Debug, Subcommand)]
pub(super) enum BaselineAction {
    /// Write a new file with everything that is found. One that is there is never overwritten.
    #[command(after_help = "\
Examples:
  cuff baseline create                      cuff-baseline.json, for all plans below this folder
  cuff baseline create plans --baseline plans/known.json")]
    Create(BaselineFile),
    /// Take out of the file what is not found any more. Nothing is added.
    #[command(after_help = "\
Examples:
  cuff baseline prune                       what is fixed, and plans that are not there any more
  cuff baseline prune plans/arms.plan       what is fixed in one plan")]
    Prune(BaselineFile),
}

/// A baseline, and the plans that it is about.
#[derive(Debug, clap::Args)]
pub(super) struct BaselineFile {
    #[command(flatten)]
    pub(super) plans: Plans,

    /// The file.
    #[arg(
        long,
        value_name = "FILE",
        default_value = "cuff-baseline.json",
        env = "CUFF_BASELINE"
    )]
    pub(super) baseline: PathBuf,
}
