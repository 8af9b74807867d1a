import type { Logger } from 'pino';
import { isPublicAddress } from '../platform/network/public-address';
import { createPublicDispatcher } from '../platform/network/public-dispatcher';
import type { Config } from '../platform/settings/config';
import { createPushSender } from '../push/push-sender';
import { makeVapidKeys } from '../push/vapid';
import { createSendPush } from '../push/web-push';
import { createPushOutbox } from '../store/alerts/push-outbox';
import type { PushSubscriptions } from '../store/alerts/push-subscriptions';
import { readOrMakeVapidKeys } from '../store/alerts/vapid-keys';
import type { Services } from './services';

const EVERY_MS = 2_000;

export type RunningPush = { readonly publicKey: string; readonly close: () => Promise<void> };

/** Starts to send alerts to operators' browsers. */
export async function startPush(options: {
  readonly config: Pick<Config, 'vapidKeys' | 'publicUrl'>;
  readonly services: Pick<Services, 'database' | 'secretBox'>;
  readonly pushSubscriptions: PushSubscriptions;
  readonly logger: Logger;
}): Promise<RunningPush> {
  const { config, services, logger } = options;
  const { database, secretBox } = services;
  const { vapidKeys, publicUrl } = config;
  const keys =
    vapidKeys === undefined
      ? await readOrMakeVapidKeys(database, secretBox, makeVapidKeys)
      : { publicKey: vapidKeys.publicKey, privateKey: vapidKeys.privateKey.reveal() };
  const dispatcher = createPublicDispatcher(isPublicAddress);
  const sender = createPushSender({
    outbox: createPushOutbox(database),
    subscriptions: options.pushSubscriptions,
    secretBox,
    send: createSendPush({ keys, contact: contactOf(publicUrl), dispatcher }),
    logger,
    everyMs: EVERY_MS,
  });
  return {
    publicKey: keys.publicKey,
    async close() {
      await sender.close();
      await dispatcher.close();
    },
  };
}

/** Push services want to know who to contact if a desk misbehaves. They do not accept a plain http address. */
function contactOf(publicUrl: string): string {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'https:' ? publicUrl : `mailto:admin@${hostname}`;
}
