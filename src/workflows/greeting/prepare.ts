import { ActivityFailure, log, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { BotGreeting } from '../../activities/bot/greet-by-bot';
import { prepareGreeting, prepareRatingAnswers, proxyBotGreetings } from '../activity-proxies';
import type { GreetingInput } from '../conversation/messages';

/** The messages of a greeting, in the transcript; `isOfBot`: the bot says them. */
type PreparedMessages = BotGreeting & { readonly isOfBot: boolean };

/**
 * Null if there is nothing to send. If the greeting could not be prepared in time, the log and the Temporal UI say so.
 */
export async function prepareOrDrop(input: GreetingInput): Promise<PreparedMessages | null> {
  const { contactId, eventMessageId } = input;
  try {
    return await prepare(input);
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    const reason = error.cause?.message ?? error.message;
    log.warn('a greeting could not be prepared in time and is dropped', {
      contactId,
      eventMessageId,
      reason,
    });
    setCurrentDetails(`Dropped: it could not be prepared in time (${reason})`);
    return null;
  }
}

/** A bot that has no answer leaves the greeting to the channel's text. */
async function prepare(input: GreetingInput): Promise<PreparedMessages | null> {
  const { eventMessageId, asksBot, answers } = input;
  if (answers !== undefined) {
    const said = await prepareRatingAnswers({ eventMessageId, answers });
    return said === null ? null : { ...said, isOfBot: false };
  }
  if (asksBot === true) {
    const said = await proxyBotGreetings(workflowInfo().taskQueue).greetByBot({ eventMessageId });
    if (said !== null) return { ...said, isOfBot: true };
  }
  const prepared = await prepareGreeting({ eventMessageId });
  if (prepared === null) return null;
  const { messageId, kind, ...rest } = prepared;
  return { ...rest, messages: [{ messageId, kind }], isOfBot: false };
}
