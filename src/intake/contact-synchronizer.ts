import { setTimeout as sleep } from 'node:timers/promises';
import { type ContactProfile, contactRetryMs } from '../domain/contact';
import type { ContactSync, DueProfile, DueRemark } from '../store/contacts/contact-sync';
import { createSweptQueue } from './swept-queue';

/** WeChat refused, or gave no usable answer. */
type NotDone =
  | { readonly type: 'refused'; readonly wechatCode: number; readonly wechatClass: string }
  /** `reason`: `not_json` if there was an answer that could not be read. */
  | { readonly type: 'unavailable' | 'not_sent' | 'unknown'; readonly reason: string };

type ReadProfile = { readonly type: 'read'; readonly value: ContactProfile; readonly isPartial: boolean };

export type ContactSynchronizerDeps = {
  readonly contactSync: ContactSync;
  /** Asks WeChat; null if the channel has no credentials at the moment. */
  readonly askProfile: (channelId: string, openId: string) => Promise<ReadProfile | NotDone | null>;
  readonly writeRemark: (
    channelId: string,
    openId: string,
    remark: string,
  ) => Promise<{ readonly type: 'sent' } | NotDone | null>;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  /** How often due contacts are looked for, in ms. */
  readonly everyMs: number;
};

export type ContactSynchronizer = {
  /** Something became due: look now. */
  readonly wake: () => void;
  readonly close: () => Promise<void>;
};

/**
 * One channel makes this many calls at once and then pauses: at most 16 a second, while WeChat allows 5,000,000 a day.
 * This many channels run at once, so a channel whose calls hang delays only itself.
 */
const CALLS_PER_CHANNEL = 4;
const CHANNELS_AT_ONCE = 8;
const PAUSE_MS = 250;
/** Longer than the longest call. */
const LEASE_MS = 60_000;
const REFUSED_CHANNEL_RETRY_MS = 60 * 60_000;

/**
 * Keeps our copy of contacts in step with WeChat: fetches profiles that are due and writes remarks back. What is due
 * is recorded in the contact's own row and claimed by lease, as with the inbox. That is durable without a workflow for
 * each contact and day, whose history would be large for a call that is safe to repeat. Any number of processes may do
 * it.
 */
export function createContactSynchronizer(deps: ContactSynchronizerDeps): ContactSynchronizer {
  const { contactSync, logger } = deps;

  const attempt = async (channelId: string, work: Promise<void>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      // The lease expires, and the work is tried again.
      logger.warn({ err: error, channelId }, 'a contact could not be brought up to date');
    }
  };

  const queue = createSweptQueue({
    concurrency: CHANNELS_AT_ONCE,
    async work(channelId) {
      try {
        while (!queue.isClosed()) {
          const remarks = await contactSync.claimRemarks(channelId, CALLS_PER_CHANNEL, LEASE_MS);
          // Remarks first, so that the profile of the same contact already has the new one.
          await Promise.all(remarks.map((due) => attempt(channelId, writeRemark(deps, channelId, due))));
          const profiles = await contactSync.claimProfiles(
            channelId,
            CALLS_PER_CHANNEL - remarks.length,
            LEASE_MS,
          );
          await Promise.all(profiles.map((due) => attempt(channelId, fetchProfile(deps, channelId, due))));
          if (remarks.length + profiles.length === 0) return;
          // Many new contacts at once must not keep the database from storing their messages.
          await sleep(PAUSE_MS);
        }
      } catch (error) {
        logger.warn({ err: error, channelId }, 'due contacts could not be claimed');
      }
    },
    findDue: () => contactSync.dueChannels(),
    onSweepFailure: (error) => logger.warn({ err: error }, 'due contacts could not be looked up'),
    sweepEveryMs: deps.everyMs,
  });
  return { wake: queue.wake, close: queue.close };
}

async function fetchProfile(
  deps: ContactSynchronizerDeps,
  channelId: string,
  due: DueProfile,
): Promise<void> {
  const answer = await deps.askProfile(channelId, due.openId);
  if (answer?.type === 'read') {
    // The readable part of a malformed answer is kept, and the contact is asked for again: a later answer may be whole.
    const againAfterMs = answer.isPartial ? contactRetryMs('unreadable', due.tries) : null;
    return deps.contactSync.saveProfile(due, answer.value, againAfterMs);
  }
  await deps.contactSync.postponeProfile(due, tryAgainAfterMs(answer, due.tries));
}

async function writeRemark(deps: ContactSynchronizerDeps, channelId: string, due: DueRemark): Promise<void> {
  const answer = await deps.writeRemark(channelId, due.openId, due.remark);
  if (answer?.type === 'sent') return deps.contactSync.remarkSynced(due);
  const errorCode = answer?.type === 'refused' ? answer.wechatCode : null;
  await deps.contactSync.remarkNotSynced(due, errorCode, tryAgainAfterMs(answer, due.tries));
}

/** When to try again, in ms; null: never, because it cannot succeed or has failed for a day. */
function tryAgainAfterMs(answer: NotDone | null, tries: number): number | null {
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
      return REFUSED_CHANNEL_RETRY_MS;
    default:
      return null;
  }
}
