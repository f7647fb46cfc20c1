//! What word lists find, and where; what they pass over; and which lists are refused.

use super::super::WordList;
use super::toy::list;

/// What a list finds in a text.
fn found<'t>(list: &WordList, text: &'t str) -> Option<&'t str> {
    list.find(text).map(|range| &text[range])
}

#[test]
fn a_sentence_needs_every_group_and_nothing_that_excludes_it() {
    let normalised = list(
        &[
            &["numb*", "tingl*", "white foot"],
            &["ignore", "is fine", "is normal", "push through"],
        ],
        &["stop if", "not"],
    );
    for (text, wanted) in [
        ("Numbness is normal here.", Some("Numbness is normal")),
        ("Ignore the tingling!", Some("Ignore the tingling")),
        ("A white-foot is fine", Some("white-foot is fine")),
        ("WHITE   FOOT: is fine", Some("WHITE   FOOT: is fine")),
        ("Push through. It goes numb.", None),
        ("Push through\nnumb legs", None),
        ("Push through; numb legs", None),
        ("Push through, even numb", Some("Push through, even numb")),
        ("Stop if numb, is fine", None),
        ("Numb is not normal, is fine", None),
        ("Stop if dizzy. Numb is fine", Some("Numb is fine")),
        ("The number is normal", Some("number is normal")),
        ("benumbed is normal", None),
        ("Numb… is fine", Some("Numb… is fine")),
        ("Numb ... is fine", Some("Numb ... is fine")),
        (
            "3.5 numb minutes is fine, e.g. now",
            Some("numb minutes is fine"),
        ),
        ("e.g. numb is fine", Some("numb is fine")),
        ("", None),
        ("...", None),
    ] {
        assert_eq!(found(&normalised, text), wanted, "{text}");
    }
}

#[test]
fn spelling_makes_no_difference() {
    let list = list(
        &[&["don't stop", "café", "it’s ok", "4 sets", "über*"]],
        &[],
    );
    for (text, wanted) in [
        ("Don’t stop now", Some("Don’t stop")),
        ("dont stop", Some("dont stop")),
        ("DON'T STOP", Some("DON'T STOP")),
        ("a cafe\u{301} nearby", Some("cafe\u{301}")),
        ("CAFÉ", Some("CAFÉ")),
        ("cafe", None),
        ("'its' ok", Some("its' ok")),
        ("do 4 sets", Some("4 sets")),
        ("do 14 sets", None),
        ("U\u{308}BERMUT", Some("U\u{308}BERMUT")),
        ("ca\u{200b}fé", Some("ca\u{200b}fé")),
    ] {
        assert_eq!(found(&list, text), wanted, "{text}");
    }
}

#[test]
fn a_gap_stands_for_up_to_four_words() {
    let list = list(&[&["until ... stand it", "a ... b ... c"]], &[]);
    for (text, wanted) in [
        ("until you can't stand it", Some("until you can't stand it")),
        ("until stand it", Some("until stand it")),
        (
            "until one two three four stand it",
            Some("until one two three four stand it"),
        ),
        ("until one two three four five stand it", None),
        (
            "until until one two three four stand it",
            Some("until one two three four stand it"),
        ),
        ("a a b x b x x x x c", Some("a a b x b x x x x c")),
        ("a b x x x x x c", None),
    ] {
        assert_eq!(found(&list, text), wanted, "{text}");
    }
}

#[test]
fn lists_that_cannot_be_read_are_refused() {
    let refused = |all: &[&[&str]], none: &[&str]| {
        let owned = |texts: &[&str]| {
            texts
                .iter()
                .map(|text| (*text).to_owned())
                .collect::<Vec<_>>()
        };
        let all: Vec<Vec<String>> = all.iter().map(|group| owned(group)).collect();
        let errors = WordList::compile(&all, &owned(none)).unwrap_err();
        let told = errors.iter().map(|error| {
            let place =
                |place: Option<usize>| place.map_or("-".to_owned(), |place| place.to_string());
            format!(
                "{} {} {}",
                place(error.group),
                place(error.phrase),
                error.message
            )
        });
        told.collect::<Vec<_>>()
    };
    assert_eq!(
        refused(&[], &[]),
        ["- - a word list needs a group under `all`"]
    );
    assert_eq!(
        refused(&[&[]], &[]),
        ["0 - this group has no phrase, so that nothing would match"]
    );
    assert_eq!(
        refused(
            &[&["numb*", "n*"], &["!", "... numb"]],
            &["nu*mb", "stop ...", "a ... ... b", "*"]
        ),
        [
            "0 1 `n*` would match nearly every word",
            "1 0 `!` has no word in it",
            "1 1 the gap in `... numb` does not stand between words",
            "- 0 `*` in `nu*mb` does not end a word",
            "- 1 the gap in `stop ...` does not stand between words",
            "- 2 the gap in `a ... ... b` does not stand between words",
            "- 3 `*` would match nearly every word",
        ]
    );
    assert_eq!(refused(&[&[&"word ".repeat(41)]], &[]).len(), 1);
    assert_eq!(
        refused(&[&["word"; 401]], &[]),
        ["- - a word list has at most 400 phrases, this one 401"]
    );
}
