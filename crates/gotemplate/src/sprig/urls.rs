//! Sprig's functions on URLs (`url.go`).

use super::Sources;
use super::arguments::Declare;
use super::panics::nil_dereference;
use crate::error::FunctionError;
use crate::function::{Functions, Signature};
use crate::url::{Url, Userinfo};
use crate::value::{Kind, Map, Text, Type, Value};

/// Adds them.
pub(super) fn add(functions: &mut Functions, _sources: &Sources) {
    functions.declare(
        "urlParse",
        Signature::of(&[Type::String]),
        |_, arguments| url_parse(arguments.bytes(0)),
    );
    functions.declare("urlJoin", Signature::of(&[Type::MAP]), |call, arguments| {
        let url = url_join(&arguments.map(0))?.to_bytes();
        call.budget().text(url.len() as u64)?;
        Ok(url)
    });
}

fn url_parse(text: &[u8]) -> Result<Map, FunctionError> {
    let url = Url::parse(text).map_err(|error| format!("unable to parse url: {error}"))?;
    let parts = [
        ("hostname", url.hostname().to_owned()),
        (
            "userinfo",
            url.user
                .as_ref()
                .map(Userinfo::to_bytes)
                .unwrap_or_default(),
        ),
        ("scheme", url.scheme),
        ("host", url.host),
        ("path", url.path),
        ("query", url.raw_query),
        ("opaque", url.opaque),
        ("fragment", url.fragment),
    ];
    Ok(parts.into_iter().collect())
}

fn url_join(parts: &Map) -> Result<Url, FunctionError> {
    let part = |key| part(parts, key).map(|text| text.to_vec());
    let mut url = Url {
        scheme: part("scheme")?,
        host: part("host")?,
        path: part("path")?,
        raw_query: part("query")?,
        opaque: part("opaque")?,
        fragment: part("fragment")?,
        user: None,
    };
    let userinfo = part("userinfo")?;
    if !userinfo.is_empty() {
        // Sprig lets the URL's parser read it, whatever comes out of that.
        let carrier = [b"proto://", userinfo.as_slice(), b"@host"].concat();
        url.user = Url::parse(&carrier)
            .map_err(|error| format!("unable to parse userinfo in dict: {error}"))?
            .user;
    }
    Ok(url)
}

/// `dictGetOrEmpty`.
fn part(parts: &Map, key: &str) -> Result<Text, FunctionError> {
    let underlying = match parts.get(key) {
        None => return Ok(Text::default()),
        Some(Value::Nil) => return Err(nil_dereference()),
        Some(Value::Object(object)) if object.kind() == Kind::String => object.underlying(),
        Some(value) => Some(value),
    };
    match underlying {
        Some(Value::String(text)) => Ok(text),
        other => Err(format!(
            "unable to parse {key} key, must be of type string, but {} found",
            other.unwrap_or_default().kind().name()
        )
        .into()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::arguments::testing::{call, show};
    use super::super::random::testing::sources;
    use super::*;

    fn sprig() -> Functions {
        let mut functions = Functions::new();
        add(&mut functions, &sources());
        functions
    }

    #[test]
    fn parses_urls_into_their_parts() {
        let parts = call(
            &sprig(),
            "urlParse",
            &["proto://auth%3a:p@host:80/path%20x?a=b%20c#frag%20ment".into()],
        );
        assert_eq!(
            show(&parts.unwrap()),
            r#"map[string]interface {}{fragment:"frag ment" host:"host:80" hostname:"host" opaque:"" path:"/path x" query:"a=b%20c" scheme:"proto" userinfo:"auth%3A:p"}"#
        );
        assert_eq!(
            call(&sprig(), "urlParse", &["http://a b/".into()]).unwrap_err(),
            r#"unable to parse url: parse "http://a b/": invalid character " " in host name"#
        );
    }

    #[test]
    fn joins_parts_into_urls() {
        let join = |parts: &[(&'static str, Value)]| {
            let map: Map = parts.iter().cloned().collect();
            call(&sprig(), "urlJoin", &[map.into()]).map(|url| show(&url))
        };
        assert_eq!(
            join(&[
                ("scheme", "http".into()),
                ("userinfo", "a:b c".into()),
                ("host", "h".into()),
                ("path", "p q".into()),
                ("query", "x=y".into()),
                ("fragment", "f g".into()),
            ]),
            Err(
                r#"unable to parse userinfo in dict: parse "proto://a:b c@host": net/url: invalid userinfo"#
                    .to_owned()
            )
        );
        assert_eq!(
            join(&[("userinfo", "a:b".into()), ("path", "p q".into())]),
            Ok(r#""//a:b@p%20q""#.to_owned())
        );
        assert_eq!(
            join(&[("userinfo", "a/b".into())]),
            Ok(r#""""#.to_owned()),
            "the slash ends the authority, so there is no user"
        );
        assert_eq!(
            join(&[("host", Value::Int(5))]),
            Err("unable to parse host key, must be of type string, but int found".to_owned())
        );
        assert_eq!(
            join(&[("host", Value::Nil)]),
            Err("runtime error: invalid memory address or nil pointer dereference".to_owned())
        );
    }
}
