-- What a program of an agency proves itself with; agency, state and time stand in its account, as everyone's do.
create table identity.api_clients (
    client_id uuid primary key references identity.accounts on delete cascade,
    -- What people call it. P0.
    name text not null check (char_length(name) between 1 and 100),
    -- SHA-256 of 256 random bits: nothing about them can be guessed, so that a slow hash would slow nobody but us.
    secret_hash bytea not null check (octet_length(secret_hash) = 32),
    -- As the audit trail names them.
    created_by text not null,
    created_at timestamptz not null
);
