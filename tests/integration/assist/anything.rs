//! What holds for any plan and any cursor: an answer, inside of the text, in order, and the same for the same question.

use proptest::prelude::*;

use cuff::assist::{
    Document, Symbol, actions, completions, definition, documentation, folds, hints, hover, lenses,
    links, prepare_rename, references, rename, selection, symbols, tokens,
};
use cuff::source::Span;

use super::ask;
use crate::plans::{Care, sheet, soup};
use crate::properties::cases;
use crate::support::read;

fn inside(text: &str, span: Span) -> Result<(), TestCaseError> {
    prop_assert!(text.get(span.range()).is_some(), "{span:?}");
    Ok(())
}

/// Answers about a place.
fn at_a_place(document: &Document<'_>, offset: usize) -> Result<(), TestCaseError> {
    let text = document.text();
    if let Some(shown) = hover(document, offset) {
        inside(text, shown.span)?;
        prop_assert!(!shown.markdown.is_empty());
        for label in shown.because {
            inside(text, label.span)?;
        }
    }
    let mut last: Option<Span> = None;
    for span in selection(document, offset) {
        inside(text, span)?;
        prop_assert!(
            last.is_none_or(|last| span.contains(last) && span != last),
            "{span:?}"
        );
        last = Some(span);
    }
    prop_assert!(last.is_some());
    let offers = completions(document, offset);
    let mut rank = 0;
    for offer in &offers.items {
        inside(text, offer.replaces)?;
        prop_assert!(offer.rank >= rank && !offer.label.is_empty() && !offer.insert.is_empty());
        rank = offer.rank;
    }
    if let Some(offer) = offers.items.first() {
        let _ = documentation(document, &offer.subject);
    }
    for span in definition(document, offset) {
        inside(text, span)?;
    }
    let named = prepare_rename(document, offset);
    let places = references(document, offset);
    if let Some(named) = named {
        inside(text, named.span)?;
        prop_assert!(
            places.iter().any(|place| place.span == named.span),
            "{named:?}"
        );
        if let Ok(edits) = rename(document, offset, "Quite Another Lift") {
            prop_assert!(
                edits.iter().any(|edit| edit.span == named.span),
                "{named:?}"
            );
        }
    }
    for place in places {
        inside(text, place.span)?;
    }
    for action in actions(document, Span::at(offset)) {
        for edit in action.edits {
            inside(text, edit.span)?;
        }
    }
    Ok(())
}

fn tree(text: &str, symbols: &[Symbol], around: Span) -> Result<(), TestCaseError> {
    for symbol in symbols {
        inside(text, symbol.span)?;
        prop_assert!(around.contains(symbol.span) && symbol.span.contains(symbol.name_span));
        prop_assert!(!symbol.name.is_empty());
        tree(text, &symbol.children, symbol.span)?;
    }
    Ok(())
}

/// Answers about a whole plan.
fn about_all(document: &Document<'_>) -> Result<(), TestCaseError> {
    let text = document.text();
    let all = Span::new(0, text.len());
    tree(text, &symbols(document), all)?;
    let mut end = 0;
    for token in tokens(document, all) {
        inside(text, token.span)?;
        prop_assert!(
            !token.span.is_empty() && token.span.start >= end,
            "{token:?}"
        );
        prop_assert!(
            !document.slice(token.span).contains(['\n', '\r']),
            "{token:?}"
        );
        end = token.span.end;
    }
    let mut at = 0;
    for hint in hints(document, all) {
        prop_assert!(text.is_char_boundary(hint.at) && hint.at >= at && !hint.label.is_empty());
        at = hint.at;
    }
    for fold in folds(document) {
        prop_assert!(fold.first < fold.last && fold.last < document.tree.lines.len());
    }
    for span in lenses(document, all).into_iter().map(|lens| lens.span) {
        inside(text, span)?;
    }
    for span in links(document).into_iter().map(|link| link.span) {
        inside(text, span)?;
    }
    Ok(())
}

/// Places all over a text, and some beyond it.
fn places(text: &str, dice: usize) -> impl Iterator<Item = usize> {
    let step = (text.len() / 12).max(1);
    let first = dice % step;
    (first..=text.len() + 3).step_by(step)
}

fn everywhere(text: &str, dice: usize) -> Result<(), TestCaseError> {
    ask(text, |document| {
        about_all(document)?;
        places(text, dice).try_for_each(|offset| at_a_place(document, offset))
    })
}

#[test]
fn every_place_of_the_examples_has_an_answer() {
    for (name, step) in [
        ("half-typed", 2),
        ("everything-wrong", 3),
        ("leg-block-next", 7),
    ] {
        let text = read(&format!("examples/{name}.plan"));
        ask(&text, |document| {
            about_all(document)?;
            let mut places = (0..=text.len() + 3).step_by(step);
            places.try_for_each(|offset| at_a_place(document, offset))
        })
        .unwrap();
    }
    // Cut off at each of its characters, as it is while somebody types it.
    let text = read("tests/fixtures/syntax/everything.plan");
    for (cut, _) in text.char_indices().step_by(61) {
        let typed = &text[..cut];
        ask(typed, |document| at_a_place(document, cut)).unwrap();
    }
}

#[test]
fn tokens_and_hints_of_a_part_are_those_of_the_whole() {
    let text = read("examples/leg-block.plan");
    ask(&text, |document| {
        let all = tokens(document, Span::new(0, text.len()));
        let lines = text.match_indices('\n').map(|(at, _)| at);
        let mut start = 0;
        let mut pieces = Vec::new();
        for end in lines {
            pieces.extend(tokens(document, Span::new(start, end)));
            start = end + 1;
        }
        assert_eq!(pieces, all);
    });
}

proptest! {
    #![proptest_config(cases(15))]

    #[test]
    fn any_plan_can_be_asked_anything(plan in sheet(Care::Careless), dice in 0_usize..1000) {
        everywhere(&plan.text(), dice)?;
    }

    #[test]
    fn any_text_can_be_asked_anything(text in soup(), dice in 0_usize..1000) {
        everywhere(&text, dice)?;
    }
}
