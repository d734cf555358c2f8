DROP INDEX "changes_issue";--> statement-breakpoint
CREATE UNIQUE INDEX "changes_issue_open" ON "changes" USING btree ("workspace","repo_id","issue_number") WHERE NOT closed;--> statement-breakpoint
CREATE INDEX "changes_issue" ON "changes" USING btree ("workspace","repo_id","issue_number");