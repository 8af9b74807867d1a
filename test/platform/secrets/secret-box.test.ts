import { createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { newId, newLettersAndDigits, newSecret } from '../../../src/platform/ids';
import { toLoggableError } from '../../../src/platform/loggable-error';
import { createPasswords, PasswordQueueFull } from '../../../src/platform/secrets/passwords';
import {
  createSecretBox,
  parseSecretKeys,
  SecretKeyMalformed,
  SecretUnreadable,
} from '../../../src/platform/secrets/secret-box';

const key = randomBytes(32);
const box = createSecretBox([key]);

describe('the secret box', () => {
  it.each(['', 'secret', '密钥 🔑', 'x'.repeat(10_000)])('opens what it sealed', (clear) => {
    expect(box.open('channels.token', 'row', box.seal('channels.token', 'row', clear))).toBe(clear);
  });

  it('seals the same text differently each time and shows nothing of it', () => {
    const [first, second] = [box.seal('a', 'b', 'canary'), box.seal('a', 'b', 'canary')];
    expect(first).not.toBe(second);
    expect(first).not.toContain('canary');
  });

  it('does not open a value that was moved to another row or column, or changed', () => {
    const sealed = box.seal('channels.token', 'row', 'secret');
    expect(() => box.open('channels.token', 'other', sealed)).toThrow(SecretUnreadable);
    expect(() => box.open('channels.app_secret', 'row', sealed)).toThrow(SecretUnreadable);
    const parts = sealed.split('.');
    const body = Buffer.from(parts[3] ?? '', 'base64url');
    for (let index = 0; index < body.length; index += 1) {
      const changed = Buffer.from(body);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      const moved = [...parts.slice(0, 3), changed.toString('base64url')].join('.');
      expect(() => box.open('channels.token', 'row', moved)).toThrow(SecretUnreadable);
    }
    for (const broken of ['', 'v1', 'v2.a.b.c', sealed.slice(0, -20), parts.slice(0, 3).join('.')]) {
      expect(() => box.open('channels.token', 'row', broken)).toThrow(SecretUnreadable);
    }
  });

  it('does not open a value with a truncated tag, even if nothing else is left of it', () => {
    const parts = box.seal('channels.token', 'row', '').split('.');
    const tag = Buffer.from(parts[3] ?? '', 'base64url');
    expect(tag).toHaveLength(16);
    for (let length = 0; length < tag.length; length += 1) {
      const cut = [...parts.slice(0, 3), tag.subarray(0, length).toString('base64url')].join('.');
      expect(() => box.open('channels.token', 'row', cut)).toThrow(SecretUnreadable);
    }
  });

  it('is AES-256-GCM with one key per purpose, bound to its place', () => {
    const keys = ['channels.token', 'channels.app_secret'].map((purpose) => {
      const [, , nonce = '', body = ''] = box.seal(purpose, 'row', 'secret').split('.');
      const derived = Buffer.from(hkdfSync('sha256', key, '', `duihua:${purpose}`, 32));
      const decipher = createDecipheriv('aes-256-gcm', derived, Buffer.from(nonce, 'base64url'));
      const bytes = Buffer.from(body, 'base64url');
      decipher.setAAD(Buffer.from(JSON.stringify([purpose, 'row']))).setAuthTag(bytes.subarray(-16));
      const clear = Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]);
      expect(clear.toString('utf8')).toBe('secret');
      return derived.toString('hex');
    });
    expect(new Set(keys).size).toBe(2);
  });

  it('opens what an older key sealed, and says that it is old; a missing key is named', () => {
    const sealed = box.seal('a', 'b', 'secret');
    const rotated = createSecretBox([randomBytes(32), key]);
    expect(rotated.open('a', 'b', sealed)).toBe('secret');
    expect([box.isCurrent(sealed), rotated.isCurrent(sealed)]).toEqual([true, false]);
    expect(() => createSecretBox([randomBytes(32)]).open('a', 'b', sealed)).toThrow(/not in SECRET_KEY/);
  });

  it.each(['', 'short', randomBytes(31).toString('base64'), 'ä'.repeat(43), `${key.toString('base64')},`])(
    'refuses the key %j without repeating it',
    (text) => {
      expect(() => parseSecretKeys(text)).toThrow(SecretKeyMalformed);
      expect(() => parseSecretKeys(text)).not.toThrow(new RegExp(text === '' ? 'never' : 'short|ä'));
    },
  );

  it('accepts several keys, with spaces around them', () => {
    expect(parseSecretKeys(` ${key.toString('base64')} , ${key.toString('base64url')}`)).toEqual([key, key]);
  });
});

describe('passwords', () => {
  it('match or don’t, and a missing one never matches', async () => {
    const passwords = createPasswords();
    const hash = await passwords.hash('right');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.verify(hash, 'right')).toBe(true);
    expect(await passwords.verify(hash, 'wrong')).toBe(false);
    expect(await passwords.verify(null, 'right')).toBe(false);
  });

  it('are hashed one at a time; too many at once are refused', async () => {
    const passwords = createPasswords();
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => passwords.hash('x')));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(9);
    expect(refused.every(({ reason }) => reason instanceof PasswordQueueFull)).toBe(true);
    await passwords.hash('x');
  });
});

describe('ids and secrets', () => {
  it('ids are UUIDs of version 7 that increase with time', async () => {
    const ids: string[] = [];
    for (let made = 0; made < 5; made += 1) {
      ids.push(newId());
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    for (const id of ids)
      expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect([...ids].sort()).toEqual(ids);
  });

  it('secrets are long, and newLettersAndDigits contains nothing else', () => {
    expect(newSecret('x_')).toMatch(/^x_[\w-]{43}$/);
    expect(newLettersAndDigits(43)).toMatch(/^[A-Za-z0-9]{43}$/);
  });
});

describe('an error in the log', () => {
  it('contains no values of the failed query', () => {
    const cause = Object.assign(new Error('duplicate key'), {
      code: '23505',
      constraint: 'x',
      detail: 'canary',
    });
    const message = 'Failed query: insert ($1)\nparams: canary';
    const error = Object.assign(new Error(message, { cause }), { query: 'insert ($1)', params: ['canary'] });
    const logged = toLoggableError(error);
    expect(JSON.stringify(logged)).not.toContain('canary');
    expect(logged).toMatchObject({
      message: 'Failed query: insert ($1)',
      stack: expect.stringContaining('    at '),
      cause: { code: '23505', constraint: 'x', message: 'duplicate key' },
    });
  });

  it('can be anything that was thrown', () => {
    expect(toLoggableError('canary')).toEqual({
      type: 'string',
      message: expect.not.stringContaining('canary'),
    });
  });
});
