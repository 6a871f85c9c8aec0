-- owner: access
-- What the installation's key makes of a fixed word, by which another key is recognised; tells nothing of the key. Null:
-- no key was used with this store yet.
alter table installation add column key_check text;
