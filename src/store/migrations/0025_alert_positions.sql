DROP INDEX "alerts_operator";--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "position" bigserial NOT NULL;--> statement-breakpoint
CREATE INDEX "alerts_position" ON "alerts" USING btree ("operator_id","position");--> statement-breakpoint
UPDATE "alerts" SET "position" = "id";--> statement-breakpoint
SELECT setval(pg_get_serial_sequence('alerts', 'position'), coalesce(max("position"), 0) + 1, false) FROM "alerts";--> statement-breakpoint
-- Alerts an operator, unless they are disabled; gives whether it did. An alert about new messages that was not seen yet
-- stands for all of them: it moves to the top of the list, and is not pushed again. Its pushes are not touched: whoever
-- sends them may have locked them.
CREATE OR REPLACE FUNCTION make_alert(of_operator text, of_kind text, of_conversation text, of_message text, by_operator text)
  RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  made bigint;
BEGIN
  IF of_kind = 'new_message' THEN
    UPDATE alerts SET position = nextval(pg_get_serial_sequence('alerts', 'position')), message_id = of_message,
        count = count + 1, created_at = clock_timestamp(), changed_at = clock_timestamp()
      WHERE operator_id = of_operator AND conversation_id = of_conversation AND kind = of_kind AND seen_at IS NULL
      RETURNING id INTO made;
  END IF;
  IF made IS NULL THEN
    INSERT INTO alerts (operator_id, kind, conversation_id, message_id, from_operator_id)
      SELECT id, of_kind, of_conversation, of_message, by_operator FROM operators
      WHERE id = of_operator AND disabled_at IS NULL
      RETURNING id INTO made;
    IF made IS NULL THEN RETURN false; END IF;
    INSERT INTO alert_pushes (alert_id, subscription_id)
      SELECT made, id FROM push_subscriptions WHERE operator_id = of_operator;
  END IF;
  PERFORM pg_notify('duihua_changes',
    jsonb_build_object('c', '[]'::jsonb, 'm', '[]'::jsonb, 'a', jsonb_build_array(made::text))::text);
  RETURN true;
END $$;
--> statement-breakpoint
-- Files the note that came with a transfer, once, and gives who asked for the transfer; no row if nobody did, or if it
-- was taken before. The note stands where the transfer became visible. The contact is locked first, as in projections.
CREATE OR REPLACE FUNCTION take_asked_transfer(asked_id text)
  RETURNS TABLE (note_id text, from_operator text) LANGUAGE plpgsql AS $$
DECLARE
  asked asked_transfers%ROWTYPE;
  new_seq int;
BEGIN
  PERFORM FROM contacts WHERE id = (SELECT c.contact_id FROM asked_transfers JOIN conversations c
      ON c.id = asked_transfers.conversation_id WHERE asked_transfers.id = asked_id)
    FOR NO KEY UPDATE;
  DELETE FROM asked_transfers WHERE id = asked_id RETURNING * INTO asked;
  IF NOT FOUND THEN RETURN; END IF;
  IF asked.note IS NOT NULL THEN
    UPDATE contacts SET last_seq = last_seq + 1
      WHERE id = (SELECT contact_id FROM conversations WHERE id = asked.conversation_id) RETURNING last_seq INTO new_seq;
    INSERT INTO messages (id, contact_id, channel_id, conversation_id, direction, type, content, seq, sender_kind,
        sender_id)
      SELECT asked.id, c.contact_id, c.channel_id, c.id, 'note', 'note', jsonb_build_object('text', asked.note),
        new_seq, 'operator', asked.from_operator_id
      FROM conversations c WHERE c.id = asked.conversation_id;
    PERFORM pg_notify('duihua_changes',
      jsonb_build_object('c', '[]'::jsonb, 'm', jsonb_build_array(asked.id))::text);
    note_id := asked.id;
  END IF;
  from_operator := asked.from_operator_id;
  RETURN NEXT;
END $$;
--> statement-breakpoint
-- A conversation that was transferred alerts the receiver, unless they took it over themselves; one that went back to
-- waiting alerts whoever attended, even if the projection already shows who attends now.
CREATE OR REPLACE FUNCTION alert_of_conversation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  note_id text;
  from_operator text;
BEGIN
  IF NEW.state = 'active' THEN
    SELECT taken.note_id, taken.from_operator INTO note_id, from_operator
      FROM (SELECT id FROM asked_transfers WHERE conversation_id = NEW.id AND to_operator_id = NEW.operator_id
        ORDER BY id DESC LIMIT 1) AS asked, take_asked_transfer(asked.id) AS taken;
  END IF;
  IF from_operator IS NULL THEN
    PERFORM make_alert(OLD.operator_id, 'returned', NEW.id, NULL, NULL);
  ELSIF from_operator <> NEW.operator_id THEN
    PERFORM make_alert(NEW.operator_id, 'transfer', NEW.id, note_id, from_operator);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- A conversation that an operator no longer attends has no more messages or deadlines for them.
CREATE FUNCTION end_alerts_of_conversation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ended_ids jsonb;
BEGIN
  WITH ended AS (
    UPDATE alerts SET seen_at = clock_timestamp(), changed_at = clock_timestamp()
      WHERE operator_id = OLD.operator_id AND conversation_id = NEW.id AND seen_at IS NULL
        AND kind IN ('new_message', 'window_closing')
      RETURNING id
  ) SELECT jsonb_agg(id::text) INTO ended_ids FROM ended;
  IF ended_ids IS NOT NULL THEN
    PERFORM pg_notify('duihua_changes',
      jsonb_build_object('c', '[]'::jsonb, 'm', '[]'::jsonb, 'a', ended_ids)::text);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Deferred, as the alerts are.
CREATE CONSTRAINT TRIGGER "conversations_alerts_over" AFTER UPDATE ON "conversations" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.state = 'active' AND OLD.operator_id IS NOT NULL
    AND (NEW.state <> 'active' OR NEW.operator_id IS DISTINCT FROM OLD.operator_id))
  EXECUTE FUNCTION end_alerts_of_conversation();
