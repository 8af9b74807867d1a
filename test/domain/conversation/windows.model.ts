import assert from 'node:assert';
import { NOT_ASKED } from '../../../src/domain/conversation/delivery';
import { HOUR, MINUTE, T0 } from '../builders';
import type { ChainHost } from '../chain/chain-host';

/**
 * A second implementation of the windows and counts of docs/rules.md, from the events that were applied and the
 * attempts that were made; it uses nothing that the rules computed.
 */
export function watchWindows(host: ChainHost): { checkCount: () => void } {
  const never = Number.POSITIVE_INFINITY;
  let id: string | null = null;
  let life = { start: 0, last: 0, closed: never, limit: 0, openedAt: -never, triggers: 0, firstAttempt: 0 };
  const begun = new Map<string, number>();
  host.afterEvent = (event, before) => {
    const { current } = host.thread;
    if (current === null || host.thread === before) return;
    const received = 'ageMs' in event ? host.now - Math.max(0, event.ageMs) : host.now;
    const { consecutiveLimit, windowAnchor } = current.settings;
    if (event.type === 'contactWrote') {
      const isTriggered = id === current.id && host.now < life.openedAt + MINUTE;
      if (id !== current.id)
        life = { ...life, start: received, last: received, closed: never, openedAt: -never };
      // Places taken under a higher limit stay taken while their messages are on their way.
      const limit = Math.max(consecutiveLimit, current.outbound.length > 0 ? life.limit : 0);
      const last = Math.max(life.last, received);
      life = { ...life, last, limit, triggers: isTriggered ? 1 : 0, firstAttempt: host.attempts.length };
      id = current.id;
    }
    // For WeChat nothing has changed: the window and the count continue.
    if (event.type === 'reopen') id = current.id;
    life.limit = Math.max(life.limit, consecutiveLimit);
    if (event.type === 'contactActed' && event.action !== 'none' && event.action !== 'unfollow') {
      life.openedAt = received;
      life.triggers += 1;
    }
    if (event.type === 'sendStarted') {
      begun.set(event.messageId, host.now);
      const closesAt = (windowAnchor === 'last-inbound' ? life.last : life.start) + 48 * HOUR;
      const isOpen = host.now < Math.min(closesAt, life.closed);
      const what = `${event.messageId} left ${host.now - T0} ms after the beginning`;
      assert(isOpen || host.now < life.openedAt + MINUTE, what);
    }
    if (
      event.type === 'sendEnded' &&
      event.outcome.type === 'refused' &&
      event.outcome.wechatCode !== NOT_ASKED &&
      event.outcome.code === 'window_closed' &&
      // A refusal of a send that began before the contact's last message says nothing about the window now.
      life.last <= (begun.get(event.messageId) ?? never)
    ) {
      life.closed = Math.min(life.closed, host.now);
      life.openedAt = -never;
    }
  };
  return {
    checkCount: () => {
      const taken = new Set<string>();
      for (const { messageId } of host.attempts.slice(life.firstAttempt)) {
        const [status] = host.finals.get(messageId) ?? [];
        if (status === 'sent' || status === 'unknown' || host.inFlight === messageId) taken.add(messageId);
      }
      const allowed = life.limit + 3 * life.triggers;
      assert(taken.size <= allowed, `${taken.size} left where ${allowed} may`);
    },
  };
}
