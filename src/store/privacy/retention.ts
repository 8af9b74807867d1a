import type { SQL } from 'drizzle-orm';
import { dueBefore } from '../../domain/retention';
import { parseDeskSettings } from '../channels/channel-settings';
import type { Database, Db } from '../engine/database-types';
import { rowsOf, toTextArray, toTimestamp } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { channels } from '../schema/channels';
import { completedAtOf, conversations } from '../schema/conversations';
import { attachments } from '../schema/files';
import { messages } from '../schema/messages';
import { isOnItsWay, isUnfiled } from '../transcript/row-life';
import { type ContentStore, sweepMedia } from './media-sweep';
import { isNotHeld } from './message-scope';
import { removeFiles } from './remove-files';
import { removeOtherWords, removeWords } from './remove-words';
import { untilNone } from './until-none';

/** `conversations`: those whose words or files it was about; also `messages` outside any conversation count. */
export type RetentionCounts = {
  readonly conversations: number;
  readonly messages: number;
  readonly files: number;
};

export type RetentionStore = {
  /** What would be removed at `asOf` (epoch ms). */
  readonly plan: (asOf: number) => Promise<RetentionCounts>;
  /**
   * Removes some of what is due at `asOf`, for about as long as `forMs`; `isDone`: nothing is left. Each conversation is
   * marked when it is finished, so that a run that breaks off goes on there.
   */
  readonly removeSome: (
    asOf: number,
    forMs: number,
  ) => Promise<RetentionCounts & { readonly isDone: boolean }>;
};

type What = 'words' | 'files';
/** What is due in a channel: everything that was completed at or before `before` (epoch ms). */
type Due = { readonly channelId: string; readonly what: What; readonly before: number };

const CONVERSATIONS_AT_ONCE = 20;
const OUTSIDE_AT_ONCE = 500;
export const NOTHING_REMOVED: RetentionCounts = { conversations: 0, messages: 0, files: 0 };

const c = columnsAs(conversations, 'c');
const m = columnsAs(messages, 'm');
const a = columnsAs(attachments, 'a');
const conversation = namesOf(conversations);

/** Removes what channels do not keep any longer; nothing of open conversations, and of contacts under legal hold. */
export function createRetentionStore(
  database: Pick<Database, 'db'>,
  { mediaStore, now = Date.now }: { readonly mediaStore: ContentStore; readonly now?: () => number },
): RetentionStore {
  const { db } = database;
  return {
    async plan(asOf) {
      let total = NOTHING_REMOVED;
      for (const due of await dueIn(db, asOf)) total = add(total, await countDue(db, due));
      return total;
    },
    async removeSome(asOf, forMs) {
      const until = now() + forMs;
      let total = NOTHING_REMOVED;
      for (const due of await dueIn(db, asOf)) {
        for (;;) {
          const removed = await removeBatch(database, due);
          if (removed === null) break;
          total = add(total, removed);
          if (now() >= until) return { ...total, isDone: false };
        }
      }
      while ((await sweepMedia(database, mediaStore)) > 0) {
        if (now() >= until) return { ...total, isDone: false };
      }
      return { ...total, isDone: true };
    },
  };
}

/** What the settings of all channels say, deleted ones included. */
async function dueIn(db: Db, asOf: number): Promise<readonly Due[]> {
  const rows = await rowsOf<RowOf<typeof channels, 'id' | 'settings'>>(
    db,
    sql`select ${channels.id}, ${channels.settings} from ${channels}
        where jsonb_exists(${channels.settings}, 'retention') order by ${channels.id}`,
  );
  return rows.flatMap(({ id: channelId, settings }) => {
    const { messagesDays, filesDays } = parseDeskSettings(settings).retention;
    const words = dueBefore(messagesDays, asOf);
    const files = dueBefore(filesDays, asOf);
    return [
      ...(files === null ? [] : [{ channelId, what: 'files', before: files } as const]),
      ...(words === null ? [] : [{ channelId, what: 'words', before: words } as const]),
    ];
  });
}

/** Null: there was nothing left. */
async function removeBatch(database: Pick<Database, 'db'>, due: Due): Promise<RetentionCounts | null> {
  const { db } = database;
  const found = await rowsOf<RowOf<typeof conversations, 'id'>>(
    db,
    sql`select ${c.id} from ${conversations} c where ${isDue(due)}
        order by ${completedAtOf(c)} limit ${CONVERSATIONS_AT_ONCE}`,
  );
  const conversationIds = found.map(({ id }) => id);
  if (conversationIds.length > 0) {
    const removed = await removeOf(database, due.what, { conversationIds });
    if (due.what === 'words') await removeOtherWords(database, { conversationIds });
    const column = due.what === 'words' ? conversation.wordsRemovedAt : conversation.filesRemovedAt;
    await db.execute(
      sql`update ${conversations} set ${column} = clock_timestamp() where ${conversation.id} in (
            select ${c.id} from ${conversations} c where ${c.id} = any(${toTextArray(conversationIds)})
              and ${isOver()} order by ${c.id} for no key update)`,
    );
    return { ...removed, conversations: conversationIds.length };
  }
  // Files that another message uses stay due: what comes after them is looked at as well.
  for (let after = ''; ; ) {
    const outside = await rowsOf<RowOf<typeof messages, 'id'>>(
      db,
      sql`select ${m.id} from ${messages} m where ${isDueOutside(due)} and ${m.id} > ${after}
          order by ${m.id} limit ${OUTSIDE_AT_ONCE}`,
    );
    const last = outside.at(-1);
    if (last === undefined) return null;
    const removed = await removeOf(database, due.what, { messageIds: outside.map(({ id }) => id) });
    if (removed.messages + removed.files > 0) return removed;
    after = last.id;
  }
}

async function removeOf(
  database: Pick<Database, 'db'>,
  what: What,
  scope: Parameters<typeof removeWords>[1],
): Promise<RetentionCounts> {
  const remove = what === 'words' ? removeWords : removeFiles;
  const count = await untilNone(() => remove(database, scope));
  return { ...NOTHING_REMOVED, [what === 'words' ? 'messages' : 'files']: count };
}

async function countDue(db: Db, due: Due): Promise<RetentionCounts> {
  const [row] = await rowsOf<{ conversations: number }>(
    db,
    sql`select count(*)::int as conversations from ${conversations} c where ${isDue(due)}`,
  );
  // Each by its own index.
  const ofDue = sql`${m.conversationId} in (select ${c.id} from ${conversations} c where ${isDue(due)})`;
  const count = (await countRows(db, due.what, ofDue)) + (await countRows(db, due.what, isDueOutside(due)));
  return {
    conversations: row?.conversations ?? 0,
    messages: due.what === 'words' ? count : 0,
    files: due.what === 'files' ? count : 0,
  };
}

async function countRows(db: Db, what: What, isMeant: SQL): Promise<number> {
  const [row] = await rowsOf<{ rows: number }>(
    db,
    what === 'words'
      ? sql`select count(*)::int as rows from ${messages} m
            where ${isMeant} and not jsonb_exists(${m.content}, 'wordsRemoved')`
      : sql`select count(distinct ${a.id})::int as rows from ${attachments} a
              join ${messages} m on ${a.id} = ${m.content} ->> 'attachmentId'
            where ${isMeant} and ${a.errorCode} is distinct from 'removed'`,
  );
  return row?.rows ?? 0;
}

/** The conversation is over for long enough, and was not dealt with. Worded as in the partial indexes. */
function isDue({ channelId, what, before }: Due): SQL {
  const removedAt = what === 'words' ? c.wordsRemovedAt : c.filesRemovedAt;
  return sql`(${c.channelId} = ${channelId} and ${isOver()} and ${removedAt} is null and ${completedAtOf(c)} <= ${before})`;
}

/** It is completed and not held, and nothing of it is still on its way, whose words are left alone. */
function isOver(): SQL {
  return sql`${c.state} = 'completed' and ${isNotHeld(c.contactId)} and not exists (
    select from ${messages} m where ${m.conversationId} = ${c.id} and ${isOnItsWay(m)})`;
}

/** The row belongs to no conversation: what was received while none could begin, events, and what was never accepted. */
function isDueOutside({ channelId, what, before }: Due): SQL {
  const isLeft =
    what === 'words'
      ? sql`not jsonb_exists(${m.content}, 'wordsRemoved')`
      : sql`jsonb_exists(${m.content}, 'attachmentId') and exists (select from ${attachments} a
          where ${a.id} = ${m.content} ->> 'attachmentId' and ${a.errorCode} is distinct from 'removed')`;
  return sql`(${m.channelId} = ${channelId} and ${m.conversationId} is null and ${isLeft}
    and ${m.createdAt} <= ${toTimestamp(before)} and not (${isUnfiled(m)})
    and (${isOnItsWay(m)}) is not true and ${isNotHeld(m.contactId)})`;
}

function add(one: RetentionCounts, other: RetentionCounts): RetentionCounts {
  return {
    conversations: one.conversations + other.conversations,
    messages: one.messages + other.messages,
    files: one.files + other.files,
  };
}
