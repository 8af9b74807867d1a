import { isValid } from 'ipaddr.js';
import { isPublicAddress } from './is-public-address';

/** Whether a URL's host is one that WeChat cannot reach from the internet. */
export function isLocalAddress(url: string): boolean {
  // The brackets around an IPv6 address are part of the URL, not of the address.
  const host = new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
  return host === 'localhost' || host.endsWith('.local') || (isValid(host) && !isPublicAddress(host));
}
