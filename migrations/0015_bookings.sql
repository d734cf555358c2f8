CREATE TABLE "bookings" (
	"workspace" text NOT NULL,
	"change" bigint NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"starts_at" timestamp with time zone,
	"ends_at" timestamp with time zone,
	CONSTRAINT "bookings_workspace_kind_subject_change_pk" PRIMARY KEY("workspace","kind","subject","change"),
	CONSTRAINT "bookings_kind" CHECK (kind IN ('asset', 'person', 'change', 'issue'))
);
--> statement-breakpoint
CREATE INDEX "bookings_subject" ON "bookings" USING btree ("workspace","kind","subject","ends_at");--> statement-breakpoint
CREATE INDEX "bookings_change" ON "bookings" USING btree ("workspace","change");