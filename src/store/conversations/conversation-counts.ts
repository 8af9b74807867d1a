/** How many conversations the lists have. Every count stops at a limit, which bounds the number of rows it reads. */
import type { SQL } from 'drizzle-orm';
import { LISTS, type ListName, STATES_OF } from '../../domain/lists/lists';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { sql } from '../engine/sql';
import { type ConversationFilter, countUpTo } from './conversation-pages';
import { countTrouble } from './conversation-trouble';

/** `isMore`: there are more than were counted. */
export type ConversationCount = { readonly count: number; readonly isMore: boolean };
export type ConversationCounts = Readonly<Record<CountedList, ConversationCount>>;

/** The lists, and `needsLook` for the conversations with messages that need a look. */
type CountedList = ListName | 'needsLook';

/**
 * Counts are exact up to 10,000 for `mine`, `waiting` and `missed`, the work that operators have left, and up to 1,000
 * for the others.
 */
const COUNTED_UP_TO: Readonly<Record<CountedList, number>> = {
  mine: 10_000,
  waiting: 10_000,
  missed: 10_000,
  completed: 1_000,
  all: 1_000,
  bot: 1_000,
  needsLook: 1_000,
};

/** Counts the lists of `operatorId` in the filter's brands and channel, in one statement that reads only indexes. */
export async function countLists(
  { db }: Pick<Database, 'db'>,
  filter: Pick<ConversationFilter, 'brandIds' | 'channelId' | 'groupIds'>,
  operatorId: string,
): Promise<ConversationCounts> {
  const counted = filter.brandIds?.length === 0 ? [] : await rowsOf<Row>(db, statement(filter, operatorId));
  const ofList = (list: CountedList): ConversationCount => {
    const found = Number(counted.find((row) => row.list === list)?.count ?? 0);
    const most = COUNTED_UP_TO[list];
    return { count: Math.min(found, most), isMore: found > most };
  };
  return {
    mine: ofList('mine'),
    waiting: ofList('waiting'),
    missed: ofList('missed'),
    completed: ofList('completed'),
    all: ofList('all'),
    bot: ofList('bot'),
    needsLook: ofList('needsLook'),
  };
}

type Row = { readonly list: string; readonly count: number | string };

function statement(
  filter: Pick<ConversationFilter, 'brandIds' | 'channelId' | 'groupIds'>,
  operatorId: string,
): SQL {
  const counts = LISTS.map((list) => {
    const own = list === 'mine' ? { operatorId } : {};
    const count = countUpTo(
      { ...filter, ...own, isSnoozed: false, states: STATES_OF[list] },
      COUNTED_UP_TO[list],
    );
    return sql`select ${list}::text as list, (${count}) as count`;
  });
  const trouble = countTrouble({ ...filter, isSnoozed: false }, COUNTED_UP_TO.needsLook);
  const needsLook = sql`select 'needsLook'::text as list, (${trouble}) as count`;
  return sql.join([...counts, needsLook], sql` union all `);
}
