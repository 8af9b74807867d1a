/** Parts of statements that send deliveries anew. */
import type { SQL } from 'drizzle-orm';
import { namesOf, sql } from '../engine/sql';
import { webhookDeliveries, webhooks } from '../schema/webhooks';

const delivery = namesOf(webhookDeliveries);
const webhook = namesOf(webhooks);

/** A delivery `d` is as if it had never been tried or taken; what was planned for it is void. `taken_by` and `taking` are left. */
export const ANEW = sql`${delivery.status} = 'pending', ${delivery.cycle} = d.cycle + 1, ${delivery.firstTryAt} = null,
  ${delivery.step} = 0, ${delivery.asked} = 0, ${delivery.isAlone} = false, ${delivery.isDue} = false,
  ${delivery.nextAttemptAt} = null, ${delivery.changedAt} = clock_timestamp()`;

/** Its workflow is woken for them. First, because whoever takes events locks the endpoint before its deliveries. */
export function ask(webhookId: string): SQL {
  return sql`update ${webhooks} set ${webhook.hasAsked} = true where ${webhook.id} = ${webhookId}`;
}
