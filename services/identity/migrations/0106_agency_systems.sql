-- Programs of agencies sign in too: an account of a role of their own, with neither registration number nor username.
-- Not validated here: every row that the narrower checks let in fits, and nobody waits for the proof.
alter table identity.accounts drop constraint accounts_role;
alter table identity.accounts add constraint accounts_role check (role in
    ('employee', 'verifier_1', 'verifier_2', 'verifier_3', 'helpdesk', 'agency_admin', 'bkn_admin', 'agency_system'))
    not valid;
alter table identity.accounts drop constraint accounts_login;
alter table identity.accounts add constraint accounts_login check (
    (role = 'employee') = (registration_number is not null)
    and (role in ('employee', 'agency_system')) = (username is null)) not valid;
