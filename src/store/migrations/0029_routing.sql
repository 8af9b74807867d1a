CREATE TABLE "group_members" (
	"group_id" text NOT NULL,
	"operator_id" text NOT NULL,
	CONSTRAINT "group_members_group_id_operator_id_pk" PRIMARY KEY("group_id","operator_id")
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"id" text PRIMARY KEY NOT NULL,
	"brand_id" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "offers" (
	"conversation_id" text PRIMARY KEY NOT NULL,
	"number" integer NOT NULL,
	"operator_id" text NOT NULL,
	"claimed_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "operator_availability" (
	"operator_id" text PRIMARY KEY NOT NULL,
	"status" text DEFAULT 'online' NOT NULL,
	"last_offered_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "operator_streams" (
	"process_id" text NOT NULL,
	"operator_id" text NOT NULL,
	"connected_until" timestamp with time zone NOT NULL,
	CONSTRAINT "operator_streams_process_id_operator_id_pk" PRIMARY KEY("process_id","operator_id")
);
--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "group_id" text;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "routing" jsonb;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "hours" jsonb;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "has_hours" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "group_id" text;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "wants_offer" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "brands" ADD COLUMN "routing" jsonb;--> statement-breakpoint
ALTER TABLE "brands" ADD COLUMN "hours" jsonb;--> statement-breakpoint
ALTER TABLE "operators" ADD COLUMN "capacity" integer;--> statement-breakpoint
ALTER TABLE "qr_codes" ADD COLUMN "group_id" text;--> statement-breakpoint
ALTER TABLE "group_members" ADD CONSTRAINT "group_members_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_members" ADD CONSTRAINT "group_members_operator_id_operators_id_fk" FOREIGN KEY ("operator_id") REFERENCES "public"."operators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_brand_id_brands_id_fk" FOREIGN KEY ("brand_id") REFERENCES "public"."brands"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "operator_availability" ADD CONSTRAINT "operator_availability_operator_id_operators_id_fk" FOREIGN KEY ("operator_id") REFERENCES "public"."operators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "operator_streams" ADD CONSTRAINT "operator_streams_operator_id_operators_id_fk" FOREIGN KEY ("operator_id") REFERENCES "public"."operators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "group_members_operator" ON "group_members" USING btree ("operator_id");--> statement-breakpoint
CREATE UNIQUE INDEX "groups_name_unique" ON "groups" USING btree ("brand_id",lower("name"));--> statement-breakpoint
CREATE INDEX "groups_brand" ON "groups" USING btree ("brand_id","id");--> statement-breakpoint
CREATE INDEX "offers_operator" ON "offers" USING btree ("operator_id");--> statement-breakpoint
CREATE INDEX "offers_expires" ON "offers" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "operator_streams_operator" ON "operator_streams" USING btree ("operator_id","connected_until");--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "qr_codes" ADD CONSTRAINT "qr_codes_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "conversations_group_state_activity" ON "conversations" USING btree ("group_id","state","activity_number") WHERE "conversations"."group_id" is not null;--> statement-breakpoint
CREATE INDEX "conversations_group_urgency" ON "conversations" USING btree ("group_id","state","urgency","id") WHERE "conversations"."group_id" is not null and "conversations"."state" <> 'completed';