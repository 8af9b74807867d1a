ALTER TABLE "contacts" ADD COLUMN "remark_tries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "profile_tries" integer DEFAULT 0 NOT NULL;