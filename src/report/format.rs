//! The forms of output: for each its name, what it is for, and the file that writes it.

use super::{
    Context, Form, Style, annotated, azure, checkstyle, concise, github, gitlab, grouped, json,
    json_lines, junit, markdown, narrated, pretty, rdjson, sarif,
};

/// A form of output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Drawn snippets with everything that is known.
    #[default]
    Full,
    /// One line a finding.
    Concise,
    /// One line a finding, under the name of its plan.
    Grouped,
    /// Whole phrases without drawing or colour.
    Narrated,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    JsonLines,
    /// SARIF 2.1.0.
    Sarif,
    /// Commands for the runner of GitHub Actions.
    Github,
    /// A report of GitLab's code quality.
    Gitlab,
    /// Commands for the agent of Azure Pipelines.
    Azure,
    /// Test results.
    Junit,
    /// Results as Checkstyle writes them.
    Checkstyle,
    /// The JSON of reviewdog.
    Rdjson,
    /// A summary for a comment or a page.
    Markdown,
    /// A page with each plan and its findings beside it.
    Html,
}

impl Format {
    /// All of them, with the word for each and what it is good for.
    pub const ALL: [(Self, &'static str, &'static str); 15] = [
        (
            Self::Full,
            "full",
            "Each finding with the plan's lines, reasons, help and fixes",
        ),
        (
            Self::Concise,
            "concise",
            "One line a finding: `path:line:column: severity[rule]: message`",
        ),
        (
            Self::Grouped,
            "grouped",
            "One line a finding, below the name of its plan",
        ),
        (
            Self::Narrated,
            "narrated",
            "The same as full in whole phrases, without drawing or colour, for screen readers",
        ),
        (
            Self::Json,
            "json",
            "One JSON document with every finding and the counts",
        ),
        (
            Self::JsonLines,
            "json-lines",
            "One JSON object a line, for logs and warehouses",
        ),
        (
            Self::Sarif,
            "sarif",
            "SARIF 2.1.0, for code scanning and editors",
        ),
        (
            Self::Github,
            "github",
            "Annotations on a pull request in GitHub Actions, and the summary of the job",
        ),
        (
            Self::Gitlab,
            "gitlab",
            "A code quality report, for merge requests in GitLab",
        ),
        (
            Self::Azure,
            "azure",
            "Issues in the log and summary of Azure Pipelines",
        ),
        (
            Self::Junit,
            "junit",
            "Test results, a suite for each plan, for Jenkins and others",
        ),
        (
            Self::Checkstyle,
            "checkstyle",
            "XML as Checkstyle writes it, for Jenkins and others",
        ),
        (
            Self::Rdjson,
            "rdjson",
            "For reviewdog, with fixes as suggestions",
        ),
        (
            Self::Markdown,
            "markdown",
            "A summary for a comment, the most severe findings first",
        ),
        (
            Self::Html,
            "html",
            "A page with each plan and its findings beside it",
        ),
    ];

    /// The word for it on the command line.
    pub fn word(self) -> &'static str {
        self.row().1
    }

    /// What it is good for, in a line.
    pub fn about(self) -> &'static str {
        self.row().2
    }

    /// Whether it is read as it is written, and nothing is lost if something stands between.
    pub fn is_for_people(self) -> bool {
        matches!(
            self,
            Self::Full | Self::Concise | Self::Grouped | Self::Narrated
        )
    }

    /// The format that is spelled `word`.
    pub fn from_word(word: &str) -> Option<Self> {
        let row = Self::ALL.into_iter().find(|row| row.1 == word)?;
        Some(row.0)
    }

    fn row(self) -> (Self, &'static str, &'static str) {
        let found = Self::ALL.into_iter().find(|row| row.0 == self);
        found.unwrap_or((self, "", ""))
    }

    /// What writes it.
    pub(super) fn form(self, style: &Style, context: &Context) -> Box<dyn Form> {
        match self {
            Self::Full => Box::new(pretty::Pretty::new(style)),
            Self::Concise => Box::new(concise::Concise::new(style)),
            Self::Grouped => Box::new(grouped::Grouped::new(style)),
            Self::Narrated => Box::new(narrated::Narrated::new(style)),
            Self::Json => Box::new(json::Json),
            Self::JsonLines => Box::new(json_lines::JsonLines),
            Self::Sarif => Box::new(sarif::Sarif::new(context)),
            Self::Github => Box::new(github::Github::new(context)),
            Self::Gitlab => Box::new(gitlab::Gitlab::new(context)),
            Self::Azure => Box::new(azure::Azure::new(context)),
            Self::Junit => Box::new(junit::Junit),
            Self::Checkstyle => Box::new(checkstyle::Checkstyle),
            Self::Rdjson => Box::new(rdjson::Rdjson),
            Self::Markdown => Box::new(markdown::Markdown::new(context)),
            Self::Html => Box::new(annotated::Annotated),
        }
    }
}
