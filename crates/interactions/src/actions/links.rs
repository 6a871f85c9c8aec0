//! Makes links whose token stands nowhere: what is stored is a seed, and the token is derived from it with the
//! installation's key, as the mail leaves. The records that a token opens keep its hash alone.

use db::DbError;

use crate::interaction::Interaction;
use crate::link;

const PURPOSE: &str = "link";

/// A link for one customer alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HiddenLink {
    /// What is recorded, in [`link::META`]; opens nothing without the installation's key.
    pub seed: String,
    /// What opens: to be hashed, and shown to nobody but the customer.
    pub token: String,
}

/// A new link. `key`: the installation's.
pub fn make(key: &[u8]) -> Result<HiddenLink, DbError> {
    let seed = db::secret::token()?;
    let token = db::secret::derived(key, PURPOSE, &seed);
    Ok(HiddenLink { seed, token })
}

/// The tokens of the links that `it` was recorded with, in the order of their marks. Only for the mail as it leaves.
pub fn tokens(key: &[u8], it: &Interaction) -> Vec<String> {
    let seeds = it.meta.get(link::META).and_then(serde_json::Value::as_array);
    let seeds = seeds.into_iter().flatten().filter_map(serde_json::Value::as_str);
    seeds.map(|it| db::secret::derived(key, PURPOSE, it)).collect()
}
