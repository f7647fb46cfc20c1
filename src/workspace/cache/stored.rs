//! A report in bytes. Findings that stand for others have those beside them, one level deep, so that no bytes can lead
//! deeper than that.

use serde::{Deserialize, Serialize};

use crate::check::Report;
use crate::diagnostic::Diagnostic;
use crate::engine::{Suppressed, Waiver};

/// What is written.
#[derive(Serialize)]
struct Written<'r> {
    findings: Vec<(&'r Diagnostic, &'r [Diagnostic])>,
    suppressed: &'r [Suppressed],
    waivers: &'r [Waiver],
    applied: &'r [bool],
    parts: &'r [bool],
}

/// The same when it is read.
#[derive(Deserialize)]
struct Read {
    findings: Vec<(Diagnostic, Vec<Diagnostic>)>,
    suppressed: Vec<Suppressed>,
    waivers: Vec<Waiver>,
    applied: Vec<bool>,
    parts: Vec<bool>,
}

/// A report in bytes; `None` for one that they cannot say all of.
pub(super) fn write(report: &Report) -> Option<Vec<u8>> {
    // Named one by one, so that what is added to the report has to be added here.
    let Report {
        diagnostics,
        suppressed,
        waivers,
        applied,
        parts,
        is_timeless: _,
    } = report;
    let is_flat = |finding: &Diagnostic| finding.joined.is_empty();
    let is_said = diagnostics.iter().all(|one| one.joined.iter().all(is_flat))
        && suppressed.iter().all(|one| is_flat(&one.diagnostic));
    let findings = diagnostics.iter();
    let written = Written {
        findings: findings.map(|one| (one, one.joined.as_slice())).collect(),
        suppressed,
        waivers,
        applied,
        parts,
    };
    postcard::to_allocvec(&written).ok().filter(|_| is_said)
}

/// The report in bytes; `None` if they are none.
pub(super) fn read(bytes: &[u8], is_timeless: bool) -> Option<Report> {
    let (read, rest) = postcard::take_from_bytes::<Read>(bytes).ok()?;
    let whole = |(finding, joined)| Diagnostic { joined, ..finding };
    rest.is_empty().then(|| Report {
        diagnostics: read.findings.into_iter().map(whole).collect(),
        suppressed: read.suppressed,
        waivers: read.waivers,
        applied: read.applied,
        parts: read.parts,
        is_timeless,
    })
}
