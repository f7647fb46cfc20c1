//! What changes in a file, line by line, in the form that `patch` and reviewers read. Like all output it holds nothing
//! that a terminal or a CI runner would obey.

use similar::{Algorithm, ChangeTag, DiffOp, capture_diff_slices, group_diff_ops};

use super::paint::Paint;
use super::{Style, escape};

/// Lines around a change.
const AROUND: usize = 3;
/// Lines that are compared at one time. The cost of a comparison grows with the square of what differs in it.
const WINDOW: usize = 500;

/// The difference between two texts of one file; empty if there is none.
pub fn diff(name: &str, before: &str, after: &str, style: &Style) -> String {
    let (old, new) = (lines(before), lines(after));
    let paint = Paint::new(style);
    let name = escape::path(name);
    let mut out = String::new();
    for group in group_diff_ops(operations(&old, &new), AROUND) {
        if out.is_empty() {
            let names = [format!("--- {name}"), format!("+++ {name}")];
            out.extend(names.map(|line| paint.strong(&line) + "\n"));
        }
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            continue;
        };
        let before = range(first.old_range().start, last.old_range().end);
        let after = range(first.new_range().start, last.new_range().end);
        out += &(paint.faint(&format!("@@ -{before} +{after} @@")) + "\n");
        for change in group
            .iter()
            .flat_map(|op| op.iter_changes(&old[..], &new[..]))
        {
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

/// What turns the old lines into the new ones, worked out window by window: each goes on behind the last line that was
/// the same in the one before. Short texts are compared at once.
fn operations(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let mut operations: Vec<DiffOp> = Vec::new();
    let (mut from_old, mut from_new) = (0, 0);
    while from_old < old.len() || from_new < new.len() {
        let (rest_old, rest_new) = (&old[from_old..], &new[from_new..]);
        let window_old = &rest_old[..WINDOW.min(rest_old.len())];
        let window_new = &rest_new[..WINDOW.min(rest_new.len())];
        let mut found = capture_diff_slices(Algorithm::Myers, window_old, window_new);
        let is_last = window_old.len() == rest_old.len() && window_new.len() == rest_new.len();
        let same = found
            .iter()
            .rposition(|op| matches!(op, DiffOp::Equal { .. }));
        if let Some(same) = same.filter(|_| !is_last) {
            found.truncate(same + 1);
        }
        for op in found {
            push(&mut operations, op, from_old, from_new);
        }
        let Some(last) = operations.last() else { break };
        (from_old, from_new) = (last.old_range().end, last.new_range().end);
    }
    operations
}

/// Adds an operation of a window that starts at these lines. What is the same on both sides of a border is one piece.
fn push(operations: &mut Vec<DiffOp>, mut op: DiffOp, from_old: usize, from_new: usize) {
    use DiffOp::{Delete, Equal, Insert, Replace};
    match &mut op {
        Equal {
            old_index,
            new_index,
            ..
        }
        | Delete {
            old_index,
            new_index,
            ..
        }
        | Insert {
            old_index,
            new_index,
            ..
        }
        | Replace {
            old_index,
            new_index,
            ..
        } => {
            *old_index += from_old;
            *new_index += from_new;
        }
    }
    match (operations.last_mut(), op) {
        (Some(Equal { len, .. }), Equal { len: more, .. }) => *len += more,
        _ => operations.push(op),
    }
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
    let harmless = escape::broken(escape::line(words).into_owned());
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

    /// Applies a difference as `patch` would, without looking at the lines around a change.
    fn patched(before: &str, difference: &str) -> String {
        let old = lines(before);
        let (mut out, mut at) = (String::new(), 0);
        for line in difference.lines().skip(2) {
            if let Some(head) = line.strip_prefix("@@ -") {
                let start = head
                    .split([',', ' '])
                    .next()
                    .unwrap()
                    .parse::<usize>()
                    .unwrap();
                let first = if head.starts_with(&format!("{start},0 ")) {
                    start
                } else {
                    start - 1
                };
                out += &old[at..first].concat();
                at = first;
                continue;
            }
            let (sign, words) = line.split_at(1);
            if sign != "+" {
                assert_eq!(old[at].trim_end(), words.trim_end());
                at += 1;
            }
            if sign != "-" {
                out += &format!("{words}\n");
            }
        }
        out + &old[at..].concat()
    }

    #[test]
    fn long_texts_are_compared_piece_by_piece() {
        let text = |every: usize, by: &str| -> String {
            let line = |number: usize| match number % every {
                0 => by.to_owned(),
                _ => format!("line {number}\n"),
            };
            (0..3 * WINDOW).map(line).collect()
        };
        let all: String = (0..2 * WINDOW)
            .map(|number| format!("{number}\n"))
            .collect();
        let before = text(7, "x\n");
        for after in [
            text(7, ""),
            text(7, "x\ny\n"),
            text(611, "z\n"),
            text(1, ""),
            all,
        ] {
            let difference = plain(&before, &after);
            assert_eq!(patched(&before, &difference), after);
        }
        // What is the same costs nothing, wherever the windows meet.
        let one = before.replace("line 1100\n", "line eleven hundred\n");
        assert_eq!(plain(&before, &one).matches("@@ -").count(), 1);
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
