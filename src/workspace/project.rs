//! Which configuration holds for a plan: the nearest `cuff.yaml` above it, or the one that the user names. Each
//! configuration is read once; rules are loaded once for all plans that the same parts of it are for.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::chain::{self, Chain, add, at, copy};
use super::layers::{Effective, Setting, Value, overrides};
use super::named::{CONFIG, folder, inside, leads_elsewhere, pack, pack_name, shown, small_file};
use crate::diagnostic::Diagnostic;
use crate::rules::{At, Holds, Packs, RuleSet, Settings, Supplied};
use crate::source::{SourceFile, Span};

/// Files with something wrong in them, each with its mistakes.
pub type Refused = Vec<(SourceFile, Vec<Diagnostic>)>;

/// What holds for a plan.
#[derive(Debug)]
pub struct Project {
    /// The configuration and those that it extends.
    pub config: Arc<Chain>,
    /// For each of its layers, whether it is for the plan.
    pub active: Vec<bool>,
    /// The rules.
    pub rules: Arc<RuleSet>,
}

impl Project {
    /// Whether a plan is left out when its folder is checked.
    pub fn excludes(&self, plan: &Path) -> bool {
        self.config.excludes(plan)
    }

    /// What holds for all of the plan.
    pub fn effective(&self) -> Effective<'_> {
        let layers = self.config.layers.iter().zip(&self.active);
        Effective::all(
            layers
                .filter(|(layer, active)| **active && layer.is_whole())
                .map(|(layer, _)| layer),
        )
    }
}

/// All configurations of a run.
#[derive(Debug)]
pub struct Projects {
    named: Option<PathBuf>,
    isolated: bool,
    packs: Option<Packs>,
    supplied: Vec<PathBuf>,
    as_written: bool,
    chains: HashMap<Option<PathBuf>, Arc<Chain>>,
    by_layers: HashMap<(Option<PathBuf>, Vec<bool>), Arc<Project>>,
    by_folder: HashMap<PathBuf, Option<PathBuf>>,
}

impl Projects {
    /// `named` is a configuration that holds for every plan; with `isolated` none is looked for.
    pub fn new(named: Option<PathBuf>, isolated: bool) -> Self {
        Self {
            named,
            isolated,
            packs: None,
            supplied: Vec::new(),
            as_written: false,
            chains: HashMap::new(),
            by_layers: HashMap::new(),
            by_folder: HashMap::new(),
        }
    }

    /// The same with every rule of every pack, and these folders as packs beside the configured ones.
    #[must_use]
    pub fn with_packs(self, packs: Packs, supplied: Vec<PathBuf>) -> Self {
        Self {
            packs: Some(packs),
            supplied,
            ..self
        }
    }

    /// The same with rules as their files have them: changes to them must be right, and do nothing.
    #[must_use]
    pub fn as_written(self) -> Self {
        Self {
            as_written: true,
            ..self
        }
    }

    /// What holds for a plan, or for anything in its folder.
    ///
    /// # Errors
    /// Everything that is wrong in the configuration and in the rule files that it names.
    pub fn of(&mut self, plan: &Path) -> Result<Arc<Project>, Refused> {
        let config = match (&self.named, self.isolated) {
            (Some(named), _) => Some(named.clone()),
            (None, true) => None,
            (None, false) => self.above(&folder(plan)),
        };
        let (chain, refused) = match (self.chains.get(&config), &config) {
            (Some(chain), _) => (Arc::clone(chain), Vec::new()),
            (None, Some(path)) if self.named.is_none() && leads_elsewhere(path) => {
                let reason = format!("this is a link to a file that is not called `{CONFIG}`");
                let source = SourceFile::new(shown(path), "");
                return Err(vec![(source, vec![at(Span::default(), reason)])]);
            }
            (None, Some(path)) => {
                let (chain, refused) = chain::read(path);
                (Arc::new(chain), refused)
            }
            (None, None) => (Arc::new(without()), Vec::new()),
        };
        let active = chain.active(plan);
        let key = (config.clone(), active.clone());
        if let Some(project) = self.by_layers.get(&key) {
            return Ok(Arc::clone(project));
        }
        let rules = self.load(&chain, &active, refused)?;
        self.chains.insert(config, Arc::clone(&chain));
        let project = Arc::new(Project {
            config: chain,
            active,
            rules: Arc::new(rules),
        });
        self.by_layers.insert(key, Arc::clone(&project));
        Ok(project)
    }

    /// The nearest configuration in a folder or above it.
    fn above(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.by_folder.get(folder) {
            return known.clone();
        }
        let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let found = absolute
            .ancestors()
            .map(|folder| folder.join(CONFIG))
            .find(|file| file.is_file());
        self.by_folder.insert(folder.to_owned(), found.clone());
        found
    }

    /// Loads the rules that layers ask for. Mistakes that were found before are said with those that loading finds.
    fn load(
        &self,
        chain: &Chain,
        active: &[bool],
        mut refused: Refused,
    ) -> Result<RuleSet, Refused> {
        let general = chain.general();
        let mut missing = Refused::new();
        let mut supplied = own_packs(chain, &general, &mut missing);
        let exercises = exercises(chain, &general, &mut refused);
        for written in &self.supplied {
            match pack(written, pack_name(&written.display().to_string())) {
                Ok(pack) => supplied.push(pack),
                Err(reason) => missing.push((
                    SourceFile::new(shown(written), ""),
                    vec![at(Span::default(), reason)],
                )),
            }
        }
        // Without its packs every rule would be unknown, and without a readable file nothing is asked for.
        if !missing.is_empty() || chain.layers.is_empty() && !refused.is_empty() {
            return Err(together(refused, missing));
        }
        let mut settings = Settings {
            packs: self.packs.clone().unwrap_or_else(|| packs(&general)),
            supplied,
            exercises,
            overrides: overrides(&chain.layers, active),
            estimates: estimates(&general),
            forbidden: items(&general, "forbid")
                .map(|setting| (setting.written.clone(), setting.at))
                .collect(),
            configs: chain.sources.iter().map(copy).collect(),
        };
        if self.as_written {
            let changes = settings.overrides.iter_mut();
            changes.for_each(|change| change.holds = Holds::Elsewhere);
            settings.estimates.clear();
        }
        match RuleSet::load(&settings) {
            Ok(rules) if refused.is_empty() => Ok(rules),
            Ok(_) => Err(together(refused, Vec::new())),
            Err(more) => Err(together(refused, more)),
        }
    }
}

/// What holds where there is no configuration.
fn without() -> Chain {
    Chain {
        sources: vec![SourceFile::new(CONFIG, "")],
        ..Chain::default()
    }
}

/// All mistakes, file by file, in order of their places.
fn together(mut refused: Refused, more: Refused) -> Refused {
    for (source, wrong) in more {
        add(&mut refused, &source, wrong);
    }
    for (_, wrong) in &mut refused {
        wrong.sort_by_key(|diagnostic| diagnostic.span);
    }
    refused
}

/// The packs as the rules know them: folders by their names.
fn packs(general: &Effective<'_>) -> Packs {
    let Some(Value::Packs(named)) = general.last.get("packs").map(|setting| &setting.value) else {
        return Packs::Default;
    };
    let named = named.iter().map(|(name, at)| (pack_name(name), *at));
    Packs::These(named.collect())
}

fn items<'e>(general: &'e Effective<'_>, key: &str) -> impl Iterator<Item = &'e Setting> {
    general.items.get(key).into_iter().flatten().copied()
}

fn estimates(general: &Effective<'_>) -> BTreeMap<String, (crate::quantity::Quantity, At)> {
    let figure = |(key, setting): (&&str, &&Setting)| {
        let name = key.strip_prefix("estimates.")?;
        match setting.value {
            Value::Figure(value) => Some((name.to_owned(), (value, setting.at))),
            _ => None,
        }
    };
    general.last.iter().filter_map(figure).collect()
}

/// Packs that the configuration names as folders.
fn own_packs(chain: &Chain, general: &Effective<'_>, refused: &mut Refused) -> Vec<Supplied> {
    let Some(Value::Packs(named)) = general.last.get("packs").map(|setting| &setting.value) else {
        return Vec::new();
    };
    let mut packs = Vec::new();
    for (written, place) in named {
        if !written.contains(['/', '\\']) {
            continue;
        }
        if !written.starts_with('.') {
            let message =
                format!("`{written}` is no pack; a folder of rules starts with `./` or `../`");
            cannot(chain, *place, message, refused);
            continue;
        }
        match inside(&chain.project, chain.folder(*place), written)
            .and_then(|folder| pack(&folder, pack_name(written)))
        {
            Ok(supplied) => packs.push(supplied),
            Err(reason) => {
                let message = format!("the pack `{written}` cannot be read: {reason}");
                cannot(chain, *place, message, refused);
            }
        }
    }
    packs
}

fn exercises(chain: &Chain, general: &Effective<'_>, refused: &mut Refused) -> Vec<SourceFile> {
    let mut files = Vec::new();
    for setting in items(general, "exercises") {
        let written = setting.written.as_str();
        match inside(&chain.project, chain.folder(setting.at), written)
            .and_then(|path| small_file(&path))
        {
            Ok(file) => files.push(file),
            Err(reason) => {
                let message = format!("the exercises `{written}` cannot be read: {reason}");
                cannot(chain, setting.at, message, refused);
            }
        }
    }
    files
}

/// A file that the configuration names and that cannot be read.
fn cannot(chain: &Chain, place: At, message: String, refused: &mut Refused) {
    if let Some(source) = chain.sources.get(place.file) {
        add(refused, source, vec![at(place.span, message)]);
    }
}
