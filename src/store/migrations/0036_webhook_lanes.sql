CREATE TABLE "webhook_replays" (
	"number" bigserial PRIMARY KEY NOT NULL,
	"webhook_id" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"until" timestamp with time zone,
	"events" text[],
	"first" bigint NOT NULL,
	"last" bigint NOT NULL,
	"position" bigint NOT NULL,
	"count" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
DROP INDEX "webhook_deliveries_open";--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD COLUMN "thread" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD COLUMN "asked" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD COLUMN "is_due" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "webhook_replays" ADD CONSTRAINT "webhook_replays_webhook_id_webhooks_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "public"."webhooks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "webhook_replays_webhook" ON "webhook_replays" USING btree ("webhook_id","number");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_to_take" ON "webhook_deliveries" USING btree ("webhook_id","sequence") WHERE "webhook_deliveries"."status" in ('pending', 'failed') and (not "webhook_deliveries"."is_alone" or "webhook_deliveries"."is_due") and "webhook_deliveries"."taken_by" is null;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_taken" ON "webhook_deliveries" USING btree ("webhook_id","taking") WHERE "webhook_deliveries"."status" in ('pending', 'failed') and (not "webhook_deliveries"."is_alone" or "webhook_deliveries"."is_due") and "webhook_deliveries"."taken_by" is not null;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_alone" ON "webhook_deliveries" USING btree ("webhook_id","next_attempt_at") WHERE "webhook_deliveries"."status" in ('pending', 'failed') and "webhook_deliveries"."is_alone" and not "webhook_deliveries"."is_due";--> statement-breakpoint
CREATE INDEX "webhook_deliveries_thread" ON "webhook_deliveries" USING btree ("webhook_id","thread") WHERE "webhook_deliveries"."status" in ('pending', 'failed') and not "webhook_deliveries"."is_alone";--> statement-breakpoint
UPDATE "webhook_deliveries" d SET "thread" = coalesce(e."conversation_id", e."contact_id", e."channel_id", '')
  FROM "webhook_events" e WHERE e."sequence" = d."sequence";--> statement-breakpoint
-- What tried it has become what waits for it; its next try is found by its time.
UPDATE "webhook_deliveries" SET "taken_by" = NULL, "taking" = NULL WHERE "is_alone";
--> statement-breakpoint
-- Most changes of a conversation are told by nothing: they do not call the function.
DROP TRIGGER "conversations_outbox" ON "conversations";--> statement-breakpoint
CREATE TRIGGER "conversations_outbox_added" AFTER INSERT ON "conversations" FOR EACH ROW EXECUTE FUNCTION outbox_of_conversation();--> statement-breakpoint
CREATE TRIGGER "conversations_outbox" AFTER UPDATE OF "snapshot" ON "conversations" FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state
    OR OLD.operator_id IS DISTINCT FROM NEW.operator_id
    OR OLD.group_id IS DISTINCT FROM NEW.group_id
    OR OLD.snapshot -> 'missedAt' IS DISTINCT FROM NEW.snapshot -> 'missedAt'
    OR OLD.snapshot -> 'attendedAt' IS DISTINCT FROM NEW.snapshot -> 'attendedAt'
    OR OLD.snapshot #> '{handover,at}' IS DISTINCT FROM NEW.snapshot #> '{handover,at}'
    OR OLD.snapshot #> '{consecutive,sent}' IS DISTINCT FROM NEW.snapshot #> '{consecutive,sent}'
    OR OLD.snapshot #> '{settings,consecutiveLimit}' IS DISTINCT FROM NEW.snapshot #> '{settings,consecutiveLimit}'
    OR OLD.snapshot #> '{window,warnedOf}' IS DISTINCT FROM NEW.snapshot #> '{window,warnedOf}'
    OR OLD.snapshot #> '{window,closingHandledAt}' IS DISTINCT FROM NEW.snapshot #> '{window,closingHandledAt}')
  EXECUTE FUNCTION outbox_of_conversation();
