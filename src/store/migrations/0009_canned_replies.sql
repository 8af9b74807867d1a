CREATE TABLE "canned_replies" (
	"id" text PRIMARY KEY NOT NULL,
	"operator_id" text,
	"brand_id" text,
	"shortcut" text NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "canned_replies_one_owner" CHECK (("canned_replies"."operator_id" is null) <> ("canned_replies"."brand_id" is null))
);
--> statement-breakpoint
ALTER TABLE "canned_replies" ADD CONSTRAINT "canned_replies_operator_id_operators_id_fk" FOREIGN KEY ("operator_id") REFERENCES "public"."operators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "canned_replies" ADD CONSTRAINT "canned_replies_brand_id_brands_id_fk" FOREIGN KEY ("brand_id") REFERENCES "public"."brands"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "canned_replies_own_unique" ON "canned_replies" USING btree ("operator_id",lower("shortcut"));--> statement-breakpoint
CREATE UNIQUE INDEX "canned_replies_shared_unique" ON "canned_replies" USING btree ("brand_id",lower("shortcut"));--> statement-breakpoint
CREATE INDEX "canned_replies_operator" ON "canned_replies" USING btree ("operator_id","id");--> statement-breakpoint
CREATE INDEX "canned_replies_brand" ON "canned_replies" USING btree ("brand_id","id");