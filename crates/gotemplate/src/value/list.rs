//! Go's slices: windows on items that several lists may share.
//!
//! `slice` and `append` thus cost the same for short and long lists. One function of a template writes into a slice:
//! sprig's `sortAlpha`.

use std::cell::RefCell;
use std::rc::Rc;

use super::{Text, Type, Value};
use crate::function::Method;

/// The type of a list.
#[derive(Debug)]
pub struct ListType {
    /// The name of a named type: `common.VersionSet`.
    pub name: Option<&'static str>,
    /// What it holds.
    pub element: Type,
    /// The methods of a named type.
    pub methods: &'static [Method],
}

impl ListType {
    /// `[]interface {}`
    pub const ANY: Self = Self::of(Type::Any);
    /// `[]string`
    pub const STRINGS: Self = Self::of(Type::String);
    /// `[]uint8`
    pub const BYTES: Self = Self::of(Type::Uint8);
    /// `[]int`
    pub const INTS: Self = Self::of(Type::Int);

    /// The nameless type of lists of `element`.
    #[must_use]
    pub const fn of(element: Type) -> Self {
        Self {
            name: None,
            element,
            methods: &[],
        }
    }
}

impl PartialEq for ListType {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.element == other.element
    }
}

impl Eq for ListType {}

/// A slice of Go.
#[derive(Debug, Clone)]
pub struct List {
    list_type: &'static ListType,
    items: Items,
}

#[derive(Debug, Clone)]
enum Items {
    Nil,
    /// The items from `start` to `end`.
    Values {
        values: Rc<Values>,
        start: usize,
        end: usize,
    },
    Bytes(Text),
}

/// The items, behind a type of their own so that deep lists drop without recursion.
#[derive(Debug)]
pub(super) struct Values(pub(super) RefCell<Vec<Value>>);

impl List {
    /// A `[]interface {}`.
    #[must_use]
    pub fn new(items: Vec<Value>) -> Self {
        Self::typed(&ListType::ANY, items)
    }

    /// A list of the type. That the items are of its element type is the caller's word.
    #[must_use]
    pub fn typed(list_type: &'static ListType, items: Vec<Value>) -> Self {
        Self {
            list_type,
            items: Items::Values {
                start: 0,
                end: items.len(),
                values: Rc::new(Values(RefCell::new(items))),
            },
        }
    }

    /// A `[]string`.
    #[must_use]
    pub fn strings<T: Into<Text>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::typed(
            &ListType::STRINGS,
            items
                .into_iter()
                .map(|item| Value::String(item.into()))
                .collect(),
        )
    }

    /// A `[]uint8`.
    #[must_use]
    pub fn bytes(bytes: impl Into<Text>) -> Self {
        Self {
            list_type: &ListType::BYTES,
            items: Items::Bytes(bytes.into()),
        }
    }

    /// A nil slice: as empty as an empty one, but `null` in JSON.
    #[must_use]
    pub fn nil(list_type: &'static ListType) -> Self {
        Self {
            list_type,
            items: Items::Nil,
        }
    }

    /// The same items under another type of the same elements.
    #[must_use]
    pub fn with_type(mut self, list_type: &'static ListType) -> Self {
        self.list_type = list_type;
        self
    }

    /// Its type.
    #[must_use]
    pub fn list_type(&self) -> &'static ListType {
        self.list_type
    }

    /// Whether it is a nil slice.
    #[must_use]
    pub fn is_nil(&self) -> bool {
        matches!(self.items, Items::Nil)
    }

    /// How many items it has.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.items {
            Items::Nil => 0,
            Items::Values { start, end, .. } => end.saturating_sub(*start),
            Items::Bytes(bytes) => bytes.len(),
        }
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// An item.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Value> {
        match &self.items {
            Items::Nil => None,
            Items::Values { values, start, end } => {
                let index = start.checked_add(index).filter(|index| index < end)?;
                values.0.borrow().get(index).cloned()
            }
            Items::Bytes(bytes) => bytes.get(index).copied().map(Value::Uint8),
        }
    }

    /// The items in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Value> + ExactSizeIterator + '_ {
        (0..self.len()).map(|index| self.get(index).unwrap_or_default())
    }

    /// The bytes of a `[]uint8`.
    #[must_use]
    pub fn as_bytes(&self) -> Option<Text> {
        match &self.items {
            Items::Bytes(bytes) => Some(bytes.clone()),
            Items::Nil if self.list_type.element == Type::Uint8 => Some(Text::default()),
            Items::Values { .. } if self.list_type.element == Type::Uint8 => Some(
                self.iter()
                    .map(|value| match value {
                        Value::Uint8(byte) => byte,
                        _ => 0,
                    })
                    .collect::<Vec<u8>>()
                    .into(),
            ),
            Items::Nil | Items::Values { .. } => None,
        }
    }

    /// Gives the items away when nobody else holds them.
    pub(super) fn take_if_last(&mut self) -> Option<Vec<Value>> {
        match &mut self.items {
            Items::Values { values, .. } => {
                Rc::get_mut(values).map(|values| std::mem::take(values.0.get_mut()))
            }
            Items::Nil | Items::Bytes(_) => None,
        }
    }

    /// The items from `start` to `end`, shared with this list (Go's `list[start:end]`). `None`: there are not so many.
    #[must_use]
    pub fn slice(&self, start: usize, end: usize) -> Option<Self> {
        if start > end || end > self.len() {
            return None;
        }
        let items = match &self.items {
            Items::Nil => Items::Nil,
            Items::Values {
                values,
                start: first,
                ..
            } => Items::Values {
                values: Rc::clone(values),
                start: first.checked_add(start)?,
                end: first.checked_add(end)?,
            },
            Items::Bytes(bytes) => Items::Bytes(bytes.get(start..end)?.into()),
        };
        Some(Self {
            list_type: self.list_type,
            items,
        })
    }

    /// Whether [`List::extended`] can share these items: this is a `[]interface {}` whose end nobody has extended yet.
    #[must_use]
    pub fn can_extend(&self) -> bool {
        match &self.items {
            Items::Values { values, end, .. } => {
                *self.list_type == ListType::ANY && values.0.borrow().len() == *end
            }
            Items::Nil | Items::Bytes(_) => false,
        }
    }

    /// A `[]interface {}` of these items and others after them. It shares the items with this list where it
    /// [can](List::can_extend): to append one by one costs no more than to make the list at once.
    #[must_use]
    pub fn extended(&self, items: impl IntoIterator<Item = Value>) -> Self {
        // The caller's iterator may look into these very items, so it runs before they are borrowed.
        let items: Vec<Value> = items.into_iter().collect();
        match &self.items {
            Items::Values { values, start, .. } if self.can_extend() => {
                let mut all = values.0.borrow_mut();
                all.extend(items);
                Self {
                    list_type: &ListType::ANY,
                    items: Items::Values {
                        values: Rc::clone(values),
                        start: *start,
                        end: all.len(),
                    },
                }
            }
            _ => self.iter().chain(items).collect(),
        }
    }

    /// Sorts the strings of a `[]string` by their bytes, in place: every list that shares them sees it.
    pub fn sort_strings(&self) {
        if let Items::Values { values, start, end } = &self.items
            && let Some(window) = values.0.borrow_mut().get_mut(*start..*end)
        {
            window.sort_by(|left, right| left.as_text().cmp(&right.as_text()));
        }
    }

    /// Where the items are in memory: the same for clones, and for no two lists that hold something.
    #[must_use]
    pub fn address(&self) -> usize {
        match &self.items {
            Items::Nil => 0,
            Items::Values { values, start, .. } => {
                values.0.borrow().as_ptr().wrapping_add(*start) as usize
            }
            Items::Bytes(bytes) => bytes.as_ptr() as usize,
        }
    }
}

impl FromIterator<Value> for List {
    fn from_iter<I: IntoIterator<Item = Value>>(items: I) -> Self {
        Self::new(items.into_iter().collect())
    }
}
