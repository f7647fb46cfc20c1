//! What is shown of a plan is all of it, and says what the facts say.

use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use cuff::check::with_plan;
use cuff::facts::{Scope, Shown, World};
use cuff::model::plan::Plan;
use cuff::quantity::{Dimension, Quantity};
use cuff::report::{self, Style};
use cuff::sheet::{Limb, Selection, Session, Sheet};
use cuff::source::SourceFile;

use super::{cases, options};
use crate::plans::{Care, sheet, soup};
use crate::show::well_formed;
use crate::support::RULES;

fn shown(source: &SourceFile) -> Sheet {
    Sheet::of(source, &RULES, options(), &Selection::default())
}

/// Both faces, held to what any text of theirs must be.
fn faces(sheet: &Sheet) -> Result<(), TestCaseError> {
    for width in [1, 40, 80, 120] {
        let style = Style {
            width,
            unicode: width != 40,
            ..Style::default()
        };
        let text = report::sheet(sheet, &style);
        for line in text.lines() {
            prop_assert!(
                UnicodeWidthStr::width(line) <= width.max(40),
                "{width}: {line:?}"
            );
            prop_assert!(!line.trim_start().starts_with("::"), "{line:?}");
        }
    }
    let page = report::page(sheet);
    prop_assert_eq!(well_formed(&page), Ok(()));
    Ok(())
}

/// A fact of a session as `cuff facts` shows it.
fn fact(plan: &Plan<'_>, session: u32, name: &str) -> Option<String> {
    let facts = RULES
        .vocabulary
        .describe(&World(plan), Scope::Session.entity(session));
    match facts.into_iter().find(|(known, _)| *known == name) {
        Some((_, Shown::Value(value))) => Some(value),
        Some((_, Shown::Unknown(_))) => None,
        other => panic!("{name}: {other:?}"),
    }
}

fn on(session: &Session, limb: Limb, clock: impl Fn(cuff::sheet::Time) -> i64) -> String {
    let wraps = session.wraps.iter().filter(|wrap| wrap.limb == limb);
    let sum = wraps.map(|wrap| clock(wrap.on.time)).sum();
    Quantity::thousandths(sum, Dimension::Duration).to_string()
}

/// Sessions and exercises of the plan stand in the sheet, week by week, with the time under wraps that the facts give.
fn complete(plan: &Plan<'_>, sheet: &Sheet) -> Result<(), TestCaseError> {
    prop_assert_eq!(plan.weeks.len(), sheet.weeks.len());
    for (week, shown) in plan.weeks.iter().zip(&sheet.weeks) {
        let numbers = plan.list(&week.sessions);
        prop_assert_eq!(numbers.len(), shown.sessions.len());
        let mut arms = 0;
        for (&number, &place) in numbers.iter().zip(&shown.sessions) {
            let (session, shown) = (plan.session(number).unwrap(), &sheet.sessions[place]);
            prop_assert_eq!(plan.slice(session.name), shown.name.as_str());
            prop_assert!(shown.weeks.contains(&week.number));
            let names: Vec<&str> = session
                .exercises
                .clone()
                .map(|exercise| plan.slice(plan.exercise(exercise).unwrap().name))
                .collect();
            let listed: Vec<&str> = shown.exercises.iter().map(|e| e.name.as_str()).collect();
            prop_assert_eq!(names, listed);
            for (limb, usual, slowest) in [
                (Limb::Arms, "arm-time-on", "arm-time-on-slowest"),
                (Limb::Legs, "leg-time-on", "leg-time-on-slowest"),
            ] {
                let mut wraps = shown.wraps.iter().filter(|wrap| wrap.limb == limb);
                let is_open = wraps.any(|wrap| wrap.on.open);
                let known = |time: String| (!is_open).then_some(time);
                prop_assert_eq!(
                    fact(plan, number, usual),
                    known(on(shown, limb, |time| time.typical))
                );
                prop_assert_eq!(
                    fact(plan, number, slowest),
                    known(on(shown, limb, |time| time.slowest))
                );
            }
            let wraps = shown.wraps.iter().filter(|wrap| wrap.limb == Limb::Arms);
            arms += wraps.map(|wrap| wrap.on.time.typical).sum::<i64>();
        }
        let place = sheet
            .weeks
            .iter()
            .position(|other| other.number == week.number)
            .unwrap();
        let by_week = sheet.wrapped.iter().find(|limb| limb.limb == Limb::Arms);
        prop_assert_eq!(
            by_week.map_or(0, |limb| limb.weeks[place].time.typical),
            arms
        );
    }
    Ok(())
}

/// Every finding stands somewhere: beside what it is about, or with the plan as a whole.
fn no_finding_is_lost(sheet: &Sheet) -> Result<(), TestCaseError> {
    let mut seen = vec![false; sheet.findings.len()];
    let of_sessions = sheet.sessions.iter().flat_map(Session::all_findings);
    for &number in sheet.general.iter().chain(of_sessions) {
        seen[number] = true;
    }
    for (finding, seen) in sheet.findings.iter().zip(seen) {
        prop_assert!(seen, "{:?}", finding.diagnostic);
    }
    prop_assert_eq!(sheet.elsewhere, 0);
    Ok(())
}

/// Names as they are printed, without the blanks at which they may be broken.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn all_of_a_plan_is_shown(plan in sheet(Care::Careless)) {
        let source = SourceFile::new("test.plan", plan.text());
        let sheet = shown(&source);
        faces(&sheet)?;
        no_finding_is_lost(&sheet)?;
        with_plan(&source, &RULES, options(), |plan| complete(plan, &sheet))?;
        let wide = Style { width: 400, ..Style::default() };
        let text = squeezed(&report::sheet(&sheet, &wide));
        for finding in &sheet.findings {
            let message = squeezed(&report::plain(&finding.diagnostic.message));
            prop_assert!(text.contains(&message), "{message}");
        }
        for session in &sheet.sessions {
            prop_assert!(text.contains(&squeezed(&report::plain(&session.name))));
            for exercise in &session.exercises {
                let name = squeezed(&report::plain(&exercise.name));
                prop_assert!(text.contains(&name), "{}", exercise.name);
            }
        }
    }

    #[test]
    fn any_text_can_be_shown(text in soup()) {
        let source = SourceFile::new("test.plan", text);
        faces(&shown(&source))?;
    }
}
