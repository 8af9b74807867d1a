-- API processes look for events to sequence and endpoints to wake when they hear of them, not several times a second. Equal notices of
-- a transaction are one.
CREATE FUNCTION announce_webhook_work() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('duihua_webhooks', '');
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER webhook_outbox_announced AFTER INSERT ON webhook_outbox
  FOR EACH ROW EXECUTE FUNCTION announce_webhook_work();
--> statement-breakpoint
-- Also if it had asked before: while it was switched off, nobody took that up.
CREATE TRIGGER webhooks_announced AFTER UPDATE OF has_asked ON webhooks
  FOR EACH ROW WHEN (NEW.has_asked) EXECUTE FUNCTION announce_webhook_work();
