-- A projection finds all its rows by their keys. The planner takes it for a batch of hundreds and, in a database of moderate size,
-- or one whose statistics are old, read whole tables for it (docs/performance.md).
ALTER FUNCTION write_projections(jsonb) SET enable_seqscan = off;
--> statement-breakpoint
-- As in 0039, with the key itself: planned while the table was small, it was joined by reading all messages, and that plan is kept.
CREATE OR REPLACE FUNCTION begin_attempt(sent_id text, number int) RETURNS text LANGUAGE sql AS $$
  WITH begun AS (
    INSERT INTO send_attempts (message_id, attempt)
      SELECT id, number FROM messages WHERE id = sent_id AND status = 'queued'
        AND NOT EXISTS (SELECT FROM contacts WHERE contacts.id = messages.contact_id AND erased_at IS NOT NULL)
    ON CONFLICT DO NOTHING RETURNING message_id
  )
  UPDATE messages SET status = 'sending', error = NULL, changed_at = clock_timestamp()
  FROM begun WHERE messages.id = sent_id AND messages.status = 'queued' RETURNING 'begun'
$$;
