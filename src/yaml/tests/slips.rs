//! Slips of the pen that YAML stumbles over or swallows, each with the words and the place that help.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::refused;

/// Any file that is a map.
type Any = BTreeMap<String, Json>;

#[test]
fn values_that_start_with_a_sign() {
    refused::<Any>(
        "require: >= 3\n",
        &[
            "1:10 [>= 3] `>` at the start of a value opens a block of text",
            "  help put the expression in quotes: `require: \">= 3\"`",
        ],
    );
    refused::<Any>(
        "require: > 3\n",
        &[
            "1:10 [> 3] `>` at the start of a value opens a block of text",
            "  help put the expression in quotes: `require: \"> 3\"`",
        ],
    );
    refused::<Any>(
        "a: | x\n",
        &[
            "1:4 [| x] `|` at the start of a value opens a block of text",
            "  help put the expression in quotes: `a: \"| x\"`",
        ],
    );
    refused::<Any>(
        "message: `exercise` is wrapped\n",
        &[
            "1:10 [`exercise` is wrapped] text without quotes cannot start with a backtick",
            "  help put the expression in quotes: `message: \"`exercise` is wrapped\"`",
        ],
    );
    refused::<Any>(
        "a: %x\n",
        &[
            "1:4 [%x] text without quotes cannot start with `%`",
            "  help put the expression in quotes: `a: \"%x\"`",
        ],
    );
    refused::<Any>(
        "a: @x\n",
        &[
            "1:4 [@x] text without quotes cannot start with `@`",
            "  help put the expression in quotes: `a: \"@x\"`",
        ],
    );
    refused::<Any>(
        "a: { b: %x, c: >= 3 }\n",
        &[
            "1:9 [%x] text without quotes cannot start with `%`",
            "  help put the expression in quotes: `b: \"%x\"`",
            "1:16 [>= 3] `>` at the start of a value opens a block of text",
            "  help put the expression in quotes: `c: \">= 3\"`",
        ],
    );
    refused::<Any>(
        "a:\n  - `b`\n  - c\n",
        &[
            "2:5 [`b`] text without quotes cannot start with a backtick",
            "  help put the expression in quotes: `- \"`b`\"`",
        ],
    );
    refused::<Any>(
        "a: - b\n",
        &[
            "1:4 [- b] a list cannot start on the line of its key",
            "  help put each item on a line of its own; or put the value in quotes if it is text: `a: \"- b\"`",
        ],
    );
    refused::<Any>(
        "a: ? b\n",
        &[
            "1:4 [? b] text without quotes cannot start with `?`",
            "  help put the expression in quotes: `a: \"? b\"`",
        ],
    );
    refused::<Any>(
        "a: , b\n",
        &[
            "1:4 [, b] text without quotes cannot start with `,`",
            "  help put the expression in quotes: `a: \", b\"`",
        ],
    );
}

#[test]
fn values_that_start_with_a_bracket() {
    refused::<Any>(
        "help: {floor} or take the wraps off\nb: c\n",
        &[
            "1:7 [{floor} or take the wraps off] a value that starts with `{` is read as a map",
            "  label 1:15 [or take the wraps off] this comes after its end",
            "  help put the text in quotes: `help: \"{floor} or take the wraps off\"`",
        ],
    );
    refused::<Any>(
        "help: [x] or y\n",
        &[
            "1:7 [[x] or y] a value that starts with `[` is read as a list",
            "  label 1:11 [or y] this comes after its end",
            "  help put the text in quotes: `help: \"[x] or y\"`",
        ],
    );
    refused::<Any>(
        "a: { b: {x} is, c: d }\n",
        &[
            "1:13 [is] there is text after the closing bracket",
            "  help put the whole value in quotes: `b: \"{x} is\"`",
        ],
    );
}

#[test]
fn colons() {
    refused::<Any>(
        "a: b: c\nd: e\n",
        &[
            "1:5 [:] a value without quotes cannot have `: ` in it",
            "  help put the value in quotes: `a: \"b: c\"`",
        ],
    );
    refused::<Any>(
        "a: { b: c: d }\n",
        &[
            "1:10 [:] a value without quotes cannot have `: ` in it",
            "  help put the value in quotes: `b: \"c: d\"`",
        ],
    );
    refused::<Any>(
        "rule:foo\nb: c\n",
        &[
            "2:1 [b] `b` cannot be a key here",
            "  label 1:1 [rule:foo] this is read as text, not as a key with a value",
            "  help put a space after the colon: `rule: foo`",
        ],
    );
    refused::<Any>(
        "a: b\n  c: d\n",
        &[
            "2:3 [c] `c` cannot be a key here",
            "  label 1:1 [a: b] the text that starts here goes on in the next line",
            "  help start it in the column of the key above; or end the line above after its colon",
        ],
    );
    refused::<Any>(
        "a: {b:, c: :d}\n",
        &[
            "1:5 [b] a colon beside text between brackets needs a blank after it",
            "  help write `key: value`, or put the text in quotes",
            "1:12 [:d] a colon beside text between brackets needs a blank after it",
            "  help write `key: value`, or put the text in quotes",
        ],
    );
}

#[test]
fn quotes() {
    refused::<Any>(
        "a: \"b\" c\n",
        &[
            "1:8 [c] there is text after the closing quote",
            "  help put the whole value in quotes: `a: '\"b\" c'`",
        ],
    );
    refused::<Any>(
        "a: \"b\" and \"c\"\n",
        &[
            "1:8 [and \\\"c\\\"] there is text after the closing quote",
            "  help put the whole value in quotes: `a: '\"b\" and \"c\"'`",
        ],
    );
    refused::<Any>(
        "a: 'it's'\n",
        &[
            "1:8 [s\\'] there is text after the closing quote",
            "  help in single quotes, write an apostrophe twice: `''`; or use double quotes",
        ],
    );
    refused::<Any>(
        "a: \"b\nc: \"d\"\n",
        &[
            "2:5 [d\\\"] there is text after the closing quote",
            "  label 1:4 [\\\"] the quoted text starts here",
            "  help close the quotes on the line where they open",
        ],
    );
    refused::<Any>(
        "a: \"b\nc: d\n",
        &[
            "1:4 [\\\"] this quote is never closed",
            "  help close it, or write the text without quotes",
        ],
    );
    refused::<Any>(
        "a: \"b \\d c\"\n",
        &[
            "1:7 [\\\\d] unknown escape `\\d` in quoted text",
            "  help write `\\\\` for a backslash, or use single quotes, which have no escapes",
        ],
    );
    refused::<Any>(
        "a: \"b \\xZZ c\"\n",
        &[
            "1:7 [\\\\xZZ] unknown escape `\\xZZ` in quoted text",
            "  help write `\\\\` for a backslash, or use single quotes, which have no escapes",
        ],
    );
    refused::<Any>(
        "a: \"\\ud800\"\n",
        &[
            "1:5 [\\\\ud800] unknown escape `\\ud800` in quoted text",
            "  help write `\\\\` for a backslash, or use single quotes, which have no escapes",
        ],
    );
    refused::<Any>(
        "a: \"b\n---\nc\"\n",
        &[
            "1:4 [\\\"] this quote is never closed",
            "  help close it, or write the text without quotes",
            "2:1 [---] a second document starts here, but a file holds only one",
            "  help put it in a file of its own",
        ],
    );
}

#[test]
fn brackets() {
    refused::<Any>(
        "a: [b, c\nd: e\n",
        &[
            "1:4 [[] `[` is never closed",
            "  help close it with `]`; or put the value in quotes if it is text",
        ],
    );
    refused::<Any>("a: [b}\n", &["1:4 [[] `[` is closed by `}`"]);
    refused::<Any>(
        "a: b\nc: ]\n",
        &[
            "2:4 []] nothing is open that `]` could close",
            "  help delete it, or put the value in quotes: `c: \"]\"`",
        ],
    );
    refused::<Any>(
        "a: [b\n  c: d\n",
        &[
            "1:4 [[] `[` is never closed",
            "  label 2:4 [:] expected `,` or `]` before this",
            "  help close it with `]`; or put the value in quotes if it is text",
        ],
    );
    refused::<Any>(
        "a: {b c d e: f\n",
        &[
            "1:4 [{] `{` is never closed",
            "  help close it with `}`; or put the value in quotes if it is text",
        ],
    );
    refused::<Any>(
        "a: {b: [c, d}\n",
        &[
            "1:4 [{] `{` is never closed",
            "  help close it with `}`; or put the value in quotes if it is text",
            "1:8 [[] `[` is closed by `}`",
        ],
    );
}

#[test]
fn lines_that_do_not_fit() {
    refused::<Any>(
        "a:\n  b: c\n d: e\n",
        &[
            "3:2 [d:] this line is indented by 1, which fits nothing above it",
            "  help indent it by 0, or as far as the text above if it belongs to that",
        ],
    );
    refused::<Any>(
        "a: b\n- c\n",
        &["2:1 [-] a list item cannot stand between keys"],
    );
    refused::<Any>(
        "- a\nb: c\n",
        &["2:1 [b:] expected a list item that starts with `- `"],
    );
    refused::<Any>(
        "a: b\nfoo\nc: d\n",
        &[
            "2:1 [foo] expected a key with a colon, such as `key: value`",
            "  help if it belongs to the value above, indent it further than that value's key",
        ],
    );
    refused::<Any>(
        "a:\n  - b\n c: d\n",
        &[
            "3:2 [c:] this line is indented by 1, which fits nothing above it",
            "  help indent it by 0, or as far as the text above if it belongs to that",
        ],
    );
    refused::<Any>(
        "a: |\n    b\n  c\nd: e\n",
        &[
            "3:3 [c] this line is indented by 2, which fits nothing above it",
            "  help indent it by 0, or as far as the text above if it belongs to that",
        ],
    );
}

#[test]
fn text_cut_by_a_comment() {
    refused::<Any>(
        "summary: sets #1 and #2\n",
        &[
            "1:15 [#1 and #2] the value ends before ` #`, the rest is read as a comment",
            "  label 1:10 [sets] this is all that is read",
            "  help put the whole value in quotes, or write `# ` if it is a comment: `summary: \"sets #1 and #2\"`",
        ],
    );
    refused::<Any>(
        "require: load >= (params.min # now\n",
        &[
            "1:30 [# now] the value ends before ` #`, the rest is read as a comment",
            "  label 1:10 [load >= (params.min] this is all that is read",
            "  help put the whole value in quotes: `require: \"load >= (params.min # now\"`",
        ],
    );
    refused::<Any>(
        "a: b and # c\n",
        &[
            "1:10 [# c] the value ends before ` #`, the rest is read as a comment",
            "  label 1:4 [b and] this is all that is read",
            "  help put the whole value in quotes: `a: \"b and # c\"`",
        ],
    );
    refused::<Any>("a: b # c\n", &[]);
    refused::<Any>("a: (b) # c\n", &[]);
    refused::<Any>("a: # c\n  b: c\n", &[]);
    refused::<Any>(
        "a: #b\n",
        &[
            "1:4 [#b] this is read as a comment, and the key before it has no value",
            "  help put the value in quotes: `a: \"#b\"`",
        ],
    );
    refused::<Any>("a: numb* # c\n", &[]);
    refused::<Any>(
        "a: \"b\"#c\n",
        &[
            "1:7 [#] a comment needs a blank before its `#`",
            "  help put a blank there; or put the whole value in quotes if the `#` belongs to it: `a: '\"b\"#c'`",
        ],
    );
    refused::<Any>(
        "a: b # c\n  d\n",
        &[
            "1:6 [# c] a comment stands in the middle of a text",
            "  help move the comment to a line above; or put the text in quotes if the `#` belongs to it",
        ],
    );
}

#[test]
fn lists_swallowed_by_text() {
    refused::<Any>(
        "a: 1\n  - b\n  - c\n",
        &[
            "2:3 [-] this list item is read as part of the text above it",
            "  label 1:4 [1] this text goes on below",
            "  help delete the text before the list; or put it in quotes if it is text",
        ],
    );
    refused::<Any>("a: 1\n  -b\n", &[]);
}
