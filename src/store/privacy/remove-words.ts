import { FACTS_THAT_STAY, WORDS_REMOVED } from '../../domain/messages/without-words';
import type { Database } from '../engine/database-types';
import { rowsOf, toTextArray } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { askedTransfers } from '../schema/alerts';
import { botTurns } from '../schema/bot-turns';
import { conversations } from '../schema/conversations';
import { draftSuggestions, drafts } from '../schema/drafts';
import { eventFacts } from '../schema/facts';
import { macroRuns } from '../schema/macros';
import { messages } from '../schema/messages';
import { qrCodes } from '../schema/qr-codes';
import { ratings } from '../schema/ratings';
import { announce } from '../transcript/changes';
import { isOnItsWay } from '../transcript/row-life';
import { isMeant, type MessageScope, meantConversations, notHeld } from './message-scope';

/** Rows of one transaction: it holds their locks for well under a second. */
export const MESSAGES_AT_ONCE = 500;

const m = columnsAs(messages, 'm');
const f = columnsAs(eventFacts, 'f');
const message = namesOf(messages);
const fact = namesOf(eventFacts);
const turn = namesOf(botTurns);
const rating = namesOf(ratings);
const conversation = namesOf(conversations);

/**
 * Overwrites the words of the messages that `scope` means, notes and events included: of each content only
 * {@link FACTS_THAT_STAY} and the mark {@link WORDS_REMOVED} stay, and of WeChat's refusal only its code. Bodies of webhook
 * deliveries of the contacts are deleted with them. At most {@link MESSAGES_AT_ONCE} messages; returns how many, so that a
 * caller repeats it until it returns 0, and a crash in between loses nothing. Of conversations, a message that is on its way
 * is left alone: its words are still needed.
 * @example while ((await removeWords(database, { contactId })) > 0);
 */
export async function removeWords(
  { db }: Pick<Database, 'db'>,
  scope: MessageScope,
  limit = MESSAGES_AT_ONCE,
): Promise<number> {
  const isSettled = 'contactId' in scope ? sql`` : sql`and (${isOnItsWay(m)}) is not true`;
  return db.transaction(async (tx) => {
    // The trigger would forget the contact's deliveries once for each message.
    await tx.execute(sql`select set_config('duihua.forgets_by_itself', 'on', true)`);
    const isFree = await notHeld(tx, scope);
    const changed = await rowsOf<RowOf<typeof messages, 'id' | 'conversationId' | 'contactId'>>(
      tx,
      sql`with chosen as materialized (
            select ${m.id} from ${messages} m
            where ${isMeant(m, scope)} and not jsonb_exists(${m.content}, ${WORDS_REMOVED}) ${isSettled}
              and ${isFree(m.contactId)}
            order by ${m.id} limit ${limit} for no key update)
          update ${messages} m set ${message.changedAt} = clock_timestamp(), ${message.error} = ${m.error} - 'errmsg',
            ${message.content} = jsonb_build_object(${WORDS_REMOVED}::text, true) || coalesce((
              select jsonb_object_agg(fact.key, fact.value) from jsonb_each(${m.content}) as fact
              where fact.key = any(${toTextArray(FACTS_THAT_STAY)}) and jsonb_typeof(fact.value) <> 'object'
                -- Of other codes it is not known what they say.
                and (fact.key <> 'scene' or exists (select from ${qrCodes}
                  where ${qrCodes.channelId} = ${m.channelId} and ${qrCodes.scene} = fact.value #>> '{}'))), '{}')
          from chosen where ${m.id} = chosen.id
          returning ${m.id}, ${m.conversationId}, ${m.contactId}`,
    );
    if (changed.length === 0) return 0;
    // As `facts:rebuild` would have it from now on.
    await tx.execute(
      sql`update ${eventFacts} f set ${fact.label} = null
          where ${f.messageId} = any(${toTextArray(changed.map(({ id }) => id))})
            and ${f.kind} not in ('handover', 'returned') and ${f.label} is not null
            and not exists (select from ${qrCodes}
              where ${qrCodes.channelId} = ${f.channelId} and ${qrCodes.scene} = ${f.label})`,
    );
    const contactIds = [...new Set(changed.map((one) => one.contact_id))];
    await tx.execute(sql`select forget_delivered_of(${toTextArray(contactIds)})`);
    const conversationIds = changed.flatMap((one) => one.conversation_id ?? []);
    await tx.execute(
      announce({
        conversationIds: [...new Set(conversationIds)],
        messageIds: changed.map(({ id }) => id),
      }),
    );
    return changed.length;
  });
}

/**
 * Deletes words of conversations that are in no message: drafts, suggested replies, notes of transfers, comments of
 * ratings, what bots remember or meant to note, and runs of macros; of an erased contact also tags.
 */
export async function removeOtherWords(
  { db }: Pick<Database, 'db'>,
  scope: Exclude<MessageScope, { readonly messageIds: readonly string[] }>,
): Promise<void> {
  await db.transaction(async (tx) => {
    const isFree = await notHeld(tx, scope);
    const ids = sql`array(select ${conversations.id} from ${conversations}
      where ${conversations.id} = any(${meantConversations(scope)}) and ${isFree(conversations.contactId)})`;
    const isOf = (conversationId: unknown) => sql`${conversationId} = any(${ids})`;
    await tx.execute(sql`delete from ${drafts} where ${isOf(drafts.conversationId)}`);
    await tx.execute(sql`delete from ${draftSuggestions} where ${isOf(draftSuggestions.conversationId)}`);
    await tx.execute(sql`delete from ${askedTransfers} where ${isOf(askedTransfers.conversationId)}`);
    await tx.execute(sql`delete from ${macroRuns} where ${isOf(macroRuns.conversationId)}`);
    await tx.execute(
      sql`update ${ratings} set ${rating.comment} = null, ${rating.awaitsComment} = false
          where ${isOf(ratings.conversationId)} and (${rating.comment} is not null or ${rating.awaitsComment})`,
    );
    await tx.execute(
      sql`update ${botTurns} set ${turn.memory} = null, ${turn.answer} = ${turn.answer} - 'note'
          where ${isOf(botTurns.conversationId)}
            and (${turn.memory} is not null or jsonb_exists(${turn.answer}, 'note'))`,
    );
    if (!('contactId' in scope)) return;
    await tx.execute(
      sql`update ${conversations} set ${conversation.tags} = '{}'
          where ${conversations.contactId} = ${scope.contactId} and ${conversations.tags} <> '{}'`,
    );
  });
}
