import { z } from 'zod';
import { ALERT_KINDS } from '../../domain/alerts';
import { sha256 } from '../../platform/ids';
import type { SecretBox } from '../../platform/secrets/secret-box';
import type { Database } from '../engine/database-types';
import { columnsAs, namesOf, sql } from '../engine/sql';
import { wordOf } from '../engine/stored-words';
import { pushSubscriptions } from '../schema/alerts';

const PURPOSE = 'push_subscriptions.subscription';

const subscriptionSchema = z.object({
  endpoint: z.string(),
  keys: z.object({ p256dh: z.string(), auth: z.string() }),
  kinds: z.array(wordOf(ALERT_KINDS)).optional(),
});
/**
 * A browser as its push service knows it (RFC 8030, RFC 8291): where to send, how to encrypt, and which kinds of alerts
 * it wants (absent: all).
 */
export type PushSubscription = z.infer<typeof subscriptionSchema>;

export type PushSubscriptions = {
  /**
   * From now on this browser gets the alerts of this operator and of no one else. The newest 20 of an operator are
   * kept.
   */
  readonly add: (operatorId: string, subscription: PushSubscription) => Promise<void>;
  /** Does nothing if the operator has no such subscription. */
  readonly remove: (operatorId: string, endpoint: string) => Promise<void>;
  /** Removes a subscription that the push service no longer knows. */
  readonly drop: (id: string) => Promise<void>;
};

const MOST_OF_OPERATOR = 20;

const names = namesOf(pushSubscriptions);
const other = columnsAs(pushSubscriptions, 'other');

/** The browsers to be alerted, in `database`. */
export function createPushSubscriptions(
  { db }: Pick<Database, 'db'>,
  { secretBox }: { readonly secretBox: SecretBox },
): PushSubscriptions {
  return {
    async add(operatorId, subscription) {
      const id = sha256(subscription.endpoint);
      const sealed = secretBox.seal(PURPOSE, id, JSON.stringify(subscription));
      await db.execute(
        sql`with added as (
              insert into ${pushSubscriptions} (${names.id}, ${names.operatorId}, ${names.subscriptionSealed})
              values (${id}, ${operatorId}, ${sealed})
              on conflict (${names.id}) do update set ${names.operatorId} = excluded.${names.operatorId},
                ${names.subscriptionSealed} = excluded.${names.subscriptionSealed},
                ${names.createdAt} = statement_timestamp()
            )
            delete from ${pushSubscriptions} where ${pushSubscriptions.id} in (
              select ${other.id} from ${pushSubscriptions} other
              where ${other.operatorId} = ${operatorId} and ${other.id} <> ${id}
              order by ${other.createdAt} desc offset ${MOST_OF_OPERATOR - 1})`,
      );
    },
    async remove(operatorId, endpoint) {
      await db.execute(
        sql`delete from ${pushSubscriptions} where ${pushSubscriptions.operatorId} = ${operatorId}
              and ${pushSubscriptions.id} = ${sha256(endpoint)}`,
      );
    },
    async drop(id) {
      await db.execute(sql`delete from ${pushSubscriptions} where ${pushSubscriptions.id} = ${id}`);
    },
  };
}

/** Reads a subscription that `add` has sealed. Throws if no key opens it. */
export function openSubscription(secretBox: SecretBox, id: string, sealed: string): PushSubscription {
  return subscriptionSchema.parse(JSON.parse(secretBox.open(PURPOSE, id, sealed)));
}
