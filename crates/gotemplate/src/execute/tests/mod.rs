mod comparison;
mod errors;
mod limits;
mod methods;
mod output;
mod property;
mod sample;
mod sets;

use super::{MissingKey, Templates};
use crate::{Budget, Value};

/// Executes one template with the functions of the sample. Its output, or its error's words.
fn run(text: &str, data: &Value, missing_key: MissingKey) -> Result<String, String> {
    let mut templates = Templates::new("set", sample::functions(), missing_key);
    templates
        .parse("t", text.as_bytes())
        .map_err(|error| error.to_string())?;
    match templates.execute("t", data, &Budget::default()) {
        Ok(output) => Ok(String::from_utf8(output).unwrap()),
        Err(error) => Err(error.to_string()),
    }
}

/// The same where nothing is to fail.
fn output(text: &str, data: &Value) -> String {
    run(text, data, MissingKey::Default).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The same where something is to fail: the error's words behind `template: `.
fn error(text: &str, data: &Value) -> String {
    match run(text, data, MissingKey::Default) {
        Ok(output) => panic!("{text}: no error, but {output}"),
        Err(error) => error.strip_prefix("template: ").unwrap().to_owned(),
    }
}
