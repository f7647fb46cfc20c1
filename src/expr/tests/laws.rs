//! Laws that hold for every expression: what is not known never makes a condition hold, a range covers its points,
//! fuel changes nothing but whether there is an outcome, and no text whatever makes the language stumble.

use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};

use super::super::{
    self as expr, Anchor, Entity, ExprError, Frame, Style, Template, Truth, Value, WordList,
};
use super::generate::{self, Writer};
use super::toy::{self, ToyWorld};

/// What an expression gives in a world.
fn outcome<'w>(code: &'w expr::Code, world: &'w ToyWorld, entity: Entity) -> Value<'w> {
    let mut frame = Frame::new(entity, 100_000_000);
    code.eval(world, &mut frame).expect("enough fuel")
}

/// The code of a generated expression, which is well typed by construction; `None` if its figures make no sense.
fn compiled(text: &str, names: &toy::Names) -> Option<expr::Code> {
    const SENSELESS: [&str; 3] = [
        "a step must be above zero",
        "this divides by zero",
        "this figure is too large",
    ];
    match expr::compile(&text.into(), &names.context(toy::SET), None) {
        Ok(code) => Some(code),
        Err(errors) => {
            let senseless = |error: &ExprError| SENSELESS.contains(&error.message.as_str());
            assert!(errors.iter().all(senseless), "{text}: {errors:?}");
            None
        }
    }
}

/// Whether `wide` leaves `narrow` possible: it is unknown, the same, or a range around it.
fn covers(wide: Value<'_>, narrow: Value<'_>) -> bool {
    match (wide, narrow) {
        (Value::Unknown(_) | Value::Truth(Truth::Straddles), _) => true,
        (
            Value::Quantity(wide) | Value::Within(wide, _),
            Value::Quantity(narrow) | Value::Within(narrow, _),
        ) => wide.low() <= narrow.low() && narrow.high() <= wide.high(),
        (wide, narrow) => wide == narrow,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    /// Replacing a known value by an unknown one decides nothing that was open, and turns no answer around.
    #[test]
    fn knowing_less_never_decides_more(tape in vec(any::<u8>(), 0..160), plan in vec(any::<u8>(), 0..80), blur in vec(any::<u8>(), 0..200)) {
        let names = toy::names();
        let text = Writer::new(&tape).any(3);
        let Some(code) = compiled(&text, &names) else { return Ok(()) };
        let (world, set) = generate::world(&plan);
        let less = generate::blurred(&world, &blur);
        let (known, unknown) = (outcome(&code, &world, set), outcome(&code, &less, set));
        prop_assert!(covers(unknown, known), "{}\n{:?} became {:?}", text, known, unknown);
        if known.unknown().is_some() {
            let decided = matches!(unknown, Value::Truth(Truth::Yes | Truth::No));
            prop_assert!(!decided, "{}", text);
        }
    }

    /// What holds for a range holds for each of its points.
    #[test]
    fn a_range_covers_its_points(tape in vec(any::<u8>(), 0..160), plan in vec(any::<u8>(), 0..80), points in vec(any::<u8>(), 0..200)) {
        let names = toy::names();
        let text = Writer::new(&tape).any(3);
        let Some(code) = compiled(&text, &names) else { return Ok(()) };
        let (world, set) = generate::world(&plan);
        let sharp = generate::sharpened(&world, &points);
        let (range, point) = (outcome(&code, &world, set), outcome(&code, &sharp, set));
        prop_assert!(covers(range, point), "{}\n{:?} does not cover {:?}", text, range, point);
    }

    /// With any amount of fuel the outcome is the same or none, and no more is used than was there.
    #[test]
    fn fuel_changes_no_outcome(tape in vec(any::<u8>(), 0..100), plan in vec(any::<u8>(), 0..60), fuel in 0u64..400) {
        let names = toy::names();
        let text = Writer::new(&tape).any(3);
        let Some(code) = compiled(&text, &names) else { return Ok(()) };
        let (world, set) = generate::world(&plan);
        let mut frame = Frame::new(set, fuel);
        if let Ok(value) = code.eval(&world, &mut frame) {
            prop_assert_eq!(value, outcome(&code, &world, set));
            prop_assert!(!frame.is_exhausted());
        } else {
            prop_assert!(frame.is_exhausted());
        }
        prop_assert!(frame.fuel() <= fuel);
    }

    /// Dividing a condition at its outermost `and` changes nothing.
    #[test]
    fn conjuncts_are_the_condition(tape in vec(any::<u8>(), 0..100), plan in vec(any::<u8>(), 0..60)) {
        let names = toy::names();
        let mut writer = Writer::new(&tape);
        let text = format!("{} and {} and {}", writer.truth(2), writer.truth(1), writer.truth(2));
        let text = text.replace(" or ", " and ");
        let Some(code) = compiled(&text, &names) else { return Ok(()) };
        let (world, set) = generate::world(&plan);
        let whole = outcome(&code, &world, set).truth();
        let parts = code.conjuncts();
        let joined = parts.iter().fold(Truth::Yes, |all, part| all.and(outcome(part, &world, set).truth()));
        prop_assert_eq!(whole, joined);
    }

    /// Words of the language in any order.
    #[test]
    fn any_soup_of_words_is_read_or_refused(tokens in vec(0..TOKENS.len(), 0..40), blanks in any::<bool>()) {
        let words: Vec<&str> = tokens.iter().map(|token| TOKENS[*token]).collect();
        survives(&words.join(if blanks { " " } else { "" }));
    }

    /// Any text at all.
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}", raw in ".{0,40}") {
        survives(&text);
        survives(&raw);
    }

    /// What a word list finds lies in the text, between words.
    #[test]
    fn word_lists_find_parts_of_the_text(text in "(numb|tingl|foot|stop|if|is|ok|n’t|né|ne\u{301}|[ .,!?;'\n…]|\\PC){0,30}") {
        let list = toy::list(&[&["numb*", "foot ... ok"], &["is", "né*"]], &["stop if"]);
        if let Some(range) = list.find(&text) {
            prop_assert!(text.get(range.clone()).is_some_and(|found| !found.is_empty()), "{:?}", range);
        }
        let _ = WordList::compile(&[vec![text.clone()]], &[text]);
    }
}

const TOKENS: &[&str] = &[
    "load",
    "reps",
    "rest",
    "site",
    "muscles",
    "sets",
    "exercise",
    "x",
    "x.load",
    "params.max",
    "words.numb",
    "note",
    "thigh",
    "quads",
    "30 %",
    "20-40 s",
    "7/10",
    "4",
    "0",
    "2026-02-01",
    "\"text\"",
    "\"",
    "or",
    "and",
    "not",
    "in",
    "has",
    "overlaps",
    "within",
    "matches",
    "as percent of",
    "of",
    "if",
    "then",
    "else",
    "where",
    ":",
    ",",
    ".",
    "(",
    ")",
    "{",
    "}",
    "{thigh, neck}",
    "+",
    "-",
    "*",
    "/",
    "<=",
    ">",
    "==",
    "!=",
    "=",
    "&&",
    "any(x in sets where",
    "all(",
    "count(x in sets",
    "sum(",
    "first(",
    "min(",
    "list(x in sets : ",
    "known(",
    "least(",
    "floor-to(",
    "…",
    "–",
    "é",
    "\u{a0}",
    "😀",
    "\r\n",
    "%",
    "{{",
    "}}",
];

/// A text may be no expression, no template and no anchor, but then every mistake has a place in it.
fn survives(text: &str) {
    let names = toy::names();
    let context = names.context(toy::SET);
    let example = toy::example();
    let set = example.sets[3];
    match expr::compile(&text.into(), &context, None) {
        Ok(code) => {
            let _ = code.eval(&example.world, &mut toy::frame(set));
            let _ = code.conjuncts();
        }
        Err(errors) => are_placed(text, &errors),
    }
    match Template::compile(&text.into(), &context) {
        Ok(template) => {
            let _ = template.render(&example.world, &mut toy::frame(set), Style::Prose);
            let _ = template.render(&example.world, &mut toy::frame(set), Style::Notation);
        }
        Err(errors) => are_placed(text, &errors),
    }
    match Anchor::compile(&text.into(), &context) {
        Ok(anchor) => {
            let _ = anchor.resolve(&example.world, &mut toy::frame(set));
        }
        Err(errors) => are_placed(text, &errors),
    }
}

fn are_placed(text: &str, errors: &[ExprError]) {
    assert!(!errors.is_empty(), "{text:?} was refused without a word");
    for error in errors {
        assert!(
            text.get(error.span.range()).is_some(),
            "{text:?}: {error:?}"
        );
        assert!(
            !error.message.is_empty() && !error.message.ends_with('.'),
            "{error:?}"
        );
    }
}

#[test]
fn three_valued_logic_is_kleenes() {
    let reason = toy::NOT_STATED;
    let all = [
        Truth::Yes,
        Truth::No,
        Truth::Straddles,
        Truth::Unknown(reason),
    ];
    for a in all {
        assert_eq!(a.opposite().opposite(), a);
        assert_eq!(a.and(Truth::Yes), a);
        assert_eq!(a.or(Truth::No), a);
        assert_eq!(a.and(Truth::No), Truth::No);
        assert_eq!(a.or(Truth::Yes), Truth::Yes);
        for b in all {
            assert_eq!(a.and(b), b.and(a));
            assert_eq!(a.or(b), a.opposite().and(b.opposite()).opposite());
            for c in all {
                assert_eq!(a.and(b).and(c), a.and(b.and(c)));
            }
        }
    }
    assert_eq!(
        Truth::Straddles.and(Truth::Unknown(reason)),
        Truth::Unknown(reason)
    );
}
