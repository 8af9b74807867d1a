import { checkRebuild } from '../../support/check-rebuild';
import { checkRecount } from '../../support/check-recount';
import { checkSettledDays } from '../../support/check-settled-days';
import { type ConversationApp, startConversationApp } from '../../support/conversation-app';
import { type DeskHistory, makeHistory } from '../../support/desk-history';

let app: ConversationApp;
beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
afterAll(() => app.close());

describe('every figure of the reports', () => {
  let history: DeskHistory;

  it('equals a recount by brute force, for any filter, span, bucket and hours; and a rebuild changes no fact', async () => {
    history = await makeHistory(app, 120, 17);
    expect(await checkRecount(app, history)).toBeGreaterThan(5_000);
    await checkRebuild(app.database);
  }, 400_000);

  it('equals it where days are counted once, also after changes of them', async () => {
    await checkSettledDays(app, history, 40);
  }, 400_000);
});
