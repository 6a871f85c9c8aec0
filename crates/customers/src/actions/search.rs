//! Search as you type over persons: words in any order, each the start of a word the person is found by.

use db::Conn;
use kernel::{Cursor, Page, PersonId};

use crate::error::CustomerError;
use crate::golden::query_words;
use crate::person::{Narrow, Person};
use crate::store;

/// Beyond this many entries a word is common, and the choice between common words does not matter.
const COMMON: i64 = 2_000;
/// A word with more entries than this is not counted.
const COUNTED: i64 = 20_000;

/// The persons found by `text`, those with the shortest matching word first, after `after`.
///
/// The rarest word is walked in the index, the others are compared on the way. Bounded at 100,000 persons by about
/// 10 ms; a search of common two-letter words looks at the first 20,000 entries only.
pub async fn persons(
    conn: &mut Conn,
    text: &str,
    narrow: Narrow,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Page<Person>, CustomerError> {
    let words = query_words(text);
    let Some((count, word)) = rarest(conn, &words).await? else {
        return Ok(Page { items: Vec::new(), next: None, total: None });
    };
    let others: Vec<&str> = words.iter().filter(|it| **it != word).map(String::as_str).collect();
    walk(conn, (&word, count), &others, (narrow, after), limit).await
}

/// How many persons `text` finds; `None` if its words are so common, or so many, that counting would take long.
pub async fn count(conn: &mut Conn, text: &str, narrow: Narrow) -> Result<Option<i64>, CustomerError> {
    let words = query_words(text);
    let Some((_, word)) = rarest(conn, &words).await? else { return Ok(Some(0)) };
    let others: Vec<&str> = words.iter().filter(|it| **it != word).map(String::as_str).collect();
    let compared = [others.first().copied(), others.get(1).copied(), others.get(2).copied()];
    if others.len() > compared.len() {
        return Ok(None);
    }
    Ok(store::search::count_words(conn, &word, compared, COUNTED, narrow).await?)
}

/// The word that the fewest entries of the index start with, and how many, up to [`COMMON`]; none if one of the words
/// finds nobody.
async fn rarest(conn: &mut Conn, words: &[String]) -> Result<Option<(i64, String)>, CustomerError> {
    let mut rarest: Option<(i64, String)> = None;
    for word in words {
        let count = store::search::count_prefix(conn, word, COMMON).await?;
        if count == 0 {
            return Ok(None);
        }
        if rarest.as_ref().is_none_or(|it| count < it.0) {
            rarest = Some((count, word.clone()));
        }
    }
    Ok(rarest)
}

/// Walks the index from `rarest`, a word and how many entries start with it.
async fn walk(
    conn: &mut Conn,
    (word, count): (&str, i64),
    others: &[&str],
    (narrow, after): (Narrow, Option<&Cursor>),
    limit: u32,
) -> Result<Page<Person>, CustomerError> {
    let mut place: (String, Option<PersonId>) = match after {
        Some(cursor) => (cursor.text(0).unwrap_or(word).to_owned(), cursor.number(1).map(PersonId::new)),
        None => (word.to_owned(), None),
    };
    let wanted = limit as usize + 1;
    let at_once = i64::from(limit) * 2 + 8;
    let compared = [others.first().copied(), others.get(1).copied(), others.get(2).copied()];
    let mut found: Vec<(String, Person)> = Vec::new();
    // The short walk sees all there is of a rare word: PostgreSQL plans the long one badly.
    let is_rare = store::search::WALKS.first().is_some_and(|it| count < *it);
    let mut walks = store::search::WALKS.into_iter().take(if is_rare { 1 } else { 2 });
    let mut length = walks.next().unwrap_or(at_once);
    loop {
        let rows =
            store::search::by_words(conn, word, compared, (&place.0, place.1), (length, at_once), narrow).await?;
        let is_last = rows.len() < usize::try_from(at_once).unwrap_or(usize::MAX);
        if is_last && let Some(longer) = walks.next() {
            // The short walk ended without enough: once more from the same place, further.
            length = longer;
            continue;
        }
        if let Some(row) = rows.last() {
            place = (row.term.clone(), Some(row.person.id));
        }
        for row in rows {
            if is_found_by(&row.person, &row.term, word, others) {
                found.push((row.term, row.person));
            }
        }
        if is_last || found.len() >= wanted {
            break;
        }
    }
    let page = Page::from_rows(found, limit, |it| Cursor::new([it.0.clone(), it.1.id.get().to_string()]));
    Ok(page.map(|it| it.1))
}

/// Whether every word fits, and `term` is the first of the person's words that starts with `word`: a person with two
/// such words stands in the index twice and in the answer once.
fn is_found_by(person: &Person, term: &str, word: &str, others: &[&str]) -> bool {
    let theirs = person.search_words.split_whitespace();
    let first = theirs.clone().find(|it| it.starts_with(word));
    first == Some(term) && others.iter().all(|other| theirs.clone().any(|it| it.starts_with(other)))
}
