//! The binary: takes the process's arguments and environment, runs one command, exits with its code.

use std::io::Write as _;
use std::panic;

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

/// The stack that the command runs on, in bytes: address space until it is used. musl tells of the first thread's stack
/// what is mapped of it so far, so that every recursion there would take a piece of stack of its own, and give it back,
/// again and again. A thread with such a stack would cost a lint of a small chart a twentieth of its time.
const STACK: usize = 64 << 20;

fn main() {
    // Where there is no such stack to be had, this one does it, more slowly; what stacker says about it is no help.
    panic::set_hook(Box::new(|_| {}));
    let _ = panic::catch_unwind(|| stacker::grow(STACK, || run()));
    run()
}

fn run() -> ! {
    panic::set_hook(Box::new(|panic| {
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
    let code = panic::catch_unwind(|| command::run(std::env::args_os(), &environment))
        .unwrap_or_else(|_| Blame::Bug.exit_code());
    leave(code)
}

/// Ends the process without taking apart, piece by piece, what it remembers: all of it goes with the process. The
/// allocator would do that at the usual exit, for as long as a small chart takes to load.
fn leave(code: u8) -> ! {
    let _ = std::io::stdout().flush();
    #[expect(
        unsafe_code,
        reason = "a system call that does not return; nothing is left to be flushed or released"
    )]
    // SAFETY: it asks nothing of its caller.
    unsafe {
        libc::_exit(i32::from(code))
    }
}
