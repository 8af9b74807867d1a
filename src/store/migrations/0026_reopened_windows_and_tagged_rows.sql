ALTER TABLE "macro_runs" ADD COLUMN "snooze_until" text;--> statement-breakpoint
CREATE INDEX "contacts_tagged" ON "contacts" USING btree ("channel_id") WHERE "contacts"."tags" <> '{}';--> statement-breakpoint
CREATE INDEX "conversations_tagged" ON "conversations" USING btree ("brand_id") WHERE "conversations"."tags" <> '{}';--> statement-breakpoint
CREATE INDEX "messages_on_contact" ON "messages" USING btree ("contact_id","created_at") WHERE "messages"."action" = 'message' and "messages"."conversation_id" is null and "messages"."seq" is not null;--> statement-breakpoint
-- As before, but the window of a reopened conversation began with the conversation that it continues
-- (src/domain/conversation/window.ts).
CREATE OR REPLACE FUNCTION urgency_of(state text, snapshot jsonb, clock_offset_ms bigint, is_unanswered boolean, priority text)
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
        WHEN 'last-inbound' THEN snapshot #>> '{window,lastInboundAt}'
        ELSE coalesce(snapshot #>> '{window,startedAt}', snapshot ->> 'startedAt') END)::numeric + 172800000,
      (snapshot #>> '{window,closedByWeChatAt}')::numeric))::bigint - clock_offset_ms) AS main (closes_at)
$$;--> statement-breakpoint
-- The trigger computes the order anew.
UPDATE "conversations" SET "priority" = "priority"
  WHERE "state" <> 'completed' AND "snapshot" #> '{window,startedAt}' IS NOT NULL;
