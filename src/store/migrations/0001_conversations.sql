CREATE TABLE "contacts" (
	"id" text PRIMARY KEY NOT NULL,
	"channel_id" text NOT NULL,
	"open_id" text NOT NULL,
	"name" text,
	"last_seq" integer DEFAULT 0 NOT NULL,
	"inbox_count" integer DEFAULT 0 NOT NULL,
	"sender_lease_until" timestamp with time zone,
	"unsubscribed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "conversations" (
	"id" text PRIMARY KEY NOT NULL,
	"contact_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"brand_id" text NOT NULL,
	"state" text NOT NULL,
	"operator_id" text,
	"version" integer NOT NULL,
	"settings_version" integer NOT NULL,
	"snapshot" jsonb NOT NULL,
	"run_id" text NOT NULL,
	"clock_offset_ms" bigint NOT NULL,
	"activity_number" bigserial NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"operator_id" text NOT NULL,
	"conversation_id" text NOT NULL,
	"key" text NOT NULL,
	"body_hash" text NOT NULL,
	"message_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_operator_id_conversation_id_key_pk" PRIMARY KEY("operator_id","conversation_id","key")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" text PRIMARY KEY NOT NULL,
	"contact_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"conversation_id" text,
	"direction" text NOT NULL,
	"type" text NOT NULL,
	"seq" integer,
	"content" jsonb NOT NULL,
	"sender_kind" text NOT NULL,
	"sender_id" text,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"action" text,
	"dedup_key" text,
	"inbox_number" integer,
	"signalled_at" timestamp with time zone,
	"filed_version" integer,
	"wechat_message_id" text,
	"wechat_created_at" timestamp with time zone,
	"status" text,
	"when_blocked" text,
	"error" jsonb,
	"sent_at" timestamp with time zone,
	"status_version" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "refusal_counts" (
	"channel_id" text NOT NULL,
	"code" text NOT NULL,
	"day" text NOT NULL,
	"count" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "refusal_counts_channel_id_code_day_pk" PRIMARY KEY("channel_id","code","day")
);
--> statement-breakpoint
CREATE TABLE "rejected_deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"channel_id" text NOT NULL,
	"reason" text NOT NULL,
	"body_sealed" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "send_attempts" (
	"message_id" text NOT NULL,
	"attempt" integer NOT NULL,
	"started_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"ended_at" timestamp with time zone,
	"outcome" jsonb,
	CONSTRAINT "send_attempts_message_id_attempt_pk" PRIMARY KEY("message_id","attempt")
);
--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "send_attempts" ADD CONSTRAINT "send_attempts_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "contacts_open_id_unique" ON "contacts" USING btree ("channel_id","open_id");--> statement-breakpoint
CREATE INDEX "conversations_activity" ON "conversations" USING btree ("activity_number");--> statement-breakpoint
CREATE INDEX "conversations_state_activity" ON "conversations" USING btree ("state","activity_number");--> statement-breakpoint
CREATE INDEX "conversations_operator_activity" ON "conversations" USING btree ("operator_id","activity_number");--> statement-breakpoint
CREATE INDEX "conversations_channel_activity" ON "conversations" USING btree ("channel_id","activity_number");--> statement-breakpoint
CREATE INDEX "conversations_brand_activity" ON "conversations" USING btree ("brand_id","activity_number");--> statement-breakpoint
CREATE INDEX "conversations_contact" ON "conversations" USING btree ("contact_id","activity_number");--> statement-breakpoint
CREATE INDEX "conversations_changed" ON "conversations" USING btree ("changed_at");--> statement-breakpoint
CREATE INDEX "conversations_open_settings" ON "conversations" USING btree ("channel_id","settings_version") WHERE "conversations"."state" <> 'completed';--> statement-breakpoint
CREATE UNIQUE INDEX "messages_dedup_unique" ON "messages" USING btree ("channel_id","dedup_key");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_contact_seq_unique" ON "messages" USING btree ("contact_id","seq");--> statement-breakpoint
CREATE INDEX "messages_conversation_seq" ON "messages" USING btree ("conversation_id","seq");--> statement-breakpoint
CREATE INDEX "messages_unfiled" ON "messages" USING btree ("contact_id","inbox_number") WHERE "messages"."inbox_number" is not null and "messages"."seq" is null;--> statement-breakpoint
CREATE INDEX "messages_unaccepted" ON "messages" USING btree ("created_at") WHERE "messages"."direction" = 'outbound' and "messages"."seq" is null;--> statement-breakpoint
CREATE INDEX "messages_changed" ON "messages" USING btree ("changed_at");--> statement-breakpoint
CREATE INDEX "rejected_deliveries_channel" ON "rejected_deliveries" USING btree ("channel_id","created_at");