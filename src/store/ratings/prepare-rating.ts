import { assignMenuIds } from '../../domain/bots/menu-ids';
import { newId } from '../../platform/ids';
import { createBotMenus } from '../bots/bot-menus';
import { parseDeskSettings } from '../channels/channel-settings';
import type { Database } from '../engine/database-types';
import { asRows, rowsOf } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { botMenuChoices } from '../schema/bot-turns';
import { channels } from '../schema/channels';
import { conversations } from '../schema/conversations';
import { messages } from '../schema/messages';
import { ratings } from '../schema/ratings';

/** No bot sent the menu. */
const NO_BOT = '';

const message = namesOf(messages);
const choice = namesOf(botMenuChoices);
const rating = namesOf(ratings);
const c = columnsAs(conversations, 'c');

/**
 * Stores the question for a rating as a menu message, with what its numbers stand for, under `dedupKey`; nothing if that was
 * done before. Fails if a number was given away in the meantime. A conversation that is not stored is not asked for.
 */
export async function prepareRating(
  database: Pick<Database, 'db'>,
  { conversationId, dedupKey }: { readonly conversationId: string; readonly dedupKey: string },
): Promise<void> {
  const { db } = database;
  const [row] = await rowsOf<
    RowOf<typeof channels, 'settings'> & RowOf<typeof conversations, 'contactId' | 'channelId'>
  >(
    db,
    sql`select ${channels.settings}, ${c.contactId}, ${c.channelId} from ${conversations} c
        join ${channels} on ${channels.id} = ${c.channelId} where ${c.id} = ${conversationId}`,
  );
  if (row === undefined) return;
  const { text, options, askReasonBelow } = parseDeskSettings(row.settings).automatic.rating;
  const items = options.map(({ id, label }) => ({ id, text: label }));
  const used = await createBotMenus(database).usedBy(row.contact_id);
  const { items: numbered, choices } = assignMenuIds([{ type: 'msgmenu', head: text, items }], used);
  const [content] = numbered;
  await db.execute(
    sql`with made as (
          insert into ${messages} (${message.id}, ${message.contactId}, ${message.channelId}, ${message.direction},
            ${message.type}, ${message.content}, ${message.senderKind}, ${message.status}, ${message.whenBlocked},
            ${message.dedupKey})
          values (${newId()}, ${row.contact_id}, ${row.channel_id}, 'outbound', 'msgmenu', ${JSON.stringify(content)}::jsonb,
            'system', 'queued', 'reject', ${dedupKey})
          on conflict (${message.channelId}, ${message.dedupKey}) do nothing returning ${messages.id} as id
        ), numbers as (
          insert into ${botMenuChoices} (${choice.contactId}, ${choice.wireId}, ${choice.botId}, ${choice.menuId},
            ${choice.ratingOf})
          select ${row.contact_id}, input."wireId", ${NO_BOT}, input."menuId", ${conversationId}
          from made cross join ${asRows(choices, '"wireId" int, "menuId" text')}
        )
        insert into ${ratings} (${rating.conversationId}, ${rating.contactId}, ${rating.brandId}, ${rating.channelId},
          ${rating.operatorId}, ${rating.messageId}, ${rating.options}, ${rating.askReasonBelow})
        select ${c.id}, ${c.contactId}, ${c.brandId}, ${c.channelId}, ${c.operatorId}, made.id,
          ${JSON.stringify(options)}::jsonb, ${askReasonBelow}
        from made join ${conversations} c on ${c.id} = ${conversationId}
        on conflict do nothing`,
  );
}
