//! `?limit=50&after=<cursor>&count=true` of lists.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kernel::Cursor;
use kernel::page::LIMIT_MAX;
use serde::Deserialize;

use crate::problem::Problem;

/// How many rows a page holds unless asked otherwise.
pub const LIMIT_DEFAULT: u32 = 50;

/// Which page of a list is wanted. In the document: `params(api::Paging)`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// How many rows, 1 to 200.
    #[serde(default = "limit_default")]
    #[param(minimum = 1, maximum = 200, required = false, default = 50)]
    pub limit: u32,
    /// The `next` of the page before.
    #[serde(default)]
    #[param(required = false)]
    pub after: Option<Cursor>,
    /// Whether the list's whole length is wanted too, where the list offers it.
    #[serde(default)]
    #[param(required = false)]
    pub count: bool,
}

fn limit_default() -> u32 {
    LIMIT_DEFAULT
}

impl Default for Paging {
    fn default() -> Self {
        Self { limit: LIMIT_DEFAULT, after: None, count: false }
    }
}

impl Paging {
    /// One row more than the page holds: what a store function asks for, so that `Page::from_rows` sees if there is more.
    pub fn rows(&self) -> i64 {
        i64::from(self.limit) + 1
    }

    /// The `place`-th key of the cursor as a number: 422 if a cursor is there and does not hold one.
    pub fn number(&self, place: usize) -> Result<Option<i64>, Problem> {
        self.after.as_ref().map(|it| it.number(place).ok_or_else(foreign_cursor)).transpose()
    }

    /// The `place`-th key of the cursor as text: 422 if a cursor is there and does not hold one.
    pub fn text(&self, place: usize) -> Result<Option<&str>, Problem> {
        self.after.as_ref().map(|it| it.text(place).ok_or_else(foreign_cursor)).transpose()
    }
}

fn foreign_cursor() -> Problem {
    Problem::invalid("invalid_cursor")
}

impl<S: Send + Sync> FromRequestParts<S> for Paging {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let read = axum::extract::Query::<Self>::try_from_uri(&parts.uri);
        let paging = read
            .map(|it| it.0)
            .map_err(|refusal| Problem::bad_request("invalid_query").with("cause", refusal.body_text()))?;
        if (1..=LIMIT_MAX).contains(&paging.limit) {
            Ok(paging)
        } else {
            Err(Problem::bad_request("invalid_limit").with("limit", LIMIT_MAX))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(uri: &str) -> Result<Paging, Problem> {
        let (mut parts, ()) = axum::http::Request::get(uri).body(()).unwrap().into_parts();
        Paging::from_request_parts(&mut parts, &()).await
    }

    #[tokio::test]
    async fn a_page_has_sane_bounds() {
        assert_eq!(read("/x").await, Ok(Paging::default()));
        let cursor = Cursor::new([5, 7]);
        let paging = read(&format!("/x?limit=2&other=1&count=true&after={cursor}")).await.unwrap();
        assert_eq!((paging.limit, paging.rows(), paging.number(1), paging.count), (2, 3, Ok(Some(7)), true));
        assert_eq!(paging.number(2).unwrap_err().code, "invalid_cursor");
        for uri in ["/x?limit=0", "/x?limit=201", "/x?limit=many", "/x?after=zz"] {
            assert_eq!(read(uri).await.unwrap_err().status, 400, "{uri}");
        }
    }
}
