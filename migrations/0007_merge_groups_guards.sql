-- A group of a merge queue is seen in its own workspace alone.
ALTER TABLE public.merge_groups ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.merge_groups FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_workspace ON public.merge_groups
  USING (workspace = current_setting('holdpoint.workspace', true))
  WITH CHECK (workspace = current_setting('holdpoint.workspace', true));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON public.merge_groups TO holdpoint_app;
