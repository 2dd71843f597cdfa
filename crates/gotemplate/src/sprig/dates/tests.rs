use std::rc::Rc;

use crate::function::Functions;
use crate::sprig::Sources;
use crate::sprig::arguments::testing::call;
use crate::time::{Duration, Location, Time};
use crate::value::Value;

/// Friday, 2024-07-05 12:34:56.789 UTC.
const NOW: i128 = 1_720_182_896_789_000_000;

fn functions(zone: &str) -> Functions {
    let mut functions = Functions::new();
    super::add(
        &mut functions,
        &Sources {
            rsa_keys: crate::sprig::RsaKeys::New,
            now: Rc::new(|| NOW),
            local_zone: zone.into(),
            random: Rc::new(|_| false),
        },
    );
    functions
}

fn text(functions: &Functions, name: &str, arguments: &[Value]) -> String {
    match call(functions, name, arguments) {
        Ok(Value::String(text)) => text.to_str().into_owned(),
        other => format!("{other:?}"),
    }
}

#[test]
fn dates_show_in_the_local_zone_or_another() {
    let berlin = functions("Europe/Berlin");
    let layout = Value::from("2006-01-02 15:04 MST -07:00");
    let seconds = Value::Int(1_720_182_896);
    assert_eq!(
        text(&berlin, "date", &[layout.clone(), seconds.clone()]),
        "2024-07-05 14:34 CEST +02:00"
    );
    assert_eq!(
        text(&berlin, "date", &[layout.clone(), "no date, so now".into()]),
        "2024-07-05 14:34 CEST +02:00"
    );
    for (zone, shown) in [
        ("America/New_York", "2024-07-05 08:34 EDT -04:00"),
        ("america/new_york", "2024-07-05 12:34 UTC +00:00"),
        ("No/Where", "2024-07-05 12:34 UTC +00:00"),
        ("", "2024-07-05 12:34 UTC +00:00"),
        ("Local", "2024-07-05 14:34 CEST +02:00"),
        ("Asia/Kathmandu", "2024-07-05 18:19 +0545 +05:45"),
    ] {
        for name in ["dateInZone", "date_in_zone"] {
            let arguments = [layout.clone(), seconds.clone(), zone.into()];
            assert_eq!(text(&berlin, name, &arguments), shown);
        }
    }
    let late = Value::Int64(1_720_220_400);
    assert_eq!(
        text(&berlin, "htmlDate", std::slice::from_ref(&late)),
        "2024-07-06"
    );
    assert_eq!(
        text(&berlin, "htmlDateInZone", &[late, "UTC".into()]),
        "2024-07-05"
    );
}

#[test]
fn now_has_a_reading_of_the_monotonic_clock() {
    let now = call(&functions("UTC"), "now", &[]).unwrap();
    assert_eq!(
        Time::of(&now).unwrap().to_string(),
        "2024-07-05 12:34:56.789 +0000 UTC m=+0.000000001"
    );
}

#[test]
fn texts_become_dates() {
    let functions = functions("Europe/Berlin");
    let date = |name, text: &str| call(&functions, name, &["2006-01-02".into(), text.into()]);
    let shown = |value: Result<Value, String>| Time::of(&value.unwrap()).unwrap().to_string();
    assert_eq!(
        shown(date("toDate", "2024-02-29")),
        "2024-02-29 00:00:00 +0100 CET"
    );
    assert_eq!(
        shown(date("toDate", "2023-02-29")),
        "0001-01-01 00:00:00 +0000 UTC"
    );
    assert_eq!(
        shown(date("mustToDate", "2024-02-29")),
        "2024-02-29 00:00:00 +0100 CET"
    );
    assert_eq!(
        date("mustToDate", "2023-02-29").unwrap_err(),
        r#"parsing time "2023-02-29": day out of range"#
    );
    assert_eq!(
        date("mustToDate", "x").unwrap_err(),
        r#"parsing time "x" as "2006-01-02": cannot parse "x" as "2006""#
    );
}

#[test]
fn dates_move() {
    let functions = functions("UTC");
    let date = Value::from(Time::of_unix(1_000, Location::UTC));
    for (duration, seconds) in [("1h", 4_600), ("-1000s", 0), ("1d", 1_000)] {
        for name in ["dateModify", "date_modify"] {
            let moved = call(&functions, name, &[duration.into(), date.clone()]).unwrap();
            assert_eq!(Time::of(&moved).unwrap().unix(), seconds);
        }
    }
    for name in ["mustDateModify", "must_date_modify"] {
        assert_eq!(
            call(&functions, name, &["1d".into(), date.clone()]).unwrap_err(),
            r#"time: unknown unit "d" in duration "1d""#
        );
    }
    assert_eq!(text(&functions, "unixEpoch", &[date]), "1000");
}

#[test]
fn durations_show() {
    let functions = functions("UTC");
    for (value, shown) in [
        (Value::from("95"), "1m35s"),
        (Value::Int64(95), "1m35s"),
        (Value::Int(95), "0s"),
        (Value::from("1.5"), "0s"),
        (Value::from("+60"), "1m0s"),
        (Value::from("99999999999999999999"), "-1s"),
    ] {
        assert_eq!(text(&functions, "duration", &[value]), shown);
    }
    for (value, shown) in [
        (Value::from("2400h10m5s"), "3mo"),
        (Value::from("-45m"), "45m"),
        (Value::from("1h"), "60m"),
        (Value::from("nonsense"), "0s"),
        (Value::Int64(3_000_000_000), "3s"),
        (Value::Int(3_000_000_000), "0s"),
        (Value::from(Time::of_unix(0, Location::UTC)), "54y"),
    ] {
        assert_eq!(text(&functions, "durationRound", &[value]), shown);
    }
    for (value, shown) in [
        (Value::Int(1_720_182_896 - 3_600), "1h0m1s"),
        (Value::Int64(1_720_182_897), "0s"),
        (Value::Int32(5), "0s"),
        (
            Value::from(Time::ZERO),
            &*Duration(i64::MAX).round(Duration::SECOND).to_string(),
        ),
    ] {
        assert_eq!(text(&functions, "ago", &[value]), shown);
    }
}
