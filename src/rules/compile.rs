//! From a rule as written to a rule that can run. Every mistake of a file is found in one go, each with the path of its
//! key, so that it can be shown in the YAML.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::file::{CheckFile, FixFile, RuleFile, SourcesFile};
use super::rule::{Check, Fix, FixPlace, Guard, Level, Rule, Unknown};
use super::sources::cite;
use crate::diagnostic::{Applicability, Severity};
use crate::expr::{
    Anchor, Code, Context, ExprError, Expression, Lets, Template, Text, Type, WordList,
};
use crate::facts::{Reads, Scope, Vocabulary, varying};
use crate::model::Varying;
use crate::nearest::nearest;
use crate::quantity::Quantity;
use crate::source::Span;

/// A mistake in a file, by the path of the key that holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    /// Keys and list places, joined by dots.
    pub(super) path: String,
    /// Bytes inside the value's text, if it is not the whole of it.
    pub(super) range: Option<Span>,
    /// What is wrong.
    pub(super) message: String,
    /// What to write instead.
    pub(super) help: Option<String>,
}

impl Mistake {
    pub(super) fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            range: None,
            message: message.into(),
            help: None,
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// A key of a fix, its text, and the place that it makes of an anchor.
type WrittenPlace<'f> = (&'static str, &'f Option<Expression>, fn(Anchor) -> FixPlace);

/// What a rule is compiled with.
pub(super) struct Surroundings<'s> {
    pub(super) vocabulary: &'s Vocabulary,
    pub(super) sources: &'s SourcesFile,
    pub(super) pack: &'s str,
    /// Figures that the configuration changes.
    pub(super) params: &'s BTreeMap<String, Quantity>,
    /// The level that the configuration asks for, if it does.
    pub(super) level: Option<Level>,
    /// Whether the file is one of cuff's own, whose word lists a test has read.
    pub(super) proven: bool,
}

/// Checks a rule file and makes it ready to run.
pub(super) fn compile(file: RuleFile, around: &Surroundings<'_>) -> Result<Rule, Vec<Mistake>> {
    let mut mistakes = Vec::new();
    let scope = scope(&file, &mut mistakes);
    let params = params(&file, around, &mut mistakes);
    let words = words(&file, around.proven, &mut mistakes);
    let nothing = Lets::default();
    let context = Context {
        vocabulary: around.vocabulary,
        scope: scope.id(),
        params: &params,
        words: &words,
        lets: &nothing,
    };
    let (lets, errors) = Lets::compile(&file.lets, &context);
    mistakes.extend(
        errors
            .into_iter()
            .map(|(name, error)| located(format!("let.{name}"), error)),
    );
    let context = Context {
        lets: &lets,
        ..context
    };
    let mut compiler = Compiler {
        file: &file,
        around,
        context,
        mistakes,
    };
    let when = compiler.when(scope);
    let checks: Vec<Check> = (0..file.check.len())
        .filter_map(|place| compiler.check(place))
        .collect();
    compiler.whole_file();
    let mistakes = compiler.mistakes;
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let params = params
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect();
    Ok(Rule {
        pack: around.pack.to_owned(),
        scope,
        reads: conditions(&when, &checks)
            .map(Reads::of)
            .max()
            .unwrap_or_default(),
        varying: varying_of(scope, &when, &checks),
        when,
        checks,
        params,
        level: level(&file, around.level),
        file,
    })
}

fn scope(file: &RuleFile, mistakes: &mut Vec<Mistake>) -> Scope {
    Scope::from_name(&file.scope).unwrap_or_else(|| {
        let names: Vec<&str> = Scope::ALL.iter().map(|(_, name, ..)| *name).collect();
        let near = nearest(&file.scope, names.iter().copied());
        let help = near.map_or_else(
            || format!("scopes are {}", names.join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        mistakes.push(Mistake::new("scope", format!("`{}` is not a scope", file.scope)).help(help));
        Scope::Plan
    })
}

/// A rule that is off by default runs only if the configuration asks for it.
fn level(file: &RuleFile, asked: Option<Level>) -> Level {
    match (asked, file.default.as_deref()) {
        (Some(asked), _) => asked,
        (None, Some("off")) => Level::Off,
        (None, _) => Level::Own,
    }
}

fn params(
    file: &RuleFile,
    around: &Surroundings<'_>,
    mistakes: &mut Vec<Mistake>,
) -> BTreeMap<String, Option<Quantity>> {
    let mut params = BTreeMap::new();
    for (name, param) in &file.params {
        let path = format!("params.{name}");
        let default = Quantity::parse(&param.default)
            .map_err(|message| mistakes.push(Mistake::new(format!("{path}.default"), message)))
            .ok();
        for (place, key) in param.cites.iter().enumerate() {
            known_source(key, &format!("{path}.cites.{place}"), around, mistakes);
        }
        if param.cites.is_empty() && param.note.is_none() {
            mistakes.push(
                Mistake::new(
                    path,
                    format!("the figure `{name}` has neither a source nor a note"),
                )
                .help("add `cites: [article]`, or a `note` that says why it is what it is"),
            );
        }
        // A change of another dimension is reported where it stands, in the configuration.
        let fits = |change: &&Quantity| {
            default.is_none_or(|default| default.dimension() == change.dimension())
        };
        params.insert(
            name.clone(),
            around.params.get(name).filter(fits).copied().or(default),
        );
    }
    params
}

fn known_source(key: &str, path: &str, around: &Surroundings<'_>, mistakes: &mut Vec<Mistake>) {
    if around.sources.sources.contains_key(key) {
        return;
    }
    let mut mistake = Mistake::new(path, format!("`{key}` is not a source"));
    mistake.help = Some(
        match nearest(key, around.sources.sources.keys().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "sources are described in `sources.yaml`".to_owned(),
        },
    );
    mistakes.push(mistake);
}

fn words(
    file: &RuleFile,
    proven: bool,
    mistakes: &mut Vec<Mistake>,
) -> BTreeMap<String, Option<Arc<WordList>>> {
    let mut words = BTreeMap::new();
    for (name, list) in &file.words {
        if proven {
            let list = WordList::deferred(&list.all, &list.none);
            words.insert(name.clone(), Some(Arc::new(list)));
            continue;
        }
        let compiled = match WordList::compile(&list.all, &list.none) {
            Ok(list) => Some(Arc::new(list)),
            Err(errors) => {
                for error in errors {
                    let path = match (error.group, error.phrase) {
                        (Some(group), Some(phrase)) => format!("words.{name}.all.{group}.{phrase}"),
                        (Some(group), None) => format!("words.{name}.all.{group}"),
                        (None, Some(phrase)) => format!("words.{name}.none.{phrase}"),
                        (None, None) => format!("words.{name}"),
                    };
                    mistakes.push(Mistake::new(path, error.message).help(error.help));
                }
                None
            }
        };
        words.insert(name.clone(), compiled);
    }
    words
}

fn located(path: String, error: ExprError) -> Mistake {
    Mistake {
        path,
        range: Some(error.span),
        message: error.message,
        help: error.help,
    }
}

struct Compiler<'c> {
    file: &'c RuleFile,
    around: &'c Surroundings<'c>,
    context: Context<'c>,
    mistakes: Vec<Mistake>,
}

impl Compiler<'_> {
    /// The condition, split at its top-level `and`s; parts that read only wider scopes are decided there, once.
    fn when(&mut self, scope: Scope) -> Vec<Guard> {
        let Some(text) = &self.file.when else {
            return Vec::new();
        };
        let Some(code) = self.truth("when".to_owned(), text) else {
            return Vec::new();
        };
        let mut parts: Vec<Guard> = code
            .conjuncts()
            .into_iter()
            .map(|part| Guard {
                scope: widest(scope, &part),
                varying: varying(&part),
                code: part,
                shared: None,
            })
            .collect();
        // Wider scopes first: they settle more at once.
        parts.sort_by_key(|part| match part.scope {
            Scope::Plan => 0,
            level if level == scope => 2,
            _ => 1,
        });
        parts
    }

    fn check(&mut self, place: usize) -> Option<Check> {
        let check: &CheckFile = self.file.check.get(place)?;
        let path = |key: &str| format!("check.{place}.{key}");
        let when = check
            .when
            .as_ref()
            .map(|text| self.truth(path("when"), text));
        let require = self.truth(path("require"), &check.require);
        let severity = self.severity(&path("else"), &check.level);
        let straddles = check
            .straddles
            .as_ref()
            .map(|word| self.straddles(&path("straddles"), word));
        let unknown = self.unknown(&path("unknown"), check.unknown.as_deref());
        let message = self.template(path("message"), &check.message);
        let at = check.at.as_ref().map(|text| self.anchor(path("at"), text));
        let also: Vec<_> = check
            .also
            .iter()
            .map(|(anchor, text)| {
                let key = path(&format!("also.{}", anchor.as_str()));
                let label = self.template(key.clone(), text);
                let anchor = self.anchor(key, anchor);
                Some((anchor?, label?))
            })
            .collect();
        let note = check
            .note
            .as_ref()
            .map(|text| self.template(path("note"), text));
        let help = check
            .help
            .as_ref()
            .map(|text| self.template(path("help"), text));
        let fixes: Vec<_> = check
            .fix
            .iter()
            .enumerate()
            .map(|(number, fix)| self.fix(&path(&format!("fix.{number}")), fix))
            .collect();
        // Everything has been looked at, so that all mistakes are known; now the first gap ends it.
        Some(Check {
            when: transpose(when)?,
            require: require?,
            severity: severity?,
            straddles: transpose(straddles)?,
            unknown: unknown?,
            message: message?,
            at: transpose(at)?,
            also: also.into_iter().collect::<Option<_>>()?,
            note: transpose(note)?,
            help: transpose(help)?,
            fixes: fixes.into_iter().collect::<Option<_>>()?,
            sources: self.sources(check),
        })
    }

    fn fix(&mut self, path: &str, fix: &FixFile) -> Option<Fix> {
        let title = self.template(format!("{path}.title"), &fix.title);
        let when = fix
            .when
            .as_ref()
            .map(|text| self.truth(format!("{path}.when"), text));
        let with = self.template(format!("{path}.with"), &fix.with);
        let applicability = self.applicability(&format!("{path}.safety"), &fix.safety);
        let places: [WrittenPlace<'_>; 4] = [
            ("replace", &fix.replace, FixPlace::Replace),
            ("append-to", &fix.append_to, FixPlace::AppendTo),
            ("line-before", &fix.line_before, FixPlace::LineBefore),
            ("line-after", &fix.line_after, FixPlace::LineAfter),
        ];
        let mut found = Vec::new();
        for (key, text, make) in places {
            if let Some(text) = text {
                found.push(self.anchor(format!("{path}.{key}"), text).map(make));
            }
        }
        if found.len() != 1 {
            self.mistakes
                .push(Mistake::new(path, "a fix needs one place").help(
                    "write exactly one of `replace`, `append-to`, `line-before` and `line-after`",
                ));
        }
        Some(Fix {
            title: title?,
            when: transpose(when)?,
            place: found.pop()??,
            with: with?,
            applicability: applicability?,
        })
    }

    fn whole_file(&mut self) {
        for (place, key) in self.file.cites.iter().enumerate() {
            known_source(
                key,
                &format!("cites.{place}"),
                self.around,
                &mut self.mistakes,
            );
        }
        if let Some(word) = self
            .file
            .default
            .as_deref()
            .filter(|word| !matches!(*word, "on" | "off"))
        {
            self.mistakes.push(Mistake::new(
                "default",
                format!("`{word}` is neither `on` nor `off`"),
            ));
        }
        if self.file.check.is_empty() {
            self.mistakes.push(
                Mistake::new("check", "this rule requires nothing")
                    .help("add at least one `require`"),
            );
        }
        let id = &self.file.rule;
        let plain = !id.is_empty()
            && id
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if !plain {
            self.mistakes.push(
                Mistake::new(
                    "rule",
                    "an id has lower-case letters, digits and hyphens only",
                )
                .help("name it for what it flags, such as `load-above-range`"),
            );
        }
    }

    fn truth(&mut self, path: String, text: &Expression) -> Option<Code> {
        match crate::expr::compile(text, &self.context, Some(Type::Truth)) {
            Ok(code) => Some(code),
            Err(errors) => self.report(&path, errors),
        }
    }

    fn template(&mut self, path: String, text: &Text) -> Option<Template> {
        match Template::compile(text, &self.context) {
            Ok(template) => Some(template),
            Err(errors) => self.report(&path, errors),
        }
    }

    fn anchor(&mut self, path: String, text: &Expression) -> Option<Anchor> {
        match Anchor::compile(text, &self.context) {
            Ok(anchor) => Some(anchor),
            Err(errors) => self.report(&path, errors),
        }
    }

    fn report<T>(&mut self, path: &str, errors: Vec<ExprError>) -> Option<T> {
        self.mistakes.extend(
            errors
                .into_iter()
                .map(|error| located(path.to_owned(), error)),
        );
        None
    }

    fn severity(&mut self, path: &str, word: &str) -> Option<Severity> {
        let severity = Severity::from_word(word);
        if severity.is_none() {
            let near = nearest(word, Severity::ALL.into_iter().map(Severity::word));
            let help = near.map_or(
                "levels are `error`, `warning` and `advice`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            self.mistakes
                .push(Mistake::new(path, format!("`{word}` is not a level")).help(help));
        }
        severity
    }

    fn straddles(&mut self, path: &str, word: &str) -> Option<Option<Severity>> {
        if word == "holds" {
            Some(None)
        } else {
            self.severity(path, word).map(Some)
        }
    }

    fn unknown(&mut self, path: &str, word: Option<&str>) -> Option<Unknown> {
        match word {
            None => Some(Unknown::Report(Severity::Advice)),
            Some("silent") => Some(Unknown::Silent),
            Some(word) => self.severity(path, word).map(Unknown::Report),
        }
    }

    fn applicability(&mut self, path: &str, word: &str) -> Option<Applicability> {
        let all = [
            Applicability::Safe,
            Applicability::Unsafe,
            Applicability::Placeholder,
        ];
        let found = all.into_iter().find(|one| one.word() == word);
        if found.is_none() {
            self.mistakes.push(
                Mistake::new(path, format!("`{word}` does not say who may apply the fix"))
                    .help("write `safe`, `unsafe` or `placeholder`"),
            );
        }
        found
    }

    /// Sources of the figures that a requirement uses; those of the rule if it uses none.
    fn sources(&self, check: &CheckFile) -> Vec<String> {
        let mut used: Vec<&str> = Vec::new();
        let mut texts: Vec<&str> = vec![check.require.as_str()];
        texts.extend(check.when.as_ref().map(Expression::as_str));
        texts.extend(
            self.file
                .lets
                .iter()
                .filter(|(name, _)| check.require.as_str().contains(name.as_str()))
                .map(|(_, text)| text.as_str()),
        );
        for (name, param) in &self.file.params {
            let mention = format!("params.{name}");
            if texts.iter().any(|text| text.contains(&mention)) {
                used.extend(param.cites.iter().map(String::as_str));
            }
        }
        if used.is_empty() {
            used.extend(self.file.cites.iter().map(String::as_str));
        }
        let mut sources: Vec<String> = Vec::new();
        for source in used
            .into_iter()
            .filter_map(|key| cite(key, self.around.sources, &self.file.facts))
        {
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        sources
    }
}

/// All conditions of a rule.
fn conditions<'r>(
    when: impl IntoIterator<Item = &'r Guard>,
    checks: &'r [Check],
) -> impl Iterator<Item = &'r Code> {
    let requirements = checks
        .iter()
        .flat_map(|check| check.when.iter().chain([&check.require]));
    when.into_iter()
        .map(|guard| &guard.code)
        .chain(requirements)
}

/// What must change from one week of a day to the next for a rule to come out differently.
fn varying_of(scope: Scope, when: &[Guard], checks: &[Check]) -> Varying {
    // What the plan alone decides is decided once.
    let within = when.iter().filter(|guard| guard.scope != Scope::Plan);
    let read: Varying = conditions(within, checks).map(varying).collect();
    match scope {
        // Other sets are other things to look at.
        Scope::Set => read.and(Varying::WORK),
        _ => read,
    }
}

/// The widest scope in which a part of a condition can be decided.
fn widest(own: Scope, part: &Code) -> Scope {
    let reads = |scope: Scope| part.scopes().contains(scope.id());
    if reads(own) {
        return own;
    }
    let between = Scope::ALL
        .iter()
        .map(|(scope, ..)| *scope)
        .filter(|scope| *scope != Scope::Plan && reads(*scope));
    match between.collect::<Vec<_>>().as_slice() {
        [] => Scope::Plan,
        // Only exercises are looked through on the way to their sets.
        [Scope::Exercise] if own == Scope::Set => Scope::Exercise,
        _ => own,
    }
}

/// `None` where something was there and failed; `Some(None)` where nothing was there.
fn transpose<T>(value: Option<Option<T>>) -> Option<Option<T>> {
    match value {
        None => Some(None),
        Some(Some(value)) => Some(Some(value)),
        Some(None) => None,
    }
}
