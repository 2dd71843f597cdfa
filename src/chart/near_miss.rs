//! Help for a value that is not there: was another one meant?

use gotemplate::error::Missing;

use super::render::path;

/// How alike two names are at least when one may stand for the other.
const ALIKE: f64 = 0.8;

/// `did you mean .Values.imagePullSecrets?`, when a key that is there looks like the one that is not.
pub(super) fn near_miss(missing: &Missing) -> Option<String> {
    let (followed, rest) = missing.path.split_at_checked(missing.followed)?;
    // What could not be followed: the key after the last one that was there, or that key itself when it is nil.
    let wanted = rest.first().or_else(|| followed.last())?;
    let parents = if rest.is_empty() {
        followed.get(..followed.len().saturating_sub(1))?
    } else {
        followed
    };
    let found = missing
        .siblings
        .iter()
        .filter(|key| *key != wanted)
        .map(|key| (likeness(wanted, key), key))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|(left, _), (right, _)| left.total_cmp(right))
        .map(|(_, key)| key)?;
    let mut meant = parents.to_vec();
    meant.push(found.clone());
    Some(format!("did you mean `{}`?", path(&meant)))
}

fn likeness(wanted: &str, key: &str) -> f64 {
    let (wanted, key) = (wanted.to_lowercase(), key.to_lowercase());
    if wanted == key {
        return 1.0;
    }
    strsim::jaro_winkler(&wanted, &key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn help(path: &[&str], followed: usize, siblings: &[&str]) -> Option<String> {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        near_miss(&Missing {
            path: owned(path),
            followed,
            nil: None,
            siblings: owned(siblings),
        })
    }

    #[test]
    fn a_key_that_looks_alike_is_offered() {
        assert_eq!(
            help(
                &["Values", "imagePullSecret"],
                1,
                &["image", "imagePullSecrets", "ingress"]
            )
            .unwrap(),
            "did you mean `.Values.imagePullSecrets`?"
        );
        assert_eq!(
            help(&["$x", "Image", "tag"], 1, &["image"]).unwrap(),
            "did you mean `$x.image`?"
        );
        assert_eq!(help(&["Values", "zebra"], 1, &["image"]), None);
        assert_eq!(help(&["Values", "image"], 2, &["image"]), None);
        assert_eq!(help(&[], 0, &[]), None);
    }
}
