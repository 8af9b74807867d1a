CREATE TABLE "media_to_remove" (
	"sha256" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "words_removed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "files_removed_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "conversations_words_left" ON "conversations" USING btree ("channel_id",(("snapshot" ->> 'completedAt')::numeric - "clock_offset_ms")) WHERE "conversations"."state" = 'completed' and "conversations"."words_removed_at" is null;--> statement-breakpoint
CREATE INDEX "conversations_files_left" ON "conversations" USING btree ("channel_id",(("snapshot" ->> 'completedAt')::numeric - "clock_offset_ms")) WHERE "conversations"."state" = 'completed' and "conversations"."files_removed_at" is null;--> statement-breakpoint
CREATE INDEX "attachments_sha256" ON "attachments" USING btree ("sha256") WHERE "attachments"."sha256" is not null;--> statement-breakpoint
CREATE INDEX "attachments_playable" ON "attachments" USING btree ("playable_sha256") WHERE "attachments"."playable_sha256" is not null;--> statement-breakpoint
CREATE INDEX "messages_outside" ON "messages" USING btree ("channel_id","created_at") WHERE "messages"."conversation_id" is null and not jsonb_exists("messages"."content", 'wordsRemoved');--> statement-breakpoint
CREATE INDEX "messages_outside_files" ON "messages" USING btree ("channel_id","created_at") WHERE "messages"."conversation_id" is null and jsonb_exists("messages"."content", 'attachmentId');--> statement-breakpoint
-- Who removes the words of many messages of a contact forgets the contact's deliveries itself, once for all of them.
DROP TRIGGER "messages_forget_replaced" ON "messages";
--> statement-breakpoint
CREATE TRIGGER "messages_forget_replaced" AFTER UPDATE OF "content" ON "messages" FOR EACH ROW
  WHEN (OLD.seq IS NOT NULL AND NOT NEW.content @> OLD.content
    AND current_setting('duihua.forgets_by_itself', true) IS DISTINCT FROM 'on')
  EXECUTE FUNCTION forget_delivered_of_message();
