import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { MediaUse } from '../../domain/messages/outbound';
import type { AccessTokens } from '../calls/access-token';
import { apiUrl } from '../calls/api-url';
import type { WeChatCredentials } from '../calls/stable-token';
import { type CallAnswer, type Refused, toCallAnswer, withToken } from '../calls/token-call';
import { uploadAnswerSchema } from '../wire';

/** A file to upload; `open` may be called twice. */
export type UploadFile = {
  readonly contentType: string;
  readonly size: number;
  readonly open: () => Promise<Readable>;
};

export type UploadAnswer =
  | { readonly type: 'uploaded'; readonly mediaId: string }
  | Refused
  /** Unknown, or WeChat could not be reached. An upload may be repeated: it only makes one more copy. */
  | { readonly type: 'unavailable' };

export type UploadMedia = (
  credentials: WeChatCredentials,
  use: MediaUse,
  file: UploadFile,
) => Promise<UploadAnswer>;

const DEFAULT_TIMEOUTS = { totalMs: 60_000, tokenWaitMs: 10_000 };
const ANSWER_BYTES = 65_536;
/** WeChat looks at the file name's extension. No name from outside is passed on. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'audio/amr': 'amr',
  'audio/mpeg': 'mp3',
  'video/mp4': 'mp4',
};

/**
 * Creates the function that uploads a file to WeChat's temporary media (`media/upload`), as a stream. Never rejects for
 * what WeChat or the network does.
 */
export function createMediaUpload(options: {
  readonly baseUrl: string;
  readonly accessTokens: AccessTokens;
  readonly dispatcher: Dispatcher;
  readonly timeouts?: Partial<typeof DEFAULT_TIMEOUTS>;
}): UploadMedia {
  const { baseUrl, accessTokens, dispatcher } = options;
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };

  const attempt = async (
    { appSecret }: WeChatCredentials,
    use: MediaUse,
    file: UploadFile,
    token: string,
    totalMs: number,
  ): Promise<CallAnswer> => {
    const query = new URLSearchParams({ access_token: token, type: use });
    const url = apiUrl(baseUrl, `/cgi-bin/media/upload?${query.toString()}`);
    const content = await file.open();
    const form = multipart(file, content);
    try {
      const { statusCode, body } = await dispatcher.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: 'POST',
        headers: form.headers,
        body: form.body,
        signal: AbortSignal.timeout(Math.max(1, Math.round(totalMs))),
        // The signal covers the whole exchange, sending the file included.
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      return toCallAnswer({ httpStatus: statusCode, body: await shortText(body) }, [token, appSecret]);
    } catch {
      return { type: 'unknown', reason: 'connection_lost' };
    } finally {
      form.body.destroy();
      // The form does not close it if none of it was read: a generator that never started runs no cleanup.
      content.destroy();
    }
  };

  return async (credentials, use, file) => {
    const answer = await withToken(accessTokens, credentials, timeouts, (token, totalMs) =>
      attempt(credentials, use, file, token, totalMs),
    );
    if (answer.type === 'refused') return answer;
    if (answer.type !== 'answer') return { type: 'unavailable' };
    const parsed = uploadAnswerSchema.safeParse(answer.json);
    const mediaId = parsed.data?.media_id ?? parsed.data?.thumb_media_id;
    return mediaId === undefined ? { type: 'unavailable' } : { type: 'uploaded', mediaId };
  };
}

/** A form with the single field `media` and a Content-Length, since WeChat does not accept chunked bodies. */
function multipart({ contentType, size }: UploadFile, content: Readable) {
  const boundary = `duihua-${randomUUID()}`;
  const fileName = `media.${EXTENSIONS[contentType] ?? 'bin'}`;
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="media"; filename="${fileName}"\r\n` +
      `Content-Type: ${contentType}\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  async function* parts(): AsyncGenerator<Buffer> {
    yield head;
    yield* content as AsyncIterable<Buffer>;
    yield tail;
  }
  return {
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(head.length + size + tail.length),
    },
    body: Readable.from(parts(), { objectMode: false }),
  };
}

/** Throws if the answer is longer than any of WeChat's. */
async function shortText(body: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > ANSWER_BYTES) throw new Error('The answer is too long.');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
