CREATE TABLE "deployments" (
	"workspace" text NOT NULL,
	"repo_id" text NOT NULL,
	"deployment_id" text NOT NULL,
	"repo_name" text NOT NULL,
	"environment" text NOT NULL,
	"environment_id" text,
	"production" boolean NOT NULL,
	"transient" boolean NOT NULL,
	"ref" text NOT NULL,
	"sha" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"creator_id" text NOT NULL,
	"creator_login" text NOT NULL,
	"state" text NOT NULL,
	"state_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"requested_at" timestamp with time zone,
	"run_id" text,
	"decision" text,
	"reports" integer NOT NULL,
	"reported" text,
	"matched_change" integer,
	"match_method" text,
	"in_window" boolean,
	"change_state" text,
	CONSTRAINT "deployments_workspace_repo_id_deployment_id_pk" PRIMARY KEY("workspace","repo_id","deployment_id")
);
--> statement-breakpoint
CREATE TABLE "environment_locks" (
	"workspace" text NOT NULL,
	"environment" text NOT NULL,
	"reason" text NOT NULL,
	"by_id" text NOT NULL,
	"by_login" text NOT NULL,
	"locked_at" timestamp with time zone NOT NULL,
	"url" text,
	"claim" text NOT NULL,
	CONSTRAINT "environment_locks_workspace_environment_pk" PRIMARY KEY("workspace","environment")
);
--> statement-breakpoint
ALTER TABLE "pulls" ADD COLUMN "merge_sha" text;--> statement-breakpoint
CREATE INDEX "deployments_sha" ON "deployments" USING btree ("workspace","repo_id","sha");--> statement-breakpoint
CREATE INDEX "deployments_created" ON "deployments" USING btree ("workspace","created_at");--> statement-breakpoint
CREATE INDEX "pulls_merge" ON "pulls" USING btree ("workspace","repo_id","merge_sha");