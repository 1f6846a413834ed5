-- The access log is kept for two years, and the sweep finds what is older each minute: not by reading all of it.
create index access_log_viewed_at on identity.access_log (viewed_at);
