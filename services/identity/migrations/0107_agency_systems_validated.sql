-- In a transaction of its own, so that accounts stay readable and writable while millions of rows are looked at.
alter table identity.accounts validate constraint accounts_role;
alter table identity.accounts validate constraint accounts_login;
