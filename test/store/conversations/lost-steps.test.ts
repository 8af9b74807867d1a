/**
 * A worker dies with a workflow task after it has written some of its steps: Temporal knows nothing of the task, gives its signals out
 * again, and forgets its updates. Seeded walks of a chain through such deaths, against the real `write_projections`.
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
import { anna, attend, complete, HOUR, SECOND, wrote } from '../../domain/builders';
import { describeWithDatabase } from '../../support/database';
import { createPlace, textItem } from '../../support/scenario-store';
import { randomFrom } from '../../support/seeded-random';

const WALKS = 40;
const TASKS = 8;
/** A workflow that writes more often for one task writes in circles. */
const WRITES_AT_MOST = 25;

type Writer = Parameters<Chain['applyResult']>[2];
/** What a workflow does that a replay does again. */
type Deed =
  | { readonly type: 'event'; readonly event: ConversationEvent; readonly now: number }
  | { readonly type: 'next'; readonly now: number }
  | { readonly type: 'projection'; readonly writer: Writer }
  | { readonly type: 'result'; readonly result: ProjectionResult; readonly writer: Writer };

/** A run of the workflow: what Temporal has recorded of it, and what only the worker knows. */
class Run {
  private recorded: readonly Deed[] = [];
  private deeds: readonly Deed[] = [];
  private chain: Chain;
  private mark: Mark | null = null;

  constructor(private readonly begin: () => Chain) {
    this.chain = begin();
  }

  get thread() {
    return this.chain.thread;
  }

  take(event: ConversationEvent, now: number): void {
    this.do({ type: 'event', event, now });
  }

  /** Whether something has to be written now. */
  mustWrite(now: number): boolean {
    return this.do({ type: 'next', now }) === 'project';
  }

  projection(writer: Writer): Projection {
    return this.do({ type: 'projection', writer }) as Projection;
  }

  answer(result: ProjectionResult, writer: Writer): void {
    this.do({ type: 'result', result, writer });
  }

  judge(wish: Wish, now: number): boolean {
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
    for (const deed of this.recorded) this.carryOut(deed);
  }

  private do(deed: Deed): unknown {
    this.deeds = [...this.deeds, deed];
    return this.carryOut(deed);
  }

  private carryOut(deed: Deed): unknown {
    if (deed.type === 'event') return this.chain.take(deed.event as Fact, deed.now);
    if (deed.type === 'next') return this.chain.next(deed.now).type;
    if (deed.type === 'projection') {
      this.mark = this.chain.mark();
      return this.chain.toProjection(this.mark, deed.writer);
    }
    if (this.mark === null) throw new Error('an answer to nothing');
    return this.chain.applyResult(this.mark, deed.result, deed.writer);
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
      const receive = async () => {
        const item = textItem(openId, newId());
        return inbox.receive({ channelId: place.channelId, item, receivedAt: Date.now() });
      };
      const { contactId, messageId: firstId } = await receive();
      const run = new Run(() => new Chain(emptyThread({ contactId, ...place })));
      let now = Date.now();
      let historyLength = 3;
      let written = 0;
      const messageIds = [firstId];
      const signal = (messageId: string) => wrote(messageId, { newConversationId: newId() });
      let signals: ConversationEvent[] = [signal(firstId)];

      /** One workflow task; resolves with whether the worker has survived it. */
      const work = async (mayDie: boolean): Promise<boolean> => {
        for (const event of signals) run.take(event, now);
        const wish = random() < 0.25 ? complete(anna) : attend(anna);
        if (mayDie && random() < 0.5 && run.judge(wish, now)) run.take(wish, now);
        for (let writes = 0; run.mustWrite(now); writes += 1) {
          if (writes > WRITES_AT_MOST) throw new Error('The workflow writes in circles.');
          const writer = { now, runId: 'run', chain: { id: 'chain', generation: 0, historyLength } };
          const result = await project(run.projection(writer));
          written += 1;
          if (mayDie && random() < 0.35) return false;
          run.answer(result, writer);
          // A long task tells Temporal what it has done, and goes on with what has come meanwhile.
          if (random() < 0.4) {
            run.record();
            signals = [];
            historyLength += 3;
            now += SECOND;
            if (mayDie && random() < 0.5) {
              const { messageId } = await receive();
              messageIds.push(messageId);
              signals.push(signal(messageId));
              run.take(signals[0] as ConversationEvent, now);
            }
          }
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
        run.record();
        historyLength += 4;
        now += random() < 0.15 ? 49 * HOUR : 10 * SECOND;
        signals = [];
        for (let count = Math.floor(random() * 3); count > 0; count -= 1) {
          const { messageId } = await receive();
          messageIds.push(messageId);
          signals.push(signal(messageId));
        }
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
      expect(written).toBeGreaterThan(0);
    },
  );
});
