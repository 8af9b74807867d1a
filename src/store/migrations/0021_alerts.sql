CREATE TABLE "alert_pushes" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"alert_id" bigint NOT NULL,
	"subscription_id" text NOT NULL,
	"tries" smallint DEFAULT 0 NOT NULL,
	"again_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"operator_id" text NOT NULL,
	"kind" text NOT NULL,
	"conversation_id" text NOT NULL,
	"message_id" text,
	"from_operator_id" text,
	"count" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"seen_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "asked_transfers" (
	"id" text PRIMARY KEY NOT NULL,
	"conversation_id" text NOT NULL,
	"from_operator_id" text NOT NULL,
	"to_operator_id" text NOT NULL,
	"note" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "push_subscriptions" (
	"id" text PRIMARY KEY NOT NULL,
	"operator_id" text NOT NULL,
	"subscription_sealed" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "vapid_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"public_key" text NOT NULL,
	"private_key_sealed" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_operator_id_operators_id_fk" FOREIGN KEY ("operator_id") REFERENCES "public"."operators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "asked_transfers" ADD CONSTRAINT "asked_transfers_from_operator_id_operators_id_fk" FOREIGN KEY ("from_operator_id") REFERENCES "public"."operators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_subscriptions" ADD CONSTRAINT "push_subscriptions_operator_id_operators_id_fk" FOREIGN KEY ("operator_id") REFERENCES "public"."operators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alert_pushes_due" ON "alert_pushes" USING btree ("again_at");--> statement-breakpoint
CREATE INDEX "alert_pushes_alert" ON "alert_pushes" USING btree ("alert_id");--> statement-breakpoint
CREATE INDEX "alerts_operator" ON "alerts" USING btree ("operator_id","id");--> statement-breakpoint
CREATE INDEX "alerts_changed" ON "alerts" USING btree ("operator_id","changed_at");--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_unseen_messages" ON "alerts" USING btree ("operator_id","conversation_id") WHERE "alerts"."kind" = 'new_message' and "alerts"."seen_at" is null;--> statement-breakpoint
CREATE INDEX "asked_transfers_conversation" ON "asked_transfers" USING btree ("conversation_id","to_operator_id");--> statement-breakpoint
CREATE INDEX "push_subscriptions_operator" ON "push_subscriptions" USING btree ("operator_id");--> statement-breakpoint
-- Alerts an operator, unless they are disabled; gives whether it did. An alert about new messages that was not seen yet
-- stands for all of them: it moves to the top of the list, and is not pushed again.
CREATE FUNCTION make_alert(of_operator text, of_kind text, of_conversation text, of_message text, by_operator text)
  RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  known bigint;
  made bigint;
BEGIN
  IF of_kind = 'new_message' THEN
    SELECT id INTO known FROM alerts
      WHERE operator_id = of_operator AND conversation_id = of_conversation AND kind = of_kind AND seen_at IS NULL
      FOR UPDATE;
  END IF;
  IF known IS NOT NULL THEN
    UPDATE alerts SET id = nextval(pg_get_serial_sequence('alerts', 'id')), message_id = of_message, count = count + 1,
      created_at = clock_timestamp(), changed_at = clock_timestamp() WHERE id = known RETURNING id INTO made;
    UPDATE alert_pushes SET alert_id = made WHERE alert_id = known;
  ELSE
    INSERT INTO alerts (operator_id, kind, conversation_id, message_id, from_operator_id)
      SELECT id, of_kind, of_conversation, of_message, by_operator FROM operators
      WHERE id = of_operator AND disabled_at IS NULL
      RETURNING id INTO made;
    IF made IS NULL THEN RETURN false; END IF;
    INSERT INTO alert_pushes (alert_id, subscription_id)
      SELECT made, id FROM push_subscriptions WHERE operator_id = of_operator;
  END IF;
  PERFORM pg_notify('duihua_changes',
    jsonb_build_object('c', '[]'::jsonb, 'm', '[]'::jsonb, 'a', jsonb_build_array(made::text))::text);
  RETURN true;
END $$;
--> statement-breakpoint
-- Files the note that came with a transfer, once, and gives who asked for the transfer; no row if nobody did, or if it
-- was taken before. The note stands where the transfer became visible.
CREATE FUNCTION take_asked_transfer(asked_id text)
  RETURNS TABLE (note_id text, from_operator text) LANGUAGE plpgsql AS $$
DECLARE
  asked asked_transfers%ROWTYPE;
  new_seq int;
BEGIN
  DELETE FROM asked_transfers WHERE id = asked_id RETURNING * INTO asked;
  IF NOT FOUND THEN RETURN; END IF;
  IF asked.note IS NOT NULL THEN
    UPDATE contacts SET last_seq = last_seq + 1
      WHERE id = (SELECT contact_id FROM conversations WHERE id = asked.conversation_id) RETURNING last_seq INTO new_seq;
    INSERT INTO messages (id, contact_id, channel_id, conversation_id, direction, type, content, seq, sender_kind,
        sender_id)
      SELECT asked.id, c.contact_id, c.channel_id, c.id, 'note', 'note', jsonb_build_object('text', asked.note),
        new_seq, 'operator', asked.from_operator_id
      FROM conversations c WHERE c.id = asked.conversation_id;
    PERFORM pg_notify('duihua_changes',
      jsonb_build_object('c', '[]'::jsonb, 'm', jsonb_build_array(asked.id))::text);
    note_id := asked.id;
  END IF;
  from_operator := asked.from_operator_id;
  RETURN NEXT;
END $$;
--> statement-breakpoint
-- A message of a contact alerts the operator who attends.
CREATE FUNCTION alert_of_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM make_alert(operator_id, 'new_message', id, NEW.id, NULL) FROM conversations
    WHERE id = NEW.conversation_id AND state = 'active' AND operator_id IS NOT NULL;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Deferred: it has to see the conversation as the whole projection leaves it, which writes messages first.
CREATE CONSTRAINT TRIGGER "messages_alert" AFTER UPDATE ON "messages" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.direction = 'inbound' AND OLD.seq IS NULL AND NEW.seq IS NOT NULL AND NEW.conversation_id IS NOT NULL)
  EXECUTE FUNCTION alert_of_message();
--> statement-breakpoint
-- A conversation that another operator attends now alerts that one, unless they took it over themselves; one that went
-- back to waiting alerts whoever attended.
CREATE FUNCTION alert_of_conversation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  note_id text;
  from_operator text;
BEGIN
  IF NEW.state = 'waiting' THEN
    PERFORM make_alert(OLD.operator_id, 'returned', NEW.id, NULL, NULL);
    RETURN NULL;
  END IF;
  SELECT taken.note_id, taken.from_operator INTO note_id, from_operator
    FROM (SELECT id FROM asked_transfers WHERE conversation_id = NEW.id AND to_operator_id = NEW.operator_id
      ORDER BY id DESC LIMIT 1) AS asked, take_asked_transfer(asked.id) AS taken;
  IF from_operator IS DISTINCT FROM NEW.operator_id THEN
    PERFORM make_alert(NEW.operator_id, 'transfer', NEW.id, note_id, from_operator);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Deferred: a note takes its place in the transcript after all that the projection files.
CREATE CONSTRAINT TRIGGER "conversations_alert" AFTER UPDATE ON "conversations" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.state = 'active' AND OLD.operator_id IS NOT NULL AND (NEW.state = 'waiting'
    OR (NEW.state = 'active' AND NEW.operator_id IS NOT NULL AND NEW.operator_id <> OLD.operator_id)))
  EXECUTE FUNCTION alert_of_conversation();
