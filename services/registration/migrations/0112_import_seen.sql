-- Keys (NIP, code) that a running import has met and that its rows do not show otherwise: a second occurrence in the same
-- file is refused, also after a restart. Emptied when the import completes.
create table registration.import_seen (
    import_id uuid not null references registration.imports,
    key text collate "C" not null,
    primary key (import_id, key)
);
