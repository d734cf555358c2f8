-- The head row says where the log ends, and acts say what has counted: neither is taken away. A head that is deleted
-- and written again further back would hide events; an act that is forgotten would count a second time.
CREATE TRIGGER no_delete BEFORE DELETE ON public.workspaces
  FOR EACH ROW EXECUTE FUNCTION public.refuse_rewriting();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.workspaces
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewriting();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON public.acts
  FOR EACH ROW EXECUTE FUNCTION public.refuse_rewriting();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.acts
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewriting();
--> statement-breakpoint
-- ALWAYS: also for a session that calls itself a replica.
ALTER TABLE public.workspaces ENABLE ALWAYS TRIGGER no_delete, ENABLE ALWAYS TRIGGER no_truncate;
--> statement-breakpoint
ALTER TABLE public.acts ENABLE ALWAYS TRIGGER append_only, ENABLE ALWAYS TRIGGER no_truncate;
