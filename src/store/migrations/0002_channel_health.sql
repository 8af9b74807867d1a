DROP INDEX "conversations_operator_activity";--> statement-breakpoint
DROP INDEX "conversations_channel_activity";--> statement-breakpoint
DROP INDEX "conversations_brand_activity";--> statement-breakpoint
CREATE INDEX "conversations_operator_state_activity" ON "conversations" USING btree ("operator_id","state","activity_number");--> statement-breakpoint
CREATE INDEX "conversations_channel_state_activity" ON "conversations" USING btree ("channel_id","state","activity_number");--> statement-breakpoint
CREATE INDEX "conversations_brand_state_activity" ON "conversations" USING btree ("brand_id","state","activity_number");--> statement-breakpoint
CREATE INDEX "messages_channel_direction" ON "messages" USING btree ("channel_id","direction","created_at");