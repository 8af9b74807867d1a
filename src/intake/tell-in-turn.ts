import type { ClaimedChange } from '../store/conversations/change-claims';
import { isAway, isUnprepared } from '../temporal/wish-failure';

/** `untold`: this process does not know yet what to tell; somebody will look again. */
export type Told = 'told' | 'untold';

export type TellOptions<News extends ClaimedChange> = {
  readonly claim: (limit: number) => Promise<readonly News[]>;
  readonly giveBack: (claimed: readonly News[]) => Promise<void>;
  readonly tell: (one: News) => Promise<Told>;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  /** True: go no further. */
  readonly isClosed: () => boolean;
};

/** So few that the last one's turn comes before its claim is over. */
const AT_ONCE = 50;

/**
 * Claims some news and tells it, one conversation after another; true where there may be more. One that cannot be told
 * keeps its claim, and so stands back ever longer. Where Temporal is away, all that was not told is given back, and
 * the failure thrown: it says nothing about the conversations.
 */
export async function tellInTurn<News extends ClaimedChange>(options: TellOptions<News>): Promise<boolean> {
  const { claim, giveBack, tell, logger, isClosed } = options;
  const claimed = await claim(AT_ONCE);
  const untold = new Set(claimed);
  let told = 0;
  try {
    for (const one of claimed) {
      if (isClosed()) break;
      try {
        if ((await tell(one)) === 'untold') continue;
        told += 1;
      } catch (error) {
        if (isAway(error) || isUnprepared(error)) throw error;
        const { contactId, news } = one;
        logger.warn(
          { err: error, contactId, news },
          'an open conversation could not be told of a change yet',
        );
      }
      untold.delete(one);
    }
  } finally {
    await giveBack([...untold]);
  }
  return told > 0;
}
