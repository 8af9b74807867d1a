CREATE TABLE "changed_days" (
	"day" date NOT NULL,
	"changed_by" "xid8" NOT NULL,
	CONSTRAINT "changed_days_day_changed_by_pk" PRIMARY KEY("day","changed_by")
);
--> statement-breakpoint
CREATE TABLE "counted_days" (
	"day" date PRIMARY KEY NOT NULL,
	"counted_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "figure_days" (
	"day" date NOT NULL,
	"figure" text NOT NULL,
	"operator_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"group_id" text,
	"label" text,
	"moments" integer[] NOT NULL,
	"measures" bigint[],
	"since" timestamp with time zone
);
--> statement-breakpoint
CREATE INDEX "figure_days_read" ON "figure_days" USING btree ("operator_id","day","figure");--> statement-breakpoint
CREATE INDEX "figure_days_day" ON "figure_days" USING btree ("day");--> statement-breakpoint
-- Unpacking them would take longer than reading them.
ALTER TABLE "figure_days" ALTER COLUMN "moments" SET STORAGE EXTERNAL, ALTER COLUMN "measures" SET STORAGE EXTERNAL;--> statement-breakpoint
-- Marks the days of UTC of which a fact has changed although they had settled, so that nobody reads their figures before they are
-- counted again (src/store/reports/count-days.ts). Facts of the last two days, which nearly all are, cost a comparison: days
-- are counted when they have been over for three, so what is written while one is counted is marked too.
CREATE FUNCTION has_settled(at timestamptz) RETURNS boolean LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
  SELECT at < clock_timestamp() - interval '2 days'
$$;--> statement-breakpoint
CREATE FUNCTION settled_before() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT ((now() - interval '3 days') AT TIME ZONE 'UTC')::date
$$;--> statement-breakpoint
CREATE FUNCTION mark_changed_days(moments timestamptz[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO changed_days (day, changed_by)
    SELECT DISTINCT (at AT TIME ZONE 'UTC')::date, pg_current_xact_id() FROM unnest(moments) AS at WHERE has_settled(at)
    ON CONFLICT DO NOTHING
$$;--> statement-breakpoint
CREATE FUNCTION mark_message_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM mark_changed_days(ARRAY[OLD.slot, NEW.slot]);
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE FUNCTION mark_event_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM mark_changed_days(ARRAY[OLD.at, NEW.at]);
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE FUNCTION mark_rating_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM mark_changed_days(ARRAY[OLD.rated_at, NEW.rated_at]);
  RETURN NULL;
END $$;--> statement-breakpoint
-- What a conversation adds to figures, and when.
CREATE FUNCTION moments_of(f conversation_facts) RETURNS TABLE (at timestamptz, what text) LANGUAGE sql STABLE AS $$
  SELECT one.at, concat_ws('|', one.kind, one.what, 'of', f.operator_id, 'for', f.group_id) FROM (VALUES
    ('started', f.started_at, f.source),
    ('attended', f.attended_at, format('%s %s', f.attended_by, f.waiting_since)),
    ('missed', f.missed_at, ''),
    ('missed_attended', f.missed_attended_at, ''),
    ('responded', f.first_response_at, format('%s %s', f.first_response_by, f.waiting_since)),
    ('completed', f.completed_at, format('%s %s %s', f.completed_reason, f.attended_at, f.is_bot_only))) AS one (kind, at, what)
  WHERE one.at IS NOT NULL
$$;--> statement-breakpoint
CREATE FUNCTION mark_conversation_days() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was conversation_facts%ROWTYPE;
  is_now conversation_facts%ROWTYPE;
  of_conversation text;
  began timestamptz;
  over timestamptz;
BEGIN
  IF TG_OP <> 'INSERT' THEN was := OLD; END IF;
  IF TG_OP <> 'DELETE' THEN is_now := NEW; END IF;
  of_conversation := coalesce(is_now.conversation_id, was.conversation_id);
  began := least(is_now.started_at, was.started_at);
  over := least(clock_timestamp(), greatest(is_now.completed_at, was.completed_at));
  PERFORM mark_changed_days(ARRAY(SELECT at FROM (
    (SELECT * FROM moments_of(was) EXCEPT SELECT * FROM moments_of(is_now)) UNION ALL
    (SELECT * FROM moments_of(is_now) EXCEPT SELECT * FROM moments_of(was))) AS changed));
  -- Its messages, events and rating are of its operator and for its group.
  IF TG_OP <> 'UPDATE' OR (was.operator_id, was.group_id) IS DISTINCT FROM (is_now.operator_id, is_now.group_id) THEN
    PERFORM mark_changed_days(
      ARRAY(SELECT slot FROM message_facts WHERE conversation_id = of_conversation)
      || ARRAY(SELECT rated_at FROM ratings WHERE conversation_id = of_conversation)
      || ARRAY(SELECT generate_series(began - interval '24 hours', over + interval '24 hours', interval '24 hours')));
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER message_facts_day_begin AFTER INSERT ON "message_facts" FOR EACH ROW
  WHEN (has_settled(NEW.slot))
  EXECUTE FUNCTION mark_message_day();--> statement-breakpoint
CREATE TRIGGER message_facts_day AFTER UPDATE ON "message_facts" FOR EACH ROW
  WHEN (has_settled(least(OLD.slot, NEW.slot)))
  EXECUTE FUNCTION mark_message_day();--> statement-breakpoint
CREATE TRIGGER message_facts_day_end AFTER DELETE ON "message_facts" FOR EACH ROW
  WHEN (has_settled(OLD.slot))
  EXECUTE FUNCTION mark_message_day();--> statement-breakpoint
CREATE TRIGGER event_facts_day_begin AFTER INSERT ON "event_facts" FOR EACH ROW
  WHEN (has_settled(NEW.at))
  EXECUTE FUNCTION mark_event_day();--> statement-breakpoint
CREATE TRIGGER event_facts_day AFTER UPDATE ON "event_facts" FOR EACH ROW
  WHEN (has_settled(least(OLD.at, NEW.at)))
  EXECUTE FUNCTION mark_event_day();--> statement-breakpoint
CREATE TRIGGER event_facts_day_end AFTER DELETE ON "event_facts" FOR EACH ROW
  WHEN (has_settled(OLD.at))
  EXECUTE FUNCTION mark_event_day();--> statement-breakpoint
CREATE TRIGGER ratings_day_begin AFTER INSERT ON "ratings" FOR EACH ROW
  WHEN (has_settled(NEW.rated_at))
  EXECUTE FUNCTION mark_rating_day();--> statement-breakpoint
CREATE TRIGGER ratings_day AFTER UPDATE OF rated_at, score, operator_id, channel_id ON "ratings" FOR EACH ROW
  WHEN (has_settled(least(OLD.rated_at, NEW.rated_at)))
  EXECUTE FUNCTION mark_rating_day();--> statement-breakpoint
CREATE TRIGGER ratings_day_end AFTER DELETE ON "ratings" FOR EACH ROW
  WHEN (has_settled(OLD.rated_at))
  EXECUTE FUNCTION mark_rating_day();--> statement-breakpoint
CREATE TRIGGER conversation_facts_days_begin AFTER INSERT ON "conversation_facts" FOR EACH ROW
  WHEN (has_settled(least(NEW.started_at, NEW.attended_at, NEW.missed_at, NEW.missed_attended_at, NEW.first_response_at, NEW.completed_at)))
  EXECUTE FUNCTION mark_conversation_days();--> statement-breakpoint
CREATE TRIGGER conversation_facts_days AFTER UPDATE ON "conversation_facts" FOR EACH ROW
  WHEN ((OLD.operator_id, OLD.group_id) IS DISTINCT FROM (NEW.operator_id, NEW.group_id)
    OR has_settled(least(OLD.started_at, OLD.attended_at, OLD.missed_at, OLD.missed_attended_at, OLD.first_response_at, OLD.completed_at))
    OR has_settled(least(NEW.started_at, NEW.attended_at, NEW.missed_at, NEW.missed_attended_at, NEW.first_response_at, NEW.completed_at)))
  EXECUTE FUNCTION mark_conversation_days();--> statement-breakpoint
CREATE TRIGGER conversation_facts_days_end AFTER DELETE ON "conversation_facts" FOR EACH ROW
  WHEN (has_settled(least(OLD.started_at, OLD.attended_at, OLD.missed_at, OLD.missed_attended_at, OLD.first_response_at, OLD.completed_at)))
  EXECUTE FUNCTION mark_conversation_days();
