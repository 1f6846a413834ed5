-- The schema exists and is owned; its first table arrives with its first verb.
comment on schema verification is 'reviews of submitted dossiers: stage, claim, decisions, due times, worklists, final status';
