import type { AlertKind } from '../../domain/alerts';
import { ALERT_KINDS } from '../../domain/alerts';
import type { Database } from '../engine/database-types';
import { rowsOf, toTextArray } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { wordOf } from '../engine/stored-words';
import { alertPushes, alerts, pushSubscriptions } from '../schema/alerts';
import { conversations } from '../schema/conversations';
import { brandMembers, brands, operators } from '../schema/people';

/** An alert to be sent to one browser. */
export type DuePush = {
  readonly id: string;
  readonly subscriptionId: string;
  readonly subscriptionSealed: string;
  readonly kind: AlertKind;
  readonly conversationId: string;
  readonly brandName: string;
};

export type PushOutbox = {
  /**
   * Claims up to `limit` due pushes for this process. No other process gets them until a pause is over, which doubles
   * with each try. Drops those that are too old, were tried too often, have since been seen, or whose receiver is gone
   * or no longer works for the brand.
   */
  readonly claim: (limit: number) => Promise<readonly DuePush[]>;
  /** Removes pushes that were sent or never will be. */
  readonly remove: (ids: readonly string[]) => Promise<void>;
};

/** An older alert is of no more use on a phone. */
const OLDEST_MINUTES = 60;
/** With the pauses: 30 s, then 1, 2, 4 and 8 minutes. */
const MOST_TRIES = 5;
const FIRST_PAUSE_SECONDS = 30;

const p = columnsAs(alertPushes, 'p');
const names = namesOf(alertPushes);
const kindSchema = wordOf(ALERT_KINDS);

type Row = RowOf<typeof alertPushes, 'id' | 'subscriptionId'> & {
  readonly is_over: boolean;
  readonly sealed: string | null;
  readonly kind: string | null;
  readonly conversation_id: string | null;
  readonly brand_name: string | null;
};

/** The alerts on their way to browsers, in `database`. They are written with the alert (migration 0021). */
export function createPushOutbox({ db }: Pick<Database, 'db'>): PushOutbox {
  const remove = async (ids: readonly string[]): Promise<void> => {
    if (ids.length === 0) return;
    await db.execute(
      // In one order everywhere, so that no two processes wait for each other.
      sql`delete from ${alertPushes} where ${alertPushes.id} in (
            select ${p.id} from ${alertPushes} p where ${p.id} = any(${toTextArray(ids)}::bigint[])
            order by ${p.id} for update)`,
    );
  };
  return {
    async claim(limit) {
      const rows = await rowsOf<Row>(
        db,
        sql`with due as (
              select ${p.id} from ${alertPushes} p where ${p.againAt} <= clock_timestamp()
              order by ${p.againAt} limit ${limit} for update skip locked
            ), claimed as (
              update ${alertPushes} as p set ${names.tries} = p.tries + 1,
                ${names.againAt} = clock_timestamp() + ${FIRST_PAUSE_SECONDS} * 2 ^ p.tries * interval '1 second'
              from due where ${p.id} = due.id returning p.*
            )
            select p.id, p.subscription_id, ${pushSubscriptions.subscriptionSealed} as sealed, ${alerts.kind} as kind,
              ${alerts.conversationId} as conversation_id, ${brands.name} as brand_name,
              (p.tries > ${MOST_TRIES} or p.created_at < clock_timestamp() - ${OLDEST_MINUTES} * interval '1 minute'
                or ${alerts.seenAt} is not null or ${operators.disabledAt} is not null
                or (${operators.role} <> 'administrator' and not exists (select from ${brandMembers}
                  where ${brandMembers.brandId} = ${conversations.brandId}
                    and ${brandMembers.operatorId} = ${operators.id}))) as is_over
            from claimed p
              left join ${pushSubscriptions} on ${pushSubscriptions.id} = p.subscription_id
              left join ${alerts} on ${alerts.id} = p.alert_id
                and ${alerts.operatorId} = ${pushSubscriptions.operatorId}
              left join ${operators} on ${operators.id} = ${alerts.operatorId}
              left join ${conversations} on ${conversations.id} = ${alerts.conversationId}
              left join ${brands} on ${brands.id} = ${conversations.brandId}`,
      );
      const due: DuePush[] = [];
      const over: string[] = [];
      for (const { id, subscription_id, sealed, kind, conversation_id, brand_name, is_over } of rows) {
        const isGone = sealed === null || kind === null || conversation_id === null || brand_name === null;
        if (isGone || is_over) over.push(String(id));
        else {
          due.push({
            id: String(id),
            subscriptionId: subscription_id,
            subscriptionSealed: sealed,
            kind: kindSchema.parse(kind),
            conversationId: conversation_id,
            brandName: brand_name,
          });
        }
      }
      await remove(over);
      return due;
    },
    remove,
  };
}
