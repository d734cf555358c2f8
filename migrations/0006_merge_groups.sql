CREATE TABLE "merge_groups" (
	"workspace" text NOT NULL,
	"repo_id" text NOT NULL,
	"head_sha" text NOT NULL,
	"repo_name" text NOT NULL,
	"members" jsonb,
	"formed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "merge_groups_workspace_repo_id_head_sha_pk" PRIMARY KEY("workspace","repo_id","head_sha")
);
