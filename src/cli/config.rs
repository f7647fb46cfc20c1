//! `cuff config`: everything that holds for a plan, as a `cuff.yaml` that says where each line comes from.

use std::path::Path;

use super::args::{self, Args};
use super::origin::{conditions, explain, level_word, place};
use super::output::Output;
use super::rules::own_levels;
use super::schema::shipped_estimates;
use super::selection::Choosing;
use super::{Exit, problems, projects};
use crate::report::plain;
use crate::rules::{Level, Rule};
use crate::workspace::{Effective, Layer, Project, Setting};

pub(super) fn run(config: &args::Config, args: &Args, output: &mut Output) -> Exit {
    let plan = config.plan.as_deref().unwrap_or(Path::new("./plan"));
    let Choosing { select, ignore } = &config.choosing;
    let mut asked = projects(args).with_choice(select, ignore);
    let found = asked.of(plan);
    let project = match found.and_then(|project| asked.check_choice().map(|()| project)) {
        Ok(project) => project,
        Err(refused) => {
            problems(&refused, output);
            return Exit::Failed;
        }
    };
    let about = config.plan.as_ref();
    let about = about.map_or_else(String::new, |plan| plan.display().to_string());
    let Some(key) = &config.explain else {
        output.print(&Page::new(&project).whole(&about));
        return Exit::Clean;
    };
    match explain(&project, key, &about) {
        Ok(text) => {
            output.print(&text);
            Exit::Clean
        }
        Err(text) => {
            output.error(&text);
            Exit::Failed
        }
    }
}

struct Page<'p> {
    project: &'p Project,
    effective: Effective<'p>,
}

impl<'p> Page<'p> {
    fn new(project: &'p Project) -> Self {
        Self {
            project,
            effective: project.effective(),
        }
    }

    fn whole(&self, about: &str) -> String {
        let names: Vec<String> = self
            .project
            .config
            .sources
            .iter()
            .rev()
            .map(|source| plain(source.name()))
            .collect();
        let files = match &self.project.config.path {
            Some(_) => names.join(", which extends "),
            None => "no cuff.yaml; all of it as shipped".to_owned(),
        };
        let about = if about.is_empty() {
            "plans in this folder"
        } else {
            about
        };
        let mut text = format!("# What holds for {}: {files}\n", plain(about));
        text += &self.packs();
        text += &self.levels();
        text += &self.params();
        text += &self.estimates();
        for key in ["exercises", "exclude", "forbid"] {
            text += &self.items(key);
        }
        text + &self.parts() + &self.elsewhere()
    }

    /// Overrides that are for other plans, so that nobody takes what is printed for all that the file says.
    fn elsewhere(&self) -> String {
        let layers = self.project.config.layers.iter().zip(&self.project.active);
        let others = layers.filter(|(_, active)| !**active);
        let row = |(layer, _): (&Layer, &bool)| {
            let at = layer.at.map(|at| place(self.project, at));
            let at = at.unwrap_or_default();
            format!(
                "# other values hold for {}: {at}, `cuff config --for FILE`\n",
                conditions(layer)
            )
        };
        others.map(row).collect()
    }

    /// Where a value comes from, as a remark behind it.
    fn origin(&self, setting: Option<&&Setting>, own: &str) -> String {
        match setting {
            Some(setting) => place(self.project, setting.at),
            None if own.is_empty() => "default".to_owned(),
            None => format!("default: {}", plain(own)),
        }
    }

    fn packs(&self) -> String {
        let setting = self.effective.last.get("packs");
        let named = setting.map_or("occlusion", |setting| setting.written.as_str());
        let named: Vec<String> = named.split(", ").map(scalar).collect();
        format!(
            "packs: [{}]  # {}\n",
            named.join(", "),
            self.origin(setting, "")
        )
    }

    fn levels(&self) -> String {
        let rules = &self.project.rules;
        let mut rows = Vec::new();
        for rule in &rules.rules {
            rows.push((rule.id(), rule.level, by_itself(rule)));
        }
        for (id, (entry, level)) in &rules.language {
            rows.push((id, *level, entry.severity.clone()));
        }
        let row = |(id, level, own): (&str, Level, String)| {
            let setting = self.effective.last.get(format!("levels.{id}").as_str());
            let (word, origin) = match rules.chosen.get(id) {
                Some(flag) => (level_word(level).to_owned(), flag.clone()),
                None => (
                    with_reason(level_word(level), setting),
                    self.origin(setting, &own),
                ),
            };
            format!("  {id}: {word}  # {origin}\n")
        };
        format!("levels:\n{}", rows.into_iter().map(row).collect::<String>())
    }

    fn params(&self) -> String {
        let mut text = "params:\n".to_owned();
        for rule in &self.project.rules.rules {
            for (name, param) in &rule.file.params {
                let key = format!("params.{}.{name}", rule.id());
                let setting = self.effective.last.get(key.as_str());
                let value = setting.map_or(param.default.as_str(), |setting| &setting.written);
                let value = with_reason(value, setting);
                let origin = self.origin(setting, &param.cites.join(", "));
                text += &format!("  {}.{name}: {value}  # {origin}\n", rule.id());
            }
        }
        text
    }

    fn estimates(&self) -> String {
        let mut text = "estimates:\n".to_owned();
        for (name, figure) in shipped_estimates().figures {
            let setting = self
                .effective
                .last
                .get(format!("estimates.{name}").as_str());
            let value = setting.map_or(figure.value.as_str(), |setting| &setting.written);
            let value = with_reason(value, setting);
            let origin = self.origin(setting, &figure.cites.join(", "));
            text += &format!("  {name}: {value}  # {origin}\n");
        }
        text
    }

    fn items(&self, key: &str) -> String {
        let Some(items) = self
            .effective
            .items
            .get(key)
            .filter(|items| !items.is_empty())
        else {
            return String::new();
        };
        let row = |setting: &&Setting| {
            let place = place(self.project, setting.value_at);
            format!("  - {}  # {place}\n", scalar(&setting.written))
        };
        format!("{key}:\n{}", items.iter().map(row).collect::<String>())
    }

    /// What differs in parts of the plan.
    fn parts(&self) -> String {
        let layers = self.project.config.layers.iter().zip(&self.project.active);
        let parts: String = layers
            .filter(|(layer, active)| **active && !layer.is_whole())
            .map(|(layer, _)| self.part(layer))
            .collect();
        if parts.is_empty() {
            parts
        } else {
            format!("overrides:\n{parts}")
        }
    }

    fn part(&self, layer: &Layer) -> String {
        let mut text = format!("  # for {}\n", conditions(layer));
        let said = [
            ("athlete", &layer.part.athlete),
            ("phase", &layer.part.phase),
        ];
        let mut dash = "-";
        for (key, value) in said {
            if let Some(value) = value {
                text += &format!("  {dash} {key}: {}\n", scalar(value));
                dash = " ";
            }
        }
        for kind in ["levels", "params"] {
            let prefix = format!("{kind}.");
            let own = layer
                .settings
                .iter()
                .filter_map(|setting| Some((setting.key.strip_prefix(&prefix)?, setting)));
            let rows: String = own
                .map(|(key, setting)| {
                    let value = with_reason(&setting.written, Some(&setting));
                    let place = place(self.project, setting.at);
                    format!("      {key}: {value}  # {place}\n")
                })
                .collect();
            if !rows.is_empty() {
                text += &format!("    {kind}:\n{rows}");
            }
        }
        text
    }
}

fn by_itself(rule: &Rule) -> String {
    match rule.file.default.as_deref() {
        Some("off") => format!("off; if on, {}", own_levels(rule)),
        _ => own_levels(rule),
    }
}

fn with_reason(value: &str, setting: Option<&&Setting>) -> String {
    let reason = setting.and_then(|setting| setting.reason.as_ref());
    match reason {
        Some(reason) => scalar(&format!("{value} because {reason}")),
        None => scalar(value),
    }
}

/// A text as YAML writes it: plain where nothing in it means something, otherwise in quotes.
fn scalar(text: &str) -> String {
    let starts_well = text.starts_with(|c: char| c.is_alphanumeric() || c == '.');
    let means_something = |c: char| c.is_control() || "#:{}[],&*!|>'\"%@`".contains(c);
    let harmless = text.replace(" % ", " ").replace("/10", "");
    let harmless = harmless.strip_suffix(" %").unwrap_or(&harmless);
    if starts_well && !text.ends_with(' ') && !harmless.contains(means_something) {
        text.to_owned()
    } else {
        serde_json::Value::from(plain(text)).to_string()
    }
}
