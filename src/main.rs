//! The binary: takes the process's arguments and environment, runs one command, exits with its code.

use std::io::Write as _;
use std::process::ExitCode;

use chartwright::action::environment::Environment;
use chartwright::command;
use chartwright::report::Blame;
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
            "error[CW-BUG-001]: chartwright stopped on a bug of its own: {what}\n  \
             = help: please report this line; run again: a release that was begun is completed by the next run"
        );
    }));
    let environment = Environment::of_process();
    let code = std::panic::catch_unwind(|| command::run(std::env::args_os(), &environment))
        .unwrap_or_else(|_| Blame::Bug.exit_code());
    ExitCode::from(code)
}
