//! Persons, accounts, contact points, source records, the golden record.
