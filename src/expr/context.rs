//! What the names in one rule's expressions may stand for.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::check;
use super::code::Let;
use super::error::ExprError;
use super::parse;
use super::tree::{Node, Tree};
use super::vocabulary::{ScopeId, ScopeSet, Vocabulary};
use super::words::WordList;
use super::written::Expression;
use crate::quantity::Quantity;
use crate::source::Span;

/// How many named parts a rule may have.
const MOST_LETS: usize = 64;

/// Where an expression is read: in which scope, with which parameters, word lists and named parts.
///
/// `None` stands for a parameter or a word list that is there but was refused when it was read; expressions that use it
/// are not blamed for it.
#[derive(Clone, Copy)]
pub struct Context<'c> {
    /// Facts and their types.
    pub vocabulary: &'c dyn Vocabulary,
    /// The scope of the rule.
    pub scope: ScopeId,
    /// Values of `params.NAME`.
    pub params: &'c BTreeMap<String, Option<Quantity>>,
    /// Lists for `matches words.NAME`.
    pub words: &'c BTreeMap<String, Option<Arc<WordList>>>,
    /// Parts of the logic with a name.
    pub lets: &'c Lets,
}

/// The named parts of a rule's logic, ready for use in its other expressions.
#[derive(Clone, Debug, Default)]
pub struct Lets {
    /// `None` for a part that was refused.
    parts: BTreeMap<String, Option<Let>>,
}

impl Lets {
    /// Compiles named parts, which may use each other but not in a circle. `context.lets` is not looked at.
    ///
    /// What is wrong comes back with the name of the part that it is wrong in.
    pub fn compile<'c>(
        texts: &'c BTreeMap<String, Expression>,
        context: &'c Context<'c>,
    ) -> (Self, Vec<(String, ExprError)>) {
        let mut work = Work {
            context,
            trees: BTreeMap::new(),
            done: Self::default(),
            errors: Vec::new(),
        };
        for (place, (name, text)) in texts.iter().enumerate() {
            if place < MOST_LETS {
                work.read(name, text);
            } else {
                work.refuse(name, vec![too_many()]);
            }
        }
        for name in texts.keys() {
            work.finish(name, &mut Vec::new());
        }
        (work.done, work.errors)
    }

    pub(super) fn get(&self, name: &str) -> Option<Option<&Let>> {
        self.parts.get(name).map(Option::as_ref)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.keys().map(String::as_str)
    }
}

/// Named parts on their way from text to code.
struct Work<'c> {
    context: &'c Context<'c>,
    trees: BTreeMap<String, Cow<'c, Tree>>,
    done: Lets,
    errors: Vec<(String, ExprError)>,
}

impl<'c> Work<'c> {
    fn read(&mut self, name: &str, text: &'c Expression) {
        if let Some(error) = clash(name, self.context) {
            self.report(name, vec![error]);
        }
        match text.tree() {
            Ok(tree) => {
                self.trees.insert(name.to_owned(), tree);
            }
            Err(errors) => self.refuse(name, errors),
        }
    }

    /// Compiles a part after those that it uses. `path` holds the parts that wait for this one.
    fn finish(&mut self, name: &str, path: &mut Vec<String>) {
        if let Some(start) = path.iter().position(|waiting| waiting == name) {
            let error = self.circle(name, path.get(start..).unwrap_or_default());
            self.refuse(name, vec![error]);
            return;
        }
        if self.done.parts.contains_key(name) {
            return;
        }
        let Some(tree) = self.trees.get(name).cloned() else {
            return;
        };
        path.push(name.to_owned());
        for used in self.used(&tree) {
            self.finish(&used, path);
        }
        path.pop();
        // A part on a circle has been refused meanwhile.
        if !self.done.parts.contains_key(name) {
            self.check(name, &tree);
        }
    }

    fn check(&mut self, name: &str, tree: &Tree) {
        let context = Context {
            lets: &self.done,
            ..*self.context
        };
        match check::expression(tree, &context, None) {
            Ok(code) => {
                let part = Let {
                    slot: self.done.parts.len(),
                    reads: wider(code.scopes(), self.context),
                    code,
                };
                self.done.parts.insert(name.to_owned(), Some(part));
            }
            Err(errors) => self.refuse(name, errors),
        }
    }

    /// The other parts that a tree names.
    fn used(&self, tree: &Tree) -> BTreeSet<String> {
        let mut used = BTreeSet::new();
        tree.visit(&mut |part| {
            if let Node::Name(name) = &part.node
                && self.trees.contains_key(name)
            {
                used.insert(name.clone());
            }
        });
        used
    }

    fn circle(&self, name: &str, path: &[String]) -> ExprError {
        let chain: Vec<String> = path
            .iter()
            .map(String::as_str)
            .chain([name])
            .map(|part| format!("`{part}`"))
            .collect();
        let span = self
            .trees
            .get(name)
            .map(|tree| tree.span)
            .unwrap_or_default();
        ExprError::new(
            span,
            format!("`{name}` is defined by itself: {}", chain.join(" → ")),
        )
        .help("write one of them out")
    }

    fn refuse(&mut self, name: &str, errors: Vec<ExprError>) {
        self.done.parts.insert(name.to_owned(), None);
        self.report(name, errors);
    }

    fn report(&mut self, name: &str, errors: Vec<ExprError>) {
        let named = errors.into_iter().map(|error| (name.to_owned(), error));
        self.errors.extend(named);
    }
}

/// The narrowest of the scopes that a part reads, if that is wider than the rule's own.
fn wider(scopes: ScopeSet, context: &Context<'_>) -> Option<ScopeId> {
    if scopes.contains(context.scope) {
        return None;
    }
    let outer = context.vocabulary.outer(context.scope);
    let read = || {
        outer
            .iter()
            .copied()
            .filter(|scope| scopes.contains(*scope))
    };
    if read().fold(ScopeSet::default(), ScopeSet::with) != scopes {
        return None;
    }
    read().find(|scope| {
        let around = context.vocabulary.outer(*scope);
        read().all(|other| other == *scope || around.contains(&other))
    })
}

fn too_many() -> ExprError {
    let message = format!("a rule has at most {MOST_LETS} named parts");
    ExprError::new(Span::at(0), message).help("split the rule")
}

/// Why a part cannot have this name: a fact that has it could not be read any more.
fn clash(name: &str, context: &Context<'_>) -> Option<ExprError> {
    let span = Span::at(0);
    let vocabulary = context.vocabulary;
    let taken = std::iter::once(&context.scope)
        .chain(vocabulary.outer(context.scope))
        .find(|scope| vocabulary.fact(**scope, name).is_some());
    if let Some(scope) = taken {
        let scope = vocabulary.scope_name(*scope);
        let message = format!("`{name}` is already a fact of `{scope}`");
        return Some(ExprError::new(span, message).help("give this part another name"));
    }
    if !parse::is_name(name) || matches!(name, "params" | "words" | "yes" | "no") {
        let message = format!("`{name}` cannot be a name");
        return Some(ExprError::new(span, message).help("names are such as `wrapped-time`"));
    }
    None
}
