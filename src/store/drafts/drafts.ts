/** Replies that were not sent yet. Who has to load one again is told in the transaction that changes it. */
import { and, eq, lte, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, Db } from '../engine/database-types';
import { hearNotice } from '../engine/hear-notice';
import { toMs } from '../engine/rows';
import { conversations } from '../schema/conversations';
import { draftSuggestions, drafts } from '../schema/drafts';
import { messages } from '../schema/messages';
import { operators } from '../schema/people';

const DRAFTS_CHANNEL = 'duihua_drafts';

const noticeSchema = z.object({ conversationId: z.string(), brandId: z.string(), operatorId: z.string() });

/** The draft of the operator, or the suggestion to them, has changed. Its text is not part of a notice. */
export type DraftNotice = z.infer<typeof noticeSchema>;

export type Suggestion = {
  readonly text: string;
  readonly by: { readonly id: string; readonly name: string };
  /** The name of the API token that suggested it; null: a person did. */
  readonly tool: string | null;
  /** Epoch ms. */
  readonly at: number;
};

export type NewSuggestion = Pick<Suggestion, 'text' | 'tool'> & { readonly operatorId: string };

export type Drafts = {
  /** The operator's draft; null if there is none. */
  readonly find: (conversationId: string, operatorId: string) => Promise<string | null>;
  /** Keeps a draft in the place of the former one; an empty text removes it. */
  readonly set: (conversationId: string, operatorId: string, text: string) => Promise<void>;
  /** What was last suggested to whoever attends the conversation. */
  readonly suggestion: (conversationId: string) => Promise<Suggestion | null>;
  /** Suggests a reply in the place of the former one; an empty text removes it. */
  readonly suggest: (conversationId: string, suggestion: NewSuggestion) => Promise<void>;
  /**
   * A text of the operator was accepted: removes their draft and the suggestion, unless they are newer than the message.
   */
  readonly sent: (
    messageId: string,
    of: { readonly conversationId: string; readonly operatorId: string },
  ) => Promise<void>;
  /** Calls `hear` for the notices of all processes; returns the function that ends it. */
  readonly listen: (hear: (notice: DraftNotice) => void) => Promise<() => Promise<void>>;
};

const NOW = sql`clock_timestamp()`;

/** The drafts in `database`. */
export function createDrafts({ db, listen }: Pick<Database, 'db' | 'listen'>): Drafts {
  return {
    async find(conversationId, operatorId) {
      const [found] = await db
        .select({ text: drafts.text })
        .from(drafts)
        .where(ofOperator(conversationId, operatorId));
      return found?.text ?? null;
    },
    async set(conversationId, operatorId, text) {
      await db.transaction(async (tx) => {
        const changed =
          text === ''
            ? await tx.delete(drafts).where(ofOperator(conversationId, operatorId)).returning()
            : await tx
                .insert(drafts)
                .values({ conversationId, operatorId, text, changedAt: NOW })
                .onConflictDoUpdate({
                  target: [drafts.conversationId, drafts.operatorId],
                  set: { text, changedAt: NOW },
                })
                .returning();
        if (changed.length > 0) await announce(tx, conversationId, sql`${operatorId}::text`);
      });
    },
    async suggestion(conversationId) {
      const [found] = await db
        .select({
          text: draftSuggestions.text,
          tool: draftSuggestions.tool,
          at: draftSuggestions.suggestedAt,
          by: { id: operators.id, name: operators.name },
        })
        .from(draftSuggestions)
        .innerJoin(operators, eq(operators.id, draftSuggestions.operatorId))
        .where(eq(draftSuggestions.conversationId, conversationId));
      return found === undefined ? null : { ...found, at: toMs(found.at) };
    },
    async suggest(conversationId, { text, ...by }) {
      const suggestion = { ...by, text, suggestedAt: NOW };
      await db.transaction(async (tx) => {
        const changed =
          text === ''
            ? await tx.delete(draftSuggestions).where(ofConversation(conversationId)).returning()
            : await tx
                .insert(draftSuggestions)
                .values({ conversationId, ...suggestion })
                .onConflictDoUpdate({ target: draftSuggestions.conversationId, set: suggestion })
                .returning();
        if (changed.length > 0) await announce(tx, conversationId, sql`${conversations.operatorId}`);
      });
    },
    async sent(messageId, { conversationId, operatorId }) {
      await db.transaction(async (tx) => {
        const writtenAt = tx
          .select({ at: messages.createdAt })
          .from(messages)
          .where(eq(messages.id, messageId));
        const gone = [
          await tx
            .delete(drafts)
            .where(and(ofOperator(conversationId, operatorId), lte(drafts.changedAt, sql`(${writtenAt})`)))
            .returning({ id: drafts.conversationId }),
          await tx
            .delete(draftSuggestions)
            .where(
              and(ofConversation(conversationId), lte(draftSuggestions.suggestedAt, sql`(${writtenAt})`)),
            )
            .returning({ id: draftSuggestions.conversationId }),
        ].flat();
        if (gone.length > 0) await announce(tx, conversationId, sql`${operatorId}::text`);
      });
    },
    listen: (hear) => listen(DRAFTS_CHANNEL, hearNotice(noticeSchema, hear)),
  };
}

function ofOperator(conversationId: string, operatorId: string): SQL | undefined {
  return and(eq(drafts.conversationId, conversationId), eq(drafts.operatorId, operatorId));
}

function ofConversation(conversationId: string): SQL {
  return eq(draftSuggestions.conversationId, conversationId);
}

/** Tells one operator, if there is one. */
async function announce(tx: Db, conversationId: string, operatorId: SQL): Promise<void> {
  const notice = sql`json_build_object('conversationId', ${conversations.id}, 'brandId', ${conversations.brandId},
    'operatorId', ${operatorId})::text`;
  await tx
    .select({ told: sql`pg_notify(${DRAFTS_CHANNEL}, ${notice})` })
    .from(conversations)
    .where(and(eq(conversations.id, conversationId), sql`${operatorId} is not null`));
}
