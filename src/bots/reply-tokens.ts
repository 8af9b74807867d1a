import { z } from 'zod';
import { type SecretBox, SecretUnreadable } from '../platform/secrets/secret-box';

/** The turn for which a bot may say something later. */
export type LaterTurn = {
  readonly conversationId: string;
  readonly turn: number;
  readonly botId: string;
};

/** Tokens in the addresses at which bots answer later: nobody else can make one, and one holds for one turn. */
export type ReplyTokens = {
  readonly make: (turn: LaterTurn) => string;
  /** Null for a token that is not ours. */
  readonly open: (token: string) => LaterTurn | null;
};

const PURPOSE = 'bots.reply';
const schema = z.tuple([z.string(), z.number(), z.string()]);

/** Makes and opens tokens with the keys of `secretBox`. Whether one was used is for the store to know. */
export function createReplyTokens(secretBox: Pick<SecretBox, 'seal' | 'open'>): ReplyTokens {
  return {
    make({ conversationId, turn, botId }) {
      const sealed = secretBox.seal(PURPOSE, '', JSON.stringify([conversationId, turn, botId]));
      return Buffer.from(sealed).toString('base64url');
    },
    open(token) {
      try {
        const clear = secretBox.open(PURPOSE, '', Buffer.from(token, 'base64url').toString());
        const [conversationId, turn, botId] = schema.parse(JSON.parse(clear));
        return { conversationId, turn, botId };
      } catch (error) {
        if (error instanceof SecretUnreadable) return null;
        throw error;
      }
    },
  };
}
