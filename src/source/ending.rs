//! How the lines of a text end.

/// The line ending that most lines of a text have: LF, CRLF or CR; LF if there is none.
pub fn line_ending(text: &str) -> &'static str {
    let count = |ending: &str| text.matches(ending).count();
    let both = count("\r\n");
    let (feeds, returns) = (count("\n") - both, count("\r") - both);
    if both > feeds && both >= returns {
        "\r\n"
    } else if returns > feeds {
        "\r"
    } else {
        "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_majority_decides() {
        assert_eq!(line_ending(""), "\n");
        assert_eq!(line_ending("a\nb\r\nc\n"), "\n");
        assert_eq!(line_ending("a\r\nb\nc\r\n"), "\r\n");
        assert_eq!(line_ending("a\rb\r\nc\r"), "\r");
        assert_eq!(line_ending("a\r\nb\n"), "\n");
    }
}
