/** While a release is rolled out, workers of the newer one refuse for reasons that the API of the older one does not know. */
import { refused } from '../../src/api/access/conversation-access';
import type { Refusal } from '../../src/domain/refusals';
import type { StoredConversation } from '../../src/store/conversations/conversations';

it('answers a refusal that it does not know with a conflict that names it, and counts it', async () => {
  const counted: string[] = [];
  const deps = {
    conversations: {} as never,
    operators: { find: async () => null },
    outbox: { countRefusal: async (_channelId: string, code: string) => void counted.push(code) },
  };
  const stored = { conversation: { channelId: 'c' }, clockShiftMs: 0 } as StoredConversation;
  const refusal = { code: 'too_many_of_them', limit: 50 } as unknown as Refusal;
  const { code, message } = await refused(deps, stored, refusal);
  expect(code).toBe('conflict');
  expect(message).toContain('too_many_of_them');
  expect(counted).toEqual(['too_many_of_them']);
});
