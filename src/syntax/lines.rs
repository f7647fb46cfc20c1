//! A plan read line by line. What a line says depends on nothing but the line, so that each distinct line is read once,
//! however often it stands in a plan, in the plans of a folder, or in a plan that is being written.

use pest::Parser as _;

use super::ast::{self, Line, Statement};
use super::grammar::{PlanParser, Rule};
use super::lower;
use super::moved::Move as _;
use crate::diagnostic::Diagnostic;
use crate::map::Map;
use crate::source::Span;

/// Lines that are remembered at one time; so many take about 8 MiB.
const MOST: usize = 8192;

/// Longer lines are prose or mistakes, and rarely stand twice.
const LONGEST: usize = 160;

/// Lines that were read before, by their text.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    known: Map<Box<str>, Box<Read>>,
}

/// A line and what was noticed in it, as if it were a text of its own.
#[derive(Clone, Debug)]
struct Read {
    line: Line,
    diagnostics: Vec<Diagnostic>,
}

/// The tree of a text, and what was noticed, in order of the lines.
pub(super) fn read(text: &str, lines: &mut Lines) -> (ast::Plan, Vec<Diagnostic>) {
    let mut plan = ast::Plan {
        lines: Vec::with_capacity(text.len() / 32),
    };
    let mut diagnostics = Vec::new();
    // A byte order mark belongs to no line.
    let mut rest = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    loop {
        let start = text.len() - rest.len();
        let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        plan.lines
            .push(lines.line(rest, end, start, &mut diagnostics));
        let (_, next) = rest.split_at(end);
        let next = match next.as_bytes() {
            [] => return (plan, diagnostics),
            [b'\r', b'\n', ..] => next.get(2..),
            _ => next.get(1..),
        };
        rest = next.unwrap_or_default();
    }
}

impl Lines {
    /// The line at the beginning of `rest`, `length` bytes long, which stands at `start`.
    fn line(
        &mut self,
        rest: &str,
        length: usize,
        start: usize,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Line {
        if length == 0 {
            return blank(Span::at(start));
        }
        let text = rest.get(..length).unwrap_or_default();
        if let Some(read) = self.known.get(text) {
            return Read::clone(read).moved(start, diagnostics);
        }
        // With its end, by which the grammar tells early that nothing more follows.
        let text_and_end = rest.get(..=length).unwrap_or(rest);
        let read = Read::of(text, text_and_end);
        if length <= LONGEST {
            if self.known.len() >= MOST {
                self.known.clear();
            }
            // A copy has no room to grow, which it does not need.
            self.known.insert(text.into(), Box::new(read.clone()));
        }
        read.moved(start, diagnostics)
    }
}

impl Read {
    fn of(text: &str, text_and_end: &str) -> Self {
        let pair = PlanParser::parse(Rule::line, text_and_end);
        match pair.ok().and_then(|mut pairs| pairs.next()) {
            Some(pair) => {
                let (line, diagnostics) = lower::line(text, pair);
                Self { line, diagnostics }
            }
            // The grammar reads every line: `unread_line` is its last alternative.
            None => Self {
                line: Line {
                    statement: Statement::Unread(Span::new(0, text.len())),
                    ..blank(Span::new(0, text.len()))
                },
                diagnostics: Vec::new(),
            },
        }
    }

    /// The line at another place.
    fn moved(mut self, start: usize, diagnostics: &mut Vec<Diagnostic>) -> Line {
        let bytes = Span::at(start).start;
        self.line.move_by(bytes);
        self.diagnostics.move_by(bytes);
        diagnostics.append(&mut self.diagnostics);
        self.line
    }
}

fn blank(span: Span) -> Line {
    Line {
        span,
        statement: Statement::Blank,
        comment: None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;

    /// Lines of the documents and examples, which hold every construct of the language, and of the grammar, which hold every
    /// word of it.
    static CORPUS: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let texts = [
            include_str!("../../docs/language.md"),
            include_str!("../../grammar/plan.pest"),
            include_str!("../../examples/everything-wrong.plan"),
            include_str!("../../examples/half-typed.plan"),
        ];
        texts.iter().flat_map(|text| text.lines()).collect()
    });

    /// A line of the corpus, perhaps with a character that does not belong there, or cut short.
    fn line() -> impl Strategy<Value = String> {
        let place = any::<prop::sample::Index>;
        let odd = prop::option::of("[ ,:/@%#>\"\t0-9a-zé×–\u{A0}]{0,2}");
        (place(), place(), odd, any::<bool>()).prop_map(|(line, at, odd, cut)| {
            let mut line = (*line.get(CORPUS.as_slice())).to_owned();
            let mut at = at.index(line.len() + 1);
            while !line.is_char_boundary(at) {
                at -= 1;
            }
            if cut {
                line.truncate(at);
            }
            if let Some(odd) = odd {
                line.insert_str(at, &odd);
            }
            line
        })
    }

    /// What the grammar gives for the text as a whole.
    fn whole(text: &str) -> (ast::Plan, Vec<Diagnostic>) {
        let mut plan = ast::Plan::default();
        let mut diagnostics = Vec::new();
        let pairs = PlanParser::parse(Rule::plan, text).expect("the grammar reads every text");
        for pair in pairs.flat_map(pest::iterators::Pair::into_inner) {
            if pair.as_rule() == Rule::line {
                let (line, noticed) = lower::line(text, pair);
                plan.lines.push(line);
                diagnostics.extend(noticed);
            }
        }
        (plan, diagnostics)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

        /// Line by line a text reads as it does in one piece, and what is remembered changes nothing.
        #[test]
        fn lines_say_the_same_alone(
            mark in any::<bool>(),
            parts in prop::collection::vec((line(), prop::sample::select(vec!["\n", "\r\n", "\r", "\n\n"])), 0..12),
            last in line(),
        ) {
            let mark = if mark { "\u{FEFF}" } else { "" };
            let lines: String = parts.iter().map(|(line, end)| format!("{line}{end}")).collect();
            let text = format!("{mark}{lines}{last}");
            let expected = whole(&text);
            let mut memory = Lines::default();
            prop_assert_eq!(&read(&text, &mut memory), &expected, "in {:?}", text);
            prop_assert_eq!(&read(&text, &mut memory), &expected, "again in {:?}", text);
        }
    }
}
