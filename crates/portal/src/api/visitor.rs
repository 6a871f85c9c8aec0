//! Who reads a page: what every handler of the customers' pages begins with.

use std::sync::Arc;

use api::limit::Rate;
use api::{ClientIp, Problem, State};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kernel::Locale;

use crate::api::shell::{ErrorLine, Frame, House, Shell};
use crate::api::words::Say;
use crate::fields::{Sent, value};
use crate::proof::{self, Proven};

/// Links tried in vain from one place: 30 at once, then one every 20 seconds.
const MISSES: Rate = Rate { count: 30, seconds: 600 };

/// One request of somebody who has no account: the house they came to, their language, where they are.
#[derive(Debug)]
pub struct Visitor {
    /// The program.
    pub state: State,
    /// The house.
    pub house: Arc<House>,
    /// The language the request asks for.
    pub locale: Locale,
    /// Where it comes from.
    pub ip: ClientIp,
}

/// Why a form is shown again although nothing in it is wrong.
#[derive(Debug)]
pub struct Unproven {
    /// What to say.
    pub error: ErrorLine,
    /// The proof to keep, where waiting is all it needs; else the page gets a new one.
    pub kept: Option<String>,
}

impl FromRequestParts<State> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let shell: Arc<Shell> = state.part().unwrap_or_default();
        let house = shell.house(state).await?;
        let ip = ClientIp::from_request_parts(parts, state).await?;
        Ok(Self { state: state.clone(), house, locale: api::Locale::of(parts).0, ip })
    }
}

impl Visitor {
    /// The words in `locale`.
    pub fn say(&self, locale: Locale) -> Say {
        Say { locale, words: self.state.words }
    }

    /// A page at `path`, in `locale`, which can be read in every language.
    pub fn frame<'a>(&'a self, locale: Locale, path: &'a str) -> Frame<'a> {
        Frame { say: self.say(locale), house: &self.house, path, languages: &Locale::ALL }
    }

    /// A fresh proof for a form.
    pub fn proof(&self, form: &str) -> String {
        proof::make(self.state.config.secret_key.bytes(), form, self.state.db.now())
    }

    /// Why what was sent of `form` cannot be taken yet; `None` if it can.
    pub fn unproven(&self, form: &str, sent: &Sent, locale: Locale) -> Option<Unproven> {
        let shown = value(sent, "proof");
        let (key, kept) = match proof::check(self.state.config.secret_key.bytes(), form, shown, self.state.db.now()) {
            Proven::Good => return None,
            Proven::TooFast => ("portal-too-fast", Some(shown.to_owned())),
            Proven::Stale => ("portal-stale-form", None),
        };
        Some(Unproven { error: ErrorLine { field: "main".to_owned(), text: self.say(locale).plain(key) }, kept })
    }

    /// Counts a link to `what` that opened nothing; refuses whoever tries too many.
    pub fn missed(&self, what: &str) -> Result<(), Problem> {
        self.state.limits.take(&format!("{what}_miss:{}", self.ip.0), MISSES, self.state.db.now())
    }
}
