//! The folders that are open, and the rules that hold for each plan in them, as files and open texts say.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gen_lsp_types as lsp;
use serde_json::json;

use super::state::Server;
use super::{Settings, scan, uri};
use crate::rules::RuleSet;
use crate::workspace::{Project, Projects, Refused, Unsaved, discover};

/// What holds for a plan.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// Configuration and rules: the last ones that could be loaded. Nothing if none ever could.
    pub(super) project: Option<Arc<Project>>,
    /// What is wrong with configuration or rules, so that they could not be loaded.
    pub(super) refused: Refused,
    /// Whether configuration or rules may have changed since.
    is_old: bool,
}

impl Held {
    pub(super) fn rules(&self) -> Option<&Arc<RuleSet>> {
        self.project.as_ref().map(|project| &project.rules)
    }
}

/// Folders, configurations and rules.
#[derive(Debug)]
pub(super) struct Workspace {
    pub(super) folders: Vec<PathBuf>,
    projects: Projects,
    /// What holds for plans that were asked for.
    held: BTreeMap<PathBuf, Held>,
    /// Whether files or texts changed since the rules were loaded.
    is_due: bool,
}

impl Workspace {
    pub(super) fn new(folders: Vec<PathBuf>, settings: &Settings) -> Self {
        Self {
            folders,
            projects: projects(settings),
            held: BTreeMap::new(),
            is_due: true,
        }
    }

    /// Something changed that rules may come from.
    pub(super) fn touch(&mut self) {
        self.is_due = true;
    }

    pub(super) fn is_due(&self) -> bool {
        self.is_due
    }

    /// Forgets what files said. These texts count instead of theirs. `true` if nothing was asked for before.
    pub(super) fn reload(&mut self, unsaved: Unsaved, settings: &Settings) -> bool {
        self.is_due = false;
        self.projects = projects(settings).with_unsaved(unsaved);
        for held in self.held.values_mut() {
            held.is_old = true;
        }
        self.held.is_empty()
    }

    /// All plans in the folders; nothing if a configuration is wrong.
    pub(super) fn plans(&mut self) -> Option<Vec<PathBuf>> {
        let found = discover(&self.folders, &mut self.projects).ok()?;
        Some(found.plans.into_iter().map(|(plan, _)| plan).collect())
    }

    /// What holds for a plan. One without a file is as if it lay in the first folder.
    pub(super) fn held(&mut self, plan: Option<&Path>) -> &Held {
        let path = match plan {
            Some(path) => path.to_owned(),
            None => self.unnamed(),
        };
        let held = self.held.entry(path.clone()).or_insert_with(|| Held {
            is_old: true,
            ..Held::default()
        });
        if held.is_old {
            held.is_old = false;
            match self.projects.of(&path) {
                Ok(project) => {
                    held.project = Some(project);
                    held.refused.clear();
                }
                Err(refused) => held.refused = refused,
            }
        }
        held
    }

    fn unnamed(&self) -> PathBuf {
        let folder = self.folders.first().cloned();
        folder.unwrap_or_else(|| PathBuf::from(".")).join("plan")
    }
}

fn projects(settings: &Settings) -> Projects {
    Projects::new(settings.config.clone(), settings.isolated)
}

/// Asks to be told of files that matter, now that the client listens.
pub(super) fn start(server: &mut Server, _: lsp::InitializedParams) {
    if !server.client.watches_files {
        return;
    }
    let watchers = ["**/*.plan", "**/*.yaml"].map(|pattern| json!({ "globPattern": pattern }));
    server.ask::<lsp::RegistrationRequest>(lsp::RegistrationParams {
        registrations: vec![lsp::Registration {
            id: "files".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: Some(json!({ "watchers": watchers })),
        }],
    });
}

pub(super) fn files_changed(server: &mut Server, params: lsp::DidChangeWatchedFilesParams) {
    let is_yaml = |event: &lsp::FileEvent| event.uri.0.ends_with(".yaml");
    if params.changes.iter().any(is_yaml) {
        server.workspace.touch();
    }
    scan::renew(server);
}

pub(super) fn folders_changed(server: &mut Server, params: lsp::DidChangeWorkspaceFoldersParams) {
    let event = params.event;
    let path = |folder: &lsp::WorkspaceFolder| uri::path(&folder.uri.0);
    let gone: Vec<PathBuf> = event.removed.iter().filter_map(path).collect();
    let folders = &mut server.workspace.folders;
    folders.retain(|folder| !gone.contains(folder));
    for folder in event.added.iter().filter_map(path) {
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    server.workspace.touch();
    scan::renew(server);
}
