import { isValid, parse } from 'ipaddr.js';

/**
 * Whether WeChat can see an IP address of this host as it is. Behind a private, local or documentation address stands
 * another one, which the internet sees. False for text that is not an address.
 */
export function isPublicAddress(ip: string): boolean {
  return isValid(ip) && parse(ip).range() === 'unicast';
}
