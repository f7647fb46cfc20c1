//! What is built of expressions: named parts, conjuncts, anchors, templates; and how fuel ends all of them.

use super::super::{self as expr, Anchor, Entity, Frame, Place, Style, Template, Truth};
use super::language::outcome;
use super::toy;

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
        &"heavier + heavier + heavier > 3".into(),
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
            .map(|(name, text)| ((*name).to_owned(), (*text).into()));
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
    let many = (0..70)
        .map(|n| (format!("p{n}"), format!("p{} + 1", n + 1).as_str().into()))
        .collect();
    let (_, errors) = expr::Lets::compile(&many, &names.context(toy::SET));
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
    let code = expr::compile(&text.into(), &context, Some(expr::Type::Truth)).unwrap();
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
    let single = expr::compile(&"wrapped or wrapped".into(), &context, None).unwrap();
    assert_eq!(single.conjuncts().len(), 1);
    let example = toy::example();
    let wide = expr::compile(&"duration > 20 min".into(), &context, None).unwrap();
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
        let anchor =
            Anchor::compile(&text.into(), &context).map_err(|errors| errors[0].message.clone())?;
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
        let template = Template::compile(&text.into(), &names.context(entity.scope)).unwrap();
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
    let code = expr::compile(&text.into(), &context, None).unwrap();
    let mut frame = Frame::new(example.session, 50);
    assert_eq!(code.eval(&example.world, &mut frame), Err(expr::OutOfFuel));
    assert!(frame.is_exhausted() && frame.fuel() == 0);
    let mut frame = Frame::new(example.session, 5_000);
    assert!(code.eval(&example.world, &mut frame).is_ok());
    let template = Template::compile(&"{list(x in sets : x.reps)}".into(), &context).unwrap();
    let mut frame = Frame::new(example.session, 3);
    template.render(&example.world, &mut frame, Style::Prose);
    assert!(
        frame.is_exhausted(),
        "the engine can tell that a message is cut off"
    );
}

#[test]
fn names_can_be_told_from_operators_and_figures() {
    for name in [
        "load",
        "upper-arm",
        "muscle-week",
        "one-rm",
        "x1",
        "where-abouts",
    ] {
        assert!(expr::is_name(name), "{name}");
    }
    for other in [
        "of",
        "1rm",
        "upper arm",
        "load ",
        "",
        "a-",
        "-a",
        "a.b",
        "\"a\"",
        "30 %",
    ] {
        assert!(!expr::is_name(other), "{other}");
    }
}
