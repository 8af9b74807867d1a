import { performance } from 'node:perf_hooks';
import type { Dispatcher } from 'undici';
import type { AccessTokens } from './access-token';
import { readWeChatJson } from './json';
import { isMediaHost } from './media-hosts';
import { type MediaStream, openMediaStream } from './media-stream';
import type { WeChatCredentials } from './stable-token';
import { type Refused, toCallAnswer, withToken } from './token-call';
import { videoAnswerSchema } from './wire';

/** A contact's file, or why it is not to be had. */
export type DownloadAnswer =
  /** Read `body` to its end, or call `stop`. It may still break off: then it rejects. */
  | { readonly type: 'file'; readonly body: AsyncIterable<Buffer>; readonly stop: () => void }
  | Refused
  /** WeChat was not reached, or something else answered in its place: it may be tried again. */
  | { readonly type: 'unavailable' }
  /** The video lies where we do not ask. */
  | { readonly type: 'untrusted_address' };

export type DownloadMedia = (credentials: WeChatCredentials, mediaId: string) => Promise<DownloadAnswer>;

const MEDIA_ID = /^[A-Za-z0-9_-]{1,512}$/;
const JSON_BYTES = 65_536;
const DEFAULT_TIMEOUTS = { totalMs: 120_000, tokenWaitMs: 10_000 };
const OPEN_BRACE = 0x7b;

/** Whether a text has the form of WeChat's media ids; nothing else is ever asked for. */
export function isMediaId(text: string): boolean {
  return MEDIA_ID.test(text);
}

/**
 * Makes the function that opens a contact's file at WeChat (`media/get`). An error comes as JSON with the status 200
 * and any Content-Type, and a video as JSON with its address: both are known by the first byte, since no file of a
 * known kind begins with a brace. Throws for an id of another form (`isMediaId`).
 */
export function createMediaDownload(options: {
  readonly baseUrl: string;
  readonly accessTokens: AccessTokens;
  readonly dispatcher: Dispatcher;
  readonly timeouts?: Partial<typeof DEFAULT_TIMEOUTS>;
}): DownloadMedia {
  const { baseUrl, accessTokens, dispatcher } = options;
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };

  const attempt = async (
    { appSecret }: WeChatCredentials,
    mediaId: string,
    token: string,
    totalMs: number,
  ): Promise<DownloadAnswer> => {
    const query = new URLSearchParams({ access_token: token, media_id: mediaId });
    const url = new URL(`${baseUrl.replace(/\/$/, '')}/cgi-bin/media/get?${query.toString()}`);
    const startedAt = performance.now();
    const stream = await opened(url, totalMs);
    if (stream === null) return { type: 'unavailable' };
    if (stream.first[0] !== OPEN_BRACE) return toFile(stream);
    const body = await readText(stream);
    if (body === null) return { type: 'unavailable' };
    const answer = toCallAnswer({ httpStatus: 200, body }, [token, appSecret]);
    if (answer.type === 'refused') return answer;
    const video = videoAnswerSchema.safeParse(readWeChatJson(body).value);
    if (!video.success) return { type: 'unavailable' };
    // Both exchanges share the time: together they stay within their activity's.
    return openVideo(video.data.video_url, Math.max(0, totalMs - (performance.now() - startedAt)));
  };

  const openVideo = async (address: string, totalMs: number): Promise<DownloadAnswer> => {
    const url = URL.canParse(address) ? new URL(address) : null;
    if (url === null || !isMediaHost(url, baseUrl)) return { type: 'untrusted_address' };
    const stream = await opened(url, totalMs);
    return stream === null ? { type: 'unavailable' } : toFile(stream);
  };

  /** Null where nobody answers with a body. */
  const opened = async (url: URL, totalMs: number): Promise<MediaStream | null> => {
    try {
      const stream = await openMediaStream(dispatcher, { url, totalMs });
      if (stream.httpStatus === 200) return stream;
      stream.stop();
      return null;
    } catch {
      return null;
    }
  };

  return async (credentials, mediaId) => {
    if (!isMediaId(mediaId)) throw new Error('This is no media id.');
    const answer = await withToken(accessTokens, credentials, timeouts, (token, totalMs) =>
      attempt(credentials, mediaId, token, totalMs),
    );
    return answer.type === 'not_sent' ? { type: 'unavailable' } : answer;
  };
}

function toFile({ body, stop }: MediaStream): DownloadAnswer {
  return { type: 'file', body, stop };
}

/** The whole of a short answer; null where it is long or breaks off. */
async function readText({ body, stop }: MediaStream): Promise<string | null> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of body) {
      bytes += piece.length;
      if (bytes > JSON_BYTES) return null;
      pieces.push(piece);
    }
    return Buffer.concat(pieces).toString('utf8');
  } catch {
    return null;
  } finally {
    stop();
  }
}
