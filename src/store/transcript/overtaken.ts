/**
 * WeChat guarantees no order. Among the events that say whether a contact follows the account, the newest by WeChat's own
 * time counts, in whatever order they arrive; of two in the same second (WeChat's precision) the one that arrived later.
 */
import type { SQL } from 'drizzle-orm';
import { columnsAs, sql } from '../engine/sql';
import { messages } from '../schema/messages';
import { isInboxItem } from './row-life';

const item = columnsAs(messages, 'item');
const newer = columnsAs(messages, 'newer');

/** Actions that, as far as is known, only a follower can take. */
const BY_FOLLOWERS = sql`(${newer.action} in ('follow', 'scan', 'message', 'menu_tap', 'menu_message_tap')
  or ${newer.type} in ('location_report', 'menu_view', 'menu_photo', 'menu_location', 'menu_miniprogram'))`;

/**
 * Whether two times of WeChat are by the same clock. WeChat gives up a delivery long before a day has passed, so if the
 * delays of two items differ by more than a day, their times cannot be compared.
 */
const ARE_COMPARABLE = sql`abs(extract(epoch from (${newer.createdAt} - ${newer.wechatCreatedAt})
  - (${item.createdAt} - ${item.wechatCreatedAt}))) <= 86400`;

/**
 * Whether an item had been overtaken when it arrived: something newer that says the opposite was already there. An
 * expression on a row `item` of `messages`: a follow, a scan or an unfollow.
 */
export const WAS_OVERTAKEN: SQL = opposite(sql`${newer.inboxNumber} < ${item.inboxNumber}
  and ${newer.wechatCreatedAt} > ${item.wechatCreatedAt} and ${ARE_COMPARABLE}`);

/** Whether something newer says the opposite by now, even if it arrived later. On a row `item` of `messages`. */
export const IS_OVERTAKEN: SQL = opposite(sql`case when ${ARE_COMPARABLE}
  then (${newer.wechatCreatedAt}, ${newer.inboxNumber}) > (${item.wechatCreatedAt}, ${item.inboxNumber})
  else ${newer.inboxNumber} > ${item.inboxNumber} end`);

function opposite(isNewer: SQL): SQL {
  return sql`exists (
    select 1 from ${messages} newer where ${newer.contactId} = ${item.contactId} and ${isInboxItem(newer)}
      and case ${item.action} when 'unfollow' then ${BY_FOLLOWERS} else ${newer.action} = 'unfollow' end and ${isNewer})`;
}
