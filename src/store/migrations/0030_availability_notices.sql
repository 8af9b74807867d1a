-- Tells an operator's own pages how many conversations they attend; every process hears it and forgets it where none of
-- their streams is open.
CREATE FUNCTION tell_own_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.state = 'active' AND OLD.operator_id IS NOT NULL THEN
    PERFORM pg_notify('duihua_availability', json_build_object('operatorId', OLD.operator_id, 'isOwn', true)::text);
  END IF;
  IF NEW.state = 'active' AND NEW.operator_id IS NOT NULL THEN
    PERFORM pg_notify('duihua_availability', json_build_object('operatorId', NEW.operator_id, 'isOwn', true)::text);
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER conversations_own_count_begin AFTER INSERT ON "conversations"
  FOR EACH ROW WHEN (NEW.state = 'active') EXECUTE FUNCTION tell_own_count();--> statement-breakpoint
CREATE TRIGGER conversations_own_count AFTER UPDATE OF state, operator_id ON "conversations"
  FOR EACH ROW WHEN ((OLD.state = 'active' OR NEW.state = 'active')
    AND (OLD.state <> NEW.state OR OLD.operator_id IS DISTINCT FROM NEW.operator_id))
  EXECUTE FUNCTION tell_own_count();--> statement-breakpoint
ALTER TABLE "asked_transfers" ADD COLUMN "made_version" integer;--> statement-breakpoint
-- As before, also where the conversation is missed at once because the channel is closed. A transfer to a group, whose id then
-- stands as the receiver's, alerts nobody but an operator from whom somebody else took the conversation. What was made with
-- an earlier version than this one has been shown before: it is only filed, and says nothing of this change.
CREATE OR REPLACE FUNCTION alert_of_conversation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  to_id text;
  note_id text;
  from_operator text;
BEGIN
  PERFORM file_made_transfers(NEW.id, OLD.version);
  SELECT asked.to_operator_id, taken.note_id, taken.from_operator INTO to_id, note_id, from_operator
    FROM (SELECT id, to_operator_id FROM asked_transfers WHERE conversation_id = NEW.id
      AND coalesce(made_version <= NEW.version, true)
      AND to_operator_id IN (CASE WHEN NEW.state = 'active' THEN NEW.operator_id END, NEW.group_id)
      ORDER BY id DESC LIMIT 1) AS asked, take_asked_transfer(asked.id) AS taken;
  IF NEW.state = 'active' AND to_id = NEW.operator_id THEN
    IF from_operator <> NEW.operator_id THEN
      PERFORM make_alert(NEW.operator_id, 'transfer', NEW.id, note_id, from_operator);
    END IF;
  ELSIF from_operator IS DISTINCT FROM OLD.operator_id THEN
    PERFORM make_alert(OLD.operator_id, 'returned', NEW.id, NULL, NULL);
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
-- Files the notes of transfers that were made by this version of the conversation, and forgets those without one.
CREATE FUNCTION file_made_transfers(of_conversation text, by_version int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM take_asked_transfer(id)
    FROM (SELECT id FROM asked_transfers WHERE conversation_id = of_conversation AND made_version <= by_version ORDER BY id) AS made;
END $$;--> statement-breakpoint
DROP TRIGGER "conversations_alert" ON "conversations";--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "conversations_alert" AFTER UPDATE ON "conversations" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.state = 'active' AND OLD.operator_id IS NOT NULL AND (NEW.state IN ('waiting', 'missed')
    OR (NEW.state = 'active' AND NEW.operator_id IS NOT NULL AND NEW.operator_id <> OLD.operator_id)))
  EXECUTE FUNCTION alert_of_conversation();--> statement-breakpoint
-- Files the notes of transfers from one queue to another, or to the same one: that is the only trace of those.
CREATE FUNCTION note_of_group_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM file_made_transfers(NEW.id, NEW.version);
  IF OLD.group_id IS DISTINCT FROM NEW.group_id THEN
    PERFORM take_asked_transfer(id)
      FROM (SELECT id FROM asked_transfers WHERE conversation_id = NEW.id AND to_operator_id = NEW.group_id
        AND made_version IS NULL ORDER BY id) AS asked;
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
-- Deferred, as the alerts are.
CREATE CONSTRAINT TRIGGER "conversations_group_note" AFTER UPDATE ON "conversations" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.state IN ('waiting', 'missed') AND NEW.group_id IS NOT NULL AND OLD.version <> NEW.version)
  EXECUTE FUNCTION note_of_group_transfer();
