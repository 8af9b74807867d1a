CREATE TABLE "bots" (
	"id" text PRIMARY KEY NOT NULL,
	"brand_id" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"ai_label" boolean NOT NULL,
	"fields" jsonb NOT NULL,
	"secret_names" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"secrets_sealed" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "bots" ADD CONSTRAINT "bots_brand_id_brands_id_fk" FOREIGN KEY ("brand_id") REFERENCES "public"."brands"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bots_brand" ON "bots" USING btree ("brand_id","id");