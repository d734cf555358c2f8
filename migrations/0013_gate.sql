CREATE TABLE "api_tokens" (
	"workspace" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"scopes" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_tokens_workspace_id_pk" PRIMARY KEY("workspace","id"),
	CONSTRAINT "api_tokens_hash" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "gate_claims" (
	"workspace" text NOT NULL,
	"jti" text NOT NULL,
	"claim_id" text NOT NULL,
	"change" text NOT NULL,
	"repository" text NOT NULL,
	"environment" text NOT NULL,
	"sha" text NOT NULL,
	"claimed_by" text NOT NULL,
	"claimed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "gate_claims_workspace_jti_pk" PRIMARY KEY("workspace","jti")
);
