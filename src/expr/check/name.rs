//! What a name stands for: a variable, a named part, a fact, a thing, a parameter or a member of an enumeration.

use super::super::code::{Constant, Op, Source, Step};
use super::super::error::ExprError;
use super::super::tree::{Name, Node, Tree};
use super::super::vocabulary::{EnumId, ScopeId, Type};
use super::{Checker, constant};
use crate::nearest::nearest;
use crate::source::Span;

/// What was found for a name.
enum Found {
    Step(Step),
    /// Something that was refused where it was defined.
    Broken,
    Nothing,
}

impl Checker<'_> {
    /// A bare word. Where a member is asked for, members come first: facts can always be qualified.
    pub(super) fn name(&mut self, name: &str, hint: Option<Type>, span: Span) -> Option<Step> {
        if let Some(Type::Word(id)) = hint
            && let Some(member) = self.context.vocabulary.member(id, name)
        {
            return Some(constant(Constant::Word(member), Type::Word(id), span));
        }
        match self.find(name, span) {
            Found::Step(step) => Some(step),
            Found::Broken => None,
            Found::Nothing => {
                let error = match hint {
                    Some(Type::Word(id)) => self.no_member(name, id, span),
                    Some(Type::Words(id)) if self.context.vocabulary.member(id, name).is_some() => {
                        let set = self.describe(Type::Words(id));
                        ExprError::new(span, format!("expected {set}, found one member"))
                            .help(format!("write `… has {name}`, or `{{{name}}}` for a set"))
                    }
                    _ => self.unknown_name(name, span),
                };
                self.refuse(error)
            }
        }
    }

    /// Facts read one from another, or `params.NAME`.
    pub(super) fn path(&mut self, of: &Tree, steps: &[Name]) -> Option<Step> {
        let mut steps = steps.iter();
        let mut current = match &of.node {
            Node::Name(head) if head == "params" => self.param(steps.next()?)?,
            Node::Name(head) if head == "words" => {
                let error = ExprError::new(of.span, "word lists stand after `matches`");
                return self.refuse(error.help("such as `note.text matches words.pain`"));
            }
            _ => self.infer(of, None)?,
        };
        for step in steps {
            current = self.follow(current, step)?;
        }
        Some(current)
    }

    /// Whether a bare word is a name here.
    pub(super) fn is_name(&self, name: &str) -> bool {
        !matches!(self.find(name, Span::at(0)), Found::Nothing)
    }

    /// From the nearest meaning to the widest: variable, named part, fact of this scope and of wider ones, thing.
    fn find(&self, name: &str, span: Span) -> Found {
        if let Some(step) = self.variable(name, span) {
            return Found::Step(step);
        }
        match self.context.lets.get(name) {
            Some(Some(part)) => {
                let code = part.code.step();
                let op = match &code.op {
                    Op::Constant(constant) => Op::Constant(constant.clone()),
                    _ => Op::Let(part.clone()),
                };
                let ty = code.ty;
                return Found::Step(Step { op, ty, span });
            }
            Some(None) => return Found::Broken,
            None => {}
        }
        let found = self.fact(name, span).or_else(|| self.thing(name, span));
        match (found, name) {
            (Some(step), _) => Found::Step(step),
            (None, "yes" | "no") => {
                let truth = Constant::Truth(name == "yes");
                Found::Step(constant(truth, Type::Truth, span))
            }
            (None, _) => Found::Nothing,
        }
    }

    fn variable(&self, name: &str, span: Span) -> Option<Step> {
        let place = self
            .variables
            .iter()
            .rposition(|known| known.name == name)?;
        let scope = self.variables.get(place)?.scope;
        Some(Step {
            op: Op::Entity(Source::Variable(place)),
            ty: Type::Entity(scope),
            span,
        })
    }

    fn fact(&self, name: &str, span: Span) -> Option<Step> {
        self.visible().find_map(|(scope, source)| {
            let (fact, ty) = self.context.vocabulary.fact(scope, name)?;
            let op = Op::Fact(source, fact);
            Some(Step { op, ty, span })
        })
    }

    fn thing(&self, name: &str, span: Span) -> Option<Step> {
        self.visible()
            .find(|(scope, _)| self.context.vocabulary.scope_name(*scope) == name)
            .map(|(scope, source)| Step {
                op: Op::Entity(source),
                ty: Type::Entity(scope),
                span,
            })
    }

    /// The scopes whose facts can be read by bare names, nearest first.
    fn visible(&self) -> impl Iterator<Item = (ScopeId, Source)> {
        let own = self.context.scope;
        let outer = self.context.vocabulary.outer(own).iter();
        std::iter::once((own, Source::Own))
            .chain(outer.map(|scope| (*scope, Source::Outer(*scope))))
    }

    fn param(&mut self, name: &Name) -> Option<Step> {
        let quantity = match self.context.params.get(&name.text) {
            Some(value) => (*value)?,
            None => {
                let message = format!("there is no parameter `{}`", name.text);
                let known = self.context.params.keys().map(String::as_str);
                let help = match nearest(&name.text, known) {
                    Some(near) => format!("did you mean `params.{near}`?"),
                    None => "add it under `params`".to_owned(),
                };
                return self.refuse(ExprError::new(name.span, message).help(help));
            }
        };
        let ty = Type::Quantity(quantity.dimension());
        Some(constant(Constant::Quantity(quantity), ty, name.span))
    }

    /// A fact of what `of` gives, or the wider thing that it lies in.
    fn follow(&mut self, of: Step, name: &Name) -> Option<Step> {
        let vocabulary = self.context.vocabulary;
        let Type::Entity(scope) = of.ty else {
            let error = self.not_a_thing(&of, name);
            return self.refuse(error);
        };
        let span = of.span.to(name.span);
        if let Some((fact, ty)) = vocabulary.fact(scope, &name.text) {
            let op = Op::Fact(source_of(of), fact);
            return Some(Step { op, ty, span });
        }
        let wider = vocabulary.outer(scope).iter();
        let wider = wider
            .copied()
            .find(|wider| vocabulary.scope_name(*wider) == name.text);
        if let Some(wider) = wider {
            return Some(Step {
                op: Op::Entity(Source::Around(Box::new(source_of(of)), wider)),
                ty: Type::Entity(wider),
                span,
            });
        }
        let error = self.unknown_fact(&of, scope, name);
        self.refuse(error)
    }

    fn not_a_thing(&self, of: &Step, name: &Name) -> ExprError {
        let message = format!("{} has no `{}`", self.describe(of.ty), name.text);
        let error = ExprError::new(name.span, message);
        match of.ty {
            Type::Entities(scope) => {
                let member = self.context.vocabulary.scope_name(scope);
                error.help(format!(
                    "look at each of them, such as `any({member} in … where {member}.{} …)`",
                    name.text
                ))
            }
            _ => error.help("only things have facts, such as `wrap.site`"),
        }
    }

    fn unknown_fact(&self, of: &Step, scope: ScopeId, name: &Name) -> ExprError {
        let vocabulary = self.context.vocabulary;
        let owner = vocabulary.scope_name(scope);
        let message = format!("`{owner}` has no fact `{}`", name.text);
        let error = ExprError::new(name.span, message);
        let wider = vocabulary.outer(scope).iter().copied();
        let mut having = wider.filter(|wider| vocabulary.fact(*wider, &name.text).is_some());
        if let Some(wider) = having.next() {
            let wider = vocabulary.scope_name(wider);
            let variable = match &of.op {
                Op::Entity(Source::Variable(place)) => self.variables.get(*place),
                _ => None,
            };
            let before = variable.map_or(String::new(), |known| format!("{}.", known.name));
            let path = format!("{before}{wider}.{}", name.text);
            return error.help(format!("`{wider}` has it; write `{path}`"));
        }
        match nearest(&name.text, vocabulary.facts(scope).into_iter()) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => match self.elsewhere(&name.text) {
                Some(help) => error.help(help),
                None => error,
            },
        }
    }

    fn unknown_name(&self, name: &str, span: Span) -> ExprError {
        let scope = self.context.vocabulary.scope_name(self.context.scope);
        let message = format!("`{name}` is no name that `{scope}` knows");
        let error = ExprError::new(span, message);
        match self.guess(name) {
            Some(help) => error.help(help),
            None => error,
        }
    }

    /// What somebody who wrote an unknown name probably meant.
    fn guess(&self, name: &str) -> Option<String> {
        match name {
            "true" => return Some("write `yes`, or the condition alone".to_owned()),
            "false" => return Some("write `no`, or `not` before the condition".to_owned()),
            "null" | "none" | "nil" | "unknown" => {
                return Some(
                    "ask with `known(…)`, `missing(…)`, `exists(…)` or `empty(…)`".to_owned(),
                );
            }
            "params" | "words" => {
                return Some(format!("name one of them, such as `{name}.max`"));
            }
            _ => {}
        }
        if let Some((first, rest)) = name.split_once('-')
            && self.is_name(first)
        {
            return Some(format!(
                "to subtract, put blanks around the minus: `{first} - {rest}`"
            ));
        }
        if self.context.params.contains_key(name) {
            return Some(format!("parameters are written `params.{name}`"));
        }
        if let Some(help) = self.elsewhere(name) {
            return Some(help);
        }
        let near = nearest(name, self.known_names().into_iter())?;
        Some(format!("did you mean `{near}`?"))
    }

    /// Where else there is a fact of this name.
    fn elsewhere(&self, name: &str) -> Option<String> {
        let vocabulary = self.context.vocabulary;
        let scopes = vocabulary.scopes();
        let (_, owner) = scopes
            .iter()
            .find(|(scope, _)| vocabulary.fact(*scope, name).is_some())?;
        Some(format!(
            "`{owner}` has it; look at each, such as `any(x in … where x.{name} …)`"
        ))
    }

    fn known_names(&self) -> Vec<&str> {
        let vocabulary = self.context.vocabulary;
        let mut names: Vec<&str> = self
            .variables
            .iter()
            .map(|known| known.name.as_str())
            .collect();
        names.extend(self.context.lets.names());
        let facts = self
            .visible()
            .flat_map(|(scope, _)| vocabulary.facts(scope));
        names.extend(facts);
        names.extend(
            self.visible()
                .map(|(scope, _)| vocabulary.scope_name(scope)),
        );
        names
    }

    fn no_member(&self, name: &str, id: EnumId, span: Span) -> ExprError {
        let enumeration = self.context.vocabulary.enumeration(id);
        let message = format!("`{enumeration}` has no member `{name}`");
        let error = ExprError::new(span, message);
        error.help(self.suggest_member(id, name))
    }
}

/// The thing that a part gives, to read facts from.
pub(super) fn source_of(step: Step) -> Source {
    match step.op {
        Op::Entity(source) => source,
        _ => Source::Given(Box::new(step)),
    }
}
