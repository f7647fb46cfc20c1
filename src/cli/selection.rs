//! Arguments that say which plans and which rules a run is about, each group defined once for all commands that have it.

use crate::workspace::{Changed, Narrow, NoChanges, Shard, changed};

/// Plans that are left out.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Excluding {
    /// Leave out plans that match this pattern, such as 'archive/**', beside those that cuff.yaml excludes. Can be repeated.
    #[arg(long, value_name = "GLOB", help_heading = "Selection")]
    pub(super) exclude: Vec<String>,

    /// Leave out what is excluded even if it is named, as hooks name every file that is committed.
    #[arg(long, help_heading = "Selection")]
    pub(super) force_exclude: bool,
}

/// A part of the plans that are found.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Portion {
    /// Only plans that differ from the last commit, and those that git does not know yet.
    #[arg(long, help_heading = "Selection")]
    pub(super) changed: bool,

    /// Only plans that differ from the commit in which this branch left REF, such as origin/main. What is not committed
    /// counts, too.
    #[arg(
        long,
        value_name = "REF",
        env = "CUFF_SINCE",
        help_heading = "Selection"
    )]
    pub(super) since: Option<String>,

    /// Only one share of the plans, such as 2/8. A plan's path says which share it belongs to.
    #[arg(long, value_name = "I/N", value_parser = Shard::parse, env = "CUFF_SHARD", help_heading = "Selection")]
    pub(super) shard: Option<Shard>,
}

/// Rules that a run is about.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Choosing {
    /// Only these rules and packs, separated by commas. A rule that is named is on, whatever cuff.yaml says.
    #[arg(
        long,
        value_name = "RULE",
        value_delimiter = ',',
        help_heading = "Selection"
    )]
    pub(super) select: Vec<String>,

    /// Without these rules and packs, separated by commas.
    #[arg(
        long,
        value_name = "RULE",
        value_delimiter = ',',
        help_heading = "Selection"
    )]
    pub(super) ignore: Vec<String>,
}

impl Choosing {
    /// Whether rules are chosen at all.
    pub(super) fn is_there(&self) -> bool {
        !self.select.is_empty() || !self.ignore.is_empty()
    }
}

impl Portion {
    /// Whether only a part of the plans is wanted.
    pub(super) fn is_there(&self) -> bool {
        self.is_about_changes() || self.shard.is_some()
    }

    fn is_about_changes(&self) -> bool {
        self.changed || self.since.is_some()
    }

    /// What is wanted of the plans that are found.
    pub(super) fn narrow(&self, force_exclude: bool) -> Result<Narrow, NoChanges> {
        let changed: Option<Changed> = if self.is_about_changes() {
            Some(changed(self.since.as_deref())?)
        } else {
            None
        };
        Ok(Narrow {
            force_exclude,
            changed,
            shard: self.shard,
        })
    }

    /// What a plan must be to be wanted, in words: `has changed since the last commit`.
    pub(super) fn words(&self) -> String {
        let changed = match &self.since {
            Some(since) => Some(format!("has changed since `{since}`")),
            None if self.changed => Some("has changed since the last commit".to_owned()),
            None => None,
        };
        let shard = self.shard.map(|shard| format!("falls into share {shard}"));
        let words: Vec<String> = changed.into_iter().chain(shard).collect();
        words.join(" and ")
    }
}
