import type { SecretBox } from '../../platform/secrets/secret-box';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { namesOf, type RowOf, sql } from '../engine/sql';
import { vapidKeys } from '../schema/alerts';

/** The key pair by which push services know this desk (VAPID, RFC 8292), in base64url. */
export type VapidKeys = { readonly publicKey: string; readonly privateKey: string };

const ID = 'desk';
const PURPOSE = 'vapid_keys.private_key';
const names = namesOf(vapidKeys);

/** The stored key pair; the first process that asks creates it with `make`. Throws if no key opens it. */
export async function readOrMakeVapidKeys(
  { db }: Pick<Database, 'db'>,
  secretBox: SecretBox,
  make: () => VapidKeys,
): Promise<VapidKeys> {
  const read = async (): Promise<VapidKeys | null> => {
    const [row] = await rowsOf<RowOf<typeof vapidKeys, 'publicKey' | 'privateKeySealed'>>(
      db,
      sql`select ${vapidKeys.publicKey}, ${vapidKeys.privateKeySealed} from ${vapidKeys}
          where ${vapidKeys.id} = ${ID}`,
    );
    if (row === undefined) return null;
    return { publicKey: row.public_key, privateKey: secretBox.open(PURPOSE, ID, row.private_key_sealed) };
  };
  const known = await read();
  if (known !== null) return known;
  const { publicKey, privateKey } = make();
  await db.execute(
    sql`insert into ${vapidKeys} (${names.id}, ${names.publicKey}, ${names.privateKeySealed})
        values (${ID}, ${publicKey}, ${secretBox.seal(PURPOSE, ID, privateKey)}) on conflict do nothing`,
  );
  const stored = await read();
  if (stored === null) throw new Error('The key pair for web push was gone as soon as it was written.');
  return stored;
}
