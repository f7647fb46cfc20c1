//! Inputs that are meant to hurt: each is refused or read in time that grows with its length, on a small stack.

use std::time::{Duration, Instant};

use super::super::{self as expr, Frame, Lets, Template};
use super::toy;

/// What is said first of a text; reading it must not take for ever, on however busy a machine.
fn refusal(text: &str) -> String {
    let names = toy::names();
    let start = Instant::now();
    let outcome = expr::compile(&text.into(), &names.context(toy::SET), None);
    let message = outcome.map_or_else(
        |errors| errors[0].message.clone(),
        |_| "accepted".to_owned(),
    );
    let spent = start.elapsed();
    assert!(
        spent < Duration::from_secs(20),
        "{spent:?} for {} bytes",
        text.len()
    );
    message
}

#[test]
fn hostile_sizes_are_refused_fast() {
    for hostile in [
        "(",
        "((",
        "{",
        "not ",
        "-",
        "if ",
        "any(x in sets where ",
        "\"",
        "x.",
        "1+",
        "=",
        "load as percent of ",
    ] {
        let text = hostile.repeat(100_000);
        assert!(
            refusal(&text).starts_with("this expression has"),
            "{hostile}"
        );
    }
    assert_eq!(
        refusal(&"(".repeat(16_000)),
        "this is nested more than 64 deep"
    );
    assert_eq!(
        refusal(&"{".repeat(16_000)),
        "this is nested more than 64 deep"
    );
    assert_eq!(
        refusal(&"if wrapped then 1 else ".repeat(600)),
        "this is nested more than 64 deep"
    );
    assert_eq!(
        refusal(&"any(x in sets where ".repeat(800)),
        "this is nested more than 64 deep"
    );
    assert_eq!(
        refusal(&"- ".repeat(8_000)),
        "expected a value, found the end"
    );
    assert_eq!(
        refusal(&"not ".repeat(4_000)),
        "expected a value, found the end"
    );
    assert_eq!(refusal(&" ".repeat(16_000)), "there is no expression here");
    let signs = refusal(&"=".repeat(16_000));
    assert!(signs.starts_with("`====") && signs.chars().count() < 400);
    let name = refusal(&"x".repeat(16_000));
    assert!(name.starts_with("`xxxx") && name.chars().count() < 400);
    let digits = refusal(&"7".repeat(16_000));
    assert!(digits.starts_with("`7777") && digits.chars().count() < 400);
    assert_eq!(
        refusal(&format!("q{}", " or q".repeat(3_000))),
        "`q` is no name that `set` knows"
    );
}

#[test]
fn long_and_flat_is_fine() {
    assert_eq!(refusal(&format!("1{}", " + 1".repeat(4_000))), "accepted");
    assert_eq!(
        refusal(&format!("wrapped{}", " and wrapped".repeat(1_200))),
        "accepted"
    );
    assert_eq!(
        refusal(&format!("{} wrapped", "not ".repeat(3_999))),
        "accepted"
    );
    assert_eq!(refusal(&format!("{}1", "-".repeat(16_000))), "accepted");
    assert_eq!(
        refusal(&format!("{}load", "1 % of ".repeat(2_000))),
        "accepted"
    );
    assert_eq!(
        refusal(&format!("reps in {{1{}}}", ", 1".repeat(5_000))),
        "accepted"
    );
}

/// The deepest expressions that pass are read, checked and evaluated on a thread with a small stack.
#[test]
fn the_deepest_expressions_need_little_stack() {
    let deep = |open: &str, core: &str, close: &str, times: usize| {
        format!("{}{core}{}", open.repeat(times), close.repeat(times))
    };
    let texts = [
        deep("(", "load", ")", 64),
        deep("(1 + ", "reps", ")", 63),
        deep("-(2 * (reps + ", "reps", "))", 20),
        deep("not (reps == 1 or wrapped and ", "wrapped", ")", 20),
        deep("if wrapped then 1 else ", "2", "", 63),
        deep("least(1, ", "reps", ")", 63),
        (0..31).fold("wrapped".to_owned(), |inner, n| {
            format!("any(v{n} in sets where v{n}.wrapped and {inner})")
        }),
    ];
    let small = std::thread::Builder::new().stack_size(1 << 20);
    let thread = small.spawn(move || {
        let example = toy::example();
        for text in texts {
            let names = toy::names();
            let code = expr::compile(&text.as_str().into(), &names.context(toy::SET), None);
            let code = code.unwrap_or_else(|errors| panic!("{text}: {errors:?}"));
            let _ = code.eval(&example.world, &mut Frame::new(example.sets[0], 10_000));
        }
    });
    thread.unwrap().join().unwrap();
}

#[test]
fn named_parts_cannot_pile_up_depth_or_work() {
    let names = toy::names();
    let context = names.context(toy::SET);
    // Each part names the next one twice: without memory this would be 2^60 steps.
    let doubling = (0..60).map(|n| (format!("p{n:02}"), format!("p{:02} + p{:02}", n + 1, n + 1)));
    let texts = doubling
        .chain([("p60".to_owned(), "reps".to_owned())])
        .map(|(name, text)| (name, text.as_str().into()))
        .collect();
    let (lets, errors) = Lets::compile(&texts, &context);
    assert_eq!(errors, []);
    let context = expr::Context {
        lets: &lets,
        ..context
    };
    let code = expr::compile(&"p00 > 3".into(), &context, None).unwrap();
    let example = toy::example();
    let mut frame = Frame::new(example.sets[0], 1_000);
    assert!(code.eval(&example.world, &mut frame).is_ok());
    assert!(code.scopes().contains(toy::SET));

    let deep = |n: usize| format!("{}p{:02}{}", "(1 + ".repeat(20), n + 1, ")".repeat(20));
    let texts = (0..20).map(|n| (format!("p{n:02}"), deep(n)));
    let texts = texts
        .chain([("p20".to_owned(), "reps".to_owned())])
        .map(|(name, text)| (name, text.as_str().into()))
        .collect();
    let (_, errors) = Lets::compile(&texts, &names.context(toy::SET));
    let first = errors.first().map(|(_, error)| error.message.as_str());
    assert_eq!(
        first,
        Some("this uses too many named parts within each other")
    );
}

#[test]
fn long_texts_are_matched_in_linear_time() {
    let list = toy::list(
        &[
            &["a ... b ... c ... d ... e ... f ... g", "numb*"],
            &["never"],
        ],
        &["stop"],
    );
    let start = Instant::now();
    assert_eq!(list.find(&"a ".repeat(100_000)), None);
    assert_eq!(list.find(&"a b c d e f ".repeat(20_000)), None);
    assert_eq!(list.find(&"numb. ".repeat(40_000)), None);
    assert_eq!(list.find(&"\u{301}'".repeat(40_000)), None);
    assert_eq!(list.find(&format!("a{}", "\u{301}".repeat(60_000))), None);
    assert_eq!(
        list.find(&format!("a{}", "'".repeat(60_000)).repeat(2)),
        None
    );
    assert_eq!(list.find(&".".repeat(200_000)), None);
    assert!(
        start.elapsed() < Duration::from_secs(60),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn long_templates_are_refused() {
    let names = toy::names();
    let context = names.context(toy::SET);
    let start = Instant::now();
    assert!(Template::compile(&"{".repeat(100_001).as_str().into(), &context).is_err());
    assert!(Template::compile(&"{load}".repeat(2_000).as_str().into(), &context).is_ok());
    assert!(Template::compile(&"}".repeat(15_001).as_str().into(), &context).is_err());
    assert!(Template::compile(&"{a ".repeat(5_000).as_str().into(), &context).is_err());
    assert!(
        start.elapsed() < Duration::from_secs(60),
        "{:?}",
        start.elapsed()
    );
}
