//! Reading YAML files: the one door to them, and the only owner of the YAML crates.
//!
//! A file passes three gates: the guard refuses what is not plain and small YAML, the shape check compares keys and
//! kinds of values with the type that is asked for, and only then serde_yaml makes the value. The first two find
//! everything that is wrong in one run and place it; texts are handed on as they are, without a look at their meaning.

use schemars::{JsonSchema, schema_for};
use serde::de::DeserializeOwned;

use crate::diagnostic::Diagnostic;
use crate::source::{SourceFile, Span};
use problems::{Problems, problem};

mod decode;
mod guard;
mod node;
mod problems;
mod schema;
mod shape;
mod silent;
mod syntax;
mod tree;
mod words;

#[cfg(test)]
mod tests;

pub use node::{Data, Entry, Node, Style};

/// The largest file, in bytes.
pub const FILE_LIMIT: usize = 320 * 1024;
/// The most keys and values of one file, lists and maps included.
pub const NODE_LIMIT: usize = 20_000;
/// The deepest nesting of lists and maps.
pub const DEPTH_LIMIT: usize = 32;
/// The longest text of one key or value, in bytes.
pub const SCALAR_LIMIT: usize = 16 * 1024;

/// A value, and the tree that knows where each part of it stands in its file.
#[derive(Clone, Debug)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Keys and values with their places.
    pub tree: Node,
}

/// Reads a file as a `T`, or says everything that is wrong with its form, in the order of the file.
///
/// The type must be made of structs, enums without data, options, lists, maps, texts, numbers and yes-or-no, without
/// `flatten` or untagged variants, since places get lost in those. An empty file is a map without keys.
pub fn read<T: DeserializeOwned + JsonSchema>(
    source: &SourceFile,
) -> Result<Located<T>, Vec<Diagnostic>> {
    let guarded = guard::guard(source);
    let mut problems = guarded.problems;
    let is_empty = guarded.tree.as_ref().is_none_or(Node::is_nothing);
    let tree = match guarded.tree {
        Some(tree) if !is_empty => tree,
        _ if !problems.is_empty() => return Err(problems.into_sorted(source.text())),
        _ => Node::empty_map(),
    };
    let mut misshapen = Problems::default();
    let schema = schema_for!(T);
    shape::check(source.text(), &tree, schema.as_value(), &mut misshapen);
    if is_empty && !misshapen.is_empty() {
        return Err(vec![words::empty_file()]);
    }
    // What was refused is not what the author meant, so its shape says nothing.
    misshapen.retain(|diagnostic| {
        !guarded
            .spoilt
            .iter()
            .any(|&spoilt| touch(spoilt, diagnostic.span))
    });
    problems.extend(misshapen);
    if !problems.is_empty() {
        return Err(problems.into_sorted(source.text()));
    }
    // libyaml counts a byte order mark as a column, and then finds the second line indented less.
    let (mark, text) = match source.text().strip_prefix('\u{FEFF}') {
        _ if is_empty => (0, "{}"),
        Some(text) => ('\u{FEFF}'.len_utf8(), text),
        None => (0, source.text()),
    };
    match serde_yaml::from_str(text) {
        Ok(value) => Ok(Located { value, tree }),
        Err(error) => Err(unread(source.text(), mark, &error)),
    }
}

/// The value of a file that has unknown keys and is right otherwise: those that are misspelt put right, others left out.
/// It serves to find what else is wrong with the file.
pub fn passed<T: DeserializeOwned + JsonSchema>(source: &SourceFile) -> Option<T> {
    let tree = locate(source)?;
    let mut misshapen = Problems::default();
    let schema = schema_for!(T);
    shape::check(source.text(), &tree, schema.as_value(), &mut misshapen);
    let text = misshapen.passed(source.text())?;
    let passed = SourceFile::new(source.name(), text);
    read(&passed).ok().map(|located| located.value)
}

/// The places of a file's keys and values, for mistakes that are found after it was read; `None` if its form is refused,
/// since what is said of its content then would be no help.
pub fn locate(source: &SourceFile) -> Option<Node> {
    let guarded = guard::guard(source);
    guarded.tree.filter(|_| guarded.problems.is_empty())
}

fn touch(one: Span, other: Span) -> bool {
    one.contains(other) || (one.start < other.end && other.start < one.end)
}

/// Guard and shape let a file pass that serde_yaml does not read: they differ somewhere, which is our mistake, but the
/// author still learns where.
fn unread(text: &str, mark: usize, error: &serde_yaml::Error) -> Vec<Diagnostic> {
    let offset = mark + error.location().map_or(0, |place| place.index());
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or_default();
    let mut problems = Problems::default();
    problems.note(|| {
        problem(
            words::word_at(text, offset),
            format!("this cannot be read: {words}"),
        )
    });
    problems.into_sorted(text)
}
