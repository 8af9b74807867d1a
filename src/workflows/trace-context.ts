/**
 * Hands the context of a trace on, from the signals and updates that a workflow gets to the activities that follow from them
 * (docs/decisions/0018-traces-without-a-column.md). It makes no span, draws no random number and waits for nothing: a workflow
 * does exactly the same with and without it, and its history differs in headers only, which replays do not compare. Without
 * tracing there is no header, and it does nothing.
 *
 * The library's own interceptor is not used here: the ids of its spans come from `Math.random()`, which in a workflow is the
 * source of `uuid4()`. Switched on or off, it would give the conversations of a replayed run other ids.
 */
import type { Headers, Payload } from '@temporalio/common';
import type { WorkflowInterceptors } from '@temporalio/workflow';

/** Of `@temporalio/interceptors-opentelemetry`, which reads and writes it in clients and activities. */
const TRACE_HEADER = '_tracer-data';
/** What a workflow does later than this after a signal, e.g. by a timer, is not part of the signal's trace. */
const FOLLOWS_WITHIN_MS = 60_000;
/** Above the 50 held messages of a conversation. */
const MOST_MESSAGES = 64;

type Origin = { readonly header: Payload; readonly at: number };

/** Named and exported as the SDK expects of a module of interceptors; called once for each run. */
export const interceptors = (): WorkflowInterceptors => {
  let latest: Origin | null = null;
  /** Where a reply came from: it may leave long after later signals. */
  const ofMessages = new Map<string, Payload>();

  const note = (headers: Headers, messageId: string | null): void => {
    const header = headers[TRACE_HEADER];
    latest = header === undefined ? null : { header, at: Date.now() };
    if (header === undefined || messageId === null) return;
    ofMessages.set(messageId, header);
    for (const oldest of ofMessages.keys()) {
      if (ofMessages.size <= MOST_MESSAGES) break;
      ofMessages.delete(oldest);
    }
  };

  const recent = (): Payload | undefined =>
    latest !== null && Date.now() - latest.at <= FOLLOWS_WITHIN_MS ? latest.header : undefined;

  const carried = <Input extends { readonly headers: Headers }>(
    input: Input,
    header: Payload | undefined,
  ): Input =>
    header === undefined ? input : { ...input, headers: { ...input.headers, [TRACE_HEADER]: header } };

  return {
    inbound: [
      {
        execute(input, next) {
          note(input.headers, null);
          return next(input);
        },
        handleSignal(input, next) {
          note(input.headers, null);
          return next(input);
        },
        handleUpdate(input, next) {
          note(input.headers, idIn(input.args[0]));
          return next(input);
        },
      },
    ],
    outbound: [
      {
        scheduleActivity(input, next) {
          const messageId = idIn(partOf(input.args[0], 'message'));
          return next(
            carried(input, (messageId === null ? undefined : ofMessages.get(messageId)) ?? recent()),
          );
        },
        scheduleLocalActivity: (input, next) => next(carried(input, recent())),
        continueAsNew: (input, next) => next(carried(input, recent())),
      },
    ],
  };
};

function idIn(value: unknown): string | null {
  const messageId = partOf(value, 'messageId');
  return typeof messageId === 'string' ? messageId : null;
}

function partOf(value: unknown, name: 'message' | 'messageId'): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
