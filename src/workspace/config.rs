//! `cuff.yaml` as written, and what it asks of the rules.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Severity};
use crate::nearest::nearest;
use crate::quantity::Quantity;
use crate::rules::{Level, Override, Packs};
use crate::source::{SourceFile, Span};
use crate::yaml::{self, Located};

/// The configuration of a folder of plans.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ConfigFile {
    /// Packs of rules that are on: names of shipped packs, or folders that start with `./`. `[occlusion]` if absent.
    #[serde(default)]
    pub packs: Option<Vec<String>>,
    /// How each rule is reported: `error`, `warning`, `advice`, `off`, or `on` for one that is off by itself.
    #[serde(default)]
    pub levels: BTreeMap<String, String>,
    /// Figures of rules, by `rule.figure`, such as `load-above-range.max: 35 %`.
    #[serde(default)]
    pub params: BTreeMap<String, String>,
    /// Figures with which cuff estimates what a plan does not state, such as `heavy: 67 %`.
    #[serde(default)]
    pub estimates: BTreeMap<String, String>,
    /// Files of exercises beside the shipped ones.
    #[serde(default)]
    pub exercises: Vec<String>,
    /// Plans that are left out when a folder is checked, as patterns such as `archive/**`.
    #[serde(default)]
    pub exclude: Vec<String>,
}

/// What a configuration asks for, with the place of each thing in it.
#[derive(Debug, Default)]
pub(super) struct Wishes {
    pub(super) packs: Option<Vec<(String, Span)>>,
    pub(super) overrides: Vec<Override>,
    pub(super) estimates: BTreeMap<String, (Quantity, Span)>,
    pub(super) exercises: Vec<(String, Span)>,
    pub(super) exclude: Vec<(String, Span)>,
}

/// Reads a configuration, or says everything that is wrong in it.
pub(super) fn read(source: &SourceFile) -> Result<Wishes, Vec<Diagnostic>> {
    let located: Located<ConfigFile> = yaml::read(source)?;
    let mut reader = Reader {
        located: &located,
        wrong: Vec::new(),
    };
    let wishes = reader.wishes();
    if reader.wrong.is_empty() {
        Ok(wishes)
    } else {
        Err(reader.wrong)
    }
}

impl Wishes {
    /// The packs as the rules know them: folders by their names.
    pub(super) fn pack_names(&self) -> Packs {
        match &self.packs {
            None => Packs::Default,
            Some(packs) => Packs::These(
                packs
                    .iter()
                    .map(|(name, span)| (pack_name(name), *span))
                    .collect(),
            ),
        }
    }
}

/// The name of a pack: that of its folder.
pub fn pack_name(written: &str) -> String {
    written
        .trim_end_matches(['/', '\\'])
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or(written)
        .to_owned()
}

struct Reader<'l> {
    located: &'l Located<ConfigFile>,
    wrong: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn wishes(&mut self) -> Wishes {
        let file = &self.located.value;
        let mut wishes = Wishes {
            packs: file.packs.as_ref().map(|packs| self.placed("packs", packs)),
            exercises: self.placed("exercises", &file.exercises),
            exclude: self.placed("exclude", &file.exclude),
            ..Wishes::default()
        };
        for (rule, word) in &file.levels {
            let level = self.level(rule, word);
            let span = self.key("levels", rule);
            wishes.overrides.push(Override {
                rule: rule.clone(),
                span,
                level,
                params: Vec::new(),
            });
        }
        for (name, value) in &file.params {
            wishes.overrides.extend(self.param(name, value));
        }
        for (name, value) in &file.estimates {
            if let Some((value, span)) = self.quantity("estimates", name, value) {
                wishes.estimates.insert(name.clone(), (value, span));
            }
        }
        wishes
    }

    fn placed(&self, key: &str, items: &[String]) -> Vec<(String, Span)> {
        let place = |number: usize| self.located.tree.at(&format!("{key}.{number}"));
        items
            .iter()
            .enumerate()
            .map(|(number, item)| (item.clone(), place(number)))
            .collect()
    }

    fn level(&mut self, rule: &str, word: &str) -> Option<Level> {
        let level = Level::from_word(word);
        if level.is_none() {
            let words = ["error", "warning", "advice", "off", "on"];
            let help = match nearest(word, words.into_iter()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "levels are `error`, `warning`, `advice`, `off` and `on`".to_owned(),
            };
            let span = self.value("levels", rule);
            self.wrong.push(
                Diagnostic::new(
                    "config",
                    Severity::Error,
                    span,
                    format!("`{word}` is not a level"),
                )
                .help(help),
            );
        }
        level
    }

    fn param(&mut self, name: &str, value: &str) -> Option<Override> {
        let key = self.key("params", name);
        let Some((rule, param)) = name.split_once('.') else {
            self.wrong.push(
                Diagnostic::new(
                    "config",
                    Severity::Error,
                    key,
                    format!("`{name}` does not name a figure of a rule"),
                )
                .help("write the rule and its figure, such as `load-above-range.max: 35 %`"),
            );
            return None;
        };
        let (value, span) = self.quantity("params", name, value)?;
        let params = vec![(param.to_owned(), key, value, span)];
        Some(Override {
            rule: rule.to_owned(),
            span: key,
            level: None,
            params,
        })
    }

    fn quantity(&mut self, key: &str, name: &str, value: &str) -> Option<(Quantity, Span)> {
        let span = self.value(key, name);
        match Quantity::parse(value) {
            Ok(value) => Some((value, span)),
            Err(message) => {
                self.wrong.push(
                    Diagnostic::new("config", Severity::Error, span, message)
                        .help("write a number with its unit"),
                );
                None
            }
        }
    }

    fn entry(&self, key: &str, name: &str) -> Option<&yaml::Entry> {
        self.located.tree.entry(key)?.value.entry(name)
    }

    fn key(&self, key: &str, name: &str) -> Span {
        self.entry(key, name)
            .map(|entry| entry.key_span)
            .unwrap_or_default()
    }

    fn value(&self, key: &str, name: &str) -> Span {
        self.entry(key, name)
            .map(|entry| entry.value.span)
            .unwrap_or_default()
    }
}
