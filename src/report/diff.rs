//! What changes in a file, line by line, in the form that `patch` and reviewers read. Like all output it holds nothing
//! that a terminal or a CI runner would obey.

use similar::{ChangeTag, TextDiff};

use super::paint::Paint;
use super::{Style, escape};

/// Lines around a change.
const AROUND: usize = 3;

/// The difference between two texts of one file; empty if there is none.
pub fn diff(name: &str, before: &str, after: &str, style: &Style) -> String {
    let (old, new) = (lines(before), lines(after));
    let diff = TextDiff::from_slices(&old, &new);
    let paint = Paint::new(style);
    let name = escape::path(name);
    let mut out = String::new();
    for group in diff.grouped_ops(AROUND) {
        if out.is_empty() {
            let names = [format!("--- {name}"), format!("+++ {name}")];
            out.extend(names.map(|line| paint.strong(&line) + "\n"));
        }
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            continue;
        };
        let old = range(first.old_range().start, last.old_range().end);
        let new = range(first.new_range().start, last.new_range().end);
        out += &(paint.faint(&format!("@@ -{old} +{new} @@")) + "\n");
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let words = shown(change.value());
            out += &match change.tag() {
                ChangeTag::Equal => format!(" {words}"),
                ChangeTag::Delete => paint.removed(&format!("-{words}")),
                ChangeTag::Insert => paint.added(&format!("+{words}")),
            };
            out.push('\n');
        }
    }
    out
}

/// Lines with their endings, whatever ends them.
fn lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\n', '\r']) {
        let both = rest.get(at..at + 2) == Some("\r\n");
        let (line, after) = rest.split_at(at + 1 + usize::from(both));
        lines.push(line);
        rest = after;
    }
    if !rest.is_empty() {
        lines.push(rest);
    }
    lines
}

/// A line without its ending; that a last line has none is said as `diff` says it.
fn shown(line: &str) -> String {
    let words = line.trim_end_matches(['\n', '\r']);
    let harmless = escape::line(words).replace(escape::RUNNER_COMMAND, escape::BROKEN_COMMAND);
    let harmless = match harmless.trim_start().strip_prefix("::") {
        Some(rest) => format!("\u{FFFD}:{rest}"),
        None => harmless,
    };
    if words.len() == line.len() {
        format!("{harmless}\n\\ No newline at end of file")
    } else {
        harmless
    }
}

/// First line and number of lines, as a diff counts them.
fn range(start: usize, end: usize) -> String {
    match end - start {
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        length => format!("{},{length}", start + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(before: &str, after: &str) -> String {
        diff("a.plan", before, after, &Style::default())
    }

    #[test]
    fn what_is_the_same_has_no_difference() {
        assert_eq!(plain("a\n", "a\n"), "");
    }

    #[test]
    fn lines_are_counted_as_patch_counts_them() {
        let before = "1\n2\n3\n4\n5\n6\n7\n8\n";
        insta::assert_snapshot!(plain(before, "0\n1\n2\n3\n4\n5\nsix\n7\n8"), @r"
        --- a.plan
        +++ a.plan
        @@ -1,8 +1,9 @@
        +0
         1
         2
         3
         4
         5
        -6
        +six
         7
        -8
        +8
        \ No newline at end of file
        ");
        assert!(plain("", "a\n").contains("@@ -0,0 +1 @@\n+a\n"));
        assert!(plain("a\rb\r", "a\rc\r").contains(" a\n-b\n+c\n"));
    }

    #[test]
    fn nothing_in_a_line_is_obeyed() {
        let text = plain(
            "  ::error::x\n",
            "  ::error::x\n##[error]y \u{1b}[31m\u{202e}\n",
        );
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'));
        assert!(!text.contains("##["));
        let obeyed = |line: &str| line.trim_start_matches([' ', '+', '-']).starts_with("::");
        assert!(!text.lines().any(obeyed), "{text}");
    }
}
