-- Whether an account may sign in or send: a demonstration account only where the demonstration country is.
create function access_is_welcome(account uuid, demonstration boolean) returns boolean
    language sql stable security definer set search_path = public, pg_temp
    as $$ select a.is_active and (demonstration or not a.is_demo) from access_account a where a.id = account $$;

revoke execute on function access_is_welcome(uuid, boolean) from public;
grant execute on function access_is_welcome(uuid, boolean) to khetane_app;
