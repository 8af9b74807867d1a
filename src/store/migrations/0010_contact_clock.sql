ALTER TABLE "contacts" ADD COLUMN "clock_moves" jsonb;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "clock_shift_ms" bigint DEFAULT 0 NOT NULL;