-- A program's session has no refresh token, hence no seed: it shows its secret again. Its few rows are found by account.
alter table identity.sessions alter column refresh_seed drop not null;
create index sessions_of_clients on identity.sessions (account_id, expires_at) where refresh_seed is null;
