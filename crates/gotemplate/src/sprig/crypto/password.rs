//! Passwords: hashed, and derived from a master password.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::GeneralPurpose;
use base64::engine::general_purpose::NO_PAD;
use blowfish::Blowfish;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::Random;

/// Go's `bcrypt.DefaultCost`.
const COST: u32 = 10;
const MOST_BYTES: usize = 72;
const BASE64: GeneralPurpose = GeneralPurpose::new(&alphabet::BCRYPT, NO_PAD);

/// A bcrypt hash, or the complaint in its place.
pub(super) fn bcrypt(password: &[u8], random: &Random) -> String {
    let failed = |words: &str| format!("failed to encrypt string with bcrypt: {words}");
    if password.len() > MOST_BYTES {
        return failed("bcrypt: password length exceeds 72 bytes");
    }
    match random.bytes::<16>() {
        Ok(salt) => hash(password, &salt),
        Err(error) => failed(&error.to_string()),
    }
}

/// A line of a password file, or the complaint in its place.
pub(super) fn htpasswd(user: &[u8], password: &[u8], random: &Random) -> Vec<u8> {
    if user.contains(&b':') {
        return [b"invalid username: ", user].concat();
    }
    [user, b":", bcrypt(password, random).as_bytes()].concat()
}

/// bcrypt (Provos and Mazières): the password sets up a cipher at great expense, which then enciphers a fixed text.
fn hash(password: &[u8], salt: &[u8; 16]) -> String {
    // As in C, the byte after a string counts.
    let key = [password, &[0]].concat();
    let mut cipher = Blowfish::bc_init_state();
    cipher.salted_expand_key(salt, &key);
    for _ in 0..1_u32 << COST {
        cipher.bc_expand_key(&key);
        cipher.bc_expand_key(salt);
    }
    let mut text = Vec::with_capacity(24);
    for block in [*b"OrpheanB", *b"eholderS", *b"cryDoubt"] {
        let [a, b, c, d, e, f, g, h] = block;
        let mut halves = [
            u32::from_be_bytes([a, b, c, d]),
            u32::from_be_bytes([e, f, g, h]),
        ];
        for _ in 0..64 {
            halves = cipher.bc_encrypt(halves);
        }
        text.extend(halves.iter().flat_map(|half| half.to_be_bytes()));
    }
    // As in C, the last byte is left out.
    text.truncate(23);
    format!("$2a${COST}${}{}", BASE64.encode(salt), BASE64.encode(text))
}

/// The forms of passwords, by the names of their kinds.
const TEMPLATES: [(&[u8], &[&str]); 6] = [
    (
        b"maximum",
        &["anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"],
    ),
    (
        b"long",
        &[
            "CvcvnoCvcvCvcv",
            "CvcvCvcvnoCvcv",
            "CvcvCvcvCvcvno",
            "CvccnoCvcvCvcv",
            "CvccCvcvnoCvcv",
            "CvccCvcvCvcvno",
            "CvcvnoCvccCvcv",
            "CvcvCvccnoCvcv",
            "CvcvCvccCvcvno",
            "CvcvnoCvcvCvcc",
            "CvcvCvcvnoCvcc",
            "CvcvCvcvCvccno",
            "CvccnoCvccCvcv",
            "CvccCvccnoCvcv",
            "CvccCvccCvcvno",
            "CvcvnoCvccCvcc",
            "CvcvCvccnoCvcc",
            "CvcvCvccCvccno",
            "CvccnoCvcvCvcc",
            "CvccCvcvnoCvcc",
            "CvccCvcvCvccno",
        ],
    ),
    (b"medium", &["CvcnoCvc", "CvcCvcno"]),
    (b"short", &["Cvcn"]),
    (b"basic", &["aaanaaan", "aannaaan", "aaannaaa"]),
    (b"pin", &["nnnn"]),
];

/// The characters that a letter of a form stands for.
fn characters(class: u8) -> &'static [u8] {
    match class {
        b'V' => b"AEIOU",
        b'C' => b"BCDFGHJKLMNPQRSTVWXYZ",
        b'v' => b"aeiou",
        b'c' => b"bcdfghjklmnpqrstvwxyz",
        b'a' => b"AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz",
        b'n' => b"0123456789",
        b'o' => b"@&%?,=[]_:-+*$#!'^~;()/.",
        _ => b"AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()",
    }
}

const SEED: &[u8] = b"com.lyndir.masterpassword";

/// The password of a site, always the same for the same arguments (the Master Password algorithm), or the complaint in
/// its place.
pub(super) fn derive(
    counter: u32,
    kind: &[u8],
    password: &[u8],
    user: &[u8],
    site: &[u8],
) -> Vec<u8> {
    let Some((_, templates)) = TEMPLATES.iter().find(|(name, _)| *name == kind) else {
        return [b"cannot find password template ", kind].concat();
    };
    let mut key = [0; 64];
    let salt = [SEED, &length(user), user].concat();
    // n = 32768, r = 8, p = 2
    let derived = scrypt::Params::new(15, 8, 2)
        .map_err(|error| error.to_string())
        .and_then(|parameters| {
            scrypt::scrypt(password, &salt, &parameters, &mut key)
                .map_err(|error| error.to_string())
        });
    if let Err(error) = derived {
        return format!("failed to derive password: {error}").into();
    }
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key) else {
        return b"failed to derive password".to_vec();
    };
    for part in [SEED, &length(site), site, &counter.to_be_bytes()] {
        mac.update(part);
    }
    let digest = mac.finalize().into_bytes();
    let mut seeds = digest.iter();
    let mut pick = |count: usize| {
        let seed = seeds.next().copied().map_or(0, usize::from);
        seed.checked_rem(count).unwrap_or_default()
    };
    let form = templates
        .get(pick(templates.len()))
        .copied()
        .unwrap_or_default();
    form.bytes()
        .filter_map(|class| {
            let characters = characters(class);
            characters.get(pick(characters.len())).copied()
        })
        .collect()
}

/// The length of a text in four bytes.
fn length(text: &[u8]) -> [u8; 4] {
    u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::alphabet;
    use base64::engine::GeneralPurpose;
    use base64::engine::general_purpose::NO_PAD;

    use super::{derive, hash};

    #[test]
    fn bcrypt_hashes_as_others_do() {
        // From bcrypt_test.go of x/crypto. The salt's last letter holds more bits than the salt.
        let lenient = GeneralPurpose::new(
            &alphabet::BCRYPT,
            NO_PAD.with_decode_allow_trailing_bits(true),
        );
        let salt = lenient.decode("XajjQvNhvvRt5GSeFk1xFe").unwrap();
        assert_eq!(
            hash(b"allmine", &salt.try_into().unwrap()),
            "$2a$10$XajjQvNhvvRt5GSeFk1xFeyqRrsxkhBkUiQeg0dt.wU1qD4aFDcga"
        );
    }

    #[test]
    fn derived_passwords_are_sprigs() {
        // From sprig's crypto_test.go.
        for (kind, password) in [
            ("long", "ZedaFaxcZaso9*"),
            ("maximum", "pf4zS1LjCg&LjhsZ7T2~"),
            ("medium", "ZedJuz8$"),
            ("basic", "pIS54PLs"),
            ("short", "Zed5"),
            ("pin", "6685"),
        ] {
            let derived = derive(1, kind.as_bytes(), b"password", b"user", b"example.com");
            assert_eq!(String::from_utf8(derived).unwrap(), password);
        }
        assert_eq!(
            derive(1, b"none", b"", b"", b""),
            b"cannot find password template none"
        );
    }
}
