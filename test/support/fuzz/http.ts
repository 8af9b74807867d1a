/** Requests as bytes: paths that are not normalised, and bodies that are no text. */
import { Pool } from 'undici';

export type RawAnswer = {
  readonly status: number;
  readonly type: string;
  readonly text: string;
};

export type RawClient = {
  readonly send: (request: {
    readonly method: string;
    readonly path: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | Uint8Array;
  }) => Promise<RawAnswer>;
  readonly close: () => Promise<void>;
};

/** A client of the server at `origin`; rejects if there is no whole answer within ten seconds. */
export function rawClient(origin: string): RawClient {
  const pool = new Pool(origin, { connections: 4, bodyTimeout: 10_000, headersTimeout: 10_000 });
  return {
    async send({ method, path, headers = {}, body }) {
      const answer = await pool.request({
        method,
        path,
        headers: { ...headers },
        ...(body === undefined ? {} : { body }),
      });
      const type = String(answer.headers['content-type'] ?? '');
      return { status: answer.statusCode, type, text: await answer.body.text() };
    },
    close: () => pool.close(),
  };
}

/** Any string as a part of a path or query: each byte that is no letter or digit is escaped. */
export function escaped(text: string): string {
  const bytes = Buffer.from(text, /[\ud800-\udfff]/.test(text) ? 'utf16le' : 'utf8');
  return [...bytes]
    .map((byte) =>
      /[a-z0-9]/i.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).padStart(2, '0')}`,
    )
    .join('');
}
