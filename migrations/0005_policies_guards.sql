-- What a policy said is part of the record: it is added, never altered, and seen in its own workspace alone.
ALTER TABLE public.policies ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.policies FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_workspace ON public.policies
  USING (workspace = current_setting('holdpoint.workspace', true))
  WITH CHECK (workspace = current_setting('holdpoint.workspace', true));
--> statement-breakpoint
GRANT SELECT, INSERT ON public.policies TO holdpoint_app;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON public.policies
  FOR EACH ROW EXECUTE FUNCTION public.refuse_rewriting();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.policies
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewriting();
--> statement-breakpoint
-- ALWAYS: also for a session that calls itself a replica.
ALTER TABLE public.policies ENABLE ALWAYS TRIGGER append_only, ENABLE ALWAYS TRIGGER no_truncate;
