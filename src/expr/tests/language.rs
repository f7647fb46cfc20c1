//! What expressions give on the example of `toy.rs`: every operator, quantifier and function at least once.

use super::super::{self as expr, Entity, Reason, Truth, Value};
use super::toy::{self, Example, Names};

/// What an expression gives for a thing, in few words.
pub(super) fn outcome(example: &Example, names: &Names, entity: Entity, text: &str) -> String {
    let context = names.context(entity.scope);
    let code = match expr::compile(&text.into(), &context, None) {
        Ok(code) => code,
        Err(errors) => return format!("refused: {}", errors[0].message),
    };
    let value = code.eval(&example.world, &mut toy::frame(entity)).unwrap();
    match value {
        Value::Within(quantity, reason) => format!("{quantity} because of {}", why(reason)),
        Value::Quantity(quantity) => quantity.to_string(),
        Value::Truth(Truth::Straddles) => "straddles".to_owned(),
        Value::Truth(truth) => if truth == Truth::Yes { "yes" } else { "no" }.to_owned(),
        Value::Unknown(reason) => format!("unknown: {}", why(reason)),
        Value::Entity(entity) => format!(
            "{} {}",
            example.world.things[usize::from(entity.scope.0)][entity.index as usize].name,
            entity.index
        ),
        Value::Absent => "absent".to_owned(),
        other => format!("{other:?}"),
    }
}

fn why(reason: Reason) -> &'static str {
    match reason {
        toy::NOT_STATED => "not stated",
        toy::NO_ONE_RM => "no 1RM",
        own => own.explanation().unwrap_or("?"),
    }
}

/// Checks rows of expression and outcome for one thing.
fn rows(entity: impl Fn(&Example) -> Entity, rows: &[(&str, &str)]) {
    let example = toy::example();
    let names = toy::names();
    let entity = entity(&example);
    for (text, wanted) in rows {
        let seen = outcome(&example, &names, entity, text);
        assert_eq!(&seen, wanted, "{text}");
    }
}

#[test]
fn comparisons_know_ranges_and_unknowns() {
    rows(
        |example| example.sets[3],
        &[
            ("load", "28-32 %"),
            ("set.of", "3"),
            ("load <= 30 %", "straddles"),
            ("load <= 32 %", "yes"),
            ("load < 32 %", "straddles"),
            ("load > 32 %", "no"),
            ("load >= 28 %", "yes"),
            ("load == 30 %", "straddles"),
            ("load != 40 %", "yes"),
            ("load in {20 %, 40 %}", "no"),
            ("load in {20 %, 30 %}", "straddles"),
            ("reps == 15", "yes"),
            ("reps in {15, 30}", "yes"),
            ("reps not in {15, 30}", "no"),
            ("rest <= 30 s", "unknown: not stated"),
            ("rest in {30 s}", "unknown: not stated"),
            ("wrapped", "yes"),
            ("wrapped == yes", "yes"),
            ("wrapped != no", "yes"),
            ("(load <= 30 %) == yes", "straddles"),
            ("exercise.tested < plan.today", "unknown: not stated"),
            ("plan.today > 2026-02-01", "yes"),
            ("today == 2026-02-16", "yes"),
            ("title == \"Cafe\u{301} legs\"", "yes"),
            ("title != \"Cafe legs\"", "yes"),
            ("exercise == exercise", "yes"),
        ],
    );
}

#[test]
fn no_decides_and_unknown_outweighs_a_range() {
    rows(
        |example| example.sets[3],
        &[
            ("rest > 20 s and load > 40 %", "no"),
            ("load > 40 % and rest > 20 s", "no"),
            ("load <= 30 % and rest > 20 s", "unknown: not stated"),
            ("load <= 30 % and reps == 15", "straddles"),
            ("load <= 30 % or rest > 20 s", "unknown: not stated"),
            ("rest > 20 s or reps == 15", "yes"),
            ("reps == 3 or load <= 30 %", "straddles"),
            ("not load <= 30 %", "straddles"),
            ("not not reps == 15", "yes"),
            ("not rest > 20 s", "unknown: not stated"),
            ("reps == 3 or reps == 15 and wrapped", "yes"),
            ("if wrapped then reps else 1", "15"),
            ("if not wrapped then 1 else if reps > 20 then 2 else 3", "3"),
            ("if load <= 30 % then 1 else 4", "1-4"),
            ("if load <= 30 % then wrapped else not wrapped", "straddles"),
            ("if load <= 30 % then site else site", "Word(1)"),
            ("if rest > 20 s then 1 else 1", "unknown: not stated"),
            ("(if reps == 15 then thigh else neck) == site", "yes"),
        ],
    );
}

#[test]
fn words_and_sets_take_their_meaning_from_the_other_side() {
    rows(
        |example| example.sets[3],
        &[
            ("site == thigh", "yes"),
            ("thigh == site", "yes"),
            ("site != upper-arm", "yes"),
            ("site in {upper-arm, thigh}", "yes"),
            ("wrap.site not in {upper-arm, thigh}", "no"),
            ("plan.level == intermediate", "yes"),
            ("muscles has hamstrings", "yes"),
            ("muscles has target", "yes"),
            ("muscles has quads", "no"),
            ("muscles overlaps {quads, hamstrings}", "yes"),
            ("{quads, calves} overlaps muscles", "no"),
            ("muscles within {quads, hamstrings}", "yes"),
            ("muscles == {hamstrings}", "yes"),
            ("empty(muscles)", "no"),
            ("note matches words.numb", "no"),
        ],
    );
}

#[test]
fn arithmetic_keeps_units() {
    rows(
        |example| example.sets[3],
        &[
            ("load + 1 %", "29-33 %"),
            ("load - load", "-4-4 %"),
            ("params.max + params.slack", "30.5 %"),
            ("2 * mass", "24 kg"),
            ("mass * 3 / 2", "18 kg"),
            ("mass / reps", "0.8 kg"),
            ("-mass", "-12 kg"),
            ("--mass", "12 kg"),
            ("1 + 2 * 3 - 4", "3"),
            ("(1 + 2) * 3", "9"),
            ("params.max of mass", "3.6 kg"),
            ("50 % of 50 % of 100 kg", "25 kg"),
            ("mass as percent of 40 kg", "30 %"),
            ("mass - 2 kg as percent of 40 kg <= 25 %", "yes"),
            ("mass as percent of exercise.one-rm", "unknown: not stated"),
            ("20-40 s", "20-40 s"),
            ("40 s - 20 s", "20 s"),
            ("40 s-20 s", "refused: expected an operator, found `s-20`"),
            ("7/10", "7/10"),
            ("7 / 10", "0.7"),
            ("60 %  AOP", "60 % AOP"),
            ("12 weeks", "12 weeks"),
            ("10 in", "25.4 cm"),
            (
                "load - 30 % as percent of (if load <= 30 % then 10 % else 20 %) <= 15 %",
                "straddles",
            ),
            ("upper(load)", "32 %"),
            ("lower(load)", "28 %"),
            ("middle(load)", "30 %"),
            ("least(load, 30 %)", "28-30 %"),
            ("greatest(load, 30 %)", "30-32 %"),
            ("floor-to(params.max of 37 kg, params.plate)", "10 kg"),
            ("floor-to(12 kg, mass / reps)", "12 kg"),
            ("floor-to(load, 5 %)", "25-30 %"),
            ("days-between(2026-01-01, 2026-03-01)", "59 days"),
            (
                "1 / (reps - 15)",
                "unknown: something is divided by what may be zero",
            ),
            (
                "999999 * 999999 * reps * 999999",
                "unknown: a number is too large",
            ),
        ],
    );
}

#[test]
fn paths_lead_through_things() {
    rows(
        |example| example.squat,
        &[
            ("name", "Value::Text"),
            ("later", "Leg Curl 1"),
            ("later.name == \"Leg Curl\"", "yes"),
            ("later.later", "absent"),
            (
                "later.later.name == \"x\"",
                "unknown: there is nothing to look at",
            ),
            ("exists(later)", "yes"),
            ("exists(later.later)", "no"),
            ("exists(first(x in work where x.reps > 90))", "no"),
            ("exercise.name == name", "yes"),
            ("session.duration", "40:00-50:00 min"),
            ("duration < 45 min", "straddles"),
            ("last(x in work where x.reps < 6).load", "85 %"),
            (
                "first(x in session.sets where x.wrapped).session == session",
                "yes",
            ),
            (
                "first(x in sets where x.wrapped).exercise.name == \"Leg Curl\"",
                "yes",
            ),
            ("first(x in sets where x.wrapped).wrap.site == thigh", "yes"),
            (
                "first(x in sets where not x.wrapped).wrap.site == thigh",
                "unknown: there is nothing to look at",
            ),
        ]
        .map(|(text, wanted)| {
            (
                text,
                if wanted == "Value::Text" {
                    "Text(\"Back Squat\")"
                } else {
                    wanted
                },
            )
        }),
    );
}

#[test]
fn knowing_is_a_question_of_its_own() {
    rows(
        |example| example.sets[4],
        &[
            ("known(load)", "no"),
            ("missing(load)", "no"),
            ("known(rest)", "no"),
            ("missing(rest)", "yes"),
            ("known(reps)", "yes"),
            ("missing(reps)", "no"),
            ("known(load <= 30 %)", "no"),
            ("known(exercise.later)", "no"),
            ("missing(exercise.later.name)", "no"),
            ("missing(load) or load <= 30 %", "unknown: no 1RM"),
            ("load", "unknown: no 1RM"),
        ],
    );
}

#[test]
fn quantifiers_look_at_every_member() {
    rows(
        |example| example.session,
        &[
            ("any(x in sets where x.load > 80 %)", "yes"),
            ("any(x in sets where x.load > 90 %)", "unknown: no 1RM"),
            (
                "any(x in sets where x.wrapped : x.load > 90 %)",
                "unknown: no 1RM",
            ),
            ("any(x in sets where x.reps > 90)", "no"),
            ("any(x in sets)", "yes"),
            ("none(x in sets where x.load > 80 %)", "no"),
            ("none(x in sets where x.reps > 90)", "yes"),
            ("all(x in sets where x.wrapped : x.reps >= 15)", "yes"),
            (
                "all(x in sets where x.wrapped : x.load <= 30 %)",
                "unknown: no 1RM",
            ),
            ("all(x in sets where x.wrapped : x.load <= 20 %)", "no"),
            (
                "all(x in sets where known(x.load) and x.wrapped : x.load <= 30 %)",
                "straddles",
            ),
            ("all(x in sets where x.reps > 90 : x.load <= 3 %)", "yes"),
            ("count(x in sets)", "5"),
            ("count(x in sets where x.wrapped)", "3"),
            (
                "count(x in sets where x.load > 30 %)",
                "2-4 because of no 1RM",
            ),
            ("count(x in sets where x.load > 30 %) >= 2", "yes"),
            (
                "count(x in sets where x.load > 30 %) >= 3",
                "unknown: no 1RM",
            ),
            (
                "count(x in sets where known(x.load) and x.load > 30 %)",
                "2-3",
            ),
            ("sum(x in sets where x.wrapped : x.reps)", "60"),
            (
                "sum(x in sets where known(x.load) and x.load > 30 % : x.reps)",
                "8-23",
            ),
            ("sum(x in sets : x.load)", "unknown: no 1RM"),
            ("sum(x in sets where x.reps > 90 : x.mass)", "0 kg"),
            ("min(x in sets : x.reps)", "3"),
            ("max(x in sets where x.wrapped : x.mass)", "12 kg"),
            ("max(x in sets where known(x.load) : x.load)", "85 %"),
            (
                "max(x in sets where x.wrapped and known(x.load) and x.load > 20 % : x.load)",
                "28-32 %",
            ),
            ("min(x in sets where x.load < 30 % : x.mass)", "10 kg"),
            (
                "min(x in sets where x.reps > 90 : x.mass)",
                "unknown: there is nothing to look at",
            ),
            ("first(x in sets where x.wrapped)", "set 2"),
            ("last(x in sets where not x.wrapped)", "set 1"),
            ("last(x in sets where x.load > 30 %)", "unknown: no 1RM"),
            ("first(x in sets where x.load < 30 %)", "set 2"),
            ("longest-run(x in sets where x.wrapped)", "3"),
            (
                "max(x in sets where x.load < 30 % : x.mass)",
                "10-12 kg because of no 1RM",
            ),
            (
                "longest-run(x in sets where x.load <= 30 %)",
                "1-3 because of no 1RM",
            ),
            ("rises(x in sets : x.mass)", "2"),
            ("rises(x in sets where x.wrapped : x.reps)", "0"),
            ("rises(x in sets where known(x.load) : x.load)", "2"),
            ("rises(x in sets : x.load)", "2-3 because of no 1RM"),
            (
                "rises(x in sets : if x.reps == 3 and x.rest > 3 s then 0 else x.reps)",
                "1-2 because of not stated",
            ),
            ("distinct(x in sets : x.reps)", "4"),
            ("distinct(x in sets : x.exercise)", "2"),
            ("distinct(x in sets : x.wrap)", "1"),
            ("distinct(x in sets : x.note)", "1"),
            ("distinct(x in sets : x.load)", "3-5 because of no 1RM"),
            ("empty(sets)", "no"),
            (
                "any(e in exercises where count(s in e.work where s.reps > 3) == 1)",
                "yes",
            ),
            (
                "any(e in exercises where any(s in e.work where s.exercise == e and s.wrapped))",
                "yes",
            ),
            (
                "count(e in exercises where all(s in e.work : s.reps > sum(t in e.work : 1)))",
                "2",
            ),
        ],
    );
}
