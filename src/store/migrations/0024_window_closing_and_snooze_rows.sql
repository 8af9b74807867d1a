-- Whoever attends is alerted when the workflow has noted that the window is about to close (docs/rules.md#53).
CREATE FUNCTION alert_of_closing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM make_alert(NEW.operator_id, 'window_closing', NEW.id, NULL, NULL);
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Deferred, as the other alerts are.
CREATE CONSTRAINT TRIGGER "conversations_closing_alert" AFTER UPDATE ON "conversations" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.state = 'active' AND NEW.operator_id IS NOT NULL
    AND NEW.snapshot #> '{window,warnedOf}' IS DISTINCT FROM OLD.snapshot #> '{window,warnedOf}'
    AND NEW.snapshot #> '{window,warnedOf}' IS NOT NULL)
  EXECUTE FUNCTION alert_of_closing();
--> statement-breakpoint
-- Adds a row about a conversation to its transcript, once for its key; `by_operator` null: nobody did it.
CREATE FUNCTION file_conversation_event(of conversations, of_type text, facts jsonb, by_operator text)
  RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  new_id text := gen_random_uuid();
  new_seq int;
  key text := format('%s %s %s', of_type, of.id, of.version);
BEGIN
  UPDATE contacts SET last_seq = last_seq + 1 WHERE id = of.contact_id
    AND NOT EXISTS (SELECT FROM messages WHERE channel_id = of.channel_id AND dedup_key = key)
    RETURNING last_seq INTO new_seq;
  IF NOT FOUND THEN RETURN; END IF;
  INSERT INTO messages (id, contact_id, channel_id, conversation_id, direction, type, content, seq, dedup_key,
      sender_kind, sender_id)
    VALUES (new_id, of.contact_id, of.channel_id, of.id, 'event', of_type, facts, new_seq, key,
      CASE WHEN by_operator IS NULL THEN 'system' ELSE 'operator' END, by_operator);
  PERFORM pg_notify('duihua_changes', jsonb_build_object('c', '[]'::jsonb, 'm', jsonb_build_array(new_id))::text);
END $$;
--> statement-breakpoint
-- The transcript shows that a conversation continues another one, that it was snoozed, and how the snooze ended. The end of
-- the conversation needs no row of its own.
CREATE FUNCTION file_reopen_and_snooze() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  until numeric := (NEW.snapshot #>> '{snooze,until}')::numeric;
  cause text;
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM file_conversation_event(NEW, 'reopened', jsonb_build_object('from', NEW.snapshot -> 'reopenedFrom'),
      NEW.operator_id);
  ELSIF NEW.snapshot ? 'snooze' THEN
    -- By the contact's clock, as all times that are shown.
    PERFORM file_conversation_event(NEW, 'snoozed', jsonb_build_object('until',
      to_char(to_timestamp((until + NEW.clock_shift_ms) / 1000) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
      NEW.operator_id);
  ELSIF NEW.state <> 'completed' THEN
    cause := CASE
      WHEN NEW.step_at >= (OLD.snapshot #>> '{snooze,until}')::numeric THEN 'time'
      WHEN NEW.snapshot #> '{window,lastInboundAt}' <> OLD.snapshot #> '{window,lastInboundAt}' THEN 'message'
      WHEN NEW.state <> 'active' THEN 'returned'
      WHEN NEW.operator_id <> OLD.operator_id THEN 'transfer'
      ELSE 'operator'
    END;
    PERFORM file_conversation_event(NEW, 'snooze_ended', jsonb_build_object('cause', cause),
      CASE cause WHEN 'operator' THEN NEW.operator_id END);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Deferred: the row takes its place in the transcript after all that the projection files.
CREATE CONSTRAINT TRIGGER "conversations_reopened" AFTER INSERT ON "conversations" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.snapshot ? 'reopenedFrom') EXECUTE FUNCTION file_reopen_and_snooze();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "conversations_snooze" AFTER UPDATE ON "conversations" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.snapshot -> 'snooze' IS DISTINCT FROM OLD.snapshot -> 'snooze')
  EXECUTE FUNCTION file_reopen_and_snooze();
