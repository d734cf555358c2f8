-- Freezes that were opened in a workspace are seen there alone; across workspaces only when one is to be looked at.
ALTER TABLE public.freezes ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.freezes FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_workspace ON public.freezes
  USING (workspace = current_setting('holdpoint.workspace', true))
  WITH CHECK (workspace = current_setting('holdpoint.workspace', true));
--> statement-breakpoint
CREATE POLICY every_workspace ON public.freezes FOR SELECT TO holdpoint_system USING (true);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON public.freezes TO holdpoint_app;
--> statement-breakpoint
GRANT SELECT (workspace, number, look_at) ON public.freezes TO holdpoint_system;
