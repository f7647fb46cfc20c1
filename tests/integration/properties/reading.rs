//! Reading loses nothing, everything that is said points into the text, and printing gives the same tree.

use std::collections::BTreeMap;

use proptest::prelude::*;

use cuff::check::Report;
use cuff::diagnostic::Diagnostic;
use cuff::source::Span;
use cuff::syntax::{parse, print};

use super::{cases, checked};
use crate::plans::{Care, sheet, soup};
use crate::support::{read, shape};

/// Whether a span is a stretch of whole characters of the text, and cuts no CRLF in two.
fn fits(text: &str, span: Span) -> bool {
    let inside = |offset: usize| text.get(offset.saturating_sub(1)..offset + 1) == Some("\r\n");
    span.start <= span.end
        && text.get(span.range()).is_some()
        && !inside(span.range().start)
        && !inside(span.range().end)
}

/// Every span of the tree, as its debug picture shows them: each in the text, and each in the node that holds it.
fn tree_fits(text: &str) -> Result<(), String> {
    let picture = format!("{:?}", parse(text).plan);
    let mut nodes: Vec<Option<Span>> = Vec::new();
    let mut rest = picture.as_str();
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit() || c == '{' || c == '}') {
        let (before, from) = rest.split_at(at);
        match from.as_bytes()[0] {
            b'{' => nodes.push(None),
            b'}' => drop(nodes.pop()),
            _ => {
                let end = from
                    .find(|c: char| !c.is_ascii_digit() && c != '.')
                    .unwrap_or(from.len());
                if let Some((start, end)) = from[..end].split_once("..") {
                    let span = Span::new(start.parse().unwrap(), end.parse().unwrap());
                    let parent = nodes.iter().rev().find_map(|span| *span);
                    if !fits(text, span) || parent.is_some_and(|parent| !parent.contains(span)) {
                        return Err(format!("{span:?} in {parent:?}: {before}"));
                    }
                    if let Some(own @ None) = nodes.last_mut()
                        && before.ends_with("span: ")
                    {
                        *own = Some(span);
                    }
                }
                rest = &from[end..];
                continue;
            }
        }
        rest = &from[1..];
    }
    Ok(())
}

/// The lines of the tree are the lines of the text: between two of them stands a line ending and nothing else.
fn lines_cover(text: &str) -> Result<(), String> {
    let tree = parse(text).plan;
    let mut at = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
    for (number, line) in tree.lines.iter().enumerate() {
        let gap = text.get(at..line.span.range().start);
        let expected: &[&str] = if number == 0 {
            &[""]
        } else {
            &["\n", "\r\n", "\r"]
        };
        if !gap.is_some_and(|gap| expected.contains(&gap)) {
            return Err(format!("{gap:?} before line {}", number + 1));
        }
        if line.span.of(text).contains(['\n', '\r']) {
            return Err(format!("line {} holds a line ending", number + 1));
        }
        at = line.span.range().end;
    }
    if at == text.len() {
        Ok(())
    } else {
        Err(format!("{:?} is in no line", &text[at..]))
    }
}

fn spans(diagnostic: &Diagnostic) -> impl Iterator<Item = Span> {
    let labels = diagnostic.labels.iter().map(|label| label.span);
    let edits = diagnostic.fixes.iter().flat_map(|fix| &fix.edits);
    std::iter::once(diagnostic.span)
        .chain(labels)
        .chain(edits.map(|edit| edit.span))
}

/// What holds for every text: it is read without loss, and everything that is said about it points into it.
pub(crate) fn sound(text: &str) -> Result<Report, TestCaseError> {
    let bad = |what: String| TestCaseError::fail(format!("{what}\nin {text:?}"));
    tree_fits(text).map_err(bad)?;
    lines_cover(text).map_err(bad)?;
    let (_, report) = checked(text);
    let silenced = report
        .suppressed
        .iter()
        .map(|suppressed| &suppressed.diagnostic);
    for diagnostic in report.diagnostics.iter().chain(silenced) {
        if let Some(span) = spans(diagnostic).find(|span| !fits(text, *span)) {
            return Err(bad(format!("{span:?} of {diagnostic:#?}")));
        }
        for fix in &diagnostic.fixes {
            let ends = fix
                .edits
                .windows(2)
                .all(|pair| pair[0].span.end <= pair[1].span.start);
            prop_assert!(ends, "edits out of order: {fix:?} in {text:?}");
        }
    }
    Ok(report)
}

/// Two trees from where they part.
fn difference(before: &str, after: &str) -> String {
    let pairs = before.chars().zip(after.chars());
    let same = pairs.take_while(|(a, b)| a == b).count();
    let part = |tree: &str| -> String {
        let from = same.saturating_sub(80);
        tree.chars().skip(from).take(240).collect()
    };
    format!("before: {}\nafter:  {}", part(before), part(after))
}

/// Reading what is printed gives the same tree, and printing that gives the same text.
fn survives(text: &str) -> Result<(), TestCaseError> {
    let printed = print(&parse(text).plan, text);
    let (before, after) = (shape(text), shape(&printed));
    prop_assert!(
        before == after,
        "{text:?}\nis printed as {printed:?}\n{}",
        difference(&before, &after)
    );
    let again = print(&parse(&printed).plan, &printed);
    prop_assert_eq!(&again, &printed, "{:?} printed twice", text);
    Ok(())
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn whole_plans_are_read_soundly(sheet in sheet(Care::Careless)) {
        sound(&sheet.text())?;
        survives(&sheet.text())?;
    }

    #[test]
    fn rows_of_tokens_are_read_soundly(text in soup()) {
        sound(&text)?;
    }
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn rows_of_tokens_survive_printing(text in soup()) {
        survives(&text)?;
    }
}

/// Plans of the repository: what people look at first.
pub(crate) fn fixtures() -> Vec<(String, String)> {
    let mut paths: Vec<String> = Vec::new();
    for folder in ["examples", "tests/fixtures/syntax"] {
        let entries = std::fs::read_dir(folder).unwrap();
        let found = entries.map(|entry| entry.unwrap().path().display().to_string());
        paths.extend(found.filter(|path| path.ends_with(".plan")));
    }
    paths.sort();
    assert!(paths.len() >= 9, "{paths:?}");
    paths
        .into_iter()
        .map(|path| (path.clone(), read(&path)))
        .collect()
}

/// The text cut off at a place, and with one character left out, doubled, or swapped with the next.
fn damaged(text: &str, place: usize) -> [String; 4] {
    let (before, from) = text.split_at(place);
    let one = from.chars().next().map_or(0, char::len_utf8);
    let (letter, after) = from.split_at(one);
    let two = after.chars().next().map_or(0, char::len_utf8);
    let (next, rest) = after.split_at(two);
    [
        before.to_owned(),
        format!("{before}{after}"),
        format!("{before}{letter}{letter}{after}"),
        format!("{before}{next}{letter}{rest}"),
    ]
}

/// Damages each plan of the repository at places spread over it, and hands over the plan and its damaged form.
pub(crate) fn each_damage(most: usize, look: impl Fn(&str, &str) -> Result<(), TestCaseError>) {
    let asked = std::env::var("PROPTEST_CASES").ok();
    let most = asked
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(0)
        .max(most);
    for (path, text) in fixtures() {
        let places: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
        let step = places.len().div_ceil(most).max(1);
        for &place in places.iter().skip(step / 2).step_by(step) {
            for damaged in damaged(&text, place) {
                if let Err(error) = look(&text, &damaged) {
                    panic!("{path} at byte {place}: {error}");
                }
            }
        }
    }
}

#[test]
fn damaged_plans_are_read_soundly() {
    each_damage(10, |_, damaged| sound(damaged).map(drop));
}

#[test]
fn damaged_plans_survive_printing() {
    each_damage(12, |_, damaged| survives(damaged));
}

/// One slip of the finger spoils one place, and at most one more in the line that it joins or opens.
#[test]
fn one_slip_spoils_two_places_at_most() {
    let messages = |text: &str| -> BTreeMap<Span, String> {
        let found = parse(text).diagnostics.into_iter();
        found
            .map(|diagnostic| (diagnostic.span, diagnostic.message))
            .collect()
    };
    each_damage(36, |text, damaged| {
        if !messages(text).is_empty() {
            return Ok(());
        }
        let after = messages(damaged);
        let line = damaged.lines().find(|line| !text.contains(line));
        prop_assert!(after.len() <= 2, "{line:?} costs {after:#?}");
        Ok(())
    });
}

#[test]
fn line_endings_and_the_byte_order_mark_do_not_change_the_tree() {
    for (path, text) in fixtures() {
        let expected = shape(&text);
        for ending in ["\r\n", "\r"] {
            let text = text.replace('\n', ending);
            assert_eq!(shape(&text), expected, "{path} with {ending:?}");
            tree_fits(&text).unwrap();
            lines_cover(&text).unwrap();
        }
        assert_eq!(
            shape(&format!("\u{FEFF}{text}")),
            expected,
            "{path} with a byte order mark"
        );
    }
}
