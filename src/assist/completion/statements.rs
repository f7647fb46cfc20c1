//! The beginning of a line: what fits there best, by what stands above it. And the clauses of an exercise.

use super::context::Where;
use super::offers::{GROUP, Offers};
use super::{CompletionKind, Subject, exercises};
use crate::assist::Document;
use crate::syntax::ast::Statement;
use crate::syntax::words::{CLAUSES, STATEMENTS};

/// What stands above a line, as far as it says what comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Above {
    Nothing,
    Athlete,
    Week,
    Day,
}

/// A line: statements, exercises and snippets.
pub(super) fn line(document: &Document<'_>, place: &Where<'_>, offers: &mut Offers) {
    let surroundings = Surroundings::of(document, place.line);
    let words_first = surroundings.above != Above::Day;
    let one_word = !place.text.contains(' ');
    for (word, order) in STATEMENTS.iter().zip(0..) {
        if one_word && !surroundings.stands_already(word.word) {
            let group = surroundings.group(word.word);
            offers.word(word, group * GROUP + order);
        }
    }
    // Those of the plan come first inside of a day, and after the words elsewhere, as all others do.
    let known = if words_first { 4 } else { 0 };
    exercises::offer(document, place, (known * GROUP, 4 * GROUP), offers);
    if one_word {
        snippets(document, offers);
    }
    offers.incomplete();
}

fn snippets(document: &Document<'_>, offers: &mut Offers) {
    for pack in &document.rules.packs {
        for (snippet, order) in pack.file.snippets.iter().zip(0..) {
            let label = snippet.name.clone();
            let offer = offers.add(
                label,
                CompletionKind::Snippet,
                snippet.summary.clone(),
                3 * GROUP + order,
            );
            // One that is called like a word of the language stands beside that word.
            let offer = match offer {
                Some(offer) => offer,
                None => {
                    let label = format!("{} …", snippet.name);
                    let rank = 3 * GROUP + order;
                    let summary = snippet.summary.clone();
                    let Some(offer) = offers.add(label, CompletionKind::Snippet, summary, rank)
                    else {
                        continue;
                    };
                    offer
                }
            };
            offer.insert = snippet.text.trim_end().to_owned();
            offer.snippet = true;
            offer.filter = snippet.name.clone();
            offer.subject = Subject::Snippet(pack.name.clone(), snippet.name.clone());
        }
    }
}

/// The clauses of an exercise, and those of its wrap.
pub(super) fn clauses(offers: &mut Offers) {
    // Ratings are written large.
    for (word, rank) in CLAUSES.iter().zip(0..) {
        if let Some(offer) = offers.word(word, rank)
            && matches!(word.word, "rpe" | "rir")
        {
            offer.label = offer.label.to_uppercase();
            offer.insert = offer.insert.to_uppercase();
            offer.filter = offer.label.clone();
        }
    }
}

/// What stands above a line and in the plan.
struct Surroundings {
    above: Above,
    in_wrap: bool,
    in_superset: bool,
    /// Words of statements that a plan has once, and has.
    once: Vec<&'static str>,
}

impl Surroundings {
    fn of(document: &Document<'_>, line: usize) -> Self {
        let lines = &document.tree.lines;
        let above = lines.get(..line).unwrap_or_default().iter().rev();
        let mut found = Self {
            above: Above::Nothing,
            in_wrap: false,
            in_superset: false,
            once: Vec::new(),
        };
        let (mut wrap, mut superset) = (None, None);
        for line in above {
            match &line.statement {
                Statement::Unwrap(_) => wrap = wrap.or(Some(false)),
                Statement::Wrap(_) => wrap = wrap.or(Some(true)),
                Statement::End => superset = superset.or(Some(false)),
                Statement::Superset => superset = superset.or(Some(true)),
                Statement::Day(_) => {
                    found.above = Above::Day;
                    break;
                }
                Statement::Week(_) => {
                    found.above = Above::Week;
                    break;
                }
                Statement::Exercise(_) => found.above = Above::Day,
                Statement::Athlete(_) if found.above == Above::Nothing => {
                    found.above = Above::Athlete;
                    break;
                }
                statement if statement.is_about_the_athlete() && found.above == Above::Nothing => {
                    found.above = Above::Athlete;
                    break;
                }
                _ => {}
            }
        }
        found.in_wrap = wrap == Some(true);
        found.in_superset = superset == Some(true);
        let others = lines.iter().enumerate().filter(|(place, _)| *place != line);
        found.once = others
            .filter_map(|(_, line)| once(&line.statement))
            .collect();
        found
    }

    fn stands_already(&self, word: &str) -> bool {
        let word = if word == "complaints" {
            "complaint"
        } else {
            word
        };
        self.once.contains(&word)
            || (word == "unwrap" && !self.in_wrap)
            || (word == "end" && !self.in_superset)
    }

    /// How near a statement is: 0 for what comes next most likely.
    fn group(&self, word: &str) -> u32 {
        let about_athlete = matches!(
            word,
            "experience"
                | "age"
                | "bodyweight"
                | "conditions"
                | "complaint"
                | "complaints"
                | "clearance"
                | "1rm"
                | "tm"
                | "max"
        );
        let in_day = matches!(
            word,
            "wrap" | "unwrap" | "rest" | "superset" | "end" | "stop" | "check"
        );
        let opens = matches!(word, "day" | "week" | "weeks");
        match self.above {
            Above::Day if word == "unwrap" && self.in_wrap => 0,
            Above::Day if word == "end" && self.in_superset => 0,
            Above::Day if in_day => 1,
            Above::Day if opens => 2,
            Above::Athlete if about_athlete => 0,
            Above::Athlete if opens || word == "default" => 1,
            Above::Week if matches!(word, "day" | "repeat" | "drop") => 0,
            Above::Week if opens || in_day => 2,
            Above::Nothing if matches!(word, "plan" | "athlete" | "goal") => 0,
            Above::Nothing if opens => 1,
            _ => 5,
        }
    }
}

/// The word of a statement of which a plan has one.
fn once(statement: &Statement) -> Option<&'static str> {
    Some(match statement {
        Statement::Title(_) => "plan",
        Statement::Goal(_) => "goal",
        Statement::Units(_) => "units",
        Statement::Athlete(_) => "athlete",
        Statement::Experience(_) => "experience",
        Statement::Age(_) => "age",
        Statement::Bodyweight(_) => "bodyweight",
        Statement::Conditions(_) => "conditions",
        Statement::Complaints(_) => "complaint",
        Statement::Clearance(_) => "clearance",
        _ => return None,
    })
}
