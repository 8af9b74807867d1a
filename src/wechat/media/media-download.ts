import { performance } from 'node:perf_hooks';
import type { Dispatcher } from 'undici';
import type { JudgeAddress } from '../../platform/network/public-address';
import { NotPublicError } from '../../platform/network/public-dispatcher';
import type { AccessTokens } from '../calls/access-token';
import { apiUrl } from '../calls/api-url';
import type { WeChatCredentials } from '../calls/stable-token';
import { type Refused, toCallAnswer, withToken } from '../calls/token-call';
import { videoAnswerSchema } from '../wire';
import { readMediaAnswer } from './media-answer';
import { isMediaAddress } from './media-hosts';
import { type MediaStream, openMediaStream } from './media-stream';

/** A contact's file, or why it is not available. */
export type DownloadAnswer =
  /** Read `body` to its end, or call `stop`. The body rejects if the transfer breaks off. */
  | { readonly type: 'file'; readonly body: AsyncIterable<Buffer>; readonly stop: () => void }
  | Refused
  /** WeChat could not be reached, or something else answered in its place: may be tried again. */
  | { readonly type: 'unavailable' }
  /** The video is at an address that we do not fetch from; the next answer may name another one. */
  | { readonly type: 'untrusted_address' };

export type DownloadMedia = (credentials: WeChatCredentials, mediaId: string) => Promise<DownloadAnswer>;

const MEDIA_ID = /^[A-Za-z0-9_-]{1,512}$/;
const DEFAULT_TIMEOUTS = { totalMs: 120_000, tokenWaitMs: 10_000 };
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 5;

/** Whether a text has the form of WeChat's media ids. Nothing else is ever requested. */
export function isMediaId(text: string): boolean {
  return MEDIA_ID.test(text);
}

/**
 * Creates the function that opens a contact's file at WeChat (`media/get`). WeChat answers errors as JSON with status
 * 200 and any Content-Type, and a video as JSON with its address; both are recognised by their content. Throws for an
 * id of another form (`isMediaId`).
 *
 * @param options.dispatcher for `baseUrl`, which an administrator chose
 * @param options.publicDispatcher for all other addresses, which come from answers; see `createPublicDispatcher`
 * @param options.isPublicAddress which addresses such an answer may name
 */
export function createMediaDownload(options: {
  readonly baseUrl: string;
  readonly accessTokens: AccessTokens;
  readonly dispatcher: Dispatcher;
  readonly publicDispatcher: Dispatcher;
  readonly isPublicAddress: JudgeAddress;
  readonly timeouts?: Partial<typeof DEFAULT_TIMEOUTS>;
}): DownloadMedia {
  const { baseUrl, accessTokens, dispatcher, publicDispatcher, isPublicAddress } = options;
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const { host: apiHost } = new URL(baseUrl);

  const attempt = async (
    { appSecret }: WeChatCredentials,
    mediaId: string,
    token: string,
    totalMs: number,
  ): Promise<DownloadAnswer> => {
    const query = new URLSearchParams({ access_token: token, media_id: mediaId });
    const url = apiUrl(baseUrl, `/cgi-bin/media/get?${query.toString()}`);
    const startedAt = performance.now();
    // Both exchanges share the time limit, so that together they stay within that of their activity.
    const leftMs = () => Math.max(0, totalMs - (performance.now() - startedAt));
    const stream = await openMediaStream(dispatcher, { url, totalMs });
    if (stream.httpStatus !== 200) return unavailable(stream);
    const answer = await readMediaAnswer(stream);
    if (answer.type === 'bytes') return { ...answer, type: 'file' };
    const meaning = toCallAnswer({ httpStatus: 200, body: answer.text }, [token, appSecret]);
    if (meaning.type === 'refused') return meaning;
    const video = meaning.type === 'answer' ? videoAnswerSchema.safeParse(meaning.json) : null;
    return video?.success === true ? openVideo(video.data.video_url, leftMs) : { type: 'unavailable' };
  };

  /** Follows WeChat's redirects; each address is checked like the first one. */
  const openVideo = async (address: string, leftMs: () => number): Promise<DownloadAnswer> => {
    let url = URL.canParse(address) ? new URL(address) : null;
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
      // A server that replaces WeChat's API serves its files itself.
      const isApi = url !== null && /^https?:$/.test(url.protocol) && url.host === apiHost;
      if (url === null || !(isApi || isMediaAddress(url, isPublicAddress)))
        return { type: 'untrusted_address' };
      const by = isApi ? dispatcher : publicDispatcher;
      const stream = await openMediaStream(by, { url, totalMs: leftMs() });
      const { httpStatus, location, body, stop } = stream;
      if (httpStatus === 200) return { type: 'file', body, stop };
      if (!REDIRECTS.has(httpStatus) || location === null) return unavailable(stream);
      stop();
      url = URL.canParse(location, url.href) ? new URL(location, url.href) : null;
    }
    return { type: 'unavailable' };
  };

  return async (credentials, mediaId) => {
    if (!isMediaId(mediaId)) throw new Error('This is not a media id.');
    const answer = await withToken(accessTokens, credentials, timeouts, (token, totalMs) =>
      attempt(credentials, mediaId, token, totalMs).catch(toFailure),
    );
    return answer.type === 'not_sent' ? { type: 'unavailable' } : answer;
  };
}

function unavailable({ stop }: MediaStream): DownloadAnswer {
  stop();
  return { type: 'unavailable' };
}

/** Any network failure before the first bytes. */
function toFailure(error: unknown): DownloadAnswer {
  return { type: error instanceof NotPublicError ? 'untrusted_address' : 'unavailable' };
}
