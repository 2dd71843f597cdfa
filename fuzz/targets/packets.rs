//! Packet lines: what is read is what was sent, and no server's bytes make a push a success but its own `ok`.
#![no_main]

use chartwright::git::remote::{PushAnswer, fuzzing};
use chartwright::git::tree::Tree;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let read = fuzzing::packets(data);
    let length: usize = read.iter().map(|packet| packet.len() + 4).sum();
    assert!(length <= data.len(), "{read:?}");
    for reference in fuzzing::advertised(data).unwrap_or_default() {
        assert_ne!(reference.name, ".have");
        assert!(!reference.name.ends_with("^{}"), "{reference:?}");
    }
    let name = "refs/heads/gh-pages";
    match fuzzing::push_answer(data, name) {
        PushAnswer::Done => {
            let needle = format!("ok {name}").into_bytes();
            let holds = |bytes: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
            // In side bands it may come in pieces.
            let joined: Vec<u8> = read
                .iter()
                .flat_map(|packet| packet.get(1..).unwrap_or_default())
                .copied()
                .collect();
            assert!(holds(data) || holds(&joined));
        }
        PushAnswer::Refused { said, .. } => assert!(said.len() <= 40, "{}", said.len()),
        PushAnswer::Unknown { .. } => {}
    }
    if let Some(tree) = Tree::parse(data) {
        assert_eq!(tree.encode(), data, "a tree keeps its bytes");
    }
});
