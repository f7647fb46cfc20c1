//! Which lines belong together: the lines of a week, a day, a wrap, a superset, an exercise with its notes, the athlete.

use crate::source::Span;
use crate::syntax::ast::{Line, Plan, Statement};

/// For each line of a plan, how far what it opens reaches.
#[derive(Debug)]
pub(super) struct Nodes<'t> {
    lines: &'t [Line],
    /// The last line of what each line opens.
    last: Vec<usize>,
    /// The next line that is neither blank nor only a comment, from each line on.
    next: Vec<Option<usize>>,
    /// For a note, the line behind it and those that follow it, or the last of them if nothing stands there.
    past_notes: Vec<usize>,
}

/// What can be open while lines are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Week,
    Day,
    Wrap,
    Superset,
    Exercise,
    Athlete,
}

impl Kind {
    const ALL: [Self; 6] = [
        Self::Week,
        Self::Day,
        Self::Wrap,
        Self::Superset,
        Self::Exercise,
        Self::Athlete,
    ];
}

impl<'t> Nodes<'t> {
    pub(super) fn of(tree: &'t Plan) -> Self {
        let lines = tree.lines.as_slice();
        let mut nodes = Self {
            lines,
            last: (0..lines.len()).collect(),
            next: vec![None; lines.len()],
            past_notes: (0..lines.len()).collect(),
        };
        nodes.reach();
        nodes.look_ahead();
        nodes
    }

    fn reach(&mut self) {
        let mut open = Kind::ALL.map(|kind| (kind, Vec::new()));
        for (place, line) in self.lines.iter().enumerate() {
            for (kind, starts) in &mut open {
                if ends(*kind, &line.statement) {
                    self.close(starts, place.saturating_sub(1));
                }
                if opens(&line.statement) == Some(*kind) {
                    starts.push(place);
                }
            }
        }
        let end = self.lines.len().saturating_sub(1);
        for (_, starts) in &mut open {
            self.close(starts, end);
        }
    }

    fn close(&mut self, starts: &mut Vec<usize>, end: usize) {
        for start in starts.drain(..) {
            if let Some(last) = self.last.get_mut(start) {
                *last = end;
            }
        }
    }

    fn look_ahead(&mut self) {
        let mut known = None;
        let mut behind = None;
        for (place, line) in self.lines.iter().enumerate().rev() {
            let is_note = matches!(line.statement, Statement::Note(_));
            let after = behind.filter(|_| is_note).unwrap_or(place);
            let is_blank = matches!(line.statement, Statement::Blank);
            known = if is_blank { known } else { Some(place) };
            behind = (!is_blank).then_some(after);
            if let (Some(next), Some(past)) =
                (self.next.get_mut(place), self.past_notes.get_mut(place))
            {
                (*next, *past) = (known, after);
            }
        }
    }

    /// The text that a comment on a line covers: the line, or what the next line opens if it stands alone.
    pub(super) fn covered(&self, place: usize) -> Span {
        let Some(line) = self.lines.get(place) else {
            return Span::default();
        };
        if !matches!(line.statement, Statement::Blank) {
            return line.span;
        }
        match self.next.get(place).copied().flatten() {
            Some(first) => self.under(first),
            None => line.span,
        }
    }

    /// The text that a comment covers which stands alone right above a line.
    pub(super) fn under(&self, first: usize) -> Span {
        // Notes in front of something belong to it.
        let opener = self.past_notes.get(first).copied().unwrap_or(first);
        let whole = matches!(
            self.lines.get(opener).map(|line| &line.statement),
            Some(Statement::Title(_))
        );
        let last = if whole {
            self.lines.len() - 1
        } else {
            self.last.get(opener).copied().unwrap_or(opener)
        };
        let span = |place: usize| {
            self.lines
                .get(place)
                .map_or(Span::default(), |line| line.span)
        };
        let start = if whole { span(0) } else { span(first) };
        start.to(span(last))
    }
}

fn opens(statement: &Statement) -> Option<Kind> {
    match statement {
        Statement::Week(_) => Some(Kind::Week),
        Statement::Day(_) => Some(Kind::Day),
        Statement::Wrap(_) => Some(Kind::Wrap),
        Statement::Superset => Some(Kind::Superset),
        Statement::Exercise(_) => Some(Kind::Exercise),
        Statement::Athlete(_) => Some(Kind::Athlete),
        _ => None,
    }
}

/// Whether a statement ends what is open.
fn ends(kind: Kind, statement: &Statement) -> bool {
    let is_week = matches!(statement, Statement::Week(_));
    let is_day = matches!(statement, Statement::Day(_));
    match kind {
        Kind::Week => is_week,
        Kind::Day => is_week || is_day,
        Kind::Wrap => is_week || is_day || matches!(statement, Statement::Unwrap(_)),
        Kind::Superset => is_week || is_day || matches!(statement, Statement::End),
        // A note under an exercise is the exercise's, and blank lines and comments divide nothing.
        Kind::Exercise => !matches!(statement, Statement::Note(_) | Statement::Blank),
        Kind::Athlete => !about_the_athlete(statement),
    }
}

/// Whether a statement can stand among those about the athlete; blank lines and comments divide nothing.
fn about_the_athlete(statement: &Statement) -> bool {
    matches!(statement, Statement::Blank | Statement::Note(_)) || statement.is_about_the_athlete()
}
