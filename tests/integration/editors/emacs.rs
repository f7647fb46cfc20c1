//! Emacs without a screen, set up with the lines of the page, doing with eglot what a person does with a plan.

use super::{knows_words, plan, printed, run_on, seen, setup};
use crate::program::Cuff;

const DRIVER: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/integration/editors/emacs.el"
);

#[test]
#[ignore = "needs Emacs and eglot; `.ci/run` has them"]
fn emacs_finds_fixes_and_lays_out_what_the_program_does() {
    let init = format!("(package-initialize)\n{}", setup("elisp"));
    let plans = Cuff::new().file("a.plan", plan()).file("init.el", init);
    let seen = seen(&plans, "emacs", &["--batch", "-l", "init.el", "-l", DRIVER]);
    assert_eq!(seen["mode"], "cuff-mode");
    assert_eq!(seen["face"], "font-lock-function-name-face");

    // Emacs counts characters, and its client asks for units of UTF-16.
    let shown = seen["findings"].as_array().unwrap().iter().map(|finding| {
        let word = |key: &str| finding[key].as_str().unwrap().to_owned();
        let column = finding["column"].as_u64().unwrap();
        let place = (finding["line"].as_u64().unwrap(), column);
        (place, word("severity"), word("message"))
    });
    let mut shown: Vec<_> = shown.collect();
    let printed = printed(&plans).into_iter();
    let printed = printed.map(|(line, before, rule, level, message)| {
        let place = (line, before.chars().count() as u64);
        let level = level.replace("advice", "note");
        let message = format!("cuff [{rule}]: {message}");
        (place, format!("eglot-{level}"), message)
    });
    let mut printed: Vec<_> = printed.collect();
    shown.sort();
    printed.sort();
    assert!(printed.len() > 15);
    assert_eq!(shown, printed);

    let fixed = plan().replace("@ 17 kg", "@ 15 kg");
    assert_eq!(seen["fixed"], fixed.as_str());
    let tidy = run_on(&fixed, &["fmt", "a.plan"]);
    assert_ne!(tidy, fixed);
    assert_eq!(seen["formatted"], tidy.as_str());

    assert_eq!(!seen["hover"].is_null(), knows_words());
    if knows_words() {
        let said = |key: &str| seen[key].as_str().unwrap();
        assert!(said("hover").contains("muscles: quads"));
        assert!(said("completed").contains("    Lat Pulldown"));
    }
}
