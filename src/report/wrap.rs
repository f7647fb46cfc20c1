//! Breaks prose into lines of a given width, measured in terminal columns.
//!
//! A figure stays with its unit (`34 %`) and a short quoted name stays whole, since both read badly when torn. No line
//! but the first starts with `::`, which a CI runner would obey.

use unicode_width::UnicodeWidthChar;

use super::escape;

/// Columns that `text` takes on a terminal. Joined emoji count in full, as the drawing of snippets counts them too.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

/// Columns that one character takes.
pub(super) fn char_width(character: char) -> usize {
    character.width().unwrap_or(0)
}

/// The lines of `text`, the first at most `first` columns wide, the others at most `rest`.
///
/// `text` has passed [`escape::words`]. If not even a word fits the first line, that line is empty.
pub(super) fn wrap(text: &str, first: usize, rest: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut room = first;
    for atom in atoms(text, rest) {
        let wanted = width(&atom);
        let gap = usize::from(lines.last().is_some_and(|line| !line.is_empty()));
        if wanted + gap <= room {
            room -= wanted + gap;
            append(&mut lines, gap, &atom);
        } else {
            room = start_lines(&mut lines, &atom, rest);
        }
    }
    lines
}

/// The lines of `text` where each starts at the margin, the first too.
pub(super) fn block(text: &str, columns: usize) -> Vec<String> {
    let mut lines = wrap(text, 0, columns);
    if lines.first().is_some_and(String::is_empty) {
        lines.remove(0);
    }
    lines
}

/// Puts `atom` on lines of its own, broken where it is too long for one, and returns the room left on the last.
fn start_lines(lines: &mut Vec<String>, atom: &str, rest: usize) -> usize {
    let mut line = String::new();
    let mut used = 0;
    for (offset, character) in atom.char_indices() {
        let wanted = char_width(character);
        if used + wanted > rest && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        let remaining = atom.get(offset..).unwrap_or_default();
        if line.is_empty() && escape::starts_command(remaining) {
            line.push('·');
            used += 1;
        }
        line.push(character);
        used += wanted;
    }
    lines.push(line);
    rest.saturating_sub(used)
}

fn append(lines: &mut [String], gap: usize, atom: &str) {
    if let Some(line) = lines.last_mut() {
        line.push_str(if gap == 0 { "" } else { " " });
        line.push_str(atom);
    }
}

/// Words that stay together: broken apart again where together they would fill more than half a line.
fn atoms(text: &str, rest: usize) -> Vec<String> {
    let mut atoms: Vec<Vec<&str>> = Vec::new();
    let mut quoted = false;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match atoms.last_mut() {
            Some(atom) if quoted || atom.last().is_some_and(|last| is_figure(last, word)) => {
                atom.push(word);
            }
            _ => atoms.push(vec![word]),
        }
        quoted ^= word.matches('`').count() % 2 == 1;
    }
    let split = |atom: Vec<&str>| {
        let whole = atom.join(" ");
        if width(&whole) > rest / 2 {
            atom.into_iter().map(str::to_owned).collect()
        } else {
            vec![whole]
        }
    };
    atoms.into_iter().flat_map(split).collect()
}

/// Whether `word` reads as the unit of the figure before it: `34` and `%`, `…` and `kg`.
fn is_figure(figure: &str, word: &str) -> bool {
    let unit = word.trim_end_matches([',', '.', ';', ':', ')', '`']);
    let ends_in_digit = figure.ends_with(|last: char| last.is_ascii_digit() || last == '…');
    let units = [
        "%", "kg", "lb", "s", "min", "h", "cm", "mm", "m", "mmHg", "reps", "sets",
    ];
    ends_in_digit && units.contains(&unit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn figures_keep_their_units_and_names_stay_whole() {
        let text = "the load of `Cable Curl` is 34 % of 1RM, which is above 30 %";
        assert_eq!(
            wrap(text, 20, 30),
            [
                "the load of",
                "`Cable Curl` is 34 % of 1RM,",
                "which is above 30 %"
            ]
        );
    }

    #[test]
    fn a_long_word_is_broken_and_a_long_name_is_not_kept_whole() {
        assert_eq!(wrap("abcdefghij", 4, 4), ["", "abcd", "efgh", "ij"]);
        assert_eq!(wrap("`a b c d e f`", 6, 6), ["`a b c", "d e f`"]);
        assert_eq!(wrap("週週週", 4, 4), ["", "週週", "週"]);
    }

    #[test]
    fn no_later_line_starts_a_runner_command() {
        assert_eq!(wrap("x ::error::y", 2, 20), ["x", "·::error::y"]);
        assert_eq!(block("::x y", 10), ["·::x y"]);
        assert_eq!(wrap("", 10, 10), [""]);
    }

    proptest! {
        #[test]
        fn lines_fit_and_lose_nothing(
            text in crate::report::samples::hostile_text(),
            first in 0_usize..50,
            rest in 4_usize..50,
        ) {
            let text = escape::words(&text);
            let lines = wrap(&text, first, rest);
            for (index, line) in lines.iter().enumerate() {
                let room = if index == 0 { first } else { rest };
                prop_assert!(width(line) <= room, "{line:?} in {room}");
                prop_assert!(index == 0 || !escape::starts_command(line));
            }
            let bare = |text: &str| text.replace([' ', '·'], "");
            prop_assert_eq!(bare(&lines.concat()), bare(&text));
        }
    }
}
