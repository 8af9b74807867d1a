import * as fc from 'fast-check';
import type { WeChatFields } from '../../../src/domain/messages/inbound';
import { createDedupKey } from '../../../src/wechat/webhook/dedup-key';

const createKey = (fields: WeChatFields, body = 'body', openId = 'oContact') =>
  createDedupKey(fields, openId, Buffer.from(body));
const event: WeChatFields = { MsgType: 'event', Event: 'CLICK', CreateTime: '1700000000', EventKey: 'a' };

describe('the deduplication key', () => {
  it('is the MsgId for a message, together with the person', () => {
    expect(createKey({ MsgType: 'text', MsgId: '123' })).toBe('m:oContact:123');
    expect(createKey({ MsgType: 'text', MsgID: '123' })).toBe('m:oContact:123');
    expect(createKey({ MsgType: 'text', MsgId: '123' }, 'body', 'oOther')).toBe('m:oOther:123');
  });

  it('does not depend on the body if WeChat gives an id', () => {
    expect(createKey(event, 'one')).toBe(createKey(event, 'two'));
  });

  it('tells two events of one second apart', () => {
    const keys = [
      createKey(event),
      createKey({ ...event, EventKey: 'b' }),
      createKey({ ...event, Event: 'VIEW' }),
      createKey({ ...event, CreateTime: '1700000001' }),
      createKey({ ...event, MsgID: '1' }),
      createKey({ ...event, MsgID: '2' }),
      createKey({ ...event, SubscribeMsgSentEvent: { List: { MsgID: '3' } } }),
      createKey({ ...event, SubscribeMsgSentEvent: { List: [{ MsgID: '3' }, { MsgID: '4' }] } }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys[0]).toBe('e:oContact:1700000000:CLICK:a:');
  });

  it('hashes parts that are long or contain special characters', () => {
    const url = createKey({ ...event, EventKey: 'https://x.test/?a=1' });
    expect(url).toMatch(/^e:oContact:sha256-[0-9a-f]{64}$/);
    expect(createKey({ ...event, EventKey: 'a'.repeat(500) })).toMatch(/^e:oContact:sha256-/);
    expect(createKey({ MsgType: 'text', MsgId: '你' })).toMatch(/^m:oContact:sha256-/);
  });

  it('is a hash of the body if WeChat gives nothing to distinguish items', () => {
    expect(createKey({ MsgType: 'text' }, 'one')).toMatch(/^b:oContact:[0-9a-f]{64}$/);
    expect(createKey({ MsgType: 'text' }, 'one')).not.toBe(createKey({ MsgType: 'text' }, 'two'));
    expect(createKey({ MsgType: 'event', Event: 'LOCATION', CreateTime: '1' })).toMatch(/^b:/);
    expect(createKey({ MsgType: 'event', Event: 'CLICK', EventKey: 'a' })).toMatch(/^b:/);
  });

  it('is at most 200 characters of ASCII for any fields', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.string(), (id, eventKey, time) => {
        const openId = 'o'.repeat(64);
        const fields = { MsgId: id, EventKey: eventKey, CreateTime: time, Event: 'CLICK' };
        for (const MsgType of ['text', 'event']) {
          expect(createKey({ ...fields, MsgType }, 'body', openId)).toMatch(/^[\x21-\x7e]{1,200}$/);
        }
      }),
    );
  });

  it('cannot be forged by moving the border between two parts', () => {
    expect(createKey({ ...event, Event: 'A:B', EventKey: 'C' })).not.toBe(
      createKey({ ...event, Event: 'A', EventKey: 'B:C' }),
    );
  });
});
