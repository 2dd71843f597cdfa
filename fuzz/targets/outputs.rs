//! The file of outputs, read as the runner reads it: each output is there once, with its value, and no other.
//!
//! Values are apart by `----`.
#![no_main]

use chartwright::action::file_command::write_outputs;
use chartwright_fuzz::halves;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (one, other) = halves(data);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let outputs = [("digest", text(one)), ("version", text(other))];
    let file = chartwright_fuzz::file(b"");
    write_outputs(file.path(), &outputs).expect("no delimiter is guessed");
    let written = std::fs::read_to_string(file.path()).expect("text");
    let mut lines = written.split('\n');
    let mut read = Vec::new();
    while let Some(line) = lines.next().filter(|line| !line.is_empty()) {
        let (name, delimiter) = line.split_once("<<").expect("a heredoc");
        let mut value = Vec::new();
        loop {
            let line = lines.next().expect("the delimiter");
            if line == delimiter {
                break;
            }
            value.push(line);
        }
        read.push((name, value.join("\n")));
    }
    assert_eq!(read, outputs);
});
