-- The search also finds a menu message by its head. The index is made anew: connections that are open keep an index's
-- expression with the function's old body in it, until the index itself changes.
DROP INDEX "messages_text_bigrams";--> statement-breakpoint
CREATE OR REPLACE FUNCTION message_text(content jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(content ->> 'text', content ->> 'recognition', content ->> 'title', content ->> 'label', content ->> 'head')
$$;--> statement-breakpoint
CREATE INDEX "messages_text_bigrams" ON "messages" USING gin (bigrams(message_text("content")))
  WHERE "seq" IS NOT NULL AND "direction" <> 'event' AND message_text("content") IS NOT NULL
    AND ("status" IS NULL OR "status" NOT IN ('queued', 'sending'));
