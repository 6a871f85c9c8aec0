//! Statements on `persons` and `person_terms`.

use std::collections::BTreeMap;

use db::{Conn, DbError, IntoValue, Json, Row, Tx, Value, params, sql};
use kernel::{PersonId, Timestamp};

use crate::person::{Field, Narrow, Person};

/// The columns that hold one field each.
const COLUMNS: [(Field, &str); 11] = [
    (Field::Title, "title"),
    (Field::FirstName, "first_name"),
    (Field::LastName, "last_name"),
    (Field::Language, "language"),
    (Field::BornOn, "born_on"),
    (Field::AddressLine, "address_line"),
    (Field::Postcode, "postcode"),
    (Field::City, "city"),
    (Field::Country, "country"),
    (Field::Email, "email"),
    (Field::Phone, "phone"),
];

pub(crate) fn person(row: &Row) -> Result<Person, DbError> {
    let mut values = BTreeMap::new();
    for (field, column) in COLUMNS {
        if let Some(value) = row.get::<Option<String>>(column)? {
            values.insert(field, value);
        }
    }
    Ok(Person {
        id: row.get("id")?,
        redirect_to: row.get("redirect_to")?,
        display_name: row.get("display_name")?,
        values,
        provenance: row.get::<Json<_>>("provenance")?.0,
        search_words: row.get("search_words")?,
        created_at: row.get("created_at")?,
        changed_at: row.get("changed_at")?,
        version: row.get("version")?,
    })
}

/// The person, also when it was joined to another.
pub(crate) async fn find(conn: &mut Conn, id: PersonId) -> Result<Option<Person>, DbError> {
    let row = conn
        .optional(
            sql!(
                "select id, redirect_to, display_name, title, first_name, last_name, language, born_on, address_line,
                   postcode, city, country, email, phone, provenance, search_words, created_at, changed_at, version
                 from persons where id = $1"
            ),
            params![id],
        )
        .await?;
    row.as_ref().map(person).transpose()
}

pub(crate) async fn find_all(conn: &mut Conn, ids: &[PersonId]) -> Result<Vec<Person>, DbError> {
    let mut found = Vec::with_capacity(ids.len());
    for part in ids.chunks(db::conn::LIST_MAX) {
        let rows = conn
            .all_in(
                sql!(
                    "select id, redirect_to, display_name, title, first_name, last_name, language, born_on,
                       address_line, postcode, city, country, email, phone, provenance, search_words, created_at,
                       changed_at, version
                     from persons where id in ($list)"
                ),
                params![],
                part.iter().copied(),
            )
            .await?;
        for row in &rows {
            found.push(person(row)?);
        }
    }
    Ok(found)
}

fn field_values(person: &Person) -> impl Iterator<Item = Value> + '_ {
    COLUMNS.iter().map(|(field, _)| person.values.get(field).map(String::as_str).into_value())
}

pub(crate) async fn insert_all(tx: &mut Tx, people: &[Person]) -> Result<(), DbError> {
    let mut values = Vec::with_capacity(people.len() * 19);
    for it in people {
        values.extend(params![it.id, &it.display_name]);
        values.extend(field_values(it));
        values.extend(params![Json(&it.provenance), &it.search_words, it.created_at, it.changed_at, it.version]);
        values.extend(params![it.sort_name()]);
    }
    tx.run_rows(
        sql!(
            "insert into persons (id, display_name, title, first_name, last_name, language, born_on, address_line,
               postcode, city, country, email, phone, provenance, search_words, created_at, changed_at, version,
               sort_name)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)"
        ),
        19,
        values,
    )
    .await?;
    Ok(())
}

/// Writes the golden record of a person that exists, and counts its version.
pub(crate) async fn update(tx: &mut Tx, person: &Person) -> Result<(), DbError> {
    let mut values = params![person.id, &person.display_name];
    values.extend(field_values(person));
    values.extend(params![Json(&person.provenance), &person.search_words, person.changed_at, person.version]);
    values.extend(params![person.sort_name()]);
    tx.run(
        sql!(
            "update persons set display_name = $2, title = $3, first_name = $4, last_name = $5, language = $6,
               born_on = $7, address_line = $8, postcode = $9, city = $10, country = $11, email = $12, phone = $13,
               provenance = $14, search_words = $15, changed_at = $16, version = $17, sort_name = $18
             where id = $1"
        ),
        values,
    )
    .await?;
    Ok(())
}

/// Counts a version for a change beside the golden record, such as a proof.
pub(crate) async fn touch(tx: &mut Tx, id: PersonId) -> Result<(), DbError> {
    let now: Timestamp = tx.now();
    tx.run(sql!("update persons set version = version + 1, changed_at = $2 where id = $1"), params![id, now]).await?;
    Ok(())
}

pub(crate) async fn insert_terms(tx: &mut Tx, terms: &[(String, PersonId)]) -> Result<(), DbError> {
    let mut values = Vec::with_capacity(terms.len() * 2);
    for (term, id) in terms {
        values.extend(params![term, *id]);
    }
    tx.run_rows(sql!("insert into person_terms (term, person_id) values ($1, $2) on conflict do nothing"), 2, values)
        .await?;
    Ok(())
}

pub(crate) async fn delete_term(tx: &mut Tx, term: &str, id: PersonId) -> Result<(), DbError> {
    tx.run(sql!("delete from person_terms where term = $1 and person_id = $2"), params![term, id]).await?;
    Ok(())
}

/// The latest persons, newest first, after `after`. Reads cases' table.
pub(crate) async fn latest(
    conn: &mut Conn,
    narrow: Narrow,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<Person>, DbError> {
    let rows = conn
        .all(
            sql!(
                "select id, redirect_to, display_name, title, first_name, last_name, language, born_on, address_line,
                   postcode, city, country, email, phone, provenance, search_words, created_at, changed_at, version
                 from persons
                 where redirect_to is null and (cast($1 as bigint) is null or id < $1)
                   and (cast($3 as bigint) is null or id in (select person_id from memberships where account_id = $3))
                   and ($4 = 0 or id in (select person_id from cases where state in ('open', 'waiting')))
                 order by id desc limit $2"
            ),
            params![after, limit, narrow.account, i64::from(narrow.has_open_case)],
        )
        .await?;
    rows.iter().map(person).collect()
}

/// Persons by name, each with what it is ordered by, after `after`. Reads cases' table.
pub(crate) async fn by_name(
    conn: &mut Conn,
    narrow: Narrow,
    after: Option<(&str, i64)>,
    limit: i64,
) -> Result<Vec<(String, Person)>, DbError> {
    let (name, id) = after.unwrap_or(("", i64::MIN));
    let rows = conn
        .all(
            sql!(
                "select id, redirect_to, display_name, title, first_name, last_name, language, born_on, address_line,
                   postcode, city, country, email, phone, provenance, search_words, created_at, changed_at, version,
                   sort_name
                 from persons
                 where redirect_to is null and (sort_name, id) > ($1, $2)
                   and (cast($4 as bigint) is null or id in (select person_id from memberships where account_id = $4))
                   and ($5 = 0 or id in (select person_id from cases where state in ('open', 'waiting')))
                 order by sort_name, id limit $3"
            ),
            params![name, id, limit, narrow.account, i64::from(narrow.has_open_case)],
        )
        .await?;
    rows.iter().map(|row| Ok((row.get("sort_name")?, person(row)?))).collect()
}

/// How many persons there are. Reads cases' table.
pub(crate) async fn count(conn: &mut Conn, narrow: Narrow) -> Result<i64, DbError> {
    conn.one(
        sql!(
            "select count(*) as n from persons
             where redirect_to is null
               and (cast($1 as bigint) is null or id in (select person_id from memberships where account_id = $1))
               and ($2 = 0 or id in (select person_id from cases where state in ('open', 'waiting')))"
        ),
        params![narrow.account, i64::from(narrow.has_open_case)],
    )
    .await?
    .get("n")
}
