//! What the rules need to know of a Rust file, read from its tokens: names, paths, texts, SQL and functions, each with its line.
//!
//! Tokens, not lines: a word in a comment or in a text is not a name. Not a parser: it knows as much of the grammar as the rules ask.

use std::collections::BTreeMap;
use std::str::FromStr;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Something found in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The name, path or text.
    pub text: String,
    /// Counted from 1.
    pub line: usize,
    /// Within `#[cfg(test)]`, or a file of tests.
    pub in_test: bool,
}

/// A function with its first and last line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The line of `fn`.
    pub line: usize,
    /// How many lines from `fn` to the closing brace, those of SQL texts apart: a text is read as one.
    pub lines: usize,
    /// Within `#[cfg(test)]`, or a file of tests.
    pub in_test: bool,
}

/// A piece of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// As written.
    Text(String),
    /// The text of the part of this name.
    Part(String),
}

/// The facts of one file.
#[derive(Debug, Default)]
pub struct Source {
    /// Every identifier.
    pub names: Vec<Found>,
    /// Every path of two parts or more, written `a::b::c`.
    pub paths: Vec<Found>,
    /// Every text literal, unescaped.
    pub texts: Vec<Found>,
    /// The text of every `sql!(…)`, its pieces joined.
    pub sql: Vec<Found>,
    /// The pieces of each of them, until the whole file is read: a piece may stand below the statement.
    sql_pieces: Vec<(Vec<Piece>, usize, bool)>,
    /// The text of every `const NAME: SqlPart = sql_part!("…")`, by name.
    sql_parts: BTreeMap<String, String>,
    /// Where each of them stands, and over how many lines beyond its first.
    sql_lines: Vec<(usize, usize)>,
    /// Every function.
    pub functions: Vec<Function>,
    /// Lines outside `#[cfg(test)]`.
    pub rule_lines: usize,
}

impl Source {
    /// Reads `text`; `None` if it is not Rust.
    pub fn read(path: &str, text: &str) -> Option<Self> {
        let tokens = TokenStream::from_str(text).ok()?;
        let mut source = Self { rule_lines: text.lines().count(), ..Self::default() };
        source.walk(tokens, is_test_file(path));
        source.join_sql();
        for function in &mut source.functions {
            let within = function.line..function.line + function.lines;
            let sql: usize =
                source.sql_lines.iter().filter(|(line, _)| within.contains(line)).map(|(_, lines)| lines).sum();
            function.lines = function.lines.saturating_sub(sql);
        }
        Some(source)
    }

    fn walk(&mut self, tokens: TokenStream, in_test: bool) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            if let Some(skipped) = self.test_item(&tokens, at, in_test) {
                at = skipped;
                continue;
            }
            if let Some(length) = doc_length(&tokens, at) {
                at += length;
                continue;
            }
            match token {
                TokenTree::Group(group) => self.walk(group.stream(), in_test),
                TokenTree::Literal(literal) => {
                    if let Some(text) = unescape(&literal.to_string()) {
                        self.texts.push(Found { text, line: literal.span().start().line, in_test });
                    }
                }
                TokenTree::Ident(ident) => {
                    let (name, line) = (ident.to_string(), ident.span().start().line);
                    self.names.push(Found { text: name.clone(), line, in_test });
                    self.path(&tokens, at, in_test);
                    self.sql_text(&tokens, at, in_test);
                    self.sql_part(&tokens, at);
                    if name == "fn" {
                        self.function(&tokens, at, in_test);
                    }
                }
                TokenTree::Punct(_) => {}
            }
            at += 1;
        }
    }

    /// `#[cfg(test)] item`: walks the item as a test and says where it ends.
    fn test_item(&mut self, tokens: &[TokenTree], at: usize, in_test: bool) -> Option<usize> {
        let (TokenTree::Punct(hash), TokenTree::Group(attribute)) = (tokens.get(at)?, tokens.get(at + 1)?) else {
            return None;
        };
        let words = attribute.stream().to_string().replace(' ', "");
        if hash.as_char() != '#' || attribute.delimiter() != Delimiter::Bracket || words != "cfg(test)" {
            return None;
        }
        let first = hash.span().start().line;
        let end = tokens.iter().enumerate().skip(at + 2).find(|(_, token)| match token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(punct) => punct.as_char() == ';',
            _ => false,
        })?;
        let last = match end.1 {
            TokenTree::Group(group) => group.span_close().end().line,
            other => other.span().end().line,
        };
        if !in_test {
            self.rule_lines = self.rule_lines.saturating_sub(last + 1 - first);
        }
        let item = tokens.iter().take(end.0 + 1).skip(at + 2).cloned().collect();
        self.walk(item, true);
        Some(end.0 + 1)
    }

    fn path(&mut self, tokens: &[TokenTree], at: usize, in_test: bool) {
        let is_colon = |index: usize| matches!(tokens.get(index), Some(TokenTree::Punct(p)) if p.as_char() == ':');
        let follows_another = at >= 2 && is_colon(at - 1) && is_colon(at - 2);
        if follows_another || !is_colon(at + 1) || !is_colon(at + 2) {
            return;
        }
        let mut parts = Vec::new();
        let mut next = at;
        while let Some(TokenTree::Ident(ident)) = tokens.get(next) {
            parts.push(ident.to_string());
            if !(is_colon(next + 1) && is_colon(next + 2)) {
                break;
            }
            next += 3;
        }
        let line = tokens.get(at).map_or(0, |token| token.span().start().line);
        self.paths.push(Found { text: parts.join("::"), line, in_test });
    }

    fn sql_text(&mut self, tokens: &[TokenTree], at: usize, in_test: bool) {
        let (Some(TokenTree::Ident(name)), Some(TokenTree::Punct(bang)), Some(TokenTree::Group(group))) =
            (tokens.get(at), tokens.get(at + 1), tokens.get(at + 2))
        else {
            return;
        };
        if name != "sql" || bang.as_char() != '!' {
            return;
        }
        // The macro's own arms begin with a mark, not with a piece.
        if group.stream().into_iter().next().is_none_or(|token| piece(&token).is_none()) {
            return;
        }
        let pieces = group.stream().into_iter().filter_map(|token| piece(&token)).collect();
        let lines = (group.span_open().start().line..group.span_close().end().line).count();
        self.sql_lines.push((name.span().start().line, lines));
        self.sql_pieces.push((pieces, name.span().start().line, in_test));
    }

    /// `NAME: SqlPart = sql_part!("…")`.
    fn sql_part(&mut self, tokens: &[TokenTree], at: usize) {
        let words: Vec<String> = tokens.iter().skip(at).take(6).map(ToString::to_string).collect();
        let [name, colon, kind, equals, made, bang] = words.as_slice() else { return };
        if [colon, kind, equals, made, bang] != [":", "SqlPart", "=", "sql_part", "!"] {
            return;
        }
        if let Some(TokenTree::Group(group)) = tokens.get(at + 6)
            && let Some(text) = group.stream().into_iter().next().and_then(|token| unescape(&token.to_string()))
        {
            self.sql_parts.insert(name.clone(), text);
        }
    }

    /// Joins the pieces as `sql!` does. A part that is not of this file stays a text that no engine reads.
    fn join_sql(&mut self) {
        for (pieces, line, in_test) in std::mem::take(&mut self.sql_pieces) {
            let texts = pieces.into_iter().map(|piece| match piece {
                Piece::Text(text) => text,
                Piece::Part(name) => match self.sql_parts.get(&name) {
                    Some(text) => text.clone(),
                    None => format!("<{name} is no sql_part! of this file>"),
                },
            });
            let text = texts.collect::<Vec<_>>().join(" ");
            self.sql.push(Found { text, line, in_test });
        }
    }

    fn function(&mut self, tokens: &[TokenTree], at: usize, in_test: bool) {
        let Some(TokenTree::Ident(name)) = tokens.get(at + 1) else { return };
        let end = tokens.iter().skip(at + 2).find_map(|token| match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.span_close().end().line),
            TokenTree::Punct(punct) if punct.as_char() == ';' => Some(0),
            _ => None,
        });
        let line = name.span().start().line;
        if let Some(end) = end.filter(|end| *end >= line) {
            self.functions.push(Function { name: name.to_string(), line, lines: end + 1 - line, in_test });
        }
    }
}

/// `/// …` and `//! …`, which the compiler hands on as `#[doc = "…"]` and `#![doc = "…"]`: how many tokens.
fn doc_length(tokens: &[TokenTree], at: usize) -> Option<usize> {
    let is = |index: usize, mark: char| matches!(tokens.get(index), Some(TokenTree::Punct(p)) if p.as_char() == mark);
    let group = if is(at + 1, '!') { at + 2 } else { at + 1 };
    let TokenTree::Group(attribute) = tokens.get(group).filter(|_| is(at, '#'))? else { return None };
    let first = attribute.stream().into_iter().next();
    matches!(first, Some(TokenTree::Ident(name)) if name == "doc").then_some(group + 1 - at)
}

/// Whether a whole file is tests: under a folder `tests`, or named for them.
pub fn is_test_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path.contains("/tests/")
        || path.starts_with("tests/")
        || name == "tests.rs"
        || name.ends_with("_tests.rs")
        || name == "testing.rs"
}

/// The piece that `token` is, if it is one and not the comma between two.
fn piece(token: &TokenTree) -> Option<Piece> {
    match token {
        TokenTree::Literal(literal) => unescape(&literal.to_string()).map(Piece::Text),
        TokenTree::Ident(name) => Some(Piece::Part(name.to_string())),
        TokenTree::Punct(_) | TokenTree::Group(_) => None,
    }
}

/// The value of a string literal as written in source; `None` if it is another literal.
fn unescape(literal: &str) -> Option<String> {
    if let Some(raw) = literal.strip_prefix('r') {
        let inner = raw.trim_start_matches('#');
        return inner.trim_end_matches('#').strip_prefix('"')?.strip_suffix('"').map(str::to_owned);
    }
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            (_, Some('n')) => text.push('\n'),
            (_, Some('t')) => text.push('\t'),
            (_, Some('\n')) => while chars.next_if(|c| c.is_whitespace()).is_some() {},
            (_, Some('u')) => {
                let digits: String = chars.by_ref().take_while(|c| *c != '}').filter(|c| *c != '{').collect();
                text.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
            }
            (_, Some(other)) => text.push(other),
            (plain, None) => text.push(plain),
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_in_a_comment_is_no_name_and_a_test_is_marked() {
        let source = Source::read(
            "a.rs",
            "// tokio::spawn\nfn f() { db::x::y(); }\n#[cfg(test)]\nmod tests { fn g() { api::z(); } }\n",
        )
        .unwrap();
        let paths: Vec<_> = source.paths.iter().map(|p| (p.text.as_str(), p.line, p.in_test)).collect();
        assert_eq!(paths, [("db::x::y", 2, false), ("api::z", 4, true)]);
        assert_eq!(source.rule_lines, 2);
    }

    #[test]
    fn sql_is_found_inside_other_macros_and_continued_lines_are_joined() {
        let source =
            Source::read("a.rs", "fn f() { try_join!(a.all(sql!(\"select 1 \\\n   from t\"), params![])); }").unwrap();
        assert_eq!(source.sql.first().map(|s| s.text.as_str()), Some("select 1 from t"));
    }

    #[test]
    fn pieces_of_sql_are_joined_wherever_the_part_stands_in_the_file() {
        let text = "fn f() { sql!(\"select id from t where\", LIVE, \"and id > $1\"); sql!(\"delete from t where\", GONE); }\n\
                    const LIVE: SqlPart = sql_part!(\"state <> 'closed'\");\n";
        let source = Source::read("a.rs", text).unwrap();
        let texts: Vec<_> = source.sql.iter().map(|it| (it.text.as_str(), it.line)).collect();
        assert_eq!(
            texts,
            [
                ("select id from t where state <> 'closed' and id > $1", 1),
                ("delete from t where <GONE is no sql_part! of this file>", 1)
            ]
        );
    }

    #[test]
    fn a_function_is_as_long_as_from_its_name_to_its_brace() {
        let source = Source::read("a.rs", "trait T { fn no_body(&self); }\nfn f()\n{\n}\n").unwrap();
        assert_eq!(source.functions, [Function { name: "f".into(), line: 2, lines: 3, in_test: false }]);
    }
}
