//! What can go wrong on the customer's pages.

use api::Problem;

/// A failure of the customer's pages. What a customer can put right is no error but a page.
#[derive(Debug, thiserror::Error)]
pub enum PortalError {
    /// A survey.
    #[error(transparent)]
    Survey(#[from] surveys::SurveyError),
    /// A case.
    #[error(transparent)]
    Case(#[from] cases::CaseError),
    /// A person.
    #[error(transparent)]
    Customer(#[from] customers::CustomerError),
    /// A contact.
    #[error(transparent)]
    Interaction(#[from] interactions::InteractionError),
    /// The installation.
    #[error(transparent)]
    Access(#[from] access::AccessError),
    /// The store.
    #[error(transparent)]
    Db(#[from] db::DbError),
    /// A template.
    #[error(transparent)]
    Page(#[from] api::pages::PageError),
}

impl From<PortalError> for Problem {
    fn from(error: PortalError) -> Self {
        match error {
            PortalError::Survey(it) => it.into(),
            PortalError::Case(it) => it.into(),
            PortalError::Customer(it) => it.into(),
            PortalError::Interaction(it) => it.into(),
            PortalError::Access(it) => it.into(),
            PortalError::Db(it) => it.into(),
            PortalError::Page(it) => it.into(),
        }
    }
}
