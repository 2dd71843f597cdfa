//! Sets of templates (`text/template`'s `template.go`).

use std::collections::HashMap;
use std::rc::Rc;

use foldhash::fast::RandomState;

use super::parsed;
use super::state;
use super::table::FunctionTable;
use crate::budget::Budget;
use crate::error::{ExecuteError, ParseError};
use crate::function::Functions;
use crate::parse::{self, Tree};
use crate::value::{Text, Value};

/// What a key that a map has not gives (Go's option `missingkey`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MissingKey {
    /// `<no value>`.
    #[default]
    Default,
    /// The zero value of the map's element type.
    Zero,
    /// An error.
    Error,
}

type Definitions = HashMap<Rc<str>, Rc<Tree>, RandomState>;

/// Templates that know each other (Go's `*template.Template`).
///
/// A clone is cheap however many templates there are: it shares them, and what is parsed into one of both later the
/// other does not see.
#[derive(Debug, Clone)]
pub struct Templates {
    name: Rc<str>,
    missing_key: MissingKey,
    functions: Rc<FunctionTable>,
    /// What clones have in common. It changes only while nobody else has it.
    shared: Rc<Definitions>,
    /// What was parsed since: it comes first.
    own: Definitions,
}

/// A template that was parsed. It need not be the one that its set knows by that name (see [`Templates::parse_text`]).
#[derive(Debug, Clone)]
pub struct Template(Rc<Tree>);

impl Template {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Its tree.
    #[must_use]
    pub fn tree(&self) -> &Tree {
        &self.0
    }
}

impl Templates {
    /// None yet. `name` is Go's name of the first, empty template, which its errors show.
    #[must_use]
    pub fn new(name: &str, functions: Functions, missing_key: MissingKey) -> Self {
        Self {
            name: name.into(),
            missing_key,
            functions: Rc::new(FunctionTable::new(&functions)),
            shared: Rc::default(),
            own: Definitions::default(),
        }
    }

    /// Adds functions, or puts them in the place of others (Go's `Funcs`). Clones made before do not see them.
    #[must_use]
    pub fn with_functions(mut self, functions: &Functions) -> Self {
        Rc::make_mut(&mut self.functions).extend(functions);
        self
    }

    /// Sets what a missing key gives (Go's `Option`).
    #[must_use]
    pub fn with_missing_key(mut self, missing_key: MissingKey) -> Self {
        self.missing_key = missing_key;
        self
    }

    /// The name that was given to [`Templates::new`].
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What a missing key gives.
    #[must_use]
    pub fn missing_key(&self) -> MissingKey {
        self.missing_key
    }

    /// Parses a text, and adds the template of that name and all that it defines (Go's `t.New(name).Parse(text)`). A
    /// template takes the place of the one that had its name before, unless it is empty.
    ///
    /// # Errors
    /// When the text is no template. Nothing is added then.
    pub fn parse(&mut self, name: &str, text: impl Into<Text>) -> Result<(), ParseError> {
        self.parse_text(name, text).map(drop)
    }

    /// The same, and gives the template of the text itself: what Go's `Parse` returns. When it is empty, the set may
    /// still know another by its name.
    ///
    /// # Errors
    /// When the text is no template. Nothing is added then.
    pub fn parse_text(
        &mut self,
        name: &str,
        text: impl Into<Text>,
    ) -> Result<Template, ParseError> {
        let text = text.into();
        let trees = parsed::parse(name, &text, &self.functions)?;
        let mut trees = trees.into_iter().map(Rc::new);
        // The first is that of the text itself.
        let main = trees.next().unwrap_or_else(|| {
            Rc::new(Tree {
                name: name.to_owned(),
                parse_name: name.to_owned(),
                text,
                root: Rc::default(),
            })
        });
        self.associate(main.clone());
        for tree in trees {
            self.associate(tree);
        }
        Ok(Template(main))
    }

    /// Go's `associate`.
    fn associate(&mut self, tree: Rc<Tree>) {
        if parse::is_empty_tree(&tree.root) && self.lookup(&tree.name).is_some() {
            return;
        }
        let name: Rc<str> = tree.name.as_str().into();
        match Rc::get_mut(&mut self.shared) {
            Some(shared) if !self.own.contains_key(&name) => shared.insert(name, tree),
            _ => self.own.insert(name, tree),
        };
    }

    /// The tree of a template (Go's `Lookup`).
    #[must_use]
    pub fn lookup(&self, name: &str) -> Option<&Tree> {
        self.own
            .get(name)
            .or_else(|| self.shared.get(name))
            .map(Rc::as_ref)
    }

    /// The names of all templates, sorted.
    #[must_use]
    pub fn defined(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .own
            .keys()
            .chain(self.shared.keys())
            .map(Rc::as_ref)
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Executes the template of that name (Go's `ExecuteTemplate`).
    ///
    /// # Errors
    /// When there is none, a step fails, or the budget is spent.
    pub fn execute(
        &self,
        name: &str,
        data: &Value,
        budget: &Budget,
    ) -> Result<Vec<u8>, ExecuteError> {
        let mut out = Vec::new();
        self.execute_into(name, data, budget, &mut out)?;
        Ok(out)
    }

    /// The same, and puts the output behind what `out` holds. After an error the output up to there stays in it.
    ///
    /// # Errors
    /// When there is no such template, a step fails, or the budget is spent.
    pub fn execute_into(
        &self,
        name: &str,
        data: &Value,
        budget: &Budget,
        out: &mut Vec<u8>,
    ) -> Result<(), ExecuteError> {
        let Some(tree) = self.lookup(name) else {
            return Err(ExecuteError::NoTemplate {
                name: name.to_owned(),
                asked: self.name.as_ref().to_owned(),
            });
        };
        state::execute(self, tree, data, budget, out)
    }

    /// Executes a template that was parsed into this set, or into one of which this is a clone (Go's `Execute`).
    ///
    /// # Errors
    /// When a step fails, or the budget is spent.
    pub fn execute_template(
        &self,
        template: &Template,
        data: &Value,
        budget: &Budget,
    ) -> Result<Vec<u8>, ExecuteError> {
        let mut out = Vec::new();
        state::execute(self, &template.0, data, budget, &mut out)?;
        Ok(out)
    }

    pub(super) fn functions(&self) -> &FunctionTable {
        &self.functions
    }
}
