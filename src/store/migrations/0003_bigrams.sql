-- Search by words, Chinese ones too: every pair of neighbouring characters of a text is a key of a GIN index. No
-- extension, no dictionary, no locale; the same on the embedded database and on a server (docs/decisions/0006-search-by-pairs.md).
CREATE FUNCTION bigrams(value text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 500 AS $$
  SELECT coalesce(array_agg(DISTINCT pair.head || pair.tail), '{}')
  FROM string_to_array(lower(value), NULL) AS letters,
    unnest(letters[:cardinality(letters) - 1], letters[2:]) AS pair(head, tail)
$$;--> statement-breakpoint
-- Not STRICT, so that the planner puts the expression in its place.
CREATE FUNCTION message_text(content jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(content ->> 'text', content ->> 'recognition', content ->> 'title', content ->> 'label')
$$;--> statement-breakpoint
CREATE FUNCTION contact_text(name text, open_id text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(name, '') || E'\n' || open_id
$$;--> statement-breakpoint
-- Filed rows only, and outbound ones when they have come to rest: what the webhook stores costs nothing here, and a
-- message is indexed once.
CREATE INDEX "messages_text_bigrams" ON "messages" USING gin (bigrams(message_text("content")))
  WHERE "seq" IS NOT NULL AND "direction" <> 'event' AND message_text("content") IS NOT NULL
    AND ("status" IS NULL OR "status" NOT IN ('queued', 'sending'));--> statement-breakpoint
CREATE INDEX "contacts_text_bigrams" ON "contacts" USING gin (bigrams(contact_text("name", "open_id")));
