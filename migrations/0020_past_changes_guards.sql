-- What became of a change, and by which words it is found, is seen in its own workspace alone.
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['past_changes', 'past_terms'] LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format(
      'CREATE POLICY own_workspace ON public.%I
         USING (workspace = current_setting(''holdpoint.workspace'', true))
         WITH CHECK (workspace = current_setting(''holdpoint.workspace'', true))',
      tenant_table
    );
  END LOOP;
END
$$;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON public.past_changes TO holdpoint_app;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON public.past_terms TO holdpoint_app;
--> statement-breakpoint
-- Stems of a title and a text, those of the title first, then the longest, which are the rarest; so many at most.
CREATE FUNCTION public.past_words(title text, body text) RETURNS TABLE (word text, in_title boolean)
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = '' AS $$
  SELECT said.lexeme, bool_or(said.in_title)
    FROM (
      SELECT lexeme, true AS in_title
        FROM pg_catalog.unnest(pg_catalog.to_tsvector('pg_catalog.english', pg_catalog.left(title, 1000)))
      UNION ALL
      SELECT lexeme, false
        FROM pg_catalog.unnest(pg_catalog.to_tsvector('pg_catalog.english', pg_catalog.left(body, 100000)))
    ) AS said
   WHERE pg_catalog.length(said.lexeme) BETWEEN 2 AND 60
   GROUP BY said.lexeme
   ORDER BY bool_or(said.in_title) DESC, pg_catalog.length(said.lexeme) DESC, said.lexeme
   LIMIT 60
$$;
--> statement-breakpoint
-- How alike two titles are, 0 to 1, by the trigrams that they share. The extension is trusted, so the owner of a database
-- may make it; where it is missing or refused, words and facets alone decide. It stays as it was when this ran.
DO $$
DECLARE
  home text;
BEGIN
  BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
  EXCEPTION
    WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR undefined_object OR duplicate_object OR unique_violation THEN
      NULL;
  END;
  SELECT n.nspname INTO home
    FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
   WHERE e.extname = 'pg_trgm';
  EXECUTE format(
    'CREATE FUNCTION public.title_likeness(one text, other text) RETURNS real
       LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN %s',
    CASE WHEN home IS NULL THEN '0::real' ELSE format('%I.similarity(one, other)', home) END
  );
END
$$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION public.past_words(text, text), public.title_likeness(text, text) TO holdpoint_app;
