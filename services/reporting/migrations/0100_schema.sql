-- The schema exists and is owned; its first table arrives with its first verb.
comment on schema reporting is 'projections, follow-up of the unregistered, exports, feeds of other agencies, digests';
