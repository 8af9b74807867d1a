/** The recount of `recount.ci.soak.ts` with 10,000 conversations (`DUIHUA_RECOUNT`: another number; `DUIHUA_TEST_SEED`: other ones). */
import { checkRebuild } from '../../support/check-rebuild';
import { checkRecount } from '../../support/check-recount';
import { checkSettledDays } from '../../support/check-settled-days';
import { type ConversationApp, startConversationApp } from '../../support/conversation-app';
import { makeHistory } from '../../support/desk-history';

const COUNT = Number(process.env['DUIHUA_RECOUNT'] ?? 10_000);
const SEED = Number(process.env['DUIHUA_TEST_SEED'] ?? 10_000);
const HOUR_MS = 3_600_000;

let app: ConversationApp;
beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
afterAll(() => app.close());

it(
  'every figure of the reports equals a recount by brute force, and a rebuild changes no fact',
  async () => {
    const history = await makeHistory(app, COUNT, SEED);
    expect(await checkRecount(app, history)).toBeGreaterThan(5_000);
    await checkRebuild(app.database);
    await checkSettledDays(app, history, 200);
  },
  3 * HOUR_MS,
);
