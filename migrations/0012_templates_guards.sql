-- What a template said is part of the record: it is added, never altered, and seen in its own workspace alone.
ALTER TABLE public.templates ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.templates FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_workspace ON public.templates
  USING (workspace = current_setting('holdpoint.workspace', true))
  WITH CHECK (workspace = current_setting('holdpoint.workspace', true));
--> statement-breakpoint
GRANT SELECT, INSERT ON public.templates TO holdpoint_app;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON public.templates
  FOR EACH ROW EXECUTE FUNCTION public.refuse_rewriting();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.templates
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewriting();
--> statement-breakpoint
-- ALWAYS: also for a session that calls itself a replica.
ALTER TABLE public.templates ENABLE ALWAYS TRIGGER append_only, ENABLE ALWAYS TRIGGER no_truncate;
--> statement-breakpoint
-- Which templates rest: the few changes whose failure suspended one.
CREATE INDEX changes_suspending ON public.changes (workspace, repo_id)
  WHERE (snapshot -> 'templateUse' -> 'suspended') <> 'null'::jsonb;
