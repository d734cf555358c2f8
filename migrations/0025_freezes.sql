CREATE TABLE "freezes" (
	"workspace" text NOT NULL,
	"number" bigint NOT NULL,
	"repo_id" text,
	"issue" bigint,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"snapshot" jsonb NOT NULL,
	"passed" bigint[] DEFAULT '{}' NOT NULL,
	"look_at" timestamp with time zone,
	"version" integer DEFAULT 0 NOT NULL,
	"comment" text,
	"shown" text,
	CONSTRAINT "freezes_workspace_number_pk" PRIMARY KEY("workspace","number")
);
--> statement-breakpoint
CREATE INDEX "freezes_end" ON "freezes" USING btree ("workspace","ends_at");--> statement-breakpoint
CREATE INDEX "freezes_issue" ON "freezes" USING btree ("workspace","repo_id","issue");--> statement-breakpoint
CREATE INDEX "freezes_look" ON "freezes" USING btree ("look_at") WHERE look_at IS NOT NULL;