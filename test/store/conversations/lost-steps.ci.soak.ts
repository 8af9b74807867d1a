/**
 * A worker dies with a workflow task after it has written some of its steps: Temporal knows nothing of them, and gives the task out
 * again. Seeded walks of a chain through such deaths, against the real `write_projections`.
 */
import { Chain } from '../../../src/domain/chain/chain';
import type { Projection, ProjectionResult } from '../../../src/domain/chain/projection';
import { emptyThread } from '../../../src/domain/chain/thread';
import type { Mark } from '../../../src/domain/chain/thread-log';
import type { ConversationEvent, Fact, Wish } from '../../../src/domain/conversation/events';
import { newId } from '../../../src/platform/ids';
import { createConversations } from '../../../src/store/conversations/conversations';
import { createProjections } from '../../../src/store/conversations/projections';
import { rowsOf } from '../../../src/store/engine/rows';
import { sql } from '../../../src/store/engine/sql';
import { createInbox } from '../../../src/store/transcript/inbox';
import { anna, attend, botSettings, complete, HOUR, SECOND, settings, wrote } from '../../domain/builders';
import { describeWithDatabase } from '../../support/database';
import { createPlace, textItem } from '../../support/scenario-store';
import { randomFrom } from '../../support/seeded-random';

const WALKS = 40;
const TASKS = 8;
/** A workflow that does more for one task writes in circles. */
const STEPS_AT_MOST = 40;

type Writer = Parameters<Chain['applyResult']>[2];
/** What a workflow does that a replay does again. */
type Deed =
  | { readonly type: 'event'; readonly event: ConversationEvent; readonly now: number }
  | { readonly type: 'next'; readonly now: number }
  | { readonly type: 'turn'; readonly now: number }
  | { readonly type: 'write'; readonly writer: Writer; readonly isRecorded: boolean }
  | { readonly type: 'answer'; readonly result: ProjectionResult };
type Writing = {
  readonly mark: Mark;
  readonly writer: Writer;
  readonly projection: Projection & { readonly isRecorded?: boolean };
};

/** A run of the workflow: what Temporal has recorded of it, and what only the worker knows. */
class Run {
  /** The projection whose answer is awaited. */
  writing: Writing | null = null;
  private recorded: readonly Deed[] = [];
  private deeds: readonly Deed[] = [];
  private chain: Chain;

  constructor(private readonly begin: () => Chain) {
    this.chain = begin();
  }

  get thread() {
    return this.chain.thread;
  }

  do(deed: Deed): unknown {
    this.deeds = [...this.deeds, deed];
    return this.carryOut(deed);
  }

  mayWish(wish: Wish, now: number): boolean {
    return this.chain.judge(this.chain.thread.current?.id ?? '', wish, now) === null;
  }

  /** Temporal records what was done so far. */
  record(): void {
    this.recorded = [...this.recorded, ...this.deeds];
    this.deeds = [];
  }

  /** The worker dies: another one does again what was recorded. */
  die(): void {
    this.chain = this.begin();
    this.deeds = [];
    this.writing = null;
    for (const deed of this.recorded) this.carryOut(deed);
  }

  private carryOut(deed: Deed): unknown {
    const { chain } = this;
    switch (deed.type) {
      case 'event':
        return chain.take(deed.event as Fact, deed.now);
      case 'next':
        return chain.next(deed.now).type;
      case 'turn':
        // The bot says that it answers later.
        chain.startTurn(deed.now);
        chain.endTurn({ parts: [], leaving: 0 }, deed.now);
        return chain.forgetTurn();
      case 'write': {
        const mark = chain.mark();
        const projection = chain.toProjection(mark, deed.writer);
        const { writer } = deed;
        this.writing = {
          mark,
          writer,
          projection: { ...projection, ...(deed.isRecorded ? { isRecorded: true } : {}) },
        };
        return;
      }
      case 'answer': {
        if (this.writing === null) throw new Error('an answer to nothing');
        const { mark, writer } = this.writing;
        this.writing = null;
        return chain.applyResult(mark, deed.result, writer);
      }
    }
  }
}

describeWithDatabase('steps of a workflow task that was lost', (database) => {
  it.each(Array.from({ length: WALKS }, (_, seed) => seed + 1))(
    'leave every message filed once, and a workflow that comes to rest (seed %i)',
    async (seed) => {
      const random = randomFrom(seed);
      const place = await createPlace(database());
      const inbox = createInbox(database(), { leaseMs: 1_000 });
      const project = createProjections(database());
      const openId = newId();
      const rules = random() < 0.5 ? botSettings() : settings();
      const messageIds: string[] = [];
      const receive = async () => {
        const item = textItem(openId, newId());
        const stored = await inbox.receive({ channelId: place.channelId, item, receivedAt: Date.now() });
        messageIds.push(stored.messageId);
        return stored;
      };
      const signalled = async (): Promise<ConversationEvent> =>
        wrote((await receive()).messageId, { newConversationId: newId(), settings: rules });

      const { contactId, messageId } = await receive();
      const run = new Run(() => new Chain(emptyThread({ contactId, ...place })));
      let now = Date.now();
      let historyLength = 3;
      let signals = [wrote(messageId, { newConversationId: newId(), settings: rules }) as ConversationEvent];
      /** The task ends, or tells Temporal that it goes on: the signals in it are not given out again. */
      const record = () => {
        run.record();
        signals = [];
        historyLength += 3;
        now += SECOND;
      };
      const takeOneMore = async () => {
        const event = await signalled();
        signals = [...signals, event];
        run.do({ type: 'event', event, now });
      };

      /** Waits for the store's answer. False: the worker has died meanwhile. */
      const awaitStore = async (mayDie: boolean): Promise<boolean> => {
        const projection = run.writing?.projection;
        if (projection === undefined) return true;
        // A slow store: what the contact writes meanwhile is applied while the answer is awaited.
        while (mayDie && random() < 0.4) {
          record();
          await takeOneMore();
        }
        const result = await project(projection);
        if (mayDie && random() < 0.35) {
          if (projection.isRecorded !== true) return false;
          // A normal activity is run again, and the workflow task is over.
          run.die();
          for (const event of signals) run.do({ type: 'event', event, now });
          await project(projection);
        }
        run.do({ type: 'answer', result });
        return true;
      };

      /** One workflow task. False: the worker has died with it. */
      const work = async (mayDie: boolean): Promise<boolean> => {
        for (const event of signals) run.do({ type: 'event', event, now });
        if (!(await awaitStore(mayDie))) return false;
        const wish = random() < 0.25 ? complete(anna) : attend(anna);
        let isWished = mayDie && random() < 0.3 && run.mayWish(wish, now);
        if (isWished) run.do({ type: 'event', event: wish, now });
        for (let steps = 0; ; steps += 1) {
          if (steps > STEPS_AT_MOST) throw new Error('The workflow writes in circles.');
          const effect = run.do({ type: 'next', now });
          if (effect === 'askBot') {
            record();
            run.do({ type: 'turn', now });
          } else if (effect === 'project') {
            const chain = { id: 'chain', generation: 0, historyLength };
            run.do({ type: 'write', writer: { now, runId: 'run', chain }, isRecorded: isWished });
            // What a wish changed is written by a normal activity, which begins when the task is recorded.
            if (isWished) record();
            isWished = false;
            if (!(await awaitStore(mayDie))) return false;
            if (random() < 0.3) record();
          } else break;
        }
        return !mayDie || random() < 0.7;
      };

      for (let task = 0; task < TASKS; task += 1) {
        let deaths = 0;
        while (!(await work(deaths < 3))) {
          run.die();
          // Only the first time-out of a task is in the history.
          if (deaths === 0) historyLength += 2;
          deaths += 1;
          now += 5 * SECOND;
        }
        record();
        now += random() < 0.15 ? 49 * HOUR : Math.floor(random() * 10) * SECOND;
        for (let count = Math.floor(random() * 3); count > 0; count -= 1)
          signals = [...signals, await signalled()];
      }
      await work(false);

      const rows = await rowsOf<{ id: string; seq: number | null }>(
        database().db,
        sql`select id, seq from messages where contact_id = ${contactId} and direction = 'inbound' order by seq`,
      );
      expect(rows.filter(({ seq }) => seq === null)).toEqual([]);
      expect(new Set(rows.map(({ seq }) => seq)).size).toBe(messageIds.length);
      const { current } = run.thread;
      expect(current).not.toBeNull();
      const stored = await createConversations(database()).get(current?.id ?? '');
      expect(stored?.conversation).toEqual(JSON.parse(JSON.stringify(current)));
    },
  );
});
