//! A team with fifty old plans begins to use cuff, step by step, as its coaches would: everything that is found today is
//! taken over, a new fault is heard, its fix is applied, an old fault is put right, and what is not needed any more goes.
//! Once with a baseline and once with comments in the plans. The snapshots are the whole story: commands and output.

use cuff::source::line_ending;

use crate::plans::Care;
use crate::program::Cuff;
use crate::properties::some;

/// What a coach adds to a plan that is taken over already. The load is far too high.
const NEW_DAY: [&str; 2] = [
    "day \"Brand new\"",
    "  Barbell Curl: 30/15/15/15 @ 65%, rest 30 s, wrap upper arm high, tightness 7/10",
];

/// A folder of plans, and what has happened in it so far.
struct Story {
    cuff: Cuff,
    told: String,
}

impl Story {
    /// Fifty old plans, the same in every run.
    fn begin() -> Self {
        let sheets = some(Care::Careless, 50);
        let plans = sheets.iter().enumerate();
        let cuff = plans.fold(Cuff::new(), |cuff, (number, sheet)| {
            cuff.file(&format!("plans/{number:02}.plan"), sheet.text())
        });
        Self {
            cuff,
            told: String::new(),
        }
    }

    /// Says what happens next.
    fn tell(&mut self, what: &str) {
        self.told += &format!("\n# {what}\n");
    }

    /// Runs a command, and tells it with what comes out.
    #[track_caller]
    fn run(&mut self, code: i32, args: &[&str]) -> String {
        let ran = self.cuff.run(args);
        assert_eq!(ran.code, Some(code), "{args:?}\n{}{}", ran.out, ran.err);
        let shown = |arg: &&str| {
            if arg.contains(' ') {
                format!("{arg:?}")
            } else {
                (*arg).to_owned()
            }
        };
        let shown: Vec<String> = args.iter().map(shown).collect();
        let out = format!("{}{}", ran.out, ran.err);
        self.told += &format!("$ cuff {}\n{out}", shown.join(" "));
        self.told += &format!("exit code {code}\n");
        out
    }

    fn plan(&self, number: usize) -> String {
        self.cuff.read(&format!("plans/{number:02}.plan"))
    }

    /// Writes a plan anew.
    fn write(&self, number: usize, text: &str) {
        let path = self.cuff.path(&format!("plans/{number:02}.plan"));
        std::fs::write(path, text).unwrap();
    }

    /// All plans, to see that they are what they were.
    fn plans(&self) -> Vec<String> {
        (0..50).map(|number| self.plan(number)).collect()
    }

    /// Somebody adds a day to a plan, with a fault in it, and moves everything else a line down.
    fn add_day(&self, number: usize) {
        let old = self.plan(number);
        let ending = line_ending(&old);
        let new = NEW_DAY.join(ending);
        let (mark, old) = match old.strip_prefix('\u{FEFF}') {
            Some(rest) => ("\u{FEFF}", rest),
            None => ("", old.as_str()),
        };
        let text = format!("{mark}# with a new day{ending}{old}{ending}{new}{ending}");
        self.write(number, &text);
    }
}

#[test]
fn fifty_plans_with_a_baseline() {
    let known = ["check", "--baseline", "cuff-baseline.json"];
    let strict = [&known[..], &["--baseline-strict", "--quiet"]].concat();
    let mut story = Story::begin();
    story.tell("fifty old plans");
    story.run(1, &["check", "--quiet"]);
    let old = story.plans();
    story.tell("adopt: what is found today is known from now on, and no plan is touched");
    story.run(0, &["baseline", "create"]);
    story.run(0, &strict);
    assert_eq!(story.plans(), old);

    story.tell("a new fault: somebody adds a day to plans/24.plan, and moves all other lines");
    story.add_day(24);
    let out = story.run(1, &[&known[..], &["--format", "concise"]].concat());
    assert_eq!(out.matches("[load-above-range]").count(), 1, "{out}");

    story.tell(
        "a fix: it is for what is new; what was known stays as it is, in this plan and in others",
    );
    let fixing = ["--unsafe-fixes", "--diff"];
    story.run(1, &[&known[..], &fixing].concat());
    let before = story.plan(24);
    story.run(
        0,
        &[&known[..], &["--unsafe-fixes", "--fix", "--quiet"]].concat(),
    );
    assert_eq!(story.plan(24), before.replace("@ 65%", "@ 30%"));
    let others = |story: &Story| {
        let mut plans = story.plans();
        plans.remove(24);
        plans
    };
    assert_eq!(others(&story), {
        let mut old = old.clone();
        old.remove(24);
        old
    });

    story.tell("an old fault is put right: the baseline says that it need not know it any more");
    story.run(1, &["check", "--fix", "plans/12.plan", "--quiet"]);
    assert_ne!(story.plan(12), old[12]);
    story.run(1, &strict);
    story.tell("a prune: the file gets shorter, and nothing is added to it");
    let before = story.cuff.read("cuff-baseline.json");
    story.run(0, &["baseline", "prune"]);
    let after = story.cuff.read("cuff-baseline.json");
    let row = |line: &str| line.trim_end_matches(',').to_owned();
    let rows: Vec<String> = after.lines().map(row).collect();
    for gone in before.lines().map(row).filter(|row| !rows.contains(row)) {
        story.told += &format!("- {gone}\n");
    }
    let were: Vec<String> = before.lines().map(row).collect();
    assert!(rows.iter().all(|row| were.contains(row)));
    story.run(0, &strict);

    story.tell("a plan is thrown away, and with it what was known of it");
    std::fs::remove_file(story.cuff.path("plans/03.plan")).unwrap();
    story.run(1, &strict);
    story.run(0, &["baseline", "prune"]);
    story.run(0, &strict);
    insta::assert_snapshot!(story.told);
}

#[test]
fn fifty_plans_with_comments() {
    const REASON: &str = "written before we used cuff";
    let mut story = Story::begin();
    story.tell("fifty old plans");
    story.run(1, &["check", "--quiet"]);
    story.tell(
        "adopt: a comment with a reason for each finding; what could not be read must be heard",
    );
    story.run(1, &["check", "--quiet", "--add-suppressions", REASON]);
    story.tell("the rest is remembered, until somebody puts these lines right");
    story.run(0, &["baseline", "create"]);
    let known = ["check", "--baseline", "cuff-baseline.json"];
    story.run(0, &[&known[..], &["--quiet"]].concat());

    story.tell("a new fault: somebody adds a day to plans/24.plan");
    story.add_day(24);
    let out = story.run(1, &[&known[..], &["--format", "concise"]].concat());
    assert_eq!(out.matches("[load-above-range]").count(), 1, "{out}");
    story.tell("a fix");
    let before = story.plan(24);
    story.run(
        0,
        &[&known[..], &["--unsafe-fixes", "--fix", "--quiet"]].concat(),
    );
    assert_eq!(story.plan(24), before.replace("@ 65%", "@ 30%"));

    story.tell("an old fault is put right: its comment has nothing to silence any more");
    let old = "    wrap forearm tightness 9/10 # cuff: allow(tightness-too-high, wrap-near-joint)";
    let repaired = old.replace("9/10", "7/10");
    story.told += &format!("- {old} because {REASON}\n+ {repaired} because {REASON}\n");
    assert!(story.plan(4).contains(old), "{}", story.plan(4));
    story.write(4, &story.plan(4).replace(old, &repaired));
    let one = [&known[..], &["plans/04.plan"]].concat();
    let out = story.run(0, &[&one[..], &["--format", "concise"]].concat());
    assert!(out.contains("[unused-suppression]"), "{out}");
    story.tell("a prune: what silences nothing is taken out by a safe fix");
    story.run(1, &[&one[..], &["--diff"]].concat());
    story.run(0, &[&one[..], &["--fix", "--quiet"]].concat());
    let kept =
        format!("    wrap forearm tightness 7/10 # cuff: allow(wrap-near-joint) because {REASON}");
    assert!(story.plan(4).contains(&kept), "{}", story.plan(4));
    let list = story.cuff.run(&["check", "--list-suppressions"]).out;
    story.tell("what is silenced, and why, can be listed");
    story.told += &format!(
        "$ cuff check --list-suppressions\n…\n{}\n",
        list.lines().last().unwrap()
    );
    insta::assert_snapshot!(story.told);
}
