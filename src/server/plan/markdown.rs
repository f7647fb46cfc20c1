//! Markdown for clients that show it, and the same words for those that do not.

use gen_lsp_types as lsp;

/// Words in the form that a client reads.
pub(super) fn said(markdown: String, reads_markdown: bool) -> lsp::MarkupContent {
    match reads_markdown {
        true => lsp::MarkupContent {
            kind: lsp::MarkupKind::Markdown,
            value: markdown,
        },
        false => lsp::MarkupContent {
            kind: lsp::MarkupKind::PlainText,
            value: plain(&markdown),
        },
    }
}

/// Words without their marks: what is escaped stands for itself, emphasis goes, and code stands in the quotes that findings
/// have it in.
pub(super) fn plain(markdown: &str) -> String {
    let mut is_block = false;
    let mut lines = Vec::new();
    for line in markdown.lines() {
        if line.starts_with("```") {
            is_block = !is_block;
        } else if is_block {
            lines.push(line.to_owned());
        } else {
            lines.push(unmarked(line));
        }
    }
    lines.join("\n")
}

fn unmarked(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(character) = rest.chars().next() {
        let after = rest.get(character.len_utf8()..).unwrap_or_default();
        rest = match character {
            '\\' => {
                let escaped = after.chars().next();
                out.extend(escaped);
                after.get(escaped.map_or(0, char::len_utf8)..)
            }
            '*' => Some(after),
            '`' => Some(code(rest, &mut out)),
            other => {
                out.push(other);
                Some(after)
            }
        }
        .unwrap_or_default();
    }
    out
}

/// Takes a piece of code, and gives what stands behind it.
fn code<'l>(line: &'l str, out: &mut String) -> &'l str {
    let inside = line.trim_start_matches('`');
    let fence = line.get(..line.len() - inside.len()).unwrap_or_default();
    let Some((quoted, after)) = inside.split_once(fence) else {
        out.push_str(fence);
        return inside;
    };
    match quoted.trim() {
        // Fenced so that it calls nobody.
        "@" => out.push('@'),
        quoted => {
            out.push('`');
            out.push_str(quoted);
            out.push('`');
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        assert_eq!(
            plain("**wrap**: *7 \\* 2* `@` 5, ``a `b` c`` and ` open"),
            "wrap: 7 * 2 @ 5, `a `b` c` and ` open"
        );
        assert_eq!(
            plain("a\n\n```plan\n3x8 * \\ `\n```\n- [ ] b"),
            "a\n\n3x8 * \\ `\n- [ ] b"
        );
        assert_eq!(plain("\\"), "");
    }
}
