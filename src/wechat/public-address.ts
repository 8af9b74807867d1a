import { type IPv6, parse } from 'ipaddr.js';

/** What is given out on the public internet (RFC 4291, IANA): all that is outside is something else, or nothing yet. */
const GLOBAL_IPV6 = [parse('2000::') as IPv6, 3] as const;

/**
 * Whether an address is one of the public internet: never one of a private network, of this machine or its link, of a
 * carrier's own network, of a group, of documentation, nor an IPv4 address in the clothes of an IPv6 one. False for what
 * is no address.
 */
export function isPublicAddress(text: string): boolean {
  try {
    const address = parse(text);
    if (address.range() !== 'unicast') return false;
    return address.kind() === 'ipv4' || (address as IPv6).match(...GLOBAL_IPV6);
  } catch {
    return false;
  }
}
