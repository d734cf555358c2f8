-- What went past every gate of a workspace is seen there alone.
ALTER TABLE public.unauthorised_changes ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.unauthorised_changes FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_workspace ON public.unauthorised_changes
  USING (workspace = current_setting('holdpoint.workspace', true))
  WITH CHECK (workspace = current_setting('holdpoint.workspace', true));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON public.unauthorised_changes TO holdpoint_app;
