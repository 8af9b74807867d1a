/** What a typical conversation costs in Temporal, beside the smallest workflow that could do the same. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { countBillableActions } from '../billable-actions';
import { callApi } from '../load/call-api';
import { createDelivery } from '../load/deliveries';
import { postAll } from '../load/post-all';
import type { Figures, MeasureContext } from '../measures/measure';
import { whenApplied } from '../measures/settle';
import { type Side, type Subject, startSubject } from '../subject';
import { measureEachSide } from './each-side';
import type { Row } from './row';

/** WeChat lets replies pass after messages that it knows of: the simulator is told of each. */
const OPEN_ID = 'ocost000001';
const REPLY = '您好，请问有什么可以帮您？';
/** The pause between two steps, after which nothing is in progress any more. */
const CALM_MS = 500;
/** What one conversation consists of: `in` from the contact, `out` from the operator. */
const STEPS = [
  'in',
  'attend',
  ...Array.from({ length: 5 }, () => ['out', 'in'] as const).flat(),
  'complete',
] as const;

type Step = (typeof STEPS)[number];
type Conversing = {
  readonly workflowId: () => Promise<string>;
  readonly take: (step: Step) => Promise<void>;
};

/** Six messages in and five out, one at a time, attended and completed: events and billable actions of all its runs. */
export function measureConversationCost(context: MeasureContext): Promise<Row> {
  return measureEachSide((side) => measureSide(context, side));
}

async function measureSide(context: MeasureContext, side: Side): Promise<Figures> {
  const subject = await startSubject(context.environment, { side });
  const connection = await Connection.connect({ address: subject.temporalAddress });
  try {
    const client = new Client({ connection });
    const { workflowId, take } = side === 'floor' ? onFloor(client, context) : onDuihua(subject, context);
    for (const step of STEPS) {
      await take(step);
      await sleep(CALM_MS);
    }
    let events = 0;
    let actions = 0;
    for await (const { runId } of client.workflow.list({ query: `WorkflowId = "${await workflowId()}"` })) {
      const history = await client.workflow.getHandle(await workflowId(), runId).fetchHistory();
      events += history.events?.length ?? 0;
      actions += countBillableActions(history);
    }
    return { conversationEvents: events, conversationActions: actions };
  } finally {
    await connection.close();
    await subject.stop();
  }
}

function onFloor({ workflow: engine }: Client, { simulator }: MeasureContext): Conversing {
  const id = `floor-conversing-${OPEN_ID}`;
  const handle = engine.getHandle(id);
  return {
    workflowId: () => Promise.resolve(id),
    async take(step) {
      if (step === 'out') await handle.executeUpdate('reply', { args: [{ openId: OPEN_ID, text: REPLY }] });
      else if (step === 'in') {
        await simulator.write(OPEN_ID, { type: 'text', text: REPLY });
        const start = { workflowId: id, taskQueue: 'floor', signal: 'wrote' };
        await engine.signalWithStart('conversing', start);
      } else await handle.executeUpdate(step);
    },
  };
}

function onDuihua(subject: Subject, { environment, simulator }: MeasureContext): Conversing {
  let conversationId = '';
  let workflow = '';
  const call = (path: string, body: object): Promise<unknown> =>
    callApi(subject.origin, 'POST', `/conversations/${conversationId}/${path}`, body);
  return {
    workflowId: () => Promise.resolve(workflow),
    async take(step) {
      switch (step) {
        case 'in': {
          await simulator.write(OPEN_ID, { type: 'text', text: REPLY });
          const { startedAt } = await postAll(subject, [createDelivery(environment.account, OPEN_ID)], 1);
          await whenApplied(subject, startedAt, 1);
          if (conversationId === '') {
            const { items } = await callApi<{ readonly items: readonly { readonly id: string }[] }>(
              subject.origin,
              'GET',
              '/conversations',
            );
            conversationId = items[0]?.id ?? '';
            [workflow = ''] = await subject.calls.workflowIds([OPEN_ID]);
          }
          return;
        }
        case 'out':
          await call('messages', { type: 'text', text: REPLY });
          return;
        case 'attend':
        case 'complete':
          await call(step, {});
          return;
        default:
          step satisfies never;
      }
    },
  };
}
