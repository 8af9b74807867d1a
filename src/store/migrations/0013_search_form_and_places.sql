-- Where a conversation stood in the lists at an earlier moment (docs/decisions/0013-pages-as-of-a-moment.md).
ALTER TABLE "conversations" ADD COLUMN "placed_by" "xid8" DEFAULT pg_current_xact_id() NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "places" bigint[] DEFAULT '{}'::bigint[] NOT NULL;--> statement-breakpoint
-- Whether a transaction was over when a walk through a list began. One that is younger than all there are wrote into
-- another server, from whose dump this database was made: long ago.
CREATE FUNCTION was_written(by xid8, walk pg_snapshot) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT pg_visible_in_snapshot(by, walk) OR by >= pg_snapshot_xmax(pg_current_snapshot())
$$;--> statement-breakpoint
-- Places and their transactions in turn: the first, by which it is known since when there is the conversation, and the
-- fifteen before the one that it has.
CREATE FUNCTION remember_place(places bigint[], place bigint, placed_by xid8) RETURNS bigint[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN cardinality(places) < 32 THEN places ELSE places[1:2] || places[5:] END || ARRAY[place, placed_by::text::bigint]
$$;--> statement-breakpoint
-- The latest of the places that it had when the walk began; null where it was not there yet.
CREATE FUNCTION place_then(places bigint[], walk pg_snapshot) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT places[at] FROM generate_series(1, cardinality(places), 2) AS at
  WHERE was_written(places[at + 1]::text::xid8, walk) ORDER BY at DESC LIMIT 1
$$;--> statement-breakpoint
-- Texts and sought words are compared in one form (src/domain/search-form.ts is the same for the browser; a test compares
-- the two): NFKC, case folded, without what nobody sees, one space for many. Lower case by Unicode's own table, whatever
-- the database's locale: PostgreSQL has it since 17; before, C.UTF-8 of the system or ICU has it. The indexes are made
-- anew, so that all that is stored is found by the new form.
DO $$
DECLARE
  unicode text := (
    SELECT quote_ident(nspname) || '.' || quote_ident(collname)
    FROM pg_collation JOIN pg_namespace ON pg_namespace.oid = collnamespace
    WHERE collencoding IN (-1, pg_char_to_encoding('UTF8')) AND nspname = 'pg_catalog'
      AND collname IN ('pg_c_utf8', 'C.utf8', 'C.UTF-8', 'und-x-icu', 'default')
    ORDER BY array_position(ARRAY['pg_c_utf8', 'C.utf8', 'C.UTF-8', 'und-x-icu', 'default'], collname::text)
    LIMIT 1);
BEGIN
  -- Not STRICT, so that the planner puts the expression in its place. Most texts are in NFKC, and most spaces alone:
  -- asking costs less than doing.
  EXECUTE format($create$
    CREATE FUNCTION search_form(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $body$
      SELECT regexp_replace(replace(replace(replace(replace(lower(regexp_replace(
          CASE WHEN value IS NFKC NORMALIZED THEN value ELSE normalize(value, NFKC) END,
          '[\u00AD\u034F\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFE00-\uFE0F\uFEFF]+', '', 'g'
        ) COLLATE %s), U&'\0131', 'i'), U&'\03C2', U&'\03C3'), U&'\00DF', 'ss'), U&'i\0307', 'i'),
        '\u0020[\u0009-\u000D\u0020\u0085\u1680\u2028\u2029]+|[\u0009-\u000D\u0085\u1680\u2028\u2029][\u0009-\u000D\u0020\u0085\u1680\u2028\u2029]*', ' ', 'g')
    $body$ $create$, unicode);
END $$;--> statement-breakpoint
DROP INDEX "messages_text_bigrams";--> statement-breakpoint
DROP INDEX "contacts_words_bigrams";--> statement-breakpoint
-- Of a text that has its form.
CREATE OR REPLACE FUNCTION bigrams(value text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 500 AS $$
  SELECT coalesce(array_agg(DISTINCT pair.head || pair.tail), '{}')
  FROM string_to_array(value, NULL) AS letters,
    unnest(letters[:cardinality(letters) - 1], letters[2:]) AS pair(head, tail)
$$;--> statement-breakpoint
-- The separator is a character that no form changes, so that nothing is found across two words of a contact.
CREATE OR REPLACE FUNCTION contact_words(name text, remark text, tags text[], open_id text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(name, '') || E'\x1F' || coalesce(remark, '') || E'\x1F' || array_to_string(tags, E'\x1F') || E'\x1F' || open_id
$$;--> statement-breakpoint
CREATE INDEX "messages_text_bigrams" ON "messages" USING gin (bigrams(search_form(message_text("content"))))
  WHERE "seq" IS NOT NULL AND "direction" <> 'event' AND message_text("content") IS NOT NULL
    AND ("status" IS NULL OR "status" NOT IN ('queued', 'sending'));--> statement-breakpoint
CREATE INDEX "contacts_words_bigrams" ON "contacts"
  USING gin (bigrams(search_form(contact_words("name", "remark", "tags", "open_id"))));
