//! How far a long run is, in one line on the terminal that is gone before anything else is written there.
//!
//! Nothing is shown in the first half second, nor where nobody would see it or a program reads along.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::report::Format;

/// Runs that are over by then say nothing.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often the line is drawn anew.
const PACE: Duration = Duration::from_millis(100);
/// Back to the start of the line, and nothing on it.
const ERASE: &str = "\r\u{1b}[K";

/// The line; none where it is not wanted.
#[derive(Debug, Default)]
pub(super) struct Progress(Option<Arc<Shared>>);

#[derive(Debug)]
struct Shared {
    done: AtomicUsize,
    all: usize,
    state: Mutex<State>,
    ended: Condvar,
}

#[derive(Debug, Default)]
struct State {
    is_shown: bool,
    has_ended: bool,
}

impl Progress {
    /// Begins on so many plans, if somebody looks at the terminal and nothing else is read from it.
    pub(super) fn start(all: usize, format: Format, quiet: bool) -> Self {
        let is_mixed = io::stdout().is_terminal() && !format.is_for_people();
        if quiet || is_mixed || !is_wanted() {
            return Self::default();
        }
        let shared = Arc::new(Shared {
            done: AtomicUsize::new(0),
            all,
            state: Mutex::default(),
            ended: Condvar::new(),
        });
        let drawing = Arc::clone(&shared);
        std::thread::spawn(move || drawing.draw());
        Self(Some(shared))
    }

    /// One more plan is done.
    pub(super) fn one(&self) {
        if let Some(shared) = &self.0 {
            shared.done.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Takes the line away while something else is written.
    pub(super) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        let Some(shared) = &self.0 else {
            return write();
        };
        let mut state = shared.lock();
        state.erase();
        write()
    }

    /// Takes the line away for good.
    pub(super) fn end(&self) {
        if let Some(shared) = &self.0 {
            let mut state = shared.lock();
            state.erase();
            state.has_ended = true;
            shared.ended.notify_all();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.end();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn draw(&self) {
        let start = Instant::now();
        let mut state = self.lock();
        while !state.has_ended {
            if start.elapsed() >= PATIENCE {
                let done = self.done.load(Ordering::Relaxed);
                state.show(&format!("checking plans: {done} of {}", self.all));
            }
            let waited = self.ended.wait_timeout(state, PACE);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl State {
    fn show(&mut self, text: &str) {
        write(&format!("{ERASE}{text}"));
        self.is_shown = true;
    }

    fn erase(&mut self) {
        if std::mem::take(&mut self.is_shown) {
            write(ERASE);
        }
    }
}

fn write(text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = stderr
        .write_all(text.as_bytes())
        .and_then(|()| stderr.flush());
}

fn is_wanted() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    io::stderr().is_terminal() && !is_dumb && !set("CUFF_NO_PROGRESS") && !set("CI")
}
