CREATE TABLE "attachments" (
	"id" text PRIMARY KEY NOT NULL,
	"origin" text NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"channel_id" text,
	"contact_id" text,
	"message_id" text,
	"uploader_id" text,
	"content_type" text,
	"size" bigint,
	"name" text,
	"sha256" text,
	"playable_sha256" text,
	"playable_type" text,
	"playable_size" bigint,
	"duration_ms" integer,
	"width" integer,
	"height" integer,
	"error_code" text,
	"fetch_started_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "message_attachments" (
	"message_id" text NOT NULL,
	"attachment_id" text NOT NULL,
	CONSTRAINT "message_attachments_message_id_attachment_id_pk" PRIMARY KEY("message_id","attachment_id")
);
--> statement-breakpoint
CREATE TABLE "wechat_media" (
	"attachment_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"use" text NOT NULL,
	"media_id" text,
	"expires_at" timestamp with time zone,
	"renewed_for" text,
	CONSTRAINT "wechat_media_attachment_id_channel_id_use_pk" PRIMARY KEY("attachment_id","channel_id","use")
);
--> statement-breakpoint
ALTER TABLE "message_attachments" ADD CONSTRAINT "message_attachments_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_attachments" ADD CONSTRAINT "message_attachments_attachment_id_attachments_id_fk" FOREIGN KEY ("attachment_id") REFERENCES "public"."attachments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wechat_media" ADD CONSTRAINT "wechat_media_attachment_id_attachments_id_fk" FOREIGN KEY ("attachment_id") REFERENCES "public"."attachments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "attachments_message_unique" ON "attachments" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "attachments_fetching" ON "attachments" USING btree ("created_at") WHERE "attachments"."status" = 'fetching';--> statement-breakpoint
CREATE INDEX "message_attachments_attachment" ON "message_attachments" USING btree ("attachment_id");