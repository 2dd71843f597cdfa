//! JSON documents in an arena: however deep they nest, they are read, walked and dropped without recursion.

use super::number::Decimal;

/// Where a value stands in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NodeId(usize);

/// A value of a document.
#[derive(Debug)]
enum Node {
    Null,
    Boolean(bool),
    /// The number as Go prints it (`fmt.Sprint`).
    Number(Box<str>),
    String(Box<[u8]>),
    Array(Vec<NodeId>),
    /// Sorted by key; every key once.
    Object(Vec<(Box<[u8]>, NodeId)>),
    /// Something that JSON does not have: its Go type.
    Foreign(Box<str>),
}

/// A JSON document.
#[derive(Debug)]
pub(super) struct Document {
    nodes: Vec<Node>,
    root: NodeId,
}

/// A value in a document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Json<'a> {
    document: &'a Document,
    id: NodeId,
}

/// The kinds of values, as Go's type switch sees them.
#[derive(Debug, Clone, Copy)]
pub(super) enum View<'a> {
    /// `nil`
    Null,
    /// `bool`
    Boolean(bool),
    /// A number of any type, as Go prints it.
    Number(&'a str),
    /// `string`
    String(&'a [u8]),
    /// `[]any`
    Array(Items<'a>),
    /// `map[string]any`
    Object(Members<'a>),
    /// A Go type that JSON does not have.
    Foreign(&'a str),
}

impl Document {
    /// The document of one text.
    pub(super) fn text(bytes: &[u8]) -> Self {
        let mut builder = Builder::default();
        builder.string(bytes.into());
        builder.finish()
    }

    /// The outermost value.
    pub(super) fn root(&self) -> Json<'_> {
        self.at(self.root)
    }

    /// The value at a place of this document.
    pub(super) fn at(&self, id: NodeId) -> Json<'_> {
        Json { document: self, id }
    }
}

impl<'a> Json<'a> {
    /// Where it stands in its document.
    pub(super) fn id(self) -> NodeId {
        self.id
    }

    /// What it is.
    pub(super) fn view(self) -> View<'a> {
        match self.document.nodes.get(self.id.0) {
            None | Some(Node::Null) => View::Null,
            Some(Node::Boolean(value)) => View::Boolean(*value),
            Some(Node::Number(text)) => View::Number(text),
            Some(Node::String(text)) => View::String(text),
            Some(Node::Array(items)) => View::Array(Items {
                document: self.document,
                items,
            }),
            Some(Node::Object(members)) => View::Object(Members {
                document: self.document,
                members,
            }),
            Some(Node::Foreign(name)) => View::Foreign(name),
        }
    }

    /// The member of an object; `None` for anything else.
    pub(super) fn member(self, key: &[u8]) -> Option<Json<'a>> {
        self.members()?.get(key)
    }

    /// The members of an object.
    pub(super) fn members(self) -> Option<Members<'a>> {
        match self.view() {
            View::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The items of an array.
    pub(super) fn items(self) -> Option<Items<'a>> {
        match self.view() {
            View::Array(items) => Some(items),
            _ => None,
        }
    }

    /// A text. Texts of a schema are always UTF-8, as Go's decoder makes them so.
    pub(super) fn text(self) -> Option<&'a str> {
        match self.view() {
            View::String(text) => std::str::from_utf8(text).ok(),
            _ => None,
        }
    }

    /// A boolean.
    pub(super) fn boolean(self) -> Option<bool> {
        match self.view() {
            View::Boolean(value) => Some(value),
            _ => None,
        }
    }

    /// A number that `big.Rat` takes.
    pub(super) fn decimal(self) -> Option<Decimal> {
        match self.view() {
            View::Number(text) => Decimal::parse(text),
            _ => None,
        }
    }
}

/// The items of an array.
#[derive(Debug, Clone, Copy)]
pub(super) struct Items<'a> {
    document: &'a Document,
    items: &'a [NodeId],
}

impl<'a> Items<'a> {
    pub(super) fn len(self) -> usize {
        self.items.len()
    }

    pub(super) fn get(self, index: usize) -> Option<Json<'a>> {
        self.items.get(index).map(|id| self.document.at(*id))
    }

    pub(super) fn iter(self) -> impl Iterator<Item = Json<'a>> {
        self.items.iter().map(move |id| self.document.at(*id))
    }
}

/// The members of an object, in the order of their keys' bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Members<'a> {
    document: &'a Document,
    members: &'a [(Box<[u8]>, NodeId)],
}

impl<'a> Members<'a> {
    pub(super) fn len(self) -> usize {
        self.members.len()
    }

    pub(super) fn get(self, key: &[u8]) -> Option<Json<'a>> {
        let index = self
            .members
            .binary_search_by(|(name, _)| name.as_ref().cmp(key))
            .ok()?;
        let (_, id) = self.members.get(index)?;
        Some(self.document.at(*id))
    }

    pub(super) fn iter(self) -> impl Iterator<Item = (&'a [u8], Json<'a>)> {
        self.members
            .iter()
            .map(move |(key, id)| (key.as_ref(), self.document.at(*id)))
    }
}

/// Makes a document from the events of a reader.
#[derive(Debug, Default)]
pub(super) struct Builder {
    nodes: Vec<Node>,
    open: Vec<Open>,
    root: Option<NodeId>,
}

/// A collection half made.
#[derive(Debug)]
enum Open {
    Array(Vec<NodeId>),
    Object(Vec<(Box<[u8]>, NodeId)>, Box<[u8]>),
}

impl Builder {
    /// How many collections are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// How many values are made.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn null(&mut self) {
        self.place(Node::Null);
    }

    pub(super) fn boolean(&mut self, value: bool) {
        self.place(Node::Boolean(value));
    }

    pub(super) fn number(&mut self, text: impl Into<Box<str>>) {
        self.place(Node::Number(text.into()));
    }

    pub(super) fn string(&mut self, bytes: Box<[u8]>) {
        self.place(Node::String(bytes));
    }

    /// A value that JSON does not have.
    pub(super) fn foreign(&mut self, go_type: String) {
        self.place(Node::Foreign(go_type.into()));
    }

    pub(super) fn open_array(&mut self) {
        self.open.push(Open::Array(Vec::new()));
    }

    pub(super) fn open_object(&mut self) {
        self.open.push(Open::Object(Vec::new(), Box::default()));
    }

    /// The key of the next member.
    pub(super) fn key(&mut self, key: Box<[u8]>) {
        if let Some(Open::Object(_, next)) = self.open.last_mut() {
            *next = key;
        }
    }

    /// Closes the innermost collection.
    pub(super) fn close(&mut self) {
        match self.open.pop() {
            None => {}
            Some(Open::Array(items)) => self.place(Node::Array(items)),
            Some(Open::Object(mut members, _)) => {
                // The sort is stable: of repeated keys the last counts, as in Go.
                members.sort_by(|(left, _), (right, _)| left.cmp(right));
                members.reverse();
                members.dedup_by(|(later, _), (earlier, _)| later == earlier);
                members.reverse();
                self.place(Node::Object(members));
            }
        }
    }

    pub(super) fn finish(mut self) -> Document {
        while !self.open.is_empty() {
            self.close();
        }
        Document {
            root: self.root.unwrap_or(NodeId(0)),
            nodes: self.nodes,
        }
    }

    fn place(&mut self, node: Node) {
        let id = NodeId(self.nodes.len());
        self.nodes.push(node);
        match self.open.last_mut() {
            None => self.root = Some(id),
            Some(Open::Array(items)) => items.push(id),
            Some(Open::Object(members, key)) => members.push((std::mem::take(key), id)),
        }
    }
}
