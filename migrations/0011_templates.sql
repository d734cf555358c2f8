CREATE TABLE "templates" (
	"workspace" text NOT NULL,
	"repo_id" text NOT NULL,
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"blob" text NOT NULL,
	"content" jsonb NOT NULL,
	"first_seen" timestamp with time zone NOT NULL,
	CONSTRAINT "templates_workspace_repo_id_id_version_blob_pk" PRIMARY KEY("workspace","repo_id","id","version","blob")
);
