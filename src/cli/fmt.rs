//! `cuff fmt`: plans in, tidy plans out. Plans are laid out in parallel and named in order of their paths.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::Exit;
use super::args::{self, Args};
use super::inputs::inputs;
use super::output::Output;
use crate::format::format;
use crate::report::{self, Style, Summary};
use crate::source::SourceFile;
use crate::workspace::{Unreadable, end_cleanly, read_plan, read_stdin, rewrite};

pub(super) fn run(fmt: &args::Fmt, args: &Args, output: &mut Output) -> Exit {
    let inputs = match inputs(fmt, args, output) {
        Ok(inputs) => inputs,
        Err(exit) => return exit,
    };
    let mut run = Run {
        mode: Mode::of(fmt),
        style: output.style(),
        tidied: 0,
        tidy: 0,
        refused: Summary::default(),
    };
    if run.mode == Mode::Write
        && let Err(unreadable) = inputs.pass_on(output)
    {
        run.take(Path::new("<stdin>"), Done::Unread(unreadable), output);
    }
    if let Some((name, _)) = &inputs.stdin {
        run.stdin(&name.display().to_string(), output);
    }
    for Unreadable { path, reason } in inputs.found.unreadable {
        let unreadable = report::Unreadable { path, reason };
        run.refused.unreadable.push(unreadable);
    }
    if run.mode == Mode::Write {
        end_cleanly();
    }
    let paths: Vec<PathBuf> = inputs.found.plans.into_iter().map(|plan| plan.0).collect();
    let done: Vec<Done> = paths.par_iter().map(|path| run.file(path)).collect();
    for (path, done) in paths.iter().zip(done) {
        run.take(path, done, output);
    }
    let end = run.end(!paths.is_empty());
    output.error(&end);
    run.exit()
}

/// What is done with a plan that is not tidy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Write,
    Name,
    Show,
}

impl Mode {
    fn of(fmt: &args::Fmt) -> Self {
        match (fmt.check, fmt.diff) {
            (true, _) => Self::Name,
            (_, true) => Self::Show,
            _ => Self::Write,
        }
    }
}

/// How one plan came out.
enum Done {
    Tidy,
    /// It was not tidy; what changes, if that is to be shown.
    Tidied(String),
    Unread(Unreadable),
    Unwritten(Unreadable),
}

struct Run {
    mode: Mode,
    style: Style,
    /// Plans that were tidied, or would be.
    tidied: usize,
    /// Plans that are tidy.
    tidy: usize,
    /// What could not be read or written.
    refused: Summary,
}

impl Run {
    fn stdin(&mut self, name: &str, output: &mut Output) {
        let read = read_stdin(name).and_then(|source| tidy(&source).map(|text| (source, text)));
        let (source, text) = match read {
            Ok(read) => read,
            Err(unreadable) => return self.take(Path::new(name), Done::Unread(unreadable), output),
        };
        if self.mode == Mode::Write {
            return output.print(&text);
        }
        let done = self.compared(&source, &text);
        self.take(Path::new(name), done, output);
    }

    fn file(&self, path: &Path) -> Done {
        let read = read_plan(path).and_then(|source| tidy(&source).map(|text| (source, text)));
        let (source, text) = match read {
            Ok(read) => read,
            Err(unreadable) => return Done::Unread(unreadable),
        };
        if self.mode == Mode::Write
            && let Err(unwritten) = rewrite(path, source.text(), &text)
        {
            return Done::Unwritten(unwritten);
        }
        self.compared(&source, &text)
    }

    fn compared(&self, source: &SourceFile, text: &str) -> Done {
        if source.text() == text {
            return Done::Tidy;
        }
        Done::Tidied(match self.mode {
            Mode::Show => report::diff(source.name(), source.text(), text, &self.style),
            _ => String::new(),
        })
    }

    fn take(&mut self, path: &Path, done: Done, output: &mut Output) {
        match done {
            Done::Tidy => self.tidy += 1,
            Done::Tidied(changes) => {
                self.tidied += 1;
                output.print(&changes);
                if self.mode == Mode::Name {
                    let path = report::path(&path.display().to_string());
                    output.print(&format!("{path}: not tidy\n"));
                }
            }
            Done::Unread(Unreadable { path, reason }) => {
                let unreadable = report::Unreadable { path, reason };
                self.refused.unreadable.push(unreadable);
            }
            Done::Unwritten(Unreadable { path, reason }) => {
                let unwritten = report::Unreadable { path, reason };
                self.refused.unwritten.push(unwritten);
            }
        }
    }

    /// What could not be read or written, and the counts if there are files.
    fn end(&self, files: bool) -> String {
        let mut text = report::unread(&self.refused);
        if files {
            let did = match self.mode {
                Mode::Write => "tidied",
                _ => "would tidy",
            };
            let plans = if self.tidied == 1 { "plan" } else { "plans" };
            text += &format!(
                "{did} {} {plans}; {} tidy already\n",
                self.tidied, self.tidy
            );
        }
        text
    }

    fn exit(&self) -> Exit {
        if !self.refused.unreadable.is_empty() || !self.refused.unwritten.is_empty() {
            Exit::Failed
        } else if self.mode != Mode::Write && self.tidied > 0 {
            Exit::Errors
        } else {
            Exit::Clean
        }
    }
}

/// The tidy form. A panic is our mistake, and costs this plan only.
fn tidy(source: &SourceFile) -> Result<String, Unreadable> {
    catch_unwind(AssertUnwindSafe(|| format(source.text()))).map_err(|_| Unreadable {
        path: source.name().to_owned(),
        reason: "cuff itself failed on this plan, which is a bug in cuff; please report it with the plan".to_owned(),
    })
}
