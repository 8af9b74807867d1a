-- Contacts are found by their remark and tags as well, in lists of contacts and of conversations. The separator is a
-- line break, which none of them holds.
CREATE FUNCTION contact_words(name text, remark text, tags text[], open_id text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(name, '') || E'\n' || coalesce(remark, '') || E'\n' || array_to_string(tags, E'\n') || E'\n' || open_id
$$;--> statement-breakpoint
DROP INDEX "contacts_text_bigrams";--> statement-breakpoint
CREATE INDEX "contacts_words_bigrams" ON "contacts" USING gin (bigrams(contact_words("name", "remark", "tags", "open_id")));--> statement-breakpoint
DROP FUNCTION contact_text(text, text);
