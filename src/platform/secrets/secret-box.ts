/**
 * Secrets at rest: AES-256-GCM, with one key per purpose derived from `SECRET_KEY`, bound to the row they belong to, so
 * that a sealed value copied to another row or column does not open.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'v1';

/** `SECRET_KEY` is malformed; the message says how, without repeating it. */
export class SecretKeyMalformed extends Error {
  override readonly name = 'SecretKeyMalformed';
}

/** A stored secret cannot be read: it was sealed with a key that is not in `SECRET_KEY`, or has been changed since. */
export class SecretUnreadable extends Error {
  override readonly name = 'SecretUnreadable';
}

export type SecretBox = {
  /** Seals `clear` for one place, e.g. the purpose `channels.token` and the row's id. */
  seal(purpose: string, rowId: string, clear: string): string;
  /** Opens what `seal` made for the same place; otherwise throws {@link SecretUnreadable}. */
  open(purpose: string, rowId: string, sealed: string): string;
  /** Whether `sealed` was made with the first key; false: seal it again during rotation. */
  isCurrent(sealed: string): boolean;
  /** Ids of the keys, which reveal nothing about them; the first one seals. */
  readonly keyIds: readonly string[];
};

/**
 * Parses `SECRET_KEY`: 32 bytes in base64; older keys, which only open, follow after commas.
 * @throws SecretKeyMalformed
 */
export function parseSecretKeys(text: string): readonly Buffer[] {
  return text.split(',').map((part, index) => {
    const key = Buffer.from(part.trim(), 'base64');
    // Node skips characters that are not base64, so the length alone proves nothing.
    const isBase64 = /^[A-Za-z0-9+/_-]+={0,2}$/.test(part.trim());
    if (!isBase64 || key.length !== KEY_BYTES) {
      throw new SecretKeyMalformed(
        `SECRET_KEY: key ${index + 1} is not 32 bytes in base64. Make one with: openssl rand -base64 32`,
      );
    }
    return key;
  });
}

/** Creates the box. The first key seals; all of them open. */
export function createSecretBox(keys: readonly Buffer[]): SecretBox {
  const byId = new Map(keys.map((key) => [keyId(key), key]));
  const [current] = keys;
  if (current === undefined) throw new SecretKeyMalformed('SECRET_KEY contains no key.');
  const currentId = keyId(current);
  const derived = new Map<string, Buffer>();

  const keyFor = (id: string, master: Buffer, purpose: string): Buffer => {
    const name = `${id}:${purpose}`;
    const known = derived.get(name);
    if (known !== undefined) return known;
    const key = Buffer.from(hkdfSync('sha256', master, '', `duihua:${purpose}`, KEY_BYTES));
    derived.set(name, key);
    return key;
  };

  return {
    seal(purpose, rowId, clear) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keyFor(currentId, current, purpose), nonce);
      cipher.setAAD(associatedData(purpose, rowId));
      const body = Buffer.concat([cipher.update(clear, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return [VERSION, currentId, nonce.toString('base64url'), body.toString('base64url')].join('.');
    },
    open(purpose, rowId, sealed) {
      const [version, id = '', nonceText = '', bodyText = ''] = sealed.split('.');
      const master = byId.get(id);
      if (version !== VERSION || master === undefined) {
        throw new SecretUnreadable(
          `A secret (${purpose}) was sealed with the key ${id}, which is not in SECRET_KEY.`,
        );
      }
      const body = Buffer.from(bodyText, 'base64url');
      try {
        const key = keyFor(id, master, purpose);
        const options = { authTagLength: TAG_BYTES };
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonceText, 'base64url'), options);
        decipher.setAAD(associatedData(purpose, rowId));
        decipher.setAuthTag(body.subarray(-TAG_BYTES));
        return decipher.update(body.subarray(0, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
      } catch (error) {
        throw new SecretUnreadable(`A secret (${purpose}) was changed since it was sealed.`, {
          cause: error,
        });
      }
    },
    isCurrent: (sealed) => sealed.startsWith(`${VERSION}.${currentId}.`),
    keyIds: [...byId.keys()],
  };
}

/** An id that distinguishes keys without revealing anything about them. */
function keyId(key: Buffer): string {
  return createHash('sha256').update('duihua key id').update(key).digest('hex').slice(0, 8);
}

function associatedData(purpose: string, rowId: string): Buffer {
  return Buffer.from(JSON.stringify([purpose, rowId]), 'utf8');
}
