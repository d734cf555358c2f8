CREATE TABLE "gate_asks" (
	"workspace" text NOT NULL,
	"change" integer NOT NULL,
	"repository" text NOT NULL,
	"sha" text NOT NULL,
	"environment" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "gate_asks_workspace_change_repository_sha_environment_pk" PRIMARY KEY("workspace","change","repository","sha","environment")
);
--> statement-breakpoint
ALTER TABLE "deployments" ADD COLUMN "starter_id" text;--> statement-breakpoint
ALTER TABLE "deployments" ADD COLUMN "starter_login" text;--> statement-breakpoint
ALTER TABLE "deployments" ADD COLUMN "receipt" text;--> statement-breakpoint
ALTER TABLE "deployments" ADD COLUMN "receipt_codes" text;