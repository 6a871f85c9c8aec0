//! The program: configuration, router, worker, command line, demo company.
