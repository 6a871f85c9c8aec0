//! The one check that every action starts with.

use kernel::{Actor, Permission};

use crate::error::Denied;

/// Refuses unless `actor` may. Called first in every action, so that jobs and flows obey it as requests do.
pub fn require(actor: &Actor, permission: Permission) -> Result<(), Denied> {
    if actor.may(permission) { Ok(()) } else { Err(Denied { actor: actor.label(), permission }) }
}

/// Refuses unless `actor` may do at least one of `permissions`; the refusal names the first.
///
/// An empty list refuses nobody, which is why it does not compile: it takes the first apart.
pub fn require_any(actor: &Actor, first: Permission, others: &[Permission]) -> Result<(), Denied> {
    if others.iter().any(|it| actor.may(*it)) { Ok(()) } else { require(actor, first) }
}

#[cfg(test)]
mod tests {
    use kernel::{Role, StaffId};

    use super::*;

    #[test]
    fn what_a_role_lacks_is_refused_by_name() {
        let adviser = Actor::staff(StaffId::new(1), Role::Adviser, vec![]);
        assert!(require(&adviser, Permission::CasesWrite).is_ok());
        let denied = require(&adviser, Permission::StaffManage).unwrap_err();
        assert_eq!(denied.to_string(), "staff_0000000000001 lacks the permission staff_manage");
        assert!(require_any(&adviser, Permission::StaffManage, &[Permission::CasesRead]).is_ok());
        assert!(require_any(&adviser, Permission::StaffManage, &[]).is_err());
    }
}
