CREATE TABLE "unauthorised_changes" (
	"workspace" text NOT NULL,
	"seq" bigint NOT NULL,
	"kind" text NOT NULL,
	"repo_id" text NOT NULL,
	"repo_name" text NOT NULL,
	"place" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_login" text NOT NULL,
	"sha" text NOT NULL,
	"url" text,
	"matched_change" integer,
	"first_seen" timestamp with time zone NOT NULL,
	"last_seen" timestamp with time zone NOT NULL,
	"times" integer NOT NULL,
	"state" text NOT NULL,
	"by_id" text,
	"by_login" text,
	"answered_at" timestamp with time zone,
	"change" integer,
	"reason" text,
	"refused" text,
	"refused_login" text,
	"issue" integer,
	"intent_at" timestamp with time zone,
	"version" integer NOT NULL,
	"shown" integer NOT NULL,
	CONSTRAINT "unauthorised_changes_workspace_seq_pk" PRIMARY KEY("workspace","seq")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "unauthorised_open" ON "unauthorised_changes" USING btree ("workspace","repo_id","place","actor_id","kind") WHERE state = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "unauthorised_issue" ON "unauthorised_changes" USING btree ("workspace","repo_id","issue");