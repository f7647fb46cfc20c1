//! What packages of cuff install beside the program: completions for shells, and manual pages. Both are made from the one
//! definition of the arguments.

use std::path::{Path, PathBuf};

use clap::{CommandFactory as _, ValueEnum};
use clap_complete::Shell as Common;
use clap_complete_nushell::Nushell;

use super::Exit;
use super::args::Args;
use super::output::Output;
use crate::report::plain;
use crate::workspace::{Unreadable, put};

/// Arguments of `cuff completions`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cuff completions bash > ~/.local/share/bash-completion/completions/cuff
  cuff completions zsh > ~/.zfunc/_cuff              a folder in $fpath
  cuff completions fish > ~/.config/fish/completions/cuff.fish
  cuff completions powershell >> $PROFILE
  cuff completions elvish >> ~/.config/elvish/rc.elv
  cuff completions nushell > cuff.nu                 then: use cuff.nu *")]
pub(super) struct Completions {
    /// The shell.
    #[arg(value_name = "SHELL")]
    pub(super) shell: Shell,
}

/// Shells with completions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Shell {
    /// Bash.
    Bash,
    /// Zsh.
    Zsh,
    /// Fish.
    Fish,
    /// PowerShell.
    #[value(name = "powershell")]
    Power,
    /// Elvish.
    Elvish,
    /// Nushell.
    Nushell,
}

/// Arguments of `cuff man`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cuff man | man -l -                 read the page of cuff itself
  cuff man /usr/local/share/man/man1  write cuff.1, cuff-check.1 and so on")]
pub(super) struct Man {
    /// Write a page for each command into this folder, which must be there; otherwise the page of cuff itself is printed.
    #[arg(value_name = "FOLDER")]
    pub(super) folder: Option<PathBuf>,
}

pub(super) fn completions(asked: &Completions, output: &mut Output) -> Exit {
    let mut command = Args::command();
    let mut script = Vec::new();
    match asked.shell {
        Shell::Nushell => clap_complete::generate(Nushell, &mut command, "cuff", &mut script),
        shell => {
            let shell = match shell {
                Shell::Zsh => Common::Zsh,
                Shell::Fish => Common::Fish,
                Shell::Power => Common::PowerShell,
                Shell::Elvish => Common::Elvish,
                Shell::Bash | Shell::Nushell => Common::Bash,
            };
            clap_complete::generate(shell, &mut command, "cuff", &mut script);
        }
    }
    output.print(&String::from_utf8_lossy(&script));
    Exit::Clean
}

pub(super) fn man(asked: &Man, output: &mut Output) -> Exit {
    let mut command = Args::command();
    command.build();
    let Some(folder) = &asked.folder else {
        output.print(&page(&command));
        return Exit::Clean;
    };
    match pages(&command, folder) {
        Ok(()) => Exit::Clean,
        Err(Unreadable { path, reason }) => {
            let (path, reason) = (plain(&path), plain(&reason));
            output.error(&format!("error: `{path}` was not written: {reason}\n"));
            Exit::Failed
        }
    }
}

/// Writes the page of a command and those of the commands below it.
fn pages(command: &clap::Command, folder: &Path) -> Result<(), Unreadable> {
    let name = command
        .get_display_name()
        .unwrap_or_else(|| command.get_name());
    put(&folder.join(format!("{name}.1")), &page(command))?;
    let below = command.get_subcommands();
    below
        .filter(|command| command.get_name() != "help" && !command.is_hide_set())
        .try_for_each(|command| pages(command, folder))
}

fn page(command: &clap::Command) -> String {
    let mut page = Vec::new();
    // Writing to memory does not fail.
    let _ = clap_mangen::Man::new(command.clone()).render(&mut page);
    // What is written behind the arguments is examples and exit codes.
    String::from_utf8_lossy(&page).replace(".SH EXTRA\nExamples:\n", ".SH EXAMPLES\n")
}
