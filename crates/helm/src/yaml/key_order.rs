//! The order of keys: go-yaml's `keyList.Less` (sorter.go), natural for digits, letters last.
//!
//! Version 3 differs from version 2 in one thing: after a digit letters come first.

use super::letters::{is_digit, is_letter};

/// Sorts entries by their keys.
///
/// `keyList.Less` is no total order (it overflows on long digits), which Rust's sorts may answer with a panic;
/// this merge sort takes any answer.
pub(super) fn sort<T>(entries: Vec<(&String, T)>) -> Vec<(&String, T)> {
    sort_by(entries, |left, right| less(left, right))
}

/// The same in the order of version 3.
pub(super) fn sort_pretty<T>(entries: Vec<(String, T)>) -> Vec<(String, T)> {
    sort_by(entries, |left, right| precedes(left, right, true))
}

fn sort_by<K, T>(entries: Vec<(K, T)>, less: impl Fn(&K, &K) -> bool + Copy) -> Vec<(K, T)> {
    let mut runs: Vec<Vec<(K, T)>> = entries.into_iter().map(|entry| vec![entry]).collect();
    while runs.len() > 1 {
        let mut merged = Vec::with_capacity(runs.len().div_ceil(2));
        let mut rest = runs.into_iter();
        while let Some(left) = rest.next() {
            merged.push(match rest.next() {
                Some(right) => merge(left, right, less),
                None => left,
            });
        }
        runs = merged;
    }
    runs.pop().unwrap_or_default()
}

fn merge<K, T>(
    left: Vec<(K, T)>,
    right: Vec<(K, T)>,
    less: impl Fn(&K, &K) -> bool,
) -> Vec<(K, T)> {
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let mut left = left.into_iter().peekable();
    let mut right = right.into_iter().peekable();
    loop {
        let from_right = match (left.peek(), right.peek()) {
            (Some((first, _)), Some((second, _))) => less(second, first),
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
    let common: usize = left
        .chars()
        .zip(right.chars())
        .take_while(|(left, right)| left == right)
        .map(|(left, _)| left.len_utf8())
        .sum();
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
