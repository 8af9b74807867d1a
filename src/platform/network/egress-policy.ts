/** Which addresses that people entered may be called. docs/operations.md has `EGRESS_ALLOW`. */
import { isIP } from 'node:net';
import { type IPv4, type IPv6, parse, parseCIDR } from 'ipaddr.js';
import { isPublicAddress } from './public-address';
import type { Target } from './public-dispatcher';

/** An entry of `EGRESS_ALLOW`: a host name, or a range of addresses (a single one has all its bits). */
export type EgressRule =
  | { readonly type: 'host'; readonly host: string }
  | { readonly type: 'range'; readonly range: readonly [IPv4 | IPv6, number] };

/** Why an address is refused, whatever its name leads to. */
export type AddressFault = 'malformed' | 'has_credentials' | 'odd_form' | 'private_name' | 'not_public';

/** One sentence for each fault; they go behind the name of a field. */
export const ADDRESS_FAULT_SENTENCES: Readonly<Record<AddressFault, string>> = {
  malformed: 'must be an address that begins with https://',
  has_credentials: 'must not hold a user name or a password',
  odd_form: 'must have an IP address in its usual form, four decimal numbers with dots',
  private_name: 'is a name of a private network; an allowed one is named in EGRESS_ALLOW',
  not_public:
    'leads to an address that is not on the public internet, or not encrypted; allow its host in EGRESS_ALLOW',
};

export type EgressPolicy = {
  /** What is wrong with an address as it is written; null: it depends on where its name leads. */
  readonly faultOf: (address: string) => AddressFault | null;
  /** Whether this IP address may be connected to for the target. */
  readonly mayConnect: (target: Target, address: string) => boolean;
};

const PRIVATE_NAME = /(?:^|\.)(?:internal|local|localhost)$/;

/**
 * Parses an entry of `EGRESS_ALLOW`: a host name, an IP address or a range (`10.0.0.0/8`). Null for anything else.
 * @example parseEgressRule('Ollama.internal') // { type: 'host', host: 'ollama.internal' }
 */
export function parseEgressRule(text: string): EgressRule | null {
  if (text.includes('/')) {
    const [address = ''] = text.split('/');
    try {
      return isIP(address) === 0 ? null : { type: 'range', range: parseCIDR(text) };
    } catch {
      return null;
    }
  }
  if (isIP(text) !== 0) {
    const address = parse(text);
    return { type: 'range', range: [address, address.kind() === 'ipv4' ? 32 : 128] };
  }
  const isName =
    /^(?!.*\.\.)[\p{L}\p{N}_](?:[\p{L}\p{N}._-]*[\p{L}\p{N}])?$/u.test(text) && !/^[\d.]+$/.test(text);
  return isName && URL.canParse(`https://${text}`)
    ? { type: 'host', host: new URL(`https://${text}`).hostname }
    : null;
}

/**
 * Everything on the public internet by https; by http only what is allowed. Outside production also this machine, by
 * either: its name or its usual address, not another name that leads there.
 */
export function createEgressPolicy(options: {
  readonly isProduction: boolean;
  /** The entries of `EGRESS_ALLOW`. */
  readonly allowed: readonly EgressRule[];
}): EgressPolicy {
  const { isProduction, allowed } = options;
  const isAllowedHost = (host: string): boolean =>
    allowed.some((rule) => rule.type === 'host' && rule.host === host);
  const mayConnect = ({ host: given, isSecure }: Target, address: string): boolean => {
    const host = bareHost(given);
    if (isAllowedHost(host) || allowed.some((rule) => isInRange(rule, address))) return true;
    if (!isProduction && isThisMachine(host)) return isThisMachine(address);
    return isSecure && isPublicAddress(address);
  };
  return {
    mayConnect,
    faultOf(address) {
      if (!URL.canParse(address)) return 'malformed';
      const { protocol, hostname, username, password } = new URL(address);
      if (protocol !== 'https:' && protocol !== 'http:') return 'malformed';
      if (username !== '' || password !== '') return 'has_credentials';
      const host = bareHost(hostname);
      // `0x7f.1` and `2130706433` are 127.0.0.1: nobody who means well writes that.
      if (isIP(host) === 4 && !address.includes(`//${host}`)) return 'odd_form';
      if (isIP(host) !== 0)
        return mayConnect({ host, isSecure: protocol === 'https:' }, host) ? null : 'not_public';
      const isHere = !isProduction && isThisMachine(host);
      return PRIVATE_NAME.test(host) && !isAllowedHost(host) && !isHere ? 'private_name' : null;
    },
  };
}

/** The host of a URL without brackets and the full stop of a complete name. */
function bareHost(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

/** Whether a name or an address is the loopback. */
function isThisMachine(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  return host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function isInRange(rule: EgressRule, text: string): boolean {
  if (rule.type !== 'range' || isIP(text) === 0) return false;
  const address = parse(text);
  const [network, bits] = rule.range;
  return address.kind() === network.kind() && address.match(network, bits);
}
