//! When a request is sent again, and how long to wait before.

use std::fmt::Display;
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};

/// Bounds of repeating. Only what may be repeated is: GET, HEAD, the PUT of a blob under its own digest, opening an
/// upload session; a manifest only after another look at its tag.
#[derive(Debug, Clone)]
pub struct RetryPolicy {
    /// How often a request is sent at most, the first time included.
    pub attempts: u32,
    /// The wait before the second attempt; doubled each time after.
    pub first_wait: Duration,
    /// The longest wait of this program's own choice.
    pub longest_wait: Duration,
    /// The longest wait that a server's `Retry-After` is granted.
    pub longest_retry_after: Duration,
}

impl Default for RetryPolicy {
    /// Helm's five attempts from 250 ms on, with patience for a server that names its own time.
    fn default() -> Self {
        Self {
            attempts: 5,
            first_wait: Duration::from_millis(250),
            longest_wait: Duration::from_secs(5),
            longest_retry_after: Duration::from_secs(60),
        }
    }
}

impl RetryPolicy {
    /// How long to wait after the failed attempt number `attempt` (from 1); `None` when that was the last.
    pub fn wait(&self, attempt: u32, retry_after: Option<Duration>) -> Option<Duration> {
        if attempt >= self.attempts {
            return None;
        }
        if let Some(asked) = retry_after {
            return Some(asked.min(self.longest_retry_after));
        }
        let doubled = 2_u32.saturating_pow(attempt.saturating_sub(1));
        let wait = self
            .first_wait
            .saturating_mul(doubled)
            .min(self.longest_wait);
        // Half of it at random, so that jobs of one matrix do not come back together.
        Some(wait.mul_f64(0.5 + 0.5 * fastrand::f64()))
    }

    /// The same, with more patience: for what a registry took and does not show yet.
    pub(crate) fn until_shown(&self) -> Self {
        Self {
            attempts: self.attempts.saturating_add(2),
            first_wait: self.first_wait.saturating_mul(2),
            ..self.clone()
        }
    }

    /// Waits before another attempt, and says so.
    pub(crate) async fn rest(
        &self,
        host: &(impl Display + Sync + ?Sized),
        wait: Duration,
        asked: Option<Duration>,
        attempt: u32,
        reason: &str,
    ) {
        tracing::info!(
            target: "chartwright::progress",
            "{host}: {reason}; again in {:.1} s{} (attempt {} of {})",
            wait.as_secs_f64(),
            match asked {
                Some(asked) if asked > wait => format!(" (it asks for {} s)", asked.as_secs()),
                Some(_) => " (as it asks)".to_owned(),
                None => String::new(),
            },
            attempt + 1,
            self.attempts,
        );
        tokio::time::sleep(wait).await;
    }

    /// Whether an answer's status is worth another attempt.
    pub fn is_transient(status: StatusCode) -> bool {
        status == StatusCode::REQUEST_TIMEOUT
            || status == StatusCode::TOO_MANY_REQUESTS
            || (status.is_server_error()
                && status != StatusCode::NOT_IMPLEMENTED
                && status != StatusCode::HTTP_VERSION_NOT_SUPPORTED)
    }
}

/// The time a server asks to wait: `Retry-After` in seconds or as a date (RFC 9110 §10.2.3).
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let date = rfc2822::parse(value).ok()?.timestamp();
    Some(date.duration_since(now).try_into().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_are_bounded_and_end() {
        let policy = RetryPolicy::default();
        let within = |attempt, low, high| {
            for _ in 0..50 {
                let wait = policy.wait(attempt, None).unwrap().as_millis();
                assert!((low..=high).contains(&wait), "{attempt}: {wait} ms");
            }
        };
        within(1, 125, 250);
        within(2, 250, 500);
        within(4, 1000, 2000);
        assert_eq!(policy.wait(5, None), None);
        let patient = RetryPolicy {
            attempts: 99,
            ..RetryPolicy::default()
        };
        assert!(patient.wait(80, None).unwrap() <= Duration::from_secs(5));
    }

    #[test]
    fn a_server_s_wish_counts_within_bounds() {
        let policy = RetryPolicy::default();
        let asked = |seconds| policy.wait(1, Some(Duration::from_secs(seconds)));
        assert_eq!(asked(7), Some(Duration::from_secs(7)));
        assert_eq!(asked(86_400), Some(Duration::from_secs(60)));
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now: Timestamp = "1994-11-06T08:49:30Z".parse().unwrap();
        for (value, seconds) in [
            ("120", Some(120)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(7)),
            ("Sun, 06 Nov 1994 08:49:00 GMT", Some(0)),
            ("soon", None),
            ("-1", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, value.parse().unwrap());
            assert_eq!(
                retry_after(&headers, now).map(|wait| wait.as_secs()),
                seconds,
                "{value}"
            );
        }
    }

    #[test]
    fn only_passing_failures_are_transient() {
        for (status, transient) in [
            (200, false),
            (400, false),
            (401, false),
            (403, false),
            (404, false),
            (408, true),
            (429, true),
            (500, true),
            (501, false),
            (502, true),
            (503, true),
            (504, true),
        ] {
            assert_eq!(
                RetryPolicy::is_transient(StatusCode::from_u16(status).unwrap()),
                transient
            );
        }
    }
}
