import { sql } from 'drizzle-orm';
import type { Database } from '../../src/store/engine/database-types';
import type { StoredBefore } from '../protocol';
import { fillConversations } from './fill-conversations';

const NAMES = ['李雷', '韩梅梅', '王小明', 'Amélie', '山田', '张伟'];
const TEXTS = [
  '好的，谢谢！',
  '请问我的订单什么时候发货？订单号是 20261127001。',
  'Hello, do you ship to Kyoto? I would need it before the end of next week, if that is possible at all.',
  '这款茶还有货吗？我想买两盒送给朋友，一盒普洱，一盒铁观音。能不能分开包装，再各写一张卡片？地址我稍后发给您，麻烦尽快安排，谢谢。',
  '您可以在 https://example.com/orders 查看物流信息。',
  '收到',
];

/** Fills the empty store with a desk's past: many conversations, and a long transcript in the newest one. */
export async function fillPast(
  database: Database,
  { conversations, messagesInNewest }: StoredBefore,
): Promise<void> {
  await fillConversations(database, {
    conversations,
    textOf: (number) => TEXTS[number % TEXTS.length] ?? '',
    nameOf: (number) => `${NAMES[number % NAMES.length]} ${number}`,
  });
  // Messages are three minutes apart; both sides write several in a row, and now and then a note.
  await database.db.execute(
    sql`insert into messages (id, contact_id, channel_id, conversation_id, direction, type, content, seq, sender_kind,
          status, created_at, sent_at)
        select 'long-' || n, contact_id, channel_id, conversations.id, kind, case kind when 'note' then 'note' else 'text' end,
          jsonb_build_object('type', case kind when 'note' then 'note' else 'text' end,
            'text', '第' || n || '条：' || (array[${sql.join(
              TEXTS.map((text) => sql`${text}::text`),
              sql`, `,
            )}])[1 + n * 7 % ${TEXTS.length}::int]),
          n, case kind when 'inbound' then 'contact' else 'operator' end,
          case kind when 'outbound' then 'sent' end, at, case kind when 'outbound' then at end
        from conversations, generate_series(2, ${messagesInNewest}::int) n,
          lateral (select now() - (${messagesInNewest}::int - n) * interval '3 minutes' as at,
            case when n % 40 = 0 then 'note' when n % 7 < 4 then 'inbound' else 'outbound' end as kind)
        where conversations.id = ${`conversation-${conversations}`}`,
  );
  await database.db.execute(
    sql`update contacts set last_seq = ${messagesInNewest} where id = ${`contact-${conversations}`}`,
  );
}
