/** Who acts and from where: for the audit log, and for limits on guessing. */
import { isIPv6 } from 'node:net';
import type { Request } from 'express';
import type { AuditActor } from '../../store/people/audit-log';
import { viewerOf } from './viewer';

/** Of eight: a subscriber has a whole /64 of IPv6 addresses. */
const GROUPS_OF_SUBSCRIBER = 4;

/** The viewer of an authenticated request as the audit log names them. */
export function auditActorOf(request: Request): AuditActor {
  const { operatorId, via } = viewerOf(request);
  return { operatorId, via, address: addressOf(request) };
}

/** Somebody who has not authenticated. */
export function unknownActorOf(request: Request): AuditActor {
  return { operatorId: null, via: 'none', address: addressOf(request) };
}

/** The address of the client, as far as the proxies in front are trusted (`TRUST_PROXY`). */
export function addressOf(request: Request): string | null {
  return request.ip ?? null;
}

/** What limits count as one place: an IPv4 address, or a /64 of IPv6. */
export function placeOf(request: Request): string {
  const address = (request.ip ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
  return isIPv6(address) ? networkOf(address) : address;
}

/** The first half of an IPv6 address, written out: `2001:db8::1` is `2001:db8:0:0`. */
function networkOf(address: string): string {
  const [head = '', tail] = address.split('%', 1)[0]?.toLowerCase().split('::') ?? [];
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const front = groups(head);
  const back = groups(tail ?? '');
  const zeros =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0');
  const written = [...front, ...zeros, ...back].map((group) => group.replace(/^0+(?=.)/, ''));
  return written.slice(0, GROUPS_OF_SUBSCRIBER).join(':');
}
