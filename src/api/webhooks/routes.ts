import { type NextFunction, type Request, type Response, Router } from 'express';
import { killPoint } from '../../platform/kill-points';
import type { ChannelWithSecrets } from '../../store/channel-rows';
import type { InboxItem } from '../../store/inbox';
import type { RejectedDeliveries } from '../../store/rejected-deliveries';
import { answerVerification, openDelivery, type WebhookCredentials } from '../../wechat/webhook';
import { WebhookError, type WebhookErrorCode } from '../../wechat/webhook-error';
import { readBody } from '../middleware/read-body';
import type { ReceivedIn } from './receiver';
import { createReplayTripwire } from './replay-tripwire';

export type WebhookOutcome =
  | ReceivedIn
  | WebhookErrorCode
  | 'verified'
  | 'unknown_channel'
  | 'stale_timestamp'
  | 'other_body'
  | 'not_durable';

export type WebhookDeps = {
  readonly channelOf: (channelId: string) => Promise<ChannelWithSecrets | undefined>;
  readonly receive: (item: InboxItem) => Promise<ReceivedIn>;
  readonly rejected: RejectedDeliveries;
  readonly markVerified: (channelId: string) => Promise<unknown>;
  /** Counts what came, for metrics and alarms. */
  readonly count: (outcome: WebhookOutcome) => void;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
};

const BODY_LIMIT_BYTES = 64 * 1024;
const STATUS: Readonly<Record<WebhookErrorCode, number>> = {
  bad_signature: 401,
  bad_encryption: 401,
  bad_xml: 400,
  wrong_account: 400,
  too_large: 413,
};
/** Below `/webhooks/wechat`. */
const PATH = '/:channelId';

/**
 * What WeChat calls (http-api.md, "For WeChat"): plain text both ways. `success` means durable, and nothing is waited
 * for but that.
 */
export function createWebhookRouter(deps: WebhookDeps): Router {
  const tripwire = createReplayTripwire();
  const router = Router();

  router.get(PATH, async (request, response) => {
    const channelId = request.params['channelId'];
    const found = await findChannel(deps, channelId);
    if (found === 'away') return answer(response, 503, 'unavailable');
    if (found === null || found.secrets.token === null) return answer(response, 404, 'unknown channel');
    const echo = answerVerification({ credentials: { token: found.secrets.token }, query: request.query });
    if (echo === null) {
      deps.count('bad_signature');
      return answer(response, 401, 'refused');
    }
    deps.count('verified');
    await deps.markVerified(channelId).catch((error: unknown) => {
      deps.logger.warn({ err: error, channelId }, 'the verification could not be recorded');
    });
    return answer(response, 200, echo);
  });

  router.post(PATH, readBody(BODY_LIMIT_BYTES), async (request, response) => {
    const channelId = request.params['channelId'];
    const found = await findChannel(deps, channelId);
    if (found === 'away') return answer(response, 503, 'unavailable');
    const credentials = found === null ? null : toCredentials(found);
    if (credentials === null) {
      deps.count('unknown_channel');
      return answer(response, 404, 'unknown channel');
    }
    const body: Buffer = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const now = Date.now();
    try {
      const delivery = openDelivery({ credentials, query: request.query, body, now });
      for (const warning of delivery.warnings) {
        deps.count(warning);
        deps.logger.warn({ channelId, warning }, 'the timestamp of a delivery is more than 5 minutes off');
      }
      if (tripwire.isSuspicious(delivery.signature, delivery.bodyHash, now)) {
        deps.count('other_body');
        deps.logger.warn({ channelId }, 'another body came under a signature that was used before');
      }
      killPoint('before-inbox-commit');
      deps.count(await deps.receive({ channelId, item: delivery.item, receivedAt: now }));
      killPoint('after-inbox-commit');
      return answer(response, 200, 'success');
    } catch (error) {
      if (!(error instanceof WebhookError)) {
        deps.count('not_durable');
        deps.logger.warn({ err: error, channelId }, 'a delivery could not be made durable');
        return answer(response, 503, 'unavailable');
      }
      deps.count(error.code);
      if (error.code === 'bad_xml' || error.code === 'wrong_account') {
        await deps.rejected.keep(channelId, error.reason, body).catch(() => undefined);
      }
      return answer(response, STATUS[error.code], 'refused');
    }
  });

  // Errors of the body parser: too large, compressed, cut off. WeChat gets plain text as well.
  router.use(PATH, (error: unknown, _request: Request, response: Response, next: NextFunction) => {
    const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
    if (response.headersSent || status < 400 || status >= 500) return next(error);
    deps.count(status === 413 ? 'too_large' : 'bad_xml');
    return answer(response, status, 'refused');
  });
  return router;
}

async function findChannel(
  deps: WebhookDeps,
  channelId: string,
): Promise<ChannelWithSecrets | null | 'away'> {
  try {
    const found = await deps.channelOf(channelId);
    return found === undefined || found.channel.status === 'deleted' ? null : found;
  } catch (error) {
    deps.logger.warn({ err: error, channelId }, 'a channel cannot be read');
    return 'away';
  }
}

/** Null where the channel is a draft that lacks what is needed to read a delivery. */
function toCredentials({ channel, secrets }: ChannelWithSecrets): WebhookCredentials | null {
  const { originalId, appId, encryption } = channel;
  if (originalId === null || appId === null || secrets.token === null) return null;
  const keys = [secrets.encodingAesKey, secrets.formerEncodingAesKey].filter((key) => key !== null);
  return { originalId, appId, token: secrets.token, encryption, encodingAesKeys: keys };
}

function answer(response: Response, status: number, text: string): void {
  response.status(status).type('text/plain').send(text);
}
