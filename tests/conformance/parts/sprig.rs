//! sprig's functions, called from templates.

use std::rc::Rc;
use std::time::{SystemTime, UNIX_EPOCH};

use gotemplate::Functions;
use gotemplate::sprig::{self, Sources};
use proptest::prelude::*;
use serde_json::Value as Json;

use super::Part;
use super::oracle::{Answer, Question};
use super::template;

/// Functions whose results are another each time: that they succeed or fail, and the error, is compared.
const BY_CHANCE: &[&str] = &[
    "rand",
    "uuidv4",
    "shuffle",
    "genPrivateKey",
    "genCA",
    "genSigned",
    "genSelfSigned",
    "htpasswd",
    "bcrypt",
    "encryptAES",
    "now",
    "ago",
];

pub(super) fn run() -> Part {
    let mut part = Part::new("sprig 3.3.0", template::execute);
    for row in part.rows("github.com/Masterminds/sprig/v3", "") {
        // A template's data, where it stands beside it.
        let data = row
            .values
            .iter()
            .find(|value| value.get("map").is_some() || value.get("string_map").is_some());
        for text in row
            .texts()
            .filter(|text| text.windows(2).any(|two| two == b"{{"))
        {
            // The numbers of a DSA key take minutes to find in a build without optimisation.
            if text.windows(5).any(|part| part == b"\"dsa\"") {
                continue;
            }
            part.upstream(question(text, data.cloned().unwrap_or_else(template::data)));
        }
    }
    let call = template::call(FUNCTIONS, operand());
    part.made(
        6_000,
        call.prop_map(|call| question(format!("{{{{ {call} }}}}").into_bytes(), template::data())),
    );
    let shown = template::call(FUNCTIONS, operand());
    part.made(
        2_000,
        shown.prop_map(|call| {
            question(
                format!("{{{{ $x := {call} }}}}{{{{ printf \"%T %#v\" $x $x }}}}").into_bytes(),
                template::data(),
            )
        }),
    );
    let small = prop::sample::select(vec![
        "0",
        "1",
        "3",
        "-2",
        "\"ab\\nc\"",
        "\"\"",
        "1.5",
        "nil",
        ".I",
        ".none",
        ".SI",
        "(list)",
    ]);
    let growing = template::call(GROWING, small.prop_map(str::to_owned));
    part.made(
        1_000,
        growing
            .prop_map(|call| question(format!("{{{{ {call} }}}}").into_bytes(), template::data())),
    );
    part.made(
        500,
        template::body(&operand()).prop_map(|text| question(text.into_bytes(), template::data())),
    );
    part
}

fn question(text: Vec<u8>, value: Json) -> Question {
    Question {
        operation: "template",
        mode: "sprig",
        text,
        value,
        ..Question::default()
    }
}

/// Whether both sides did the same with a function whose result is another each time.
pub(super) fn agree_by_chance(question: &Question, ours: &Answer, theirs: &Answer) -> bool {
    let text = String::from_utf8_lossy(&question.text);
    question.mode == "sprig"
        && ours.error == theirs.error
        && ours.panic == theirs.panic
        && BY_CHANCE.iter().any(|name| text.contains(name))
}

/// The functions, as the program has them.
pub(super) fn functions() -> Functions {
    thread_local! {
        static FUNCTIONS: Functions = sprig::functions(&sources());
    }
    FUNCTIONS.with(Clone::clone)
}

fn sources() -> Sources {
    Sources {
        rsa_keys: gotemplate::sprig::RsaKeys::New,
        now: Rc::new(|| {
            SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| since.as_nanos().cast_signed())
        }),
        local_zone: "UTC".to_owned(),
        random: Rc::new(|bytes| {
            bytes.fill_with(|| fastrand::u8(..));
            true
        }),
    }
}

/// Texts that functions take a meaning from, beside the operands of all templates.
fn operand() -> BoxedStrategy<String> {
    let special = prop::sample::select(vec![
        "\"1.2.3\"",
        "\"^1.2\"",
        "\">=1.0 <2\"",
        "\"v2.0.0-rc1\"",
        "\"a,b,c\"",
        "\",\"",
        "\"hello world\"",
        "\"HelloWorld_x-y\"",
        "\"[a-z]+\"",
        "\"(\\\\d+)(x)?\"",
        "\"${1}-$2\"",
        "\"[\"",
        "\"2006-01-02T15:04:05Z07:00\"",
        "\"2024-02-29\"",
        "\"2006-01-02\"",
        "\"1h30m\"",
        "\"90\"",
        "\"Europe/Berlin\"",
        "\"UTC\"",
        "\"0755\"",
        "\"0x1f\"",
        "\"-7\"",
        "\"1e3\"",
        "\"1.55\"",
        "\"true\"",
        "\"null\"",
        "`{\"a\":[1,2.5,null],\"b\":\"<&>\"}`",
        "`[1,{\"x\":true}]`",
        "`{bad`",
        "\"aGVsbG8=\"",
        "\"NBSWY3DP\"",
        "\"!!\"",
        "\"https://u:p@host:80/a/b?q=1#f\"",
        "\"%zz://\"",
        "\"a/b/../c.txt\"",
        "\"/\"",
        "\"ünïcödé\"",
        "\"  pad \"",
        "\"string\"",
        "\"map\"",
        "\"slice\"",
        "\"lower\"",
        "5",
        "10",
        "-3",
        "20",
        "0.1",
        "2.675",
        "(list 1 2 3)",
        "(list \"b\" \"a\" \"a\")",
        "(list)",
        "(list 1 nil \"\" (list))",
        "(dict \"a\" 1 \"b\" (dict \"c\" nil))",
        "(dict)",
        "(tuple 1 \"x\")",
        "(int64 7)",
        "(float64 \"1.5\")",
        "(toString 12)",
        "(now | date \"2006\")",
        "(splitList \",\" \"x,y\")",
        "(list (dict \"k\" 1) (dict))",
        "(dict \"a\" (list 1))",
    ])
    .prop_map(str::to_owned);
    let simple = prop_oneof![2 => special, 1 => template::leaf().prop_filter("a variable", |leaf| !leaf.starts_with("$x"))];
    prop_oneof![
        8 => simple.clone(),
        1 => template::call(FUNCTIONS, simple).prop_map(|call| format!("({call})")),
    ]
    .boxed()
}

/// Functions that make as much as a number says, which is small here.
const GROWING: &[(&str, usize)] = &[
    ("repeat", 2),
    ("until", 1),
    ("untilStep", 3),
    ("seq", 1),
    ("seq", 2),
    ("seq", 3),
    ("indent", 2),
    ("nindent", 2),
];

/// The functions and how many arguments each takes.
const FUNCTIONS: &[(&str, usize)] = &[
    ("hello", 0),
    ("ago", 1),
    ("date", 2),
    ("date_in_zone", 3),
    ("date_modify", 2),
    ("dateInZone", 3),
    ("dateModify", 2),
    ("duration", 1),
    ("durationRound", 1),
    ("htmlDate", 1),
    ("htmlDateInZone", 2),
    ("must_date_modify", 2),
    ("mustDateModify", 2),
    ("mustToDate", 2),
    ("toDate", 2),
    ("unixEpoch", 1),
    ("abbrev", 2),
    ("abbrevboth", 3),
    ("trunc", 2),
    ("trim", 1),
    ("upper", 1),
    ("lower", 1),
    ("title", 1),
    ("untitle", 1),
    ("substr", 3),
    ("trimall", 2),
    ("trimAll", 2),
    ("trimSuffix", 2),
    ("trimPrefix", 2),
    ("nospace", 1),
    ("initials", 1),
    ("swapcase", 1),
    ("snakecase", 1),
    ("camelcase", 1),
    ("kebabcase", 1),
    ("wrap", 2),
    ("wrapWith", 3),
    ("contains", 2),
    ("hasPrefix", 2),
    ("hasSuffix", 2),
    ("quote", 1),
    ("quote", 3),
    ("squote", 1),
    ("squote", 2),
    ("cat", 3),
    ("replace", 3),
    ("plural", 3),
    ("sha1sum", 1),
    ("sha256sum", 1),
    ("sha512sum", 1),
    ("adler32sum", 1),
    ("toString", 1),
    ("atoi", 1),
    ("int64", 1),
    ("int", 1),
    ("float64", 1),
    ("toDecimal", 1),
    ("split", 2),
    ("splitList", 2),
    ("splitn", 3),
    ("toStrings", 1),
    ("add1", 1),
    ("add", 2),
    ("add", 3),
    ("sub", 2),
    ("div", 2),
    ("mod", 2),
    ("mul", 2),
    ("add1f", 1),
    ("addf", 2),
    ("addf", 3),
    ("subf", 2),
    ("divf", 2),
    ("mulf", 2),
    ("biggest", 2),
    ("max", 3),
    ("min", 2),
    ("maxf", 2),
    ("minf", 3),
    ("ceil", 1),
    ("floor", 1),
    ("round", 2),
    ("round", 3),
    ("join", 2),
    ("sortAlpha", 1),
    ("default", 2),
    ("empty", 1),
    ("coalesce", 3),
    ("all", 2),
    ("any", 2),
    ("compact", 1),
    ("mustCompact", 1),
    ("fromJson", 1),
    ("toJson", 1),
    ("toPrettyJson", 1),
    ("toRawJson", 1),
    ("mustFromJson", 1),
    ("mustToJson", 1),
    ("mustToPrettyJson", 1),
    ("mustToRawJson", 1),
    ("ternary", 3),
    ("deepCopy", 1),
    ("mustDeepCopy", 1),
    ("typeOf", 1),
    ("typeIs", 2),
    ("typeIsLike", 2),
    ("kindOf", 1),
    ("kindIs", 2),
    ("deepEqual", 2),
    ("base", 1),
    ("dir", 1),
    ("clean", 1),
    ("ext", 1),
    ("isAbs", 1),
    ("osBase", 1),
    ("osClean", 1),
    ("osDir", 1),
    ("osExt", 1),
    ("osIsAbs", 1),
    ("b64enc", 1),
    ("b64dec", 1),
    ("b32enc", 1),
    ("b32dec", 1),
    ("tuple", 2),
    ("list", 3),
    ("dict", 2),
    ("dict", 4),
    ("get", 2),
    ("unset", 2),
    ("hasKey", 2),
    ("pluck", 3),
    ("keys", 1),
    ("pick", 2),
    ("omit", 2),
    ("merge", 2),
    ("mergeOverwrite", 2),
    ("mustMerge", 2),
    ("mustMergeOverwrite", 3),
    ("values", 1),
    ("append", 2),
    ("push", 2),
    ("mustAppend", 2),
    ("prepend", 2),
    ("mustPrepend", 2),
    ("first", 1),
    ("mustFirst", 1),
    ("rest", 1),
    ("mustRest", 1),
    ("last", 1),
    ("mustLast", 1),
    ("initial", 1),
    ("mustInitial", 1),
    ("reverse", 1),
    ("mustReverse", 1),
    ("uniq", 1),
    ("mustUniq", 1),
    ("without", 2),
    ("mustWithout", 3),
    ("has", 2),
    ("mustHas", 2),
    ("slice", 1),
    ("slice", 2),
    ("slice", 3),
    ("mustSlice", 3),
    ("concat", 2),
    ("dig", 3),
    ("dig", 4),
    ("chunk", 2),
    ("mustChunk", 2),
    ("uuidv4", 0),
    ("buildCustomCert", 2),
    ("decryptAES", 2),
    ("encryptAES", 2),
    ("semver", 1),
    ("semverCompare", 2),
    ("fail", 1),
    ("regexMatch", 2),
    ("mustRegexMatch", 2),
    ("regexFindAll", 3),
    ("mustRegexFindAll", 3),
    ("regexFind", 2),
    ("mustRegexFind", 2),
    ("regexReplaceAll", 3),
    ("mustRegexReplaceAll", 3),
    ("regexReplaceAllLiteral", 3),
    ("mustRegexReplaceAllLiteral", 3),
    ("regexSplit", 3),
    ("mustRegexSplit", 3),
    ("regexQuoteMeta", 1),
    ("urlParse", 1),
    ("urlJoin", 1),
];
