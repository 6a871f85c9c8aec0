//! Nothing of its own: the stories are in `scenarios/`.
