//! The binary: takes the process's arguments and environment, runs one command, exits with its code.

use std::io::Write as _;
use std::process::ExitCode;

use chartwright::action::environment::Environment;
use chartwright::command;
use chartwright::report::{BUG, Blame, disarm};
use chartwright::secret;
// For its definitions of what copies and compares memory.
#[cfg(target_env = "musl")]
use memory as _;

#[cfg(target_env = "musl")]
#[global_allocator]
// musl's own allocator makes every allocation take a lock; this one does not.
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The stack of the thread that runs the command, in bytes: address space until it is used. musl tells of the first
/// thread's stack what is mapped of it so far, so that every recursion there would take a piece of stack of its own,
/// and give it back, again and again.
const STACK: usize = 64 << 20;

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
    let run = || -> ! {
        let code = std::panic::catch_unwind(|| command::run(std::env::args_os(), &environment))
            .unwrap_or_else(|_| Blame::Bug.exit_code());
        // Without taking apart, piece by piece, what the thread remembers: all of it goes with the process.
        std::process::exit(i32::from(code))
    };
    std::thread::scope(|scope| {
        let roomy = std::thread::Builder::new().stack_size(STACK);
        match roomy.spawn_scoped(scope, run) {
            Ok(thread) => thread.join().map_or((), |never| never),
            // No thread to be had: this one does it, more slowly.
            Err(_) => run(),
        }
    });
    ExitCode::from(Blame::Bug.exit_code())
}
