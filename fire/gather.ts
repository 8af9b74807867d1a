/** After the load: waits until the desk has come to rest, and reads everything that can be seen of each contact. */

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { ChannelHealthBody } from '../src/contracts/channels/channel-health';
import type { ConversationBody } from '../src/contracts/conversations/conversation';
import type { MessageBody } from '../src/contracts/conversations/message';
import type { WebhookDeliveryBody } from '../src/contracts/webhooks/webhook';
import { TIMED_OUT, withTimeLimit } from '../src/platform/time-limit';
import { TASK_QUEUE } from '../src/runtime/worker';
import { createFailingWorkflows } from '../src/temporal/failing-workflows';
import { type ConversationView, conversationWorkflowId } from '../src/workflows/conversation/messages';
import { findUnasked, isThinking } from './check/bot';
import { findUntold } from './check/events';
import { callApi, readAll, readApi } from './desk/client';
import { BOT_CHANNEL, type Desk } from './desk/desk';
import { type ContactState, newestOf, type Operation, type OwnView } from './history';

type Person = { readonly openId: string; readonly channelId: string };

/** Reading the histories of all contacts, with many events each. */
const KEPT_WITHIN_MS = 60_000;
/** A workflow whose worker has just come may still be at its first task; for all contacts together it is waited so long. */
const VIEW_WITHIN_MS = 30_000;
const VIEWS_WITHIN_MS = 180_000;

/** Whether every promise of this contact has been kept or broken for good, and nothing is under way. */
async function isAtRest(
  desk: Desk,
  { openId, channelId }: Person,
  operations: readonly Operation[],
  isPaused: boolean,
): Promise<boolean> {
  const rows = await timelineOf(desk, desk.urls, openId);
  if (!isPaused && rows.some(({ status }) => status === 'queued' || status === 'sending')) return false;
  const isOfBot = channelId === desk.channels[BOT_CHANNEL]?.channelId;
  if (isOfBot && (await owesAnswer(desk, openId, rows))) return false;
  const texts = new Set(rows.map(({ text }) => text));
  return operations
    .filter((one) => one.openId === openId && one.text !== null && one.outcome === 'ok')
    .every(({ text }) => texts.has(text ?? ''));
}

/** Whether a bot has the conversation and is being asked, or has not been asked yet what the contact wrote. */
async function owesAnswer(desk: Desk, openId: string, rows: readonly MessageBody[]): Promise<boolean> {
  const seen = { conversations: [await conversationsOf(desk, desk.urls, openId)], transcripts: [rows] };
  return isThinking(seen) || findUnasked(seen, desk.bot.questions).length > 0;
}

/** Waits, until `until` (epoch ms) at most, but looks once. Returns who is not at rest. */
export async function comeToRest(
  desk: Desk,
  people: readonly Person[],
  operations: readonly Operation[],
  until: number,
): Promise<readonly Person[]> {
  for (let restless = people; ; ) {
    const paused = new Set(await pausedChannels(desk));
    const next: Person[] = [];
    for (const person of restless) {
      if (!(await isAtRest(desk, person, operations, paused.has(person.channelId)))) next.push(person);
    }
    restless = next;
    if (restless.length === 0 || Date.now() > until) return restless;
    await sleep(1_000);
  }
}

/**
 * A reply whose request got no answer may be in the outbox, which nobody sees. Its workflow is asked about it once a minute
 * (store/transcript/outbox.ts): by then it has left, or never will.
 */
const ASKED_ABOUT_WITHIN_MS = 90_000;

/** Waits until every reply whose request got no answer is known to have been accepted, or never will be. */
export async function waitForOutbox(operations: readonly Operation[], healedAt: number): Promise<void> {
  const isUnknown = operations.some(({ kind, outcome }) => kind === 'reply' && outcome === 'unknown');
  if (isUnknown) await sleep(Math.max(0, healedAt + ASKED_ABOUT_WITHIN_MS - Date.now()));
}

/** An event that waits for longer than this for its next try is sent anew by hand: the second pause is 5 minutes. */
const WAITS_FOR_TRY_MS = 15_000;

/**
 * Waits until the endpoint has acknowledged what it has to be told of these contacts, at most `withinMs`. Returns how many
 * events were sent anew by hand.
 */
export async function comeToTell(
  desk: Desk,
  contacts: readonly ContactState[],
  withinMs: number,
): Promise<number> {
  const until = Date.now() + withinMs;
  let sentAnew = 0;
  while (findUntold(contacts, desk.endpoint.told).length > 0 && Date.now() < until) {
    const where = `/webhooks/${desk.webhookId}/deliveries`;
    const failed = await readAll<WebhookDeliveryBody>(desk.urls, desk.adminToken, `${where}?status=failed`);
    for (const { id, nextAttemptAt } of failed) {
      if (Date.parse(nextAttemptAt ?? '') - Date.now() < WAITS_FOR_TRY_MS) continue;
      await callApi(desk.urls[0] ?? '', desk.adminToken, 'POST', `${where}/${id}/redeliver`);
      sentAnew += 1;
    }
    await sleep(1_000);
  }
  return sentAnew;
}

/** The channels that wait until WeChat accepts their calls again. */
export async function pausedChannels(desk: Desk): Promise<string[]> {
  const paused: string[] = [];
  for (const { channelId } of desk.channels) {
    const health = await readApi<ChannelHealthBody>(
      desk.urls,
      desk.adminToken,
      `/channels/${channelId}/health`,
    );
    if (health.pausedUntil !== null || health.trouble !== null) paused.push(channelId);
  }
  return paused;
}

/** Everything that can be seen of each contact. */
export function gather(desk: Desk, people: readonly Person[]): Promise<ContactState[]> {
  return withTemporal(desk, async (client) => {
    const states: ContactState[] = [];
    const viewsUntil = Date.now() + VIEWS_WITHIN_MS;
    for (const { openId, channelId } of people) {
      const newest = newestOf(await conversationsOf(desk, desk.urls, openId));
      const own = await ownViewOf(client, desk, newest, viewsUntil);
      const transcripts: (readonly MessageBody[])[] = [];
      const conversations: (readonly ConversationBody[])[] = [];
      let readAt: number | undefined;
      for (const url of desk.urls) {
        transcripts.push(await timelineOf(desk, [url], openId));
        readAt ??= Date.now();
        conversations.push(await conversationsOf(desk, [url], openId));
      }
      states.push({
        openId,
        channelId,
        transcripts,
        conversations,
        ...(readAt === undefined ? {} : { readAt }),
        own,
      });
    }
    return states;
  });
}

/** How often the server looks again whether a workflow that failed has gone on since. */
const MARKED_WITHIN_MS = 60_000;

/** How many workflows cannot go on because their tasks fail; null: the server does not say. */
export function countFailing(desk: Pick<Desk, 'temporalAddress'>): Promise<number | null> {
  return withTemporal(desk, async (client) => {
    const count = createFailingWorkflows({ client, taskQueue: TASK_QUEUE, withinMs: VIEW_WITHIN_MS });
    const until = Date.now() + MARKED_WITHIN_MS;
    for (;;) {
      const failing = await count();
      if (failing === null || failing === 0 || Date.now() > until) return failing;
      await sleep(1_000);
    }
  });
}

async function withTemporal<T>(
  { temporalAddress }: Pick<Desk, 'temporalAddress'>,
  work: (client: Client, connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = Connection.lazy({ address: temporalAddress });
  try {
    return await work(new Client({ connection, namespace: 'default' }), connection);
  } finally {
    await connection.close().catch(() => undefined);
  }
}

async function contactIdOf(desk: Desk, urls: readonly string[], openId: string): Promise<string | null> {
  const [contact] = await readAll<{ id: string }>(urls, desk.adminToken, `/contacts?openId=${openId}`);
  return contact?.id ?? null;
}

async function timelineOf(desk: Desk, urls: readonly string[], openId: string): Promise<MessageBody[]> {
  const id = await contactIdOf(desk, urls, openId);
  return id === null ? [] : readAll(urls, desk.adminToken, `/contacts/${id}/timeline`);
}

async function conversationsOf(
  desk: Desk,
  urls: readonly string[],
  openId: string,
): Promise<ConversationBody[]> {
  const id = await contactIdOf(desk, urls, openId);
  if (id === null) return [];
  const list = await readAll<ConversationBody>(
    urls,
    desk.adminToken,
    `/conversations?contactId=${id}&snoozed=any`,
  );
  return list.sort((one, other) => one.startedAt.localeCompare(other.startedAt));
}

/**
 * Keeps all runs of these contacts' workflows in `folder`, the newest first, for whoever has to find out what broke. Nothing else
 * depends on it, so it takes a minute at most, and what fails is only said.
 */
export async function keepHistories(
  desk: Pick<Desk, 'temporalAddress'>,
  contacts: readonly ContactState[],
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  const keep = async (client: Client): Promise<void> => {
    for (const { openId, conversations } of contacts) {
      const contactId = newestOf(conversations.flat())?.contact.id;
      if (contactId === undefined) continue;
      const runs = await runsOf(client, contactId);
      writeFileSync(path.join(folder, `${openId}.history.json`), JSON.stringify({ runs }));
    }
  };
  try {
    const kept = await withTemporal(desk, (client, connection) =>
      withTimeLimit(
        connection.withDeadline(Date.now() + KEPT_WITHIN_MS, () => keep(client)),
        KEPT_WITHIN_MS,
      ),
    );
    if (kept === TIMED_OUT) say('Not all histories were kept: reading them took too long.');
  } catch (error) {
    say(`Not all histories were kept: ${String(error)}`);
  }
}

async function runsOf(client: Client, contactId: string): Promise<readonly unknown[]> {
  const workflowId = conversationWorkflowId(contactId);
  const runs: unknown[] = [];
  for await (const { runId } of client.workflow.list({ query: `WorkflowId = "${workflowId}"` })) {
    const handle = client.workflow.getHandle(workflowId, runId);
    runs.push({ history: await handle.fetchHistory(), described: (await handle.describe()).raw });
  }
  return runs;
}

/** Asks the workflow, until what it says is what is shown: a change may be on its way. Then, or by `latest`, it is what counts. */
async function ownViewOf(
  client: Client,
  desk: Desk,
  shown: ConversationBody | undefined,
  latest: number,
): Promise<ContactState['own']> {
  if (shown === undefined) return 'none';
  const handle = client.workflow.getHandle(conversationWorkflowId(shown.contact.id));
  const until = Math.min(latest, Date.now() + VIEW_WITHIN_MS);
  let own: OwnView | 'none' | 'silent' = 'silent';
  do {
    const view = await handle.query<ConversationView | null>('view').catch(() => 'silent' as const);
    if (view === null) return 'none';
    if (view !== 'silent') {
      own = toOwnView(view);
      const now = await readApi<ConversationBody>(desk.urls, desk.adminToken, `/conversations/${shown.id}`);
      if (now.state === own.state && now.consecutive.sent === own.sent) return own;
    }
    await sleep(500);
  } while (Date.now() < until);
  return own;
}

function toOwnView({ conversation }: ConversationView): OwnView {
  const { id, state, consecutive } = conversation;
  return { id, state, operatorId: conversation.operatorId, sent: consecutive.sent };
}
