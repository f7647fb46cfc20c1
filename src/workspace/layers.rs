//! What a configuration says, thing by thing, each with its place; and what of it holds for a plan.
//!
//! A configuration is layers: what stands at its top, then each of its overrides, in order. The layers of the file that
//! it extends come before its own. A later layer wins over an earlier one for the same key; lists grow. Nothing here
//! touches the disk.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Phase;
use crate::nearest::nearest;
use crate::quantity::Quantity;
use crate::rules::{At, Change, Holds, Level, Override, Part};
use crate::source::{SourceFile, Span};
use crate::yaml::{Data, Entry, Node};

/// Keys whose values add up from layer to layer.
const LISTS: [&str; 3] = ["exercises", "exclude", "forbid"];
/// Words for levels.
const LEVELS: [&str; 5] = ["error", "warning", "advice", "off", "on"];
/// What stands between a value and the reason for it.
const BECAUSE: &str = " because ";

/// What one place of a configuration settles, and for which plans.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Number of its file.
    pub file: usize,
    /// Where it begins, for an override.
    pub at: Option<At>,
    /// Plans that it is for; all if absent.
    pub files: Option<Gitignore>,
    /// Patterns of those plans, as written.
    pub patterns: Vec<String>,
    /// Part of those plans that it is for.
    pub part: Part,
    /// What it settles.
    pub settings: Vec<Setting>,
}

/// One thing that is settled.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its key: `levels.RULE`, `params.RULE.FIGURE`, `estimates.NAME`, `packs`, or that of a list.
    pub key: String,
    /// Where the key stands.
    pub at: At,
    /// The value as written, without the reason.
    pub written: String,
    /// Where the value stands.
    pub value_at: At,
    /// Why, in the author's words.
    pub reason: Option<String>,
    /// What it means.
    pub value: Value,
}

/// What a setting means.
#[derive(Clone, Debug)]
pub enum Value {
    /// A level of a rule.
    Level(Level),
    /// A figure of a rule, or one for estimates.
    Figure(Quantity),
    /// Packs, each with its place.
    Packs(Vec<(String, At)>),
    /// One item of a list.
    Item,
}

/// What holds, by key.
#[derive(Clone, Debug, Default)]
pub struct Effective<'l> {
    /// The last setting of each key.
    pub last: BTreeMap<&'l str, &'l Setting>,
    /// All items of lists, by their key, in order.
    pub items: BTreeMap<&'l str, Vec<&'l Setting>>,
}

impl<'l> Effective<'l> {
    /// What one layer settles.
    pub fn of(layer: &'l Layer) -> Self {
        let mut effective = Self::default();
        for setting in &layer.settings {
            let key = setting.key.as_str();
            match setting.value {
                Value::Item => effective.items.entry(key).or_default().push(setting),
                _ => drop(effective.last.insert(key, setting)),
            }
        }
        effective
    }

    /// The same with a later layer on top.
    #[must_use]
    pub fn under(mut self, later: Self) -> Self {
        self.last.extend(later.last);
        for (key, items) in later.items {
            self.items.entry(key).or_default().extend(items);
        }
        self
    }

    /// What layers settle together, in order.
    pub fn all(layers: impl IntoIterator<Item = &'l Layer>) -> Self {
        layers
            .into_iter()
            .map(Self::of)
            .fold(Self::default(), Self::under)
    }
}

impl Layer {
    /// Whether it is for a plan at all, whatever part of it.
    pub fn is_for(&self, plan: &Path) -> bool {
        self.files.as_ref().is_none_or(|files| matches(files, plan))
    }

    /// Whether it holds for the whole of each plan that it is for.
    pub fn is_whole(&self) -> bool {
        self.part == Part::default()
    }

    /// Whether it is for all plans.
    pub fn is_general(&self) -> bool {
        self.files.is_none() && self.is_whole()
    }
}

/// Whether patterns match a plan, or a folder that it is in.
pub(super) fn matches(patterns: &Gitignore, plan: &Path) -> bool {
    let absolute = std::path::absolute(plan).unwrap_or_else(|_| plan.to_owned());
    absolute.starts_with(patterns.path())
        && patterns
            .matched_path_or_any_parents(&absolute, false)
            .is_ignore()
}

/// Changes to rules that layers ask for in a plan. Those that do not hold there are among them, since every one of them
/// must be right.
pub(super) fn overrides(layers: &[Layer], active: &[bool]) -> Vec<Override> {
    let active = |place: usize| active.get(place).copied().unwrap_or(false);
    let whole = layers
        .iter()
        .enumerate()
        .filter(|(place, layer)| active(*place) && layer.is_whole());
    let last_whole: HashMap<&str, usize> = whole
        .flat_map(|(place, layer)| {
            layer
                .settings
                .iter()
                .map(move |one| (one.key.as_str(), place))
        })
        .collect();
    let mut overrides = Vec::new();
    for (place, layer) in layers.iter().enumerate() {
        for setting in &layer.settings {
            let Some((rule, change)) = change(setting) else {
                continue;
            };
            let last = last_whole.get(setting.key.as_str());
            let holds = if !active(place) || last.is_some_and(|last| *last > place) {
                Holds::Elsewhere
            } else if layer.is_whole() {
                Holds::Always
            } else {
                Holds::Within(layer.part.clone())
            };
            overrides.push(Override {
                rule,
                at: setting.at,
                change,
                holds,
            });
        }
    }
    overrides
}

fn change(setting: &Setting) -> Option<(String, Change)> {
    match &setting.value {
        Value::Level(level) => {
            let rule = setting.key.strip_prefix("levels.")?;
            Some((rule.to_owned(), Change::Level(*level)))
        }
        Value::Figure(value) => {
            let (rule, name) = setting.key.strip_prefix("params.")?.split_once('.')?;
            let change = Change::Figure {
                name: name.to_owned(),
                value: *value,
                value_at: setting.value_at,
                reasoned: setting.reason.is_some(),
            };
            Some((rule.to_owned(), change))
        }
        Value::Packs(_) | Value::Item => None,
    }
}

/// Reads the layers of a file from its tree. What has the wrong shape was said by then, and is passed over.
pub(super) fn read(
    source: &SourceFile,
    tree: &Node,
    file: usize,
    folder: &Path,
) -> (Vec<Layer>, Vec<Diagnostic>) {
    let mut reader = Reader {
        source,
        file,
        folder,
        wrong: Vec::new(),
    };
    let mut layers = vec![reader.top(tree)];
    let overrides = tree.entry("overrides").map(|entry| entry.value.items());
    for node in overrides.unwrap_or_default() {
        layers.extend(reader.block(node));
    }
    (layers, reader.wrong)
}

struct Reader<'s> {
    source: &'s SourceFile,
    file: usize,
    folder: &'s Path,
    wrong: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn at(&self, span: Span) -> At {
        At {
            file: self.file,
            span,
        }
    }

    fn wrong(&mut self, span: Span, message: String, help: impl Into<String>) {
        let report = Diagnostic::new("config", Severity::Error, span, message);
        self.wrong.push(report.help(help));
    }

    fn top(&mut self, tree: &Node) -> Layer {
        let mut settings = Vec::new();
        if let Some(packs) = tree.entry("packs") {
            settings.extend(self.packs(packs));
        }
        settings.extend(self.changes(tree));
        for entry in entries(tree, "estimates") {
            let key = format!("estimates.{}", entry.key);
            settings.extend(self.figure(key, entry));
        }
        for key in LISTS {
            for (item, written) in texts(tree, key) {
                settings.push(self.item(key, item, written));
            }
        }
        if let Some(exclude) = tree.entry("exclude") {
            // Read for what may be wrong with it; the patterns of all files are put together later.
            self.patterns(&texts(tree, exclude.key.as_str()));
        }
        Layer {
            file: self.file,
            at: None,
            files: None,
            patterns: Vec::new(),
            part: Part::default(),
            settings,
        }
    }

    fn packs(&self, packs: &Entry) -> Option<Setting> {
        if !matches!(packs.value.data, Data::List(_)) {
            return None;
        }
        let items = packs.value.items();
        let named: Vec<(String, At)> = items
            .iter()
            .filter_map(|item| Some((item.text()?.to_owned(), self.at(item.span))))
            .collect();
        let names: Vec<String> = named.iter().map(|(name, _)| name.clone()).collect();
        (named.len() == items.len()).then(|| Setting {
            key: packs.key.clone(),
            at: self.at(packs.key_span),
            written: names.join(", "),
            value_at: self.at(packs.value.span),
            reason: None,
            value: Value::Packs(named),
        })
    }

    fn item(&self, key: &str, item: &Node, written: &str) -> Setting {
        Setting {
            key: key.to_owned(),
            at: self.at(item.span),
            written: written.to_owned(),
            value_at: self.at(item.span),
            reason: None,
            value: Value::Item,
        }
    }

    /// Levels and figures.
    fn changes(&mut self, node: &Node) -> Vec<Setting> {
        let mut settings = Vec::new();
        for entry in entries(node, "levels") {
            settings.extend(self.level(entry));
        }
        for entry in entries(node, "params") {
            if entry.key.contains('.') {
                settings.extend(self.figure(format!("params.{}", entry.key), entry));
            } else {
                let message = format!("`{}` does not name a figure of a rule", entry.key);
                let help = "write the rule and its figure, such as `rest-off-target.longest: 45 s because …`";
                self.wrong(entry.key_span, message, help);
            }
        }
        settings
    }

    fn level(&mut self, entry: &Entry) -> Option<Setting> {
        let (written, span, reason) = self.reasoned(entry)?;
        let level = Level::from_word(&written).unwrap_or_else(|| {
            let help = match nearest(&written, LEVELS.into_iter()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "levels are `error`, `warning`, `advice`, `off` and `on`".to_owned(),
            };
            self.wrong(span, format!("`{written}` is not a level"), help);
            Level::Own
        });
        Some(Setting {
            key: format!("levels.{}", entry.key),
            at: self.at(entry.key_span),
            written,
            value_at: self.at(span),
            reason,
            value: Value::Level(level),
        })
    }

    fn figure(&mut self, key: String, entry: &Entry) -> Option<Setting> {
        let (written, span, reason) = self.reasoned(entry)?;
        let value = match Quantity::parse(&written) {
            Ok(value) => value,
            Err(message) => {
                self.wrong(span, message, "write a number with its unit");
                return None;
            }
        };
        Some(Setting {
            key,
            at: self.at(entry.key_span),
            written,
            value_at: self.at(span),
            reason,
            value: Value::Figure(value),
        })
    }

    /// A value and the reason for it: `28 % because our physio asked for it`.
    fn reasoned(&mut self, entry: &Entry) -> Option<(String, Span, Option<String>)> {
        let text = entry.value.text()?;
        let padded = format!("{text} ");
        let (value, reason) = match padded.split_once(BECAUSE) {
            None => (text.trim(), None),
            Some((value, reason)) => (value.trim(), Some(reason.trim().to_owned())),
        };
        let span = entry.value.inside(self.source, 0..value.len());
        // Dots that stand for a reason are none.
        let says_something = |reason: &String| reason.contains(char::is_alphanumeric);
        if reason
            .as_ref()
            .is_some_and(|reason| !says_something(reason))
        {
            let message = format!("no reason stands behind `because` for `{}`", entry.key);
            self.wrong(entry.value.span, message, "say who decided it, and why");
        }
        Some((value.to_owned(), span, reason))
    }

    /// An override: for which plans or which part of them, and what.
    fn block(&mut self, node: &Node) -> Option<Layer> {
        let written = texts(node, "files");
        let files = if node.entry("files").is_some() {
            Some(self.patterns(&written))
        } else {
            None
        };
        let text = |key: &str| Some(node.entry(key)?.value.text()?.trim().to_owned());
        let part = Part {
            athlete: text("athlete"),
            phase: text("phase"),
        };
        self.phase(node, part.phase.as_deref());
        let first = node.entries().first().map(|entry| entry.key_span);
        let at = first.unwrap_or(node.span);
        // A key that is not known was said, and may be what is missing here.
        let known = ["files", "phase", "athlete", "levels", "params"];
        let whole = node
            .entries()
            .iter()
            .all(|entry| known.contains(&entry.key.as_str()));
        if whole && files.is_none() && part == Part::default() {
            let message = "this override does not say what it is for".to_owned();
            self.wrong(
                at,
                message,
                "add `files`, `phase` or `athlete`, or move it to the top",
            );
        }
        let settings = self.changes(node);
        if whole && settings.is_empty() && node.entry("levels").or(node.entry("params")).is_none() {
            let message = "this override changes nothing".to_owned();
            self.wrong(at, message, "add `levels` or `params`");
        }
        Some(Layer {
            file: self.file,
            at: Some(self.at(at)),
            files,
            patterns: written.iter().map(|(_, text)| (*text).to_owned()).collect(),
            part,
            settings,
        })
    }

    /// A phase may be called anything, but a word that is nearly one of cuff's is a slip.
    fn phase(&mut self, node: &Node, phase: Option<&str>) {
        let Some((phase, entry)) = phase.zip(node.entry("phase")) else {
            return;
        };
        let known = Phase::WORDS;
        let is_known = known.iter().any(|word| word.eq_ignore_ascii_case(phase));
        if let (false, Some(near)) = (is_known, nearest(phase, known.into_iter())) {
            let message = format!("`{phase}` is no phase that cuff knows");
            self.wrong(entry.value.span, message, format!("did you mean `{near}`?"));
        }
    }

    fn patterns(&mut self, written: &[(&Node, &str)]) -> Gitignore {
        let (patterns, wrong) = patterns(self.folder, written.iter().map(|(_, text)| *text));
        for (place, message) in wrong {
            let span = written
                .get(place)
                .map_or(Span::default(), |(node, _)| node.span);
            self.wrong(span, message, "write patterns such as `archive/**`");
        }
        patterns
    }
}

/// Patterns below a folder, and what is wrong with which of them.
pub(super) fn patterns<'p>(
    folder: &Path,
    written: impl Iterator<Item = &'p str>,
) -> (Gitignore, Vec<(usize, String)>) {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let mut builder = GitignoreBuilder::new(&folder);
    let mut wrong = Vec::new();
    for (place, pattern) in written.enumerate() {
        // What git reads as a remark would be passed over in silence.
        if pattern.trim().is_empty() || pattern.starts_with('#') {
            wrong.push((place, format!("`{pattern}` is not a pattern")));
        } else if let Err(error) = builder.add_line(None, pattern) {
            wrong.push((place, format!("`{pattern}` is not a pattern: {error}")));
        }
    }
    let built = builder.build().unwrap_or_else(|error| {
        wrong.push((0, format!("these patterns cannot be used: {error}")));
        Gitignore::empty()
    });
    (built, wrong)
}

fn entries<'n>(node: &'n Node, key: &str) -> &'n [Entry] {
    node.entry(key)
        .map(|entry| entry.value.entries())
        .unwrap_or_default()
}

/// The texts of a list.
fn texts<'n>(node: &'n Node, key: &str) -> Vec<(&'n Node, &'n str)> {
    let items = node.entry(key).map(|entry| entry.value.items());
    items
        .unwrap_or_default()
        .iter()
        .filter_map(|item| Some((item, item.text()?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn layer(keys: &[u8]) -> Layer {
        let setting = |&key: &u8| Setting {
            key: if key < 4 {
                format!("params.rule.{key}")
            } else {
                "exclude".to_owned()
            },
            at: At::default(),
            written: key.to_string(),
            value_at: At::default(),
            reason: None,
            value: if key < 4 {
                Value::Level(Level::Own)
            } else {
                Value::Item
            },
        };
        Layer {
            file: 0,
            at: None,
            files: None,
            patterns: Vec::new(),
            part: Part::default(),
            settings: keys.iter().map(setting).collect(),
        }
    }

    /// Which setting holds for each key, by its address, and all items of lists.
    fn picture(effective: &Effective<'_>) -> String {
        let last = effective
            .last
            .iter()
            .map(|(key, setting)| (*key, std::ptr::from_ref(*setting)));
        let items = effective.items.iter().flat_map(|(key, items)| {
            items
                .iter()
                .map(|setting| (*key, std::ptr::from_ref(*setting)))
        });
        format!(
            "{:?} {:?}",
            last.collect::<Vec<_>>(),
            items.collect::<Vec<_>>()
        )
    }

    proptest! {
        /// However layers are put together, the same holds.
        #[test]
        fn precedence_is_associative(layers in prop::collection::vec(prop::collection::vec(0_u8..6, 0..5), 3..6), cut in 1_usize..3) {
            let layers: Vec<Layer> = layers.iter().map(|keys| layer(keys)).collect();
            let whole = Effective::all(&layers);
            let (before, after) = layers.split_at(cut);
            let halves = Effective::all(before).under(Effective::all(after));
            prop_assert_eq!(picture(&whole), picture(&halves));
            for (key, setting) in &whole.last {
                let mut writers = layers.iter().flat_map(|layer| &layer.settings).filter(|one| one.key == *key);
                prop_assert!(writers.next_back().is_some_and(|last| std::ptr::eq(last, *setting)), "{key}");
            }
        }
    }
}
