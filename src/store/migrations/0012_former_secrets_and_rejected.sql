CREATE TABLE "channel_former_secrets" (
	"id" text PRIMARY KEY NOT NULL,
	"channel_id" text NOT NULL,
	"token_sealed" text,
	"encoding_aes_key_sealed" text,
	"encryption" text,
	"replaced_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"accepted_until" timestamp with time zone DEFAULT clock_timestamp() + interval '24 hours' NOT NULL,
	"last_used_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "rejected_deliveries" ADD COLUMN "is_opened" boolean;--> statement-breakpoint
ALTER TABLE "rejected_deliveries" ADD COLUMN "query_sealed" text;--> statement-breakpoint
ALTER TABLE "rejected_deliveries" ADD COLUMN "size" integer;--> statement-breakpoint
ALTER TABLE "rejected_deliveries" ADD COLUMN "body_hash" text;--> statement-breakpoint
ALTER TABLE "rejected_deliveries" ADD COLUMN "deliveries" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "channel_former_secrets" ADD CONSTRAINT "channel_former_secrets_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "channel_former_secrets_channel" ON "channel_former_secrets" USING btree ("channel_id","replaced_at");--> statement-breakpoint
CREATE INDEX "channel_former_secrets_over" ON "channel_former_secrets" USING btree ("accepted_until");--> statement-breakpoint
CREATE UNIQUE INDEX "rejected_deliveries_body_unique" ON "rejected_deliveries" USING btree ("channel_id","body_hash");--> statement-breakpoint
-- When those were changed is not known: they get a day from now on.
INSERT INTO "channel_former_secrets" ("id", "channel_id", "encoding_aes_key_sealed")
SELECT gen_random_uuid()::text, "id", "former_encoding_aes_key_sealed" FROM "channels"
WHERE "former_encoding_aes_key_sealed" IS NOT NULL;--> statement-breakpoint
-- The column stays, empty, for processes of 0.1.0, which read it.
UPDATE "channels" SET "former_encoding_aes_key_sealed" = NULL WHERE "former_encoding_aes_key_sealed" IS NOT NULL;