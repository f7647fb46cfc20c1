//! Every mistake with the place that is marked and the words that are said, as pictures in `mistakes.txt`.

use super::super::{self as expr, ExprError, Template, Type};
use super::toy;

/// Pictures: an expression, then its mistakes. `@session` before an expression reads it in that scope, `@message` as a
/// template; otherwise it is a condition on a set.
const PICTURES: &str = include_str!("mistakes.txt");

#[test]
fn every_mistake_is_marked_and_explained() {
    let seen: Vec<String> = blocks().map(picture).collect();
    let seen = seen.join("\n");
    if seen.trim() != PICTURES.trim() {
        let path = std::env::temp_dir().join("cuff-mistakes.txt");
        std::fs::write(&path, &seen).unwrap();
        panic!("mistakes.txt differs from {}", path.display());
    }
}

/// The first line of each picture.
fn blocks() -> impl Iterator<Item = &'static str> {
    let paragraphs = PICTURES.split("\n\n");
    paragraphs.filter_map(|block| block.trim().lines().next())
}

fn picture(block: &str) -> String {
    let (marker, text) = match block.strip_prefix('@') {
        Some(rest) => rest.split_once(' ').unwrap(),
        None => ("", block),
    };
    let names = toy::names().with_lets(toy::SET, &[("ceiling", "params.max + params.slack")]);
    let scope = if marker == "session" {
        toy::SESSION
    } else {
        toy::SET
    };
    let context = names.context(scope);
    let errors = match marker {
        "message" => Template::compile(&text.into(), &context).err(),
        _ => expr::compile(&text.into(), &context, Some(Type::Truth)).err(),
    };
    let errors = errors.unwrap_or_default();
    let prefix = if marker.is_empty() {
        0
    } else {
        marker.len() + 2
    };
    let mut picture = format!("{block}\n");
    for error in &errors {
        picture.push_str(&marked(text, prefix, error));
    }
    if errors.is_empty() {
        picture.push_str("(no mistake)\n");
    }
    picture
}

fn marked(text: &str, prefix: usize, error: &ExprError) -> String {
    let range = error.span.range();
    let before = text[..range.start].chars().count() + prefix;
    let width = text[range].chars().count().max(1);
    let blanks = " ".repeat(before);
    let carets = "^".repeat(width);
    let help = match &error.help {
        Some(help) => format!("{blanks}help: {help}\n"),
        None => String::new(),
    };
    format!("{blanks}{carets} {}\n{help}", error.message)
}
