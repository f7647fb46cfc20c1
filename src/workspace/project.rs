//! Which configuration holds for a plan: the nearest `cuff.yaml` above it, or the one that the user names. Each
//! configuration is read once; rules are loaded once for all plans that the same parts of it are for.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::chain::{self, Chain, add, at, copy, instead};
use ignore::gitignore::Gitignore;

use super::layers::{Effective, Layer, Setting, Value, matches, overrides, patterns};
use super::named::{CONFIG, Why, folder, home, inside, is_there, misled, pack, pack_name, project};
use super::unsaved::Unsaved;
use crate::diagnostic::Diagnostic;
use crate::rules::{At, Choice, Holds, Packs, RuleSet, Settings, Supplied};
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
    /// The folder for what is kept from run to run: that of the highest configuration of the project, or the one that we
    /// are in where none was looked for or found.
    pub home: PathBuf,
    /// Plans that this run leaves out, whatever the configuration says.
    exclude: Arc<Gitignore>,
}

impl Project {
    /// Whether a plan is left out when its folder is checked.
    pub fn excludes(&self, plan: &Path) -> bool {
        self.config.excludes(plan) || matches(&self.exclude, plan)
    }

    /// The file of a rule, if it stands in a folder that the configuration names.
    pub fn rule_file(&self, id: &str) -> Option<PathBuf> {
        let rule = self.rules.rule(id)?;
        let general = self.config.general();
        let Value::Packs(named) = &general.last.get("packs")?.value else {
            return None;
        };
        let is_its = |written: &str| is_folder(written) && pack_name(written) == rule.pack;
        let (written, place) = named.iter().find(|(written, _)| is_its(written))?;
        let folder = self.config.folder(*place).join(written);
        Some(folder.join(format!("{id}.yaml"))).filter(|file| file.is_file())
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

/// An override, and whether it is for any plan that was looked for.
#[derive(Clone, Debug)]
pub struct Searched {
    /// Where it stands: `cuff.yaml:9:5`.
    pub place: String,
    /// What it says of the plans that it is for.
    pub layer: Layer,
    /// Whether some plan lies where it says.
    pub found: bool,
}

/// All configurations of a run.
#[derive(Debug)]
pub struct Projects {
    named: Option<PathBuf>,
    isolated: bool,
    packs: Option<Packs>,
    supplied: Vec<PathBuf>,
    as_written: bool,
    select: Vec<String>,
    ignore: Vec<String>,
    exclude: Arc<Gitignore>,
    unsaved: Unsaved,
    chains: HashMap<Option<PathBuf>, Arc<Chain>>,
    by_layers: HashMap<(Option<PathBuf>, Vec<bool>), Arc<Project>>,
    by_folder: HashMap<PathBuf, Option<PathBuf>>,
    /// For each configuration, which of its layers were for some plan.
    met: HashMap<Option<PathBuf>, Vec<bool>>,
    /// Folders with files that were read or looked for.
    places: BTreeSet<PathBuf>,
    /// How long loading took so far.
    pub(super) loading: Duration,
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
            select: Vec::new(),
            ignore: Vec::new(),
            exclude: Arc::new(Gitignore::empty()),
            unsaved: Unsaved::default(),
            chains: HashMap::new(),
            by_layers: HashMap::new(),
            by_folder: HashMap::new(),
            met: HashMap::new(),
            places: BTreeSet::new(),
            loading: Duration::ZERO,
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

    /// The same where texts that are open in an editor count instead of what the disk holds.
    #[must_use]
    pub fn with_unsaved(self, unsaved: Unsaved) -> Self {
        Self { unsaved, ..self }
    }

    /// The same with rules as their files have them: changes to them must be right, and do nothing.
    #[must_use]
    pub fn as_written(self) -> Self {
        Self {
            as_written: true,
            ..self
        }
    }

    /// The same for a run that is about these rules and packs only, or about all but those.
    #[must_use]
    pub fn with_choice(self, select: &[String], ignore: &[String]) -> Self {
        Self {
            select: select.to_vec(),
            ignore: ignore.to_vec(),
            ..self
        }
    }

    /// The same without the plans that these patterns match, from the folder that we are in.
    ///
    /// # Errors
    /// What is wrong with a pattern.
    pub fn without_plans(self, written: &[String]) -> Result<Self, String> {
        let (exclude, wrong) = patterns(Path::new("."), written.iter().map(String::as_str));
        match wrong.into_iter().next() {
            Some((_, message)) => Err(message),
            None => Ok(Self {
                exclude: Arc::new(exclude),
                ..self
            }),
        }
    }

    /// Whether each rule and pack that was chosen is one in some of the configurations that hold for plans of this run.
    ///
    /// # Errors
    /// What is to be said of those that are none, or what is wrong in the configuration of this folder.
    pub fn check_choice(&mut self) -> Result<(), Refused> {
        if self.select.is_empty() && self.ignore.is_empty() {
            return Ok(());
        }
        if self.by_layers.is_empty() {
            self.of(Path::new("./plan"))?;
        }
        let mut projects: Vec<_> = self.by_layers.iter().collect();
        projects.sort_by_key(|(key, _)| *key);
        let strangers = projects.iter().map(|(_, project)| &project.rules.strangers);
        let is_known = |source: &SourceFile, report: &Diagnostic| {
            let same = |other: &(SourceFile, Diagnostic)| {
                other.0.name() == source.name() && other.1.span == report.span
            };
            strangers
                .clone()
                .any(|strangers| !strangers.iter().any(same))
        };
        let mut refused = Refused::new();
        for (source, report) in strangers.clone().next().into_iter().flatten() {
            if !is_known(source, report) {
                add(&mut refused, source, vec![report.clone()]);
            }
        }
        if refused.is_empty() {
            Ok(())
        } else {
            Err(refused)
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
            (None, Some(path)) => {
                if let (None, Some(Why { reason, help })) = (&self.named, misled(path)) {
                    return Err(vec![instead(path, reason, Some(help))]);
                }
                let (chain, refused) = chain::read(path, &self.unsaved);
                self.places.extend(places(&chain));
                (Arc::new(chain), refused)
            }
            (None, None) => (Arc::new(without()), Vec::new()),
        };
        let active = chain.active(plan);
        self.meet(&config, &active);
        let key = (config.clone(), active.clone());
        if let Some(project) = self.by_layers.get(&key) {
            return Ok(Arc::clone(project));
        }
        let start = Instant::now();
        let rules = self.load(&chain, &active, refused)?;
        self.loading += start.elapsed();
        let home = self.home(config.as_deref());
        self.chains.insert(config, Arc::clone(&chain));
        let project = Arc::new(Project {
            config: chain,
            active,
            rules: Arc::new(rules),
            home,
            exclude: Arc::clone(&self.exclude),
        });
        self.by_layers.insert(key, Arc::clone(&project));
        Ok(project)
    }

    /// Remembers which layers of a configuration are for some plan.
    fn meet(&mut self, config: &Option<PathBuf>, active: &[bool]) {
        let met = self.met.entry(config.clone()).or_default();
        met.resize(active.len(), false);
        for (met, active) in met.iter_mut().zip(active) {
            *met |= active;
        }
    }

    /// Overrides whose plans all lie in these folders, so that it can be said if they are for none.
    pub(super) fn overrides_within(&self, folders: &[PathBuf]) -> Vec<Searched> {
        let real = |folder: &Path| folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let searched: Vec<PathBuf> = folders.iter().map(|folder| real(folder)).collect();
        let mut overrides: BTreeMap<(String, At), Searched> = BTreeMap::new();
        for (config, chain) in &self.chains {
            let met = self.met.get(config).map(Vec::as_slice).unwrap_or_default();
            for (layer, met) in chain.layers.iter().zip(met) {
                let Some(at) = layer.at else { continue };
                let folder = real(chain.folder(at));
                if !searched.iter().any(|searched| folder.starts_with(searched)) {
                    continue;
                }
                // Files that several others extend have another number in each chain.
                let span = At { file: 0, ..at };
                let key = (chain.name(at).to_owned(), span);
                let known = overrides.entry(key).or_insert_with(|| Searched {
                    place: chain.place(at),
                    layer: layer.clone(),
                    found: false,
                });
                known.found |= met;
            }
        }
        overrides.into_values().collect()
    }

    /// Folders in which a change may make a difference to plans at these paths, beside the plans themselves: those of
    /// configurations, packs and exercises that were looked at, and those in which a configuration may be put.
    pub fn places(&self, paths: &[PathBuf]) -> BTreeSet<PathBuf> {
        let above_of = |path: &PathBuf| {
            let absolute = std::path::absolute(path).unwrap_or_else(|_| path.clone());
            let project = project(&absolute.join(CONFIG));
            let above = absolute.ancestors().map(Path::to_owned);
            let above = above.take_while(|folder| folder.starts_with(&project));
            above.collect::<Vec<PathBuf>>()
        };
        let searched = self.named.is_none() && !self.isolated;
        let searched = paths.iter().filter(|_| searched);
        let mut places: BTreeSet<PathBuf> = searched.flat_map(above_of).collect();
        places.extend(self.places.iter().cloned());
        places
    }

    /// The folder for what is kept from run to run about a plan, whether or not its configuration can be read.
    pub fn home_of(&mut self, plan: &Path) -> PathBuf {
        let config = match self.named.is_none() && !self.isolated {
            true => self.above(&folder(plan)),
            false => None,
        };
        self.home(config.as_deref())
    }

    fn home(&self, config: Option<&Path>) -> PathBuf {
        let found = config.filter(|_| self.named.is_none());
        found.map_or_else(|| PathBuf::from("."), home)
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
            .find(|file| is_there(file));
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
        let mut supplied = own_packs(chain, &general, &self.unsaved, &mut missing);
        let exercises = exercises(chain, &general, &self.unsaved, &mut refused);
        for written in &self.supplied {
            let name = pack_name(&written.display().to_string());
            match pack(written, name, &self.unsaved) {
                Ok(pack) => supplied.push(pack),
                Err(reason) => missing.push(instead(written, reason, None)),
            }
        }
        let unclear = chain.unclear || !missing.is_empty();
        for (source, wrong) in missing {
            add(&mut refused, &source, wrong);
        }
        // Without a readable file nothing is asked for.
        if chain.layers.is_empty() && !refused.is_empty() {
            return Err(together(refused, Vec::new()));
        }
        let mut configs: Vec<SourceFile> = chain.sources.iter().map(copy).collect();
        let mut settings = Settings {
            choice: Choice {
                select: named_on("--select", &self.select, &mut configs),
                ignore: named_on("--ignore", &self.ignore, &mut configs),
            },
            packs: self
                .packs
                .clone()
                .unwrap_or_else(|| packs(&general, &supplied)),
            supplied,
            exercises,
            overrides: overrides(&chain.layers, active),
            estimates: estimates(&general),
            forbidden: items(&general, "forbid")
                .map(|setting| (setting.written.clone(), setting.at))
                .collect(),
            configs,
            unclear,
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

/// Names that are given with a flag, each with its place in a text of their own, so that what is wrong with one can be
/// shown as in a file.
fn named_on(flag: &str, names: &[String], configs: &mut Vec<SourceFile>) -> Vec<(String, At)> {
    let file = configs.len();
    let mut text = String::new();
    let mut places = Vec::with_capacity(names.len());
    for name in names {
        if !text.is_empty() {
            text.push(',');
        }
        let start = text.len();
        text += name;
        let span = Span::new(start, text.len());
        places.push((name.clone(), At { file, span }));
    }
    if !places.is_empty() {
        configs.push(SourceFile::new(flag, text));
    }
    places
}

/// The folders of a configuration: of its files, and of the packs and exercises that they name.
fn places(chain: &Chain) -> Vec<PathBuf> {
    let general = chain.general();
    let packs = match general.last.get("packs").map(|setting| &setting.value) {
        Some(Value::Packs(named)) => named.as_slice(),
        _ => &[],
    };
    let packs = packs.iter().filter(|(written, _)| is_folder(written));
    let packs = packs.map(|(written, at)| chain.folder(*at).join(written));
    let exercises = items(&general, "exercises");
    let exercises = exercises.map(|one| folder(&chain.folder(one.at).join(&one.written)));
    let own = chain.folders.iter().cloned();
    own.chain(packs).chain(exercises).collect()
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

/// The packs as the rules know them: folders by their names, without those that could not be read.
fn packs(general: &Effective<'_>, supplied: &[Supplied]) -> Packs {
    let Some(Value::Packs(named)) = general.last.get("packs").map(|setting| &setting.value) else {
        return Packs::Default;
    };
    let is_read = |name: &str| supplied.iter().any(|pack| pack.name == name);
    let named = named.iter().filter_map(|(written, at)| {
        let name = pack_name(written);
        (!is_folder(written) || is_read(&name)).then_some((name, *at))
    });
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

/// Whether a pack is named by its folder, and not as one of the shipped ones.
fn is_folder(written: &str) -> bool {
    written.contains(['/', '\\'])
}

/// Packs that the configuration names as folders.
fn own_packs(
    chain: &Chain,
    general: &Effective<'_>,
    unsaved: &Unsaved,
    refused: &mut Refused,
) -> Vec<Supplied> {
    let Some(Value::Packs(named)) = general.last.get("packs").map(|setting| &setting.value) else {
        return Vec::new();
    };
    let mut packs = Vec::new();
    for (written, place) in named {
        if !is_folder(written) {
            continue;
        }
        if !written.starts_with('.') {
            let message = format!("`{written}` is no pack");
            let help = "a folder of rules starts with `./` or `../`, from the folder of this file";
            cannot(chain, *place, message, Some(help.to_owned()), refused);
            continue;
        }
        let read =
            |folder: PathBuf| pack(&folder, pack_name(written), unsaved).map_err(|why| (why, None));
        match inside(&chain.project, chain.folder(*place), written)
            .map_err(Why::words)
            .and_then(read)
        {
            Ok(supplied) => packs.push(supplied),
            Err((reason, help)) => {
                let message = format!("the pack `{written}` cannot be read: {reason}");
                cannot(chain, *place, message, help, refused);
            }
        }
    }
    packs
}

fn exercises(
    chain: &Chain,
    general: &Effective<'_>,
    unsaved: &Unsaved,
    refused: &mut Refused,
) -> Vec<SourceFile> {
    let mut files = Vec::new();
    for setting in items(general, "exercises") {
        let written = setting.written.as_str();
        match inside(&chain.project, chain.folder(setting.at), written)
            .map_err(Why::words)
            .and_then(|path| unsaved.small_file(&path).map_err(|why| (why, None)))
        {
            Ok(file) => files.push(file),
            Err((reason, help)) => {
                let message = format!("the exercises `{written}` cannot be read: {reason}");
                cannot(chain, setting.at, message, help, refused);
            }
        }
    }
    files
}

/// A file that the configuration names and that cannot be read.
fn cannot(chain: &Chain, place: At, message: String, help: Option<String>, refused: &mut Refused) {
    if let Some(source) = chain.sources.get(place.file) {
        let mut report = at(place.span, message);
        report.help = help;
        add(refused, source, vec![report]);
    }
}
