//! Runs the built program: arguments in, text and exit code out.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder of its own to run the program in.
pub(crate) struct Cuff {
    folder: tempfile::TempDir,
}

/// What a run gave.
pub(crate) struct Ran {
    /// The exit code.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Cuff {
    /// A run in an empty folder.
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// Puts a file into the folder.
    pub(crate) fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// A path in the folder.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// What a file in the folder holds now.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, None)
    }

    /// A run that finds other programs on this path.
    pub(crate) fn run_with_path(&self, args: &[&str], stdin: Option<&[u8]>, path: &str) -> Ran {
        run_from(self.folder.path(), args, stdin, path)
    }

    /// A run with variables of the environment.
    pub(crate) fn run_in_env(&self, args: &[&str], env: &[(&str, &str)]) -> Ran {
        run_in_env(self.folder.path(), args, None, env)
    }

    pub(crate) fn run_with(&self, args: &[&str], stdin: Option<&[u8]>) -> Ran {
        run_in(self.folder.path(), args, stdin)
    }
}

/// A run in a folder. Its path is taken out of what is printed, and today is always the same day.
pub(crate) fn run_in(folder: &Path, args: &[&str], stdin: Option<&[u8]>) -> Ran {
    run_from(folder, args, stdin, "/no/other/program")
}

/// The same where other programs are found on this path.
pub(crate) fn run_from(folder: &Path, args: &[&str], stdin: Option<&[u8]>, path: &str) -> Ran {
    run_in_env(folder, args, stdin, &[("PATH", path)])
}

fn run_in_env(folder: &Path, args: &[&str], stdin: Option<&[u8]>, env: &[(&str, &str)]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cuff"));
    command
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("PATH", "/no/other/program")
        .env("CUFF_TODAY", "2026-03-01")
        .env("CUFF_NO_CACHE", "1")
        .envs(env.iter().copied());
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    // A command that reads nothing may be gone by now.
    match input.write_all(stdin.unwrap_or_default()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => panic!("{error}"),
        _ => {}
    }
    drop(input);
    let Output {
        status,
        stdout,
        stderr,
    } = child.wait_with_output().unwrap();
    let folder = if folder.is_absolute() {
        folder.to_str().unwrap()
    } else {
        "no such place"
    };
    let text = |bytes: Vec<u8>| {
        String::from_utf8(bytes)
            .unwrap()
            .replace(folder, "[FOLDER]")
    };
    Ran {
        code: status.code(),
        out: text(stdout),
        err: text(stderr),
    }
}

/// A run in the repository.
pub(crate) fn here(args: &[&str]) -> Ran {
    run_in(Path::new("."), args, None)
}
