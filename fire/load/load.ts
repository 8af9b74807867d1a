/**
 * The load of a run: contacts write and operators answer at a fixed rate, whatever the desk does, and press buttons and
 * come and go. Everything is recorded.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConversationBody } from '../../src/contracts/conversations/conversation';
import { randomFrom } from '../../test/support/seeded-random';
import { type ApiAnswer, callApi } from '../desk/client';
import { BOT_CHANNEL, type Desk, LIMITED_CHANNEL } from '../desk/desk';
import type { Operation, Press } from '../history';
import { OPENID_PREFIX } from '../leaks';
import { keepPresence, type Presence } from './presence';

export type LoadOptions = {
  readonly seed: number;
  /** Messages of contacts a second, and as many replies. */
  readonly rate: number;
  readonly contacts: number;
};

export type Load = {
  readonly operations: readonly Operation[];
  readonly openIds: readonly { readonly openId: string; readonly channelId: string }[];
  /** So many replies to one conversation at once, over both processes. */
  readonly burstReplies: (count: number) => Promise<void>;
  /** So many messages of one contact at once: enough for the workflow to continue as new several times. */
  readonly burstWrites: (count: number) => Promise<void>;
  /** The operators' event streams, which outlast the load. */
  readonly presence: Presence;
  /** Ends the load and waits for what is under way. */
  readonly stop: () => Promise<void>;
};

type Contact = {
  readonly openId: string;
  readonly appId: string;
  readonly channelId: string;
  id: string | null;
  conversationId: string | null;
  /** Which operator answers, by place. */
  home: number;
  /** Whether its conversations begin with the bot: then people take part seldom. */
  readonly isOfBot: boolean;
};

/** More than this at the same time, and the client itself would be the trouble. */
const MOST_IN_FLIGHT = 300;
/** Of five contacts one is of the channel whose calls are limited, and two of the channel of the bot. */
const CHANNEL_PLACES = [LIMITED_CHANNEL, BOT_CHANNEL, 0, BOT_CHANNEL, 0] as const;
const HELD_PART = 0.25;
const KNOWS_ITS_OPERATOR = 0.97;

/** Starts the load. Stop it before the desk is judged. */
export async function startLoad(desk: Desk, { seed, rate, contacts: count }: LoadOptions): Promise<Load> {
  const random = randomFrom(seed + 1_000_003);
  const operations: Operation[] = [];
  const contacts = await createContacts(desk, count);
  const underWay = new Set<Promise<void>>();
  const presence = keepPresence(desk, seed);
  let isOver = false;
  let lastNumber = 0;

  const track = (work: Promise<void>): void => {
    const one: Promise<void> = work.finally(() => underWay.delete(one));
    underWay.add(one);
  };
  const note = (operation: Omit<Operation, 'endedAt'>): void => {
    operations.push({ ...operation, endedAt: Date.now() });
  };
  const pickOf = (list: readonly Contact[]): Contact => list[Math.floor(random() * list.length)] as Contact;
  const pick = (): Contact => pickOf(contacts);
  const ofPeople = contacts.filter(({ isOfBot }) => !isOfBot);
  const ofBot = contacts.filter(({ isOfBot }) => isOfBot);
  const url = (): string => desk.urls[random() < 0.5 ? 0 : 1] ?? '';

  const write = async (contact: Contact): Promise<void> => {
    lastNumber += 1;
    const text = `${contact.openId} asks ${lastNumber}`;
    const startedAt = Date.now();
    const outcome = await desk.wechat.write(contact.appId, contact.openId, text).then(
      (isDelivered) => (isDelivered ? ('ok' as const) : ('failed' as const)),
      () => 'unknown' as const,
    );
    const { openId } = contact;
    note({ kind: 'write', openId, text, conversationId: null, startedAt, outcome, status: null, code: null });
  };

  const reply = async (contact: Contact, holds: boolean): Promise<void> => {
    lastNumber += 1;
    const text = `${contact.openId} gets ${lastNumber}`;
    const operator = operatorOf(desk, contact, random());
    const conversationId =
      contact.conversationId ?? (await findConversation(desk, contact, url(), operator.token));
    if (conversationId === null) return;
    const startedAt = Date.now();
    const body = { type: 'text', text, whenBlocked: holds ? 'hold' : 'reject' };
    const post = (): Promise<ApiAnswer> =>
      callApi(url(), operator.token, 'POST', `/conversations/${conversationId}/messages`, {
        body,
        key: `key-${seed}-${text.replaceAll(' ', '-')}`,
      });
    let answer = await post();
    let { outcome } = answer;
    if (outcome === 'unknown' && random() < 0.5) {
      // As a client does: again with the same key. A refusal of the repeat says nothing about the first.
      answer = await post();
      if (answer.outcome === 'ok') outcome = 'ok';
    }
    const code = codeOf(answer);
    note({
      kind: 'reply',
      openId: contact.openId,
      text,
      conversationId,
      startedAt,
      outcome,
      status: answer.status,
      code,
    });
    if (code === 'conversation_completed' || code === 'not_found') contact.conversationId = null;
    if (code === 'attended_by_other') contact.home = Math.floor(random() * desk.operators.length);
  };

  const press = async (contact: Contact, kind: Press): Promise<void> => {
    const operator = operatorOf(desk, contact, 0);
    const { conversationId } = contact;
    if (conversationId === null) return;
    const other = Math.floor(random() * desk.operators.length);
    const body = kind === 'transfer' ? { operatorId: desk.operators[other]?.id } : {};
    const startedAt = Date.now();
    const answer = await callApi(url(), operator.token, 'POST', `/conversations/${conversationId}/${kind}`, {
      body,
    });
    const { outcome, status } = answer;
    note({
      kind,
      openId: contact.openId,
      text: null,
      conversationId,
      startedAt,
      outcome,
      status,
      code: codeOf(answer),
    });
    if (kind === 'transfer' && outcome === 'ok') contact.home = other;
    if (kind === 'complete' || codeOf(answer) === 'conversation_completed') contact.conversationId = null;
  };

  /** An operator takes a conversation from the bot by answering, gives it back, or completes it. */
  const besideBot = async (contact: Contact): Promise<void> => {
    const drawn = random();
    if (drawn < 0.2 || contact.conversationId === null) return reply(contact, false);
    await press(contact, drawn < 0.65 ? 'handback' : 'complete');
  };

  /** At this rate, whether or not the ones before have ended. */
  const every = async (perSecond: number, begin: () => Promise<void>): Promise<void> => {
    for (let number = 1, start = Date.now(); !isOver; number += 1) {
      if (underWay.size < MOST_IN_FLIGHT) track(begin());
      await sleep(Math.max(0, start + (number * 1_000) / perSecond - Date.now()));
    }
  };

  const loops = [
    every(rate, () => write(pick())),
    every(rate, () => reply(pickOf(ofPeople), random() < HELD_PART)),
    every(rate / 10, () =>
      press(
        pickOf(ofPeople),
        (['attend', 'attend', 'transfer', 'complete'] as const)[Math.floor(random() * 4)] ?? 'attend',
      ),
    ),
    ...(ofBot.length === 0 ? [] : [every(rate / 5, () => besideBot(pickOf(ofBot)))]),
  ];

  return {
    operations,
    openIds: contacts,
    presence,
    async burstReplies(times) {
      const contact = pickOf(ofPeople);
      await Promise.all(Array.from({ length: times }, (_, place) => reply(contact, place % 2 === 0)));
    },
    async burstWrites(times) {
      const contact = pick();
      await Promise.all(Array.from({ length: times }, () => write(contact)));
    },
    async stop() {
      isOver = true;
      await Promise.all(loops);
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

async function createContacts(desk: Desk, count: number): Promise<Contact[]> {
  const contacts: Contact[] = [];
  for (let number = 0; number < count; number += 1) {
    const place = CHANNEL_PLACES[number % CHANNEL_PLACES.length] ?? 0;
    const channel = desk.channels[place];
    if (channel === undefined) throw new Error('The desk has no channel.');
    const openId = `${OPENID_PREFIX}${number}`;
    const { appId } = channel.account;
    await desk.wechat.addContact(appId, openId);
    const { channelId } = channel;
    contacts.push({
      openId,
      appId,
      channelId,
      id: null,
      conversationId: null,
      home: number % desk.operators.length,
      isOfBot: place === BOT_CHANNEL,
    });
  }
  return contacts;
}

/** Who has the contact, mostly. */
function operatorOf(
  desk: Desk,
  contact: Contact,
  draw: number,
): { readonly id: string; readonly token: string } {
  const place = draw < KNOWS_ITS_OPERATOR ? contact.home : contact.home + 1;
  const operator = desk.operators[place % desk.operators.length];
  if (operator === undefined) throw new Error('The desk has no operator.');
  return operator;
}

async function findConversation(
  desk: Desk,
  contact: Contact,
  url: string,
  token: string,
): Promise<string | null> {
  if (contact.id === null) {
    const found = await callApi<{ items: readonly { id: string }[] }>(
      url,
      token,
      'GET',
      `/contacts?openId=${contact.openId}`,
    );
    contact.id = found.body?.items?.[0]?.id ?? null;
    if (contact.id === null) return null;
  }
  const where = `/conversations?contactId=${contact.id}&state=bot&state=waiting&state=active&state=missed&limit=1`;
  const list = await callApi<{ items: readonly ConversationBody[] }>(url, token, 'GET', where);
  contact.conversationId = list.body?.items?.[0]?.id ?? null;
  return contact.conversationId;
}

function codeOf({ body }: ApiAnswer): string | null {
  return typeof body?.['code'] === 'string' ? body['code'] : null;
}
