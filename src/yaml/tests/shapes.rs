//! What the shape check refuses: keys and kinds of values that a type does not ask for, all in one run.

use schemars::JsonSchema;
use serde::Deserialize;

use super::refused;
use crate::rules::file::RuleFile;
use crate::source::SourceFile;

/// One field of each kind that rule files do not have.
#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Toy {
    level: Level,
    count: u8,
    #[serde(default)]
    share: f64,
    #[serde(default)]
    on: bool,
    #[serde(default)]
    maybe: Option<Level>,
    #[serde(default)]
    levels: Vec<Level>,
    #[serde(default)]
    pair: Option<(String, u8)>,
    #[serde(default)]
    nested: Option<Box<Toy>>,
    #[serde(default)]
    anything: serde_json::Value,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Level {
    /// The worst.
    Error,
    Warning,
    Advice,
}

#[test]
fn unknown_keys() {
    refused::<RuleFile>(
        "rule: x\nsummary: y\nscope: set\nexplain: z\ncheck:\n  - require: a\n    else: error\n    mesage: b\n",
        &[
            "8:5 [mesage] unknown key `mesage` in a check",
            "  help did you mean `message`?",
        ],
    );
    refused::<RuleFile>(
        "rule: x\nsummary: y\nscope: set\nexplain: z\ncheck:\n  - require: a\n    else: error\n    message: b\nknwon-limits: a\nhelp: b\nfoo: c\n",
        &[
            "9:1 [knwon-limits] unknown key `knwon-limits` in a rule",
            "  help did you mean `known-limits`?",
            "10:1 [help] unknown key `help` in a rule",
            "  note `help` is a key of a check",
            "  help move it there; the indentation of a key says what it belongs to",
            "11:1 [foo] unknown key `foo` in a rule",
            "  note the keys of a rule are `check`, `cites`, `default`, `explain`, `facts`, `known-limits`, `let`, `params`, `rule`, `scope`, `summary`, `supersedes`, `tests`, `voids`, `when`, `words`",
        ],
    );
    refused::<RuleFile>(
        "rule: x\nsummary: y\nscope: set\nexplain: z\ncheck:\n  - require: a\n    else: error\n    message: b\nparams:\n  max: { defualt: 30 %, cite: [a], other: b }\n",
        &[
            "10:10 [defualt] unknown key `defualt` in a param",
            "  help did you mean `default`?",
            "10:25 [cite] unknown key `cite` in a param",
            "  help did you mean `cites`?",
            "10:36 [other] unknown key `other` in a param",
            "  note the keys of a param are `cites`, `default`, `note`",
        ],
    );
}

#[test]
fn missing_keys() {
    refused::<RuleFile>(
        "rule: x\n",
        &[
            "1:1 [rule] missing keys `summary`, `scope`, `check` and `explain` in a rule",
            "  note `summary`: One line on what it asks of a plan.",
            "  note `scope`: What it looks at, one at a time: plan, athlete, week, session, wrap, exercise, set, series, muscle or note.",
            "  note `check`: What is required, most severe first; the first that fails is reported.",
            "  note `explain`: Markdown for `cuff explain`, hovers and the reference.",
            "  help add `summary: …`, `scope: …`, `check: …` and `explain: …`",
        ],
    );
    refused::<RuleFile>(
        "rule: x\nsummary: y\nscope: set\nexplain: z\ncheck:\n  - require: a\n  - {}\n",
        &[
            "6:5 [require] missing keys `else` and `message` in a check",
            "  note `else`: `error`, `warning` or `advice`: the level if it does not hold.",
            "  note `message`: What is wrong, with `{expressions}`.",
            "  help add `else: …` and `message: …`",
            "7:5 [{}] missing keys `require`, `else` and `message` in a check",
            "  note `require`: What must hold.",
            "  note `else`: `error`, `warning` or `advice`: the level if it does not hold.",
            "  note `message`: What is wrong, with `{expressions}`.",
            "  help add `require: …`, `else: …` and `message: …`",
        ],
    );
    refused::<RuleFile>(
        "summry: x\nrule: y\nscope: set\nexplain: z\ncheck: []\n",
        &[
            "1:1 [summry] unknown key `summry` in a rule",
            "  help did you mean `summary`?",
        ],
    );
}

#[test]
fn an_empty_file() {
    refused::<RuleFile>(
        "",
        &[
            "1:1 [] the file is empty",
            "  help write `key: value` lines",
        ],
    );
    refused::<RuleFile>(
        "# nothing\n",
        &[
            "1:1 [] the file is empty",
            "  help write `key: value` lines",
        ],
    );
    refused::<RuleFile>(
        "---\n",
        &[
            "1:1 [] the file is empty",
            "  help write `key: value` lines",
        ],
    );
}

#[test]
fn wrong_kinds() {
    refused::<RuleFile>(
        "- a\n",
        &[
            "1:1 [- a] the file must be a map, not a list",
            "  help write `key: value` lines without `- `",
        ],
    );
    refused::<RuleFile>(
        "rule: x\nsummary: y\nscope: set\nexplain: z\ncheck: a\n",
        &[
            "5:8 [a] `check` must be a list, not text",
            "  help put each item on a line of its own, after `- `",
        ],
    );
    refused::<RuleFile>(
        "rule: x\nsummary: y\nscope: set\nexplain: z\ncheck:\n  require: a\n",
        &[
            "6:3 [require: a] `check` must be a list, not a map",
            "  help put each item on a line of its own, after `- `",
        ],
    );
    refused::<RuleFile>(
        "rule: x\nsummary: y\nscope: set\nexplain: z\ncheck:\n  - require: a\n    else: error\n    message: b\nfacts: S35\ncites: { a: b }\nlet: [a]\nwhen: [wrapped]\nknown-limits:\n  a: b\n",
        &[
            "9:8 [S35] `facts` must be a list, not text",
            "  help write `facts: [S35]`",
            "10:8 [{ a: b }] `cites` must be a list, not a map",
            "  help put each item on a line of its own, after `- `",
            "11:6 [[a]] `let` must be a map, not a list",
            "  help write `key: value` lines without `- `",
            "12:7 [[wrapped]] `when` must be text, not a list",
            "  help write it without the brackets: `when: wrapped`",
            "14:3 [a: b] `known-limits` must be text, not a map",
            "  help put the text in quotes, or below `|` if it has several lines: `\"a: b\"`",
        ],
    );
    refused::<RuleFile>(
        "rule: x\nsummary: y\nscope: set\nexplain: z\ncheck:\n  - require: a\n    else: error\n    message: b\nparams: 30 %\n",
        &[
            "9:9 [30 %] `params` must be a map, not text",
            "  help write its keys on lines of their own below it, each as `key: value`",
        ],
    );
    refused::<RuleFile>(
        "rule: x\nsummary: y\nscope: set\nexplain: z\ncheck: [a]\n",
        &[
            "5:9 [a] an item of `check` must be a map, not text",
            "  help write its keys on lines of their own below it, each as `key: value`",
        ],
    );
}

#[test]
fn values_that_are_not_there() {
    refused::<RuleFile>(
        "rule: x\nsummary: y\nscope: set\nexplain: z\ncheck:\n  - require: a\n    else: error\n    message: b\nwhen:\nfacts:\nknown-limits: ~\ntests: null\ncites: [a, ~]\nvoids:\n  -\n  - a\n",
        &[
            "9:1 [when] `when` has no value",
            "  help give it a value, or delete the key",
            "10:1 [facts] `facts` has no value",
            "  help give it a value, or delete the key",
            "11:15 [~] `~` stands for no value in YAML",
            "  help delete the key; or put the value in quotes if it is text",
            "12:8 [null] `null` stands for no value in YAML",
            "  help delete the key; or put the value in quotes if it is text",
            "13:12 [~] `~` stands for no value in YAML",
            "  help delete the item; or put it in quotes if it is text",
            "15:3 [-] an item of `voids` has no value",
            "  help give it a value, or delete the `-`",
        ],
    );
    refused::<RuleFile>(
        "rule: x\nsummary: y\nscope: set\nexplain: z\ncheck:\n  - require: a\n    else: error\n    message: b\nlet: { a: , b: }\n",
        &[
            "9:8 [a] `a` has no value",
            "  help give it a value, or delete the key",
            "9:13 [b] `b` has no value",
            "  help give it a value, or delete the key",
        ],
    );
}

#[test]
fn texts_may_look_like_anything_else() {
    refused::<RuleFile>(
        "rule: no\nsummary: 4\nscope: 0x1F\nexplain: .nan\ncheck:\n  - require: 1e999\n    else: true\n    message: 30 %\n    note: \"~\"\n    help: 'null'\n",
        &[],
    );
}

#[test]
fn enumerations_and_numbers() {
    refused::<Toy>(
        "level: warn\ncount: 010\n",
        &[
            "1:8 [warn] `level` cannot be `warn`",
            "  note it is `warning`, `advice` or `error`",
            "  help did you mean `warning`?",
            "2:8 [010] `count` must be a whole number, not `010`",
            "  help write digits without quotes, from 0 to 255",
        ],
    );
    refused::<Toy>(
        "level: warning\ncount: 300\nshare: .nan\non: yes\n",
        &[
            "2:8 [300] `count` must be a whole number, not `300`",
            "  help write digits without quotes, from 0 to 255",
            "3:8 [.nan] `share` must be a number, not `.nan`",
            "  help write digits without quotes, such as `12`",
            "4:5 [yes] `on` must be `true` or `false`, not `yes`",
            "  help write `true` or `false`",
        ],
    );
    refused::<Toy>(
        "level: [error]\ncount: \"5\"\nshare: 1e3\non: maybe\n",
        &[
            "1:8 [[error]] `level` must be text, not a list",
            "  help write it without the brackets: `level: error`",
            "2:8 [\\\"5\\\"] `count` must be a whole number, not `\"5\"`",
            "  help write digits without quotes, from 0 to 255",
            "3:8 [1e3] `share` must be a number, not `1e3`",
            "  help write digits without quotes, such as `12`",
            "4:5 [maybe] `on` must be `true` or `false`, not `maybe`",
            "  help write `true` or `false`",
        ],
    );
    refused::<Toy>(
        "level: error\ncount: -1\nshare: 0.5\non: true\nlevels: [advice, eror]\npair: [a]\n",
        &[
            "2:8 [-1] `count` must be a whole number, not `-1`",
            "  help write digits without quotes, from 0 to 255",
            "5:18 [eror] an item of `levels` cannot be `eror`",
            "  note it is `warning`, `advice` or `error`",
            "  help did you mean `error`?",
            "6:7 [[a]] `pair` must have 2 items, not 1",
        ],
    );
    refused::<Toy>(
        "level: error\ncount: 1_000\nshare: 1.\nlevels: error\nanything: { goes: [] }\n",
        &[
            "2:8 [1_000] `count` must be a whole number, not `1_000`",
            "  help write digits without quotes, from 0 to 255",
            "3:8 [1.] `share` must be a number, not `1.`",
            "  help write digits without quotes, such as `12`",
            "4:9 [error] `levels` must be a list, not text",
            "  help write `levels: [error]`",
        ],
    );
    refused::<Toy>(
        "level: error\ncount: 7\nshare: -0.25\non: false\nmaybe: advice\nnested: { level: error, count: 1 }\npair: [a, 255]\n",
        &[],
    );
    refused::<Toy>(
        "level: error\ncount: 1\nmaybe: bad\nnested: { level: x, count: y }\npair: [a, 256]\n",
        &[
            "3:8 [bad] `maybe` cannot be `bad`",
            "  note it is `warning`, `advice` or `error`",
            "4:18 [x] `level` cannot be `x`",
            "  note it is `warning`, `advice` or `error`",
            "4:28 [y] `count` must be a whole number, not `y`",
            "  help write digits without quotes, from 0 to 255",
            "5:11 [256] an item of `pair` must be a whole number, not `256`",
            "  help write digits without quotes, from 0 to 255",
        ],
    );
}

#[test]
fn what_was_refused_is_not_judged_again() {
    refused::<RuleFile>(
        "rule: x\nsummary: y\nscope: set\nexplain: z\ncheck:\n  - require: >= 3\n    else: !error\n    message: *b\n    also: %x\n    nte: c\n",
        &[
            "6:14 [>= 3] `>` at the start of a value opens a block of text",
            "  help put the expression in quotes: `require: \">= 3\"`",
            "7:11 [!error] `!error` is read as a YAML tag, and tags are not supported",
            "  help put the expression in quotes: `else: \"!error\"`",
            "8:14 [*b] `*b` is read as a YAML alias, and aliases are not supported",
            "  help repeat the value, or put the text in quotes if the `*` belongs to it: `message: \"*b\"`",
            "9:11 [%x] text without quotes cannot start with `%`",
            "  help put the expression in quotes: `also: \"%x\"`",
            "10:5 [nte] unknown key `nte` in a check",
            "  help did you mean `note`?",
        ],
    );
}

#[test]
fn broken_syntax_is_mended_or_ends_the_reading() {
    refused::<RuleFile>(
        "rul: x\na: [b\n  c: d\n",
        &[
            "2:4 [[] `[` is never closed",
            "  label 3:4 [:] expected `,` or `]` before this",
            "  help close it with `]`; or put the value in quotes if it is text",
        ],
    );
}
#[test]
fn values_arrive_as_they_were_written() {
    let text = "level: error\ncount: 7\nshare: -0.25\non: true\npair: [a, 255]\nnested: { level: advice, count: 1 }\n";
    let source = SourceFile::new("toy.yaml", text);
    let read = crate::yaml::read::<Toy>(&source).unwrap();
    assert_eq!(read.value.share, -0.25);
    assert_eq!(read.value.pair, Some(("a".to_owned(), 255)));
    assert_eq!(read.value.nested.unwrap().level, Level::Advice);
    assert_eq!(source.slice(read.tree.at("nested.count")), "1");
}
