import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { createSecretBox } from '../../src/platform/secrets/secret-box';
import { SYSTEM } from '../../src/store/people/audit-log';
import { createEraseWords } from '../../src/store/privacy/erase-words';
import { createErasures } from '../../src/store/privacy/erasures';
import { growthInTime } from '../growth';
import { type FilledApi, startFilledApi } from './filled-api';
import type { Row } from './row';

const OTHERS = 20_000;
const MANY = 10_000;
const SOME = 1_000;
const FEW = 100;

/** Erasing a contact with 10,000 messages, until the last word is overwritten, compared with one of 100 (and of 1,000). */
export async function measureErasure(): Promise<Row> {
  const api = await startFilledApi({
    conversations: OTHERS,
    textOf: (number) => `您好，订单 ${number} 什么时候能到？ tracking invoice`,
  });
  try {
    await write(api, 1, FEW);
    await write(api, 2, SOME);
    await write(api, 3, MANY);
    // The first erasure of a process prepares its statements.
    await write(api, 4, FEW);
    await erase(api, 4);
    const seconds = { few: await erase(api, 1), some: await erase(api, 2), many: await erase(api, 3) };
    return {
      floor: { eraseSeconds: seconds.few },
      duihua: { eraseSeconds: seconds.many },
      growth: [
        growthInTime('erasing a contact with 100 to 10,000 messages', [
          seconds.few,
          seconds.some,
          seconds.many,
        ]),
      ],
    };
  } finally {
    await api.close();
  }
}

async function write({ database }: FilledApi, contact: number, messages: number): Promise<void> {
  await database.db.execute(
    sql`insert into messages (id, contact_id, channel_id, conversation_id, direction, type, content, seq, sender_kind, dedup_key)
        select 'erased-' || ${contact}::int || '-' || n, 'contact-' || ${contact}::int, 'channel-0',
          'conversation-' || ${contact}::int, 'inbound', 'text',
          jsonb_build_object('type', 'text', 'text', '请问这只杯子还有吗？ order ' || n), n + 1, 'contact', 'm:' || ${contact}::int || ':' || n
        from generate_series(1, ${messages}::int) n`,
  );
}

/** Seconds until it is hidden and no word is left. */
async function erase({ database }: FilledApi, contact: number): Promise<number> {
  const erasures = createErasures(database, { secretBox: createSecretBox([randomBytes(32)]) });
  const eraseWords = createEraseWords(database, { erasures });
  const startedAt = performance.now();
  const result = await erasures.begin(`contact-${contact}`, 'bench', SYSTEM);
  if (result.type !== 'erased') throw new Error(`The contact was not erased: ${result.type}.`);
  await eraseWords(`contact-${contact}`);
  const seconds = (performance.now() - startedAt) / 1000;
  const { rows } = await database.db.execute(
    sql`select 1 from messages where contact_id = ${`contact-${contact}`} and content::text like '%order%' limit 1`,
  );
  if (rows.length > 0) throw new Error('Words are left.');
  return seconds;
}
