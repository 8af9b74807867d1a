import { type IPv6, parse } from 'ipaddr.js';

/** Whether an IP address may be connected to: `isPublicAddress`, or what tests put in its place. */
export type JudgeAddress = (address: string) => boolean;

/** The range of global unicast addresses (RFC 4291, IANA). */
const GLOBAL_IPV6 = [parse('2000::') as IPv6, 3] as const;

/**
 * Whether a text is a public internet address. False for private, loopback, link-local, carrier-grade NAT, multicast
 * and documentation addresses, for IPv4-mapped IPv6 addresses, and for texts that are not an address.
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
