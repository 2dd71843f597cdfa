//! The binary: takes the process's arguments and environment, runs one command, exits with its code.

use std::io::Write as _;
use std::process::ExitCode;

use chartwright::action::environment::Environment;
use chartwright::command;
use chartwright::report::{BUG, Blame, disarm};
use chartwright::secret;

#[cfg(target_env = "musl")]
#[global_allocator]
// musl's own allocator makes every allocation take a lock; this one does not.
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        let what = secret::redact(&panic.to_string()).replace(['\n', '\r'], " ");
        let _ = writeln!(
            std::io::stderr(),
            "error[{BUG}]: {}: {}\n  = help: {}",
            BUG.title,
            disarm(&what),
            BUG.help
        );
    }));
    let environment = Environment::of_process();
    let code = std::panic::catch_unwind(|| command::run(std::env::args_os(), &environment))
        .unwrap_or_else(|_| Blame::Bug.exit_code());
    ExitCode::from(code)
}
