//! Who acts, and what they may do. The check itself stands in each action; `access` makes actors from sessions and keys.

use serde::{Deserialize, Serialize};

use crate::id::{ApiKeyId, PersonId, StaffId, TeamId};

/// What a member of staff is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Answers customers.
    Adviser,
    /// Shares work out and holds the deadlines.
    TeamLead,
    /// Reads results, builds surveys and indicators.
    Analyst,
    /// Speaks to many: reads results, writes templates.
    Marketing,
    /// Installs, integrates, secures.
    Admin,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] = [Self::Adviser, Self::TeamLead, Self::Analyst, Self::Marketing, Self::Admin];

    /// As stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Adviser => "adviser",
            Self::TeamLead => "team_lead",
            Self::Analyst => "analyst",
            Self::Marketing => "marketing",
            Self::Admin => "admin",
        }
    }

    /// The role stored as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// What the role may do.
    pub const fn permissions(self) -> &'static [Permission] {
        use Permission as P;
        match self {
            Self::Adviser => {
                &[P::CasesRead, P::CasesWrite, P::CustomersRead, P::CustomersWrite, P::IndicatorsRead, P::CallbacksRead]
            }
            Self::TeamLead => &[
                P::CasesRead,
                P::CasesWrite,
                P::CasesAssign,
                P::CustomersRead,
                P::CustomersWrite,
                P::SurveysRead,
                P::IndicatorsRead,
                P::TemplatesWrite,
                P::CallbacksRead,
                P::CallbacksManage,
                P::QuarantineManage,
            ],
            Self::Analyst => &[
                P::CasesRead,
                P::CasesReadAll,
                P::CustomersRead,
                P::SurveysRead,
                P::SurveysWrite,
                P::IndicatorsRead,
                P::CallbacksRead,
            ],
            Self::Marketing => &[P::CustomersRead, P::SurveysRead, P::IndicatorsRead, P::TemplatesWrite],
            Self::Admin => Permission::ALL,
        }
    }
}

/// One thing an actor may do. API keys carry them as scopes, by [`Permission::code`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Read the cases of one's own teams, and those without a team.
    CasesRead,
    /// Read the cases of every team.
    CasesReadAll,
    /// Open, answer, note, wait, close, reopen; assign to oneself.
    CasesWrite,
    /// Assign to others and to teams.
    CasesAssign,
    /// Read persons, accounts and their timelines.
    CustomersRead,
    /// Create and correct persons and accounts, log calls.
    CustomersWrite,
    /// Run imports.
    CustomersImport,
    /// Read surveys and their results.
    SurveysRead,
    /// Build and publish surveys and their rules.
    SurveysWrite,
    /// Read indicators.
    IndicatorsRead,
    /// Write reply templates and shared views.
    TemplatesWrite,
    /// Read call-backs.
    CallbacksRead,
    /// Assign and close any call-back of one's teams.
    CallbacksManage,
    /// Read and decide what was quarantined.
    QuarantineManage,
    /// Configure mailboxes.
    MailboxesManage,
    /// Configure promises and calendars.
    PromisesManage,
    /// Configure staff and teams.
    StaffManage,
    /// Make and revoke API keys.
    ApiKeysManage,
    /// See and retry jobs.
    JobsManage,
    /// Read the audit log.
    AuditRead,
}

impl Permission {
    /// Every permission.
    pub const ALL: &'static [Self] = &[
        Self::CasesRead,
        Self::CasesReadAll,
        Self::CasesWrite,
        Self::CasesAssign,
        Self::CustomersRead,
        Self::CustomersWrite,
        Self::CustomersImport,
        Self::SurveysRead,
        Self::SurveysWrite,
        Self::IndicatorsRead,
        Self::TemplatesWrite,
        Self::CallbacksRead,
        Self::CallbacksManage,
        Self::QuarantineManage,
        Self::MailboxesManage,
        Self::PromisesManage,
        Self::StaffManage,
        Self::ApiKeysManage,
        Self::JobsManage,
        Self::AuditRead,
    ];

    /// As stored, sent, and written in API keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::CasesRead => "cases_read",
            Self::CasesReadAll => "cases_read_all",
            Self::CasesWrite => "cases_write",
            Self::CasesAssign => "cases_assign",
            Self::CustomersRead => "customers_read",
            Self::CustomersWrite => "customers_write",
            Self::CustomersImport => "customers_import",
            Self::SurveysRead => "surveys_read",
            Self::SurveysWrite => "surveys_write",
            Self::IndicatorsRead => "indicators_read",
            Self::TemplatesWrite => "templates_write",
            Self::CallbacksRead => "callbacks_read",
            Self::CallbacksManage => "callbacks_manage",
            Self::QuarantineManage => "quarantine_manage",
            Self::MailboxesManage => "mailboxes_manage",
            Self::PromisesManage => "promises_manage",
            Self::StaffManage => "staff_manage",
            Self::ApiKeysManage => "api_keys_manage",
            Self::JobsManage => "jobs_manage",
            Self::AuditRead => "audit_read",
        }
    }

    /// The permission written as `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.code() == code)
    }
}

/// Who stands behind an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorKind {
    /// A signed-in member of staff.
    Staff(StaffId),
    /// A program, by its API key.
    ApiKey(ApiKeyId),
    /// A customer, by a link they were given or a mail they wrote.
    Customer(PersonId),
    /// The product itself, by the name of the job or flow.
    System(&'static str),
}

/// An actor and what they may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub kind: ActorKind,
    /// Their teams; empty for all but staff.
    pub teams: Vec<TeamId>,
    /// What they may do.
    pub permissions: Vec<Permission>,
}

/// The cases an actor may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every case.
    All,
    /// Cases of these teams, and those without a team.
    Teams(Vec<TeamId>),
    /// None.
    Nothing,
}

impl Actor {
    /// A member of staff with the permissions of `role`.
    pub fn staff(id: StaffId, role: Role, teams: Vec<TeamId>) -> Self {
        Self { kind: ActorKind::Staff(id), teams, permissions: role.permissions().to_vec() }
    }

    /// A program with the permissions its key carries.
    pub fn api_key(id: ApiKeyId, permissions: Vec<Permission>) -> Self {
        Self { kind: ActorKind::ApiKey(id), teams: Vec::new(), permissions }
    }

    /// A customer: no staff permission; customer actions check the link instead.
    pub fn customer(id: PersonId) -> Self {
        Self { kind: ActorKind::Customer(id), teams: Vec::new(), permissions: Vec::new() }
    }

    /// The product itself, which may do everything; `name` is the job or flow and stands in the audit log.
    pub fn system(name: &'static str) -> Self {
        Self { kind: ActorKind::System(name), teams: Vec::new(), permissions: Permission::ALL.to_vec() }
    }

    /// Whether they may.
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }

    /// The staff id, if the actor is staff.
    pub fn staff_id(&self) -> Option<StaffId> {
        match self.kind {
            ActorKind::Staff(id) => Some(id),
            _ => None,
        }
    }

    /// The cases they may see. API keys with `cases_read` see every case: they belong to no team.
    pub fn case_scope(&self) -> Scope {
        let is_key = matches!(self.kind, ActorKind::ApiKey(_));
        match (self.may(Permission::CasesReadAll) || is_key, self.may(Permission::CasesRead)) {
            (_, false) => Scope::Nothing,
            (true, true) => Scope::All,
            (false, true) => Scope::Teams(self.teams.clone()),
        }
    }

    /// Whether a case of `team` is within what they may see.
    pub fn sees_team(&self, team: Option<TeamId>) -> bool {
        match self.case_scope() {
            Scope::All => true,
            Scope::Nothing => false,
            Scope::Teams(teams) => team.is_none_or(|it| teams.contains(&it)),
        }
    }

    /// As written in histories and the audit log: `staff_0J5…`, `key_…`, `person_…`, `system:close_case`.
    pub fn label(&self) -> String {
        match self.kind {
            ActorKind::Staff(id) => id.to_string(),
            ActorKind::ApiKey(id) => id.to_string(),
            ActorKind::Customer(id) => id.to_string(),
            ActorKind::System(name) => format!("system:{name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back() {
        for permission in Permission::ALL {
            assert_eq!(Permission::from_code(permission.code()), Some(*permission));
        }
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
    }

    #[test]
    fn an_adviser_sees_the_cases_of_their_teams_and_those_of_none() {
        let adviser = Actor::staff(StaffId::new(1), Role::Adviser, vec![TeamId::new(7)]);
        assert!(adviser.sees_team(None));
        assert!(adviser.sees_team(Some(TeamId::new(7))));
        assert!(!adviser.sees_team(Some(TeamId::new(8))));
        assert!(!Actor::staff(StaffId::new(1), Role::Marketing, vec![]).sees_team(None));
    }
}
