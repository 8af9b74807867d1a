import { CancellationScope, isCancellation, patched, workflowInfo } from '@temporalio/workflow';
import type { StartedTurn } from '../../domain/chain/asked-turn';
import type { Chain } from '../../domain/chain/chain';
import type { BotAnswer } from '../../domain/conversation/bot/answer';
import { proxyBots, proxyLateAnswers } from '../activity-proxies';
import type { ConversationInput } from './messages';

/** Patch of the workflow (docs/architecture.md#changing-a-workflow). */
const PUTS_AWAY_WHAT_IS_GIVEN_UP = 'puts-away-what-is-given-up';

/** What a turn comes to that no worker could ask in time. */
const GAVE_UP: BotAnswer = {
  parts: [],
  leaving: 0,
  then: { type: 'handOver', reason: 'bot_failed', detail: 'timeout' },
};

/** Asks the bot of a chain's conversation, one turn at a time. */
export type BotAsker = {
  /** Asks the turn that has begun and applies its answer; an answer that comes too late is put away. */
  readonly ask: () => Promise<void>;
  /** Stops asking if the turn is over: an operator attends, or the conversation is handed over or completed. */
  readonly stopIfInVain: () => void;
};

export function createBotAsker(
  chain: Chain,
  { contactId, channelId }: Pick<ConversationInput, 'contactId' | 'channelId'>,
): BotAsker {
  const { taskQueue } = workflowInfo();
  const { askBot } = proxyBots(taskQueue);
  const { keepLateAnswer } = proxyLateAnswers(taskQueue);
  let running: CancellationScope | null = null;

  return {
    async ask() {
      const started = chain.startTurn(Date.now());
      if (started === null) return;
      const { conversationId, botId, turn, placesOfRest, windowClosesInMs, startedAt } = started;
      const about = { conversationId, contactId, channelId, startedAt, botId };
      const question = { ...about, turn, placesOfRest, windowClosesInMs };
      const scope = new CancellationScope();
      running = scope;
      const answer = await scope
        .run(() => askBot.executeWithOptions({ summary: summaryOf(started) }, [question]))
        // It was cancelled before the bot had answered, or no worker has asked it in time.
        .catch((error: unknown) => (isCancellation(error) ? null : GAVE_UP));
      running = null;
      const isApplied = answer !== null && chain.endTurn(answer, Date.now());
      // An earlier run of the activity may have stored an answer, also if this one was cancelled or nobody knows of it.
      const isUnknown = answer === GAVE_UP && patched(PUTS_AWAY_WHAT_IS_GIVEN_UP);
      if (!isApplied || isUnknown) await keepLateAnswer({ conversationId, turn: turn.number });
      chain.forgetTurn();
    },
    stopIfInVain() {
      if (chain.isAskingInVain) running?.cancel();
    },
  };
}

/** Ids, numbers and counts only. */
function summaryOf({ botId, turn }: StartedTurn): string {
  const { number, messageIds } = turn;
  const count = messageIds.length === 1 ? '1 message' : `${messageIds.length} messages`;
  return `asking bot ${botId}, turn ${number}, ${count}`;
}
