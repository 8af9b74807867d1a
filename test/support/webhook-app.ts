/** The API with the webhook and rejected deliveries, over a test database; channels are cached as in production. */

import { sql } from 'drizzle-orm';
import pino from 'pino';
import type { WebhookOutcome } from '../../src/api/webhooks/routes';
import { createSecretBox } from '../../src/platform/secrets/secret-box';
import { type ChannelCache, createChannelCache } from '../../src/store/channels/channel-cache';
import {
  createRejectedDeliveries,
  type RejectedDeliveries,
} from '../../src/store/channels/rejected-deliveries';
import { rowsOf } from '../../src/store/engine/rows';
import { createSignature } from '../../src/wechat/webhook/signature';
import { channelFields, SECRET_KEY, startTestApp, type TestApp } from './administration-app';
import { encrypt } from './encrypt';

const NONCE = '123456789';

export type WebhookApp = TestApp & {
  readonly rejected: RejectedDeliveries;
  /** The webhook's counters since `reset`. */
  readonly counted: Map<WebhookOutcome, number>;
  /** Everything that was logged. */
  readonly logged: string[];
  /** Makes a brand with a complete channel. */
  channel(fields?: object): Promise<string>;
  /** Waits until the webhook has seen every change of this channel. */
  settled(channelId: string): Promise<void>;
  post(channelId: string, delivery: Delivery): Promise<number>;
  verify(channelId: string, token: string): Promise<{ readonly status: number; readonly text: string }>;
  /** The rows of the transcript, in order. */
  stored(): Promise<readonly { readonly type: string; readonly text: string | null; readonly at: number }[]>;
};

export type Delivery = {
  readonly body: string | Buffer;
  readonly token?: string;
  /** Encrypted with this key. */
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
};

/** Starts it. Close it after the tests. */
export async function startWebhookApp(): Promise<WebhookApp> {
  const counted = new Map<WebhookOutcome, number>();
  const logged: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  let cache: ChannelCache | undefined;
  const app = await startTestApp(async (base, { channels }) => {
    cache = createChannelCache(base, channels);
    await cache.start();
    return {
      channelOf: cache.get,
      count: (outcome) => counted.set(outcome, (counted.get(outcome) ?? 0) + 1),
      logger,
    };
  });
  const { database, deps } = app;
  if (cache === undefined) throw new Error('The app has started without its cache.');
  const { get: channelOf, stop } = cache;
  const rejected = createRejectedDeliveries(database, { secretBox: createSecretBox([SECRET_KEY]) });

  return {
    ...app,
    rejected,
    counted,
    logged,
    async channel(fields = {}) {
      const { body: brand } = await app.call('POST', '/api/v1/brands', { name: 'Tea' });
      const made = await app.call('POST', '/api/v1/channels', { ...channelFields(brand.id), ...fields });
      if (made.status !== 201) throw new Error(made.text);
      return made.body.id;
    },
    async settled(channelId) {
      const fresh = async () =>
        JSON.stringify(withoutInstants(await deps.channels.findWithSecrets(channelId)));
      while (JSON.stringify(withoutInstants(await channelOf(channelId))) !== (await fresh())) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    async post(channelId, { body, token = channelFields('').token, key, query = {} }) {
      const timestamp = String(Math.floor(Date.now() / 1000));
      const signed = { timestamp, nonce: NONCE, signature: createSignature([token, timestamp, NONCE]) };
      const { appId } = channelFields('');
      const random = Buffer.alloc(16, 1);
      const sealed =
        key === undefined ? null : encrypt({ message: body, encodingAesKey: key, appId, random });
      const aes =
        sealed === null
          ? {}
          : {
              encrypt_type: 'aes',
              msg_signature: createSignature([token, timestamp, NONCE, sealed]),
            };
      const search = new URLSearchParams({ ...signed, ...aes, ...query }).toString();
      const isJson = body.toString().startsWith('{');
      const envelope = isJson
        ? JSON.stringify({ Encrypt: sealed })
        : `<xml><Encrypt><![CDATA[${sealed}]]></Encrypt></xml>`;
      const sent = sealed === null ? body : envelope;
      const answer = await fetch(`${app.url}/webhooks/wechat/${channelId}?${search}`, {
        method: 'POST',
        headers: { 'content-type': 'text/xml' },
        body: typeof sent === 'string' ? sent : new Uint8Array(sent),
      });
      return answer.status;
    },
    async verify(channelId, token) {
      const timestamp = String(Math.floor(Date.now() / 1000));
      const signature = createSignature([token, timestamp, NONCE]);
      const search = new URLSearchParams({ timestamp, nonce: NONCE, signature, echostr: 'echo' }).toString();
      const answer = await fetch(`${app.url}/webhooks/wechat/${channelId}?${search}`);
      return { status: answer.status, text: await answer.text() };
    },
    async stored() {
      const rows = await rowsOf<{ type: string; text: string | null; at: Date | string }>(
        database.db,
        sql`select type, content ->> 'text' as text, created_at as at from messages order by inbox_number, id`,
      );
      return rows.map(({ type, text, at }) => ({ type, text, at: new Date(at).getTime() }));
    },
    async reset() {
      await app.reset();
      await database.db.execute(sql`truncate contacts, rejected_deliveries cascade`);
      counted.clear();
      logged.length = 0;
    },
    async close() {
      await stop();
      await app.close();
    },
  };
}

/** A text message; `text` is put inside CDATA. */
export function textBody(text: string, fields: { readonly id?: string; readonly to?: string } = {}): string {
  const { id = '1', to = channelFields('').originalId } = fields;
  return `<xml><ToUserName>${to}</ToUserName><FromUserName>oContact</FromUserName><CreateTime>1700000000</CreateTime><MsgType>text</MsgType><Content><![CDATA[${text}]]></Content><MsgId>${id}</MsgId></xml>`;
}

function withoutInstants(found: unknown): unknown {
  return JSON.parse(JSON.stringify(found, (name, value) => (name === 'takenUntil' ? undefined : value)));
}
