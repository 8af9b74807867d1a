/** Who acts and from where, for the audit log and the protection against guessing. */
import type { Request } from 'express';
import ipaddr from 'ipaddr.js';
import type { AuditActor } from '../../store/people/audit-log';
import { viewerOf } from './viewer';

/** Out of eight: a subscriber has a whole /64 of IPv6 addresses. */
const GROUPS_OF_SUBSCRIBER = 4;

/** The viewer of an authenticated request as the audit log names them. */
export function auditActorOf(request: Request): AuditActor {
  const { operatorId, via } = viewerOf(request);
  return { operatorId, via, address: addressOf(request) };
}

/** An actor who has not authenticated. */
export function unknownActorOf(request: Request): AuditActor {
  return { operatorId: null, via: 'none', address: addressOf(request) };
}

/** The address of the client, as far as the proxies in front are trusted (`TRUST_PROXY`). */
export function addressOf(request: Request): string | null {
  return request.ip ?? null;
}

/**
 * What rate limits count as one client: an IPv4 address or an IPv6 /64, written out in full: `2001:db8::1` is
 * `2001:db8:0:0`.
 */
export function clientNetworkOf(request: Request): string {
  const text = request.ip ?? '';
  if (!ipaddr.isValid(text)) return text;
  // An IPv4-mapped IPv6 address counts as that IPv4 address.
  const address = ipaddr.process(text);
  if (!('parts' in address)) return address.toString();
  return address.parts
    .slice(0, GROUPS_OF_SUBSCRIBER)
    .map((group) => group.toString(16))
    .join(':');
}
