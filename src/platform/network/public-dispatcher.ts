import { type LookupAddress, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import type { JudgeAddress } from './public-address';

/** The address to connect to is not on the public internet, or not allowed. Nothing was sent to it. */
export class NotPublicError extends Error {
  override readonly name = 'NotPublicError';
}

/** What a connection is for: the host as the URL standard writes it, IPv6 without brackets. */
export type Target = { readonly host: string; readonly isSecure: boolean };

/** Whether an IP address may be connected to for a target. */
export type JudgeTarget = (target: Target, address: string) => boolean;

export type Resolve = (name: string, options: { readonly all: true }, done: Resolved) => void;
type Resolved = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void;

const CONNECT_TIMEOUT_MS = 3_000;

/**
 * Connections to hosts that someone else named. Only addresses that `isPublic` accepts are connected to, whatever name
 * resolves to them, and the address of the connection itself is checked once more before anything is sent; otherwise
 * requests fail with `NotPublicError`. The caller closes it.
 */
export function createPublicDispatcher(isPublic: JudgeAddress, resolve?: Resolve): Agent {
  return createJudgedDispatcher((_target, address) => isPublic(address), resolve);
}

/** The same, for a judge that wants to know the host and whether the connection is encrypted. The caller closes it. */
export function createJudgedDispatcher(mayConnect: JudgeTarget, resolve: Resolve = lookup): Agent {
  const toConnector = (isSecure: boolean) => {
    const lookupAllowed: LookupFunction = (name, options, done) => {
      resolve(name, { ...options, all: true }, (error, found) => {
        if (error !== null) return done(error, []);
        const addresses = found.filter(({ address }) => mayConnect({ host: name, isSecure }, address));
        const [first] = addresses;
        if (first === undefined) return done(new NotPublicError('The name leads to no public address.'), []);
        return options.all === true ? done(null, addresses) : done(null, first.address, first.family);
      });
    };
    return buildConnector({ timeout: CONNECT_TIMEOUT_MS, lookup: lookupAllowed, allowH2: false });
  };
  const connectors = { secure: toConnector(true), plain: toConnector(false) };
  return new Agent({
    connect(options, done) {
      const isSecure = options.protocol === 'https:';
      const connect = isSecure ? connectors.secure : connectors.plain;
      connect(options, (error, socket) => {
        if (error !== null) return done(error, null);
        const target = { host: options.hostname, isSecure };
        if (mayConnect(target, socket.remoteAddress ?? '')) return done(null, socket);
        socket.destroy();
        return done(new NotPublicError('The connection leads to no public address.'), null);
      });
    },
  });
}
