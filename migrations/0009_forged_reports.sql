CREATE TABLE "forged_reports" (
	"workspace" text NOT NULL,
	"repo_id" text NOT NULL,
	"sha" text NOT NULL,
	"name" text NOT NULL,
	"via" text NOT NULL,
	"by_id" text NOT NULL,
	"by_login" text NOT NULL,
	"says" text,
	"times" integer NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	"has_status" boolean NOT NULL,
	"answered" text,
	"answers" integer NOT NULL,
	"answers_since" timestamp with time zone NOT NULL,
	CONSTRAINT "forged_reports_workspace_repo_id_sha_name_pk" PRIMARY KEY("workspace","repo_id","sha","name")
);
