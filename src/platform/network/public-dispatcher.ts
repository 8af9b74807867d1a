import { type LookupAddress, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import type { JudgeAddress } from './public-address';

/** The address to connect to is not on the public internet. Nothing was sent to it. */
export class NotPublicError extends Error {
  override readonly name = 'NotPublicError';
}

type Resolve = (name: string, options: { readonly all: true }, done: Resolved) => void;
type Resolved = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void;

const CONNECT_TIMEOUT_MS = 3_000;

/**
 * Connections to hosts that someone else named. Only addresses that `isPublic` accepts are connected to, whatever name
 * resolves to them, and the address of the connection itself is checked once more before anything is sent; otherwise
 * requests fail with `NotPublicError`. The caller closes it.
 */
export function createPublicDispatcher(isPublic: JudgeAddress, resolve: Resolve = lookup): Agent {
  const lookupPublic: LookupFunction = (name, options, done) => {
    resolve(name, { ...options, all: true }, (error, found) => {
      if (error !== null) return done(error, []);
      const addresses = found.filter(({ address }) => isPublic(address));
      const [first] = addresses;
      if (first === undefined) return done(new NotPublicError('The name leads to no public address.'), []);
      return options.all === true ? done(null, addresses) : done(null, first.address, first.family);
    });
  };
  const connect = buildConnector({ timeout: CONNECT_TIMEOUT_MS, lookup: lookupPublic, allowH2: false });
  return new Agent({
    connect(options, done) {
      connect(options, (error, socket) => {
        if (error !== null) return done(error, null);
        if (isPublic(socket.remoteAddress ?? '')) return done(null, socket);
        socket.destroy();
        return done(new NotPublicError('The connection leads to no public address.'), null);
      });
    },
  });
}
