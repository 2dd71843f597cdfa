//! What the tests share: a checkout to run the program in, and the servers it talks to.
#![allow(dead_code, reason = "each test file uses a part of it")]

pub mod workspace;
