//! Makes text from files harmless before it is printed.
//!
//! A plan, a path or a rule's words may hold terminal commands, invisible characters that reorder a line, or the
//! command words of a CI runner. Two forms: [`line()`] for source text, where every byte keeps its place so that spans
//! stay valid, and [`words`] / [`path`] for all other strings, where what was there is spelled out.
//! JSON has its own escapes and does not pass through here.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a bracket that follows on this text opens a command that a CI runner obeys anywhere in a line of output:
/// `##[error]`, `##vso[task.setvariable]`, `##teamcity[message]`.
pub(super) fn opens_command(before: &str) -> bool {
    let word = |letter: char| letter.is_ascii_alphabetic();
    before.trim_end_matches(word).ends_with("##")
}

/// The brackets in a text that open such a command.
pub(super) fn commands(text: &str) -> impl Iterator<Item = usize> {
    let brackets = text.match_indices('[').map(|(place, _)| place);
    brackets.filter(|&place| opens_command(text.get(..place).unwrap_or_default()))
}

/// Whether a character steers the terminal, reorders text or cannot be seen, and is therefore never printed as it is.
///
/// The joiners U+200C and U+200D stay: emoji and several scripts are written with them.
#[inline]
pub(super) fn is_hidden(character: char) -> bool {
    // Nearly all that is printed is ASCII.
    if character.is_ascii() {
        return character.is_ascii_control();
    }
    character.is_control()
        || matches!(character,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
            | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E007F}')
}

/// Source text of one line, without its ending: hidden characters are replaced by visible ones of the same number of
/// bytes. Tabs stay, since they have a width of their own.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    let replaced = |character: char| is_hidden(character) && character != '\t';
    if !text.contains(replaced) {
        return Cow::Borrowed(text);
    }
    let mut harmless = String::with_capacity(text.len());
    for character in text.chars() {
        match (replaced(character), character.len_utf8()) {
            (false, _) => harmless.push(character),
            (true, 1) => harmless.push('?'),
            (true, 2) => harmless.push('¿'),
            (true, 3) => harmless.push('\u{FFFD}'),
            (true, _) => harmless.push_str("\u{FFFD}?"),
        }
    }
    Cow::Owned(harmless)
}

/// A message, label, note or help on one line: white space of any kind and length becomes one blank, other hidden
/// characters are spelled as `\u{1b}`, and a runner's command is broken.
pub(super) fn words(text: &str) -> String {
    let mut harmless = String::with_capacity(text.len());
    for character in text.trim().chars() {
        if !character.is_whitespace() {
            push_visible(&mut harmless, character);
        } else if !harmless.ends_with(' ') {
            harmless.push(' ');
        }
    }
    broken(harmless)
}

/// A path as it can be shown on one line. A name that would read as a runner's command at the start of a line, alone or
/// with the colon that follows it, gets the `./` that means the same file.
pub(super) fn path(text: &str) -> String {
    let mut harmless = String::with_capacity(text.len());
    if text.trim_start().starts_with(':') {
        harmless.push_str("./");
    }
    for character in text.chars() {
        match character {
            '\n' => harmless.push_str("\\n"),
            '\r' => harmless.push_str("\\r"),
            '\t' => harmless.push_str("\\t"),
            _ => push_visible(&mut harmless, character),
        }
    }
    broken(harmless)
}

/// A text with what is hidden in it spelled out and commands broken, but for line endings: for values whose format has an
/// escape for these.
pub(super) fn but_for_lines(text: &str) -> String {
    let mut harmless = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' => harmless.push(character),
            _ => push_visible(&mut harmless, character),
        }
    }
    broken(harmless)
}

/// Whether a line of output that begins so would be obeyed by a GitHub runner, which skips blanks first.
pub(super) fn starts_command(text: &str) -> bool {
    text.trim_start().starts_with("::")
}

/// A link's address with every byte percent-encoded that could end the link or is not plain ASCII.
pub(super) fn address(text: &str) -> String {
    let mut harmless = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_graphic() {
            harmless.push(char::from(byte));
        } else {
            push_formatted(&mut harmless, format_args!("%{byte:02X}"));
        }
    }
    harmless
}

fn push_visible(harmless: &mut String, character: char) {
    if is_hidden(character) {
        push_formatted(harmless, format_args!("\\u{{{:x}}}", u32::from(character)));
    } else {
        harmless.push(character);
    }
}

fn push_formatted(text: &mut String, piece: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = text.write_fmt(piece);
}

/// A text whose commands for CI runners are visibly broken.
pub(super) fn broken(text: String) -> String {
    instead(text, "·[")
}

/// A text with something else in the place of the brackets that open commands for CI runners.
pub(super) fn instead(text: String, bracket: &str) -> String {
    if !text.contains("##") {
        return text;
    }
    let mut harmless = String::with_capacity(text.len());
    let mut done = 0;
    for place in commands(&text) {
        harmless.push_str(text.get(done..place).unwrap_or_default());
        harmless.push_str(bracket);
        done = place + 1;
    }
    harmless.push_str(text.get(done..).unwrap_or_default());
    harmless
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn source_keeps_its_length() {
        let hostile = "a\u{1b}[31m\u{9b}1m\u{202e}b\u{feff}\0\u{7f}\u{e0041}\u{ad}\tz";
        let shown = line(hostile);
        assert_eq!(shown, "a?[31m¿1m\u{FFFD}b\u{FFFD}??\u{FFFD}?¿\tz");
        assert_eq!(shown.len(), hostile.len());
    }

    #[test]
    fn words_spell_out_what_was_there() {
        assert_eq!(
            words(" red \u{1b}[31m\r\n  next\u{202e}\u{9b}\u{a0}x\u{85} "),
            "red \\u{1b}[31m next\\u{202e}\\u{9b} x"
        );
        assert_eq!(words("# ##[error]x"), "# ##·[error]x");
        assert_eq!(words("###[group]"), "###·[group]");
        assert_eq!(
            words("##vso[task.setvariable]x ##teamcity[y ## [z #a["),
            "##vso·[task.setvariable]x ##teamcity·[y ## [z #a["
        );
    }

    #[test]
    fn a_path_is_one_line_and_no_command() {
        assert_eq!(path("a\nb\u{1b}.plan"), "a\\nb\\u{1b}.plan");
        assert_eq!(path("::error::x.plan"), "./::error::x.plan");
        assert_eq!(path(":"), "./:");
        assert_eq!(path("\u{3000}::x"), "./\u{3000}::x");
    }

    #[test]
    fn an_address_cannot_end_its_link() {
        assert_eq!(address("https://x/\u{1b}\\ é"), "https://x/%1B\\%20%C3%A9");
    }

    proptest! {
        #[test]
        fn nothing_hidden_comes_through(text in crate::report::samples::hostile_text()) {
            let shown = line(&text);
            prop_assert_eq!(shown.len(), text.len());
            prop_assert!(!shown.chars().any(|c| is_hidden(c) && c != '\t'));
            for (offset, character) in text.char_indices() {
                prop_assert!(shown.is_char_boundary(offset), "{character:?} keeps its place");
            }
            for shown in [words(&text), path(&text)] {
                prop_assert!(!shown.contains(is_hidden));
                prop_assert_eq!(commands(&shown).count(), 0);
            }
            prop_assert!(!starts_command(&path(&text)));
            prop_assert!(address(&text).bytes().all(|byte| byte.is_ascii_graphic()));
        }
    }
}
