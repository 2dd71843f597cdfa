//! Whether two packages hold the same.

use std::collections::BTreeMap;

use super::Error;
use crate::load;

/// The files that are in one package only, or are different in the other: their names without the chart's, in order.
/// Nothing when both hold the same. Times, owners and modes, and the order of the files, do not count.
pub fn differences(old: &[u8], new: &[u8]) -> Result<Vec<String>, Error> {
    let old = contents(old)?;
    let new = contents(new)?;
    let mut names: Vec<String> = old
        .iter()
        .filter(|(name, data)| new.get(*name) != Some(*data))
        .map(|(name, _)| name.clone())
        .collect();
    names.extend(new.into_keys().filter(|name| !old.contains_key(name)));
    names.sort();
    Ok(names)
}

/// All the contents by name; a name may stand more than once.
fn contents(bytes: &[u8]) -> Result<BTreeMap<String, Vec<Vec<u8>>>, Error> {
    let mut contents: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
    load::entries(bytes, |entry| {
        let name = load::path_in_chart(&entry.name)?;
        contents.entry(name).or_default().push(entry.data);
        Ok(())
    })?;
    Ok(contents)
}
