DROP INDEX "conversations_brand_activity";--> statement-breakpoint
CREATE INDEX "conversations_brand_state_activity" ON "conversations" USING btree ("brand_id","state","activity_number");--> statement-breakpoint
CREATE INDEX "messages_channel_direction" ON "messages" USING btree ("channel_id","direction","created_at");