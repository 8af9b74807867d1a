/** The floor with a worker of its own: `conversing`, which files what it has seen, and this process as its client. */
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { Pool } from 'pg';
import { profileFolder } from '../profile-folder';
import type { SubjectOptions } from '../protocol';
import type { Apart, ApartPlace } from './apart';
import { type Closing, inParallel, startProgram } from './program';

const WORKER = path.resolve(__dirname, '../floor/worker.js');
const CALLS_AT_ONCE = 16;
const REPLY = '您好，请问有什么可以帮您？';

type Opened = Omit<Apart, 'close' | 'temporalAddress' | 'dataDir'>;

/** Connects to its Temporal and its database. */
export async function openFloor(place: ApartPlace, closing: Closing): Promise<Opened> {
  const { context, dataDir, databaseUrl, temporalAddress } = place;
  const { environment, simulator, sizes } = context;
  const connection = await Connection.connect({ address: temporalAddress });
  closing.add(() => connection.close());
  const engine = new Client({ connection }).workflow;
  const database = new Pool({ connectionString: databaseUrl, max: 2 });
  // The server may end before the last connection has been closed.
  database.on('error', () => undefined);
  closing.add(() => database.end());
  const options: SubjectOptions = {
    temporalAddress,
    dataDir,
    wechatApiUrl: environment.wechatApiUrl,
    account: environment.account,
  };
  const idOf = (openId: string): string => `floor-conversing-${openId}`;
  const ofEach = (openIds: readonly string[], work: (openId: string) => Promise<unknown>): Promise<void> =>
    inParallel(openIds, { atOnce: CALLS_AT_ONCE }, work);
  return {
    apiPid: null,
    async startWorker() {
      const settings = { BENCH_OPTIONS: JSON.stringify(options), DATABASE_URL: databaseUrl };
      const worker = await startProgram(
        WORKER,
        settings,
        /the floor’s worker runs/,
        profileFolder(environment, 'floor'),
      );
      closing.add(worker.kill);
      return worker;
    },
    async write(openIds) {
      for (const openId of openIds) await simulator.write(openId, { type: 'text', text: '在吗？' });
      await inParallel(openIds, { atOnce: sizes.messagesAtOnce }, (openId) =>
        engine.signalWithStart('conversing', {
          workflowId: idOf(openId),
          taskQueue: 'floor',
          signal: 'wrote',
        }),
      );
    },
    attend: (openIds) => ofEach(openIds, (openId) => engine.getHandle(idOf(openId)).executeUpdate('attend')),
    reply: (openIds) =>
      ofEach(openIds, (openId) =>
        engine.getHandle(idOf(openId)).executeUpdate('reply', { args: [{ openId, text: REPLY }] }),
      ),
    async filed() {
      const { rows } = await database.query<{ count: number; last_at: number | null }>(
        `select coalesce(sum(step), 0)::int as count, extract(epoch from max(at))::float8 * 1000 as last_at
         from (select max(step) as step, max(at) as at from notes group by workflow_id) as each`,
      );
      const [row] = rows;
      return { count: row?.count ?? 0, lastAt: row?.last_at ?? null };
    },
    knowsContacts: () => Promise.resolve(true),
    workflowIds: async (openIds) => openIds.map(idOf),
  };
}
