import type { NextFunction, Request, Response, Router } from 'express';
import { idSchema } from '../../contracts/common';
import type { ReceivedIn } from '../../intake/receiver';
import { killPoint } from '../../platform/kill-points';
import { preciseNow, recordDelivery } from '../../platform/tracing';
import type { ChannelWithSecrets } from '../../store/channels/channel-rows';
import type { FormerKind } from '../../store/channels/former-secrets';
import type { Rejected } from '../../store/channels/rejected-deliveries';
import type { InboxItem } from '../../store/transcript/inbox';
import {
  answerVerification,
  type DeliveryWarning,
  type OpenedDelivery,
  openDelivery,
  readDelivery,
} from '../../wechat/webhook/webhook';
import { WebhookError, type WebhookErrorCode } from '../../wechat/webhook/webhook-error';
import { createExactRouter } from '../exact-router';
import { readBody } from '../middleware/read-body';
import { formerKindsOf, toCredentials, toVerificationCredentials } from './credentials';
import { createReplayTripwire } from './replay-tripwire';

export type WebhookOutcome =
  | ReceivedIn
  | WebhookErrorCode
  | DeliveryWarning
  | 'verified'
  | 'unknown_channel'
  | 'other_body'
  | 'not_durable'
  /** The channel cannot be read, so nothing of the delivery was looked at. */
  | 'away';

type Deps = {
  readonly channelOf: (channelId: string) => Promise<ChannelWithSecrets | null>;
  readonly receive: (item: InboxItem) => Promise<ReceivedIn>;
  /** Stores a delivery that had a valid signature but could not be accepted. */
  readonly keepRejected: (channelId: string, rejected: Rejected) => Promise<void>;
  /** Records that a delivery used previous credentials. */
  readonly recordFormerUse: (channelId: string, kinds: readonly FormerKind[]) => Promise<void>;
  readonly markVerified: (channelId: string) => Promise<unknown>;
  /** Counts deliveries for metrics and alarms. */
  readonly count: (outcome: WebhookOutcome) => void;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
};

const BODY_LIMIT_BYTES = 64 * 1024;
const STATUS: Readonly<Record<WebhookErrorCode, number>> = {
  bad_signature: 401,
  bad_envelope: 400,
  bad_encryption: 401,
  bad_xml: 400,
  bad_json: 400,
  wrong_account: 400,
  too_large: 413,
};
/** Whether a delivery refused with this code had a valid signature: others are not stored. */
const IS_SIGNED: Readonly<Record<WebhookErrorCode, boolean>> = {
  bad_signature: false,
  bad_envelope: false,
  bad_encryption: true,
  bad_xml: true,
  bad_json: true,
  wrong_account: true,
  too_large: false,
};
/** Below `/webhooks/wechat`. */
const PATH = '/:channelId';

/**
 * What WeChat calls (docs/webhook.md): plain text in both directions. `success` means that the delivery is durable; the
 * answer waits for nothing else.
 */
export function createWebhookRouter(deps: Deps): Router {
  const tripwire = createReplayTripwire();
  const router = createExactRouter();

  router.get(PATH, async (request, response) => {
    const channelId = request.params['channelId'];
    const found = await findChannel(deps, channelId);
    if (found === 'away') return answer(response, 503, 'unavailable');
    const credentials = found === null ? null : toVerificationCredentials(found, performance.now());
    if (credentials === null) return answer(response, 404, 'unknown channel');
    const verification = answerVerification({ credentials, query: request.query });
    if (verification === null) {
      deps.count('bad_signature');
      return answer(response, 401, 'refused');
    }
    deps.count('verified');
    if (verification.isFormerToken) {
      // WeChat still uses the previous token: it has not verified the webhook with the new one.
      warn(deps, channelId, ['former_token']);
      return answer(response, 200, verification.echo);
    }
    await deps.markVerified(channelId).catch((error: unknown) => {
      deps.logger.warn({ err: error, channelId }, 'the verification could not be recorded');
    });
    return answer(response, 200, verification.echo);
  });

  router.post(PATH, readBody(BODY_LIMIT_BYTES), async (request, response) => {
    const startedAt = preciseNow();
    const taken = await takeDelivery(deps, tripwire, request);
    const { status, text, outcome, channelId, item } = taken;
    answer(response, status, text);
    recordDelivery({
      startedAt,
      status,
      attributes: {
        'duihua.webhook.outcome': outcome,
        ...(status === 404 ? {} : { 'duihua.channel.id': channelId }),
      },
      item: item === null ? null : { channelId, dedupKey: item.dedupKey },
      isRepeat: outcome === 'repeat',
    });
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

/** How a delivery is answered. */
type Taken = {
  readonly status: number;
  readonly text: string;
  readonly outcome: WebhookOutcome;
  readonly channelId: string;
  /** Null: it holds none, or it was refused before one was read. */
  readonly item: InboxItem['item'] | null;
};

/** Checks a delivery, makes its item durable, and counts what became of it. */
async function takeDelivery(
  deps: Deps,
  tripwire: ReturnType<typeof createReplayTripwire>,
  request: Request,
): Promise<Taken> {
  const channelId = String(request.params['channelId']);
  const found = await findChannel(deps, channelId);
  if (found === 'away') {
    deps.count('away');
    return { status: 503, text: 'unavailable', outcome: 'away', channelId, item: null };
  }
  const credentials = found === null ? null : toCredentials(found, performance.now());
  if (credentials === null) {
    deps.count('unknown_channel');
    return { status: 404, text: 'unknown channel', outcome: 'unknown_channel', channelId, item: null };
  }
  const body: Buffer = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const now = Date.now();
  let opened: OpenedDelivery | null = null;
  let item: InboxItem['item'] | null = null;
  try {
    opened = openDelivery({ credentials, query: request.query, body, now });
    item = readDelivery(credentials, opened);
    warn(deps, channelId, opened.warnings);
    if (tripwire.isSuspicious(opened.signature, opened.bodyHash, now)) {
      deps.count('other_body');
      deps.logger.warn({ channelId }, 'another body arrived with a signature that was used before');
    }
    killPoint('before-inbox-commit');
    const outcome = await deps.receive({ channelId, item, receivedAt: now });
    deps.count(outcome);
    killPoint('after-inbox-commit');
    return { status: 200, text: 'success', outcome, channelId, item };
  } catch (error) {
    if (!(error instanceof WebhookError)) {
      deps.count('not_durable');
      deps.logger.warn({ err: error, channelId }, 'a delivery could not be made durable');
      return { status: 503, text: 'unavailable', outcome: 'not_durable', channelId, item };
    }
    deps.count(error.code);
    if (IS_SIGNED[error.code]) {
      const { openid, encrypt_type: type } = request.query;
      const query = { openid: typeof openid === 'string' ? openid : null, isEncrypted: type === 'aes' };
      const kept = {
        reason: error.reason,
        body: opened?.clearBody ?? body,
        isOpened: opened !== null,
        query,
      };
      await deps.keepRejected(channelId, kept).catch((failure: unknown) => {
        deps.logger.warn({ err: failure, channelId }, 'a delivery that was refused could not be set aside');
      });
    }
    return { status: STATUS[error.code], text: 'refused', outcome: error.code, channelId, item };
  }
}

async function findChannel(deps: Deps, channelId: string): Promise<ChannelWithSecrets | null | 'away'> {
  // PostgreSQL would refuse a NUL, and that is no reason for WeChat to try again.
  if (!idSchema.safeParse(channelId).success) return null;
  try {
    const found = await deps.channelOf(channelId);
    return found === null || found.channel.status === 'deleted' ? null : found;
  } catch (error) {
    deps.logger.warn({ err: error, channelId }, 'a channel cannot be read');
    return 'away';
  }
}

/** Counts and logs what someone should look into; the delivery is accepted anyway. */
function warn(deps: Deps, channelId: string, warnings: readonly DeliveryWarning[]): void {
  for (const warning of warnings) {
    deps.count(warning);
    if (warning === 'stale_timestamp') {
      deps.logger.warn({ channelId, warning }, 'the timestamp of a delivery is more than 5 minutes off');
    }
  }
  const kinds = formerKindsOf(warnings);
  if (kinds.length === 0) return;
  deps.recordFormerUse(channelId, kinds).catch((error: unknown) => {
    deps.logger.warn({ err: error, channelId }, 'a delivery with a previous secret could not be recorded');
  });
}

function answer(response: Response, status: number, text: string): void {
  response.status(status).type('text/plain').send(text);
}
