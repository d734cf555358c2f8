-- What was deployed and what is locked in a workspace is seen there alone.
ALTER TABLE public.deployments ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.deployments FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_workspace ON public.deployments
  USING (workspace = current_setting('holdpoint.workspace', true))
  WITH CHECK (workspace = current_setting('holdpoint.workspace', true));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON public.deployments TO holdpoint_app;
--> statement-breakpoint
ALTER TABLE public.environment_locks ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.environment_locks FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_workspace ON public.environment_locks
  USING (workspace = current_setting('holdpoint.workspace', true))
  WITH CHECK (workspace = current_setting('holdpoint.workspace', true));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON public.environment_locks TO holdpoint_app;
