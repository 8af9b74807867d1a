CREATE TABLE "erasures" (
	"contact_id" text PRIMARY KEY NOT NULL,
	"asked_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"again_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "legal_hold" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "is_erased" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "erasures_due" ON "erasures" USING btree ("again_at") WHERE "erasures"."finished_at" is null;
--> statement-breakpoint
-- Whether everything about a contact was erased. Waits for an erasure under way, which locks the contact's row: whoever
-- writes something about a contact is either seen by the erasure, or sees it.
CREATE FUNCTION is_erased_contact(of_contact text) RETURNS boolean LANGUAGE sql AS $$
  SELECT coalesce((SELECT erased_at IS NOT NULL FROM contacts WHERE id = of_contact FOR KEY SHARE), false)
$$;
--> statement-breakpoint
CREATE FUNCTION is_erased_conversation(of_conversation text) RETURNS boolean LANGUAGE sql AS $$
  SELECT coalesce((SELECT is_erased_contact(contact_id) FROM conversations WHERE id = of_conversation), false)
$$;
--> statement-breakpoint
-- What was under way when a contact was erased leaves a row, because steps are counted, but no words. Its key stays, which
-- holds only ids of ours: a step that is repeated finds its row. What the contact
-- sends comes by openid, which belongs to a new contact by then.
CREATE FUNCTION messages_of_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_erased_contact(NEW.contact_id) THEN
    NEW.content := '{"wordsRemoved": true}';
    NEW.error := NULL;
    IF NEW.status IN ('queued', 'held') THEN NEW.status := 'cancelled'; END IF;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "messages_erased" BEFORE INSERT ON "messages" FOR EACH ROW WHEN (NEW.sender_kind <> 'contact')
  EXECUTE FUNCTION messages_of_erased();
--> statement-breakpoint
-- Words that were removed, by an erasure or by retention, do not come back: of such a content, more may be taken, nothing
-- added.
CREATE FUNCTION messages_without_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.content := OLD.content;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "messages_without_words" BEFORE UPDATE OF "content" ON "messages" FOR EACH ROW
  WHEN (jsonb_exists(OLD.content, 'wordsRemoved') AND NOT OLD.content @> NEW.content)
  EXECUTE FUNCTION messages_without_words();
--> statement-breakpoint
-- What WeChat sends again after an erasure is a repeat as before: of the keys of what was received, the hashes stay for a
-- minute, and an erasure takes longer.
CREATE FUNCTION messages_repeat() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM erasures WHERE finished_at IS NULL) AND EXISTS (
    SELECT FROM messages WHERE channel_id = NEW.channel_id
      AND dedup_key = 'erased:' || encode(sha256(convert_to(NEW.dedup_key, 'UTF8')), 'hex')) THEN
    RETURN NULL;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "messages_repeat" BEFORE INSERT ON "messages" FOR EACH ROW WHEN (NEW.sender_kind = 'contact')
  EXECUTE FUNCTION messages_repeat();
--> statement-breakpoint
-- The row is only left for counts: a profile, a remark or a scan that comes late is not stored.
CREATE FUNCTION contacts_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.open_id := 'erased:' || NEW.id;
  NEW.name := NULL;
  NEW.remark := NULL;
  NEW.remark_sync := NULL;
  NEW.remark_error_code := NULL;
  NEW.remark_due_at := NULL;
  NEW.tags := '{}';
  NEW.is_subscribed := NULL;
  NEW.subscribe_scene := NULL;
  NEW.wechat_qr_scene := NULL;
  NEW.wechat_tag_ids := '{}';
  NEW.language := NULL;
  NEW.profile_due_at := NULL;
  NEW.blocked_at := NULL;
  NEW.blocked_by := NULL;
  NEW.blocked_reason := NULL;
  -- The desk's own QR codes are counted; anything else that was scanned is not known to be impersonal.
  IF NOT EXISTS (SELECT FROM qr_codes WHERE channel_id = NEW.channel_id AND scene = NEW.first_scene) THEN
    NEW.first_scene := NULL;
  END IF;
  IF NOT EXISTS (SELECT FROM qr_codes WHERE channel_id = NEW.channel_id AND scene = NEW.last_scene) THEN
    NEW.last_scene := NULL;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "contacts_erased" BEFORE UPDATE ON "contacts" FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL)
  EXECUTE FUNCTION contacts_erased();
--> statement-breakpoint
-- A conversation that begins with what was signalled before is in no list either; `PendingChanges` completes it.
CREATE FUNCTION conversations_of_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_erased_contact(NEW.contact_id) THEN NEW.is_erased := true; END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "conversations_erased" BEFORE INSERT ON "conversations" FOR EACH ROW
  EXECUTE FUNCTION conversations_of_erased();
--> statement-breakpoint
-- Drafts and suggestions: nothing is stored.
CREATE FUNCTION drafts_of_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_erased_conversation(NEW.conversation_id) THEN RETURN NULL; END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "drafts_erased" BEFORE INSERT OR UPDATE ON "drafts" FOR EACH ROW EXECUTE FUNCTION drafts_of_erased();
--> statement-breakpoint
CREATE TRIGGER "draft_suggestions_erased" BEFORE INSERT OR UPDATE ON "draft_suggestions" FOR EACH ROW
  EXECUTE FUNCTION drafts_of_erased();
--> statement-breakpoint
-- The turn is answered, as for any other; its memory and its note are not kept.
CREATE FUNCTION bot_turns_of_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_erased_conversation(NEW.conversation_id) THEN
    NEW.memory := NULL;
    NEW.answer := NEW.answer - 'note';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "bot_turns_erased" BEFORE INSERT OR UPDATE ON "bot_turns" FOR EACH ROW EXECUTE FUNCTION bot_turns_of_erased();
--> statement-breakpoint
CREATE FUNCTION bot_menu_choices_of_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_erased_contact(NEW.contact_id) THEN RETURN NULL; END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "bot_menu_choices_erased" BEFORE INSERT ON "bot_menu_choices" FOR EACH ROW
  EXECUTE FUNCTION bot_menu_choices_of_erased();
--> statement-breakpoint
CREATE FUNCTION asked_transfers_of_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_erased_conversation(NEW.conversation_id) THEN NEW.note := NULL; END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "asked_transfers_erased" BEFORE INSERT ON "asked_transfers" FOR EACH ROW
  EXECUTE FUNCTION asked_transfers_of_erased();
--> statement-breakpoint
-- A score is counted; what was written about it is not stored.
CREATE FUNCTION ratings_of_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.comment IS NOT NULL AND is_erased_contact(NEW.contact_id) THEN NEW.comment := NULL; END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "ratings_erased" BEFORE INSERT OR UPDATE ON "ratings" FOR EACH ROW EXECUTE FUNCTION ratings_of_erased();
--> statement-breakpoint
-- As in 0016; nothing leaves for a contact who was erased.
CREATE OR REPLACE FUNCTION begin_attempt(sent_id text, number int) RETURNS text LANGUAGE sql AS $$
  WITH begun AS (
    INSERT INTO send_attempts (message_id, attempt)
      SELECT id, number FROM messages WHERE id = sent_id AND status = 'queued'
        AND NOT EXISTS (SELECT FROM contacts WHERE contacts.id = messages.contact_id AND erased_at IS NOT NULL)
    ON CONFLICT DO NOTHING RETURNING message_id
  )
  UPDATE messages SET status = 'sending', error = NULL, changed_at = clock_timestamp()
  FROM begun WHERE messages.id = begun.message_id AND messages.status = 'queued' RETURNING 'begun'
$$;
--> statement-breakpoint
-- As in 0032; a contact's row stays when everything about them is erased, and nothing but that is told.
CREATE OR REPLACE FUNCTION outbox_of_contact() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  told text;
BEGIN
  IF NOT EXISTS (SELECT FROM webhooks) THEN RETURN NULL; END IF;
  told := CASE
    WHEN TG_OP = 'INSERT' THEN 'contact.created'
    WHEN TG_OP = 'DELETE' THEN 'contact.erased'
    WHEN NEW.erased_at IS NOT NULL THEN 'contact.erased'
    WHEN OLD.blocked_at IS NULL AND NEW.blocked_at IS NOT NULL THEN 'contact.blocked'
    ELSE 'contact.updated'
  END;
  IF TG_OP = 'DELETE' THEN
    INSERT INTO webhook_outbox (event, channel_id, contact_id, dedup_key)
      VALUES (told, OLD.channel_id, OLD.id, format('%s %s', told, OLD.id));
  ELSE
    INSERT INTO webhook_outbox (event, channel_id, contact_id, dedup_key)
      VALUES (told, NEW.channel_id, NEW.id,
        CASE WHEN told IN ('contact.created', 'contact.erased') THEN format('%s %s', told, NEW.id) END);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "contacts_outbox_erased" AFTER UPDATE OF "erased_at" ON "contacts" FOR EACH ROW
  WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION outbox_of_contact();
--> statement-breakpoint
DROP TRIGGER "contacts_outbox" ON "contacts";
--> statement-breakpoint
CREATE TRIGGER "contacts_outbox" AFTER UPDATE OF "name", "remark", "tags", "language", "subscribe_scene", "wechat_tag_ids", "blocked_at"
  ON "contacts" FOR EACH ROW
  WHEN (NEW.erased_at IS NULL
    AND (OLD.name, OLD.remark, OLD.tags, OLD.language, OLD.subscribe_scene, OLD.wechat_tag_ids, OLD.blocked_at)
    IS DISTINCT FROM (NEW.name, NEW.remark, NEW.tags, NEW.language, NEW.subscribe_scene, NEW.wechat_tag_ids, NEW.blocked_at))
  EXECUTE FUNCTION outbox_of_contact();
