import { setTimeout as sleep } from 'node:timers/promises';
import { type ContactProfile, contactRetryMs } from '../domain/contact';
import type { ContactSync, DueProfile, DueRemark } from '../store/contacts/contact-sync';
import { createContactQueue } from './contact-queue';

/** WeChat's definite no, or no answer. */
type NotDone =
  | { readonly type: 'refused'; readonly wechatCode: number; readonly wechatClass: string }
  /** `reason`: `not_json` where something was answered that cannot be read. */
  | { readonly type: 'unavailable' | 'not_sent' | 'unknown'; readonly reason: string };

type ReadProfile = { readonly type: 'read'; readonly value: ContactProfile; readonly isMended: boolean };

export type ContactKeeperDeps = {
  readonly care: ContactSync;
  /** Asks WeChat; null where the channel has no credentials at the moment. */
  readonly askProfile: (channelId: string, openId: string) => Promise<ReadProfile | NotDone | null>;
  readonly writeRemark: (
    channelId: string,
    openId: string,
    remark: string,
  ) => Promise<{ readonly type: 'sent' } | NotDone | null>;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  readonly everyMs: number;
};

export type ContactKeeper = {
  /** Something became due: look now. */
  readonly poke: () => void;
  readonly close: () => Promise<void>;
};

/**
 * So many calls of one channel at once, then a pause: at most 16 in a second, where WeChat allows 5,000,000 in a day.
 * And so many channels at once: one whose WeChat hangs holds up itself only.
 */
const CALLS_PER_CHANNEL = 4;
const CHANNELS_AT_ONCE = 8;
/** Longer than the longest call. */
const PAUSE_MS = 250;
const LEASE_MS = 60_000;
const CLOSE_WITHIN_MS = 5_000;
const MUCH_LATER_MS = 60 * 60_000;

/**
 * Keeps what we know of contacts the same as what WeChat knows: fetches profiles that are due and writes remarks back.
 * What is due stands in the contact's own row and is claimed for a while, like the inbox and the news: durable without
 * a workflow for each contact and day, which would be many events for a call that may be repeated at will. Any number
 * of processes may do it.
 */
export function createContactKeeper(deps: ContactKeeperDeps): ContactKeeper {
  const { care, logger } = deps;
  let isClosed = false;

  const attempt = async (channelId: string, work: Promise<void>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      // The claim runs out, and it is tried again.
      logger.warn({ err: error, channelId }, 'a contact could not be brought up to date');
    }
  };

  const queue = createContactQueue({
    atOnce: () => CHANNELS_AT_ONCE,
    async work(channelId) {
      try {
        for (;;) {
          if (isClosed) return;
          const remarks = await care.claimRemarks(channelId, CALLS_PER_CHANNEL, LEASE_MS);
          // First, so that the profile of the same contact already has the new remark.
          await Promise.all(remarks.map((due) => attempt(channelId, sync(deps, channelId, due))));
          const profiles = await care.claimProfiles(channelId, CALLS_PER_CHANNEL - remarks.length, LEASE_MS);
          await Promise.all(profiles.map((due) => attempt(channelId, refresh(deps, channelId, due))));
          if (remarks.length + profiles.length === 0) return;
          // A crowd of new contacts must not take the database from their messages.
          await sleep(PAUSE_MS);
        }
      } catch (error) {
        logger.warn({ err: error, channelId }, 'due contacts could not be claimed');
      }
    },
  });

  const look = async (): Promise<void> => {
    try {
      for (const channelId of await care.dueChannels()) queue.poke(channelId);
    } catch (error) {
      logger.warn({ err: error }, 'due contacts could not be looked for');
    }
  };

  const timer = setInterval(() => void look(), deps.everyMs);
  timer.unref();
  return {
    poke: () => void look(),
    async close() {
      isClosed = true;
      clearInterval(timer);
      // A call that WeChat does not answer would hold up the stop; its claim runs out.
      await Promise.race([queue.idle(), sleep(CLOSE_WITHIN_MS, undefined, { ref: false })]);
    },
  };
}

async function refresh(deps: ContactKeeperDeps, channelId: string, due: DueProfile): Promise<void> {
  const answer = await deps.askProfile(channelId, due.openId);
  if (answer?.type === 'read') {
    // What could be read of an answer that is no JSON is kept, and asked for again: it may say more one day.
    const againAfterMs = answer.isMended ? contactRetryMs('unreadable', due.tries) : null;
    return deps.care.saveProfile(due, answer.value, againAfterMs);
  }
  await deps.care.postponeProfile(due, retryAfterMs(answer, due.tries));
}

async function sync(deps: ContactKeeperDeps, channelId: string, due: DueRemark): Promise<void> {
  const answer = await deps.writeRemark(channelId, due.openId, due.remark);
  if (answer?.type === 'sent') return deps.care.remarkSynced(due);
  const errorCode = answer?.type === 'refused' ? answer.wechatCode : null;
  await deps.care.remarkNotSynced(due, errorCode, retryAfterMs(answer, due.tries));
}

/** When to try again, ms; null: it can never pass, or has not for a day. Both calls change nothing when they are repeated. */
function retryAfterMs(answer: NotDone | null, tries: number): number | null {
  if (answer === null) return contactRetryMs('away', tries);
  if (answer.type !== 'refused') {
    return contactRetryMs(answer.reason === 'not_json' ? 'unreadable' : 'away', tries);
  }
  switch (answer.wechatClass) {
    case 'transient':
      return contactRetryMs('away', tries);
    case 'token':
    case 'quota':
    case 'config':
      return MUCH_LATER_MS;
    default:
      return null;
  }
}
