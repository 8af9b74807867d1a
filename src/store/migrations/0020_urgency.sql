CREATE TABLE "conversation_views" (
	"conversation_id" text NOT NULL,
	"operator_id" text NOT NULL,
	"seq" integer NOT NULL,
	CONSTRAINT "conversation_views_conversation_id_operator_id_pk" PRIMARY KEY("conversation_id","operator_id")
);
--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "priority" text DEFAULT 'normal' NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "tags" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "facts_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "is_unanswered" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "urgency" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "urgency_by" "xid8" DEFAULT pg_current_xact_id() NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "urgencies" bigint[] DEFAULT '{}'::bigint[] NOT NULL;--> statement-breakpoint
ALTER TABLE "conversation_views" ADD CONSTRAINT "conversation_views_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contacts_unsubscribed" ON "contacts" USING btree ("id") WHERE "contacts"."is_subscribed" = false;--> statement-breakpoint
CREATE INDEX "conversations_urgency" ON "conversations" USING btree ("state","urgency","id") WHERE "conversations"."state" <> 'completed';--> statement-breakpoint
CREATE INDEX "conversations_operator_urgency" ON "conversations" USING btree ("operator_id","state","urgency","id") WHERE "conversations"."state" <> 'completed';--> statement-breakpoint
CREATE INDEX "conversations_brand_urgency" ON "conversations" USING btree ("brand_id","state","urgency","id") WHERE "conversations"."state" <> 'completed';--> statement-breakpoint
CREATE INDEX "conversations_tags" ON "conversations" USING gin ("tags");--> statement-breakpoint
CREATE INDEX "conversations_priority" ON "conversations" USING btree ("priority","activity_number") WHERE "conversations"."priority" <> 'normal';--> statement-breakpoint
CREATE INDEX "messages_trouble" ON "messages" USING btree ("conversation_id","changed_at") WHERE "messages"."direction" = 'outbound' and "messages"."status" in ('failed', 'unknown', 'held') and "messages"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "messages_trouble_changed" ON "messages" USING btree ("changed_at") WHERE "messages"."direction" = 'outbound' and "messages"."status" in ('failed', 'unknown', 'held') and "messages"."resolved_at" is null;--> statement-breakpoint
-- The rules of src/domain/lists/urgency.ts for a stored conversation; test/store/conversations/urgency.test.ts compares
-- the two. Of a stored state and not of what its worker computes, so that rows that older workers write have it too.
-- Instants in a stored state may have fractions of a millisecond.
CREATE FUNCTION urgency_of(state text, snapshot jsonb, clock_offset_ms bigint, is_unanswered boolean, priority text)
  RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(CASE state
      WHEN 'waiting' THEN floor((snapshot ->> 'ringingSince')::numeric)::bigint - clock_offset_ms
      WHEN 'active' THEN (CASE WHEN is_unanswered THEN 1::bigint ELSE 2 END << 44)
        + ((closes_at / 60000) << 18)
        + (3 - coalesce(array_position(ARRAY['low', 'normal', 'high', 'urgent'], priority), 2) + 1 << 16)
        + closes_at % 60000
      WHEN 'missed' THEN (3::bigint << 44) + floor((snapshot ->> 'missedAt')::numeric)::bigint - clock_offset_ms
      ELSE (4::bigint << 44) + floor((snapshot ->> 'startedAt')::numeric)::bigint - clock_offset_ms
    END, 5::bigint << 44)
  FROM (SELECT floor(least(
      (CASE snapshot #>> '{settings,windowAnchor}'
        WHEN 'last-inbound' THEN snapshot #>> '{window,lastInboundAt}' ELSE snapshot ->> 'startedAt' END)::numeric + 172800000,
      (snapshot #>> '{window,closedByWeChatAt}')::numeric))::bigint - clock_offset_ms) AS main (closes_at)
$$;--> statement-breakpoint
-- The contact wrote last: no reply that was accepted since stands in the transcript. A tap writes nothing.
CREATE FUNCTION waits_for_answer(conversation text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce((
    SELECT m.direction = 'inbound' FROM messages m
    WHERE m.conversation_id = conversation AND m.seq IS NOT NULL AND (m.direction = 'inbound'
      OR (m.direction = 'outbound' AND m.sender_kind <> 'system' AND m.status NOT IN ('failed', 'cancelled')))
    ORDER BY m.seq DESC LIMIT 1), false)
$$;--> statement-breakpoint
CREATE FUNCTION set_urgency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.is_unanswered := NEW.state <> 'completed' AND waits_for_answer(NEW.id);
  NEW.urgency := urgency_of(NEW.state, NEW.snapshot, NEW.clock_offset_ms, NEW.is_unanswered, NEW.priority);
  IF TG_OP = 'UPDATE' AND NEW.urgency <> OLD.urgency THEN
    NEW.urgencies := remember_place(OLD.urgencies, OLD.urgency, OLD.urgency_by);
    NEW.urgency_by := pg_current_xact_id();
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER conversations_urgency
  BEFORE INSERT OR UPDATE OF state, snapshot, clock_offset_ms, priority ON "conversations"
  FOR EACH ROW EXECUTE FUNCTION set_urgency();--> statement-breakpoint
UPDATE "conversations" SET "priority" = "priority" WHERE "state" <> 'completed';
