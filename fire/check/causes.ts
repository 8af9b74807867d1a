/** Whether a fault that was there explains what was seen. */
import { isPartner } from '../desk/targets';
import type { Injected } from '../history';

/** What a fault has begun may be noticed later: by a time-out, or by the sweep that looks once a minute. */
const NOTICED_WITHIN_MS = 90_000;
/** Faults that do nothing to sends: those of one conversation's load, and of deliveries to the webhook. */
const HARMLESS_TO_SENDS: ReadonlySet<string> = new Set(['burst', 'repeat', 'reorder', 'clock', 'disk-full']);

type Span = { readonly from: number; readonly until: number };

function isAt(fault: Injected, { from, until }: Span, afterMs: number): boolean {
  return fault.startedAt <= until && fault.endedAt + afterMs >= from;
}

/** A send may only be `unknown` if its worker, WeChat, or what they need was hurt meanwhile. */
export function mayBeUnknown(injected: readonly Injected[], span: Span): boolean {
  return injected.some(
    (fault) =>
      !HARMLESS_TO_SENDS.has(fault.kind) &&
      !isPartner(fault.target) &&
      !fault.target.startsWith('api') &&
      isAt(fault, span, NOTICED_WITHIN_MS),
  );
}

/** A client may only be left without an answer, or be refused with 5xx, if something was hurt meanwhile. */
export function mayBeRefused(injected: readonly Injected[], span: Span): boolean {
  return injected.some((fault) => !isPartner(fault.target) && isAt(fault, span, NOTICED_WITHIN_MS / 3));
}

/** WeChat may only wait too long if the process that answers was hurt itself, or the machine was. */
export function mayBeLate(injected: readonly Injected[], span: Span): boolean {
  return injected.some(({ kind, target, ...times }) => {
    const isProcess =
      target.startsWith('api') && !target.includes('~') && kind !== 'clock' && kind !== 'disk-full';
    return (
      (isProcess || target === 'wechat' || target === 'all') && isAt({ kind, target, ...times }, span, 0)
    );
  });
}
