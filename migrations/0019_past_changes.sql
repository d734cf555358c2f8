CREATE TABLE "past_changes" (
	"workspace" text NOT NULL,
	"number" bigint NOT NULL,
	"title" text NOT NULL,
	"outcome" text NOT NULL,
	"ran_seconds" integer,
	"rollback_seconds" integer,
	CONSTRAINT "past_changes_workspace_number_pk" PRIMARY KEY("workspace","number")
);
--> statement-breakpoint
CREATE TABLE "past_terms" (
	"workspace" text NOT NULL,
	"repo_id" text NOT NULL,
	"term" text NOT NULL,
	"number" bigint NOT NULL,
	CONSTRAINT "past_terms_workspace_repo_id_term_number_pk" PRIMARY KEY("workspace","repo_id","term","number")
);
