//! "Did you mean …?": the known name that a misspelt one most likely stands for.
//!
//! One definition for every room, so that suggestions are equally cautious everywhere.

use strsim::damerau_levenshtein;

/// Names longer than this are never misspelt names; comparing them would only cost time.
const LONGEST: usize = 64;

/// The name in `among` that `name` most likely stands for: at most one slip of the finger for names up to six letters,
/// two for longer ones, or a beginning of at least three letters that only one name has. Letter case does not count.
///
/// ```
/// let keys = ["message", "help", "require"];
/// assert_eq!(cuff::nearest::nearest("mesage", keys.into_iter()), Some("message"));
/// assert_eq!(cuff::nearest::nearest("req", keys.into_iter()), Some("require"));
/// assert_eq!(cuff::nearest::nearest("banana", keys.into_iter()), None);
/// ```
pub fn nearest<'a>(name: &str, among: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > LONGEST {
        return None;
    }
    let wanted = name.to_lowercase();
    let allowed = if wanted.chars().count() <= 6 { 1 } else { 2 };
    let mut closest = None;
    let mut beginnings = Vec::new();
    for candidate in among.filter(|candidate| candidate.len() <= LONGEST) {
        let known = candidate.to_lowercase();
        let distance = damerau_levenshtein(&wanted, &known);
        if distance <= allowed && closest.is_none_or(|(least, _)| distance < least) {
            closest = Some((distance, candidate));
        }
        if is_beginning(&wanted, &known) {
            beginnings.push(candidate);
        }
    }
    match (closest, beginnings.as_slice()) {
        (Some((_, candidate)), _) => Some(candidate),
        (None, [only]) => Some(only),
        _ => None,
    }
}

fn is_beginning(part: &str, whole: &str) -> bool {
    part.chars().count() >= 3 && whole.starts_with(part)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    const KEYS: [&str; 8] = [
        "message",
        "check",
        "cites",
        "tests",
        "known-limits",
        "line-before",
        "line-after",
        "at",
    ];

    fn guess(name: &str) -> Option<&'static str> {
        nearest(name, KEYS.into_iter())
    }

    #[test]
    fn one_slip_in_short_names_two_in_long_ones() {
        assert_eq!(
            guess("chekc"),
            Some("check"),
            "swapped letters are one slip"
        );
        assert_eq!(guess("chk"), None, "two slips in a short name");
        assert_eq!(guess("masage"), None, "two slips in six letters");
        assert_eq!(guess("messgae"), Some("message"));
        assert_eq!(guess("known_limit"), Some("known-limits"));
        assert_eq!(guess("Message"), Some("message"));
        assert_eq!(guess("nothing like it"), None);
    }

    #[test]
    fn a_beginning_counts_if_only_one_name_has_it() {
        assert_eq!(guess("known"), Some("known-limits"));
        assert_eq!(guess("line"), None);
        assert_eq!(guess("kn"), None);
    }

    #[test]
    fn the_closest_wins_and_long_input_is_left_alone() {
        let names = ["cite", "cites", "site"];
        assert_eq!(nearest("citess", names.into_iter()), Some("cites"));
        assert_eq!(nearest(&"x".repeat(100_000), names.into_iter()), None);
    }
}
