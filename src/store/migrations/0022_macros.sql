CREATE TABLE "macro_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"operator_id" text NOT NULL,
	"conversation_id" text NOT NULL,
	"key" text NOT NULL,
	"macro_id" text NOT NULL,
	"steps" jsonb NOT NULL,
	"done" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"claimed_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "macros" (
	"id" text PRIMARY KEY NOT NULL,
	"operator_id" text,
	"brand_id" text,
	"name" text NOT NULL,
	"steps" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "macros_one_owner" CHECK ("macros"."operator_id" is null or "macros"."brand_id" is null)
);
--> statement-breakpoint
ALTER TABLE "canned_replies" ADD COLUMN "folder" text;--> statement-breakpoint
ALTER TABLE "canned_replies" ADD COLUMN "use_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "macros" ADD CONSTRAINT "macros_operator_id_operators_id_fk" FOREIGN KEY ("operator_id") REFERENCES "public"."operators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "macros" ADD CONSTRAINT "macros_brand_id_brands_id_fk" FOREIGN KEY ("brand_id") REFERENCES "public"."brands"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "macro_runs_key_unique" ON "macro_runs" USING btree ("operator_id","conversation_id","key");--> statement-breakpoint
CREATE INDEX "macro_runs_created" ON "macro_runs" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "macros_operator" ON "macros" USING btree ("operator_id","id");--> statement-breakpoint
CREATE INDEX "macros_brand" ON "macros" USING btree ("brand_id","id");