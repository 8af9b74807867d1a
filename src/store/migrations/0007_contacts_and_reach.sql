CREATE TABLE "qr_codes" (
	"id" text PRIMARY KEY NOT NULL,
	"channel_id" text NOT NULL,
	"name" text NOT NULL,
	"scene" text NOT NULL,
	"kind" text NOT NULL,
	"expires_in_seconds" integer,
	"ticket" text NOT NULL,
	"url" text NOT NULL,
	"expires_at" timestamp with time zone,
	"greeting" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "remark" text;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "remark_sync" text;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "remark_error_code" integer;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "remark_due_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "tags" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "is_subscribed" boolean;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "subscribed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "subscription_seen_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "subscribe_scene" text;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "wechat_qr_scene" text;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "wechat_tag_ids" integer[] DEFAULT '{}'::integer[] NOT NULL;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "language" text;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "profile_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "profile_due_at" timestamp with time zone DEFAULT now();--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "first_scene" text;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "first_scene_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "last_scene" text;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "last_scene_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "blocked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "blocked_by" text;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "blocked_reason" text;--> statement-breakpoint
ALTER TABLE "qr_codes" ADD CONSTRAINT "qr_codes_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "qr_codes_scene_unique" ON "qr_codes" USING btree ("channel_id","scene");--> statement-breakpoint
CREATE INDEX "qr_codes_channel" ON "qr_codes" USING btree ("channel_id","id");--> statement-breakpoint
CREATE INDEX "qr_codes_permanent" ON "qr_codes" USING btree ("channel_id") WHERE "qr_codes"."kind" = 'permanent';--> statement-breakpoint
CREATE INDEX "contacts_tags" ON "contacts" USING gin ("tags");--> statement-breakpoint
CREATE INDEX "contacts_first_scene" ON "contacts" USING btree ("channel_id","first_scene") WHERE "contacts"."first_scene" is not null;--> statement-breakpoint
CREATE INDEX "contacts_profile_due" ON "contacts" USING btree ("channel_id","profile_due_at") WHERE "contacts"."profile_due_at" is not null;--> statement-breakpoint
CREATE INDEX "contacts_remark_due" ON "contacts" USING btree ("channel_id","remark_due_at") WHERE "contacts"."remark_due_at" is not null;--> statement-breakpoint
CREATE INDEX "contacts_blocked" ON "contacts" USING btree ("id") WHERE "contacts"."blocked_at" is not null;