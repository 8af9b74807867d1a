import type { Call, Said, SubjectAddresses, SubjectCalls, SubjectOptions } from './protocol';

/** The options that the driver gave to this process. */
export function readSubjectOptions(): SubjectOptions {
  const text = process.env['BENCH_OPTIONS'];
  if (text === undefined) throw new Error('BENCH_OPTIONS is missing: this file is started by the bench.');
  return JSON.parse(text) as SubjectOptions;
}

/** Tells the driver that this process accepts load, and answers its calls until `stop`. */
export function serveSubject(addresses: SubjectAddresses, calls: SubjectCalls): void {
  const answer = async ({ id, name, args }: Call): Promise<void> => {
    try {
      const call = calls[name] as (...given: readonly unknown[]) => Promise<unknown>;
      say({ type: 'answer', id, value: await call(...args) });
    } catch (error) {
      say({
        type: 'failure',
        id,
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
    if (name === 'stop') setImmediate(() => process.exit(0));
  };
  process.on('message', (call) => void answer(call as Call));
  // The driver is gone, so it will not ask for a stop.
  process.on('disconnect', () => process.exit(1));
  say({ type: 'ready', addresses });
}

function say(said: Said): void {
  process.send?.(said);
}
