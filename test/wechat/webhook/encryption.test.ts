import { createCipheriv } from 'node:crypto';
import * as fc from 'fast-check';
import {
  decrypt,
  EncryptionError,
  isEncodingAesKey,
  parseEncodingAesKey,
} from '../../../src/wechat/webhook/encryption';
import { encrypt } from '../../support/encrypt';

const CURRENT = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const FORMER = 'Zyxwvutsrqponmlkjihgfedcba9876543210ZYXWVU9';
const APP_ID = 'wx0123456789abcdef';
const RANDOM = Buffer.from('0123456789abcdef');
const CHINESE =
  '<xml><ToUserName><![CDATA[gh_account]]></ToUserName><Content><![CDATA[你好 😀]]></Content></xml>';

// Computed once with `openssl enc -aes-256-cbc -nopad` over random, length, message, AppID and padding.
const VECTORS = [
  {
    name: 'Chinese text and an emoji, 22 bytes of padding',
    key: CURRENT,
    message: CHINESE,
    encrypted:
      'Q3stYC6hdFzMh9T8HCvyDJ0+cRNTIljXjz5zVGL+63fyyJfI64WNlA5r4R9BXtgy7KqT2+RIdv1+CDt5XMSDRMukx4DZzAXFdGmlmHXHywD+SMgYkuzkO/zF7br1vuMHyq5OPUCuPpdxoVaa+lLuYi6JBKO87nTogc3MOmk5H21+fuQi3C3+OsZmnHcXadf1jyAKP65PnW7Ov8NOay822w==',
  },
  {
    name: 'a key whose last character has stray low bits',
    key: FORMER,
    message: CHINESE,
    encrypted:
      'MbrF5/A7uziRM4uVxKr5L5VkNdseFD+B0ic3/v8T0hr3AEZITIre5j/SmAssFoqhtfhMrvxU+UDTut/j5CeK2rQ6VixzHN74mhaPwHeKJ+JA4STBe1lVjfihcSO1uY/qsx6mzr/21Ayoitfyyx1sNmx+6pFNUs6IWGjDQwUEGWkLAyWTxncYP8MkcgWGLjOD/foGlKBMT3g04mrDBpZTOw==',
  },
  {
    name: '30 bytes of padding',
    key: CURRENT,
    message: '1234567890123456789012345678',
    encrypted:
      'Q3stYC6hdFzMh9T8HCvyDAnD91egteeZWToRR9QiPj8jZk1V1hYifN357dnQuwvmxU6yQu0AatjnRynJruGjJtPGGMNhM6fN0aeGL2BqX7rvqDDkYBrpndbcQyeQz05m',
  },
  {
    name: '31 bytes of padding',
    key: CURRENT,
    message: '123456789012345678901234567',
    encrypted:
      'Q3stYC6hdFzMh9T8HCvyDKGTEhvy1LjrRi6M3STnIRsptt+Ih4wTRJrtfYvXX/iNYEjTQird6yefgZjNMDS/968tZnzDgp5vWnaXsTtwi/f/DjBHTStglEilst1jGygZ',
  },
];

const seal = (message: string | Buffer, appId = APP_ID, encodingAesKey = CURRENT) =>
  encrypt({ message, encodingAesKey, appId, random: RANDOM });
const open = (encrypted: string, encodingAesKeys: readonly string[] = [CURRENT]) =>
  decrypt({ encrypted, encodingAesKeys, appId: APP_ID });

describe('encryption', () => {
  it.each(VECTORS)('decrypts and produces what openssl produced: $name', ({ key, message, encrypted }) => {
    expect(open(encrypted, [key]).message.toString('utf8')).toBe(message);
    expect(seal(message, APP_ID, key)).toBe(encrypted);
  });

  it('round-trips every message of 0 to 70 bytes, so every padding from 1 to 32', () => {
    for (let length = 0; length <= 70; length += 1) {
      const message = Buffer.alloc(length, length);
      expect(open(seal(message)).message).toEqual(message);
    }
  });

  it('decrypts a message under the former key and says which key it was', () => {
    expect(open(seal('old', APP_ID, FORMER), [CURRENT, FORMER])).toEqual({
      message: Buffer.from('old'),
      keyIndex: 1,
    });
    expect(open(seal('new'), [CURRENT, FORMER]).keyIndex).toBe(0);
  });

  it.each([
    ['of 42 characters', 'a'.repeat(42)],
    ['of 44 characters', 'a'.repeat(44)],
    ['of 100,000 characters', 'a'.repeat(100_000)],
    ['with =', `${'a'.repeat(42)}=`],
    ['with +', `${'a'.repeat(42)}+`],
    ['with /', `${'a'.repeat(42)}/`],
    ['with a line end', `${'a'.repeat(43)}\n`],
  ])('refuses a key %s', (_name, key) => {
    expect(isEncodingAesKey(key)).toBe(false);
    expect(() => parseEncodingAesKey(key)).toThrow(EncryptionError);
  });

  const cut = Buffer.from(seal('message'), 'base64');
  it.each([
    ['the AppID of another account', seal('message', 'wx0000000000000000')],
    ['an AppID that only begins like ours', seal('message', `${APP_ID}0`)],
    ['a cut ciphertext', cut.subarray(0, 32).toString('base64')],
    ['a ciphertext that is no multiple of a block', cut.subarray(0, 33).toString('base64')],
    ['an empty text', ''],
    ['no base64', '你好你好'],
    ['base64 with a line end', `${seal('message')}\n`],
    ['another key', seal('message', APP_ID, FORMER)],
    ['a padding of 0', rawSeal(Buffer.alloc(32))],
    ['a padding of 33', rawSeal(padded('ninebytes', Buffer.alloc(33, 33)))],
    ['a padding that is not all the same', rawSeal(padded('', Buffer.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])))],
    [
      'a length over the end',
      rawSeal(Buffer.concat([RANDOM, Buffer.from([255, 255, 255, 255]), Buffer.alloc(12, 12)])),
    ],
  ])('refuses %s with the one text', (_name, encrypted) => {
    expect(() => open(encrypted)).toThrow(new EncryptionError());
  });

  it('throws nothing but its own error for any ciphertext', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 128 }), (bytes) => {
        expect(() => open(Buffer.from(bytes).toString('base64'))).toThrow(EncryptionError);
      }),
    );
  });

  it('refuses a mutated message: no changed byte goes unnoticed together with its signature', () => {
    const sealed = Buffer.from(seal('x'.repeat(40)), 'base64');
    for (let index = sealed.length - 32; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(() => open(changed.toString('base64'))).toThrow(EncryptionError);
    }
  });
});

/** Everything is valid except the padding. */
function padded(message: string, padding: Buffer): Buffer {
  const length = Buffer.from([0, 0, 0, message.length]);
  return Buffer.concat([RANDOM, length, Buffer.from(message + APP_ID), padding]);
}

/** Encrypts bytes unchanged, for paddings and lengths that `encrypt` never produces. */
function rawSeal(clear: Buffer): string {
  const key = parseEncodingAesKey(CURRENT);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(clear), cipher.final()]).toString('base64');
}
