-- What only identity may know of an account: hashes, and what is encrypted under the account's own data key.
create table identity.account_secrets (
    account_id uuid primary key references identity.accounts on delete cascade,
    -- PHC strings, peppered; the parameter keyid names the pepper.
    password_hash text not null check (password_hash like '$argon2id$%'),
    answer_hash text check (answer_hash like '$argon2id$%'),
    email bytea,
    email_index bytea check (octet_length(email_index) = 16),
    mother_name bytea,
    security_question bytea,
    totp_secret bytea,
    -- The latest 30 s step whose code was taken: none is taken twice.
    last_totp_step bigint,
    check ((email is null) = (email_index is null)),
    check ((answer_hash is null) = (security_question is null))
);
create index account_secrets_email on identity.account_secrets (email_index) where email_index is not null;
