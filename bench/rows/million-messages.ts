/** Lists, search and a transcript where a million messages are stored. */
import { sql } from 'drizzle-orm';
import type { Database } from '../../src/store/engine/database-types';
import { type Growth, rangeOf } from '../growth';
import { quantile } from '../statistics';
import { type FilledApi, startFilledApi } from './filled-api';
import type { Row } from './row';

const CONVERSATIONS = 20_000;
const CALLS = 200;
const WARM_UP = 20;
const RARE = '冰裂纹';
const RARE_HITS = 50;
const AT_ONCE = 500;
const ROUTES = {
  list: '/conversations?limit=50',
  rare: `/conversations?limit=50&q=${encodeURIComponent(RARE)}`,
  transcript: '/conversations/conversation-7777/messages?limit=50',
} as const;

type RouteName = keyof typeof ROUTES;
type Quantiles = { readonly p50: number; readonly p99: number };

/** With `messages` stored, and with a tenth and a hundredth of them: as much less conversations, each as long. */
export async function measureMillion(messages: number): Promise<Row> {
  const few = await measure(messages / 100);
  const some = await measure(messages / 10);
  const many = await measure(messages);
  const range = rangeOf(messages, 'messages');
  const growthOf = (title: string, name: RouteName): Growth => ({
    title: `${title}, ${range}`,
    unit: 'ms',
    values: [few[name].p50, some[name].p50, many[name].p50],
  });
  return {
    floor: figuresOf(few),
    duihua: figuresOf(many),
    growth: [
      growthOf('list of conversations', 'list'),
      growthOf('search for a rare word', 'rare'),
      growthOf('page of a transcript', 'transcript'),
    ],
  };
}

function figuresOf({ list, rare, transcript }: Readonly<Record<RouteName, Quantiles>>): Row['floor'] {
  return { millionList: list.p99, millionRare: rare.p99, millionTranscript: transcript.p99 };
}

async function measure(messages: number): Promise<Readonly<Record<RouteName, Quantiles>>> {
  const conversations = Math.min(CONVERSATIONS, Math.max(100, messages / 50));
  const every = Math.ceil(conversations / RARE_HITS);
  const api = await startFilledApi({
    conversations,
    brands: 4,
    textOf: (number) =>
      number % every === 0 ? `这只杯子有${RARE}吗？ ${number}` : `您好，订单 ${number} 到哪里了？`,
  });
  try {
    await continueTranscripts(api.database, conversations, Math.round(messages / conversations));
    const transcript = ROUTES.transcript.replace('7777', String(Math.min(7_777, conversations)));
    return {
      list: await quantilesOf(api, ROUTES.list),
      rare: await quantilesOf(api, ROUTES.rare),
      transcript: await quantilesOf(api, transcript),
    };
  } finally {
    await api.close();
  }
}

/** Makes each conversation so many messages long. */
async function continueTranscripts(
  { db, exclusively }: Database,
  conversations: number,
  each: number,
): Promise<void> {
  await exclusively('fill-messages', async (tx) => {
    // Reports are not what is measured.
    await tx.execute(sql`set local session_replication_role = replica`);
    for (let from = 1; from <= conversations; from += AT_ONCE) {
      await tx.execute(sql`insert into messages (id, contact_id, channel_id, conversation_id, direction, type, content, seq,
            sender_kind, status, created_at, sent_at)
          select 'more-' || c.n || '-' || m, c.contact_id, c.channel_id, c.id, kind, 'text',
            jsonb_build_object('type', 'text', 'text', '第' || m || '条：订单 ' || c.n * 31 + m || ' tracking invoice'), m,
            case kind when 'inbound' then 'contact' else 'operator' end, case kind when 'outbound' then 'sent' end, at,
            case kind when 'outbound' then at end
          from (select *, split_part(id, '-', 2)::int as n from conversations
              where id = any (array(select 'conversation-' || n from generate_series(${from}::int, ${from + AT_ONCE - 1}::int) n))) as c,
            generate_series(2, ${each}::int) m,
            lateral (select c.started_at + m * interval '1 minute' as at,
              case when m % 2 = 0 then 'outbound' else 'inbound' end as kind) as one`);
    }
    await tx.execute(sql`update contacts set last_seq = ${each}::int`);
  });
  await db.execute(sql`analyze`);
}

async function quantilesOf(api: FilledApi, route: string): Promise<Quantiles> {
  const all: number[] = [];
  for (let call = -WARM_UP; call < CALLS; call += 1) {
    const tookMs = await api.get('token', route);
    if (call >= 0) all.push(tookMs);
  }
  return { p50: quantile(all, 0.5), p99: quantile(all, 0.99) };
}
