CREATE TABLE "policies" (
	"workspace" text NOT NULL,
	"version" text NOT NULL,
	"content" jsonb NOT NULL,
	"people" jsonb NOT NULL,
	"first_seen" timestamp with time zone NOT NULL,
	CONSTRAINT "policies_workspace_version_pk" PRIMARY KEY("workspace","version")
);
