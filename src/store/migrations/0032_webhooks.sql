CREATE TABLE "webhook_deliveries" (
	"webhook_id" text NOT NULL,
	"sequence" bigint NOT NULL,
	"contact_id" text,
	"status" text NOT NULL,
	"cycle" smallint DEFAULT 0 NOT NULL,
	"first_try_at" timestamp with time zone,
	"step" smallint DEFAULT 0 NOT NULL,
	"is_alone" boolean DEFAULT false NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"attempts" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"request" jsonb,
	"answer" jsonb,
	"forgotten" integer DEFAULT 0 NOT NULL,
	"taken_by" text,
	"taking" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "webhook_deliveries_webhook_id_sequence_pk" PRIMARY KEY("webhook_id","sequence")
);
--> statement-breakpoint
CREATE TABLE "webhook_events" (
	"sequence" bigserial PRIMARY KEY NOT NULL,
	"id" text NOT NULL,
	"event" text NOT NULL,
	"brand_id" text,
	"channel_id" text,
	"conversation_id" text,
	"contact_id" text,
	"message_id" text,
	"dedup_key" text,
	"webhook_id" text,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_outbox" (
	"number" bigserial NOT NULL,
	"made_by" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"event" text NOT NULL,
	"channel_id" text,
	"conversation_id" text,
	"contact_id" text,
	"message_id" text,
	"dedup_key" text,
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"id" text PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"events" text[] NOT NULL,
	"brand_ids" text[],
	"channel_ids" text[],
	"format" text NOT NULL,
	"description" text NOT NULL,
	"secrets_sealed" text NOT NULL,
	"public_key" text,
	"private_key_sealed" text,
	"disabled_at" timestamp with time zone,
	"disabled_reason" text,
	"told_from" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"failing_since" timestamp with time zone,
	"cursor" bigint NOT NULL,
	"taken_by" text,
	"taking" integer DEFAULT 0 NOT NULL,
	"woken_at" timestamp with time zone,
	"woken_to" bigint DEFAULT 0 NOT NULL,
	"has_asked" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_webhook_id_webhooks_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "public"."webhooks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_open" ON "webhook_deliveries" USING btree ("webhook_id","sequence") WHERE "webhook_deliveries"."status" in ('pending', 'failed');--> statement-breakpoint
CREATE INDEX "webhook_deliveries_dead" ON "webhook_deliveries" USING btree ("webhook_id","sequence") WHERE "webhook_deliveries"."status" = 'dead';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_contact" ON "webhook_deliveries" USING btree ("contact_id");--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_events_id" ON "webhook_events" USING btree ("id");--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_events_dedup" ON "webhook_events" USING btree ("dedup_key");--> statement-breakpoint
CREATE INDEX "webhook_events_at" ON "webhook_events" USING brin ("at");--> statement-breakpoint
-- Its rows are gone within a second: their places are free again at once.
ALTER TABLE "webhook_outbox" SET (autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);--> statement-breakpoint
-- Events of the outbox get their sequence, in which they are told: one at a time over all processes, so that what is read
-- by its sequence is never overtaken by a commit that comes late. Changes of a conversation are made under its contact's
-- lock, so those that are visible have all of their predecessors among them. What tells the beginning of a conversation stands
-- before all else of its transaction. Gives how many there were; null: another process is doing it.
CREATE FUNCTION sequence_webhook_events() RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  moved int;
BEGIN
  IF NOT EXISTS (SELECT FROM webhook_outbox) THEN RETURN 0; END IF;
  IF NOT pg_try_advisory_xact_lock(hashtext('webhook_events')) THEN RETURN NULL; END IF;
  WITH due AS (
    DELETE FROM webhook_outbox RETURNING *
  ), grouped AS (
    SELECT *, min(number) OVER (PARTITION BY made_by, coalesce(conversation_id, contact_id, channel_id)) AS first
    FROM due
  )
  INSERT INTO webhook_events (id, event, brand_id, channel_id, conversation_id, contact_id, message_id, dedup_key, at)
    SELECT gen_random_uuid(), event, channels.brand_id, grouped.channel_id, conversation_id, contact_id, message_id,
      dedup_key, at
    FROM grouped LEFT JOIN channels ON channels.id = grouped.channel_id
    ORDER BY first, event <> 'conversation.started', number
    ON CONFLICT (dedup_key) DO NOTHING;
  GET DIAGNOSTICS moved = ROW_COUNT;
  RETURN moved;
END $$;
--> statement-breakpoint
-- What became of a conversation, in the transaction of its projection.
CREATE FUNCTION outbox_of_conversation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  told text[] := '{}';
  now_is jsonb := NEW.snapshot;
  was jsonb;
  old_state text;
  old_operator text;
  to_group boolean := false;
BEGIN
  IF NOT EXISTS (SELECT FROM webhooks) THEN RETURN NULL; END IF;
  IF TG_OP = 'INSERT' THEN
    told := told || text 'conversation.started';
  ELSE
    was := OLD.snapshot;
    old_state := OLD.state;
    old_operator := OLD.operator_id;
  END IF;
  IF now_is #> '{handover,at}' IS DISTINCT FROM was #> '{handover,at}' AND now_is ? 'handover'
    AND NOT (TG_OP = 'INSERT' AND now_is ? 'reopenedFrom') THEN
    told := told || text 'conversation.handed_over';
  END IF;
  IF NEW.state IN ('waiting', 'missed') AND old_state IN ('active', 'waiting', 'missed') THEN
    -- Only a transfer leads to a group; one to the group that has it already is known by who asked for it, as for alerts.
    to_group := NEW.group_id IS NOT NULL AND (NEW.group_id IS DISTINCT FROM OLD.group_id
      OR (old_state = 'active' AND EXISTS (SELECT FROM asked_transfers WHERE conversation_id = NEW.id
        AND to_operator_id = NEW.group_id AND coalesce(made_version <= NEW.version, true))));
    IF to_group THEN
      told := told || text 'conversation.transferred';
    ELSIF old_state = 'active' THEN
      -- Also where it is missed at once, because the channel is closed.
      told := told || text 'conversation.returned';
    END IF;
  END IF;
  IF NEW.state = 'waiting' AND NEW.state IS DISTINCT FROM old_state AND (to_group OR old_state IS DISTINCT FROM 'active') THEN
    told := told || text 'conversation.waiting';
  END IF;
  IF nullif(now_is -> 'missedAt', 'null') IS NOT NULL AND now_is -> 'missedAt' IS DISTINCT FROM was -> 'missedAt'
    AND NOT (TG_OP = 'INSERT' AND now_is ? 'reopenedFrom') THEN
    told := told || text 'conversation.missed';
  END IF;
  IF nullif(now_is -> 'attendedAt', 'null') IS NOT NULL
    AND (now_is -> 'attendedAt' IS DISTINCT FROM was -> 'attendedAt' OR NEW.operator_id IS DISTINCT FROM old_operator) THEN
    told := told || CASE WHEN old_state = 'active' AND old_operator IS NOT NULL
      THEN CASE WHEN NEW.operator_id IS DISTINCT FROM old_operator THEN ARRAY['conversation.transferred'] ELSE '{}' END
      ELSE ARRAY['conversation.attended'] END;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF now_is #> '{window,warnedOf}' IS NOT NULL AND now_is #> '{window,warnedOf}' IS DISTINCT FROM was #> '{window,warnedOf}' THEN
      told := told || text 'conversation.window_closing';
    END IF;
    IF nullif(now_is #> '{window,closingHandledAt}', 'null') IS NOT NULL
      AND now_is #> '{window,closingHandledAt}' IS DISTINCT FROM was #> '{window,closingHandledAt}' THEN
      told := told || text 'conversation.window_closed';
    END IF;
  END IF;
  IF (now_is #>> '{consecutive,sent}')::int >= (now_is #>> '{settings,consecutiveLimit}')::int
    AND (was IS NULL OR (was #>> '{consecutive,sent}')::int < (was #>> '{settings,consecutiveLimit}')::int) THEN
    told := told || text 'conversation.limit_reached';
  END IF;
  IF NEW.state = 'completed' AND NEW.state IS DISTINCT FROM old_state THEN
    told := told || text 'conversation.completed';
  END IF;
  INSERT INTO webhook_outbox (event, channel_id, conversation_id, contact_id, dedup_key)
    SELECT event, NEW.channel_id, NEW.id, NEW.contact_id, format('%s %s %s', event, NEW.id, NEW.version)
    FROM unnest(told) AS event;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "conversations_outbox" AFTER INSERT OR UPDATE OF "snapshot" ON "conversations" FOR EACH ROW
  EXECUTE FUNCTION outbox_of_conversation();
--> statement-breakpoint
-- What a contact did, once it is filed; what became of a message to them; a note.
CREATE FUNCTION outbox_of_message() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  told text[] := '{}';
  old_status text;
BEGIN
  IF NOT EXISTS (SELECT FROM webhooks) THEN RETURN NULL; END IF;
  IF NEW.direction = 'note' THEN
    told := ARRAY['note.added'];
  ELSIF NEW.direction = 'outbound' THEN
    IF TG_OP = 'UPDATE' AND OLD.seq IS NOT NULL THEN old_status := OLD.status; END IF;
    IF NEW.status IS DISTINCT FROM old_status THEN
      IF old_status = 'held' AND NEW.status IN ('queued', 'sending', 'sent') THEN
        told := told || text 'message.released';
      END IF;
      IF NEW.status IN ('held', 'sent', 'failed', 'unknown', 'cancelled') THEN
        told := told || ('message.' || NEW.status);
      END IF;
    END IF;
  ELSE
    told := CASE NEW.action WHEN 'message' THEN ARRAY['message.received'] WHEN 'follow' THEN ARRAY['contact.followed']
      WHEN 'unfollow' THEN ARRAY['contact.unfollowed'] WHEN 'scan' THEN ARRAY['contact.scanned'] ELSE '{}' END;
  END IF;
  INSERT INTO webhook_outbox (event, channel_id, conversation_id, contact_id, message_id, dedup_key)
    SELECT event, NEW.channel_id, CASE WHEN event LIKE 'contact.%' THEN NULL ELSE NEW.conversation_id END, NEW.contact_id,
      NEW.id, CASE WHEN event IN ('message.held', 'message.released') THEN format('%s %s %s', event, NEW.id, NEW.status_version)
        ELSE format('%s %s', event, NEW.id) END
    FROM unnest(told) AS event;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "messages_outbox_added" AFTER INSERT ON "messages" FOR EACH ROW
  WHEN (NEW.direction = 'note' OR (NEW.direction = 'outbound' AND NEW.seq IS NOT NULL))
  EXECUTE FUNCTION outbox_of_message();
--> statement-breakpoint
CREATE TRIGGER "messages_outbox" AFTER UPDATE ON "messages" FOR EACH ROW
  WHEN (NEW.seq IS NOT NULL AND ((NEW.direction = 'outbound' AND (OLD.seq IS NULL OR OLD.status IS DISTINCT FROM NEW.status))
    OR (NEW.action IS NOT NULL AND OLD.seq IS NULL)))
  EXECUTE FUNCTION outbox_of_message();
--> statement-breakpoint
CREATE FUNCTION outbox_of_contact() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  told text;
BEGIN
  IF NOT EXISTS (SELECT FROM webhooks) THEN RETURN NULL; END IF;
  told := CASE
    WHEN TG_OP = 'INSERT' THEN 'contact.created'
    WHEN TG_OP = 'DELETE' THEN 'contact.erased'
    WHEN OLD.blocked_at IS NULL AND NEW.blocked_at IS NOT NULL THEN 'contact.blocked'
    ELSE 'contact.updated'
  END;
  IF TG_OP = 'DELETE' THEN
    INSERT INTO webhook_outbox (event, channel_id, contact_id, dedup_key)
      VALUES (told, OLD.channel_id, OLD.id, format('%s %s', told, OLD.id));
  ELSE
    INSERT INTO webhook_outbox (event, channel_id, contact_id, dedup_key)
      VALUES (told, NEW.channel_id, NEW.id, CASE TG_OP WHEN 'INSERT' THEN format('%s %s', told, NEW.id) END);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "contacts_outbox_added" AFTER INSERT OR DELETE ON "contacts" FOR EACH ROW EXECUTE FUNCTION outbox_of_contact();
--> statement-breakpoint
CREATE TRIGGER "contacts_outbox" AFTER UPDATE OF "name", "remark", "tags", "language", "subscribe_scene", "wechat_tag_ids", "blocked_at"
  ON "contacts" FOR EACH ROW
  WHEN ((OLD.name, OLD.remark, OLD.tags, OLD.language, OLD.subscribe_scene, OLD.wechat_tag_ids, OLD.blocked_at)
    IS DISTINCT FROM (NEW.name, NEW.remark, NEW.tags, NEW.language, NEW.subscribe_scene, NEW.wechat_tag_ids, NEW.blocked_at))
  EXECUTE FUNCTION outbox_of_contact();
--> statement-breakpoint
CREATE FUNCTION outbox_of_channel() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM webhooks) THEN
    INSERT INTO webhook_outbox (event, channel_id)
      VALUES (CASE WHEN NEW.unhealthy_since IS NULL THEN 'channel.healthy' ELSE 'channel.unhealthy' END, NEW.id);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "channels_outbox" AFTER UPDATE OF "unhealthy_since" ON "channels" FOR EACH ROW
  WHEN ((OLD.unhealthy_since IS NULL) <> (NEW.unhealthy_since IS NULL)) EXECUTE FUNCTION outbox_of_channel();
--> statement-breakpoint
-- What is deleted, or replaced (not what is only added to), stays in no log of deliveries either. Nor does it get there
-- afterwards: a try that is under way finds that `forgotten` has risen. Rows are locked in one order.
CREATE FUNCTION forget_delivered_of(contacts text[]) RETURNS void LANGUAGE sql AS $$
  WITH known AS MATERIALIZED (
    SELECT webhook_id, sequence FROM webhook_deliveries WHERE contact_id = ANY (contacts)
    ORDER BY webhook_id, sequence FOR NO KEY UPDATE
  )
  UPDATE webhook_deliveries d SET request = NULL, answer = NULL, forgotten = d.forgotten + 1
    FROM known WHERE d.webhook_id = known.webhook_id AND d.sequence = known.sequence;
$$;
--> statement-breakpoint
CREATE FUNCTION forget_delivered_of_messages() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_contacts text[] := ARRAY(SELECT DISTINCT contact_id FROM gone WHERE seq IS NOT NULL);
BEGIN
  IF of_contacts <> '{}' THEN PERFORM forget_delivered_of(of_contacts); END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "messages_forget_delivered" AFTER DELETE ON "messages" REFERENCING OLD TABLE AS gone FOR EACH STATEMENT
  EXECUTE FUNCTION forget_delivered_of_messages();
--> statement-breakpoint
CREATE FUNCTION forget_delivered_of_contacts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_contacts text[] := ARRAY(SELECT id FROM gone);
BEGIN
  IF of_contacts <> '{}' THEN PERFORM forget_delivered_of(of_contacts); END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "contacts_forget_delivered" AFTER DELETE ON "contacts" REFERENCING OLD TABLE AS gone FOR EACH STATEMENT
  EXECUTE FUNCTION forget_delivered_of_contacts();
--> statement-breakpoint
-- A statement replaces the content of one message; for each of them, because transition tables would hold every change.
CREATE FUNCTION forget_delivered_of_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM forget_delivered_of(ARRAY[OLD.contact_id]);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "messages_forget_replaced" AFTER UPDATE OF "content" ON "messages" FOR EACH ROW
  WHEN (OLD.seq IS NOT NULL AND NOT NEW.content @> OLD.content) EXECUTE FUNCTION forget_delivered_of_message();
