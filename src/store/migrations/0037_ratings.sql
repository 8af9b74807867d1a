CREATE TABLE "ratings" (
	"conversation_id" text PRIMARY KEY NOT NULL,
	"contact_id" text NOT NULL,
	"brand_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"operator_id" text,
	"message_id" text NOT NULL,
	"options" jsonb NOT NULL,
	"ask_reason_below" integer,
	"asked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"score" integer,
	"label" text,
	"comment" text,
	"comment_message_id" text,
	"rated_at" timestamp with time zone,
	"changed_at" timestamp with time zone,
	"awaits_comment" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
ALTER TABLE "bot_menu_choices" ADD COLUMN "rating_of" text;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ratings_rated" ON "ratings" USING btree ("rated_at") WHERE "ratings"."rated_at" is not null;--> statement-breakpoint
CREATE INDEX "ratings_contact" ON "ratings" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "ratings_comments" ON "ratings" USING btree ("comment_message_id") WHERE "ratings"."comment_message_id" is not null;
--> statement-breakpoint
-- A rating, or a change of it, is told; a comment alerts who attended last. Each is written in a statement of its own.
CREATE FUNCTION tell_rating() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM webhooks) THEN
    INSERT INTO webhook_outbox (event, channel_id, conversation_id, contact_id, dedup_key)
      VALUES ('conversation.rated', NEW.channel_id, NEW.conversation_id, NEW.contact_id,
        format('conversation.rated %s %s', NEW.conversation_id, extract(epoch FROM NEW.changed_at)));
  END IF;
  IF NEW.operator_id IS NOT NULL AND NEW.comment_message_id IS NOT NULL AND OLD.comment_message_id IS NULL THEN
    PERFORM make_alert(NEW.operator_id, 'rating_comment', NEW.conversation_id, NULL, NULL);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "ratings_told" AFTER UPDATE ON "ratings" FOR EACH ROW
  WHEN (NEW.score IS NOT NULL AND (OLD.score IS DISTINCT FROM NEW.score
    OR OLD.comment_message_id IS DISTINCT FROM NEW.comment_message_id))
  EXECUTE FUNCTION tell_rating();
