-- Officers are few among millions of accounts: what looks through all of them must not read the others.
create index accounts_officers on identity.accounts (account_id) where username is not null;
