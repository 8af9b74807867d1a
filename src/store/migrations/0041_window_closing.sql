-- Programs are told that the window is about to close of every conversation (docs/rules.md#53).
CREATE OR REPLACE FUNCTION outbox_of_conversation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  told text[] := '{}';
  now_is jsonb := NEW.snapshot;
  was jsonb;
  old_state text;
  old_operator text;
  to_group boolean := false;
  closing numeric;
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
    -- Runs from before this migration note only what they warn of; the others note both, maybe one after the other.
    closing := greatest((now_is #>> '{window,announcedOf}')::numeric, (now_is #>> '{window,warnedOf}')::numeric);
    IF closing IS DISTINCT FROM greatest((was #>> '{window,announcedOf}')::numeric, (was #>> '{window,warnedOf}')::numeric)
      AND closing IS NOT NULL THEN
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
DROP TRIGGER "conversations_outbox" ON "conversations";--> statement-breakpoint
CREATE TRIGGER "conversations_outbox" AFTER UPDATE OF "snapshot" ON "conversations" FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state
    OR OLD.operator_id IS DISTINCT FROM NEW.operator_id
    OR OLD.group_id IS DISTINCT FROM NEW.group_id
    OR OLD.snapshot -> 'missedAt' IS DISTINCT FROM NEW.snapshot -> 'missedAt'
    OR OLD.snapshot -> 'attendedAt' IS DISTINCT FROM NEW.snapshot -> 'attendedAt'
    OR OLD.snapshot #> '{handover,at}' IS DISTINCT FROM NEW.snapshot #> '{handover,at}'
    OR OLD.snapshot #> '{consecutive,sent}' IS DISTINCT FROM NEW.snapshot #> '{consecutive,sent}'
    OR OLD.snapshot #> '{settings,consecutiveLimit}' IS DISTINCT FROM NEW.snapshot #> '{settings,consecutiveLimit}'
    OR OLD.snapshot #> '{window,announcedOf}' IS DISTINCT FROM NEW.snapshot #> '{window,announcedOf}'
    OR OLD.snapshot #> '{window,warnedOf}' IS DISTINCT FROM NEW.snapshot #> '{window,warnedOf}'
    OR OLD.snapshot #> '{window,closingHandledAt}' IS DISTINCT FROM NEW.snapshot #> '{window,closingHandledAt}')
  EXECUTE FUNCTION outbox_of_conversation();
