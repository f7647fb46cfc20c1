//! From the tree to the plan: names resolved, weeks written out, loads reduced, sessions put on a clock.
//!
//! The steps stand in [`build`] in their order; each is a file of its own.

use super::outline::{Outline, outline};
use super::plan::{Athlete, Class, ClassStatus, Knowledge, Lift, Plan};
use super::terms::Place;
use super::today::Today;
use crate::budget;
use crate::catalogue::{Bodyweight, Known, LimbSet, Movement, MuscleSet, Resolution, Roster};
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::map::Map;
use crate::source::{Span, TextEdit};
use crate::syntax::ast::{self, Date};

/// Builds the plan behind a tree, and says what is wrong with it as a plan. `text` is the source of the tree.
pub fn build<'t>(
    tree: &ast::Plan,
    text: &'t str,
    knowledge: &'t Knowledge,
    today: Option<Date>,
) -> (Plan<'t>, Vec<Diagnostic>) {
    let outline = outline(tree, text, &knowledge.terms);
    let mut builder = Builder::new(tree, text, knowledge, today, outline);
    builder.custom_exercises();
    builder.athlete();
    if builder.within_budget() {
        builder.sessions();
    }
    builder.weeks();
    builder.muscles();
    builder.unused_figures();
    builder.finish()
}

pub(super) struct Builder<'a, 't> {
    pub(super) tree: &'a ast::Plan,
    pub(super) outline: Outline<'a>,
    pub(super) plan: Plan<'t>,
    pub(super) diagnostics: Vec<Diagnostic>,
    names: Map<&'t str, u32>,
    /// What the words for a place on the body mean, by where they stand.
    pub(super) places: Map<Span, Place>,
}

impl<'a, 't> Builder<'a, 't> {
    fn new(
        tree: &'a ast::Plan,
        text: &'t str,
        knowledge: &'t Knowledge,
        today: Option<Date>,
        mut outline: Outline<'a>,
    ) -> Self {
        let diagnostics = std::mem::take(&mut outline.diagnostics);
        let athlete: Athlete = std::mem::take(&mut outline.athlete);
        let plan = Plan {
            text,
            knowledge,
            roster: Roster::new(&knowledge.catalogue),
            title: outline.title,
            goal: outline.goal,
            athlete,
            stop_cues: outline.stop_cues,
            today: Today::new(today),
            weeks: Vec::new(),
            sessions: Vec::new(),
            exercises: Vec::new(),
            sets: Vec::new(),
            wraps: Vec::new(),
            conditions: std::mem::take(&mut outline.conditions),
            notes: std::mem::take(&mut outline.notes),
            series: Vec::new(),
            muscles: Vec::new(),
            muscle_weeks: Vec::new(),
            classes: Vec::new(),
            lists: Vec::new(),
        };
        Self {
            tree,
            outline,
            plan,
            diagnostics,
            names: Map::default(),
            places: Map::default(),
        }
    }

    fn custom_exercises(&mut self) {
        for custom in std::mem::take(&mut self.outline.custom) {
            let name = custom.name.of(self.plan.text);
            let movement = match custom.like {
                Some(like) => self.like(name, like),
                None => Some(self.described(name, custom)),
            };
            if let Some(movement) = movement {
                self.plan.roster.add(movement);
            }
        }
    }

    fn like(&mut self, name: &str, like: Span) -> Option<Movement> {
        let model = like.of(self.plan.text);
        match self.plan.roster.resolve(model) {
            Resolution::Known(known) => self.plan.knowledge.catalogue.like(name, known),
            other => {
                let suggestions = match other {
                    Resolution::Unknown { suggestions } => suggestions,
                    _ => Vec::new(),
                };
                self.diagnostics.push(unknown_name(
                    "unknown-trait",
                    Severity::Error,
                    like,
                    model,
                    &suggestions,
                ));
                None
            }
        }
    }

    fn described(&mut self, name: &str, custom: &ast::Custom) -> Movement {
        let traits: Vec<&str> = custom
            .traits
            .iter()
            .map(|word| word.of(self.plan.text))
            .collect();
        let (movement, strange) = self.plan.knowledge.catalogue.described(name, &traits);
        for word in strange {
            let at = custom
                .traits
                .get(word.index)
                .copied()
                .unwrap_or(custom.span);
            let mut report = Diagnostic::new(
                "unknown-trait",
                Severity::Error,
                at,
                format!(
                    "`{}` is not a mechanic, muscle, limb or pattern that cuff knows",
                    word.word
                ),
            );
            report.help = Some(match word.nearest {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    "write words such as `compound`, `isolation`, `quads`, `biceps`, `arm` or `leg`"
                        .to_owned()
                }
            });
            self.diagnostics.push(report);
        }
        movement
    }

    /// What a name means. Each distinct spelling is looked up once a plan.
    pub(super) fn class_of(&mut self, name: Span) -> u32 {
        let text = self.plan.text;
        let written: &'t str = name.of(text);
        if let Some(&class) = self.names.get(written) {
            return class;
        }
        let class = match self.plan.roster.resolve(written) {
            Resolution::Known(known) => self.known_class(name, known),
            Resolution::Several(..) => {
                self.diagnostics.push(several(name, written));
                unknown_class(name, written, ClassStatus::Several)
            }
            Resolution::Unknown { suggestions } => {
                self.diagnostics.push(unknown_name(
                    "unknown-exercise",
                    Severity::Warning,
                    name,
                    written,
                    &suggestions,
                ));
                unknown_class(name, written, ClassStatus::Unknown)
            }
        };
        let number = u32::try_from(self.plan.classes.len()).unwrap_or(u32::MAX);
        self.plan.classes.push(class);
        self.names.insert(written, number);
        number
    }

    fn known_class(&self, name: Span, known: Known) -> Class {
        let catalogue = &self.plan.knowledge.catalogue;
        let Some(movement) = self.plan.roster.movement(known.movement()) else {
            return unknown_class(name, name.of(self.plan.text), ClassStatus::Unknown);
        };
        let pattern = movement
            .pattern
            .map(|pattern| catalogue.pattern_id(pattern));
        Class {
            name,
            key: Lift::Known(known.key()),
            status: ClassStatus::Known,
            mechanic: movement.mechanic,
            pattern: movement.pattern,
            target: movement.target,
            primary: movement.primary,
            secondary: movement.secondary,
            limbs: movement.limbs,
            bodyweight: body_load(movement.bodyweight, known, catalogue),
            resistance: pattern
                .is_none_or(|pattern| self.plan.knowledge.terms.is_resistance(pattern)),
            named_wrap: known
                .technique
                .iter()
                .any(|word| catalogue.technique_id(word) == "occlusion"),
            one_sided: movement.unilateral == crate::catalogue::Unilateral::Yes,
            weighted: known.key().modifiers.iter().any(|word| {
                self.plan
                    .knowledge
                    .terms
                    .adds_load(catalogue.modifier_id(word))
            }),
            joints: self.plan.knowledge.terms.joints_of(movement.primary),
        }
    }

    /// Whether the plan with every week written out stays within the budget; counted before anything is allocated.
    fn within_budget(&mut self) -> bool {
        let mut total: u64 = 0;
        for block in &self.outline.blocks {
            let lines = block.days.iter().flat_map(|day| &day.items);
            let sets: u64 = lines
                .map(|item| self.most_sets(item))
                .fold(0, u64::saturating_add);
            total = total.saturating_add(sets.saturating_mul(block.weeks.len() as u64));
        }
        if total <= budget::EXPANDED_SETS {
            return true;
        }
        let message = format!(
            "this plan has {total} sets with every week written out; cuff reads up to {}",
            budget::EXPANDED_SETS
        );
        let at = self
            .outline
            .blocks
            .first()
            .map_or(Span::default(), |block| block.span);
        self.diagnostics.push(
            Diagnostic::new("too-many-sets", Severity::Error, at, message)
                .help("check the weeks, or split the plan into one file a block"),
        );
        false
    }

    fn finish(self) -> (Plan<'t>, Vec<Diagnostic>) {
        (self.plan, self.diagnostics)
    }
}

/// A name that says `bodyweight` makes the body the load of any movement.
fn body_load(
    usual: Bodyweight,
    known: Known,
    catalogue: &crate::catalogue::Catalogue,
) -> Bodyweight {
    let body = known
        .key()
        .equipment
        .is_some_and(|equipment| catalogue.equipment_id(equipment) == "bodyweight");
    if body && usual == Bodyweight::No {
        Bodyweight::Yes
    } else {
        usual
    }
}

fn unknown_class(name: Span, written: &str, status: ClassStatus) -> Class {
    Class {
        name,
        key: Lift::Named(written.to_lowercase()),
        status,
        mechanic: None,
        pattern: None,
        target: None,
        primary: MuscleSet::default(),
        secondary: MuscleSet::default(),
        limbs: LimbSet::default(),
        bodyweight: Bodyweight::No,
        resistance: true,
        named_wrap: false,
        one_sided: false,
        weighted: false,
        joints: 0,
    }
}

fn unknown_name(
    rule: &'static str,
    severity: Severity,
    at: Span,
    written: &str,
    suggestions: &[String],
) -> Diagnostic {
    let mut report = Diagnostic::new(
        rule,
        severity,
        at,
        format!("cuff does not know the exercise `{written}`"),
    )
    .note("its class stays unknown, so rules that need it cannot be checked on it");
    let names: Vec<String> = suggestions
        .iter()
        .take(3)
        .map(|name| format!("`{name}`"))
        .collect();
    report.help = Some(match names.as_slice() {
        [] => format!(
            "use a name that cuff knows, or say what it is: `exercise \"{written}\" like \"…\"`"
        ),
        names => format!(
            "did you mean {}? Or say what it is: `exercise \"{written}\" like \"…\"`",
            names.join(" or ")
        ),
    });
    for name in suggestions.iter().take(3) {
        let edit = TextEdit {
            span: at,
            text: name.clone(),
        };
        report = report.fix(format!("write `{name}`"), Applicability::Unsafe, vec![edit]);
    }
    report
}

fn several(at: Span, written: &str) -> Diagnostic {
    Diagnostic::new(
        "several-exercises",
        Severity::Warning,
        at,
        format!("`{written}` names several exercises"),
    )
    .note("their class stays unknown, so rules that need it cannot be checked on this line")
    .help("give each exercise a line of its own, in a `superset` if they belong together")
}
