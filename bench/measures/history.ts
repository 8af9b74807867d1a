import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { createDeliveries } from '../load/deliveries';
import { postAll } from '../load/post-all';
import type { Measure } from './measure';
import { countEvents, whenApplied } from './settle';

/** The pause between two messages from one contact, after which nothing is in progress any more. */
const CALM_MS = 300;

/** What one message from a contact adds to the history of an open conversation, when messages come one by one. */
export const measureHistory: Measure = async (subject, { environment, sizes }, openIds) => {
  // The last contacts: no operator attends them.
  const contacts = openIds.slice(-sizes.streamConversations);
  const workflowIds = await subject.calls.workflowIds(contacts);
  const connection = await Connection.connect({ address: subject.temporalAddress });
  const client = new Client({ connection });
  const before = await countEvents(client, workflowIds);
  for (let count = 0; count < sizes.streamMessagesEach; count += 1) {
    const deliveries = createDeliveries(environment.account, contacts, contacts.length);
    const { startedAt } = await postAll(subject, deliveries, 1);
    await whenApplied(subject, startedAt, contacts.length);
    await sleep(CALM_MS);
  }
  const events = (await countEvents(client, workflowIds)) - before;
  await connection.close();
  return { eventsPerMessage: events / (contacts.length * sizes.streamMessagesEach) };
};
