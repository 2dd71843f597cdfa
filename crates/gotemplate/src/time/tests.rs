//! Times through layouts, zones and arithmetic; what is expected comes from Go.

use super::{Civil, Duration, Location, RFC3339, Time};

fn time(zone: &str, unix: i64) -> Time {
    Time::of_unix(unix, Location::named(zone).unwrap())
}

fn format(time: &Time, layout: &str) -> String {
    String::from_utf8(time.format(layout.as_bytes())).unwrap()
}

#[test]
fn every_element_is_written() {
    let time = time("America/New_York", 1_078_143_061).add(Duration(7_080_000));
    for (layout, shown) in [
        ("Monday Mon January Jan", "Monday Mon March Mar"),
        ("1 01 2 _2 02 __2 002", "3 03 1  1 01  61 061"),
        ("15 3 03 4 04 5 05 PM pm", "07 7 07 11 11 1 01 AM am"),
        ("2006 06 MST", "2004 04 EST"),
        (
            "-07 -0700 -07:00 -070000 -07:00:00",
            "-05 -0500 -05:00 -050000 -05:00:00",
        ),
        (
            "Z07 Z0700 Z07:00 Z070000 Z07:00:00",
            "-05 -0500 -05:00 -050000 -05:00:00",
        ),
        (
            ".0 .000 ,000000 .0000000000 .9 .99 .999999999",
            ".0 .007 ,007080 .007080000   .00708",
        ),
        ("Januar Mondy 07 x\u{e9}", "Januar Mondy 07 x\u{e9}"),
        ("Mon Jan _2 15:04:05 2006", "Mon Mar  1 07:11:01 2004"),
    ] {
        assert_eq!(format(&time, layout), shown, "{layout}");
    }
    let utc = time.within(Location::UTC);
    assert_eq!(format(&utc, "Z07:00 Z0700 -0700 MST"), "Z Z +0000 UTC");
}

#[test]
fn times_show_in_their_zone() {
    for (zone, unix, shown) in [
        (
            "Europe/Berlin",
            1_711_846_799,
            "2024-03-31 01:59:59 +0100 CET",
        ),
        (
            "Europe/Berlin",
            1_711_846_800,
            "2024-03-31 03:00:00 +0200 CEST",
        ),
        (
            "Europe/Berlin",
            4_086_000_000,
            "2099-06-24 18:00:00 +0200 CEST",
        ),
        (
            "Australia/Sydney",
            4_070_000_000,
            "2098-12-21 22:33:20 +1100 AEDT",
        ),
        (
            "Australia/Sydney",
            4_086_000_000,
            "2099-06-25 02:00:00 +1000 AEST",
        ),
        ("Asia/Kathmandu", 0, "1970-01-01 05:30:00 +0530 +0530"),
        ("Africa/Monrovia", 0, "1969-12-31 23:15:30 -0044 MMT"),
        ("Etc/GMT+5", 0, "1969-12-31 19:00:00 -0500 -05"),
        (
            "America/New_York",
            -3_000_000_000,
            "1874-12-07 13:43:58 -0456 LMT",
        ),
    ] {
        assert_eq!(time(zone, unix).to_string(), shown);
    }
    assert!(Location::named("europe/berlin").is_none());
    assert!(Location::named("../etc/passwd").is_none());
    assert_eq!(Location::local("No/Where").name(), "Local");
}

#[test]
fn times_are_read() {
    let berlin = Location::local("Europe/Berlin");
    for (layout, text, shown) in [
        ("2006-01-02", "2024-02-29", "2024-02-29 00:00:00 +0100 CET"),
        (
            "2006-01-02T15:04:05Z07:00",
            "2024-07-01T10:00:00.25Z",
            "2024-07-01 10:00:00.25 +0000 UTC",
        ),
        (
            "2006-01-02T15:04:05Z07:00",
            "2024-07-01T10:00:00+02:00",
            "2024-07-01 10:00:00 +0200 CEST",
        ),
        (
            "2006-01-02T15:04:05Z07:00",
            "2024-07-01T10:00:00+03:00",
            "2024-07-01 10:00:00 +0300 +0300",
        ),
        (
            "Mon, 02 Jan 2006 15:04:05 MST",
            "mon, 01 jul 2024 10:00:00 CEST",
            "2024-07-01 10:00:00 +0200 CEST",
        ),
        (
            "Mon, 02 Jan 2006 15:04:05 MST",
            "Mon, 01 Jul 2024 10:00:00 PDT",
            "2024-07-01 10:00:00 +0000 PDT",
        ),
        (
            "15:04 MST",
            "10:00 GMT-8",
            "0000-01-01 02:00:00 -0800 GMT-8",
        ),
        ("3:04PM", "12:30AM", "0000-01-01 00:30:00 +0053 LMT"),
        ("2006 __2", "2024  60", "2024-02-29 00:00:00 +0100 CET"),
        (
            "06-1-2 15:4:5",
            "69-7-4 1:2:3,5",
            "1969-07-04 01:02:03.5 +0100 CET",
        ),
        ("2006   Jan", "2024 Feb", "2024-02-01 00:00:00 +0100 CET"),
        // The hour that clocks pass over.
        (
            "2006-01-02 15:04",
            "2024-03-31 02:30",
            "2024-03-31 03:30:00 +0200 CEST",
        ),
    ] {
        let read = Time::parse(layout.as_bytes(), text.as_bytes(), &berlin);
        assert_eq!(
            read.map(|time| time.to_string()),
            Ok(shown.to_owned()),
            "{text}"
        );
    }
}

#[test]
fn what_is_no_time_is_an_error_in_gos_words() {
    for (layout, text, words) in [
        (
            "2006-01-02",
            "x",
            r#"parsing time "x" as "2006-01-02": cannot parse "x" as "2006""#,
        ),
        (
            "2006-01-02",
            "2024/01",
            r#"parsing time "2024/01" as "2006-01-02": cannot parse "/01" as "-""#,
        ),
        (
            "2006-01-02",
            "2024-13-01",
            r#"parsing time "2024-13-01": month out of range"#,
        ),
        (
            "2006-01-02",
            "2024-02-30",
            r#"parsing time "2024-02-30": day out of range"#,
        ),
        ("2006", "2024x", r#"parsing time "2024x": extra text: "x""#),
        ("15", "24", r#"parsing time "24": hour out of range"#),
        ("5", "60", r#"parsing time "60": second out of range"#),
        (
            "-0700",
            "+9999",
            r#"parsing time "+9999": time zone offset minute out of range"#,
        ),
        (
            "-0700",
            "+99x9",
            r#"parsing time "+99x9": time zone offset hour out of range"#,
        ),
        (
            "-0700",
            "*0100",
            r#"parsing time "*0100" as "-0700": cannot parse "*0100" as "-0700""#,
        ),
        (
            ".000",
            ".-12",
            r#"parsing time ".-12": fractional second out of range"#,
        ),
        (
            "2006 002",
            "2023 366",
            r#"parsing time "2023 366": day-of-year out of range"#,
        ),
        (
            "01 2006 002",
            "02 2023 060",
            r#"parsing time "02 2023 060": day-of-year does not match month"#,
        ),
        (
            "MST",
            "mst",
            r#"parsing time "mst" as "MST": cannot parse "mst" as "MST""#,
        ),
        (
            "\u{e9}",
            "\t",
            r#"parsing time "\x09" as "\xc3\xa9": cannot parse "\x09" as "\xc3\xa9""#,
        ),
    ] {
        let error = Time::parse(layout.as_bytes(), text.as_bytes(), &Location::UTC);
        assert_eq!(error.map_err(|error| error.to_string()).unwrap_err(), words);
    }
}

#[test]
fn arithmetic_stays_within_bounds() {
    let time = time("Europe/Berlin", 1_709_161_200).add(Duration(5));
    assert_eq!(
        time.add_date(1, 0, 0).to_string(),
        "2025-03-01 00:00:00.000000005 +0100 CET"
    );
    assert_eq!(
        time.add_date(0, -1, 31).to_string(),
        "2024-02-29 00:00:00.000000005 +0100 CET"
    );
    let _ = time.add_date(i64::MAX, i64::MIN, i64::MAX).to_string();
    assert_eq!(time.since(&Time::ZERO), Duration(i64::MAX));
    assert_eq!(Time::ZERO.since(&time), Duration(i64::MIN));
    assert_eq!(time.truncate(Duration::HOUR).unix(), 1_709_161_200);
    assert_eq!(
        time.round(Duration::HOUR.round(Duration(0))).unix(),
        1_709_161_200
    );
    for seconds in [i64::MIN, i64::MAX] {
        let edge = Time::of_unix(seconds, Location::named("Europe/Berlin").unwrap());
        let _ = edge
            .add(Duration(i64::MIN))
            .add(Duration(i64::MAX))
            .to_string();
        let _ = edge.truncate(Duration(7)).go_syntax();
    }
    let civil = Civil {
        year: i64::MIN,
        month: i64::MIN,
        day: i64::MIN,
        hour: i64::MIN,
        minute: i64::MIN,
        second: i64::MIN,
        nanosecond: i64::MIN,
    };
    let _ = Time::of_civil(civil, Location::UTC).to_string();
}

#[test]
fn two_readings_of_the_monotonic_clock_decide() {
    let earlier = time("UTC", 1_700_000_000).with_monotonic(7);
    let later = time("UTC", 1_600_000_000).with_monotonic(1_500_000_000);
    assert!(earlier.compare(&later).is_lt());
    assert_eq!(later.since(&earlier), Duration(1_499_999_993));
    assert!(earlier.within(Location::UTC).compare(&later).is_gt());
    assert_eq!(
        later.to_string(),
        "2020-09-13 12:26:40 +0000 UTC m=+1.500000000"
    );
    assert_eq!(
        later.add(Duration(-2_000_000_000)).to_string(),
        "2020-09-13 12:26:38 +0000 UTC m=-0.500000000"
    );
}

#[test]
fn other_programs_get_rfc_3339() {
    assert_eq!(
        time("Europe/Berlin", 0).add(Duration(1_500)).rfc3339(),
        "1970-01-01T01:00:00.0000015+01:00"
    );
    assert_eq!(
        format(&time("UTC", 0), std::str::from_utf8(RFC3339).unwrap()),
        "1970-01-01T00:00:00Z"
    );
    assert_eq!(
        time("UTC", 1 << 40).strict_rfc3339(),
        Err("year outside of range [0,9999]")
    );
    assert_eq!(
        time("Europe/Berlin", 0).go_syntax(),
        r#"time.Date(1970, time.January, 1, 1, 0, 0, 0, time.Location("Europe/Berlin"))"#
    );
}
