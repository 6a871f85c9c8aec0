//! Statements of search as you type, over the inverted index `person_terms` (its primary key is the index).

use db::{Conn, DbError, Row, params, sql};
use kernel::PersonId;

use crate::person::{Narrow, Person};

/// How many entries of the index one search walks through: few first, since two common words are soon found together;
/// then many, and never more: a search of two common letters stays bounded.
pub(crate) const WALKS: [i64; 2] = [1_000, 20_000];

/// How many entries of the index start with `word`, counted up to `limit`.
pub(crate) async fn count_prefix(conn: &mut Conn, word: &str, limit: i64) -> Result<i64, DbError> {
    conn.one(
        sql!(
            "select count(*) as n from (
               select term from person_terms where term >= $1 and term < $2 order by term limit $3) as found"
        ),
        params![word, prefix_end(word), limit],
    )
    .await?
    .get("n")
}

/// A person found, by which of their words.
pub(crate) struct Found {
    pub term: String,
    pub person: Person,
}

fn found(row: &Row) -> Result<Found, DbError> {
    Ok(Found { term: row.get("term")?, person: crate::store::persons::person(row)? })
}

/// Persons with a word that starts with `word` and, in any order, words that start with each of `others` (at most
/// three are compared here), after the entry `after`, in the order of the index.
pub(crate) async fn by_words(
    conn: &mut Conn,
    word: &str,
    others: [Option<&str>; 3],
    after: (&str, Option<PersonId>),
    (walk, limit): (i64, i64),
    narrow: Narrow,
) -> Result<Vec<Found>, DbError> {
    let [one, two, three] = others.map(|it| it.map(like));
    let after_id = after.1.map_or(i64::MIN, PersonId::get);
    let rows = conn
        .all(
            sql!(
                r"select t.term, p.id, p.redirect_to, p.display_name, p.title, p.first_name, p.last_name, p.language,
                   p.born_on, p.address_line, p.postcode, p.city, p.country, p.email, p.phone, p.provenance,
                   p.search_words, p.created_at, p.changed_at, p.version
                 from (select term, person_id from person_terms
                       where (term, person_id) > ($1, $2) and term < $3
                       order by term, person_id limit $4) as t
                 join persons p on p.id = t.person_id
                 where p.redirect_to is null
                   and (cast($5 as text) is null or p.search_words like $5 escape '\')
                   and (cast($6 as text) is null or p.search_words like $6 escape '\')
                   and (cast($7 as text) is null or p.search_words like $7 escape '\')
                   and (cast($9 as bigint) is null
                        or p.id in (select person_id from memberships where account_id = $9))
                   and ($10 = 0 or p.id in (select person_id from cases where state in ('open', 'waiting')))
                 order by t.term, t.person_id limit $8"
            ),
            params![
                after.0,
                after_id,
                prefix_end(word),
                walk,
                one,
                two,
                three,
                limit,
                narrow.account,
                i64::from(narrow.has_open_case)
            ],
        )
        .await?;
    rows.iter().map(found).collect()
}

/// How many persons have a word that starts with `word` and words that start with each of `others`, if no more than
/// `walk` entries of the index start with `word`. Reads cases' table.
pub(crate) async fn count_words(
    conn: &mut Conn,
    word: &str,
    others: [Option<&str>; 3],
    walk: i64,
    narrow: Narrow,
) -> Result<Option<i64>, DbError> {
    if count_prefix(conn, word, walk + 1).await? > walk {
        return Ok(None);
    }
    let [one, two, three] = others.map(|it| it.map(like));
    let row = conn
        .one(
            sql!(
                r"select count(*) as n from persons p
                 where p.id in (select person_id from person_terms where term >= $1 and term < $2)
                   and p.redirect_to is null
                   and (cast($3 as text) is null or p.search_words like $3 escape '\')
                   and (cast($4 as text) is null or p.search_words like $4 escape '\')
                   and (cast($5 as text) is null or p.search_words like $5 escape '\')
                   and (cast($6 as bigint) is null
                        or p.id in (select person_id from memberships where account_id = $6))
                   and ($7 = 0 or p.id in (select person_id from cases where state in ('open', 'waiting')))"
            ),
            params![word, prefix_end(word), one, two, three, narrow.account, i64::from(narrow.has_open_case)],
        )
        .await?;
    Ok(Some(row.get("n")?))
}

/// The first text after all that start with `word`, in byte order.
fn prefix_end(word: &str) -> String {
    format!("{word}\u{10ffff}")
}

/// A pattern that finds `word` at the start of a word of `search_words`.
fn like(word: &str) -> String {
    let escaped = word.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
    format!("% {escaped}%")
}
