//! The states of the reader of pieces (lex.go of BurntSushi/toml). Strings have a file of their own.

use gotemplate::strconv::{quote, quote_rune};
use gotemplate::unicode::is_letter;

use super::lexer::{Fault, Kind, Lexer, is_newline, is_whitespace};

/// What may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Top,
    TopEnd,
    TableStart,
    TableEnd,
    TablesEnd,
    TableNameStart,
    TableNameEnd,
    BareName,
    QuotedName,
    KeyStart,
    KeyNameStart,
    KeyEnd,
    Value,
    ArrayValue,
    ArrayValueEnd,
    InlineTableValue,
    InlineTableValueEnd,
    String,
    MultilineString,
    RawString,
    RawMultilineString,
    Comment,
    /// All was read.
    End,
}

/// How Go's `%q` shows a character that was read; the end shows as NUL.
fn shown(character: Option<char>) -> String {
    quote_rune(character.unwrap_or('\0'))
}

/// How the messages about lists show it.
fn shown_or_end(character: Option<char>) -> String {
    character.map_or_else(
        || "end of file".into(),
        |character| format!("'{character}'"),
    )
}

impl Lexer<'_> {
    /// Does one step, and gives the state after it.
    pub(super) fn step(&mut self, state: State) -> Result<State, Fault> {
        match state {
            State::Top => self.top(),
            State::TopEnd => self.top_end(),
            State::TableStart => self.table_start(),
            State::TableEnd => {
                self.emit(Kind::TableEnd);
                Ok(State::TopEnd)
            }
            State::TablesEnd => self.tables_end(),
            State::TableNameStart => self.table_name_start(),
            State::TableNameEnd => self.table_name_end(),
            State::BareName => self.bare_name(),
            State::QuotedName => self.quoted_name(),
            State::KeyStart => self.key_start(),
            State::KeyNameStart => self.key_name_start(),
            State::KeyEnd => self.key_end(),
            State::Value => self.value(),
            State::ArrayValue => self.array_value(),
            State::ArrayValueEnd => self.array_value_end(),
            State::InlineTableValue => self.inline_table_value(),
            State::InlineTableValueEnd => self.inline_table_value_end(),
            State::String => self.string(),
            State::MultilineString => self.multiline_string(),
            State::RawString => self.raw_string(),
            State::RawMultilineString => self.raw_multiline_string(),
            State::Comment => self.comment(),
            State::End => {
                self.emit(Kind::End);
                Ok(State::End)
            }
        }
    }

    fn top(&mut self) -> Result<State, Fault> {
        match self.next()? {
            Some(' ' | '\t' | '\n' | '\r') => {
                self.ignore();
                Ok(State::Top)
            }
            Some('#') => Ok(self.comment_start(State::Top)),
            Some('[') => Ok(State::TableStart),
            None => Ok(State::End),
            Some(_) => {
                self.back_up();
                self.push(State::TopEnd);
                Ok(State::KeyStart)
            }
        }
    }

    fn top_end(&mut self) -> Result<State, Fault> {
        match self.next()? {
            Some('#') => Ok(self.comment_start(State::Top)),
            Some(' ' | '\t') => Ok(State::TopEnd),
            Some('\n' | '\r') => {
                self.ignore();
                Ok(State::Top)
            }
            None => Ok(State::End),
            other => Err(self.fault(format!(
                "expected a top-level item to end with a newline, comment, or EOF, but got {} instead",
                shown(other)
            ))),
        }
    }

    fn comment_start(&mut self, after: State) -> State {
        self.push(after);
        self.ignore();
        self.emit(Kind::CommentStart);
        State::Comment
    }

    fn comment(&mut self) -> Result<State, Fault> {
        while self.next()?.is_some_and(|character| !is_newline(character)) {}
        self.back_up();
        self.emit(Kind::Text);
        Ok(self.pop())
    }

    fn table_start(&mut self) -> Result<State, Fault> {
        if self.peek()? == Some('[') {
            self.next()?;
            self.emit(Kind::TablesStart);
            self.push(State::TablesEnd);
        } else {
            self.emit(Kind::TableStart);
            self.push(State::TableEnd);
        }
        Ok(State::TableNameStart)
    }

    fn tables_end(&mut self) -> Result<State, Fault> {
        match self.next()? {
            Some(']') => {
                self.emit(Kind::TablesEnd);
                Ok(State::TopEnd)
            }
            other => Err(self.fault(format!(
                "expected end of table array name delimiter ']', but got {} instead",
                shown(other)
            ))),
        }
    }

    fn table_name_start(&mut self) -> Result<State, Fault> {
        self.skip(is_whitespace)?;
        match self.peek()? {
            Some(']') | None => {
                Err(self.fault("unexpected end of table name (table names cannot be empty)"))
            }
            Some('.') => {
                Err(self.fault("unexpected table separator (table names cannot be empty)"))
            }
            Some('"' | '\'') => {
                self.ignore();
                self.push(State::TableNameEnd);
                Ok(State::QuotedName)
            }
            Some(_) => {
                self.push(State::TableNameEnd);
                Ok(State::BareName)
            }
        }
    }

    fn table_name_end(&mut self) -> Result<State, Fault> {
        self.skip(is_whitespace)?;
        match self.next()? {
            Some('.') => {
                self.ignore();
                Ok(State::TableNameStart)
            }
            Some(']') => Ok(self.pop()),
            other => Err(self.fault(format!(
                "expected '.' or ']' to end table name, but got {} instead",
                shown(other)
            ))),
        }
    }

    fn bare_name(&mut self) -> Result<State, Fault> {
        let is_bare =
            |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-');
        while self.next()?.is_some_and(is_bare) {}
        self.back_up();
        self.emit(Kind::Text);
        Ok(self.pop())
    }

    /// Comes at a quote, and reads it.
    fn quoted_name(&mut self) -> Result<State, Fault> {
        let quote = self.next()?;
        self.ignore();
        Ok(if quote == Some('"') {
            State::String
        } else {
            State::RawString
        })
    }

    fn key_start(&mut self) -> Result<State, Fault> {
        self.skip(is_whitespace)?;
        match self.peek()? {
            Some('=') | None => Err(self.fault("unexpected '=': key name appears blank")),
            Some('.') => Err(self.fault("unexpected '.': keys cannot start with a '.'")),
            Some(_) => {
                self.emit(Kind::KeyStart);
                Ok(State::KeyNameStart)
            }
        }
    }

    fn key_name_start(&mut self) -> Result<State, Fault> {
        self.skip(is_whitespace)?;
        match self.peek()? {
            Some('=') | None => Err(self.fault("unexpected '='")),
            Some('.') => Err(self.fault("unexpected '.'")),
            Some('"' | '\'') => {
                self.push(State::KeyEnd);
                Ok(State::QuotedName)
            }
            Some(_) => {
                self.push(State::KeyEnd);
                Ok(State::BareName)
            }
        }
    }

    fn key_end(&mut self) -> Result<State, Fault> {
        self.skip(is_whitespace)?;
        match self.next()? {
            None => Err(self.fault("unexpected EOF; expected key separator '='")),
            Some('.') => {
                self.ignore();
                Ok(State::KeyNameStart)
            }
            Some('=') => {
                self.emit(Kind::KeyEnd);
                Ok(State::Value)
            }
            other => {
                let message = format!("expected '.' or '=', but got {} instead", shown(other));
                Err(if other == Some('\n') {
                    self.fault_before(message)
                } else {
                    self.fault(message)
                })
            }
        }
    }

    fn value(&mut self) -> Result<State, Fault> {
        let first = self.next()?;
        match first {
            Some(' ' | '\t') => {
                self.ignore();
                return Ok(State::Value);
            }
            Some('0'..='9') => {
                self.back_up();
                return self.number_or_date();
            }
            Some('[') => {
                self.ignore();
                self.emit(Kind::ArrayStart);
                return Ok(State::ArrayValue);
            }
            Some('{') => {
                self.ignore();
                self.emit(Kind::InlineTableStart);
                return Ok(State::InlineTableValue);
            }
            Some(quote @ ('"' | '\'')) => return self.string_start(quote),
            Some('.') => return Err(self.fault("floats must start with a digit, not '.'")),
            Some('i' | 'n') => {
                let is_word = (self.accept('n')? && self.accept('f')?)
                    || (self.accept('a')? && self.accept('n')?);
                if is_word {
                    self.emit(Kind::Float);
                    return Ok(self.pop());
                }
            }
            Some('-' | '+') => return self.signed_number(),
            _ => {}
        }
        match first {
            Some(character) if is_letter(character) => {
                self.back_up();
                self.boolean()
            }
            None => Err(self.fault("unexpected EOF; expected value")),
            other => {
                let message = format!("expected value but found {} instead", shown(other));
                Err(if other == Some('\n') {
                    self.fault_before(message)
                } else {
                    self.fault(message)
                })
            }
        }
    }

    fn boolean(&mut self) -> Result<State, Fault> {
        let mut word = String::new();
        while let Some(character) = self.next()?.filter(|character| is_letter(*character)) {
            word.push(character);
        }
        self.back_up();
        if matches!(&*word, "true" | "false") {
            self.emit(Kind::Bool);
            return Ok(self.pop());
        }
        Err(self.fault(format!(
            "expected value but found {} instead",
            quote(word.as_bytes())
        )))
    }

    fn array_value(&mut self) -> Result<State, Fault> {
        match self.next()? {
            Some(' ' | '\t' | '\n' | '\r') => {
                self.ignore();
                Ok(State::ArrayValue)
            }
            Some('#') => Ok(self.comment_start(State::ArrayValue)),
            Some(',') => Err(self.fault("unexpected comma")),
            Some(']') => Ok(self.array_end()),
            _ => {
                self.back_up();
                self.push(State::ArrayValueEnd);
                Ok(State::Value)
            }
        }
    }

    fn array_value_end(&mut self) -> Result<State, Fault> {
        match self.next()? {
            Some(' ' | '\t' | '\n' | '\r') => {
                self.ignore();
                Ok(State::ArrayValueEnd)
            }
            Some('#') => Ok(self.comment_start(State::ArrayValueEnd)),
            Some(',') => {
                self.ignore();
                Ok(State::ArrayValue)
            }
            Some(']') => Ok(self.array_end()),
            other => Err(self.fault(format!(
                "expected a comma (',') or array terminator (']'), but got {}",
                shown_or_end(other)
            ))),
        }
    }

    fn array_end(&mut self) -> State {
        self.ignore();
        self.emit(Kind::ArrayEnd);
        self.pop()
    }

    fn inline_table_value(&mut self) -> Result<State, Fault> {
        match self.next()? {
            Some(' ' | '\t' | '\n' | '\r') => {
                self.ignore();
                Ok(State::InlineTableValue)
            }
            Some('#') => Ok(self.comment_start(State::InlineTableValue)),
            Some(',') => Err(self.fault("unexpected comma")),
            Some('}') => Ok(self.inline_table_end()),
            _ => {
                self.back_up();
                self.push(State::InlineTableValueEnd);
                Ok(State::KeyStart)
            }
        }
    }

    fn inline_table_value_end(&mut self) -> Result<State, Fault> {
        match self.next()? {
            Some(' ' | '\t' | '\n' | '\r') => {
                self.ignore();
                Ok(State::InlineTableValueEnd)
            }
            Some('#') => Ok(self.comment_start(State::InlineTableValueEnd)),
            Some(',') => {
                self.ignore();
                self.skip(is_whitespace)?;
                Ok(if self.peek()? == Some('}') {
                    State::InlineTableValueEnd
                } else {
                    State::InlineTableValue
                })
            }
            Some('}') => Ok(self.inline_table_end()),
            other => Err(self.fault(format!(
                "expected a comma or an inline table terminator '}}', but got {} instead",
                shown_or_end(other)
            ))),
        }
    }

    fn inline_table_end(&mut self) -> State {
        self.ignore();
        self.emit(Kind::InlineTableEnd);
        self.pop()
    }
}
