/**
 * The whole desk as real processes on loopback: two API processes, two workers, Temporal on a file, PostgreSQL and the
 * simulator, with a line between any two of them that talk. Nothing is left behind after `close`.
 */

import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChannelBody } from '../../src/contracts/channels/channel';
import type { Account } from '../../src/simulator/accounts';
import { openDatabase } from '../../src/store/engine/database';
import { createApiTokenStore } from '../../src/store/people/api-tokens';
import { createOperatorStore } from '../../src/store/people/operators';
import { findLastingPort } from '../../test/support/lasting-port';
import { type PostgresServer, startPostgresServer } from '../../test/support/postgres-server';
import { isAlive } from '../../test/support/process-tree';
import type { BadEnd } from '../history';
import { connectPartners, type Partners } from '../partners/connect-partners';
import { type Administrator, expectOk } from './client';
import { type Line, openLine } from './line';
import {
  logTo,
  type OnBadEnd,
  ownTarget,
  postgresTarget,
  signal,
  temporalTarget,
  wechatTarget,
} from './start-targets';
import {
  API_NAMES,
  LINE_NAMES,
  type LineName,
  OWN_NAMES,
  type OwnName,
  PROCESS_NAMES,
  type ProcessName,
  SERVER_NAMES,
  type Target,
  WORKER_NAMES,
} from './targets';
import { createWechat, type Wechat } from './wechat';

/** The API process whose disk can be filled and whose clock can jump. */
export const ODD_API = 'api-2';
/** Enough for its journal; filling it takes no time. */
const SMALL_DISK_KILOBYTES = 32_768;

/** The places of the channels whose calls are limited, and whose conversations begin with the bot. */
export const LIMITED_CHANNEL = 1;
export const BOT_CHANNEL = 2;

export type Operator = { readonly id: string; readonly token: string };
export type Channel = { readonly channelId: string; readonly account: Account };

export type Desk = Partners & {
  readonly folder: string;
  readonly targets: ReadonlyMap<ProcessName, Target>;
  readonly lines: ReadonlyMap<LineName, Line>;
  /** What WeChat's deliveries go through: it chooses an API process for each connection. */
  readonly front: Line;
  readonly urls: readonly string[];
  readonly adminToken: string;
  readonly secretKey: string;
  readonly temporalAddress: string;
  readonly wechat: Wechat;
  /** The second one is for limits on calls, the third one begins with the bot. */
  readonly channels: readonly Channel[];
  readonly operators: readonly Operator[];
  /** The folder whose disk is small; null: this user may not mount one. */
  readonly smallDisk: string | null;
  /** Sets the clock of `ODD_API` off by so many ms. */
  readonly setClock: (offsetMs: number) => void;
  /** What `onBadEnd` was told; the checker counts each as a broken promise. */
  readonly badEnds: readonly BadEnd[];
  readonly onBadEnd: OnBadEnd;
  /** Ends everything at once, frozen or not; for a watchdog. */
  readonly killEverything: () => void;
  readonly close: () => Promise<void>;
};

export type DeskOptions = {
  readonly temporalBinary: string;
  readonly operators: number;
  /** Gets what the processes printed; emptied first. */
  readonly logFolder: string;
};

/** Starts everything: half a minute. */
export async function startDesk(options: DeskOptions): Promise<Desk> {
  const folder = mkdtempSync(path.join(tmpdir(), 'duihua-fire-'));
  const undo: (() => Promise<void> | void)[] = [
    () => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 }),
  ];
  const close = async (): Promise<void> => {
    // Whatever fails, nothing may be left running.
    const failures: unknown[] = [];
    for (const step of undo.splice(0).reverse()) {
      await Promise.resolve()
        .then(step)
        .catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be ended.');
  };
  try {
    return await startInside(folder, options, undo, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function startInside(
  folder: string,
  options: DeskOptions,
  undo: (() => Promise<void> | void)[],
  close: () => Promise<void>,
): Promise<Desk> {
  const log = logTo(options.logFolder);
  const badEnds: BadEnd[] = [];
  const onBadEnd: OnBadEnd = (process, how) => {
    badEnds.push({ process, at: Date.now(), how });
  };
  const postgres: PostgresServer = await startPostgresServer();
  undo.push(() => postgres.stop());
  const databaseUrl = await postgres.createDatabase();
  const ports = {
    temporal: await findLastingPort(),
    wechat: await findLastingPort(),
    postgres: postgres.port,
  };
  const recordFile = path.join(folder, 'wechat-record.jsonl');
  const targets = new Map<ProcessName, Target>([['postgres', postgresTarget(postgres)]]);
  targets.set(
    'temporal',
    temporalTarget({
      binary: options.temporalBinary,
      port: ports.temporal,
      dbFile: path.join(folder, 'temporal.db'),
    }),
  );
  const wechatEnv = {
    SIMULATOR_PORT: String(ports.wechat),
    FIRE_STATE_FILE: path.join(folder, 'wechat.json'),
    FIRE_RECORD_FILE: recordFile,
  };
  targets.set('wechat', wechatTarget({ env: wechatEnv, log, onBadEnd }));
  undo.push(() => endAll(targets));
  await Promise.all([start(targets, 'temporal'), start(targets, 'wechat')]);

  const lines = new Map<LineName, Line>();
  for (const name of LINE_NAMES) {
    const [, server] = name.split('~') as [OwnName, (typeof SERVER_NAMES)[number]];
    lines.set(name, await openLine([ports[server]]));
  }
  undo.push(async () => {
    for (const line of lines.values()) await line.close();
  });

  const adminToken = randomBytes(24).toString('hex');
  const secretKey = randomBytes(32).toString('base64');
  const clockFile = path.join(folder, 'clock-offset');
  const smallDisk = mountSmallDisk(path.join(folder, ODD_API));
  if (smallDisk !== null) undo.push(() => void spawnSync('umount', ['--lazy', smallDisk]));
  const apiPorts = [await findLastingPort(), await findLastingPort()];
  const urls = apiPorts.map((port) => `http://127.0.0.1:${port}`);
  const front = await openLine(apiPorts);
  undo.push(() => front.close());
  for (const [index, name] of OWN_NAMES.entries()) {
    const at = (server: (typeof SERVER_NAMES)[number]): string =>
      `127.0.0.1:${lines.get(`${name}~${server}`)?.port}`;
    const port = apiPorts[index] ?? (await findLastingPort());
    mkdirSync(path.join(folder, name), { recursive: true });
    const env = {
      PORT: String(port),
      // Where bots say something later.
      PUBLIC_URL: `http://127.0.0.1:${front.port}`,
      DATA_DIR: path.join(folder, name),
      DATABASE_URL: databaseUrl.replace(`127.0.0.1:${ports.postgres}`, at('postgres')),
      TEMPORAL_ADDRESS: at('temporal'),
      TEMPORAL_NAMESPACE: 'default',
      WECHAT_API_URL: `http://${at('wechat')}`,
      SECRET_KEY: secretKey,
      ADMIN_TOKEN: adminToken,
      ...(name === ODD_API
        ? {
            NODE_OPTIONS: `--require ${path.join(__dirname, 'clock-jump.cjs')}`,
            CLOCK_OFFSET_FILE: clockFile,
          }
        : {}),
    };
    targets.set(name, ownTarget(name, { env, log, onBadEnd }));
  }
  // The first one migrates the database.
  await start(targets, 'api-1');
  await Promise.all([...API_NAMES.slice(1), ...WORKER_NAMES].map((name) => start(targets, name)));

  const wechat = createWechat(`http://127.0.0.1:${ports.wechat}`, recordFile);
  const made = { databaseUrl, adminToken, urls, front, wechat };
  const brandId = await createBrand(made);
  const channels: Channel[] = [];
  for (let number = 0; number < 3; number += 1) channels.push(await connectChannel(made, brandId));
  const partners = await connectPartners(
    made,
    { brandId, channelId: channels[BOT_CHANNEL]?.channelId ?? '' },
    undo,
  );
  const operators = await createOperators(databaseUrl, brandId, options.operators);
  return {
    ...partners,
    folder,
    targets,
    lines,
    front,
    urls,
    adminToken,
    secretKey,
    temporalAddress: `127.0.0.1:${ports.temporal}`,
    wechat,
    channels,
    operators,
    smallDisk,
    setClock: (offsetMs) => writeFileSync(clockFile, String(offsetMs)),
    badEnds,
    onBadEnd,
    killEverything() {
      for (const name of PROCESS_NAMES)
        for (const pid of targets.get(name)?.pids() ?? []) signal(pid, 'SIGKILL');
      if (smallDisk !== null) spawnSync('umount', ['--lazy', smallDisk]);
      rmSync(folder, { recursive: true, force: true });
    },
    close,
  };
}

async function start(targets: ReadonlyMap<ProcessName, Target>, name: ProcessName): Promise<void> {
  await targets.get(name)?.start();
}

/** All that is left, frozen or not. */
async function endAll(targets: ReadonlyMap<ProcessName, Target>): Promise<void> {
  const pids = [...targets.values()].flatMap((target) => target.pids());
  for (const pid of pids) signal(pid, 'SIGCONT');
  for (const [name, target] of targets) if (name !== 'postgres') await target.kill();
  while (pids.some((pid) => isAlive(pid) && !targets.get('postgres')?.pids().includes(pid))) await sleep(20);
}

/** null: this user may not mount one. */
function mountSmallDisk(folder: string): string | null {
  mkdirSync(folder, { recursive: true });
  const { status } = spawnSync('mount', [
    '-t',
    'tmpfs',
    '-o',
    `size=${SMALL_DISK_KILOBYTES}k`,
    'tmpfs',
    folder,
  ]);
  return status === 0 ? folder : null;
}

type Made = Administrator & { readonly front: Line; readonly wechat: Wechat };

async function createBrand(made: Made): Promise<string> {
  return (await expectOk<{ id: string }>(made, 'POST', '/brands', { name: 'Tea' })).id;
}

async function connectChannel(made: Made, brandId: string): Promise<Channel> {
  const account = await made.wechat.addAccount();
  const { originalId, appId, appSecret, token, encodingAesKey, encryption } = account;
  const { id } = await expectOk<ChannelBody>(made, 'POST', '/channels', {
    brandId,
    name: `Tea ${appId}`,
    originalId,
    appId,
    appSecret,
    token,
    encodingAesKey,
    encryption,
    ipAllowlistConfirmed: true,
  });
  await made.wechat.setWebhook(appId, `http://127.0.0.1:${made.front.port}/webhooks/wechat/${id}`);
  return { channelId: id, account };
}

async function createOperators(databaseUrl: string, brandId: string, count: number): Promise<Operator[]> {
  const database = openDatabase({ databaseUrl, poolSize: 2 });
  const operators: Operator[] = [];
  try {
    for (let number = 1; number <= count; number += 1) {
      const added = await createOperatorStore(database).create({
        name: `Operator ${number}`,
        email: `operator-${number}@example.com`,
        role: 'operator',
        brandIds: [brandId],
        passwordHash: null,
      });
      if (!('operator' in added)) throw new Error(added.refusal);
      const { id } = added.operator;
      const { secret } = await createApiTokenStore(database).create({ operatorId: id, name: 'fire' });
      operators.push({ id, token: secret });
    }
  } finally {
    await database.close();
  }
  return operators;
}
