/** Kills at random times; the same seed gives the same times. `DUIHUA_TEST_SEED` is the first seed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createProcessDesk } from '../support/process-desk';
import { randomFrom } from '../support/seeded-random';

jest.setTimeout(600_000);

const SEEDS = 20;
const KILLS = 5;
/** WeChat's three deliveries are over in 10 s; a restart on a busy machine may take as long. */
const PATIENT = { redeliveryDelayMs: 1_000, deliveryAttempts: 60 };
const SETTLED_WITHIN_MS = 90_000;

describe('kill -9 at a random time under load', () => {
  const first = Number(process.env['DUIHUA_TEST_SEED'] ?? Date.now() % 1_000_000);
  const seeds = Array.from({ length: SEEDS }, (_, index) => first + index);

  test.each(seeds)('loses and doubles nothing (seed %i)', async (seed) => {
    const desk = await createProcessDesk({ wechat: PATIENT });
    try {
      const random = randomFrom(seed);
      let program = await desk.start();
      await desk.connect();
      const people = ['o1', 'o2', 'o3', 'o4'];
      for (const openId of people) await desk.writes(openId, `${openId} begins`);
      for (const openId of people) await desk.conversation(openId);
      let isOver = false;
      const talk = async (openId: string): Promise<void> => {
        for (let turn = 1; !isOver; turn += 1) {
          await desk.writes(openId, `${openId} asks ${turn}`);
          if (!isOver) await desk.replies(openId, `${openId} gets ${turn}`).catch(() => undefined);
        }
      };
      const talks = people.map(talk);
      for (let round = 1; round <= KILLS; round += 1) {
        await sleep(500 + random() * 1_500);
        await program.end('SIGKILL');
        program = await desk.start();
      }
      await sleep(500);
      isOver = true;
      await Promise.all(talks);
      expect(await desk.violations({ withinMs: SETTLED_WITHIN_MS })).toEqual([]);
    } finally {
      await desk.close();
    }
  });
});
