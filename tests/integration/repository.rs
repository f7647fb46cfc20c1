//! Real git repositories in folders of their own. Tests that use them need git, and fail without it.

use std::process::Command;

use crate::program::Cuff;

/// Runs git in a folder below that of the runs, as somebody whose own settings do not matter.
pub(crate) fn git_in(cuff: &Cuff, folder: &str, args: &[&str]) {
    let output = Command::new("git")
        .current_dir(cuff.path(folder))
        .env("GIT_CONFIG_GLOBAL", "/no/such/file")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .args([
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@example.org",
            "-c",
            "init.defaultBranch=main",
            "-c",
            "core.autocrlf=false",
            "-c",
            "protocol.file.allow=always",
        ])
        .args(args)
        .output()
        .expect("git runs");
    assert!(
        output.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

pub(crate) fn git(cuff: &Cuff, args: &[&str]) {
    git_in(cuff, "", args);
}

/// Commits everything.
pub(crate) fn commit(cuff: &Cuff, message: &str) {
    git(cuff, &["add", "--all"]);
    git(cuff, &["commit", "--quiet", "--message", message]);
}
