import type { Account } from '../accounts';
import type { Answer } from '../answers';
import type { Operation } from '../faults';
import type { Upkeep } from '../upkeep';
import { PlatformError } from './errcodes';
import type { Media } from './media';
import type { QrCodes } from './qr-codes';
import type { Send } from './send';
import type { TokenAnswer, Tokens } from './tokens';
import type { Users } from './users';

/**
 * One API call as it arrived. `json()` parses the body: 44002 empty, 47002 unicode escapes, 47001 not a JSON object.
 */
export type IncomingCall = {
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly contentType: string;
  readonly ip: string;
  /** `http://host:port` as the caller wrote it. */
  readonly origin: string;
  readonly json: () => Record<string, unknown>;
};

/** How a path is answered. */
export type PlatformCall = {
  readonly operation: Operation;
  readonly method: 'GET' | 'POST';
  readonly run: (call: IncomingCall) => Answer | Promise<Answer>;
};

export type PlatformParts = {
  readonly tokens: Tokens;
  readonly send: Send;
  readonly media: Media;
  readonly users: Users;
  readonly qrCodes: QrCodes;
  readonly upkeep: Upkeep;
};

/** Where videos and pictures are fetched without a token; followed by the media id. */
export const VIDEO_PATH = '/media-files/video/';
export const PICTURE_PATH = '/media-files/picture/';

/** The API's paths and what each does. Each run may throw `PlatformError`. */
export function platformCalls(parts: PlatformParts): ReadonlyMap<string, PlatformCall> {
  const { tokens, send, media, users, qrCodes, upkeep } = parts;
  const authenticated =
    (run: (account: Account, call: IncomingCall) => Readonly<Record<string, unknown>>) =>
    (call: IncomingCall): Answer => ({ kind: 'json', value: run(accountOf(tokens, call), call) });
  const customerService =
    (run: (account: Account, call: IncomingCall) => Readonly<Record<string, unknown>>) =>
    (account: Account, call: IncomingCall) => {
      if (account.restriction === 'unverified') throw new PlatformError(48001);
      return run(account, call);
    };

  /** Users who follow, remarks and QR codes: a mini program has none of them. */
  const ofOfficialAccounts =
    (run: (account: Account, call: IncomingCall) => Readonly<Record<string, unknown>>) =>
    (account: Account, call: IncomingCall) => {
      if (account.kind === 'mini_program') throw new PlatformError(48001);
      return run(account, call);
    };

  const calls: Record<string, PlatformCall> = {
    '/cgi-bin/token': {
      operation: 'token',
      method: 'GET',
      run: ({ query, ip }) =>
        json(
          tokens.plainToken({
            grantType: query.get('grant_type'),
            appId: query.get('appid'),
            secret: query.get('secret'),
            ip,
          }),
        ),
    },
    '/cgi-bin/stable_token': {
      operation: 'stable_token',
      method: 'POST',
      run: (call) => json(stableToken(call, tokens)),
    },
    '/cgi-bin/message/custom/send': {
      operation: 'custom/send',
      method: 'POST',
      run: authenticated(customerService((account, call) => send.send(account, call.json()))),
    },
    '/cgi-bin/message/custom/typing': {
      operation: 'custom/typing',
      method: 'POST',
      run: authenticated(customerService((account, call) => send.typing(account, call.json()))),
    },
    '/cgi-bin/user/info': {
      operation: 'user/info',
      method: 'GET',
      run: authenticated(
        ofOfficialAccounts((account, { query }) => users.info(account, query.get('openid') ?? undefined)),
      ),
    },
    '/cgi-bin/user/info/batchget': {
      operation: 'user/info/batchget',
      method: 'POST',
      run: authenticated(ofOfficialAccounts((account, call) => users.batch(account, call.json()))),
    },
    '/cgi-bin/user/info/updateremark': {
      operation: 'user/info/updateremark',
      method: 'POST',
      run: authenticated(ofOfficialAccounts((account, call) => users.updateRemark(account, call.json()))),
    },
    '/cgi-bin/media/upload': {
      operation: 'media/upload',
      method: 'POST',
      run: async (call) => {
        const account = accountOf(tokens, call);
        return json(
          await media.upload(account, call.query.get('type') ?? undefined, call.body, call.contentType),
        );
      },
    },
    '/cgi-bin/media/get': {
      operation: 'media/get',
      method: 'GET',
      run: (call) => getMedia(call, tokens, media),
    },
    '/cgi-bin/qrcode/create': {
      operation: 'qrcode/create',
      method: 'POST',
      run: authenticated(ofOfficialAccounts((account, call) => qrCodes.create(account, call.json()))),
    },
    '/cgi-bin/showqrcode': {
      operation: 'showqrcode',
      method: 'GET',
      run: ({ query }) => {
        const picture = qrCodes.picture(query.get('ticket') ?? '');
        if (picture === null) throw new PlatformError(40035, 'invalid ticket');
        return { kind: 'file', bytes: Buffer.from(picture), contentType: 'image/svg+xml' };
      },
    },
    '/cgi-bin/getcallbackip': {
      operation: 'getcallbackip',
      method: 'GET',
      run: authenticated(() => upkeep.callbackIps()),
    },
    '/cgi-bin/get_api_domain_ip': {
      operation: 'get_api_domain_ip',
      method: 'GET',
      run: authenticated(() => upkeep.apiIps()),
    },
    '/cgi-bin/callback/check': {
      operation: 'callback/check',
      method: 'POST',
      run: authenticated((_account, call) => upkeep.check(call.json())),
    },
    '/cgi-bin/clear_quota': {
      operation: 'clear_quota',
      method: 'POST',
      run: authenticated((account, call) => upkeep.clearQuota(account, call.json())),
    },
  };
  return new Map(Object.entries(calls));
}

function accountOf(tokens: Tokens, call: IncomingCall): Account {
  return tokens.authenticate(tokenOf(call), call.ip);
}

/** The access token of a call; undefined if it has none. */
export function tokenOf(call: IncomingCall): string | undefined {
  return call.query.get('access_token') ?? undefined;
}

function stableToken(call: IncomingCall, tokens: Tokens): TokenAnswer {
  const { grant_type: grantType, appid: appId, secret, force_refresh: isForced } = call.json();
  return tokens.stableToken({ grantType, appId, secret, ip: call.ip }, isForced === true);
}

/** Bytes with type and name; for a video JSON with its address (docs "Get temporary material"). */
function getMedia(call: IncomingCall, tokens: Tokens, media: Media): Answer {
  const account = accountOf(tokens, call);
  const mediaId = call.query.get('media_id');
  if (mediaId === null || mediaId === '') throw new PlatformError(41006);
  const found = media.find(account.appId, mediaId);
  if (found.kind === 'video') return json({ video_url: `${call.origin}${VIDEO_PATH}${found.mediaId}` });
  return { kind: 'file', bytes: found.bytes, contentType: found.contentType, fileName: found.fileName };
}

function json(value: Readonly<Record<string, unknown>>): Answer {
  return { kind: 'json', value };
}
