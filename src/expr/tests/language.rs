//! What expressions give on the example of `toy.rs`: every operator, quantifier and function at least once.

use super::super::{
    self as expr, Anchor, Entity, Frame, Place, Reason, Style, Template, Truth, Value,
};
use super::toy::{self, Example, Names};

/// What an expression gives for a thing, in few words.
fn outcome(example: &Example, names: &Names, entity: Entity, text: &str) -> String {
    let context = names.context(entity.scope);
    let code = match expr::compile(text, &context, None) {
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
    let seen: Vec<(&str, String)> = rows
        .iter()
        .map(|(text, _)| (*text, outcome(&example, &names, entity, text)))
        .collect();
    let wanted: Vec<(&str, String)> = rows
        .iter()
        .map(|(text, wanted)| (*text, (*wanted).to_owned()))
        .collect();
    assert_eq!(seen, wanted);
}

#[test]
fn comparisons_know_ranges_and_unknowns() {
    rows(
        |example| example.sets[3],
        &[
            ("load", "28-32 %"),
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

#[test]
fn named_parts_are_worked_out_once_for_each_thing() {
    let example = toy::example();
    let names = toy::names().with_lets(
        toy::SET,
        &[
            ("ceiling", "params.max + params.slack"),
            ("heavy", "load > ceiling"),
            ("heavier", "count(x in session.sets where x.load > ceiling)"),
            ("both", "heavy and heavier > 1 and twice"),
            ("twice", "heavier * 2 == heavier + heavier"),
            ("next-lift", "exercise.later"),
        ],
    );
    for (text, wanted) in [
        ("ceiling", "30.5 %"),
        ("heavy", "yes"),
        ("heavier", "2-4 because of no 1RM"),
        ("both", "unknown: no 1RM"),
        ("next-lift.name == \"Leg Curl\"", "yes"),
        ("any(x in sets where heavy and x.load == load)", "yes"),
    ] {
        assert_eq!(
            outcome(&example, &names, example.sets[0], text),
            wanted,
            "{text}"
        );
    }
    let code = expr::compile(
        "heavier + heavier + heavier > 3",
        &names.context(toy::SET),
        None,
    )
    .unwrap();
    let mut frame = toy::frame(example.sets[0]);
    code.eval(&example.world, &mut frame).unwrap();
    let spent = 1_000_000 - frame.fuel();
    assert!(
        spent < 35,
        "the part is counted once, not thrice: {spent} steps"
    );
    frame.look_at(example.sets[1]);
    assert_eq!(frame.entity(), example.sets[1]);
}

#[test]
fn circles_and_clashes_of_named_parts_are_refused() {
    let names = toy::names();
    let compile = |lets: &[(&str, &str)]| {
        let texts = lets
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        let (_, errors) = expr::Lets::compile(&texts.collect(), &names.context(toy::SET));
        let said = errors
            .into_iter()
            .map(|(name, error)| format!("{name}: {}", error.message));
        said.collect::<Vec<_>>()
    };
    assert_eq!(
        compile(&[("a", "b + 1"), ("b", "c * 2"), ("c", "a")]),
        ["a: `a` is defined by itself: `a` → `b` → `c` → `a`"]
    );
    assert_eq!(
        compile(&[("a", "a")]),
        ["a: `a` is defined by itself: `a` → `a`"]
    );
    assert_eq!(
        compile(&[("load", "3")]),
        ["load: `load` is already a fact of `set`"]
    );
    assert_eq!(
        compile(&[("two words", "3")]),
        ["two words: `two words` cannot be a name"]
    );
    assert_eq!(
        compile(&[("a", "laod"), ("b", "a + 1"), ("c", "b >")]),
        [
            "c: expected a value, found the end",
            "a: `laod` is no name that `set` knows"
        ]
    );
    let many: Vec<(String, String)> = (0..70)
        .map(|n| (format!("p{n}"), format!("p{} + 1", n + 1)))
        .collect();
    let (_, errors) = expr::Lets::compile(&many.into_iter().collect(), &names.context(toy::SET));
    assert!(
        errors
            .iter()
            .any(|(_, error)| error.message == "a rule has at most 64 named parts")
    );
}

#[test]
fn conjuncts_tell_which_scopes_they_read() {
    let names = toy::names().with_lets(toy::SET, &[("long", "session.duration > params.long")]);
    let context = names.context(toy::SET);
    let text = "wrapped and duration > 20 min and any(x in sets where x.wrapped) and long and params.max > 3 % \
                and any(x in sets where x.load > load)";
    let code = expr::compile(text, &context, Some(expr::Type::Truth)).unwrap();
    let scopes: Vec<Vec<u8>> = code
        .conjuncts()
        .iter()
        .map(|part| {
            (0..5)
                .filter(|scope| part.scopes().contains(expr::ScopeId(*scope)))
                .collect()
        })
        .collect();
    assert_eq!(
        scopes,
        [vec![3], vec![1], vec![1], vec![1], vec![], vec![1, 3]]
    );
    let single = expr::compile("wrapped or wrapped", &context, None).unwrap();
    assert_eq!(single.conjuncts().len(), 1);
    let example = toy::example();
    let wide = expr::compile("duration > 20 min", &context, None).unwrap();
    let truth = wide.decide(&example.world, &mut toy::frame(example.session));
    assert_eq!(
        truth,
        Ok(Truth::Yes),
        "a part that reads a wider thing alone can be asked there"
    );
}

#[test]
fn anchors_name_facts_things_and_words() {
    let example = toy::example();
    let names = toy::names().with_lets(toy::SET, &[("next-lift", "exercise.later")]);
    let context = names.context(toy::SET);
    let resolve = |text: &str, entity: Entity| {
        let anchor = Anchor::compile(text, &context).map_err(|errors| errors[0].message.clone())?;
        Ok::<_, String>(anchor.resolve(&example.world, &mut toy::frame(entity)))
    };
    let place = |entity: Entity, fact: Option<&str>| {
        let fact = fact.map(|name| toy::fact(entity.scope, name));
        Ok(Some(Place {
            entity,
            fact,
            part: None,
        }))
    };
    let set = example.sets[2];
    assert_eq!(resolve("load", set), place(set, Some("load")));
    assert_eq!(resolve("wrap.site", set), place(example.wrap, Some("site")));
    assert_eq!(resolve("site", set), place(example.wrap, Some("site")));
    assert_eq!(resolve("exercise", set), place(example.curl, None));
    assert_eq!(resolve("wrap", example.sets[0]), Ok(None));
    assert_eq!(
        resolve("sets", set),
        Err("expected a value, found a collection of `set`".to_owned())
    );
    assert_eq!(
        resolve("exercise.later", example.sets[0]),
        place(example.curl, None)
    );
    assert_eq!(
        resolve("next-lift.name", example.sets[0]),
        place(example.curl, Some("name"))
    );
    assert_eq!(
        resolve("first(x in sets where x.load < 30 %).load", set),
        place(set, Some("load"))
    );
    assert_eq!(
        resolve("if reps > 20 then load else rest", set),
        place(set, Some("load"))
    );
    assert_eq!(
        resolve("load + 1 %", set),
        Err("this cannot be underlined".to_owned())
    );
    let note = toy::fact(toy::SET, "note");
    let found = |part| {
        Ok(Some(Place {
            entity: set,
            fact: Some(note),
            part,
        }))
    };
    assert_eq!(resolve("note matches words.numb", set), found(None));
}

#[test]
fn templates_are_filled_in() {
    let example = toy::example();
    let names = toy::names();
    let render = |entity: Entity, text: &str, style| {
        let template = Template::compile(text, &names.context(entity.scope)).unwrap();
        template.render(&example.world, &mut toy::frame(entity), style)
    };
    let set = example.sets[3];
    for (text, prose, notation) in [
        (
            "`{exercise}` is at {load}",
            "`Leg Curl` is at 28-32 %",
            "`Leg Curl` is at 28-32%",
        ),
        ("{{a}} {reps}}}", "{a} 15}", "{a} 15}"),
        (
            "{site}, {muscles}",
            "thigh, hamstrings",
            "thigh, hamstrings",
        ),
        ("{if wrapped then rest else rest}", "unknown", "unknown"),
        (
            "{load <= 30 %} {wrapped} {today}",
            "yes or no yes 2026-02-16",
            "yes or no yes 2026-02-16",
        ),
        ("{if site in {thigh} then \"}\" else \"{\"}", "}", "}"),
        ("{exercise.later}", "none", "none"),
        ("{rest}", "unknown", "unknown"),
        ("", "", ""),
        ("no braces", "no braces", "no braces"),
    ] {
        assert_eq!(render(set, text, Style::Prose), prose, "{text}");
        assert_eq!(render(set, text, Style::Notation), notation, "{text}");
    }
    for (text, prose) in [
        ("{list(x in sets : x.reps)} reps", "5, 3, 30 and 15 reps"),
        (
            "{list(x in sets where x.load > 30 % : x.load)}",
            "80 %, 85 % and 28-32 %",
        ),
        ("{list(x in sets where x.reps > 90 : x.load)}", "none"),
        ("{list(e in exercises : e)}", "Back Squat and Leg Curl"),
        (
            "{list(e in exercises : e.muscles)}",
            "quads and hamstrings and hamstrings",
        ),
        ("{count(x in sets where x.load > 30 %)}", "2-4"),
    ] {
        assert_eq!(render(example.session, text, Style::Prose), prose, "{text}");
    }
    let site = "{if 1 == 1 then site else above-knee}";
    assert_eq!(
        render(set, &site.replace("1 == 1", "reps == 1"), Style::Prose),
        "above knee"
    );
    assert_eq!(
        render(set, &site.replace("1 == 1", "reps == 1"), Style::Notation),
        "above-knee"
    );
}

#[test]
fn fuel_ends_evaluation() {
    let example = toy::example();
    let names = toy::names();
    let context = names.context(toy::SESSION);
    let text = "count(a in sets where any(b in sets where any(c in sets where c.reps == a.reps + b.reps)))";
    let code = expr::compile(text, &context, None).unwrap();
    let mut frame = Frame::new(example.session, 50);
    assert_eq!(code.eval(&example.world, &mut frame), Err(expr::OutOfFuel));
    assert!(frame.is_exhausted() && frame.fuel() == 0);
    let mut frame = Frame::new(example.session, 5_000);
    assert!(code.eval(&example.world, &mut frame).is_ok());
    let template = Template::compile("{list(x in sets : x.reps)}", &context).unwrap();
    let mut frame = Frame::new(example.session, 3);
    template.render(&example.world, &mut frame, Style::Prose);
    assert!(
        frame.is_exhausted(),
        "the engine can tell that a message is cut off"
    );
}
