import { isCancellation, proxyActivities, setHandler } from '@temporalio/workflow';
import type { createActivities } from '../../activities';
import { type FetchMediaInput, fetchSignal } from './messages';

type Activities = ReturnType<typeof createActivities>;

/** WeChat keeps a contact's file for three days, so the fetch is retried for that long, at growing intervals. */
const { fetchMedia: fetchFile } = proxyActivities<Pick<Activities, 'fetchMedia'>>({
  startToCloseTimeout: '3 min',
  scheduleToCloseTimeout: '3 days',
  retry: { initialInterval: '2 s', backoffCoefficient: 3, maximumInterval: '1 h' },
  summary: 'fetches a file from WeChat',
});

const { giveUpMedia } = proxyActivities<Pick<Activities, 'giveUpMedia'>>({
  startToCloseTimeout: '10 s',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '1 min' },
  summary: 'records that a file could not be fetched',
});

/** Fetches one file of a contact. If the file itself is faulty, the run does not fail: the message shows the error. */
export async function fetchMedia(input: FetchMediaInput): Promise<void> {
  let isWanted = false;
  setHandler(fetchSignal, () => {
    isWanted = true;
  });
  do {
    isWanted = false;
    await tryToFetch(input);
    // The server does not let a run end while a signal is waiting for it.
  } while (isWanted);
}

async function tryToFetch(input: FetchMediaInput): Promise<void> {
  try {
    await fetchFile(input);
  } catch (error) {
    if (isCancellation(error)) throw error;
    await giveUpMedia(input);
  }
}
