-- A key is found by its hash before anybody knows whose it is; everything else of it is its workspace's alone. A used
-- answer stays used: it is added, never altered.
ALTER TABLE public.api_tokens ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.api_tokens FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.gate_claims ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.gate_claims FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_workspace ON public.api_tokens
  USING (workspace = current_setting('holdpoint.workspace', true))
  WITH CHECK (workspace = current_setting('holdpoint.workspace', true));
--> statement-breakpoint
CREATE POLICY own_workspace ON public.gate_claims
  USING (workspace = current_setting('holdpoint.workspace', true))
  WITH CHECK (workspace = current_setting('holdpoint.workspace', true));
--> statement-breakpoint
CREATE POLICY every_workspace ON public.api_tokens FOR SELECT TO holdpoint_system USING (true);
--> statement-breakpoint
GRANT SELECT, INSERT ON public.api_tokens, public.gate_claims TO holdpoint_app;
--> statement-breakpoint
GRANT UPDATE (last_used_at, revoked_at) ON public.api_tokens TO holdpoint_app;
--> statement-breakpoint
GRANT SELECT (workspace, id, hash, scopes, expires_at, last_used_at, revoked_at) ON public.api_tokens TO holdpoint_system;
--> statement-breakpoint
-- What was revoked stays revoked.
CREATE TRIGGER stays_revoked BEFORE UPDATE ON public.api_tokens
  FOR EACH ROW WHEN (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at)
  EXECUTE FUNCTION public.refuse_rewriting();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON public.gate_claims
  FOR EACH ROW EXECUTE FUNCTION public.refuse_rewriting();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.gate_claims
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewriting();
--> statement-breakpoint
-- ALWAYS: also for a session that calls itself a replica.
ALTER TABLE public.api_tokens ENABLE ALWAYS TRIGGER stays_revoked;
--> statement-breakpoint
ALTER TABLE public.gate_claims ENABLE ALWAYS TRIGGER append_only, ENABLE ALWAYS TRIGGER no_truncate;
