CREATE TABLE "offer_queue" (
	"conversation_id" text PRIMARY KEY NOT NULL,
	"contact_id" text NOT NULL,
	"brand_id" text NOT NULL,
	"group_id" text,
	"since" timestamp with time zone NOT NULL,
	"window_closes_at" timestamp with time zone NOT NULL,
	"skipped_from" timestamp with time zone,
	"asked_until" jsonb NOT NULL,
	"is_idle" boolean NOT NULL,
	"moved_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"told_at" timestamp with time zone,
	"times_told" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "offer_queue" ADD CONSTRAINT "offer_queue_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "offer_queue_brand" ON "offer_queue" USING btree ("brand_id","group_id");--> statement-breakpoint
CREATE INDEX "conversations_hands_over" ON "conversations" USING btree ("operator_id") WHERE "conversations"."state" = 'active' and jsonb_exists("conversations"."snapshot", 'handsOver');--> statement-breakpoint
ALTER TABLE "operator_availability" ADD COLUMN "status_since" timestamp with time zone DEFAULT clock_timestamp() NOT NULL;
--> statement-breakpoint
CREATE FUNCTION set_status_since() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.status_since := clock_timestamp();
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER operator_availability_status BEFORE UPDATE OF status ON "operator_availability"
  FOR EACH ROW WHEN (NEW.status <> OLD.status) EXECUTE FUNCTION set_status_since();--> statement-breakpoint
-- Since when a contact waits for people, by the conversation's clock (src/domain/chain/routing-questions.ts).
CREATE FUNCTION waits_since(snapshot jsonb) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce((snapshot ->> 'unansweredSince')::numeric, (snapshot ->> 'ringingSince')::numeric)
$$;--> statement-breakpoint
-- When the messaging window closes, by the conversation's clock (src/domain/conversation/window.ts).
CREATE FUNCTION window_closes_at(snapshot jsonb) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT least((CASE snapshot #>> '{settings,windowAnchor}'
      WHEN 'last-inbound' THEN snapshot #>> '{window,lastInboundAt}'
      ELSE coalesce(snapshot #>> '{window,startedAt}', snapshot ->> 'startedAt') END)::numeric + 172800000,
    (snapshot #>> '{window,closedByWeChatAt}')::numeric)
$$;--> statement-breakpoint
-- Of a stored state and not of what its worker computes, as `urgency`.
CREATE FUNCTION set_queue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.group_id := NEW.snapshot ->> 'groupId';
  NEW.wants_offer := NEW.state IN ('waiting', 'missed')
    AND coalesce(NEW.snapshot #>> '{settings,routing,mode}' = 'offer', false)
    AND NEW.snapshot #>> '{offering,offer,operatorId}' IS NULL AND NEW.snapshot -> 'isClosedMissed' IS NULL;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER conversations_queue BEFORE INSERT OR UPDATE OF state, snapshot ON "conversations"
  FOR EACH ROW EXECUTE FUNCTION set_queue();--> statement-breakpoint
-- Tells what is counted: that somebody attends and how long the contact has waited, that an offer was declined or ran out, that
-- a conversation was taken back and why.
CREATE FUNCTION tell_routing_event(was conversations, is_now conversations) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  offer jsonb := was.snapshot #> '{offering,offer}';
  event jsonb;
BEGIN
  IF was.state IN ('waiting', 'missed') AND is_now.state = 'active' THEN
    event := jsonb_build_object('type', 'attended',
      'waitedMs', greatest(0, (is_now.snapshot ->> 'attendedAt')::numeric - waits_since(was.snapshot)));
  ELSIF was.state IN ('waiting', 'missed') AND is_now.state IN ('waiting', 'missed')
      AND is_now.snapshot #> '{offering,offer}' IS DISTINCT FROM offer AND offer IS NOT NULL THEN
    event := jsonb_build_object('type', CASE WHEN is_now.step_at < (offer ->> 'until')::numeric THEN 'declined' ELSE 'ran_out' END);
  ELSIF was.state = 'active' AND is_now.state IN ('waiting', 'missed') THEN
    -- The row was written with this projection, as one of the last.
    SELECT jsonb_build_object('type', 'returned', 'reason', content ->> 'reason') INTO event FROM messages
      WHERE channel_id = is_now.channel_id AND type = 'returned' AND dedup_key IN (
        SELECT format('timeline %s %s', is_now.id, (is_now.snapshot ->> 'timelineEvents')::int - back)
        FROM generate_series(0, 2) AS back);
  END IF;
  IF event IS NOT NULL THEN
    PERFORM pg_notify('duihua_routing', jsonb_build_object('event', event)::text);
  END IF;
END $$;--> statement-breakpoint
-- Keeps the queue and the offers of a conversation that is or was in them. After the row, not before it: an upsert that an
-- older projection loses must change nothing. Locks only rows of this conversation, which nobody locks who waits for another.
CREATE FUNCTION keep_offers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  offering jsonb := NEW.snapshot -> 'offering';
  is_idle boolean := coalesce(jsonb_typeof(offering -> 'idle') = 'object', false);
  has_moved boolean;
  offered_to text;
  place_is_free boolean := false;
BEGIN
  IF NEW.wants_offer THEN
    -- Whoever is idle after another claim has asked again, and found nobody again.
    has_moved := TG_OP = 'INSERT' OR NOT OLD.wants_offer
      OR OLD.snapshot #> '{offering,number}' IS DISTINCT FROM offering -> 'number'
      OR OLD.snapshot #> '{offering,idle}' IS DISTINCT FROM offering -> 'idle';
    INSERT INTO offer_queue AS queue (conversation_id, contact_id, brand_id, group_id, since, window_closes_at, skipped_from,
        asked_until, is_idle)
      SELECT NEW.id, NEW.contact_id, NEW.brand_id, NEW.group_id,
        to_timestamp((waits_since(NEW.snapshot) - NEW.clock_offset_ms) / 1000),
        to_timestamp((window_closes_at(NEW.snapshot) - NEW.clock_offset_ms) / 1000),
        CASE WHEN NEW.state = 'missed' THEN to_timestamp(((NEW.snapshot ->> 'missedAt')::numeric - NEW.clock_offset_ms) / 1000)
          + interval '1 hour' * (NEW.snapshot #>> '{settings,routing,skipOlderThanHours}')::numeric END,
        coalesce((SELECT jsonb_object_agg(one ->> 'operatorId', (one ->> 'at')::numeric - NEW.clock_offset_ms
            + 1000 * coalesce((NEW.snapshot #>> '{settings,routing,offerSeconds}')::numeric, 0) ORDER BY place)
          FROM jsonb_array_elements(coalesce(offering -> 'before', '[]') || coalesce(offering -> 'asked', '[]'))
            WITH ORDINALITY AS asked (one, place)), '{}'),
        is_idle
    ON CONFLICT (conversation_id) DO UPDATE SET group_id = excluded.group_id, since = excluded.since,
      window_closes_at = excluded.window_closes_at, skipped_from = excluded.skipped_from, asked_until = excluded.asked_until,
      is_idle = excluded.is_idle,
      moved_at = CASE WHEN has_moved THEN clock_timestamp() ELSE queue.moved_at END,
      -- Other operators are asked now: it is told of them at once.
      times_told = CASE WHEN queue.group_id IS DISTINCT FROM excluded.group_id
        OR queue.asked_until <> excluded.asked_until THEN 0 ELSE queue.times_told END
    WHERE has_moved OR (queue.group_id, queue.since, queue.window_closes_at, queue.skipped_from, queue.asked_until)
      IS DISTINCT FROM (excluded.group_id, excluded.since, excluded.window_closes_at, excluded.skipped_from,
        excluded.asked_until);
  ELSIF TG_OP = 'UPDATE' AND OLD.wants_offer THEN
    DELETE FROM offer_queue WHERE conversation_id = NEW.id;
    -- It leaves the place that was meant for it, unless it has it now.
    place_is_free := NEW.snapshot #>> '{offering,offer,operatorId}' IS NULL;
  END IF;

  -- A claim with a higher number is under way: the conversation does not know of it yet.
  IF NEW.wants_offer THEN
    DELETE FROM offers WHERE conversation_id = NEW.id AND number <= coalesce((offering ->> 'number')::int, (NEW.snapshot ->> 'claimsBefore')::int, 0)
      RETURNING operator_id INTO offered_to;
  ELSIF offering #>> '{offer,operatorId}' IS NULL OR NEW.state NOT IN ('waiting', 'missed') THEN
    DELETE FROM offers WHERE conversation_id = NEW.id RETURNING operator_id INTO offered_to;
  END IF;
  place_is_free := place_is_free OR offered_to IS NOT NULL AND (NEW.state <> 'active' OR NEW.operator_id <> offered_to);
  IF TG_OP = 'UPDATE' AND OLD.state = 'active' AND (NEW.state <> 'active' OR NEW.operator_id IS DISTINCT FROM OLD.operator_id)
      THEN
    -- The place may be one for another brand, so the conversation's own settings do not tell.
    place_is_free := place_is_free OR EXISTS (SELECT FROM brand_members JOIN brands ON brands.id = brand_members.brand_id
      WHERE brand_members.operator_id = OLD.operator_id AND brands.routing ->> 'mode' = 'offer');
  END IF;
  IF place_is_free OR (NEW.wants_offer AND is_idle AND has_moved) THEN
    PERFORM pg_notify('duihua_routing', '{}');
  END IF;
  IF TG_OP = 'UPDATE' THEN
    PERFORM tell_routing_event(OLD, NEW);
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
-- Without offers nothing runs but this: where everyone is rung, only the end of an attended conversation.
CREATE TRIGGER conversations_offers_begin AFTER INSERT ON "conversations"
  FOR EACH ROW WHEN (NEW.wants_offer) EXECUTE FUNCTION keep_offers();--> statement-breakpoint
CREATE TRIGGER conversations_offers AFTER UPDATE OF state, snapshot ON "conversations"
  FOR EACH ROW WHEN (NEW.wants_offer OR OLD.wants_offer
    OR (OLD.state = 'active' AND (NEW.state <> 'active' OR NEW.operator_id IS DISTINCT FROM OLD.operator_id))
    OR (OLD.state IN ('waiting', 'missed') AND OLD.snapshot #> '{offering,offer}' IS NOT NULL))
  EXECUTE FUNCTION keep_offers();--> statement-breakpoint
-- How many of an operator's places are taken: by conversations that they attend, and by offers of other conversations than
-- this one.
CREATE FUNCTION places_taken(of_operator text, but_for_conversation text, OUT active bigint, OUT offers bigint)
  LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (SELECT count(*) FROM conversations WHERE operator_id = of_operator AND state = 'active'),
    (SELECT count(*) FROM offers WHERE operator_id = of_operator AND expires_at > clock_timestamp()
      AND conversation_id IS DISTINCT FROM but_for_conversation)
$$;--> statement-breakpoint
-- Gives one of an operator's places to a conversation, and tells whose it has: null if they are not there or have none left, or
-- if somebody attends it by now. `is_outrun`: they have got another offer than the last one that was seen, so somebody else may
-- be the better choice; `of_seen` is ignored if it does not matter. The same number of a conversation gets the same answer
-- again, a higher one ends the offer before it. The row of their availability is the lock: whoever waits for it counts anew.
-- Nothing else is locked but the offer, and that last.
CREATE FUNCTION claim_place(of_conversation text, of_number int, of_operator text, of_capacity int, of_seconds numeric,
    of_seen timestamptz, matters boolean, OUT given_to text, OUT is_outrun boolean) LANGUAGE plpgsql AS $$
DECLARE
  known offers%ROWTYPE;
  there operator_availability%ROWTYPE;
BEGIN
  is_outrun := false;
  -- All claims of an operator follow each other, and none waits for the disk of the one before. The projection that shows the
  -- offer does, and what is written before it is then on the disk as well.
  PERFORM set_config('synchronous_commit', 'off', true);
  SELECT * INTO known FROM offers WHERE conversation_id = of_conversation;
  IF known.number >= of_number THEN
    given_to := CASE WHEN known.number = of_number THEN known.operator_id END;
    RETURN;
  END IF;
  SELECT * INTO there FROM operator_availability WHERE operator_id = of_operator FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    INSERT INTO operator_availability (operator_id) SELECT id FROM operators WHERE id = of_operator ON CONFLICT DO NOTHING;
    SELECT * INTO there FROM operator_availability WHERE operator_id = of_operator FOR NO KEY UPDATE;
  END IF;
  IF there.status IS DISTINCT FROM 'online'
    OR NOT EXISTS (SELECT FROM operators WHERE id = of_operator AND disabled_at IS NULL)
    OR NOT EXISTS (SELECT FROM operator_streams WHERE operator_id = of_operator AND connected_until > clock_timestamp())
    OR (SELECT active + offers FROM places_taken(of_operator, of_conversation)) >= of_capacity
    OR NOT EXISTS (SELECT FROM conversations WHERE id = of_conversation AND state IN ('waiting', 'missed')) THEN
    RETURN;
  END IF;
  IF matters AND there.last_offered_at IS DISTINCT FROM of_seen THEN
    is_outrun := true;
    RETURN;
  END IF;
  INSERT INTO offers (conversation_id, number, operator_id, expires_at)
    VALUES (of_conversation, of_number, of_operator, clock_timestamp() + interval '1 second' * of_seconds)
    ON CONFLICT (conversation_id) DO UPDATE SET number = excluded.number, operator_id = excluded.operator_id,
      claimed_at = excluded.claimed_at, expires_at = excluded.expires_at
      WHERE offers.number < excluded.number
    RETURNING operator_id INTO given_to;
  IF NOT FOUND THEN
    -- The same claim was made meanwhile, by another attempt.
    SELECT operator_id INTO given_to FROM offers WHERE conversation_id = of_conversation AND number = of_number;
    RETURN;
  END IF;
  UPDATE operator_availability SET last_offered_at = clock_timestamp() WHERE operator_id = of_operator;
  PERFORM pg_notify('duihua_routing', '{"event": {"type": "offered"}}');
  -- The one who was asked before has a place again.
  IF known.operator_id <> of_operator THEN
    PERFORM pg_notify('duihua_routing', '{}');
  END IF;
END $$;
