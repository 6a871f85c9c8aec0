//! Business time: weekly windows, holidays, time zones; SLA clocks and their ledger.
