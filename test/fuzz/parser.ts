/** What reads WeChat's deliveries, without HTTP and a database: the same bodies, with the bound of docs/faults.md. */
import fc from 'fast-check';
import { createSignature } from '../../src/wechat/webhook/signature';
import { openDelivery, readDelivery } from '../../src/wechat/webhook/webhook';
import { WebhookError } from '../../src/wechat/webhook/webhook-error';
import { channelFields } from '../support/administration-app';
import { encrypt } from '../support/encrypt';
import { fuzz, timeLimitOf, triesOf } from '../support/fuzz/fuzz';
import { unstorableIn } from '../support/fuzz/unstorable';
import { wechatBodies } from '../support/fuzz/wechat-bodies';

/** The event loop may be blocked for so long. */
const MOST_CPU_MS = 50;
const RANDOM = Buffer.alloc(16, 1);
const NOW = 1_700_000_000_000;
const [timestamp, nonce] = ['1700000000', '123456789'];
const { originalId, appId, token, encodingAesKey: key } = channelFields('');

/** Defines the tests; `inCi`: the tries in CI. */
export function fuzzParser(inCi: number): void {
  const tries = triesOf(inCi);

  it(
    'a delivery with any body is read or refused, and what was read can be stored',
    async () => {
      const attempt = ([body, isSealed]: readonly [Buffer, boolean]): string => {
        const sealed = isSealed ? encrypt({ message: body, encodingAesKey: key, appId, random: RANDOM }) : '';
        const query = isSealed
          ? {
              encrypt_type: 'aes',
              msg_signature: createSignature([token, timestamp, nonce, sealed]),
              timestamp,
              nonce,
            }
          : { signature: createSignature([token, timestamp, nonce]), timestamp, nonce };
        const credentials = {
          originalId,
          appId,
          token,
          encryption: isSealed ? ('safe' as const) : ('plain' as const),
          encodingAesKeys: isSealed ? [key] : [],
        };
        const sent = isSealed ? Buffer.from(`<xml><Encrypt>${sealed}</Encrypt></xml>`) : body;
        try {
          const opened = openDelivery({ credentials, query, body: sent, now: NOW });
          const item = readDelivery(credentials, opened);
          expect(unstorableIn(item)).toEqual([]);
          expect(item.openId).toMatch(/^[\w-]{1,64}$/);
          return item.content.type;
        } catch (error) {
          if (error instanceof WebhookError) return error.code;
          throw error;
        }
      };
      const values = fc.tuple(wechatBodies, fc.boolean());
      const ends = await fuzz('the parser', { tries, values, mostCpuMs: MOST_CPU_MS }, attempt);
      for (const end of ['text', 'bad_xml', 'bad_json'])
        expect([end, (ends.get(end) ?? 0) > tries / 200]).toEqual([end, true]);
    },
    timeLimitOf(tries),
  );
}
