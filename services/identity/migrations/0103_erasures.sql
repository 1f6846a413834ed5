-- Accounts that were erased, by id only: a late message cannot bring one back, and after a restore they are erased again.
create table identity.erasures (
    account_id uuid primary key,
    erased_at timestamptz not null
);
