import { presentConversation, viewKey } from '../../../src/api/present/present-conversation';
import type { Actor, Conversation } from '../../../src/domain/conversation/conversation';
import type { StoredConversation } from '../../../src/store/conversations/conversation-rows';
import type { LastMessage } from '../../../src/store/transcript/transcript';
import { anna, ben, chief, T0 } from '../../domain/builders';
import { forAll, RUNS } from '../../domain/conversation/histories';

const others: readonly Actor[] = ['dora', 'erik'].map((operatorId) => ({
  operatorId,
  isAdministrator: false,
}));
const VIEWERS = [anna, ben, chief, ...others];

describe('what viewers are shown of a conversation', () => {
  it('is the same for those with the same key, whatever has happened to it', () => {
    let shared = 0;
    let different = 0;
    forAll(({ host }) => ({
      after() {
        const { current } = host.thread;
        if (current === null) return;
        for (const writer of [null, anna.operatorId]) {
          const lastMessage = lastMessageOf(writer);
          const stored = storedOf(current);
          const bodies = new Map<string, string>();
          for (const by of VIEWERS) {
            const context = { by, lastMessage, temporalUi: { url: undefined, namespace: 'default' } };
            const body = JSON.stringify(presentConversation({ ...stored, now: host.now }, context));
            const key = viewKey(stored, context);
            const before = bodies.get(key) ?? body;
            if (bodies.has(key)) shared += 1;
            bodies.set(key, before);
            expect(body).toBe(before);
          }
          if (new Set(bodies.values()).size > 1) different += 1;
        }
      },
    }));
    expect(shared).toBeGreaterThan(RUNS.numRuns);
    expect(different).toBeGreaterThan(RUNS.numRuns);
  });
});

/** Ben has seen everything, Anna a part of it, the others nothing. */
function storedOf(conversation: Conversation): StoredConversation {
  return {
    conversation,
    version: 1,
    clockOffsetMs: 0,
    clockShiftMs: 0,
    runId: 'run',
    contact: { id: 'contact', openId: 'openId', name: null, remark: null },
    operatorName: null,
    groupName: null,
    offeredName: null,
    bot: null,
    completedByName: null,
    reopenObstacle: null,
    isErased: false,
    rating: null,
    facts: {
      version: 1,
      priority: 'normal',
      tags: [],
      isUnanswered: true,
      trouble: { failed: 0, unknown: 0, held: 0 },
      seenBy: { anna: 2, ben: 3 },
    },
    activityNumber: 1,
    changedAt: T0,
  };
}

/** Without a writer: the contact wrote it. */
function lastMessageOf(writer: string | null): LastMessage {
  return {
    id: 'last',
    contactId: 'contact',
    conversationId: 'conversation',
    brandId: 'brand',
    seq: 3,
    direction: writer === null ? 'inbound' : 'outbound',
    type: 'text',
    content: { text: 'Hello' },
    attachment: null,
    sender: { kind: writer === null ? 'contact' : 'operator', id: writer, name: null },
    status: writer === null ? null : 'sent',
    error: null,
    errmsg: '',
    whenBlocked: null,
    holdReason: null,
    sendAt: null,
    cancelsOnReply: false,
    isResolved: false,
    isLate: false,
    wechatCreatedAt: T0,
    createdAt: T0,
    sentAt: null,
    changedAt: T0,
    othersSeq: 2,
  };
}
