/** A side whose worker is a process of its own, so that it can be killed while all the rest goes on. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedServer } from '../../src/store/embedded/embedded-server';
import { startDevServer } from '../../src/temporal/dev-server/dev-server';
import type { MeasureContext } from '../measures/measure';
import type { Side } from '../subject';
import { openDuihua } from './duihua';
import { openFloor } from './floor';
import { createClosing, type RunningProgram } from './program';

/** What workers have filed in the store so far, and when they filed the last of it (epoch ms, null: nothing yet). */
export type Filed = { readonly count: number; readonly lastAt: number | null };

export type Apart = {
  /** Resolves when it takes work. */
  readonly startWorker: () => Promise<RunningProgram>;
  /** One message of each of these contacts; resolves when all are in the histories of their workflows. */
  readonly write: (openIds: readonly string[]) => Promise<void>;
  /** An operator attends each of these; they have written. */
  readonly attend: (openIds: readonly string[]) => Promise<void>;
  /** One reply to each of these, until WeChat has all. */
  readonly reply: (openIds: readonly string[]) => Promise<void>;
  readonly filed: () => Promise<Filed>;
  /** Whether everything is done that new contacts cause besides: their profiles are fetched, a few at a time. */
  readonly knowsContacts: () => Promise<boolean>;
  /** The workflows of these contacts. */
  readonly workflowIds: (openIds: readonly string[]) => Promise<readonly string[]>;
  readonly temporalAddress: string;
  /** Of its PostgreSQL and whatever else it keeps. */
  readonly dataDir: string;
  /** The API's process; null: this one, as the floor has none of its own. */
  readonly apiPid: number | null;
  readonly close: () => Promise<void>;
};

/** What both sides have: each its own folder, Temporal server and PostgreSQL. */
export type ApartPlace = {
  readonly context: MeasureContext;
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly secretKey: string;
};

/** How often the store is looked at. The instants that count come from the store, not from the look. */
const LOOK_EVERY_MS = 200;
const WITHIN_MS = 900_000;

/**
 * Starts a side without a worker. Close it after use, which also ends its workers. Temporal keeps its histories in memory, because how
 * fast a disk is would hide how fast a worker is, unless it has to be as in production.
 */
export async function openApart(
  context: MeasureContext,
  side: Side,
  { isTemporalOnDisk = false }: { readonly isTemporalOnDisk?: boolean } = {},
): Promise<Apart> {
  const closing = createClosing();
  try {
    const dataDir = mkdtempSync(path.join(tmpdir(), `duihua-bench-apart-${side}-`));
    closing.add(() => rmSync(dataDir, { recursive: true, force: true }));
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const temporal = await startDevServer({
      binary: context.environment.temporalBinary,
      port: 0,
      namespace: 'default',
      canSkipTime: false,
      ...(isTemporalOnDisk ? { dbFile: path.join(dataDir, 'temporal.db') } : {}),
    });
    closing.add(() => temporal.stop());
    const postgres = await startEmbeddedServer({ dataDir });
    closing.add(() => postgres.stop());
    const place: ApartPlace = {
      context,
      dataDir,
      databaseUrl: postgres.url,
      temporalAddress: temporal.address,
      secretKey: randomBytes(32).toString('base64'),
    };
    const open = side === 'floor' ? openFloor : openDuihua;
    const parts = await open(place, closing);
    return { ...parts, temporalAddress: temporal.address, dataDir, close: closing.closeAll };
  } catch (error) {
    await closing.closeAll();
    throw error;
  }
}

/** Waits until so much is filed; resolves with the instant of the last of it, epoch ms. */
export async function whenFiled({ filed }: Pick<Apart, 'filed'>, count: number): Promise<number> {
  const giveUpAt = Date.now() + WITHIN_MS;
  for (;;) {
    const now = await filed();
    if (now.count >= count && now.lastAt !== null) return now.lastAt;
    if (Date.now() > giveUpAt) throw new Error(`Of ${count} messages only ${now.count} were filed.`);
    await sleep(LOOK_EVERY_MS);
  }
}
