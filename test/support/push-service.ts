/**
 * A push service, and a browser that is subscribed at it: it opens what it gets with its own key, by the RFCs alone
 * (8188, 8291, 8292), so the product's encryption is not proved on its own.
 */
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Pushed = {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The payload, decrypted. */
  readonly payload: unknown;
  /** What the signed token of the desk says. */
  readonly claims: Readonly<Record<string, unknown>>;
};

export type PushService = {
  readonly url: string;
  /** What was sent, the oldest first. */
  readonly pushed: readonly Pushed[];
  /** The status of the answers from now on. */
  answer: number;
  /** A browser's subscription, under a path of its own. */
  readonly subscribe: (path: string) => {
    readonly endpoint: string;
    readonly keys: { readonly p256dh: string; readonly auth: string };
  };
  readonly close: () => Promise<void>;
};

type Browser = { readonly key: ReturnType<typeof createECDH>; readonly auth: Buffer };

/** Starts it. `deskKey`: the public key that the desk has to sign with. */
export async function startPushService(deskKey: string): Promise<PushService> {
  const browsers = new Map<string, Browser>();
  const pushed: Pushed[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      const browser = browsers.get(path);
      if (browser === undefined) return void response.writeHead(404).end();
      const text = decrypt(Buffer.concat(chunks), browser);
      const claims = verified(request.headers.authorization ?? '', deskKey);
      pushed.push({ path, headers: request.headers, payload: JSON.parse(text), claims });
      response.writeHead(service.answer).end('thanks');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const service: PushService = {
    url,
    pushed,
    answer: 201,
    subscribe(path) {
      const key = createECDH('prime256v1');
      key.generateKeys();
      const auth = randomBytes(16);
      browsers.set(path, { key, auth });
      const keys = { p256dh: key.getPublicKey('base64url'), auth: auth.toString('base64url') };
      return { endpoint: url + path, keys };
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return service;
}

/** One record of `aes128gcm`, for a browser. */
function decrypt(body: Buffer, { key, auth }: Browser): string {
  const salt = body.subarray(0, 16);
  const idLength = body.readUInt8(20);
  const sender = body.subarray(21, 21 + idLength);
  const sealed = body.subarray(21 + idLength);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), key.getPublicKey(), sender]);
  const secret = Buffer.from(hkdfSync('sha256', key.computeSecret(sender), auth, info, 32));
  const derive = (label: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', secret, salt, Buffer.from(`Content-Encoding: ${label}\0`), bytes));
  const decipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
  decipher.setAuthTag(sealed.subarray(-16));
  const clear = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  // A 2 ends the last record.
  return clear.subarray(0, clear.lastIndexOf(2)).toString('utf8');
}

/** The claims of `Authorization: vapid t=…, k=…`; throws unless the desk's key has signed them. */
function verified(authorization: string, deskKey: string): Record<string, unknown> {
  const [, token = '', key = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(authorization) ?? [];
  if (key !== deskKey) throw new Error('The push was made with another key.');
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const publicKey = createPublicKey({
    key: { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' },
    format: 'jwk',
  });
  const [head = '', claims = '', signature = ''] = token.split('.');
  const signed = Buffer.from(`${head}.${claims}`);
  const isRight = verify(
    'sha256',
    signed,
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!isRight) throw new Error('The signature of the push is wrong.');
  return JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as Record<string, unknown>;
}
