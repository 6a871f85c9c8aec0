//! What customers leave to the worker.

use db::Db;
use db::blob::Blobs;
use jobs::{Job, Worker};
use kernel::ImportId;
use serde::{Deserialize, Serialize};

use crate::actions::imports;

/// Runs an import from where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPersons {
    /// Which.
    pub import_id: ImportId,
}

impl Job for ImportPersons {
    const NAME: &'static str = "import_persons";
}

/// Has `worker` run the jobs of customers.
pub fn handlers(worker: Worker, db: &Db, blobs: &Blobs) -> Worker {
    let (db, blobs) = (db.clone(), blobs.clone());
    worker.on(move |job: ImportPersons| {
        let (db, blobs) = (db.clone(), blobs.clone());
        async move { imports::perform(&db, &blobs, job.import_id, None).await }
    })
}
