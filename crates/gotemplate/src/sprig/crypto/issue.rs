//! Sprig's functions that give certificates with their keys.

use std::any::Any;
use std::net::IpAddr;
use std::rc::Rc;

use super::certificate::{self, Template};
use super::keys::PrivateKey;
use super::rsa::Size;
use super::{Random, cost, parse_key, pem, x509};
use crate::error::FunctionError;
use crate::format::display;
use crate::function::{Call, Functions, Signature};
use crate::sprig::arguments::{Arguments, Declare};
use crate::sprig::encoding::decode_base64;
use crate::sprig::{RsaKeys, Sources};
use crate::time::{Duration, Location, Time};
use crate::value::{List, Object, Text, Type, Value};

/// A certificate and its key as PEM (sprig's `certificate`).
#[derive(Debug, Clone)]
pub(crate) struct Certificate {
    certificate: Text,
    key: Text,
}

const CERTIFICATE: Type = Type::Object("sprig.certificate");

impl Object for Certificate {
    fn type_name(&self) -> &'static str {
        "sprig.certificate"
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("Cert", self.certificate.clone().into()),
            ("Key", self.key.clone().into()),
        ]
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl From<Certificate> for Value {
    fn from(certificate: Certificate) -> Self {
        Self::Object(Rc::new(certificate))
    }
}

/// What certificates take from the world.
#[derive(Clone)]
struct World {
    now: Rc<dyn Fn() -> i128>,
    random: Random,
    rsa_keys: RsaKeys,
}

/// Who the certificate is for, and for how long.
struct Request {
    common_name: Text,
    addresses: List,
    names: List,
    days: i64,
    is_authority: bool,
}

const AUTHORITY: Signature = Signature::of(&[Type::String, Type::Int]);
const AUTHORITY_WITH_KEY: Signature = Signature::of(&[Type::String, Type::Int, Type::String]);
const SELF_SIGNED: Signature = Signature::of(&[Type::String, Type::LIST, Type::LIST, Type::Int]);
const SELF_SIGNED_WITH_KEY: Signature = Signature::of(&[
    Type::String,
    Type::LIST,
    Type::LIST,
    Type::Int,
    Type::String,
]);
const SIGNED: Signature =
    Signature::of(&[Type::String, Type::LIST, Type::LIST, Type::Int, CERTIFICATE]);
const SIGNED_WITH_KEY: Signature = Signature::of(&[
    Type::String,
    Type::LIST,
    Type::LIST,
    Type::Int,
    CERTIFICATE,
    Type::String,
]);

/// Adds them.
pub(super) fn add(functions: &mut Functions, sources: &Sources, random: &Random) {
    functions.declare(
        "buildCustomCert",
        Signature::of(&[Type::String, Type::String]),
        |_, arguments| build_custom(arguments.bytes(0), arguments.bytes(1)),
    );
    let world = World {
        now: Rc::clone(&sources.now),
        random: random.clone(),
        rsa_keys: sources.rsa_keys,
    };
    let own = world.clone();
    functions.declare("genCA", AUTHORITY, move |call, arguments| {
        own.issue(
            call,
            &Request::authority(arguments),
            own.new_key(call)?,
            None,
        )
    });
    let own = world.clone();
    functions.declare(
        "genCAWithKey",
        AUTHORITY_WITH_KEY,
        move |call, arguments| {
            let key = given_key(arguments.bytes(2))?;
            own.issue(call, &Request::authority(arguments), key, None)
        },
    );
    let own = world.clone();
    functions.declare("genSelfSignedCert", SELF_SIGNED, move |call, arguments| {
        own.issue(call, &Request::named(arguments), own.new_key(call)?, None)
    });
    let own = world.clone();
    functions.declare(
        "genSelfSignedCertWithKey",
        SELF_SIGNED_WITH_KEY,
        move |call, arguments| {
            let key = given_key(arguments.bytes(4))?;
            own.issue(call, &Request::named(arguments), key, None)
        },
    );
    let own = world.clone();
    functions.declare("genSignedCert", SIGNED, move |call, arguments| {
        let signer = certificate_of(arguments.value(4));
        own.issue(
            call,
            &Request::named(arguments),
            own.new_key(call)?,
            Some(&signer),
        )
    });
    functions.declare(
        "genSignedCertWithKey",
        SIGNED_WITH_KEY,
        move |call, arguments| {
            let key = given_key(arguments.bytes(5))?;
            let signer = certificate_of(arguments.value(4));
            world.issue(call, &Request::named(arguments), key, Some(&signer))
        },
    );
}

impl Request {
    fn authority(arguments: Arguments<'_>) -> Self {
        Self {
            common_name: arguments.text(0),
            addresses: List::new(Vec::new()),
            names: List::new(Vec::new()),
            days: arguments.int(1),
            is_authority: true,
        }
    }

    fn named(arguments: Arguments<'_>) -> Self {
        Self {
            common_name: arguments.text(0),
            addresses: arguments.list(1),
            names: arguments.list(2),
            days: arguments.int(3),
            is_authority: false,
        }
    }
}

fn given_key(text: &[u8]) -> Result<PrivateKey, FunctionError> {
    parse_key::parse(text).map_err(|error| format!("parsing private key: {error}").into())
}

fn certificate_of(value: &Value) -> Certificate {
    let found = match value {
        Value::Object(object) => object.as_any().downcast_ref::<Certificate>().cloned(),
        _ => None,
    };
    found.unwrap_or_else(|| Certificate {
        certificate: Text::default(),
        key: Text::default(),
    })
}

impl World {
    fn new_key(&self, call: Call<'_>) -> Result<PrivateKey, FunctionError> {
        call.budget().step(cost::PRIMES)?;
        PrivateKey::rsa(self.rsa_keys, Size::Bits2048)
            .map_err(|error| format!("error generating rsa key: {error}").into())
    }

    /// Makes a certificate for `key`, signed by `signer` or by itself.
    fn issue(
        &self,
        call: Call<'_>,
        request: &Request,
        key: PrivateKey,
        signer: Option<&Certificate>,
    ) -> Result<Certificate, FunctionError> {
        call.budget().step(cost::SIGNATURE)?;
        let signer = match signer {
            Some(signer) => {
                let block =
                    pem::decode(&signer.certificate).ok_or("unable to decode certificate")?;
                let issuer = x509::parse(&block.bytes).map_err(|error| {
                    format!("error parsing certificate: decodedSignerCert.Bytes: {error}")
                })?;
                let key = parse_key::parse(&signer.key)
                    .map_err(|error| format!("error parsing private key: {error}"))?;
                Some((issuer, key))
            }
            None => None,
        };
        let template = self.template(call, request)?;
        let signer = signer.as_ref().map(|(issuer, key)| (issuer, key));
        let bytes = certificate::create(&template, &key, signer)
            .map_err(|error| format!("error creating certificate: {error}"))?;
        Ok(Certificate {
            certificate: pem::encode("CERTIFICATE", &bytes).into(),
            key: key.to_pem().into(),
        })
    }

    /// Sprig's `getBaseCertTemplate`.
    fn template(&self, call: Call<'_>, request: &Request) -> Result<Template, FunctionError> {
        let mut addresses = Vec::with_capacity(request.addresses.len());
        for address in request.addresses.iter() {
            let Value::String(text) = &address else {
                let shown = display(&address, call.budget())?;
                let shown = String::from_utf8_lossy(&shown).into_owned();
                return Err(format!("error parsing ip: {shown} is not a string").into());
            };
            let parsed = std::str::from_utf8(text)
                .ok()
                .and_then(|text| text.parse().ok());
            addresses.push(match parsed.map(|address: IpAddr| address.to_canonical()) {
                Some(IpAddr::V4(address)) => address.octets().to_vec(),
                Some(IpAddr::V6(address)) => address.octets().to_vec(),
                None => return Err(format!("error parsing ip: {}", text.to_str()).into()),
            });
        }
        let mut names = Vec::with_capacity(request.names.len());
        for name in request.names.iter() {
            let Value::String(text) = &name else {
                let shown = display(&name, call.budget())?;
                let shown = String::from_utf8_lossy(&shown).into_owned();
                return Err(format!(
                    "error processing alternate dns name: {shown} is not a string"
                )
                .into());
            };
            names.push(text.to_vec());
        }
        let serial = self
            .random
            .bytes()
            .map_err(|error| FunctionError::from(error.to_string()))?;
        let now = Time::of_unix_nanoseconds((self.now)(), Location::UTC);
        let validity = Duration(Duration::HOUR.0.wrapping_mul(24).wrapping_mul(request.days));
        Ok(Template {
            serial,
            common_name: request.common_name.to_vec(),
            not_after: now.add(validity),
            not_before: now,
            addresses,
            names,
            is_authority: request.is_authority,
        })
    }
}

/// A certificate and a key that are there already, in base64 (`buildCustomCert`).
fn build_custom(certificate: &[u8], key: &[u8]) -> Result<Certificate, FunctionError> {
    let certificate =
        decode_base64(certificate).map_err(|_| "unable to decode base64 certificate")?;
    let key = decode_base64(key).map_err(|_| "unable to decode base64 private key")?;
    let block = pem::decode(&certificate).ok_or("unable to decode certificate")?;
    x509::parse(&block.bytes)
        .map_err(|error| format!("error parsing certificate: decodedCert.Bytes: {error}"))?;
    parse_key::parse(&key).map_err(|error| format!("error parsing private key: {error}"))?;
    Ok(Certificate {
        certificate: certificate.into(),
        key: key.into(),
    })
}

#[cfg(test)]
pub(super) mod testing {
    //! Certificates that no function makes.

    use super::Certificate;
    use crate::value::{Text, Value};

    pub(in crate::sprig::crypto) fn certificate(certificate: Text, key: Text) -> Value {
        Certificate { certificate, key }.into()
    }
}
