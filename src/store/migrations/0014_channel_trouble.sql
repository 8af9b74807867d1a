ALTER TABLE "channels" ADD COLUMN "unhealthy_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "trouble" jsonb;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "probe_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "is_probe_open" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "waits_for_channel" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "conversations_waiting_for_channel" ON "conversations" USING btree ("channel_id") WHERE "conversations"."waits_for_channel";