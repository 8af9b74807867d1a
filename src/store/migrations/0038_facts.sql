CREATE TABLE "conversation_facts" (
	"conversation_id" text PRIMARY KEY NOT NULL,
	"brand_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"group_id" text,
	"operator_id" text,
	"source" text,
	"started_at" timestamp with time zone NOT NULL,
	"waiting_since" timestamp with time zone,
	"attended_at" timestamp with time zone,
	"attended_by" text,
	"missed_at" timestamp with time zone,
	"missed_attended_at" timestamp with time zone,
	"first_response_at" timestamp with time zone,
	"first_response_by" text,
	"completed_at" timestamp with time zone,
	"completed_reason" text,
	"is_bot_only" boolean DEFAULT false NOT NULL,
	"ended_waiting" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "event_facts" (
	"message_id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"contact_id" text NOT NULL,
	"conversation_id" text,
	"channel_id" text NOT NULL,
	"operator_id" text,
	"label" text
);
--> statement-breakpoint
CREATE TABLE "loss_facts" (
	"message_id" text PRIMARY KEY NOT NULL,
	"conversation_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"operator_id" text,
	"held_at" timestamp with time zone,
	"released_at" timestamp with time zone,
	"expired_at" timestamp with time zone,
	"failed_at" timestamp with time zone,
	"failed_code" text,
	"unknown_at" timestamp with time zone,
	"resolution" text
);
--> statement-breakpoint
CREATE TABLE "message_facts" (
	"conversation_id" text NOT NULL,
	"slot" timestamp with time zone NOT NULL,
	"operator_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"ins" integer[] NOT NULL,
	"outs" integer[] NOT NULL,
	CONSTRAINT "message_facts_conversation_id_slot_operator_id_pk" PRIMARY KEY("conversation_id","slot","operator_id")
);
--> statement-breakpoint
CREATE TABLE "refusal_facts" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"conversation_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"operator_id" text NOT NULL,
	"code" text NOT NULL,
	"late_seconds" integer,
	"key_hash" text
);
--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "held_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "ended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "resent_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "conversation_facts_started" ON "conversation_facts" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "conversation_facts_attended" ON "conversation_facts" USING btree ("attended_at") WHERE "conversation_facts"."attended_at" is not null;--> statement-breakpoint
CREATE INDEX "conversation_facts_missed" ON "conversation_facts" USING btree ("missed_at") WHERE "conversation_facts"."missed_at" is not null;--> statement-breakpoint
CREATE INDEX "conversation_facts_missed_attended" ON "conversation_facts" USING btree ("missed_attended_at") WHERE "conversation_facts"."missed_attended_at" is not null;--> statement-breakpoint
CREATE INDEX "conversation_facts_responded" ON "conversation_facts" USING btree ("first_response_at") WHERE "conversation_facts"."first_response_at" is not null;--> statement-breakpoint
CREATE INDEX "conversation_facts_completed" ON "conversation_facts" USING btree ("completed_at") WHERE "conversation_facts"."completed_at" is not null;--> statement-breakpoint
CREATE INDEX "event_facts_at" ON "event_facts" USING btree ("at");--> statement-breakpoint
CREATE INDEX "event_facts_visits" ON "event_facts" USING btree ("contact_id","at") WHERE "event_facts"."kind" in ('follow', 'scan') and "event_facts"."label" is not null;--> statement-breakpoint
CREATE INDEX "loss_facts_held" ON "loss_facts" USING btree ("held_at") WHERE "loss_facts"."held_at" is not null;--> statement-breakpoint
CREATE INDEX "loss_facts_released" ON "loss_facts" USING btree ("released_at") WHERE "loss_facts"."released_at" is not null;--> statement-breakpoint
CREATE INDEX "loss_facts_expired" ON "loss_facts" USING btree ("expired_at") WHERE "loss_facts"."expired_at" is not null;--> statement-breakpoint
CREATE INDEX "loss_facts_failed" ON "loss_facts" USING btree ("failed_at") WHERE "loss_facts"."failed_at" is not null;--> statement-breakpoint
CREATE INDEX "loss_facts_unknown" ON "loss_facts" USING btree ("unknown_at") WHERE "loss_facts"."unknown_at" is not null;--> statement-breakpoint
CREATE INDEX "message_facts_slot" ON "message_facts" USING btree ("slot");--> statement-breakpoint
CREATE INDEX "refusal_facts_at" ON "refusal_facts" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "refusal_facts_key" ON "refusal_facts" USING btree ("operator_id","conversation_id","key_hash");