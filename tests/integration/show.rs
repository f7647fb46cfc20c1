//! `cuff show`: a plan in the terminal and as a page, as the person sees it who trains it.

use std::collections::BTreeSet;

use cuff::report::{self, Style};
use cuff::sheet::{Selection, Sheet};
use cuff::source::SourceFile;

use crate::program::{Cuff, here};
use crate::properties::options;
use crate::support::{RULES, read};

const TWELVE: &str = "tests/fixtures/show/twelve-weeks.plan";

/// A plan in which everything that a page must make harmless stands where the page shows it.
const HOSTILE: &str = "plan \"<script>alert(1)</script> & 'x'\"\nathlete \"<img src=x onerror=alert(1)>\"\n  conditions none\n  experience advanced, <b>8</b> years\nstop if </style><script>alert(2)</script>\nday \"a<b>&amp;\" \n  > --> ]]> &lt; \u{1b}[31m \u{202e}live\n  Bench <i onclick=\"x()\">Press: 3x5 @ 80%\n  ##[error]x ::error:: לחיצת חזה: 3x5 @ 80%, wrap so tight\n  Barbell Curl: 30/15/15/15 @ 25%, rest 30 s, wrap upper arm high 7/10 \"'><svg/onload=alert(3)>\n  three rounds <b>easy</b>\n";

fn sheet(text: &str) -> Sheet {
    let source = SourceFile::new("test.plan", text);
    Sheet::of(&source, &RULES, options(), &Selection::default())
}

fn printed(text: &str, width: usize, unicode: bool) -> String {
    let style = Style {
        width,
        unicode,
        ..Style::default()
    };
    report::sheet(&sheet(text), &style)
}

#[test]
fn the_examples_in_a_terminal() {
    for name in [
        "arm-finisher",
        "leg-block",
        "everything-wrong",
        "half-typed",
    ] {
        let plan = read(&format!("examples/{name}.plan"));
        insta::assert_snapshot!(format!("{name}_at_80"), printed(&plan, 80, true));
    }
    let wrong = read("examples/everything-wrong.plan");
    insta::assert_snapshot!("everything_wrong_at_120", printed(&wrong, 120, true));
    insta::assert_snapshot!(
        "everything_wrong_at_40_in_ascii",
        printed(&wrong, 40, false)
    );
}

#[test]
fn twelve_weeks_in_a_terminal() {
    insta::assert_snapshot!("twelve_weeks_at_80", printed(&read(TWELVE), 80, true));
    insta::assert_snapshot!("twelve_weeks_at_120", printed(&read(TWELVE), 120, true));
}

#[test]
fn colour_paints_and_changes_no_word() {
    let sheet = sheet(&read("examples/everything-wrong.plan"));
    let plain = report::sheet(&sheet, &Style::default());
    let colour = Style {
        colour: true,
        ..Style::default()
    };
    let mut painted = report::sheet(&sheet, &colour);
    assert!(painted.contains("\u{1b}[1;31merror\u{1b}[0m, line 4: "));
    for code in ["1;31", "1;33", "1;36", "1;35", "1;4", "35", "1", "2", "0"] {
        painted = painted.replace(&format!("\u{1b}[{code}m"), "");
    }
    assert_eq!(painted, plain);
}

#[test]
fn a_page_as_it_is() {
    let page = report::page(&sheet(
        "plan \"Arms\"\nathlete \"A. Novak\"\n  conditions none\n  experience intermediate, 3 years\n  1rm Barbell Curl 40 kg, tested 2026-01-10\nstop if numb\nweeks 1-2\nday \"Pull\"\n  Barbell Row: 2x8 @ RPE 8\n  Barbell Curl: 30/15/15/15 @ 35%, rest 30 s, tempo 2-0-2-0, wrap upper arm high 7/10\n",
    ));
    let (head, rest) = page.split_once("<style>").unwrap();
    let (_, body) = rest.split_once("</style>").unwrap();
    let lines = format!("{head}<style>…</style>{body}").replace("><", ">\n<");
    insta::assert_snapshot!(lines);
}

/// A page taken apart: what is opened is closed, attributes are quoted, and nothing leads out of the page.
pub(crate) fn well_formed(page: &str) -> Result<(), String> {
    const VOID: [&str; 2] = ["meta", "input"];
    let (head, rest) = page.split_once("<style>").ok_or("no style")?;
    let (style, body) = rest.split_once("</style>").ok_or("style without end")?;
    for address in ["url(", "@import", "http", "//"] {
        if style.contains(address) {
            return Err(format!("the style names `{address}`"));
        }
    }
    let markup = format!("{head}{body}");
    let markup = markup.strip_prefix("<!DOCTYPE html>").ok_or("no doctype")?;
    let mut open: Vec<&str> = Vec::new();
    let mut ids = BTreeSet::new();
    let mut named: Vec<String> = Vec::new();
    for piece in markup.split('<').skip(1) {
        let (tag, text) = piece
            .split_once('>')
            .ok_or(format!("`<{piece}` has no end"))?;
        if text.contains('>') {
            return Err(format!("a bare `>` in `{text}`"));
        }
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("`</{name}>` closes what is not open"));
            }
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let is_name = !name.is_empty() && name.bytes().all(|c| c.is_ascii_alphanumeric());
        if !is_name || ["script", "link", "iframe", "img", "object", "base"].contains(&name) {
            return Err(format!("`<{name}>` in a page"));
        }
        for (key, value) in attributes_of(attributes)? {
            match key {
                "id" if !ids.insert(value.to_owned()) => return Err(format!("two ids `{value}`")),
                "href" if !value.starts_with('#') => return Err(format!("leads to `{value}`")),
                "href" => named.push(value.trim_start_matches('#').to_owned()),
                "aria-labelledby" => named.extend(value.split(' ').map(str::to_owned)),
                "src" | "style" | "action" => return Err(format!("has `{key}`")),
                _ if key.starts_with("on") => return Err(format!("has `{key}`")),
                _ => {}
            }
        }
        if !VOID.contains(&name) {
            open.push(name);
        }
    }
    if !open.is_empty() {
        return Err(format!("never closed: {open:?}"));
    }
    match named.iter().find(|id| !ids.contains(*id)) {
        Some(id) => Err(format!("`#{id}` is nowhere")),
        None => Ok(()),
    }
}

fn attributes_of(text: &str) -> Result<Vec<(&str, &str)>, String> {
    let mut attributes = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        match after.strip_prefix("=\"") {
            Some(value) => {
                let (value, after) = value.split_once('"').ok_or(format!("no end: {text}"))?;
                attributes.push((key, value));
                rest = after.trim_start();
            }
            None => {
                attributes.push((key, ""));
                rest = after.trim_start();
            }
        }
        if !key.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-') {
            return Err(format!("`{key}` is no attribute"));
        }
    }
    Ok(attributes)
}

#[test]
fn the_check_of_pages_sees_what_is_wrong() {
    let page = report::page(&sheet(&read("examples/leg-block.plan")));
    well_formed(&page).unwrap();
    for (from, to) in [
        ("</h1>", ""),
        ("<h1>", "<h1><script>x()</script>"),
        ("<h1>", "<h1 onclick=\"x()\">"),
        ("id=\"course\"", "id=\"elsewhere\""),
        ("id=\"session-1\"", "id=\"session-0\""),
        ("href=\"#course\"", "href=\"https://example.org\""),
        ("<h1>", "<h1> 1 > 2"),
    ] {
        let broken = page.replacen(from, to, 1);
        assert_ne!(broken, page, "{from}");
        assert!(well_formed(&broken).is_err(), "{from} → {to}");
    }
}

#[test]
fn pages_stand_alone_and_hold_together() {
    for name in [
        "arm-finisher",
        "leg-block",
        "everything-wrong",
        "half-typed",
    ] {
        let page = report::page(&sheet(&read(&format!("examples/{name}.plan"))));
        well_formed(&page).unwrap_or_else(|why| panic!("{name}: {why}"));
    }
    let page = report::page(&sheet(&read(TWELVE)));
    well_formed(&page).unwrap();
    // Every drawing says what it shows.
    let count = |what: &str| page.matches(what).count();
    assert_eq!(count("<svg role=\"img\" aria-labelledby="), count("<svg"));
    assert_eq!(count("<title id="), count("<svg"));
    assert_eq!(count("<desc id="), count("<svg"));
    assert!(count("<svg") > 10);
}

#[test]
fn nothing_in_a_plan_becomes_markup_or_steers_a_screen() {
    let sheet = sheet(HOSTILE);
    let page = report::page(&sheet);
    well_formed(&page).unwrap();
    for shown in [
        "&lt;script&gt;alert(1)&lt;/script&gt; &amp; 'x'",
        "&lt;img src=x onerror=alert(1)&gt;",
        "&lt;/style&gt;&lt;script&gt;alert(2)",
        "a&lt;b&gt;&amp;amp;",
        "Bench &lt;i onclick=&quot;x()&quot;&gt;Press",
        "\\u{1b}[31m \\u{202e}live",
        "three rounds &lt;b&gt;easy&lt;/b&gt;",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    for text in [page, report::sheet(&sheet, &Style::default())] {
        let hidden = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
        assert!(!text.contains(hidden));
        assert!(!text.contains("##["));
        assert!(!text.lines().any(|line| line.trim_start().starts_with("::")));
    }
}

#[test]
fn what_could_not_be_read_is_never_shown_as_nothing() {
    let plan = "conditions none\nexperience intermediate, 3 years\nBarbell Curl: 30/15 @ 25%, rest 30 s, wrap upper arm high 7/10\nPull-Up: 3xAMRAP @ bodyweight, rest 2 min, tempo 2-0-2-0\n";
    let text = printed(plan, 80, true);
    assert!(
        text.contains("Session: ≈9 min (6-13) and what could not be read"),
        "{text}"
    );
    assert!(text.contains("wrap: upper arm high, 7/10, on ?"), "{text}");
    assert!(text.contains("\nweek  1\narms  ?\n"), "{text}");
    let page = report::page(&sheet(plan));
    assert!(!page.contains("0:00 min</span>") && !page.contains(">0:00<"));
    assert!(page.contains("<td>?</td>"));
}

#[test]
fn clauses_that_could_not_be_read_leave_no_default_in_place() {
    let plan = "conditions none\nexperience intermediate, 3 years\ndefault rest 2 min, tempo 2-0-2-0\nstop if numbness\nday \"Pull\"\n  Barbell Row: 5x8 @ 75%, rest 3 fortnights\n  Barbell Curl: 30/15/15/15 @ 25%, rest 30 s, tempo slow, wrap left upper arm high 7/10, left\n  Plank: 2x40 s+\n  Treadmill Walk: 10 min\n";
    insta::assert_snapshot!(printed(plan, 80, true));
}

#[test]
fn a_wrap_for_no_exercise_is_shown_with_its_findings() {
    let plan = "conditions none\nexperience intermediate, 3 years\nday \"Pull\"\n  Barbell Row: 5x8 @ 75%\n  wrap upper arm, middle, 9/10\n  rest 5 min\n  unwrap\n";
    insta::assert_snapshot!(printed(plan, 80, true));
    assert!(report::page(&sheet(plan)).contains("for no exercise"));
}

#[test]
fn weeks_and_sessions_can_be_chosen() {
    let ran = here(&[
        "show",
        "examples/leg-block.plan",
        "--week",
        "2-3",
        "--session",
        "SQUAT",
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    for (word, there) in [
        ("── Week 2 ─", true),
        ("── Week 3 ─", true),
        ("Week 1", false),
        ("Single leg", false),
        ("legs  13:00  13:00\n", true),
    ] {
        assert_eq!(ran.out.contains(word), there, "{word}\n{}", ran.out);
    }
    let one = here(&["show", "examples/leg-block.plan", "--week", "5"]);
    assert!(one.out.contains("── Week 5, deload ─"), "{}", one.out);
    assert!(
        one.out
            .replace('\n', " ")
            .contains("1 advice; 1 of them in what is not shown."),
        "{}",
        one.out
    );
}

#[test]
fn what_cannot_be_shown_is_said() {
    let cuff = Cuff::new()
        .file("a.plan", read("examples/arm-finisher.plan"))
        .file("words.plan", "three rounds, easy pace\n")
        .file("bytes.plan", [0xff, 0xfe, 0x00])
        .file("plans/b.plan", "Bench Press: 3x5 @ 80%\n");
    let mut said = String::new();
    for args in [
        &["show", "nowhere.plan"][..],
        &["show", "words.plan"],
        &["show", "bytes.plan"],
        &["show", "plans"],
        &["show", "a.plan", "--week", "9"],
        &["show", "a.plan", "--week", "3-1"],
        &["show", "a.plan", "--session", "Legs"],
        &["show", "a.plan", "--today", "soon"],
        &["show", "a.plan", "plans/b.plan"],
        &["show", "words.plan", "--html", "page.html"],
    ] {
        let ran = cuff.run(args);
        assert_eq!(ran.code, Some(2), "{args:?}");
        assert_eq!(ran.out, "", "{args:?}");
        said += &format!("$ cuff {}\n{}\n", args.join(" "), ran.err);
    }
    assert!(!cuff.path("page.html").exists());
    insta::assert_snapshot!(said);
}

#[test]
fn a_page_is_written_and_nothing_else_is_lost() {
    let plan = read("examples/arm-finisher.plan");
    let looks_like_a_page = format!("{} 0.1.0\">\nBench Press: 3x5 @ 80%\n", report::PAGE_START);
    let cuff = Cuff::new()
        .file("a.plan", &plan)
        .file("notes.html", "<!DOCTYPE html><html lang=\"en\"><p>mine")
        .file("page", &looks_like_a_page)
        .file("folder/x", "");
    let ran = cuff.run(&["show", "a.plan", "--html", "a.html"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""));
    assert_eq!(ran.err, "wrote a.html\n");
    let page = cuff.read("a.html");
    well_formed(&page).unwrap();
    assert!(page.starts_with(report::PAGE_START));
    let piped = cuff.run(&["show", "a.plan", "--html", "-"]);
    assert_eq!(piped.out, page);
    let again = cuff.run(&["show", "a.plan", "--week", "1", "--html", "a.html"]);
    assert_eq!(again.code, Some(0), "{}", again.err);
    assert_ne!(cuff.read("a.html"), page);
    let mut said = String::new();
    for (plan, out) in [
        ("a.plan", "a.plan"),
        ("a.plan", "./folder/../a.plan"),
        ("page", "page"),
        ("a.plan", "notes.html"),
        ("a.plan", "new.plan"),
        ("a.plan", "folder"),
        ("a.plan", "no/such/folder.html"),
    ] {
        let ran = cuff.run(&["show", plan, "--html", out]);
        assert_eq!(ran.code, Some(2), "{out}: {}", ran.out);
        said += &ran.err;
    }
    insta::assert_snapshot!(said);
    assert_eq!(cuff.read("a.plan"), plan);
    assert_eq!(cuff.read("page"), looks_like_a_page);
    assert_eq!(
        cuff.read("notes.html"),
        "<!DOCTYPE html><html lang=\"en\"><p>mine"
    );
    assert!(!cuff.path("new.plan").exists());
}

#[test]
fn standard_input_is_shown_under_its_name() {
    let cuff = Cuff::new().file(
        "cuff.yaml",
        "overrides:\n  - files: [quiet.plan]\n    levels:\n      health-status-missing: off\n",
    );
    let plan = b"experience intermediate\nBarbell Curl: 30/15 @ 25%, wrap upper arm high 7/10\n";
    let loud = cuff.run_with(&["show", "-"], Some(plan));
    assert_eq!(loud.code, Some(0), "{}", loud.err);
    let about_health = "nothing is written about the athlete's health";
    assert!(loud.out.contains(about_health), "{}", loud.out);
    let named = cuff.run_with(&["show", "-", "--stdin-filename", "quiet.plan"], Some(plan));
    assert_eq!(named.code, Some(0), "{}", named.err);
    assert!(!named.out.contains(about_health), "{}", named.out);
}
