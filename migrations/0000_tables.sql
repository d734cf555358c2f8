CREATE TABLE "acts" (
	"workspace" text NOT NULL,
	"key" text NOT NULL,
	"seq" bigint NOT NULL,
	CONSTRAINT "acts_workspace_key_pk" PRIMARY KEY("workspace","key")
);
--> statement-breakpoint
CREATE TABLE "changes" (
	"workspace" text NOT NULL,
	"number" bigint NOT NULL,
	"repo_id" text NOT NULL,
	"repo_name" text NOT NULL,
	"issue_number" bigint NOT NULL,
	"issue_id" text NOT NULL,
	"state" text NOT NULL,
	"closed" boolean NOT NULL,
	"category" text,
	"risk" text,
	"priority" text,
	"title" text NOT NULL,
	"author_id" text NOT NULL,
	"operator_id" text,
	"window_start" timestamp with time zone,
	"window_end" timestamp with time zone,
	"opened_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"version" bigint NOT NULL,
	"hash" text NOT NULL,
	"snapshot" jsonb NOT NULL,
	CONSTRAINT "changes_workspace_number_pk" PRIMARY KEY("workspace","number")
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "deliveries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"forge" text NOT NULL,
	"guid" text NOT NULL,
	"event" text NOT NULL,
	"action" text,
	"headers" jsonb NOT NULL,
	"body" "bytea" NOT NULL,
	"body_sha256" "bytea" NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"source" text NOT NULL,
	"state" text NOT NULL,
	"workspace" text,
	"lane" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"claims" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"problem" text,
	CONSTRAINT "deliveries_forge_guid" UNIQUE("forge","guid"),
	CONSTRAINT "deliveries_state" CHECK (state IN ('new', 'routed', 'done', 'dead')),
	CONSTRAINT "deliveries_source" CHECK (source IN ('webhook', 'redelivery', 'catch_up'))
);
--> statement-breakpoint
CREATE TABLE "dirty" (
	"workspace" text NOT NULL,
	"change" bigint NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"version" bigint NOT NULL,
	"clean" bigint NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"problem" text,
	CONSTRAINT "dirty_workspace_change_pk" PRIMARY KEY("workspace","change")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"workspace" text NOT NULL,
	"seq" bigint NOT NULL,
	"change" bigint,
	"type" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" "bytea" NOT NULL,
	"prev_hash" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	"body" "bytea" NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"observed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "events_workspace_seq_pk" PRIMARY KEY("workspace","seq")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"workspace" text NOT NULL,
	"id" text NOT NULL,
	"commitment" "bytea" NOT NULL,
	"login" text,
	"salt" "bytea",
	CONSTRAINT "people_workspace_id_commitment_pk" PRIMARY KEY("workspace","id","commitment"),
	CONSTRAINT "people_login" UNIQUE("workspace","id","login")
);
--> statement-breakpoint
CREATE TABLE "pulls" (
	"workspace" text NOT NULL,
	"repo_id" text NOT NULL,
	"pull_number" bigint NOT NULL,
	"change" bigint NOT NULL,
	"repo_name" text NOT NULL,
	"head_sha" text NOT NULL,
	CONSTRAINT "pulls_workspace_repo_id_pull_number_change_pk" PRIMARY KEY("workspace","repo_id","pull_number","change")
);
--> statement-breakpoint
CREATE TABLE "surfaces" (
	"workspace" text NOT NULL,
	"change" bigint NOT NULL,
	"surface" text NOT NULL,
	"forge_id" text,
	"digest" text,
	"intent_at" timestamp with time zone,
	"written_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"problem" text,
	CONSTRAINT "surfaces_workspace_change_surface_pk" PRIMARY KEY("workspace","change","surface")
);
--> statement-breakpoint
CREATE TABLE "texts" (
	"workspace" text NOT NULL,
	"seq" bigint NOT NULL,
	"name" text NOT NULL,
	"salt" "bytea",
	"text" text,
	CONSTRAINT "texts_workspace_seq_name_pk" PRIMARY KEY("workspace","seq","name")
);
--> statement-breakpoint
CREATE TABLE "timers" (
	"workspace" text NOT NULL,
	"change" bigint NOT NULL,
	"name" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"version" bigint NOT NULL,
	"fired" boolean NOT NULL,
	CONSTRAINT "timers_workspace_change_name_pk" PRIMARY KEY("workspace","change","name")
);
--> statement-breakpoint
CREATE TABLE "watermarks" (
	"scope" text NOT NULL,
	"name" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "watermarks_scope_name_pk" PRIMARY KEY("scope","name")
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"workspace" text PRIMARY KEY NOT NULL,
	"login" text NOT NULL,
	"head_seq" bigint DEFAULT 0 NOT NULL,
	"head_hash" "bytea" NOT NULL,
	"next_number" bigint DEFAULT 1 NOT NULL,
	"erasures" bigint DEFAULT 0 NOT NULL,
	"marker_key" "bytea" NOT NULL,
	CONSTRAINT "workspaces_head_hash_length" CHECK (octet_length("workspaces"."head_hash") = 32),
	CONSTRAINT "workspaces_marker_key_length" CHECK (octet_length("workspaces"."marker_key") = 32)
);
--> statement-breakpoint
CREATE UNIQUE INDEX "changes_issue" ON "changes" USING btree ("workspace","repo_id","issue_number");--> statement-breakpoint
CREATE INDEX "changes_open" ON "changes" USING btree ("workspace","number") WHERE NOT closed;--> statement-breakpoint
CREATE INDEX "deliveries_new" ON "deliveries" USING btree ("id") WHERE state = 'new';--> statement-breakpoint
CREATE INDEX "deliveries_routed" ON "deliveries" USING btree ("lane","id") WHERE state = 'routed';--> statement-breakpoint
CREATE INDEX "deliveries_dead" ON "deliveries" USING btree ("id") WHERE state = 'dead';--> statement-breakpoint
CREATE INDEX "dirty_marks" ON "dirty" USING btree ("since") WHERE version > clean;--> statement-breakpoint
CREATE INDEX "events_change" ON "events" USING btree ("workspace","change","seq");--> statement-breakpoint
CREATE INDEX "pulls_change" ON "pulls" USING btree ("workspace","change");--> statement-breakpoint
CREATE INDEX "pulls_head" ON "pulls" USING btree ("workspace","repo_id","head_sha");--> statement-breakpoint
CREATE INDEX "timers_due" ON "timers" USING btree ("due_at") WHERE NOT fired;