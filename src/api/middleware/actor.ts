/** Who acts and from where, for the audit log and against guessing. */
import type { Request } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import type { AuditActor } from '../../store/audit-log';
import { viewerOf } from './viewer';

/** A subscriber has a whole /64 of IPv6 addresses. */
const IPV6_SUBNET = 64;

/** The viewer of an authenticated request as the audit log names them. */
export function auditActorOf(request: Request): AuditActor {
  const { operatorId, via } = viewerOf(request);
  return { operatorId, via, address: addressOf(request) };
}

/** Somebody who has not shown who they are. */
export function unknownActorOf(request: Request): AuditActor {
  return { operatorId: null, via: 'none', address: addressOf(request) };
}

/** The address of the client, as far as the proxies in front are trusted (`TRUST_PROXY`). */
export function addressOf(request: Request): string | null {
  return request.ip ?? null;
}

/** What is counted as one place: an IPv4 address, or a /64 of IPv6. */
export function placeOf(request: Request): string {
  const address = (request.ip ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
  return address === '' ? '' : ipKeyGenerator(address, IPV6_SUBNET);
}
