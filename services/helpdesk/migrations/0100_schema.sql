-- The schema exists and is owned; its first table arrives with its first verb.
comment on schema helpdesk is 'tickets, evidence, routing table, groups';
