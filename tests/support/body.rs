//! Bodies of answers: whole, in small pieces, or broken off.

#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "each test binary mounts it as a module, and uses a part of it"
)]

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Frame, SizeHint};

/// An error of the service breaks the connection.
#[derive(Debug)]
pub struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("broken on purpose")
    }
}

impl std::error::Error for Broken {}

/// A body.
#[derive(Debug)]
pub struct Body {
    rest: Bytes,
    /// What the answer says its length is.
    announced: u64,
    pace: Pace,
    pause: Option<Pin<Box<tokio::time::Sleep>>>,
}

/// How a body comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pace {
    Whole,
    /// In this many pieces, with a pause before each.
    Drip(usize),
    /// The connection breaks behind what is there.
    Broken,
}

impl Body {
    pub fn whole(bytes: impl Into<Bytes>) -> Self {
        let rest: Bytes = bytes.into();
        Self {
            announced: rest.len() as u64,
            rest,
            pace: Pace::Whole,
            pause: None,
        }
    }

    /// The same body in some eight pieces.
    pub fn dripping(self) -> Self {
        Self {
            pace: Pace::Drip(self.rest.len().div_ceil(8).max(1)),
            ..self
        }
    }

    /// The first half of the body, under the length of the whole.
    pub fn truncated(self) -> Self {
        Self {
            rest: self.rest.slice(..self.rest.len() / 2),
            pace: Pace::Broken,
            ..self
        }
    }

    /// What of it is not sent yet.
    pub fn bytes(&self) -> Bytes {
        self.rest.clone()
    }

    /// How long it says it is.
    pub fn length(&self) -> usize {
        usize::try_from(self.announced).unwrap_or(usize::MAX)
    }
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        if self.rest.is_empty() {
            return Poll::Ready((self.pace == Pace::Broken).then_some(Err(Broken)));
        }
        let Pace::Drip(piece) = self.pace else {
            let all = std::mem::take(&mut self.rest);
            return Poll::Ready(Some(Ok(Frame::data(all))));
        };
        let pause = self
            .pause
            .get_or_insert_with(|| Box::pin(tokio::time::sleep(Duration::from_millis(40))));
        std::task::ready!(pause.as_mut().poll(context));
        self.pause = None;
        let length = piece.min(self.rest.len());
        let next = self.rest.split_to(length);
        Poll::Ready(Some(Ok(Frame::data(next))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.announced)
    }
}
