import { readFileSync } from 'node:fs';
import pino from 'pino';
import { createRuntimeLogger } from '../../src/temporal/runtime-logger';

const EXPECTED = 'No workflows registered, not polling for workflow tasks';

function log(write: (logger: ReturnType<typeof createRuntimeLogger>) => void): object {
  const lines: string[] = [];
  const logger = pino(
    { level: 'debug', base: null, timestamp: false },
    { write: (line) => lines.push(line) },
  );
  write(createRuntimeLogger(logger));
  return JSON.parse(lines.join('')) as object;
}

test('a warning of the SDK is one of ours, with its fields, and its error as `err`', () => {
  const error = new Error('away');
  expect(log((logger) => logger.warn('Poll failed', { taskQueue: 'duihua', error }))).toMatchObject({
    level: 40,
    taskQueue: 'duihua',
    msg: 'Poll failed',
    err: { message: 'away' },
  });
});

test('that a worker has activities only is no warning', () => {
  expect(log((logger) => logger.warn(EXPECTED, {}))).toEqual({ level: 20, msg: EXPECTED });
  // The words are the SDK's.
  expect(readFileSync(require.resolve('@temporalio/worker/lib/worker.js'), 'utf8')).toContain(EXPECTED);
});
