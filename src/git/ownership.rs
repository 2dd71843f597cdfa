//! Trust in the workspace, whoever owns it, for this process only.

use std::sync::Once;

static ONCE: Once = Once::new();

/// Lets libgit2 open repositories that another user owns. In a container the workspace belongs to the runner's
/// user while this process is root, which git calls "dubious ownership". The workspace is what the user asked to
/// release, no hook and no program of it is run, and no config file is written.
pub(super) fn trust_the_workspace() {
    ONCE.call_once(|| {
        #[expect(
            unsafe_code,
            reason = "git2 marks every process-wide libgit2 option unsafe; this one is a flag, set once, before \
                      the first repository is opened"
        )]
        let set = unsafe { git2::opts::set_verify_owner_validation(false) };
        if let Err(error) = set {
            tracing::debug!(%error, "libgit2 keeps its owner validation");
        }
    });
}
