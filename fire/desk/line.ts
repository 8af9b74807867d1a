/** A TCP line between two processes that can be made slow, mute or dead while they talk. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** How a line behaves; `hole`: nothing arrives, and nobody is told. */
export type LineState =
  | { readonly type: 'open' }
  | { readonly type: 'late'; readonly ms: number }
  | { readonly type: 'slow'; readonly bytesPerSecond: number }
  | { readonly type: 'hole' }
  | { readonly type: 'cut' };

export type Line = {
  /** On loopback. */
  readonly port: number;
  readonly set: (state: LineState) => void;
  readonly close: () => Promise<void>;
};

const OPEN: LineState = { type: 'open' };
/** A slow line delivers in pieces of this many bytes. */
const PIECE_BYTES = 256;

type Pump = { readonly changed: () => void };

/** Opens a line to the first port that answers, beginning with another one each time. Close it after use. */
export async function openLine(targetPorts: readonly number[]): Promise<Line> {
  let state: LineState = OPEN;
  let turn = 0;
  const sockets = new Set<Socket>();
  const pumps = new Set<Pump>();

  const pump = (from: Socket, to: Socket): Pump => {
    const waiting: Buffer[] = [];
    let isOver = false;
    let freeAt = 0;
    let timer: NodeJS.Timeout | undefined;
    const next = (): void => {
      timer = undefined;
      if (state.type === 'hole') return;
      const [first] = waiting;
      if (first === undefined) {
        if (isOver) to.end();
        return;
      }
      const piece = state.type === 'slow' ? first.subarray(0, PIECE_BYTES) : first;
      if (piece.length === first.length) waiting.shift();
      else waiting[0] = first.subarray(piece.length);
      if (!to.destroyed) to.write(piece);
      freeAt = state.type === 'slow' ? Date.now() + (piece.length / state.bytesPerSecond) * 1_000 : 0;
      wake(0);
    };
    const wake = (lateMs: number): void => {
      if (timer !== undefined || state.type === 'hole') return;
      const ms = Math.max(lateMs, freeAt - Date.now());
      if (ms <= 0 && waiting.length === 0 && !isOver) return;
      if (ms <= 0) next();
      else timer = setTimeout(next, ms);
    };
    const lateness = (): number => (state.type === 'late' ? state.ms : 0);
    from.on('data', (chunk) => {
      waiting.push(chunk);
      wake(lateness());
    });
    from.on('end', () => {
      isOver = true;
      wake(lateness());
    });
    from.on('close', () => {
      // In a hole nobody learns that the other side is gone.
      if (state.type !== 'hole') to.destroy();
      isOver = true;
    });
    return {
      changed() {
        clearTimeout(timer);
        timer = undefined;
        if (from.destroyed && waiting.length === 0) to.destroy();
        else wake(0);
      },
    };
  };

  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  };

  const reach = (client: Socket, first: number, left: number): void => {
    const upstream = connect(targetPorts[first % targetPorts.length] ?? 0, '127.0.0.1');
    keep(upstream);
    const failed = (): void => {
      if (left > 1 && !client.destroyed) reach(client, first + 1, left - 1);
      else client.destroy();
    };
    upstream.once('error', failed);
    upstream.once('connect', () => {
      upstream.off('error', failed);
      const both = [pump(client, upstream), pump(upstream, client)];
      for (const one of both) pumps.add(one);
      upstream.once('close', () => {
        for (const one of both) pumps.delete(one);
      });
      client.resume();
    });
  };

  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (client) => {
    if (state.type === 'cut') {
      client.resetAndDestroy();
      return;
    }
    keep(client);
    turn += 1;
    reach(client, turn, targetPorts.length);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });

  return {
    port: (server.address() as AddressInfo).port,
    set(wanted) {
      state = wanted;
      if (state.type === 'cut') for (const socket of sockets) socket.resetAndDestroy();
      for (const one of pumps) one.changed();
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
