//! What is half written when somebody stops cuff: files beside plans are taken away first, and a plan that is written in
//! place is written to its end.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Files beside plans that nobody needs once cuff ends.
static BESIDE: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Until this is dropped, an interrupt waits.
pub(super) type Pause = MutexGuard<'static, BTreeSet<PathBuf>>;

/// A file beside a plan, known to whoever ends cuff.
pub(in super::super) struct Beside(PathBuf);

impl Beside {
    /// Makes the file with `create`.
    pub(in super::super) fn new(
        path: PathBuf,
        create: impl FnOnce(&Path) -> io::Result<()>,
    ) -> io::Result<Self> {
        let mut known = pause();
        create(&path)?;
        known.insert(path.clone());
        Ok(Self(path))
    }

    pub(in super::super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        pause().remove(&self.0);
    }
}

/// Makes an interrupt wait.
pub(super) fn pause() -> Pause {
    BESIDE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on an interrupt (Ctrl-C, or a polite request to end) leaves no half-written file behind. Where this cannot be
/// arranged, plans are as safe as ever; only a file beside one may remain.
#[cfg(unix)]
pub fn end_cleanly() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(listen);
}

#[cfg(unix)]
fn listen() {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else {
        return;
    };
    std::thread::spawn(move || {
        for signal in signals.forever() {
            // Held to the end, so that nothing new is begun.
            let known = pause();
            for path in known.iter() {
                let _ = std::fs::remove_file(path);
            }
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    });
}

/// From now on an interrupt ends cuff as the system does it.
#[cfg(not(unix))]
pub fn end_cleanly() {}
