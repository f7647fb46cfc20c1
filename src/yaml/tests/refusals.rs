//! What the guard refuses, each with its words and place.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::refused;

/// Any file that is a map.
type Any = BTreeMap<String, Json>;

#[test]
fn plain_files_read() {
    refused::<Any>("rule: a\nb: [1, 2]\nc: { d: e }\n", &[]);
    refused::<Any>("---\na: b\n", &[]);
    refused::<Any>("\u{FEFF}a: b\nc: d\n", &[]);
    refused::<Any>("a: b\r\nc:\r\n  - d\r\n", &[]);
    refused::<Any>("a: b\rc: d\r", &[]);
    refused::<Any>(
        "a: \"no # comment\" # a comment\nb: text # a comment\n",
        &[],
    );
    refused::<Any>("a: |\n  text # not a comment\n  \ttab\n", &[]);
    refused::<Any>("# nothing but a comment\n", &[]);
    refused::<Any>("", &[]);
}

#[test]
fn anchors_and_aliases() {
    refused::<Any>(
        "a: &x b\n",
        &[
            "1:4 [&x] `&x` is read as a YAML anchor, and anchors are not supported",
            "  help delete it, or put the text in quotes if the `&` belongs to it: `a: \"&x b\"`",
        ],
    );
    refused::<Any>(
        "a: *x\n",
        &[
            "1:4 [*x] `*x` is read as a YAML alias, and aliases are not supported",
            "  help repeat the value, or put the text in quotes if the `*` belongs to it: `a: \"*x\"`",
        ],
    );
    refused::<Any>(
        "a: &x b\nc: *x\nd: &x e\n",
        &[
            "1:4 [&x] `&x` is read as a YAML anchor, and anchors are not supported",
            "  help delete it, or put the text in quotes if the `&` belongs to it: `a: \"&x b\"`",
            "2:4 [*x] `*x` is read as a YAML alias, and aliases are not supported",
            "  help repeat the value, or put the text in quotes if the `*` belongs to it: `c: \"*x\"`",
            "3:4 [&x] `&x` is read as a YAML anchor, and anchors are not supported",
            "  help delete it, or put the text in quotes if the `&` belongs to it: `d: \"&x e\"`",
        ],
    );
    refused::<Any>(
        "*x : a\n",
        &[
            "1:1 [*x] `*x` is read as a YAML alias, and aliases are not supported",
            "  help repeat the value, or put the text in quotes if the `*` belongs to it: `\"*x : a\"`",
        ],
    );
    refused::<Any>(
        "a: * x\n",
        &[
            "1:4 [* x] `*` at the start of a value is read as a YAML alias",
            "  help put the expression in quotes: `a: \"* x\"`",
        ],
    );
}

#[test]
fn tags() {
    refused::<Any>(
        "when: !wrapped\n",
        &[
            "1:7 [!wrapped] `!wrapped` is read as a YAML tag, and tags are not supported",
            "  help put the expression in quotes: `when: \"!wrapped\"`",
        ],
    );
    refused::<Any>(
        "when: !wrapped && load > 3\n",
        &[
            "1:7 [!wrapped] `!wrapped` is read as a YAML tag, and tags are not supported",
            "  help put the expression in quotes: `when: \"!wrapped && load > 3\"`",
        ],
    );
    refused::<Any>(
        "a: !!str 4\n",
        &[
            "1:4 [!!str] `!!str` is read as a YAML tag, and tags are not supported",
            "  help delete the tag; what a value is follows from its key",
        ],
    );
    refused::<Any>(
        "a: !<x> {b: c}\n",
        &[
            "1:4 [!<x>] `!<x>` is read as a YAML tag, and tags are not supported",
            "  help put the expression in quotes: `a: \"!<x>\"`",
        ],
    );
    refused::<Any>(
        "a: !f!x y\n",
        &[
            "1:4 [!f!x y] `!` at the start of a value is read as a YAML tag",
            "  help put the expression in quotes: `a: \"!f!x y\"`",
        ],
    );
    refused::<Any>(
        "a: { b: !done, c: d }\n",
        &[
            "1:9 [!done] `!done` is read as a YAML tag, and tags are not supported",
            "  help put the expression in quotes: `b: \"!done\"`",
        ],
    );
}

#[test]
fn merge_keys_and_keys_that_are_no_text() {
    refused::<Any>(
        "<<: *a\nb: c\n",
        &[
            "1:1 [<<] `<<` is read as a YAML merge key, and merge keys are not supported",
            "  help write out the keys that it would bring in",
        ],
    );
    refused::<Any>(
        "[a]: b\n",
        &[
            "1:1 [[a]] a key must be text, but this is a list",
            "  help put the key in quotes if it is meant as text",
        ],
    );
    refused::<Any>(
        "{a: b}: c\n",
        &[
            "1:1 [{a: b}] a key must be text, but this is a map",
            "  help put the key in quotes if it is meant as text",
        ],
    );
    refused::<Any>(
        "? [a]\n: b\n",
        &[
            "1:3 [[a]] a key must be text, but this is a list",
            "  help put the key in quotes if it is meant as text",
        ],
    );
    refused::<Any>(
        "a: b\n: c\n",
        &[
            "2:1 [:] there is no key before this `:`",
            "  help write `key: value`",
        ],
    );
    refused::<Any>(
        "a: {: b}\n",
        &[
            "1:5 [:] there is no key before this `:`",
            "  help write `key: value`",
        ],
    );
    refused::<Any>("\"<<\": a\n", &[]);
}

#[test]
fn keys_on_several_lines() {
    refused::<Any>(
        "? a\n: b\n",
        &[
            "1:3 [a] a key and its colon must stand on one line",
            "  help write `key:` on one line; between brackets, end the line above with `,`",
        ],
    );
    refused::<Any>(
        "a: {b\n  : c}\n",
        &[
            "1:5 [b] a key and its colon must stand on one line",
            "  help write `key:` on one line; between brackets, end the line above with `,`",
        ],
    );
    refused::<Any>(
        "a: {b\n  c: d}\n",
        &[
            "1:5 [b] a key and its colon must stand on one line",
            "  help write `key:` on one line; between brackets, end the line above with `,`",
        ],
    );
}

#[test]
fn duplicate_keys() {
    refused::<Any>(
        "a: b\nc: d\n\"a\": e\n",
        &[
            "3:1 [\\\"a\\\"] duplicate key `a`",
            "  label 1:1 [a] first used here",
            "  help keep one of them, or move their values together",
        ],
    );
    refused::<Any>(
        "x:\n  - a: 1\n    a: 2\n    a: 3\n",
        &[
            "3:5 [a] duplicate key `a`",
            "  label 2:5 [a] first used here",
            "  help keep one of them, or move their values together",
            "4:5 [a] duplicate key `a`",
            "  label 2:5 [a] first used here",
            "  help keep one of them, or move their values together",
        ],
    );
}

#[test]
fn second_documents_and_directives() {
    refused::<Any>(
        "a: b\n---\nc: d\n",
        &[
            "2:1 [---] a second document starts here, but a file holds only one",
            "  help put it in a file of its own",
        ],
    );
    refused::<Any>(
        "a: b\n...\nc: d\n",
        &[
            "2:1 [...] `...` ends a document, but a file holds only one",
            "  help delete the line",
        ],
    );
    refused::<Any>(
        "...\na: b\n",
        &[
            "1:1 [...] `...` ends a document, but a file holds only one",
            "  help delete the line",
        ],
    );
    refused::<Any>(
        "%YAML 1.2\n---\na: b\n",
        &[
            "1:1 [%YAML] `%YAML` is read as a YAML directive, and directives are not supported",
            "  help delete the line",
        ],
    );
    refused::<Any>(
        "  a: b\nc: d\n",
        &[
            "2:1 [c:] this line is indented less than the first line",
            "  help start all keys of the file in the same column",
        ],
    );
}

#[test]
fn characters() {
    refused::<Any>(
        "a: b\u{0}c\n",
        &[
            "1:5 [\\0] U+0000 (NUL) is not allowed here",
            "  help delete it; if text needs it, put the text in double quotes and write `\\x00`",
        ],
    );
    refused::<Any>(
        "a: \u{1B}[31m\n",
        &[
            "1:4 [\\u{1b}] U+001B (control character) is not allowed here",
            "  help delete it; if text needs it, put the text in double quotes and write `\\x1b`",
        ],
    );
    refused::<Any>(
        "a: b\u{2028}c\n",
        &[
            "1:5 [\\u{2028}] U+2028 (line separator) is not allowed here",
            "  help delete it; if text needs it, put the text in double quotes and write `\\u2028`",
        ],
    );
    refused::<Any>(
        "a: \"b\u{202E}c\"\n",
        &[
            "1:6 [\\u{202e}] U+202E (invisible character that turns the direction of text) is not allowed here",
            "  help delete it; if text needs it, put the text in double quotes and write `\\u202e`",
        ],
    );
    refused::<Any>(
        "a: \u{FEFF}b\n",
        &[
            "1:4 [\\u{feff}] U+FEFF (byte order mark) is not allowed here",
            "  help delete it; if text needs it, put the text in double quotes and write `\\ufeff`",
        ],
    );
    refused::<Any>(
        "a: b\u{85}c\n",
        &[
            "1:5 [\\u{85}] U+0085 (line separator) is not allowed here",
            "  help delete it; if text needs it, put the text in double quotes and write `\\x85`",
        ],
    );
    refused::<Any>("a: \"\\0\\x1b\\u202e\\u2028\"\n", &[]);
}

#[test]
fn tabs() {
    refused::<Any>(
        "a:\n\t- b\n",
        &[
            "2:1 [\\t] a tab cannot indent a line",
            "  help use spaces instead, two for each level",
        ],
    );
    refused::<Any>(
        "a:\n  b: c\n\td: e\n",
        &[
            "3:1 [\\t] a tab cannot indent a line",
            "  help use spaces instead, two for each level",
        ],
    );
    refused::<Any>(
        "-\ta\n",
        &[
            "1:1 [-\\ta] the file must be a map, not a list",
            "  help write `key: value` lines without `- `",
            "1:2 [\\t] a tab cannot indent a line",
            "  help use spaces instead, two for each level",
        ],
    );
    refused::<Any>(
        "a: |\n\ttext\n",
        &[
            "2:1 [\\t] a tab cannot indent a line",
            "  help use spaces instead, two for each level",
        ],
    );
    refused::<Any>(
        "a: b\n\t\nc: d\n",
        &[
            "2:1 [\\t] a tab cannot indent a line",
            "  help use spaces instead, two for each level",
        ],
    );
    refused::<Any>(
        "a: {b: c,\n\td: e}\n",
        &[
            "2:1 [\\t] a tab cannot indent a line",
            "  help use spaces instead, two for each level",
        ],
    );
    refused::<Any>("a: \"b\n\tc\"\n", &[]);
    refused::<Any>("a:\tb\n", &[]);
}
