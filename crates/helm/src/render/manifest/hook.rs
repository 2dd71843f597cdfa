//! Hooks: objects that Helm applies around a release, not with it.

use super::Head;

/// A hook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// The template that it came from.
    pub path: String,
    /// Its text.
    pub text: Vec<u8>,
    /// Its kind.
    pub kind: String,
    /// When it is applied.
    pub events: Vec<Event>,
}

impl Hook {
    /// Whether it is a test.
    #[must_use]
    pub fn is_test(&self) -> bool {
        self.events.contains(&Event::Test)
    }
}

/// When a hook is applied (`helm.sh/hook`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// Before the first object of a release.
    PreInstall,
    /// After the last.
    PostInstall,
    /// Before a release is deleted.
    PreDelete,
    /// After that.
    PostDelete,
    /// Before a release is upgraded.
    PreUpgrade,
    /// After that.
    PostUpgrade,
    /// Before a release is rolled back.
    PreRollback,
    /// After that.
    PostRollback,
    /// When it is tested (`test`, and `test-success` of Helm 2).
    Test,
}

impl Event {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "pre-install" => Self::PreInstall,
            "post-install" => Self::PostInstall,
            "pre-delete" => Self::PreDelete,
            "post-delete" => Self::PostDelete,
            "pre-upgrade" => Self::PreUpgrade,
            "post-upgrade" => Self::PostUpgrade,
            "pre-rollback" => Self::PreRollback,
            "post-rollback" => Self::PostRollback,
            "test" | "test-success" => Self::Test,
            _ => return None,
        })
    }
}

/// What an object's annotations say of hooks.
pub(super) enum Sight {
    /// It is no hook.
    None,
    /// It names a hook that Helm does not know; Helm drops such an object.
    Unknown,
    /// It is a hook.
    Hook(Vec<Event>),
}

pub(super) fn of(head: &Head) -> Sight {
    let Some(hooks) = head.annotations.get("helm.sh/hook") else {
        return Sight::None;
    };
    let events: Option<Vec<Event>> = hooks
        .split(',')
        .map(|event| Event::parse(&event.trim().to_lowercase()))
        .collect();
    events.map_or(Sight::Unknown, Sight::Hook)
}
