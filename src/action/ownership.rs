//! Files that a container action leaves behind belong to root, and the job's later steps run as somebody else: what
//! this run wrote is given to the workspace's owner.

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt as _, chown, lchown};
use std::path::Path;

/// How deep below the destination files are handed over; templates of charts within charts stand deepest.
const DEEPEST: usize = 64;

/// Gives `path` and all below it to the owner of `workspace`, when that is somebody else than this process's user.
/// Links are not followed. Failing to is no failure of the run.
pub fn hand_over(workspace: &Path, path: &Path) {
    let Ok(owner) = fs::metadata(workspace) else {
        return;
    };
    if let Err(error) = give(path, owner.uid(), owner.gid(), DEEPEST) {
        tracing::debug!("{} stays as it is: {error}", path.display());
    }
}

fn give(path: &Path, user: u32, group: u32, depth: usize) -> io::Result<()> {
    let metadata = fs::symlink_metadata(path)?;
    if metadata.uid() == user && metadata.gid() == group && !metadata.is_dir() {
        return Ok(());
    }
    if metadata.uid() != user || metadata.gid() != group {
        if metadata.is_symlink() {
            lchown(path, Some(user), Some(group))?;
        } else {
            chown(path, Some(user), Some(group))?;
        }
    }
    if metadata.is_dir() && depth > 0 {
        for entry in fs::read_dir(path)? {
            give(&entry?.path(), user, group, depth - 1)?;
        }
    }
    Ok(())
}
