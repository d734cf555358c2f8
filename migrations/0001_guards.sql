-- Who may do what, enforced by the database itself.
--
--   holdpoint_app     works inside one workspace: sees and writes only rows of `holdpoint.workspace`,
--                     which every transaction sets; may add to the log, never change it.
--   holdpoint_system  works across workspaces: the inbox, and looking for what is due. It reads
--                     timers, marks and the list of workspaces, and nothing that people wrote.
--
-- Both are roles without login. The user in DATABASE_URL is a member of both; it need not own anything.
DO $$
DECLARE
  wanted text;
  -- From PostgreSQL 16 on, the creator of a role is a member that may not yet act as it.
  acting text := CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['holdpoint_app', 'holdpoint_system'] LOOP
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
      EXCEPTION
        WHEN duplicate_object OR unique_violation THEN
          NULL; -- Roles belong to the server: another database's migration made it just now.
        WHEN insufficient_privilege THEN
          RAISE EXCEPTION 'the role % does not exist, and % may not create it', wanted, current_user
            USING HINT = format('Let an administrator run: CREATE ROLE %I NOLOGIN; GRANT %I TO %I;', wanted, wanted, current_user);
      END;
    END IF;
    IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted AND (rolsuper OR rolbypassrls)) THEN
      RAISE EXCEPTION 'the role % may pass by row-level security, so it would keep no tenants apart', wanted
        USING HINT = format('Let an administrator run: ALTER ROLE %I NOSUPERUSER NOBYPASSRLS;', wanted);
    END IF;
    IF NOT (pg_has_role(current_user, wanted, acting) AND pg_has_role(current_user, wanted, 'USAGE')) THEN
      BEGIN
        EXECUTE format('GRANT %I TO %I', wanted, current_user);
      EXCEPTION
        WHEN insufficient_privilege THEN
          RAISE EXCEPTION '% is no member of the role %', current_user, wanted
            USING HINT = format('Let an administrator run: GRANT %I TO %I;', wanted, current_user);
      END;
    END IF;
  END LOOP;
END
$$;
--> statement-breakpoint
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY[
    'workspaces', 'events', 'texts', 'people', 'changes', 'pulls', 'surfaces', 'acts', 'timers', 'dirty'
  ] LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', tenant_table);
    -- Without the setting the comparison is with null: nothing is seen, nothing can be written.
    EXECUTE format(
      'CREATE POLICY own_workspace ON public.%I
         USING (workspace = current_setting(''holdpoint.workspace'', true))
         WITH CHECK (workspace = current_setting(''holdpoint.workspace'', true))',
      tenant_table
    );
  END LOOP;
  FOREACH tenant_table IN ARRAY ARRAY['workspaces', 'timers', 'dirty'] LOOP
    EXECUTE format(
      'CREATE POLICY every_workspace ON public.%I FOR SELECT TO holdpoint_system USING (true)',
      tenant_table
    );
  END LOOP;
END
$$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO holdpoint_app, holdpoint_system;
--> statement-breakpoint
GRANT SELECT, INSERT ON public.events, public.texts, public.people, public.acts TO holdpoint_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON public.workspaces TO holdpoint_app;
--> statement-breakpoint
GRANT UPDATE (login, head_seq, head_hash, next_number) ON public.workspaces TO holdpoint_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON public.changes, public.pulls, public.surfaces, public.timers, public.dirty TO holdpoint_app;
--> statement-breakpoint
-- Enough to mark a delivery done in the transaction that recorded it, not to read what others received.
GRANT SELECT (id, state, workspace), UPDATE (state, problem, next_attempt_at) ON public.deliveries TO holdpoint_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON public.deliveries, public.watermarks TO holdpoint_system;
--> statement-breakpoint
GRANT SELECT (workspace, login, head_seq, head_hash) ON public.workspaces TO holdpoint_system;
--> statement-breakpoint
GRANT SELECT ON public.timers, public.dirty TO holdpoint_system;
--> statement-breakpoint
GRANT USAGE ON SCHEMA drizzle TO holdpoint_system;
--> statement-breakpoint
GRANT SELECT ON drizzle.__drizzle_migrations TO holdpoint_system;
--> statement-breakpoint
-- The head row is rewritten with every append: leave room on its page, so that no index is touched.
ALTER TABLE public.workspaces SET (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
--> statement-breakpoint
CREATE FUNCTION public.refuse_rewriting() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  RAISE EXCEPTION '% on % refused: the log only grows', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON public.events
  FOR EACH ROW EXECUTE FUNCTION public.refuse_rewriting();
--> statement-breakpoint
-- Erasing is the one change: salt and text become null together, everything else stays.
CREATE TRIGGER append_only BEFORE UPDATE ON public.texts
  FOR EACH ROW WHEN (
    NEW.text IS NOT NULL OR NEW.salt IS NOT NULL
    OR (NEW.workspace, NEW.seq, NEW.name) IS DISTINCT FROM (OLD.workspace, OLD.seq, OLD.name)
  ) EXECUTE FUNCTION public.refuse_rewriting();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE ON public.people
  FOR EACH ROW WHEN (
    NEW.login IS NOT NULL OR NEW.salt IS NOT NULL
    OR (NEW.workspace, NEW.id, NEW.commitment) IS DISTINCT FROM (OLD.workspace, OLD.id, OLD.commitment)
  ) EXECUTE FUNCTION public.refuse_rewriting();
--> statement-breakpoint
CREATE TRIGGER no_delete BEFORE DELETE ON public.texts
  FOR EACH ROW EXECUTE FUNCTION public.refuse_rewriting();
--> statement-breakpoint
CREATE TRIGGER no_delete BEFORE DELETE ON public.people
  FOR EACH ROW EXECUTE FUNCTION public.refuse_rewriting();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.events
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewriting();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.texts
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewriting();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.people
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewriting();
--> statement-breakpoint
CREATE TRIGGER no_step_back BEFORE UPDATE ON public.workspaces
  FOR EACH ROW WHEN (
    NEW.head_seq < OLD.head_seq OR NEW.next_number < OLD.next_number OR NEW.erasures < OLD.erasures
  ) EXECUTE FUNCTION public.refuse_rewriting();
--> statement-breakpoint
-- ALWAYS: also for a session that calls itself a replica.
ALTER TABLE public.events ENABLE ALWAYS TRIGGER append_only, ENABLE ALWAYS TRIGGER no_truncate;
--> statement-breakpoint
ALTER TABLE public.texts ENABLE ALWAYS TRIGGER append_only, ENABLE ALWAYS TRIGGER no_delete, ENABLE ALWAYS TRIGGER no_truncate;
--> statement-breakpoint
ALTER TABLE public.people ENABLE ALWAYS TRIGGER append_only, ENABLE ALWAYS TRIGGER no_delete, ENABLE ALWAYS TRIGGER no_truncate;
--> statement-breakpoint
ALTER TABLE public.workspaces ENABLE ALWAYS TRIGGER no_step_back;
--> statement-breakpoint
-- Erasure runs with the owner's rights, and still only inside the transaction's workspace.
CREATE FUNCTION public.redact_text(event_seq bigint, text_name text) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  erased integer;
BEGIN
  UPDATE public.texts SET text = NULL, salt = NULL
   WHERE workspace = current_setting('holdpoint.workspace', true)
     AND seq = event_seq AND name = text_name AND text IS NOT NULL;
  GET DIAGNOSTICS erased = ROW_COUNT;
  RETURN erased;
END
$$;
--> statement-breakpoint
CREATE FUNCTION public.redact_person(person text) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  erased integer;
BEGIN
  UPDATE public.people SET login = NULL, salt = NULL
   WHERE workspace = current_setting('holdpoint.workspace', true)
     AND id = person AND login IS NOT NULL;
  GET DIAGNOSTICS erased = ROW_COUNT;
  UPDATE public.workspaces SET erasures = erasures + 1
   WHERE workspace = current_setting('holdpoint.workspace', true);
  RETURN erased;
END
$$;
--> statement-breakpoint
-- The job queue's tables are its owner's alone; this is the one door to them from inside a workspace.
CREATE FUNCTION public.wake(task text, payload json, wake_key text, queue text, due timestamp with time zone) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM graphile_worker.add_job(
    identifier => task, payload => payload, queue_name => queue, run_at => due,
    job_key => wake_key, job_key_mode => 'preserve_run_at'
  );
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION public.redact_text(bigint, text), public.redact_person(text),
  public.wake(text, json, text, text, timestamp with time zone) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION public.redact_text(bigint, text), public.redact_person(text) TO holdpoint_app;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION public.wake(text, json, text, text, timestamp with time zone) TO holdpoint_app, holdpoint_system;
