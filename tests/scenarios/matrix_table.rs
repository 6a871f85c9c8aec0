//! Who may call what: one line for each operation of the document. An operation without a line is red, a line without
//! an operation too. Not generated from the code: it is what the code is held to.

use kernel::Permission as P;

/// Who may call an operation.
#[derive(Debug, Clone, Copy)]
pub enum Who {
    /// Everyone, signed in or not.
    Everyone,
    /// Everyone who holds the link: a session gives no rights over it, and an unknown link is over.
    Link,
    /// Any member of staff about themselves; no program.
    Person,
    /// Any member of staff; programs that may read cases.
    Colleague,
    /// Any member of staff and any program.
    Caller,
    /// Who may do all of these.
    All(&'static [P]),
    /// Who may do one of these.
    Any(&'static [P]),
    /// Who may do all of the first and one of the second.
    Both(&'static [P], &'static [P]),
    /// Members of staff who may do all of these; no program.
    Staff(&'static [P]),
}

/// What the operation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Object {
    /// Nothing of one name.
    None,
    /// Something that exists for all who may call.
    Shared,
    /// Something of a case: seen by its team, and by those who see every case.
    OfCase,
    /// Something of one person: for others it does not exist.
    Private,
}

/// Operation, who, on what.
pub type Line = (&'static str, Who, Object);

use self::Object::{None as No, OfCase, Private, Shared};
use self::Who::{All, Any, Both, Caller, Colleague, Everyone, Link, Person, Staff};

const READ: Who = All(&[P::CasesRead]);
const WRITE: Who = All(&[P::CasesRead, P::CasesWrite]);
const RECORD: Who = All(&[P::CustomersRead, P::CustomersWrite]);
const SEE: Who = Any(&[P::CasesRead, P::CustomersRead]);

/// Every operation.
pub const TABLE: &[Line] = &[
    // access
    ("create_session", Everyone, No),
    ("delete_session", Everyone, No),
    ("list_sessions", Person, No),
    ("revoke_session", Person, Private),
    ("get_me", Person, No),
    ("change_me", Person, No),
    ("set_password", Person, No),
    ("start_totp", Person, No),
    ("confirm_totp", Person, No),
    ("stop_totp", Person, No),
    ("list_staff", Colleague, No),
    ("create_staff", All(&[P::StaffManage]), No),
    ("get_staff", Colleague, Shared),
    ("change_staff", All(&[P::StaffManage]), Shared),
    ("reset_password", All(&[P::StaffManage]), Shared),
    ("reset_totp", All(&[P::StaffManage]), Shared),
    ("list_teams", Colleague, No),
    ("create_team", All(&[P::StaffManage]), No),
    ("get_team", Colleague, Shared),
    ("change_team", All(&[P::StaffManage]), Shared),
    ("list_api_keys", All(&[P::ApiKeysManage]), No),
    ("create_api_key", All(&[P::ApiKeysManage]), No),
    ("get_api_key", All(&[P::ApiKeysManage]), Shared),
    ("revoke_api_key", All(&[P::ApiKeysManage]), Shared),
    ("list_audit_entries", All(&[P::AuditRead]), No),
    ("get_audit_chain", All(&[P::AuditRead]), No),
    ("get_setup", Everyone, No),
    ("change_setup", All(&[P::StaffManage]), No),
    ("claim_setup", Everyone, No),
    // server
    ("get_document", Everyone, No),
    ("stream_events", Caller, No),
    ("list_jobs", All(&[P::JobsManage]), No),
    ("list_job_counts", All(&[P::JobsManage]), No),
    ("get_job", All(&[P::JobsManage]), Shared),
    ("delete_job", All(&[P::JobsManage]), Shared),
    ("retry_job", All(&[P::JobsManage]), Shared),
    ("retry_jobs", All(&[P::JobsManage]), No),
    // customers
    ("list_persons", All(&[P::CustomersRead]), No),
    ("create_person", RECORD, No),
    ("get_person", All(&[P::CustomersRead]), Shared),
    ("change_person", RECORD, Shared),
    ("add_contact_point", RECORD, Shared),
    ("set_verification", RECORD, Shared),
    ("list_accounts", All(&[P::CustomersRead]), No),
    ("create_account", RECORD, No),
    ("get_account", All(&[P::CustomersRead]), Shared),
    ("change_account", RECORD, Shared),
    ("set_membership", RECORD, Shared),
    ("delete_membership", RECORD, Shared),
    ("list_sources", All(&[P::CustomersRead]), No),
    ("create_source", All(&[P::CustomersImport]), No),
    ("get_source", All(&[P::CustomersRead]), Shared),
    ("change_source", All(&[P::CustomersImport]), Shared),
    ("list_imports", All(&[P::CustomersImport]), No),
    ("create_import", All(&[P::CustomersImport]), No),
    ("get_import", All(&[P::CustomersImport]), Shared),
    ("get_import_preview", All(&[P::CustomersImport]), Shared),
    ("set_import_format", All(&[P::CustomersImport]), Shared),
    ("set_import_mapping", All(&[P::CustomersImport]), Shared),
    ("set_import_run", All(&[P::CustomersImport]), Shared),
    ("list_import_refusals", All(&[P::CustomersImport]), Shared),
    ("get_import_refusals_file", All(&[P::CustomersImport]), Shared),
    // interactions
    ("list_interactions", All(&[P::CustomersRead]), No),
    ("list_interaction_counts", All(&[P::CustomersRead]), No),
    ("create_interaction", RECORD, No),
    ("get_interaction", SEE, OfCase),
    ("change_interaction", All(&[P::CasesRead, P::CustomersWrite]), OfCase),
    ("get_interaction_content", SEE, OfCase),
    ("get_attachment_content", SEE, OfCase),
    // surveys
    ("list_surveys", All(&[P::SurveysRead]), No),
    ("create_survey", All(&[P::SurveysWrite]), No),
    ("get_survey", All(&[P::SurveysRead]), Shared),
    ("change_survey", All(&[P::SurveysWrite]), Shared),
    ("get_survey_preview", All(&[P::SurveysRead]), Shared),
    ("get_survey_results", All(&[P::SurveysRead]), Shared),
    ("list_survey_versions", All(&[P::SurveysRead]), Shared),
    ("publish_survey", All(&[P::SurveysWrite]), Shared),
    ("list_survey_templates", All(&[P::SurveysRead]), No),
    ("list_survey_rules", All(&[P::SurveysRead]), No),
    ("create_survey_rule", All(&[P::SurveysWrite]), No),
    ("get_survey_rule", All(&[P::SurveysRead]), Shared),
    ("set_survey_rule", All(&[P::SurveysWrite]), Shared),
    ("list_invitations", All(&[P::SurveysRead]), No),
    ("create_invitation", All(&[P::SurveysWrite]), No),
    ("list_responses", All(&[P::SurveysRead]), No),
    ("get_response", Any(&[P::SurveysRead, P::CustomersRead]), Shared),
    // indicators
    ("list_indicators", All(&[P::IndicatorsRead]), No),
    ("get_indicator", All(&[P::IndicatorsRead]), No),
    ("list_indicator_records", All(&[P::CasesRead, P::IndicatorsRead]), No),
    ("get_dashboard", All(&[P::IndicatorsRead]), No),
    // cases
    ("list_cases", READ, No),
    ("open_case", WRITE, No),
    ("get_case", READ, OfCase),
    ("change_case", WRITE, OfCase),
    ("list_case_history", READ, OfCase),
    ("get_case_clocks", READ, OfCase),
    ("get_draft", Staff(&[P::CasesRead, P::CasesWrite]), OfCase),
    ("set_draft", Staff(&[P::CasesRead, P::CasesWrite]), OfCase),
    ("delete_draft", Staff(&[P::CasesRead, P::CasesWrite]), OfCase),
    ("set_case_presence", Staff(&[P::CasesRead]), OfCase),
    ("end_case_presence", Staff(&[P::CasesRead]), OfCase),
    ("set_case_assignment", WRITE, OfCase),
    ("set_case_waiting", WRITE, OfCase),
    ("end_case_waiting", WRITE, OfCase),
    ("set_case_snooze", WRITE, OfCase),
    ("end_case_snooze", WRITE, OfCase),
    ("add_case_participant", WRITE, OfCase),
    ("remove_case_participant", WRITE, OfCase),
    ("create_case_batch", Staff(&[P::CasesRead, P::CasesWrite]), No),
    ("get_case_batch", Staff(&[P::CasesRead, P::CasesWrite]), Private),
    ("stop_case_batch", Staff(&[P::CasesRead, P::CasesWrite]), Private),
    ("reverse_case_batch", Staff(&[P::CasesRead, P::CasesWrite]), Private),
    ("try_promise", All(&[P::PromisesManage]), No),
    ("set_case_closure", WRITE, OfCase),
    ("undo_case_closure", WRITE, OfCase),
    ("list_inbox_views", READ, No),
    ("create_inbox_view", Staff(&[P::CasesRead]), No),
    ("change_inbox_view", Staff(&[P::CasesRead]), Private),
    ("delete_inbox_view", Staff(&[P::CasesRead]), Private),
    ("list_calendars", READ, No),
    ("get_calendar", READ, Shared),
    ("create_calendar", All(&[P::PromisesManage]), No),
    ("change_calendar", All(&[P::PromisesManage]), Shared),
    ("list_case_types", Any(&[P::CasesRead, P::TemplatesWrite]), No),
    ("set_case_type", All(&[P::PromisesManage]), No),
    ("list_promises", READ, No),
    ("get_promise", READ, Shared),
    ("create_promise", All(&[P::PromisesManage]), No),
    ("change_promise", All(&[P::PromisesManage]), Shared),
    ("retire_promise", All(&[P::PromisesManage]), Shared),
    ("list_reply_templates", Any(&[P::CasesRead, P::TemplatesWrite]), No),
    ("get_reply_template", Any(&[P::CasesRead, P::TemplatesWrite]), Shared),
    ("create_reply_template", All(&[P::TemplatesWrite]), No),
    ("change_reply_template", All(&[P::TemplatesWrite]), Shared),
    ("retire_reply_template", All(&[P::TemplatesWrite]), Shared),
    ("render_reply_template", READ, Shared),
    // mailroom
    ("list_mailboxes", All(&[P::MailboxesManage]), No),
    ("create_mailbox", All(&[P::MailboxesManage]), No),
    ("get_mailbox", All(&[P::MailboxesManage]), Shared),
    ("set_mailbox", All(&[P::MailboxesManage]), Shared),
    ("test_mailbox", All(&[P::MailboxesManage]), No),
    ("list_inbound_mails", All(&[P::QuarantineManage]), No),
    ("list_inbound_mail_days", All(&[P::QuarantineManage]), No),
    ("get_inbound_mail", All(&[P::QuarantineManage]), Shared),
    ("get_inbound_mail_content", All(&[P::QuarantineManage]), Shared),
    ("release_inbound_mail", All(&[P::QuarantineManage]), Shared),
    ("reject_inbound_mail", All(&[P::QuarantineManage]), Shared),
    ("list_outbound_mails", All(&[P::QuarantineManage]), No),
    ("create_web_form", All(&[P::CasesWrite]), No),
    ("create_reply", WRITE, OfCase),
    ("withdraw_reply", WRITE, OfCase),
    ("list_reply_files", Staff(&[P::CasesRead, P::CasesWrite]), OfCase),
    ("add_reply_file", Staff(&[P::CasesRead, P::CasesWrite]), OfCase),
    ("remove_reply_file", Staff(&[P::CasesRead, P::CasesWrite]), OfCase),
    ("create_note", WRITE, OfCase),
    ("send_interaction_again", WRITE, OfCase),
    ("decide_sender", WRITE, OfCase),
    // programme
    ("list_callbacks", All(&[P::CallbacksRead]), No),
    ("get_callback", All(&[P::CallbacksRead]), OfCase),
    ("set_callback_closure", Both(&[P::CallbacksRead], &[P::CallbacksManage, P::CasesWrite]), OfCase),
    // portal
    ("get_survey_page", Link, No),
    ("post_survey_page", Link, No),
    ("get_contact", Everyone, No),
    ("post_contact", Everyone, No),
    ("get_contact_sent", Everyone, No),
    ("get_contact_topic", Everyone, No),
    ("get_follow", Everyone, No),
    ("post_follow", Everyone, No),
    ("get_followed_case", Link, No),
    ("post_case_message", Link, No),
    ("post_case_callback", Link, No),
    ("get_published_promises", Everyone, No),
    ("get_accessibility", Everyone, No),
];

/// Operations on something that nobody has put there: 404 on one's own case is no loss.
pub const NOTHING_THERE: &[&str] = &["delete_draft", "withdraw_reply", "delete_membership", "remove_case_participant"];
