//! Names and where they are used: exercises under all their spellings, the athlete, weeks. Where a value comes from, and what
//! a new name changes.

use std::collections::HashMap;

use super::Document;
use super::parts::{Part, parts};
use crate::catalogue::{Resolution, TechniqueSet};
use crate::model::plan::{ClassStatus, Lift};
use crate::source::{Span, TextEdit};
use crate::syntax::ast::{LoadKind, PercentBase, Statement};
use crate::syntax::parse;

/// What a name stands for at one of its places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// It is defined there.
    Definition,
    /// It is trained there, or named otherwise.
    Use,
    /// A figure of it is stated there: a 1RM, a training max, most repetitions.
    Figure,
}

/// A place of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The name there.
    pub span: Span,
    /// What it is there.
    pub role: Role,
}

/// A name that can be given another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renameable {
    /// The name at the cursor.
    pub span: Span,
    /// As it is written there.
    pub name: String,
}

/// Something with places all over the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Thing {
    /// An exercise, under whatever name.
    Lift(Lift),
    /// The athlete.
    Athlete,
    /// A week, by its number.
    Week(u32),
}

/// All places of what is named at an offset, in order; none if nothing is.
pub fn references(document: &Document<'_>, offset: usize) -> Vec<Reference> {
    let offset = document.clamp(offset);
    let mut reader = Names::new(document);
    let Some((thing, _)) = reader.thing_at(offset) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if let Thing::Week(number) = thing {
        return of_week(document, number);
    }
    reader.each(|span, role, other, _| {
        if other == thing {
            found.push(Reference { span, role });
        }
    });
    found
}

/// Where a week is opened and where it is repeated.
fn of_week(document: &Document<'_>, number: u32) -> Vec<Reference> {
    let statements = document.tree.lines.iter().map(|line| &line.statement);
    let places = statements.flat_map(|statement| match statement {
        Statement::Week(week) => {
            let ranges = week.ranges.iter();
            let holds = ranges.filter(|range| (range.value.0..=range.value.1).contains(&number));
            let spans = holds.map(|range| (range.span, Role::Definition));
            spans.collect()
        }
        Statement::Repeat(repeated) if repeated.value == number => {
            vec![(repeated.span, Role::Use)]
        }
        _ => Vec::new(),
    });
    places
        .map(|(span, role)| Reference { span, role })
        .collect()
}

/// Where what stands at an offset comes from: the definition of an exercise, the line of the 1RM behind a load, the week that
/// is repeated, the `default` that fills in what a wrap or an exercise leaves out.
pub fn definition(document: &Document<'_>, offset: usize) -> Vec<Span> {
    let offset = document.clamp(offset);
    let mut parts = document.parts_at(offset);
    parts.reverse();
    parts.sort_by_key(|located| located.span.len());
    let found = parts.iter().find_map(|located| {
        let found = match located.part {
            Part::ExerciseName | Part::Lift | Part::Like | Part::Custom => {
                of_name(document, document.slice(located.span))
            }
            Part::Load(load) => of_load(document, offset, load.kind),
            Part::Wrap(wrap) => of_wrap(document, wrap.span),
            Part::Repeated(number) => {
                let weeks = document.plan.weeks.iter();
                let weeks = weeks.filter(|week| week.number == number);
                weeks.map(|week| week.span).collect()
            }
            _ => Vec::new(),
        };
        (!found.is_empty()).then_some(found)
    });
    found.unwrap_or_default()
}

/// The definition of an exercise of the plan's own, and else the line of its 1RM.
fn of_name(document: &Document<'_>, name: &str) -> Vec<Span> {
    let mut names = Names::new(document);
    let lift = names.lift(name);
    if let Lift::Known(variant) = &lift {
        let movement = document.plan.roster.movement(variant.movement);
        let custom = movement.and_then(|movement| document.custom(&movement.name));
        if let Some(custom) = custom {
            return vec![custom.name];
        }
    }
    let athlete = &document.plan.athlete;
    let one_rm = athlete.one_rm_of.get(&lift);
    let one_rm = one_rm.and_then(|place| athlete.one_rms.get(*place as usize));
    one_rm.map(|one_rm| one_rm.span).into_iter().collect()
}

/// What a load is a share of, or is compared with.
fn of_load(document: &Document<'_>, offset: usize, kind: LoadKind) -> Vec<Span> {
    let Some((place, _)) = document.line_at(offset) else {
        return Vec::new();
    };
    let Some((_, exercise)) = document.exercise_of(place) else {
        return Vec::new();
    };
    let plan = document.plan;
    let athlete = &plan.athlete;
    let mut found = Vec::new();
    if let LoadKind::Percent {
        of: PercentBase::TrainingMax,
        ..
    } = kind
    {
        let key = plan.class(exercise).map(|class| &class.key);
        let maxes = athlete.training_maxes.iter();
        let own = maxes
            .clone()
            .find(|max| max.lift.is_some() && max.lift.as_ref() == key);
        let max = own.or_else(|| maxes.clone().find(|max| max.lift.is_none()));
        found.extend(max.map(|max| max.span));
    }
    let one_rm = exercise.one_rm.map(|place| place as usize);
    let one_rm = one_rm.and_then(|place| athlete.one_rms.get(place));
    found.extend(one_rm.map(|one_rm| one_rm.span));
    found
}

/// The places outside of a wrap that say something of it.
fn of_wrap(document: &Document<'_>, span: Span) -> Vec<Span> {
    let number = document.wraps_at(span).next();
    let Some(wrap) = number.and_then(|number| document.plan.wrap(number)) else {
        return Vec::new();
    };
    let figures = [wrap.tightness, wrap.occlusion, wrap.pressure, wrap.width];
    let mut found: Vec<Span> = figures
        .into_iter()
        .flatten()
        .map(|value| value.span)
        .chain(wrap.mode.map(|mode| mode.span))
        .filter(|at| !span.contains(*at))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The name at an offset, if it can be given another one.
pub fn prepare_rename(document: &Document<'_>, offset: usize) -> Option<Renameable> {
    let mut names = Names::new(document);
    let (thing, span) = names.thing_at(document.clamp(offset))?;
    (!matches!(thing, Thing::Week(_))).then(|| Renameable {
        span,
        name: document.slice(span).to_owned(),
    })
}

/// The edits that give what is named at an offset another name, everywhere. Words about how a set is done make another name:
/// a `paused` lift keeps its own.
///
/// # Errors
/// Says in words why the name will not do.
pub fn rename(document: &Document<'_>, offset: usize, name: &str) -> Result<Vec<TextEdit>, String> {
    let mut names = Names::new(document);
    let Some((thing, span)) = names.thing_at(document.clamp(offset)) else {
        return Err("there is no name here that can be changed".to_owned());
    };
    let name = name.trim();
    fits(&thing, name)?;
    let technique = names.technique(document.slice(span));
    let mut edits = Vec::new();
    names.each(|span, role, other, how| {
        if other == thing && how == technique {
            let text = spelled(document, span, role, name);
            edits.push(TextEdit { span, text });
        }
    });
    Ok(edits)
}

/// Whether a plan could use a name; why not, in words.
fn fits(thing: &Thing, name: &str) -> Result<(), String> {
    let refuse = |why: &str| Err(why.to_owned());
    if name.is_empty() {
        return refuse("a name has at least one letter");
    }
    if name.contains(['"', '\n', '\r', '#']) {
        return refuse("a name cannot hold quotes, `#` or the end of a line");
    }
    match thing {
        Thing::Week(_) => refuse("weeks have numbers, not names"),
        Thing::Athlete => Ok(()),
        Thing::Lift(_) if reads_as_exercise(name) => Ok(()),
        Thing::Lift(_) => refuse("with this name the line would not be read as an exercise"),
    }
}

fn reads_as_exercise(name: &str) -> bool {
    let text = format!("{name}: 3x8");
    let parsed = parse(&text);
    let statement = parsed.plan.lines.first().map(|line| &line.statement);
    let named =
        matches!(statement, Some(Statement::Exercise(exercise)) if exercise.name.of(&text) == name);
    named && parsed.diagnostics.is_empty()
}

/// The name as a place can hold it: in quotes where it would not be read without.
fn spelled(document: &Document<'_>, span: Span, role: Role, name: &str) -> String {
    let before = document
        .text()
        .get(..span.range().start)
        .unwrap_or_default();
    let quoted = before.ends_with('"');
    let plain = name
        .chars()
        .all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '(' | ')'));
    let is_lift = role == Role::Figure;
    let is_athlete = matches!(role, Role::Definition) && !quoted;
    if !quoted && !plain && (is_lift || is_athlete) {
        format!("\"{name}\"")
    } else {
        name.to_owned()
    }
}

/// Reads names, each once.
struct Names<'n, 'd> {
    document: &'n Document<'d>,
    known: HashMap<&'d str, (Lift, TechniqueSet)>,
}

impl<'n, 'd> Names<'n, 'd> {
    fn new(document: &'n Document<'d>) -> Self {
        Self {
            document,
            known: HashMap::new(),
        }
    }

    fn lift(&mut self, name: &str) -> Lift {
        self.read(name).0
    }

    fn technique(&mut self, name: &str) -> TechniqueSet {
        self.read(name).1
    }

    fn read(&mut self, name: &str) -> (Lift, TechniqueSet) {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        // Names that the plan could not make out are not looked up again, which is slow.
        let class = self.document.class_named(name);
        let is_known = class.is_none_or(|class| class.status == ClassStatus::Known);
        let resolution = is_known.then(|| self.document.plan.roster.resolve(name));
        match resolution {
            Some(Resolution::Known(known)) => (Lift::Known(known.key()), known.technique),
            _ => (Lift::Named(name.to_lowercase()), TechniqueSet::default()),
        }
    }

    /// What is named at an offset, and the name.
    fn thing_at(&mut self, offset: usize) -> Option<(Thing, Span)> {
        let mut parts = self.document.parts_at(offset);
        parts.reverse();
        parts.sort_by_key(|located| located.span.len());
        parts.iter().find_map(|located| {
            let thing = self.thing(located.part, located.span)?;
            Some((thing, located.span))
        })
    }

    fn thing(&mut self, part: Part<'_>, span: Span) -> Option<Thing> {
        let name = self.document.slice(span);
        Some(match part {
            Part::ExerciseName | Part::Lift | Part::Like | Part::Custom => {
                Thing::Lift(self.lift(name))
            }
            Part::Athlete => Thing::Athlete,
            Part::Repeated(number) => Thing::Week(number),
            Part::Weeks => Thing::Week(
                name.split(|c: char| !c.is_ascii_digit())
                    .next()?
                    .parse()
                    .ok()?,
            ),
            _ => return None,
        })
    }

    /// Calls `see` with every name of the plan: its place, what it is there, what it names, and how a set of it is done.
    fn each(&mut self, mut see: impl FnMut(Span, Role, Thing, TechniqueSet)) {
        let lines = &self.document.tree.lines;
        for line in lines {
            for located in parts(line) {
                let role = match located.part {
                    Part::Custom | Part::Athlete | Part::Weeks => Role::Definition,
                    Part::Lift => Role::Figure,
                    _ => Role::Use,
                };
                let Some(thing) = self.thing(located.part, located.span) else {
                    continue;
                };
                let name: &'d str = self.document.slice(located.span);
                let (lift, technique) = self.read(name);
                if matches!(thing, Thing::Lift(_)) {
                    self.known.insert(name, (lift, technique));
                }
                see(located.span, role, thing, technique);
            }
        }
    }
}
