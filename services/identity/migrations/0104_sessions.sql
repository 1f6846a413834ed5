-- One sign-in each. Refresh tokens are derived from the seed, the generation and a mounted key: no token is kept.
create table identity.sessions (
    session_id uuid primary key,
    -- Not a foreign key: an ended session must stay in the revoked list when its account is erased.
    account_id uuid not null,
    created_at timestamptz not null,
    expires_at timestamptz not null check (expires_at > created_at),
    ended_at timestamptz,
    refresh_seed bytea not null check (octet_length(refresh_seed) = 32),
    generation integer not null default 0 check (generation >= 0),
    rotated_at timestamptz not null
);
create index sessions_live on identity.sessions (account_id) where ended_at is null;
create index sessions_ended on identity.sessions (ended_at) where ended_at is not null;
create index sessions_expires on identity.sessions (expires_at);
