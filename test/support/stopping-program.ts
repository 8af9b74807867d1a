/**
 * A program for the test of `runtime/stop`: opens two things, one after the other, says what happens, and runs until it
 * is stopped. Its argument says how it behaves.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createClosingList, runUntilStopped } from '../../src/runtime/process/stop';

const [, , mode] = process.argv;
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const closing = createClosingList((name, error) => say(`${name} not closed: ${String(error)}`));

async function start(): Promise<void> {
  closing.add('first', async () => {
    if (mode === 'hangs') await sleep(60_000);
    say('first closed');
  });
  if (mode === 'fails') throw new Error('no start');
  if (mode === 'starts slowly') {
    say('starting');
    await sleep(1_000);
  }
  if (mode === 'never starts') {
    say('starting');
    await sleep(60_000);
  }
  closing.add('second', async () => {
    if (mode === 'closes badly') throw new Error('stuck');
    say('second closed');
  });
  say('running');
  await sleep(60_000);
}

runUntilStopped(closing, start, say).catch((error: unknown) => {
  say(`failed: ${String(error)}`);
  process.exitCode = 3;
});
