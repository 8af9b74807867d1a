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
CREATE TABLE "routing_events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"label" text DEFAULT '' NOT NULL,
	"operator_id" text DEFAULT '' NOT NULL,
	"waited_ms" bigint
);
--> statement-breakpoint
CREATE TABLE "routing_totals" (
	"kind" text NOT NULL,
	"label" text NOT NULL,
	"operator_id" text NOT NULL,
	"at_most" double precision NOT NULL,
	"count" bigint NOT NULL,
	"sum" double precision NOT NULL,
	CONSTRAINT "routing_totals_kind_label_operator_id_at_most_pk" PRIMARY KEY("kind","label","operator_id","at_most")
);
--> statement-breakpoint
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
-- The number of the last claim that a stored conversation knows of (src/domain/conversation/routing/offer.ts).
CREATE FUNCTION claims_made(snapshot jsonb) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce((snapshot #>> '{offering,number}')::int, (snapshot ->> 'claimsBefore')::int, 0)
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
-- All operators who a stored conversation knows were asked, in this round or before (src/domain/conversation/routing/offering.ts).
CREATE FUNCTION operators_asked(snapshot jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(snapshot -> 'askedBefore', '[]') || coalesce(snapshot #> '{offering,before}', '[]')
    || coalesce(snapshot #> '{offering,asked}', '[]')
$$;--> statement-breakpoint
-- Counts how an offer has ended: declined or run out. One that was attended, or whose conversation went another way, has not.
CREATE FUNCTION count_offer_end(was conversations, is_now conversations) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  offer jsonb := was.snapshot #> '{offering,offer}';
  asked_before jsonb := operators_asked(was.snapshot);
  ends_at numeric := (offer ->> 'until')::numeric;
BEGIN
  IF offer IS NULL OR is_now.snapshot #> '{offering,offer}' = offer THEN RETURN; END IF;
  IF EXISTS (SELECT FROM jsonb_array_elements(operators_asked(is_now.snapshot)) AS one WHERE one ->> 'operatorId' = offer ->> 'operatorId'
      AND one -> 'hasDeclined' = 'true' AND NOT asked_before @> jsonb_build_array(one)) THEN
    INSERT INTO routing_events (kind, label) VALUES ('offer', 'declined');
  ELSIF is_now.step_at >= ends_at AND coalesce((is_now.snapshot ->> 'attendedAt')::numeric >= ends_at, true) THEN
    INSERT INTO routing_events (kind, label) VALUES ('offer', 'ran_out');
  END IF;
END $$;--> statement-breakpoint
-- Counts that somebody attends, and how long the contact has waited: once in the life of most conversations.
CREATE FUNCTION count_attended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO routing_events (kind, waited_ms)
    VALUES ('attended', greatest(0, (NEW.snapshot ->> 'attendedAt')::numeric - waits_since(OLD.snapshot)));
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER conversations_attended AFTER UPDATE OF state ON "conversations" FOR EACH ROW
  WHEN (OLD.state IN ('waiting', 'missed') AND NEW.state = 'active') EXECUTE FUNCTION count_attended();--> statement-breakpoint
-- Counts that a conversation was taken back, by the row of the transcript, which is written once.
CREATE FUNCTION count_returned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO routing_events (kind, label, operator_id)
    VALUES ('returned', coalesce(NEW.content ->> 'reason', ''), coalesce(NEW.sender_id, ''));
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER messages_returned AFTER INSERT ON "messages" FOR EACH ROW
  WHEN (NEW.type = 'returned') EXECUTE FUNCTION count_returned();--> statement-breakpoint
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
    DELETE FROM offers WHERE conversation_id = NEW.id AND number <= claims_made(NEW.snapshot)
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
    PERFORM count_offer_end(OLD, NEW);
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
-- Whether a place is free: an open offer occupies one as well, and no capacity is no limit (src/domain/routing/availability.ts).
CREATE FUNCTION has_free_place(active bigint, offers bigint, capacity int) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT capacity IS NULL OR active + offers < capacity $$;--> statement-breakpoint
-- Gives one of an operator's places to a conversation, and tells whose it has, or why it has none:
-- `not_free`: the operator is not there or has no place left, or their row is locked for long;
-- `outrun`: they have got another offer than the last one that was seen (`of_seen`, unless it does not matter), so somebody else
-- may be the better choice;
-- `not_wanted`: somebody attends the conversation by now, or it knows of a claim with this number or a higher one.
-- The same number of a conversation gets the same answer again, a higher one ends the offer before it.
-- The conversation is locked first, so that its next projection, which frees the place if it is not needed, comes after this or
-- is seen here. The row of the operator's availability is the lock under which their last place is given away: whoever waits
-- for it counts anew.
CREATE FUNCTION claim_place(of_conversation text, of_number int, of_operator text, of_capacity int, of_seconds numeric,
    of_seen timestamptz, matters boolean, OUT given_to text, OUT refusal text) LANGUAGE plpgsql AS $$
DECLARE
  known offers%ROWTYPE;
  there operator_availability%ROWTYPE;
BEGIN
  -- All claims of an operator follow each other, and none waits for the disk of the one before. The projection that shows the
  -- offer does, and what is written before it is then on the disk as well.
  PERFORM set_config('synchronous_commit', 'off', true);
  PERFORM FROM conversations WHERE id = of_conversation AND state IN ('waiting', 'missed') AND claims_made(snapshot) < of_number
    FOR SHARE;
  IF NOT FOUND THEN
    refusal := 'not_wanted';
    RETURN;
  END IF;
  SELECT * INTO known FROM offers WHERE conversation_id = of_conversation AND expires_at > clock_timestamp();
  IF known.number >= of_number THEN
    given_to := CASE WHEN known.number = of_number THEN known.operator_id END;
    refusal := CASE WHEN known.number > of_number THEN 'not_wanted' END;
    RETURN;
  END IF;
  INSERT INTO operator_availability (operator_id) SELECT id FROM operators WHERE id = of_operator
      AND NOT EXISTS (SELECT FROM operator_availability WHERE operator_id = of_operator)
    ON CONFLICT DO NOTHING;
  BEGIN
    PERFORM set_config('lock_timeout', '500ms', true);
    SELECT * INTO there FROM operator_availability WHERE operator_id = of_operator FOR NO KEY UPDATE;
  EXCEPTION WHEN lock_not_available THEN
    refusal := 'not_free';
    RETURN;
  END;
  IF there.status IS DISTINCT FROM 'online'
    OR NOT EXISTS (SELECT FROM operators WHERE id = of_operator AND disabled_at IS NULL)
    OR NOT EXISTS (SELECT FROM operator_streams WHERE operator_id = of_operator AND connected_until > clock_timestamp())
    OR NOT (SELECT has_free_place(active, offers, of_capacity) FROM places_taken(of_operator, of_conversation)) THEN
    refusal := 'not_free';
    RETURN;
  END IF;
  IF matters AND there.last_offered_at IS DISTINCT FROM of_seen THEN
    refusal := 'outrun';
    RETURN;
  END IF;
  INSERT INTO offers (conversation_id, number, operator_id, expires_at)
    VALUES (of_conversation, of_number, of_operator, clock_timestamp() + interval '1 second' * of_seconds)
    ON CONFLICT (conversation_id) DO UPDATE SET number = excluded.number, operator_id = excluded.operator_id,
      claimed_at = excluded.claimed_at, expires_at = excluded.expires_at
      WHERE offers.number < excluded.number OR offers.expires_at <= clock_timestamp()
    RETURNING operator_id INTO given_to;
  IF NOT FOUND THEN
    -- The same claim was made meanwhile, by another attempt.
    SELECT operator_id INTO given_to FROM offers WHERE conversation_id = of_conversation AND number = of_number;
    refusal := CASE WHEN NOT FOUND THEN 'not_wanted' END;
    RETURN;
  END IF;
  UPDATE operator_availability SET last_offered_at = clock_timestamp() WHERE operator_id = of_operator;
  INSERT INTO routing_events (kind, label) VALUES ('offer', 'made');
  -- The one who was asked before has a place again.
  IF known.operator_id <> of_operator THEN
    PERFORM pg_notify('duihua_routing', '{}');
  END IF;
END $$;
