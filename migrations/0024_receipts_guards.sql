-- What a CI asked in a workspace is seen there alone.
ALTER TABLE public.gate_asks ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.gate_asks FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_workspace ON public.gate_asks
  USING (workspace = current_setting('holdpoint.workspace', true))
  WITH CHECK (workspace = current_setting('holdpoint.workspace', true));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON public.gate_asks TO holdpoint_app;
