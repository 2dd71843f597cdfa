//! Inputs that take one of several words, and the types that they become.

/// A type with one word for each of its values.
pub trait Choice: Copy + Default + 'static {
    /// Every word, in the order in which they are shown.
    const WORDS: &'static [&'static str];

    /// The value that a word means.
    fn from_word(word: &str) -> Option<Self>;

    /// The word of this value.
    fn word(self) -> &'static str;
}

/// Defines an enum together with its words. The first value is the default.
macro_rules! choices {
    (
        $(#[$outer:meta])*
        $visibility:vis enum $name:ident {
            $(#[$first_meta:meta])*
            $first:ident = $first_word:literal
            $(, $(#[$meta:meta])* $value:ident = $word:literal)* $(,)?
        }
    ) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
        $visibility enum $name {
            $(#[$first_meta])*
            #[default]
            $first,
            $($(#[$meta])* $value,)*
        }

        impl $crate::action::input::Choice for $name {
            const WORDS: &'static [&'static str] = &[$first_word $(, $word)*];

            fn from_word(word: &str) -> Option<Self> {
                match word {
                    $first_word => Some(Self::$first),
                    $($word => Some(Self::$value),)*
                    _ => None,
                }
            }

            fn word(self) -> &'static str {
                match self {
                    Self::$first => $first_word,
                    $(Self::$value => $word,)*
                }
            }
        }
    };
}

pub(crate) use choices;
