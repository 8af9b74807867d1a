CREATE TABLE "conversation_facts" (
	"conversation_id" text PRIMARY KEY NOT NULL,
	"brand_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"group_id" text,
	"operator_id" text,
	"source" text NOT NULL,
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
CREATE TABLE "attending_facts" (
	"conversation_id" text NOT NULL,
	"place" integer NOT NULL,
	"operator_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"until" timestamp with time zone,
	CONSTRAINT "attending_facts_conversation_id_place_pk" PRIMARY KEY("conversation_id","place")
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
	"direction" text NOT NULL,
	"operator_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"offsets" integer[] NOT NULL,
	CONSTRAINT "message_facts_conversation_id_slot_direction_operator_id_pk" PRIMARY KEY("conversation_id","slot","direction","operator_id")
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
CREATE INDEX "attending_facts_until" ON "attending_facts" USING btree ("until") WHERE "attending_facts"."until" is not null;--> statement-breakpoint
CREATE INDEX "attending_facts_open" ON "attending_facts" USING btree ("since") WHERE "attending_facts"."until" is null;--> statement-breakpoint
CREATE INDEX "contacts_subscribed" ON "contacts" USING btree ("channel_id") WHERE "contacts"."is_subscribed";--> statement-breakpoint
CREATE INDEX "event_facts_at" ON "event_facts" USING btree ("at");--> statement-breakpoint
CREATE INDEX "event_facts_visits" ON "event_facts" USING btree ("contact_id","at") WHERE "event_facts"."kind" not in ('handover', 'returned', 'unfollow');--> statement-breakpoint
CREATE INDEX "loss_facts_held" ON "loss_facts" USING btree ("held_at") WHERE "loss_facts"."held_at" is not null;--> statement-breakpoint
CREATE INDEX "loss_facts_released" ON "loss_facts" USING btree ("released_at") WHERE "loss_facts"."released_at" is not null;--> statement-breakpoint
CREATE INDEX "loss_facts_expired" ON "loss_facts" USING btree ("expired_at") WHERE "loss_facts"."expired_at" is not null;--> statement-breakpoint
CREATE INDEX "loss_facts_failed" ON "loss_facts" USING btree ("failed_at") WHERE "loss_facts"."failed_at" is not null;--> statement-breakpoint
CREATE INDEX "loss_facts_unknown" ON "loss_facts" USING btree ("unknown_at") WHERE "loss_facts"."unknown_at" is not null;--> statement-breakpoint
CREATE INDEX "message_facts_slot" ON "message_facts" USING btree ("slot");--> statement-breakpoint
CREATE INDEX "refusal_facts_at" ON "refusal_facts" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "refusal_facts_key" ON "refusal_facts" USING btree ("operator_id","conversation_id","key_hash");--> statement-breakpoint
-- Messages go to the end of a row: room for it keeps the row in its page, and its index entries as they are.
ALTER TABLE "message_facts" SET (fillfactor = 80);--> statement-breakpoint
-- When a message was held first, and when it ended: its status of the time is gone afterwards.
CREATE FUNCTION note_message_times() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status = 'held' THEN
    NEW.held_at := clock_timestamp();
  ELSE
    NEW.ended_at := clock_timestamp();
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
-- What waits for the contact to ask or for its time is not held by the window or the limit.
CREATE TRIGGER messages_note_times BEFORE UPDATE OF status, hold_reason ON "messages" FOR EACH ROW
  WHEN (NEW.direction = 'outbound' AND ((NEW.status = 'held' AND NEW.hold_reason IS NULL AND NEW.held_at IS NULL)
    OR (NEW.status IN ('failed', 'unknown', 'cancelled') AND NEW.status <> OLD.status)))
  EXECUTE FUNCTION note_message_times();--> statement-breakpoint
-- What the contact's own clock showed at an instant, in whole milliseconds as everything that is shown
-- (src/store/contacts/contact-clock.ts).
CREATE FUNCTION at_contact(at timestamptz, moves jsonb) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT date_trunc('milliseconds', CASE WHEN moves IS NULL THEN at ELSE at + coalesce((
    SELECT (move ->> 'offsetMs')::numeric * interval '1 millisecond'
    FROM jsonb_array_elements(moves) WITH ORDINALITY AS one (move, place)
    WHERE (move ->> 'at')::numeric <= floor(extract(epoch FROM at) * 1000) ORDER BY place DESC LIMIT 1), interval '0') END)
$$;--> statement-breakpoint
-- The rules of docs/reports.md. Each is written once: the triggers and the rebuild use the same functions, so they make the same
-- rows.
-- When one of our messages was sent; where an operator marked it as sent, when it became unknown.
CREATE FUNCTION sent_time(of messages) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(of.sent_at, of.ended_at, of.changed_at)
$$;--> statement-breakpoint
-- The last message is the contact's: nothing of ours was sent after it, as far as we know.
CREATE FUNCTION ends_waiting(conversation text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce((
    SELECT m.direction = 'inbound' FROM messages m
    WHERE m.conversation_id = conversation AND m.seq IS NOT NULL
      AND (m.direction = 'inbound' OR (m.direction = 'outbound' AND m.status IN ('sent', 'unknown')))
    ORDER BY m.seq DESC LIMIT 1), false)
$$;--> statement-breakpoint
-- What a conversation began with: the contact's newest act in the day before it that is no message.
CREATE FUNCTION source_of(c conversations) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN c.snapshot ? 'reopenedFrom' THEN 'reopened' ELSE coalesce((
    SELECT kind FROM event_facts
    WHERE contact_id = c.contact_id AND kind NOT IN ('handover', 'returned', 'unfollow')
      AND at <= c.started_at + c.clock_shift_ms * interval '1 millisecond'
      AND at > c.started_at + c.clock_shift_ms * interval '1 millisecond' - interval '1 day'
    ORDER BY at DESC, message_id DESC LIMIT 1), 'message') END
$$;--> statement-breakpoint
-- The first message of a person that was sent.
CREATE FUNCTION first_response_of(c conversations, OUT at timestamptz, OUT by_operator text) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT at_contact(sent_time(m), contacts.clock_moves), m.sender_id
  FROM messages m JOIN contacts ON contacts.id = m.contact_id
  WHERE m.conversation_id = c.id AND m.direction = 'outbound' AND m.sender_kind = 'operator' AND m.status = 'sent'
  ORDER BY 1, m.id LIMIT 1
$$;--> statement-breakpoint
-- A time of a stored conversation as it is shown, in whole milliseconds; JSON's null is none.
CREATE FUNCTION shown_time(c conversations, ms jsonb) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_timestamp(floor((ms #>> '{}')::numeric + c.clock_shift_ms) / 1000)
$$;--> statement-breakpoint
-- The facts of a stored conversation but its source and its first response. What the workflow noted is in `milestones`
-- (src/domain/conversation/note-milestones.ts); a state from before it did so tells what it can.
CREATE FUNCTION facts_of(c conversations) RETURNS conversation_facts LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  f conversation_facts%ROWTYPE;
  noted jsonb := c.snapshot -> 'milestones';
  is_completed boolean := c.state = 'completed';
  -- Of an older state.
  went_to_people boolean := noted IS NULL AND c.state <> 'bot' AND NOT c.snapshot ? 'reopenedFrom'
    AND (NOT is_completed OR c.snapshot ? 'handover' OR c.snapshot -> 'hasBot' = 'false');
BEGIN
  f.conversation_id := c.id;
  f.brand_id := c.brand_id;
  f.channel_id := c.channel_id;
  f.group_id := c.snapshot ->> 'groupId';
  -- The conversation itself has nobody after it was taken back or handed back.
  f.operator_id := coalesce(c.operator_id, noted #>> '{attending,-1,operatorId}');
  f.started_at := coalesce(shown_time(c, nullif(c.snapshot -> 'startedAt', 'null')), c.started_at);
  f.waiting_since := shown_time(c, CASE WHEN went_to_people
    THEN coalesce(c.snapshot #> '{handover,at}', c.snapshot -> 'startedAt') ELSE noted -> 'waitingSince' END);
  f.attended_at := shown_time(c, coalesce(noted -> 'attendedAt', nullif(c.snapshot -> 'attendedAt', 'null')));
  f.attended_by := CASE WHEN f.attended_at IS NOT NULL THEN coalesce(noted ->> 'attendedBy', c.operator_id) END;
  f.missed_at := shown_time(c, coalesce(noted -> 'missedAt', nullif(c.snapshot -> 'missedAt', 'null')));
  f.missed_attended_at := shown_time(c, noted -> 'missedAttendedAt');
  f.completed_at := shown_time(c, nullif(c.snapshot -> 'completedAt', 'null'));
  f.completed_reason := c.snapshot ->> 'completedReason';
  f.is_bot_only := is_completed AND coalesce(c.snapshot -> 'hasBot' = 'true', false) AND f.waiting_since IS NULL
    AND f.attended_at IS NULL;
  f.ended_waiting := is_completed AND f.completed_reason IS DISTINCT FROM 'operator' AND ends_waiting(c.id);
  RETURN f;
END $$;--> statement-breakpoint
-- Who attended a stored conversation, and when. A state from before these were noted knows the last one.
CREATE FUNCTION spans_of(c conversations) RETURNS SETOF attending_facts LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT c.id, place::int, one ->> 'operatorId', c.channel_id, shown_time(c, one -> 'since'), shown_time(c, one -> 'until')
  FROM jsonb_array_elements(coalesce(c.snapshot #> '{milestones,attending}',
    CASE WHEN c.operator_id IS NOT NULL AND jsonb_typeof(c.snapshot -> 'attendedAt') = 'number' THEN jsonb_build_array(
      jsonb_build_object('operatorId', c.operator_id, 'since', c.snapshot -> 'attendedAt',
        'until', nullif(c.snapshot -> 'completedAt', 'null'))) END)) WITH ORDINALITY AS each (one, place)
$$;--> statement-breakpoint
-- Whether our message is a loss, and what of it: one row at most.
CREATE FUNCTION losses_of(m messages, moves jsonb) RETURNS SETOF loss_facts LANGUAGE sql STABLE PARALLEL SAFE ROWS 1 AS $$
  SELECT m.id, m.conversation_id, m.channel_id, CASE WHEN m.sender_kind = 'operator' THEN m.sender_id END,
    at_contact(m.held_at, moves),
    CASE WHEN m.held_at IS NOT NULL AND m.status = 'sent' THEN at_contact(sent_time(m), moves) END,
    CASE WHEN is_expired THEN at_contact(sent_time(m), moves) END,
    CASE WHEN m.status = 'failed' AND NOT is_expired THEN at_contact(sent_time(m), moves) END,
    CASE WHEN m.status = 'failed' AND NOT is_expired
      THEN coalesce(nullif(m.error ->> 'wechatCode', '0'), m.error ->> 'code', 'unknown') END,
    CASE WHEN is_unknown THEN at_contact(coalesce(m.ended_at, m.changed_at), moves) END,
    CASE WHEN NOT is_unknown THEN NULL WHEN m.status = 'sent' THEN 'sent' WHEN m.resent_at IS NOT NULL THEN 'resent' END
  FROM (SELECT
    m.held_at IS NOT NULL AND m.status IN ('failed', 'cancelled') AND coalesce(m.error ->> 'code' IN
      ('window_closed', 'consecutive_limit_reached', 'conversation_completed'), false) AS is_expired,
    m.status = 'unknown' OR (m.status = 'sent' AND m.sent_at IS NULL) AS is_unknown) AS one
  WHERE m.direction = 'outbound' AND m.conversation_id IS NOT NULL AND m.seq IS NOT NULL
    AND (m.held_at IS NOT NULL OR m.status = 'failed' OR is_unknown)
$$;--> statement-breakpoint
-- Whether a filed row of the timeline is counted as an event, and under which name.
CREATE FUNCTION event_kind(m messages) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN m.direction = 'event' AND m.type IN ('handover', 'returned') THEN m.type
    WHEN m.action IN ('follow', 'unfollow', 'scan', 'menu_tap', 'menu_message_tap', 'enter_session') THEN m.action END
$$;--> statement-breakpoint
CREATE FUNCTION events_of(m messages, moves jsonb) RETURNS SETOF event_facts LANGUAGE sql STABLE PARALLEL SAFE ROWS 1 AS $$
  SELECT m.id, event_kind(m), at_contact(m.created_at, moves), m.contact_id, m.conversation_id, m.channel_id,
    CASE WHEN m.sender_kind = 'operator' THEN m.sender_id END,
    CASE WHEN m.type IN ('handover', 'returned') THEN m.content ->> 'reason' ELSE nullif(m.content ->> 'scene', '') END
  WHERE event_kind(m) IS NOT NULL AND m.seq IS NOT NULL
$$;--> statement-breakpoint
-- Counts a message of a conversation, of either side, in its quarter of an hour.
CREATE FUNCTION count_message(m messages, shown_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  of_slot timestamptz := date_bin('15 minutes', shown_at, '2000-01-01 00:00+00');
  ms int := round(extract(epoch FROM shown_at - of_slot) * 1000);
BEGIN
  INSERT INTO message_facts AS f (conversation_id, slot, direction, operator_id, channel_id, offsets)
    VALUES (m.conversation_id, of_slot, CASE m.direction WHEN 'inbound' THEN 'in' ELSE 'out' END,
      CASE WHEN m.direction = 'outbound' AND m.sender_kind = 'operator' THEN coalesce(m.sender_id, '') ELSE '' END,
      m.channel_id, ARRAY[ms])
    ON CONFLICT (conversation_id, slot, direction, operator_id) DO UPDATE SET offsets =
      CASE WHEN f.offsets[cardinality(f.offsets)] <= ms THEN f.offsets || ms
        ELSE ARRAY(SELECT one FROM unnest(f.offsets || ms) AS one ORDER BY one) END;
END $$;--> statement-breakpoint
CREATE FUNCTION keep_filed_facts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moves jsonb := (SELECT clock_moves FROM contacts WHERE id = NEW.contact_id);
BEGIN
  IF NEW.direction <> 'inbound' THEN
    INSERT INTO event_facts SELECT * FROM events_of(NEW, moves) ON CONFLICT DO NOTHING;
  ELSIF NEW.conversation_id IS NOT NULL THEN
    PERFORM count_message(NEW, at_contact(NEW.created_at, moves));
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER messages_filed_facts AFTER UPDATE OF seq ON "messages" FOR EACH ROW
  WHEN (OLD.seq IS NULL AND NEW.seq IS NOT NULL AND NEW.direction IN ('inbound', 'event'))
  EXECUTE FUNCTION keep_filed_facts();--> statement-breakpoint
CREATE FUNCTION keep_sent_facts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  shown_at timestamptz := at_contact(sent_time(NEW), (SELECT clock_moves FROM contacts WHERE id = NEW.contact_id));
  is_of_person boolean := NEW.sender_kind = 'operator';
BEGIN
  PERFORM count_message(NEW, shown_at);
  -- Whoever writes these facts waits for the other, and then looks at what both have stored.
  PERFORM FROM conversation_facts WHERE conversation_id = NEW.conversation_id FOR NO KEY UPDATE;
  UPDATE conversation_facts AS f SET
      (first_response_at, first_response_by) = (SELECT shown_at, NEW.sender_id
        WHERE is_of_person AND coalesce(f.first_response_at > shown_at, true)
        UNION ALL SELECT f.first_response_at, f.first_response_by LIMIT 1),
      ended_waiting = f.ended_waiting AND ends_waiting(f.conversation_id)
    WHERE conversation_id = NEW.conversation_id
      AND (f.ended_waiting OR (is_of_person AND coalesce(f.first_response_at > shown_at, true)));
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER messages_sent_facts AFTER UPDATE OF status ON "messages" FOR EACH ROW
  WHEN (NEW.direction = 'outbound' AND NEW.status = 'sent' AND OLD.status <> 'sent' AND NEW.conversation_id IS NOT NULL)
  EXECUTE FUNCTION keep_sent_facts();--> statement-breakpoint
CREATE FUNCTION keep_loss_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM loss_facts WHERE message_id = NEW.id;
  INSERT INTO loss_facts
    SELECT losses.* FROM contacts, losses_of(NEW, contacts.clock_moves) AS losses WHERE contacts.id = NEW.contact_id;
  -- It may have arrived after its conversation was over.
  IF NEW.status = 'unknown' THEN
    PERFORM FROM conversation_facts WHERE conversation_id = NEW.conversation_id FOR NO KEY UPDATE;
    UPDATE conversation_facts SET ended_waiting = ends_waiting(conversation_id)
      WHERE conversation_id = NEW.conversation_id AND ended_waiting;
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER messages_loss_facts AFTER UPDATE OF status, hold_reason, resent_at, seq ON "messages" FOR EACH ROW
  WHEN (NEW.direction = 'outbound' AND NEW.seq IS NOT NULL AND NEW.conversation_id IS NOT NULL
    AND (NEW.held_at IS NOT NULL OR NEW.ended_at IS NOT NULL)
    AND (NEW.status, NEW.held_at, NEW.ended_at, NEW.resent_at, NEW.conversation_id, OLD.seq IS NULL)
      IS DISTINCT FROM (OLD.status, OLD.held_at, OLD.ended_at, OLD.resent_at, OLD.conversation_id, false))
  EXECUTE FUNCTION keep_loss_facts();--> statement-breakpoint
CREATE FUNCTION insert_conversation_facts(c conversations) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  f conversation_facts%ROWTYPE := facts_of(c);
BEGIN
  f.source := source_of(c);
  SELECT at, by_operator INTO f.first_response_at, f.first_response_by FROM first_response_of(c);
  INSERT INTO conversation_facts SELECT f.*;
  INSERT INTO attending_facts SELECT * FROM spans_of(c);
END $$;--> statement-breakpoint
CREATE FUNCTION keep_conversation_facts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  f conversation_facts%ROWTYPE;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    PERFORM FROM conversation_facts WHERE conversation_id = NEW.id FOR NO KEY UPDATE;
    f := facts_of(NEW);
    UPDATE conversation_facts SET group_id = f.group_id, operator_id = f.operator_id, started_at = f.started_at,
        waiting_since = f.waiting_since, attended_at = f.attended_at, attended_by = f.attended_by, missed_at = f.missed_at,
        missed_attended_at = f.missed_attended_at, completed_at = f.completed_at, completed_reason = f.completed_reason,
        is_bot_only = f.is_bot_only, ended_waiting = f.ended_waiting
      WHERE conversation_id = NEW.id;
    IF FOUND THEN
      IF (NEW.snapshot #> '{milestones,attending}', NEW.clock_shift_ms, NEW.operator_id)
          IS DISTINCT FROM (OLD.snapshot #> '{milestones,attending}', OLD.clock_shift_ms, OLD.operator_id) THEN
        DELETE FROM attending_facts WHERE conversation_id = NEW.id;
        INSERT INTO attending_facts SELECT * FROM spans_of(NEW);
      END IF;
      RETURN NULL;
    END IF;
  END IF;
  -- Also of a conversation that is older than these facts.
  PERFORM insert_conversation_facts(NEW);
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER conversations_facts_begin AFTER INSERT ON "conversations" FOR EACH ROW
  EXECUTE FUNCTION keep_conversation_facts();--> statement-breakpoint
-- A message alone changes none of these.
CREATE TRIGGER conversations_facts AFTER UPDATE OF state, snapshot ON "conversations" FOR EACH ROW
  WHEN (NEW.state <> OLD.state OR NEW.operator_id IS DISTINCT FROM OLD.operator_id
    OR NEW.group_id IS DISTINCT FROM OLD.group_id
    OR NEW.snapshot -> 'milestones' IS DISTINCT FROM OLD.snapshot -> 'milestones'
    OR NEW.snapshot -> 'completedAt' IS DISTINCT FROM OLD.snapshot -> 'completedAt')
  EXECUTE FUNCTION keep_conversation_facts();--> statement-breakpoint
-- Makes the facts of these contacts anew from what is stored (src/store/reports/rebuild-facts.ts). What is in no transcript any
-- more keeps its facts. Nobody projects one of these contacts, or settles a message of theirs, until the transaction ends.
CREATE FUNCTION rebuild_facts(of_contacts text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM contacts WHERE id = ANY (of_contacts) ORDER BY id FOR NO KEY UPDATE;
  PERFORM FROM messages WHERE contact_id = ANY (of_contacts) AND direction = 'outbound'
    AND status IN ('queued', 'held', 'sending', 'unknown') ORDER BY id FOR NO KEY UPDATE;

  DELETE FROM event_facts WHERE message_id IN (SELECT id FROM messages WHERE contact_id = ANY (of_contacts));
  INSERT INTO event_facts
    SELECT events.* FROM contacts JOIN messages m ON m.contact_id = contacts.id, events_of(m, contacts.clock_moves) AS events
    WHERE contacts.id = ANY (of_contacts) AND event_kind(m) IS NOT NULL;

  DELETE FROM loss_facts WHERE message_id IN (SELECT id FROM messages WHERE contact_id = ANY (of_contacts));
  INSERT INTO loss_facts
    SELECT losses.* FROM contacts JOIN messages m ON m.contact_id = contacts.id, losses_of(m, contacts.clock_moves) AS losses
    WHERE contacts.id = ANY (of_contacts) AND m.direction = 'outbound';

  DELETE FROM message_facts WHERE conversation_id IN (
    SELECT conversation_id FROM messages WHERE contact_id = ANY (of_contacts) AND direction IN ('inbound', 'outbound'));
  INSERT INTO message_facts (conversation_id, slot, direction, operator_id, channel_id, offsets)
    SELECT conversation_id, slot, direction, operator_id, min(channel_id), array_agg(ms ORDER BY ms)
    FROM (
      SELECT conversation_id, channel_id, direction, operator_id, slot,
        round(extract(epoch FROM shown_at - slot) * 1000)::int AS ms
      FROM (
        SELECT m.conversation_id, m.channel_id, CASE m.direction WHEN 'inbound' THEN 'in' ELSE 'out' END AS direction,
          CASE WHEN m.direction = 'outbound' AND m.sender_kind = 'operator' THEN coalesce(m.sender_id, '') ELSE '' END
            AS operator_id,
          at_contact(CASE m.direction WHEN 'inbound' THEN m.created_at ELSE sent_time(m) END, contacts.clock_moves) AS shown_at
        FROM contacts JOIN messages m ON m.contact_id = contacts.id
        WHERE contacts.id = ANY (of_contacts) AND m.conversation_id IS NOT NULL AND m.seq IS NOT NULL
          AND (m.direction = 'inbound' OR (m.direction = 'outbound' AND m.status = 'sent'))
      ) AS counted, date_bin('15 minutes', shown_at, '2000-01-01 00:00+00') AS slot
    ) AS placed GROUP BY conversation_id, slot, direction, operator_id;

  DELETE FROM conversation_facts WHERE conversation_id IN (
    SELECT id FROM conversations WHERE contact_id = ANY (of_contacts));
  DELETE FROM attending_facts WHERE conversation_id IN (
    SELECT id FROM conversations WHERE contact_id = ANY (of_contacts));
  PERFORM insert_conversation_facts(c) FROM conversations c WHERE contact_id = ANY (of_contacts);
END $$;
--> statement-breakpoint
-- Opening hours of a channel as a report gets them: when it opens and closes, in order, and how much of it has passed at each
-- opening. All in epoch ms (src/store/reports/report-filter.ts).
CREATE FUNCTION is_open_at(at timestamptz, opens float8[], closes float8[]) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(date_part('epoch', at) * 1000 < closes[width_bucket(date_part('epoch', at) * 1000, opens)], false) $$;
--> statement-breakpoint
-- How much time it was open before an instant, ms; null before the first opening that is known.
CREATE FUNCTION open_before(at timestamptz, opens float8[], closes float8[], passed float8[]) RETURNS float8 LANGUAGE sql
  STABLE PARALLEL SAFE AS $$
  SELECT passed[width_bucket(date_part('epoch', at) * 1000, opens)]
    + least(round(date_part('epoch', at) * 1000), closes[width_bucket(date_part('epoch', at) * 1000, opens)])
    - opens[width_bucket(date_part('epoch', at) * 1000, opens)]
$$;
