-- Writes projections (src/store/conversations/projections.ts has the shapes): files items under their conversation, writes statuses,
-- and the conversations themselves. One statement, so that nobody's locks wait for a client; contacts before messages,
-- both by id, as everywhere. Gives for each projection, by its place in the input, what the store found.
CREATE OR REPLACE FUNCTION write_projections(input jsonb) RETURNS TABLE (place int, result jsonb) LANGUAGE plpgsql
  SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
  p record;
  contact contacts%ROWTYPE;
  stored conversations%ROWTYPE;
  is_new boolean;
  goes_on boolean;
  is_lost_step boolean;
  found_ids jsonb;
  seq_now int;
  offset_ms bigint;
  shift_ms bigint;
  written text[];
  changed_conversations text[] := '{}';
  changed_messages text[] := '{}';
BEGIN
  PERFORM 1 FROM contacts WHERE id IN (SELECT body ->> 'contactId' FROM jsonb_array_elements(input) AS body)
    ORDER BY id FOR NO KEY UPDATE;
  PERFORM 1 FROM messages WHERE id IN (
      SELECT change ->> 'messageId'
      FROM jsonb_array_elements(input) AS body, jsonb_array_elements((body -> 'files') || (body -> 'statuses')) AS change
      UNION
      SELECT id FROM messages WHERE direction = 'outbound' AND status IN ('queued', 'held')
        AND contact_id IN (SELECT body ->> 'contactId' FROM jsonb_array_elements(input) AS body))
    ORDER BY id FOR NO KEY UPDATE;

  FOR p IN
    SELECT (number - 1)::int AS place, body, (body ->> 'version')::int AS version,
      body #>> '{conversations,-1,id}' AS current_id, body ->> 'contactId' AS contact_id
    FROM jsonb_array_elements(input) WITH ORDINALITY AS one (body, number)
    ORDER BY body ->> 'contactId'
  LOOP
    place := p.place;
    result := '{"repeatedIds": [], "withdrawnIds": []}';
    SELECT * INTO contact FROM contacts WHERE id = p.contact_id;
    IF NOT FOUND THEN
      RETURN NEXT;
      CONTINUE;
    END IF;

    -- Filed before, by another step than this one: the chain has to take these items out again.
    SELECT jsonb_agg(m.id) INTO found_ids
    FROM jsonb_array_elements(p.body -> 'files') AS file JOIN messages m ON m.id = file ->> 'messageId'
    WHERE m.seq IS NOT NULL AND (m.conversation_id IS DISTINCT FROM file ->> 'conversationId'
      OR m.filed_version IS DISTINCT FROM (file ->> 'version')::int);
    IF found_ids IS NOT NULL THEN
      result := result || jsonb_build_object('repeatedIds', found_ids);
      RETURN NEXT;
      CONTINUE;
    END IF;

    -- Whether the chain goes on from what is stored, or knows nothing of it: because it is another one, was set back, or
    -- because this projection comes late. A contact has one conversation that is open.
    IF p.current_id IS NOT NULL THEN
      SELECT * INTO stored FROM conversations WHERE id = p.current_id;
      is_new := NOT FOUND;
      IF is_new THEN
        SELECT * INTO stored FROM conversations WHERE contact_id = p.contact_id
          ORDER BY state = 'completed', version DESC LIMIT 1;
      END IF;
      -- Another step of the same version than this one, or than the one that the run wrote before. It stands if Temporal
      -- had recorded it, for then the chain was set back. Else it is of a workflow task that was lost and is run again;
      -- but what is completed stays completed.
      is_lost_step := NOT is_new AND stored.version = p.version AND p.body ? 'previousNow'
        AND stored.step_at IS DISTINCT FROM (p.body ->> 'now')::bigint
        AND stored.step_at IS DISTINCT FROM (p.body ->> 'previousNow')::bigint
        AND (stored.is_step_recorded OR (stored.state = 'completed' AND p.body #>> '{conversations,-1,state}' <> 'completed'));
      goes_on := CASE
        WHEN stored.id IS NULL THEN true
        WHEN is_new AND NOT EXISTS (
          SELECT FROM jsonb_array_elements(p.body -> 'conversations') AS one WHERE one ->> 'id' = stored.id)
          THEN stored.state = 'completed'
        WHEN stored.version = (p.body ->> 'tookOver')::int THEN true
        WHEN stored.version > p.version OR is_lost_step THEN false
        WHEN stored.chain_id IS NULL OR p.body -> 'chain' IS NULL THEN true
        ELSE stored.chain_id = p.body #>> '{chain,id}' AND (stored.generation, stored.history_length)
          <= ((p.body #>> '{chain,generation}')::int, (p.body #>> '{chain,historyLength}')::int)
      END;
      IF NOT goes_on THEN
        IF NOT is_new THEN
          SELECT * INTO stored FROM conversations WHERE contact_id = p.contact_id
            ORDER BY state = 'completed', version DESC LIMIT 1;
        END IF;
        result := result || jsonb_build_object('ahead', jsonb_build_object(
          'version', stored.version,
          'conversation', stored.snapshot,
          'isForeign', is_new OR stored.run_id <> p.body ->> 'runId',
          'chain', CASE WHEN stored.chain_id IS NOT NULL THEN jsonb_build_object('id', stored.chain_id,
            'generation', stored.generation, 'historyLength', stored.history_length) END,
          'isLostStep', is_lost_step,
          'acceptedIds', accepted_replies(p.contact_id)));
        RETURN NEXT;
        CONTINUE;
      END IF;
    END IF;

    seq_now := contact.last_seq;
    -- The transcript says once that the conversation went on from what was stored.
    IF p.body #>> '{resumed,conversationId}' IN (
        SELECT one ->> 'id' FROM jsonb_array_elements(p.body -> 'conversations') AS one) THEN
      INSERT INTO messages (id, contact_id, channel_id, conversation_id, direction, type, content, seq, dedup_key,
          sender_kind)
        VALUES (p.body #>> '{resumed,rowId}', contact.id, contact.channel_id, p.body #>> '{resumed,conversationId}',
          'event', 'resumed', '{}', seq_now + 1,
          format('resumed %s %s', p.body #>> '{resumed,conversationId}', p.body #>> '{resumed,version}'), 'system')
        ON CONFLICT (channel_id, dedup_key) DO NOTHING;
      IF FOUND THEN
        seq_now := seq_now + 1;
        changed_messages := changed_messages || (p.body #>> '{resumed,rowId}');
      END IF;
    END IF;

    -- Replies that the API had given up before they were accepted.
    SELECT jsonb_agg(m.id) INTO found_ids
    FROM jsonb_array_elements(p.body -> 'statuses') AS change JOIN messages m ON m.id = change ->> 'messageId'
    WHERE m.seq IS NULL AND m.status = 'failed';
    IF found_ids IS NOT NULL THEN
      result := result || jsonb_build_object('withdrawnIds', found_ids);
    END IF;

    -- What the rules write into the timeline. Once for each number, so that a step that is written again writes nothing new.
    INSERT INTO messages (id, contact_id, channel_id, direction, type, content, dedup_key, sender_kind, sender_id)
      SELECT one ->> 'rowId', contact.id, contact.channel_id, 'event', one #>> '{event,type}',
        (one -> 'event') - 'type' - 'operatorId', format('timeline %s %s', one ->> 'conversationId', one ->> 'number'),
        CASE WHEN one -> 'event' ? 'operatorId' THEN 'operator' ELSE 'system' END, one #>> '{event,operatorId}'
      FROM jsonb_array_elements(coalesce(p.body -> 'events', '[]')) AS one
      ON CONFLICT (channel_id, dedup_key) DO NOTHING;

    -- Items, events and statuses, in the order in which they happened: it is the order of the transcript. What was held stands
    -- where it leaves, also if it was held after what is stored and before this projection.
    WITH change AS (
      SELECT 0 AS kind, number, file ->> 'messageId' AS id, file ->> 'conversationId' AS conversation_id,
        (file ->> 'version')::int AS version, NULL AS status, NULL::jsonb AS error, NULL AS hold_reason,
        false AS was_held
      FROM jsonb_array_elements(p.body -> 'files') WITH ORDINALITY AS one (file, number)
      UNION ALL
      SELECT 1, number, row ->> 'messageId', row ->> 'conversationId', (row ->> 'version')::int, row ->> 'status',
        nullif(row -> 'error', 'null'), row ->> 'holdReason', coalesce((row ->> 'wasHeld')::boolean, false)
      FROM jsonb_array_elements(p.body -> 'statuses') WITH ORDINALITY AS one (row, number)
      UNION ALL
      -- After the item that caused it, and before what follows for messages.
      SELECT 0, 100000 + number, event ->> 'rowId', event ->> 'conversationId', (event ->> 'version')::int, NULL, NULL, NULL,
        false
      FROM jsonb_array_elements(coalesce(p.body -> 'events', '[]')) WITH ORDINALITY AS one (event, number)
    ), due AS (
      SELECT DISTINCT ON (id) change.*, m.seq,
        CASE WHEN m.wechat_created_at IS NOT NULL THEN ARRAY[m.wechat_created_at, m.created_at] END AS written_at,
        m.seq IS NULL OR (change.status = 'queued' AND (m.status = 'held' OR was_held)) AS is_placed,
        CASE WHEN kind = 0 THEN (
          SELECT ARRAY[newest_wechat_at, coalesce(newest_received_at, '-infinity')] FROM conversations c
          WHERE c.id = change.conversation_id AND newest_wechat_at IS NOT NULL) END AS newest_stored
      FROM change JOIN messages m USING (id)
      WHERE CASE kind
        WHEN 0 THEN m.seq IS NULL
        ELSE NOT (m.seq IS NULL AND m.status = 'failed') AND m.status_version < change.version
          AND m.status NOT IN ('sent', 'failed', 'unknown', 'cancelled')
      END
      ORDER BY id, version
    ), placed AS (
      SELECT *,
        CASE WHEN is_placed THEN seq_now + count(*) FILTER (WHERE is_placed) OVER history ELSE seq END AS new_seq,
        -- WeChat counts whole seconds: within one it is the time at which we received it.
        written_at < greatest(newest_stored, max(written_at) OVER (
          PARTITION BY kind, conversation_id ORDER BY version, number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))
          AS is_late
      FROM due WINDOW history AS (ORDER BY version, kind, number)
    ), updated AS (
      UPDATE messages AS m SET conversation_id = placed.conversation_id, seq = new_seq, changed_at = clock_timestamp(),
        filed_version = CASE kind WHEN 0 THEN placed.version ELSE m.filed_version END,
        is_late = CASE kind WHEN 0 THEN placed.conversation_id IS NOT NULL AND coalesce(placed.is_late, false)
          ELSE m.is_late END,
        status = CASE kind WHEN 0 THEN m.status ELSE placed.status END,
        error = CASE kind WHEN 0 THEN m.error ELSE placed.error END,
        hold_reason = CASE kind WHEN 0 THEN m.hold_reason ELSE placed.hold_reason END,
        status_version = CASE kind WHEN 0 THEN m.status_version ELSE placed.version END,
        accepted_version = CASE WHEN placed.status IN ('queued', 'held')
          THEN coalesce(m.accepted_version, placed.version) ELSE m.accepted_version END
      FROM placed WHERE m.id = placed.id RETURNING m.id, m.seq
    )
    SELECT changed_messages || coalesce(array_agg(id), '{}'), greatest(seq_now, max(seq))
    INTO changed_messages, seq_now FROM updated;

    offset_ms := (p.body ->> 'now')::bigint - (extract(epoch FROM clock_timestamp()) * 1000)::bigint;
    -- Clocks that differ by less are taken as the same: a workflow's `now` is that of its task.
    IF abs(offset_ms) < 60000 THEN offset_ms := 0; END IF;
    -- A new chain begins at the wall clock again, while the contact's phone stays where it is. What is found at the
    -- conversation's first row holds for it: within a chain both clocks are moved together.
    shift_ms := coalesce((contact.clock_moves -> -1 ->> 'offsetMs')::bigint, 0) - offset_ms;
    IF shift_ms < 120000 THEN shift_ms := 0; END IF;

    -- A completed conversation stays as it is but for messages of it that were still leaving. Of two projections with
    -- one version the later one counts: the first was made by a workflow task that was lost.
    WITH upserted AS (
      INSERT INTO conversations AS c (id, contact_id, channel_id, brand_id, state, operator_id, version,
          settings_version, snapshot, run_id, chain_id, generation, history_length, step_at, is_step_recorded, clock_offset_ms,
          clock_shift_ms, waits_for_channel, newest_wechat_at, newest_received_at, started_at)
        SELECT one ->> 'id', one ->> 'contactId', one ->> 'channelId', one ->> 'brandId', one ->> 'state',
          one ->> 'operatorId', p.version, (one #>> '{settings,version}')::int, one, p.body ->> 'runId',
          p.body #>> '{chain,id}', coalesce((p.body #>> '{chain,generation}')::int, 0),
          coalesce((p.body #>> '{chain,historyLength}')::int, 0), (p.body ->> 'now')::bigint,
          coalesce((p.body ->> 'isRecorded')::boolean, false), offset_ms, shift_ms,
          jsonb_path_exists(one, '$.outbound[*] ? (@.status == "queued" && @.waitsForChannel == true)'),
          newest.wechat_created_at, newest.created_at, to_timestamp((one ->> 'startedAt')::numeric / 1000)
        FROM jsonb_array_elements(p.body -> 'conversations') AS one
        LEFT JOIN LATERAL (
          SELECT m.wechat_created_at, m.created_at
          FROM jsonb_array_elements(p.body -> 'files') AS file JOIN messages m ON m.id = file ->> 'messageId'
          WHERE file ->> 'conversationId' = one ->> 'id' AND m.wechat_created_at IS NOT NULL
          ORDER BY 1 DESC, 2 DESC LIMIT 1) AS newest ON true
      ON CONFLICT (id) DO UPDATE SET state = excluded.state, operator_id = excluded.operator_id,
        version = excluded.version, settings_version = excluded.settings_version, snapshot = excluded.snapshot,
        run_id = excluded.run_id, chain_id = excluded.chain_id, generation = excluded.generation,
        history_length = excluded.history_length, step_at = excluded.step_at,
        is_step_recorded = excluded.is_step_recorded, clock_offset_ms = excluded.clock_offset_ms,
        places = remember_place(c.places, c.activity_number, c.placed_by),
        waits_for_channel = excluded.waits_for_channel,
        (newest_wechat_at, newest_received_at) = (
          SELECT newest.wechat_at, newest.received_at
          FROM (VALUES (excluded.newest_wechat_at, excluded.newest_received_at),
            (c.newest_wechat_at, c.newest_received_at)) AS newest (wechat_at, received_at)
          ORDER BY 1 DESC NULLS LAST, 2 DESC NULLS LAST LIMIT 1),
        activity_number = excluded.activity_number, placed_by = excluded.placed_by, changed_at = clock_timestamp()
      WHERE c.version <= excluded.version
      RETURNING c.id
    )
    SELECT coalesce(array_agg(id), '{}') INTO written FROM upserted;
    changed_conversations := changed_conversations || written;

    -- What the workflow was known to have, and has no more (Temporal lost what it had promised): nobody will send it.
    WITH lost AS (
      SELECT m.id, row_number() OVER (ORDER BY m.created_at, m.id) AS number
      FROM messages m
      WHERE m.contact_id = p.contact_id AND m.direction = 'outbound' AND m.status IN ('queued', 'held')
        AND m.accepted_version <= p.version
        AND NOT EXISTS (SELECT FROM send_attempts a WHERE a.message_id = m.id)
        AND NOT EXISTS (
          SELECT FROM jsonb_array_elements(p.body -> 'conversations') AS one,
            jsonb_array_elements(one -> 'outbound') AS message
          WHERE message ->> 'messageId' = m.id)
    ), settled AS (
      UPDATE messages AS m SET status = 'failed', error = '{"code": "not_accepted", "wechatCode": null}',
        seq = coalesce(m.seq, seq_now + lost.number::int), status_version = p.version, changed_at = clock_timestamp(),
        conversation_id = coalesce(m.conversation_id, m.wished_conversation_id)
      FROM lost WHERE m.id = lost.id RETURNING m.id, m.seq
    ), forgotten AS (
      DELETE FROM idempotency_keys USING settled WHERE message_id = settled.id
    )
    SELECT changed_messages || coalesce(array_agg(id), '{}'), greatest(seq_now, max(seq))
    INTO changed_messages, seq_now FROM settled;

    UPDATE contacts SET last_seq = seq_now WHERE id = p.contact_id AND last_seq < seq_now;

    -- A message that may leave at once begins its attempt in the same commit: nothing has to be uploaded for it, the
    -- channel works, and its token is at hand. Else it begins by itself (src/activities/deliver-message.ts).
    IF p.body -> 'begins' IS NOT NULL AND EXISTS (
        SELECT FROM channels JOIN channel_access_tokens tokens ON tokens.channel_id = channels.id
        WHERE channels.id = contact.channel_id AND unhealthy_since IS NULL AND tokens.token_sealed IS NOT NULL
          AND paused_until IS NULL
          AND tokens.expires_at > clock_timestamp() + interval '10 seconds')
      AND NOT EXISTS (SELECT FROM message_attachments WHERE message_id = p.body #>> '{begins,messageId}') THEN
      IF begin_attempt(p.body #>> '{begins,messageId}', (p.body #>> '{begins,attempt}')::int) = 'begun' THEN
        result := result || (SELECT jsonb_build_object('begun', jsonb_build_object(
            'channelId', m.channel_id, 'openId', contact.open_id, 'type', m.type, 'content', m.content))
          FROM messages m WHERE m.id = p.body #>> '{begins,messageId}');
      END IF;
    END IF;
    RETURN NEXT;
  END LOOP;

  -- Payloads of notices have less than 8,000 bytes; an id has 36 characters (src/store/transcript/changes.ts).
  PERFORM pg_notify('duihua_changes', jsonb_build_object(
      'c', coalesce(jsonb_agg(id) FILTER (WHERE kind = 'c'), '[]'), 'm', coalesce(jsonb_agg(id) FILTER (WHERE kind = 'm'), '[]'))::text)
    FROM (
      SELECT kind, id, (row_number() OVER () - 1) / 180 AS page
      FROM (SELECT 'c' AS kind, unnest(changed_conversations) AS id UNION ALL SELECT 'm', unnest(changed_messages)) AS ids
    ) AS paged GROUP BY page;
END $$;
