//! Builds a sheet: sessions of the weeks that are asked for, each shown once if it is trained alike in several weeks.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::figure::{Figure, time};
use super::findings::{Owners, numbered};
use super::lasting::assumed_supersets;
use super::loads::Loads;
use super::{Exercise, Finding, Gap, Lasting, Selection, Session, Sheet, Week, weeks};
use crate::check::Checked;
use crate::model::plan::{self, Work};
use crate::model::{Missing, Plan};
use crate::source::SourceFile;
use crate::syntax::ast::{self, Side};

pub(super) struct Builder<'b, 't> {
    pub(super) source: &'b SourceFile,
    pub(super) tree: &'b ast::Plan,
    pub(super) plan: &'b Plan<'t>,
    pub(super) owners: Owners<'b>,
    findings: &'b [Finding],
    suppressed: usize,
    selection: &'b Selection,
    gaps: Vec<Gap>,
    gap_numbers: HashMap<Gap, usize>,
}

/// Builds the sheet of a plan from what was read, worked out and found.
pub(super) fn sheet(source: &SourceFile, checked: Checked<'_, '_>, selection: &Selection) -> Sheet {
    let Checked { tree, plan, report } = checked;
    let suppressed = report.suppressed.len();
    let findings = numbered(source, report.diagnostics);
    let builder = Builder {
        source,
        tree,
        plan,
        owners: Owners::new(&findings, tree, plan),
        findings: &findings,
        suppressed,
        selection,
        gaps: Vec::new(),
        gap_numbers: HashMap::new(),
    };
    let sheet = builder.finish();
    Sheet { findings, ..sheet }
}

impl<'b> Builder<'b, '_> {
    fn finish(mut self) -> Sheet {
        let plan = self.plan;
        let chosen = self.chosen();
        let (sessions, places) = self.sessions(&chosen);
        let weeks_of_plan = chosen
            .iter()
            .map(|(week, numbers)| Week {
                number: week.number,
                phase: self.phase(week),
                sessions: numbers
                    .iter()
                    .filter_map(|number| places.get(number).copied())
                    .collect(),
            })
            .collect();
        let general = self.owners.of_plan();
        let slice =
            |span: Option<crate::source::Span>| span.map(|span| plan.slice(span).to_owned());
        let all_notes = 0..u32::try_from(plan.notes.len()).unwrap_or(u32::MAX);
        Sheet {
            file: self.source.name().to_owned(),
            title: slice(plan.title),
            goal: slice(plan.goal),
            athlete: slice(plan.athlete.name),
            about: self.about(),
            cues: self.cues(0),
            notes: self.notes(all_notes, |note| !note.in_day && note.exercise.is_none()),
            elsewhere: self.elsewhere(&sessions, &general),
            weeks: weeks_of_plan,
            sessions,
            courses: weeks::courses(plan, &chosen),
            wrapped: weeks::wrapped(plan, &chosen),
            findings: Vec::new(),
            general,
            suppressed: self.suppressed,
            unread: self.unread(),
            all_weeks: plan.weeks.iter().map(|week| week.number).collect(),
            all_sessions: self.session_names(),
            gaps: self.gaps,
        }
    }

    /// Weeks that are asked for, with the numbers of their sessions that are.
    fn chosen(&self) -> Vec<(&'b plan::Week, Vec<u32>)> {
        let plan = self.plan;
        let weeks = plan
            .weeks
            .iter()
            .filter(|week| self.selection.has_week(week.number));
        let sessions = |week: &plan::Week| {
            let numbers = plan.list(&week.sessions).iter().copied();
            numbers
                .filter(|&number| {
                    plan.session(number)
                        .is_some_and(|day| self.selection.has_session(plan.slice(day.name)))
                })
                .collect()
        };
        weeks.map(|week| (week, sessions(week))).collect()
    }

    /// The sessions, those that are alike once; and where each of the plan's sessions is found among them.
    fn sessions(
        &mut self,
        chosen: &[(&plan::Week, Vec<u32>)],
    ) -> (Vec<Session>, HashMap<u32, usize>) {
        let mut sessions: Vec<Session> = Vec::new();
        let mut alike: HashMap<Session, usize> = HashMap::new();
        let mut places: HashMap<u32, usize> = HashMap::new();
        for (week, numbers) in chosen {
            for &number in numbers {
                let place = match places.get(&number) {
                    Some(&place) => place,
                    None => {
                        let Some(session) = self.session(number) else {
                            continue;
                        };
                        let place = *alike.entry(session.clone()).or_insert_with(|| {
                            sessions.push(session);
                            sessions.len() - 1
                        });
                        places.insert(number, place);
                        place
                    }
                };
                if let Some(session) = sessions.get_mut(place)
                    && !session.weeks.contains(&week.number)
                {
                    session.weeks.push(week.number);
                }
            }
        }
        (sessions, places)
    }

    /// A session without its weeks.
    fn session(&mut self, number: u32) -> Option<Session> {
        let plan = self.plan;
        let session = plan.session(number)?;
        let weeks = session.weeks.iter().copied();
        let weeks: Vec<u32> = weeks
            .filter(|&week| self.selection.has_week(week))
            .collect();
        let assumed = assumed_supersets(plan, session);
        let exercises = session.exercises.clone();
        let exercises = exercises
            .filter_map(|exercise| self.exercise(exercise, session, &weeks, &assumed))
            .collect();
        let wraps = session.wraps.clone();
        let wraps = wraps
            .filter_map(|wrap| self.wrap(wrap, session, &weeks))
            .collect();
        Some(Session {
            name: plan.slice(session.name).to_owned(),
            tags: session
                .tags
                .iter()
                .map(|tag| plan.slice(*tag).to_owned())
                .collect(),
            weeks: Vec::new(),
            stated: session.stated.map(|stated| time(stated.value)),
            lasting: Lasting::of_session(plan, session),
            exercises,
            wraps,
            cues: self.session_cues(session),
            notes: self.notes(session.notes.clone(), |note| note.exercise.is_none()),
            findings: self.owners.of_session(session.span, &weeks),
        })
    }

    /// Cues below the `day` line. Those of a plan without days are the plan's.
    fn session_cues(&self, session: &plan::Session) -> Vec<String> {
        let lines = &self.tree.lines;
        let after = lines.partition_point(|line| line.span.start <= session.span.start);
        let opens = after.checked_sub(1).and_then(|line| lines.get(line));
        match opens.map(|line| &line.statement) {
            Some(ast::Statement::Day(_)) => self.cues(after),
            _ => Vec::new(),
        }
    }

    fn exercise(
        &mut self,
        number: u32,
        session: &plan::Session,
        weeks: &[u32],
        assumed: &BTreeSet<u32>,
    ) -> Option<Exercise> {
        let plan = self.plan;
        let exercise = plan.exercise(number)?;
        let mut gaps = Vec::new();
        let loads = Loads::of(plan, number)?;
        for &missing in &loads.missing {
            self.gap(missing, &mut gaps);
        }
        if exercise.rest.unread {
            self.gap(Missing::UnreadRest(number), &mut gaps);
        }
        if exercise.unread_tempo.is_some() {
            self.gap(Missing::UnreadTempo(number), &mut gaps);
        }
        let wraps = plan.list(&exercise.wraps).iter();
        Some(Exercise {
            name: plan.slice(exercise.name).to_owned(),
            warm_up: exercise.warm_up,
            side: exercise.side.map(|side| match side.value {
                Side::Each => "each side",
                Side::Left => "left",
                Side::Right => "right",
                Side::Alternating => "alternating",
            }),
            superset: exercise.superset.map(|number| number + 1),
            scheme: loads.scheme,
            sets: loads.sets,
            load: loads.load,
            percent: loads.percent,
            mass: loads.mass,
            tempo: self.tempo(exercise),
            rest: self.rest(exercise),
            start: exercise.start,
            end: exercise.end,
            lasting: Lasting::of_exercise(plan, number, assumed),
            wraps: wraps
                .filter_map(|wrap| usize::try_from(wrap.checked_sub(session.wraps.start)?).ok())
                .collect(),
            cues: self.clause_cues(exercise.line),
            notes: self.notes(exercise.notes.clone(), |_| true),
            findings: self.owners.of_exercise(exercise.line, weeks),
            gaps,
        })
    }

    fn tempo(&self, exercise: &plan::Exercise) -> Figure {
        let sets = self.plan.sets_of(exercise);
        if sets
            .iter()
            .all(|set| matches!(set.work, Work::Timed { .. }))
        {
            return Figure::Nothing;
        }
        match exercise.tempo {
            Some((_, span)) => {
                let words = self.plan.slice(span).trim();
                let figures = words.split_whitespace().find(|word| {
                    word.starts_with(|first: char| {
                        first.is_ascii_digit() || first.eq_ignore_ascii_case(&'x')
                    })
                });
                Figure::Exact(figures.unwrap_or(words).to_owned())
            }
            None if exercise.unread_tempo.is_some() => Figure::Unknown,
            None => Figure::Estimate(format!(
                "{}/rep",
                time(self.plan.knowledge.estimates.time_per_rep)
            )),
        }
    }

    fn rest(&self, exercise: &plan::Exercise) -> Figure {
        let estimates = &self.plan.knowledge.estimates;
        match exercise.rest {
            plan::RestFact {
                stated: Some(rest), ..
            } => Figure::Exact(time(rest)),
            plan::RestFact {
                as_needed: true, ..
            } => Figure::Exact("as needed".to_owned()),
            plan::RestFact { unread: true, .. } => Figure::Unknown,
            _ if exercise.sets.len() < 2 => Figure::Nothing,
            _ if exercise.wrap.is_some() => Figure::Estimate(time(estimates.rest_wrapped)),
            _ => Figure::Estimate(time(estimates.rest_unwrapped)),
        }
    }

    /// Notes something that is not known, once.
    pub(super) fn gap(&mut self, missing: Missing, gaps: &mut Vec<usize>) {
        let (what, add) = missing.words(self.plan);
        let gap = Gap { what, add };
        let number = *self.gap_numbers.entry(gap).or_insert_with_key(|gap| {
            self.gaps.push(gap.clone());
            self.gaps.len() - 1
        });
        if !gaps.contains(&number) {
            gaps.push(number);
        }
    }

    fn phase(&self, week: &plan::Week) -> Option<String> {
        match week.phase_words {
            Some(words) => Some(self.plan.slice(words).to_owned()),
            None => (!week.phase.is_normal()).then(|| week.phase.word().to_owned()),
        }
    }

    fn session_names(&self) -> Vec<String> {
        let mut seen = HashSet::new();
        let names = self.plan.sessions.iter();
        names
            .map(|session| self.plan.slice(session.name))
            .filter(|name| !name.is_empty() && seen.insert(*name))
            .map(str::to_owned)
            .collect()
    }

    /// Findings about what is not shown.
    fn elsewhere(&self, sessions: &[Session], general: &[usize]) -> usize {
        let mut shown = vec![false; self.findings.len()];
        let of_sessions = sessions.iter().flat_map(Session::all_findings);
        for &number in general.iter().chain(of_sessions) {
            if let Some(shown) = shown.get_mut(number) {
                *shown = true;
            }
        }
        shown.iter().filter(|shown| !**shown).count()
    }
}
