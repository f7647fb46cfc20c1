//! One plan with what was found in it, as all forms get it.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Severity, Status};
use crate::source::SourceFile;

/// A plan and its findings, in order of their place.
#[derive(Clone, Copy, Debug)]
pub struct Found<'f> {
    /// The plan.
    pub source: &'f SourceFile,
    /// What is reported.
    pub findings: &'f [Diagnostic],
    /// What is not, because somebody decided so.
    pub silenced: &'f [Silenced<'f>],
}

/// A finding that is not reported.
#[derive(Clone, Copy, Debug)]
pub struct Silenced<'f> {
    /// What would have been said.
    pub finding: &'f Diagnostic,
    /// Who decided it.
    pub by: Silencer<'f>,
}

/// What silences a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silencer<'f> {
    /// A comment in the plan, with its reason.
    Comment(&'f str),
    /// The baseline, which knows it.
    Baseline,
}

/// How much a finding matters to a reader, the weightiest first. What could not be checked matters more than advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Error,
    Warning,
    Unchecked,
    Advice,
}

impl Rank {
    pub(super) const ALL: [Self; 4] = [Self::Error, Self::Warning, Self::Unchecked, Self::Advice];

    pub(super) fn of(finding: &Diagnostic) -> Self {
        match (finding.status, finding.severity) {
            (Status::CannotCheck, _) => Self::Unchecked,
            (Status::Violated, Severity::Error) => Self::Error,
            (Status::Violated, Severity::Warning) => Self::Warning,
            (Status::Violated, Severity::Advice) => Self::Advice,
        }
    }

    /// One of three words, for a format that has names for three levels, the weightiest first.
    pub(super) fn level(self, words: [&'static str; 3]) -> &'static str {
        let [error, warning, rest] = words;
        match self {
            Self::Error => error,
            Self::Warning => warning,
            Self::Unchecked | Self::Advice => rest,
        }
    }
}

/// A finding with what tells it from others.
#[derive(Clone, Debug)]
pub(super) struct Known<'f> {
    pub(super) finding: &'f Diagnostic,
    pub(super) by: Option<Silencer<'f>>,
    /// Stays the same while lines move, messages are reworded and other findings come and go: made of rule and place,
    /// and counted where several share both.
    pub(super) fingerprint: String,
}

impl<'f> Found<'f> {
    /// A plan of whose findings none is silenced.
    pub fn new(source: &'f SourceFile, findings: &'f [Diagnostic]) -> Self {
        Self {
            source,
            findings,
            silenced: &[],
        }
    }

    /// All findings in order of their place, those that are silenced among them.
    pub(super) fn all(&self) -> Vec<Known<'f>> {
        let open = self.findings.iter().map(|finding| (finding, None));
        let silenced = self.silenced.iter();
        let silenced = silenced.map(|silenced| (silenced.finding, Some(silenced.by)));
        let mut all: Vec<_> = open.chain(silenced).collect();
        all.sort_by_key(|(finding, _)| finding.span.start);
        let mut seen: HashMap<u64, usize> = HashMap::new();
        let known = all.into_iter().map(|(finding, by)| {
            let hash = fingerprint(&[finding.rule.as_bytes(), finding.place.as_bytes()]);
            let count = seen.entry(hash).or_default();
            *count += 1;
            Known {
                finding,
                by,
                fingerprint: format!("{hash:016x}:{count}"),
            }
        });
        known.collect()
    }

    /// Those that are reported.
    pub(super) fn reported(&self) -> impl Iterator<Item = Known<'f>> + use<'f> {
        self.all().into_iter().filter(|known| known.by.is_none())
    }
}

/// A number for some texts that is the same on every machine and in every version: FNV-1a, each text closed by a byte that
/// is in none.
pub fn fingerprint(texts: &[&[u8]]) -> u64 {
    let bytes = texts.iter().flat_map(|text| text.iter().chain(&[0xFF]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn finding(start: usize, place: &str) -> Diagnostic {
        let span = Span::new(start, start + 1);
        let mut finding = Diagnostic::new("rule", Severity::Error, span, format!("at {start}"));
        finding.place = place.to_owned();
        finding
    }

    fn fingerprints(findings: &[Diagnostic], silenced: &[Silenced<'_>]) -> Vec<(u32, String)> {
        let source = SourceFile::new("x.plan", "0123456789");
        let found = Found {
            source: &source,
            findings,
            silenced,
        };
        let all = found.all().into_iter();
        all.map(|known| (known.finding.span.start, known.fingerprint))
            .collect()
    }

    #[test]
    fn a_fingerprint_stays_when_lines_move_and_findings_are_silenced() {
        let before = fingerprints(&[finding(1, "a"), finding(3, "b"), finding(5, "a")], &[]);
        let moved = fingerprints(&[finding(2, "a"), finding(4, "b"), finding(6, "a")], &[]);
        let first = finding(1, "a");
        let silenced = Silenced {
            finding: &first,
            by: Silencer::Baseline,
        };
        let silenced = fingerprints(&[finding(3, "b"), finding(5, "a")], &[silenced]);
        let bare = |all: &[(u32, String)]| -> Vec<String> {
            all.iter().map(|(_, print)| print.clone()).collect()
        };
        assert_eq!(bare(&before), bare(&moved));
        assert_eq!(before, silenced);
        assert_eq!(bare(&before)[0].replace(":1", ":2"), bare(&before)[2]);
        assert_ne!(before[0].1, before[1].1);
    }

    #[test]
    fn fingerprints_are_the_same_everywhere() {
        assert_eq!(fingerprint(&[]), 0xcbf2_9ce4_8422_2325);
        assert_eq!(
            fingerprint(&[b"load-above-range", b"week 1/Push"]),
            fingerprint(&[b"load-above-range", b"week 1/Push"])
        );
        assert_ne!(fingerprint(&[b"ab", b"c"]), fingerprint(&[b"a", b"bc"]));
    }
}
