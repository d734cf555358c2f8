-- What was forged in a workspace is seen there alone.
ALTER TABLE public.forged_reports ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.forged_reports FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_workspace ON public.forged_reports
  USING (workspace = current_setting('holdpoint.workspace', true))
  WITH CHECK (workspace = current_setting('holdpoint.workspace', true));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON public.forged_reports TO holdpoint_app;
