import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Line, openLine } from '../../fire/desk/line';
import { eventually } from '../support/eventually';

/** Answers with what it gets. */
let echo: Server;
let port: number;
let line: Line;
beforeAll(async () => {
  echo = createServer((socket) => void socket.on('error', () => undefined).pipe(socket));
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  ({ port } = echo.address() as AddressInfo);
});
beforeEach(async () => {
  line = await openLine([port]);
});
afterEach(() => line.close());
afterAll(() => new Promise((resolve) => echo.close(resolve)));

type Caller = { readonly socket: Socket; readonly heard: () => string; readonly isOver: () => boolean };

function call(to = line): Caller {
  let heard = '';
  let isOver = false;
  const socket = connect(to.port, '127.0.0.1');
  socket.on('data', (chunk) => (heard += chunk.toString()));
  socket.on('error', () => undefined).on('close', () => (isOver = true));
  return { socket, heard: () => heard, isOver: () => isOver };
}

describe('a line', () => {
  test('passes bytes on, in order, and ends when one side does', async () => {
    const { socket, heard, isOver } = call();
    for (let part = 0; part < 20; part += 1) socket.write(`${part} `);
    socket.end();
    await eventually(isOver, 'the end');
    expect(heard()).toBe(Array.from({ length: 20 }, (_, part) => `${part} `).join(''));
  });

  test('a hole keeps everything back, and says nothing', async () => {
    const { socket, heard, isOver } = call();
    socket.write('a');
    await eventually(() => heard() === 'a', 'the first');
    line.set({ type: 'hole' });
    socket.write('b');
    await sleep(200);
    expect([heard(), isOver()]).toEqual(['a', false]);
    line.set({ type: 'open' });
    await eventually(() => heard() === 'ab', 'the second');
    socket.destroy();
  });

  test('a cut ends what is open, and lets nothing new come', async () => {
    const before = call();
    before.socket.write('a');
    await eventually(() => before.heard() === 'a', 'the answer');
    line.set({ type: 'cut' });
    await eventually(before.isOver, 'the end');
    const after = call();
    await eventually(after.isOver, 'the end');
    expect(after.heard()).toBe('');
  });

  test('a late line delivers later, a slow one little by little', async () => {
    const late = call();
    late.socket.write('a');
    await eventually(() => late.heard() === 'a', 'the first');
    line.set({ type: 'late', ms: 150 });
    const startedAt = Date.now();
    late.socket.write('b');
    await eventually(() => late.heard() === 'ab', 'the second');
    // There and back.
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(280);
    late.socket.destroy();
    line.set({ type: 'slow', bytesPerSecond: 4_096 });
    const slow = call();
    const slowAt = Date.now();
    slow.socket.write('x'.repeat(2_048));
    await eventually(() => slow.heard().length === 2_048, 'all of it');
    expect(Date.now() - slowAt).toBeGreaterThanOrEqual(400);
    slow.socket.destroy();
  });

  test('takes the next port if nobody answers at one', async () => {
    const other = await openLine([1, port]);
    for (let turn = 0; turn < 3; turn += 1) {
      const { socket, heard } = call(other);
      socket.write('a');
      await eventually(() => heard() === 'a', 'the answer');
      socket.destroy();
    }
    await other.close();
  });
});
