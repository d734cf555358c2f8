-- What a change takes up is seen in its own workspace alone.
ALTER TABLE public.bookings ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE public.bookings FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_workspace ON public.bookings
  USING (workspace = current_setting('holdpoint.workspace', true))
  WITH CHECK (workspace = current_setting('holdpoint.workspace', true));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON public.bookings TO holdpoint_app;
