//! Words that editors colour, held against the grammar of plans: every word that opens a statement or a clause there, and none
//! that the grammar does not know.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::read;
use crate::tidy::none;

type Words = BTreeSet<String>;

/// The words that an editor colours: at the beginning of a line, behind a comma, and on loads and pressures.
struct Coloured {
    file: &'static str,
    statements: Words,
    clauses: Words,
    scales: Words,
}

fn all() -> [Coloured; 3] {
    let vim = "editors/neovim/syntax/cuff.vim";
    let of_vim = |group: &str| {
        let from = format!("syntax match {group} ");
        let line = read(vim);
        let line = line.lines().find(|line| line.starts_with(&from)).unwrap();
        // The last list of the pattern that has more than one word in it.
        let lists = line.split("\\%(").map(|list| list.split("\\)").next());
        let lists = lists.map(|list| words(list.unwrap(), "\\|"));
        lists.max_by_key(BTreeSet::len).unwrap()
    };
    let emacs = "editors/emacs/cuff.el";
    let of_emacs = |name: &str| {
        let text = read(emacs);
        let (_, list) = text.split_once(&format!("(defconst {name}")).unwrap();
        let (list, _) = list.split_once(')').unwrap();
        words(&list.replace(['"', '\'', '('], " "), " ")
    };
    let code = "editors/vscode/syntaxes/cuff.tmLanguage.json";
    let grammar: Value = serde_json::from_str(&read(code)).unwrap();
    let of_code = |part: &str| {
        let pattern = grammar["repository"][part]["match"].as_str().unwrap();
        let lists = pattern.split("(?:").map(|list| list.split(')').next());
        let lists = lists.map(|list| words(list.unwrap(), "|"));
        lists.max_by_key(BTreeSet::len).unwrap()
    };
    [
        Coloured {
            file: code,
            statements: of_code("statement"),
            clauses: of_code("clause"),
            scales: of_code("scale"),
        },
        Coloured {
            file: vim,
            statements: of_vim("cuffStatement"),
            clauses: of_vim("cuffClause"),
            scales: of_vim("cuffEffort"),
        },
        Coloured {
            file: emacs,
            statements: of_emacs("cuff-statements"),
            clauses: of_emacs("cuff-clauses"),
            scales: of_emacs("cuff-scales"),
        },
    ]
}

fn words(list: &str, between: &str) -> Words {
    let words = list.split(between).map(str::trim);
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// The words of a rule of the grammar, or of all of them.
fn of_grammar(rule: Option<&str>) -> Words {
    let grammar = read("grammar/plan.pest");
    let grammar = match rule {
        None => grammar.as_str(),
        Some(rule) => {
            let (_, body) = grammar.split_once(&format!("\n{rule} = ")).unwrap();
            body.split("\n}").next().unwrap()
        }
    };
    // A rule on one line ends with it.
    let is_short = rule.is_some() && !grammar.starts_with("_{\n");
    let grammar = match is_short {
        true => grammar.lines().next().unwrap(),
        false => grammar,
    };
    let literals = grammar.split("^\"").skip(1);
    let literals = literals.map(|rest| rest.split('"').next().unwrap());
    // Of several words, the first one is what stands out.
    let first = literals.map(|literal| literal.split([' ', '-']).next().unwrap());
    let first = first.filter(|word| word.len() > 1);
    first.map(str::to_lowercase).collect()
}

#[test]
fn every_word_that_opens_a_statement_is_coloured() {
    let mut openers = of_grammar(Some("keyword"));
    openers.extend(of_grammar(Some("opening_word")));
    assert!(openers.len() > 30, "{openers:?}");
    for editor in all() {
        assert_eq!(editor.statements, openers, "{}", editor.file);
    }
}

#[test]
fn every_word_that_opens_a_clause_is_coloured() {
    let known = of_grammar(None);
    let mut openers = of_grammar(Some("other_clause"));
    for rule in ["part_word", "wrap_word", "one_rm_word"] {
        openers.extend(of_grammar(Some(rule)));
    }
    openers.retain(|word| !word.ends_with('s') || !openers_has_singular(word));
    assert!(openers.len() > 25, "{openers:?}");
    for editor in all() {
        let coloured: Words = editor.clauses.union(&editor.scales).cloned().collect();
        let missing = openers.difference(&coloured).cloned().collect();
        none(editor.file, missing);
        let strange = coloured.difference(&known).cloned().collect();
        none(editor.file, strange);
    }
}

/// Words are coloured with an `s` behind them, too.
fn openers_has_singular(word: &str) -> bool {
    of_grammar(None).contains(&word[..word.len() - 1])
}
