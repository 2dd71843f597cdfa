//! The order of keys: go-yaml's `keyList.Less` (sorter.go), natural for digits, letters last.
//!
//! Version 3 differs from version 2 in one thing: after a digit letters come first.

use super::letters::{is_digit, is_letter};

/// Sorts entries by their keys.
///
/// `keyList.Less` is no total order (it overflows on long digits, and 10 is before 1b, 1b before 2, 2 before 10), which
/// Rust's sorts may answer with a panic; this merge sort takes any answer. Go gives such keys in an order that changes
/// from run to run. Here they come from the order of their bytes, so that the same keys are always written alike.
pub(super) fn sort<T>(entries: Vec<T>, key: impl Fn(&T) -> &str) -> Vec<T> {
    sort_by(entries, &key, less)
}

/// The same in the order of version 3.
pub(super) fn sort_pretty<T>(entries: Vec<T>, key: impl Fn(&T) -> &str) -> Vec<T> {
    sort_by(entries, &key, |left, right| precedes(left, right, true))
}

fn sort_by<T>(
    mut entries: Vec<T>,
    key: &impl Fn(&T) -> &str,
    less: impl Fn(&str, &str) -> bool,
) -> Vec<T> {
    entries.sort_by(|left, right| key(left).cmp(key(right)));
    let less = |left: &T, right: &T| less(key(left), key(right));
    let mut runs = runs(entries, &less);
    while runs.len() > 1 {
        let mut merged = Vec::with_capacity(runs.len().div_ceil(2));
        let mut rest = runs.into_iter();
        while let Some(left) = rest.next() {
            merged.push(match rest.next() {
                Some(right) => merge(left, right, &less),
                None => left,
            });
        }
        runs = merged;
    }
    runs.pop().unwrap_or_default()
}

/// Cuts entries into runs that are in order.
fn runs<T>(mut entries: Vec<T>, less: &impl Fn(&T, &T) -> bool) -> Vec<Vec<T>> {
    let starts: Vec<usize> = entries
        .windows(2)
        .enumerate()
        .filter_map(|(at, pair)| match pair {
            [left, right] if less(right, left) => Some(at + 1),
            _ => None,
        })
        .collect();
    let mut runs: Vec<Vec<T>> = starts
        .into_iter()
        .rev()
        .map(|start| entries.split_off(start))
        .collect();
    runs.push(entries);
    runs.reverse();
    runs
}

fn merge<T>(left: Vec<T>, right: Vec<T>, less: &impl Fn(&T, &T) -> bool) -> Vec<T> {
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let mut left = left.into_iter().peekable();
    let mut right = right.into_iter().peekable();
    loop {
        let from_right = match (left.peek(), right.peek()) {
            (Some(first), Some(second)) => less(second, first),
            (None, Some(_)) => true,
            (Some(_), None) => false,
            (None, None) => return merged,
        };
        merged.extend(if from_right {
            right.next()
        } else {
            left.next()
        });
    }
}

/// Whether `left` comes before `right`.
pub(crate) fn less(left: &str, right: &str) -> bool {
    precedes(left, right, false)
}

fn precedes(left: &str, right: &str, letters_first_after_digit: bool) -> bool {
    let mut common = left
        .bytes()
        .zip(right.bytes())
        .take_while(|(left, right)| left == right)
        .count();
    while !left.is_char_boundary(common) {
        common -= 1;
    }
    let (before, left) = left.split_at_checked(common).unwrap_or((left, ""));
    let right = right.get(common..).unwrap_or_default();
    let (Some(first), Some(second)) = (left.chars().next(), right.chars().next()) else {
        return left.is_empty() && !right.is_empty();
    };
    match (is_letter(first), is_letter(second)) {
        (true, true) => return first < second,
        (false, false) => {}
        (first_is_letter, second_is_letter) => {
            let is_after_digit = before.chars().next_back().is_some_and(is_digit);
            return if letters_first_after_digit && is_after_digit {
                first_is_letter
            } else {
                second_is_letter
            };
        }
    }
    let mut base = 0;
    if first == '0' || second == '0' {
        // A zero within a number counts as a digit of it.
        let within_number = before
            .chars()
            .rev()
            .take_while(|character| is_digit(*character))
            .any(|character| character != '0');
        base = i64::from(within_number);
    }
    let (left_length, left_value) = number(left, base);
    let (right_length, right_value) = number(right, base);
    (left_value, left_length, first) < (right_value, right_length, second)
}

/// The digits at the start of a text: how many, and their value, which may wrap around.
fn number(text: &str, base: i64) -> (usize, i64) {
    text.chars()
        .take_while(|character| is_digit(*character))
        .fold((0, base), |(length, value), digit| {
            let digit = i64::from(u32::from(digit)) - i64::from(u32::from('0'));
            (length + 1, value.wrapping_mul(10).wrapping_add(digit))
        })
}
