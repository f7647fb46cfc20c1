//! Neovim, set up with the lines of the page, doing with its own client what a person does with a plan.

use serde_json::Value;

use super::{knows_words, plan, printed, run_on, seen, setup};
use crate::program::Cuff;

const DRIVER: &str = concat!(
    "luafile ",
    env!("CARGO_MANIFEST_DIR"),
    "/tests/integration/editors/neovim.lua"
);

#[test]
#[ignore = "needs Neovim; `.ci/run` has it"]
fn neovim_finds_fixes_and_lays_out_what_the_program_does() {
    let plans = Cuff::new()
        .file("a.plan", plan())
        .file("init.lua", setup("lua"));
    let seen = seen(
        &plans,
        "nvim",
        &["--headless", "-u", "init.lua", "-c", DRIVER],
    );
    assert_eq!(seen["filetype"], "cuff");
    assert_eq!(seen["syntax"], "cuff");

    // Neovim counts bytes.
    let shown = seen["findings"].as_array().unwrap().iter().map(|finding| {
        let word = |key: &str| finding[key].as_str().unwrap().to_owned();
        let level = match finding["severity"].as_u64() {
            Some(1) => "error",
            Some(2) => "warning",
            _ => "advice",
        };
        let column = finding["column"].as_u64().unwrap();
        let place = (finding["line"].as_u64().unwrap(), column);
        (place, word("rule"), level.to_owned(), word("message"))
    });
    let mut shown: Vec<_> = shown.collect();
    let printed = printed(&plans).into_iter();
    let printed = printed.map(|(line, before, rule, level, message)| {
        ((line, before.len() as u64), rule, level, message)
    });
    let mut printed: Vec<_> = printed.collect();
    shown.sort();
    printed.sort();
    assert!(printed.len() > 15);
    assert_eq!(shown, printed);

    let fixed = plan().replace("@ 17 kg", "@ 15 kg");
    assert_eq!(seen["fixed"], fixed.as_str());
    let safe = run_on(&fixed, &["check", "--fix", "a.plan"]);
    assert_ne!(safe, fixed);
    assert_eq!(seen["safe"], safe.as_str());
    let (_, rest) = safe.split_once('\n').unwrap();
    let untidy = format!("plan   \"Žluťoučký kůň 🏋\"\n{rest}");
    let tidy = run_on(&untidy, &["fmt", "a.plan"]);
    assert_ne!(tidy, untidy);
    assert_eq!(seen["formatted"], tidy.as_str());

    let said = |key: &str| seen[key].as_str().map(str::to_owned);
    assert_eq!(seen["hover"] != Value::Null, knows_words());
    if knows_words() {
        assert!(said("hover").unwrap().contains("muscles: quads"));
        assert!(said("completed").unwrap().contains("    Lat Pulldown"));
    }
}
