//! Clauses behind the sets of an exercise, and on `default` lines.

use pest::iterators::Pair;

use super::{Lowering, span, trimmed};
use crate::source::Span;
use crate::syntax::ast::{Clause, Prescription, Sets, Side, Spanned, Weekly};
use crate::syntax::errors;
use crate::syntax::grammar::Rule;

impl Lowering<'_> {
    /// The clauses of a `default` line.
    pub(super) fn clauses(&mut self, pair: Pair<'_, Rule>) -> Vec<Clause> {
        self.clause_list(pair.into_inner(), Lost::Nothing)
    }

    /// Clauses in a row. Pieces side by side that do not even look like clauses are one slip, such as a misspelt `wrap`
    /// with its parts, and give one finding; behind sets that cannot be read they belong to those (`lost`).
    pub(super) fn clause_list<'i>(
        &mut self,
        clauses: impl Iterator<Item = Pair<'i, Rule>>,
        mut lost: Lost,
    ) -> Vec<Clause> {
        // What could not be read last, while nothing else has come, and whether it is more than one piece.
        let (mut slip, mut joined): (Option<Span>, bool) = (None, false);
        let mut after_nothing = false;
        let mut list = Vec::new();
        for pair in clauses {
            let at = trimmed(self.text, span(&pair));
            let unread = matches!(
                pair.as_rule(),
                Rule::unread_clause | Rule::bare_tightness | Rule::unread_rest
            );
            let content = at.of(self.text);
            let strange = unread && !content.is_empty() && errors::is_strange(content);
            let nothing = unread && content.is_empty();
            // Commas in a row are one slip.
            let again = std::mem::replace(&mut after_nothing, nothing) && nothing;
            if again || (strange && lost.holds(content)) {
                list.push(Clause::Unread(at));
                continue;
            }
            if let Some(before) = slip.filter(|_| strange) {
                (slip, joined) = (Some(before.to(at)), true);
                list.push(Clause::Unread(at));
                continue;
            }
            self.join(slip.filter(|_| joined));
            joined = false;
            if !unread {
                lost = Lost::Nothing;
            }
            let opens = pair.as_rule() != Rule::bare_tightness;
            slip = (opens && unread && (strange || errors::is_wrap_slip(content))).then_some(at);
            list.push(self.clause(pair));
        }
        self.join(slip.filter(|_| joined));
        list
    }

    /// One finding over several pieces in place of the last one, which is about the first of them.
    fn join(&mut self, pieces: Option<Span>) {
        if let Some(pieces) = pieces {
            self.diagnostics.pop();
            self.diagnostics.push(errors::clause(self.text, pieces));
        }
    }

    fn clause(&mut self, pair: Pair<'_, Rule>) -> Clause {
        let at = span(&pair);
        match pair.as_rule() {
            Rule::plain_rest => Clause::Rest(self.plain_rest(at)),
            Rule::rest => Clause::Rest(self.rest(pair)),
            Rule::tempo => Clause::Tempo(self.tempo(pair)),
            Rule::wrap_clause => Clause::Wrap(self.wrap(pair)),
            Rule::effort => Clause::Effort(self.load(pair)),
            Rule::side => Clause::Side(side(pair)),
            Rule::stop_cue => Clause::StopCue(self.cue(pair)),
            Rule::check_cue => Clause::Check(self.cue(pair)),
            Rule::bare_tightness => {
                self.diagnostics
                    .push(errors::stray_tightness(self.text, at));
                Clause::StrayTightness(at)
            }
            _ => {
                let content = trimmed(self.text, at);
                self.diagnostics.push(errors::clause(self.text, content));
                Clause::Unread(content)
            }
        }
    }
}

/// Whether a part of an exercise is a clause: one that stands in front of the load is, too.
pub(super) fn is_clause(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::plain_rest
            | Rule::rest
            | Rule::tempo
            | Rule::wrap_clause
            | Rule::effort
            | Rule::side
            | Rule::stop_cue
            | Rule::check_cue
            | Rule::bare_tightness
            | Rule::unread_clause
            | Rule::unread_rest
    )
}

/// What the sets take with them if they cannot be read.
pub(super) fn lost_behind(sets: &Weekly<Prescription>) -> Lost {
    match sets {
        Weekly::Every(Prescription {
            sets: Sets::Unread(span),
            ..
        }) if !span.is_empty() => Lost::Everything,
        Weekly::Every(Prescription {
            sets: Sets::Ambiguous(_),
            ..
        }) => Lost::Numbers,
        _ => Lost::Nothing,
    }
}

/// What belongs to the finding on the sets, of the pieces behind them that cannot be read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lost {
    Nothing,
    /// The rest of a list, as in `12, 10`.
    Numbers,
    Everything,
}

impl Lost {
    fn holds(self, content: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::Numbers => content.starts_with(|c: char| c.is_ascii_digit()),
            Self::Everything => true,
        }
    }
}

fn side(pair: Pair<'_, Rule>) -> Spanned<Side> {
    let at = span(&pair);
    let value = match pair.into_inner().next().map(|side| side.as_rule()) {
        Some(Rule::left_side) => Side::Left,
        Some(Rule::right_side) => Side::Right,
        Some(Rule::alternating) => Side::Alternating,
        _ => Side::Each,
    };
    Spanned { span: at, value }
}
