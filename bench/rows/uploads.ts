import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import express from 'express';
import pino from 'pino';
import { createAttachmentRoutes } from '../../src/api/attachments/routes';
import { setViewer } from '../../src/api/middleware/viewer';
import { mount } from '../../src/api/mount';
import { openMediaStore } from '../../src/media/media-store';
import { loadConfig } from '../../src/platform/settings/config';
import { createAttachments } from '../../src/store/files/attachments';
import { openEmbeddedDatabase } from '../embedded-database';
import type { Row } from './row';

const AT_ONCE = 20;
const MB = 1_048_576;
const SAMPLE_EVERY_MS = 10;
const ROUNDS = 3;

/**
 * Sends from a separate process, so that its memory is not counted: pictures of 10 MB, each with different content,
 * since the same content would be stored only once.
 */
const CLIENT = `
const { request } = require('node:http');
const { randomBytes } = require('node:crypto');
const [url, count, bytes] = process.argv.slice(1);
const head = '--x\\r\\ncontent-disposition: form-data; name="file"; filename="a.png"\\r\\n\\r\\n';
const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c48900a0000049444154', 'hex');
const piece = Buffer.alloc(65536);
const send = () => new Promise((resolve, reject) => {
  const one = request(url, { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' } }, (answer) => {
    answer.resume().on('end', () => answer.statusCode < 300 ? resolve() : reject(new Error(String(answer.statusCode))));
  });
  one.on('error', reject);
  one.write(head);
  one.write(Buffer.concat([png, randomBytes(32)]));
  let left = Number(bytes) - png.length - 32;
  const more = () => {
    while (left > 0) {
      const part = piece.subarray(0, Math.min(left, piece.length));
      left -= part.length;
      if (!one.write(part)) return one.once('drain', more);
    }
    one.end('\\r\\n--x--\\r\\n');
  };
  more();
});
Promise.all(Array.from({ length: Number(count) }, send)).then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
`;

/** What 20 simultaneous uploads of 10 MB add to the memory of the process that receives them. */
export async function measureUploads(): Promise<Row> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'duihua-bench-uploads-'));
  const database = await openEmbeddedDatabase(loadConfig({ DATA_DIR: dataDir }), pino({ level: 'silent' }));
  try {
    const mediaStore = await openMediaStore({ folder: path.join(dataDir, 'media'), bucket: undefined });
    const app = express();
    app.use((request, _response, next) => {
      setViewer(request, {
        operatorId: 'bench',
        name: 'Bench',
        email: 'bench@example.com',
        role: 'administrator',
        brandIds: [],
        mustChangePassword: false,
        mustSetUpTwoFactor: false,
        via: 'token',
        scopes: null,
      });
      next();
    });
    const attachments = createAttachments(database, mediaStore);
    app.use(mount(createAttachmentRoutes({ attachments, mediaStore, fetchSoon: () => undefined })));
    let files = 0;
    const copy: RequestListener = (request, response) => {
      const write = async (): Promise<void> => {
        files += 1;
        const handle = await open(path.join(dataDir, `copy-${files}`), 'w');
        for await (const piece of request) await handle.write(piece as Buffer);
        await handle.sync();
        await handle.close();
        response.end();
      };
      write().catch((error: unknown) => response.destroy(error as Error));
    };
    return {
      floor: { uploadMemory: await memoryDuring(copy) },
      duihua: { uploadMemory: await memoryDuring(app) },
    };
  } finally {
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/**
 * The highest memory use above the level before, in MB, over several rounds after a warm-up: resident memory or, if
 * that had room left from before, the heap in use including garbage.
 */
async function memoryDuring(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/attachments`;
  await send(url, 2);
  let most = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = process.memoryUsage();
    const timer = setInterval(() => {
      const now = process.memoryUsage();
      const inUse = now.heapUsed + now.external - before.heapUsed - before.external;
      most = Math.max(most, now.rss - before.rss, inUse);
    }, SAMPLE_EVERY_MS);
    await send(url, AT_ONCE);
    clearInterval(timer);
  }
  server.closeAllConnections();
  server.close();
  return most / MB;
}

function send(url: string, count: number): Promise<void> {
  const client = spawn(process.execPath, ['-e', CLIENT, url, String(count), String(10 * MB)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    client.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The uploads failed (exit ${code}).`));
    });
  });
}
