//! `cuff schema`: the JSON Schema of `cuff.yaml`, with every shipped rule and figure in it, so that editors complete them;
//! and those of what `cuff check` and `cuff diff` print for other programs.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json as value};

use super::Exit;
use super::args::{self, SchemaFile};
use super::output::Output;
use crate::model::file::{EstimatesFile, FigureFile};
use crate::report::{comparison, json, json_lines};
use crate::rules::{Packs, RuleSet, Settings};
use crate::shipped;
use crate::workspace::config_schema;

/// Words for levels, and a reason if somebody gives one.
const LEVEL: &str = "^(error|warning|advice|off|on)( because .+)?$";

pub(super) fn run(schema: &args::Schema, output: &mut Output) -> Exit {
    let schema = match schema.file {
        SchemaFile::Config => config(),
        SchemaFile::Diff => comparison::schema().to_value(),
        SchemaFile::Findings => json::schema().to_value(),
        SchemaFile::FindingLines => json_lines::schema().to_value(),
    };
    match serde_json::to_string_pretty(&schema) {
        Ok(text) => {
            output.print(&format!("{text}\n"));
            Exit::Clean
        }
        Err(_) => Exit::Failed,
    }
}

fn config() -> Value {
    let mut schema = config_schema().to_value();
    let settings = Settings {
        packs: Packs::All,
        ..Settings::default()
    };
    if let Ok(rules) = RuleSet::load(&settings) {
        for place in ["/properties", "/$defs/OverrideFile/properties"] {
            let level = value!({ "type": "string", "pattern": LEVEL });
            add(
                &mut schema,
                &format!("{place}/levels"),
                &level,
                levels(&rules),
            );
            add(
                &mut schema,
                &format!("{place}/params"),
                &figure(),
                figures(&rules),
            );
        }
    }
    add(&mut schema, "/properties/estimates", &figure(), estimates());
    if let Some(title) = schema.get_mut("title") {
        *title = value!("cuff.yaml");
    }
    schema
}

/// Editors read a bare number as such, cuff as text.
fn figure() -> Value {
    value!({ "type": ["string", "number"] })
}

/// Names what can stand in a map, and says what each value looks like.
fn add(schema: &mut Value, place: &str, each: &Value, about: BTreeMap<String, String>) {
    let Some(Value::Object(object)) = schema.pointer_mut(place) else {
        return;
    };
    let mut properties = Map::new();
    for (name, about) in about {
        let mut one = each.clone();
        if let Some(one) = one.as_object_mut() {
            one.insert("description".to_owned(), value!(about.trim()));
        }
        properties.insert(name, one);
    }
    object.insert("properties".to_owned(), Value::Object(properties));
    object.insert("additionalProperties".to_owned(), each.clone());
}

fn levels(rules: &RuleSet) -> BTreeMap<String, String> {
    let packs = rules.rules.iter();
    let packs = packs.map(|rule| (rule.id().to_owned(), rule.file.summary.clone()));
    let language = rules.language.iter();
    let language = language.map(|(id, (entry, _))| (id.clone(), entry.summary.clone()));
    packs.chain(language).collect()
}

fn figures(rules: &RuleSet) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for rule in &rules.rules {
        for (name, param) in &rule.file.params {
            let note = param.note.as_deref().unwrap_or(&rule.file.summary);
            let about = format!("{} by default: {note}", param.default);
            all.insert(format!("{}.{name}", rule.id()), about);
        }
    }
    all
}

fn estimates() -> BTreeMap<String, String> {
    let figures = shipped_estimates().figures.into_iter();
    let about = |(name, figure): (String, FigureFile)| {
        let note = figure.note.unwrap_or_default();
        (name, format!("{} by default: {note}", figure.value))
    };
    figures.map(about).collect()
}

/// Figures for estimates as they are shipped.
pub(super) fn shipped_estimates() -> EstimatesFile {
    let mut files = shipped::files().iter();
    let file = files.find(|file| file.path == "rules/estimates.yaml");
    file.and_then(|file| file.read().ok()).unwrap_or_default()
}
