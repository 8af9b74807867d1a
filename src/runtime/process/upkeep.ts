import type { Alerts } from '../../store/alerts/alerts';
import type { FormerSecrets } from '../../store/channels/former-secrets';
import { isDatabaseAway } from '../../store/engine/errors';
import type { AuditLog } from '../../store/people/audit-log';
import type { IdentityStore } from '../../store/people/identities';
import type { SessionStore } from '../../store/people/sessions';
import type { SignInGuard } from '../../store/people/sign-in-guard';
import type { OperatorStreams } from '../../store/routing/operator-streams';
import type { RoutingTotals } from '../../store/routing/routing-totals';
import type { LedgerTrim } from '../../store/transcript/ledger-trim';
import type { WebhookOutbox } from '../../store/webhooks/webhook-outbox';

export type UpkeepDeps = {
  readonly sessions: Pick<SessionStore, 'sweep'>;
  readonly signInGuard: Pick<SignInGuard, 'sweep'>;
  readonly identities: Pick<IdentityStore, 'sweep'>;
  readonly formerSecrets: Pick<FormerSecrets, 'sweep'>;
  readonly ledgerTrim: LedgerTrim;
  readonly alerts: Pick<Alerts, 'sweep'>;
  readonly webhookOutbox: Pick<WebhookOutbox, 'sweep'>;
  readonly operatorStreams: Pick<OperatorStreams, 'sweep'>;
  readonly routingTotals: Pick<RoutingTotals, 'fold'>;
  readonly auditLog: Pick<AuditLog, 'sweep' | 'verify'>;
  readonly logger: {
    readonly warn: (fields: object, message: string) => void;
    readonly error: (fields: object, message: string) => void;
  };
};

const SWEEP_EVERY_MS = 10 * 60_000;
/** The whole audit log is verified at the start and then this often. */
const AUDIT_EVERY_MS = 24 * 60 * 60_000;

/**
 * Starts the periodic clean-up: expired sessions, old sign-in attempts, sign-ins at the provider that were never finished, previous secrets of channels, idempotency keys
 * and send attempts of messages that were settled long ago (ledger-trim.ts), old alerts, event streams of processes that
 * have ended, events of routing, which are added up, deliveries of webhooks after 30 days, and audit records after 190
 * days. Also verifies the audit log. Several processes may do it at once. Returns the function that stops it.
 *
 * This is not a work loop: its two timers share one queue, and nothing ever wakes it.
 */
export function startUpkeep({
  sessions,
  signInGuard,
  identities,
  formerSecrets,
  ledgerTrim,
  alerts,
  webhookOutbox,
  operatorStreams,
  routingTotals,
  auditLog,
  logger,
}: UpkeepDeps): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): void => {
    running = running.then(work).catch((error: unknown) => {
      if (isDatabaseAway(error)) logger.warn({ err: error }, 'the upkeep waits for the database');
      else logger.error({ err: error }, 'the upkeep failed');
    });
  };
  const sweep = async (): Promise<void> => {
    await sessions.sweep();
    await signInGuard.sweep();
    await identities.sweep();
    await formerSecrets.sweep();
    await ledgerTrim.sweep();
    await alerts.sweep();
    await webhookOutbox.sweep();
    await operatorStreams.sweep();
    await routingTotals.fold();
  };
  const checkAuditLog = async (): Promise<void> => {
    await auditLog.sweep();
    const result = await auditLog.verify();
    if (!result.isIntact) {
      logger.error({ seq: result.brokenAt }, 'the audit log was tampered with: its chain is broken here');
    }
  };
  const timers = [
    setInterval(() => inTurn(sweep), SWEEP_EVERY_MS),
    setInterval(() => inTurn(checkAuditLog), AUDIT_EVERY_MS),
  ];
  for (const timer of timers) timer.unref();
  inTurn(sweep);
  inTurn(checkAuditLog);
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await running;
  };
}
