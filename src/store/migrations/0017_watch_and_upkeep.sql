CREATE TABLE "duties" (
	"name" text PRIMARY KEY NOT NULL,
	"due_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "told_news" (
	"contact_id" text NOT NULL,
	"news" text NOT NULL,
	"channel_id" text NOT NULL,
	"change" text NOT NULL,
	"times" integer NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"again_at" timestamp with time zone NOT NULL,
	CONSTRAINT "told_news_contact_id_news_pk" PRIMARY KEY("contact_id","news")
);
--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "resolved_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "idempotency_keys_message" ON "idempotency_keys" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "messages_unknown" ON "messages" USING btree ("created_at") WHERE "messages"."status" = 'unknown' and "messages"."resolved_at" is null;