import { createNewsDispatcher } from '../../src/dispatch/news-dispatcher';
import { DEFAULT_SETTINGS } from '../../src/domain/settings';
import type { UntoldConversation } from '../../src/store/open-conversations';
import { eventually } from '../support/eventually';

const settings = { ...DEFAULT_SETTINGS, version: 2 };
const untold = (contactId: string): UntoldConversation => ({
  contactId,
  channelId: 'channel',
  news: 'settings',
});

/** Conversations that stay in the list until they have shown what they were told. */
function createNews(list: readonly UntoldConversation[]) {
  const told: string[] = [];
  let isAway = false;
  const dispatcher = createNewsDispatcher({
    untold: async (limit) => list.slice(0, limit),
    settingsOf: async () => settings,
    conversations: {
      async signal(contactId, facts) {
        if (isAway) throw new Error('Temporal is away');
        expect(facts).toEqual([{ type: 'settingsChanged', settings }]);
        told.push(contactId);
        return true;
      },
    },
    logger: { warn: () => undefined },
    everyMs: 20,
  });
  return {
    told,
    dispatcher,
    setAway(value: boolean): void {
      isAway = value;
    },
  };
}

describe('news for open conversations', () => {
  test('are told once while the conversation has not shown them yet', async () => {
    const { told, dispatcher } = createNews([untold('a'), untold('b')]);
    await eventually(() => told.length === 2, 'both are told');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(told).toEqual(['a', 'b']);
    await dispatcher.close();
  });

  test('are told at once, and again, where something has changed again', async () => {
    const { told, dispatcher } = createNews([untold('a')]);
    dispatcher.poke();
    await eventually(() => told.length === 1, 'it is told');
    dispatcher.poke();
    await eventually(() => told.length === 2, 'it is told again');
    await dispatcher.close();
  });

  test('reach all of them where there are more than are looked at in one go', async () => {
    const many = Array.from({ length: 450 }, (_, index) => untold(`contact ${index}`));
    const { told, dispatcher } = createNews(many);
    await eventually(() => told.length === many.length, 'all are told');
    expect(new Set(told).size).toBe(many.length);
    await dispatcher.close();
  });

  test('wait while Temporal is away', async () => {
    const { told, dispatcher, setAway } = createNews([untold('a')]);
    setAway(true);
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(told).toEqual([]);
    setAway(false);
    await eventually(() => told.length === 1, 'it is told');
    await dispatcher.close();
  });
});
