/** Whether a fault that was there explains what was seen. */
import { isPartner } from '../desk/targets';
import type { Injected } from '../history';

/** What a fault has begun may be noticed later: by a time-out, or by the sweep that looks once a minute. */
const NOTICED_WITHIN_MS = 90_000;
/** After a fault, requests may wait for connections that are opened anew, or for a lease that a dead process held. */
const REFUSED_WITHIN_MS = 30_000;
/**
 * Faults after which everybody knows what became of a send: those of one conversation's load and of deliveries to the webhook,
 * and those in which WeChat says that it did not take the message.
 */
const LEAVE_NO_DOUBT: ReadonlySet<string> = new Set([
  'burst',
  'repeat',
  'reorder',
  'clock',
  'disk-full',
  'busy',
  'limit',
  'lost-tokens',
]);
/** What the simulator, which also measures the answers, may suffer itself. */
const HURTS_WECHAT: ReadonlySet<string> = new Set(['kill', 'stop', 'term']);

type Span = { readonly from: number; readonly until: number };

function isAt(fault: Injected, { from, until }: Span, afterMs: number): boolean {
  return fault.startedAt <= until && fault.endedAt + afterMs >= from;
}

/** A send may only be `unknown` if its worker, WeChat, or what they need was hurt meanwhile. */
export function mayBeUnknown(injected: readonly Injected[], span: Span): boolean {
  return injected.some(
    (fault) =>
      !LEAVE_NO_DOUBT.has(fault.kind) &&
      !isPartner(fault.target) &&
      !fault.target.startsWith('api') &&
      isAt(fault, span, NOTICED_WITHIN_MS),
  );
}

/** A client may only be left without an answer, or be refused with 5xx, if something was hurt meanwhile. */
export function mayBeRefused(injected: readonly Injected[], span: Span): boolean {
  return injected.some((fault) => !isPartner(fault.target) && isAt(fault, span, REFUSED_WITHIN_MS));
}

/** WeChat may only wait too long if the process that answers was hurt itself, or the one that waits. */
export function mayBeLate(injected: readonly Injected[], span: Span): boolean {
  return injected.some((fault) => {
    const { kind, target } = fault;
    const isApi =
      target.startsWith('api') && !target.includes('~') && kind !== 'clock' && kind !== 'disk-full';
    const isWechat = target === 'wechat' && HURTS_WECHAT.has(kind);
    return (isApi || isWechat || target === 'all') && isAt(fault, span, 0);
  });
}

/** The share of a time, from 0 to 1, in which an uncertain send or a 5xx would have had no excuse. */
export function calmShare(injected: readonly Injected[], { from, until }: Span): number {
  const looks = Math.max(1, Math.floor((until - from) / 1_000));
  const at = (look: number): Span => ({ from: from + look * 1_000, until: from + look * 1_000 });
  const calm = Array.from({ length: looks }, (_, look) => at(look)).filter(
    (moment) => !mayBeUnknown(injected, moment) && !mayBeRefused(injected, moment),
  );
  return calm.length / looks;
}
