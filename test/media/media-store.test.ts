import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { MediaStoreFull } from '../../src/media/incoming';
import { type MediaStore, openMediaStore } from '../../src/media/media-store';
import { smallDiskMissing, withSmallDisk } from '../support/small-disk';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'duihua-media-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const pieces = (bytes: Buffer) =>
  Readable.from([bytes.subarray(0, 7), bytes.subarray(7)], { objectMode: false });
const filesIn = (place: string): string[] =>
  existsSync(place)
    ? readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) =>
        statSync(path.join(place, name)).isFile(),
      )
    : [];

async function put(store: MediaStore, bytes: Buffer): Promise<string> {
  const incoming = await store.receive(pieces(bytes), bytes.length);
  await store.keep(incoming);
  return incoming.sha256;
}
async function read(store: MediaStore, key: string, range?: { start: number; end: number }): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of (await store.open(key, range)) as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

describe('a folder', () => {
  const open = () => openMediaStore({ folder, bucket: undefined });

  test('stores files by their hash: once, readable whole or in parts', async () => {
    const store = await open();
    const bytes = randomBytes(100_000);
    const key = await put(store, bytes);
    expect(key).toBe(sha256(bytes));
    expect(await put(store, bytes)).toBe(key);
    expect(filesIn(folder)).toEqual([path.join('files', key.slice(0, 2), key)]);
    expect(await read(store, key)).toEqual(bytes);
    expect(await read(store, key, { start: 10, end: 19 })).toEqual(bytes.subarray(10, 20));
    expect(await store.has(key)).toBe(true);
    await store.remove(key);
    expect(await store.has(key)).toBe(false);
    await expect(store.open(key)).rejects.toThrow();
  });

  test('stops reading at the limit, and leaves nothing behind', async () => {
    const store = await open();
    let read = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) {
        read += 1_000;
        yield Buffer.alloc(1_000);
      }
    }
    const incoming = await store.receive(endless(), 5_500);
    expect([incoming.isCut, incoming.size, read]).toEqual([true, 5_500, 6_000]);
    await expect(store.keep(incoming)).rejects.toThrow('incomplete');
    await incoming.drop();
    expect(filesIn(folder)).toEqual([]);
  });

  test('leaves nothing behind of a broken stream', async () => {
    const store = await open();
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.alloc(1_000);
      throw new Error('cut');
    }
    await expect(store.receive(broken(), 5_000)).rejects.toThrow('cut');
    expect(filesIn(folder)).toEqual([]);
  });

  test('removes at its start what a dead process left half-written, and only that', async () => {
    await mkdir(path.join(folder, 'incoming'), { recursive: true });
    const [old, young] = ['old', 'young'].map((name) => path.join(folder, 'incoming', name));
    for (const file of [old, young]) writeFileSync(file ?? '', 'half');
    const yesterday = Date.now() / 1000 - 86_400;
    utimesSync(old ?? '', yesterday, yesterday);
    await open();
    expect(filesIn(folder)).toEqual([path.join('incoming', 'young')]);
  });

  test.each([
    '../../etc/passwd',
    'a/b',
    '',
    '%2e%2e',
    'A'.repeat(64),
    `${'a'.repeat(63)}\0`,
    'x'.repeat(10_000),
  ])('never makes a path of what is no hash: %p', async (name) => {
    const store = await open();
    await expect(store.open(name)).rejects.toThrow('Not a SHA-256');
    await expect(store.has(name)).rejects.toThrow('Not a SHA-256');
    await expect(store.remove(name)).rejects.toThrow('Not a SHA-256');
  });

  const noDisk = smallDiskMissing();
  (noDisk === undefined ? test : test.skip)(
    `a full disk says so, and nothing stays on it${noDisk === undefined ? '' : ` (${noDisk})`}`,
    () =>
      withSmallDisk(folder, 128, async () => {
        const store = await open();
        const kept = await put(store, randomBytes(20_000));
        const large = store.receive(pieces(randomBytes(400_000)), 400_000);
        await expect(large).rejects.toBeInstanceOf(MediaStoreFull);
        expect(filesIn(folder)).toEqual([path.join('files', kept.slice(0, 2), kept)]);
      }),
  );
});

/** As much of S3 as is used: PUT, GET with ranges, HEAD, DELETE. */
function startBucket(): Promise<{ readonly server: Server; readonly objects: Map<string, Buffer> }> {
  const objects = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const key = (request.url ?? '').split('?')[0] ?? '';
    const found = objects.get(key);
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const isSigned = request.headers.authorization?.includes('Credential=key-id/') === true;
      if (!isSigned) return response.writeHead(403).end();
      if (request.method === 'PUT') {
        objects.set(key, Buffer.concat(parts));
        return response.writeHead(200, { etag: '"1"' }).end();
      }
      if (found === undefined) return response.writeHead(404).end();
      if (request.method === 'DELETE') {
        objects.delete(key);
        return response.writeHead(204).end();
      }
      const range = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '');
      const body = range === null ? found : found.subarray(Number(range[1]), Number(range[2]) + 1);
      response.writeHead(range === null ? 200 : 206, { 'content-length': body.length });
      return response.end(request.method === 'HEAD' ? undefined : body);
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve({ server, objects })));
}

test('a bucket of an S3-compatible store stores files in the same way', async () => {
  const { server, objects } = await startBucket();
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const keys = { accessKeyId: 'key-id', secretAccessKey: 'secret' };
  const bucket = { bucket: 'files', region: 'us-east-1', endpoint, ...keys };
  try {
    const store = await openMediaStore({ folder, bucket });
    const bytes = randomBytes(300_000);
    const key = await put(store, bytes);
    expect([...objects.keys()]).toEqual([`/files/${key.slice(0, 2)}/${key}`]);
    expect(await read(store, key)).toEqual(bytes);
    expect(await read(store, key, { start: 5, end: 9 })).toEqual(bytes.subarray(5, 10));
    expect(filesIn(folder)).toEqual([]);
    await store.remove(key);
    expect(await store.has(key)).toBe(false);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
