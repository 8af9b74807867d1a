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
	"rated_at" timestamp with time zone,
	"changed_at" timestamp with time zone,
	"awaits_comment" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
ALTER TABLE "bot_menu_choices" ADD COLUMN "rating_of" text;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ratings_rated" ON "ratings" USING btree ("rated_at") WHERE "ratings"."rated_at" is not null;--> statement-breakpoint
CREATE INDEX "ratings_awaiting" ON "ratings" USING btree ("contact_id") WHERE "ratings"."awaits_comment";--> statement-breakpoint
CREATE INDEX "ratings_contact" ON "ratings" USING btree ("contact_id");