import { windowClosesAt } from '../../src/domain/conversation/window';
import { newId } from '../../src/platform/ids';
import { conversationWorkflowId } from '../../src/workflows/conversation/messages';
import { type Customer, describeScenarios, HOUR, LI, SECOND, WANG } from '../support/scenario';

describeScenarios('reopening a conversation', (scenario) => {
  /** A conversation that an operator has answered and completed, and whose run has ended. */
  const completed = async (): Promise<Customer> => {
    const customer = scenario().customer();
    await customer.writes();
    await customer.isAnswered('hello');
    await customer.complete(LI);
    await customer.becomes('completed', 'operator');
    await customer.rests();
    return customer;
  };
  const idOf = async (customer: Customer) => (await customer.conversation()).conversation.id;

  test('starts a run that continues with the window and the counter of the completed one, which does not change', async () => {
    const customer = await completed();
    const before = await customer.conversation();
    const result = await customer.reopen(WANG);
    expect(result).toMatchObject({ type: 'accepted' });
    const [old, next] = await customer.conversations();
    expect(old).toEqual({ ...before, reopenObstacle: 'newer_conversation' });
    expect(next?.conversation).toMatchObject({
      reopenedFrom: before.conversation.id,
      state: 'active',
      operatorId: 'wang',
      consecutive: { sent: 1 },
    });
    expect(next && windowClosesAt(next.conversation)).toBe(windowClosesAt(before.conversation));
    for (const text of ['two', 'three', 'four', 'five']) await customer.isAnswered(text, { by: WANG });
    const sixth = await customer.reply('six', { by: WANG });
    expect(sixth.refusal).toMatchObject({ code: 'consecutive_limit_reached', sent: 5 });
    await customer.writes('back again');
    expect((await customer.conversation()).conversation).toMatchObject({
      id: next?.conversation.id,
      unread: 1,
      consecutive: { sent: 0 },
    });
  });

  test('of two operators at the same moment one does it', async () => {
    const customer = await completed();
    const id = await idOf(customer);
    const results = await Promise.all([customer.reopen(LI, id), customer.reopen(WANG, id)]);
    expect(results.map(({ type }) => type).sort()).toEqual(['accepted', 'refused']);
    expect(results).toContainEqual({
      type: 'refused',
      refusal: { code: 'not_reopenable', reason: 'newer_conversation' },
    });
    expect(await customer.conversations()).toHaveLength(2);
  });

  test('a repeat of an accepted wish is accepted, and changes nothing', async () => {
    const customer = await completed();
    const id = await idOf(customer);
    const next = newId();
    expect((await customer.reopen(LI, id, next)).type).toBe('accepted');
    await customer.rests();
    const before = await customer.conversations();
    expect((await customer.reopen(LI, id, next)).type).toBe('accepted');
    expect(await customer.conversations()).toEqual(before);
    // Completed and reopened again, it continues under yet another id.
    await customer.complete(LI);
    await customer.becomes('completed', 'operator');
    expect((await customer.reopen(LI, next, newId())).type).toBe('accepted');
    expect(await customer.conversations()).toHaveLength(3);
  });

  test('is possible as soon as the store has it as completed, whether its run is still there or not', async () => {
    const customer = scenario().customer();
    await customer.writes();
    await customer.attend(LI);
    const id = await idOf(customer);
    const done = await customer.complete(LI);
    // Before that the API refuses it.
    await customer.becomes('completed', 'operator');
    const reopened = await customer.reopen(LI, id);
    expect([done.type, reopened.type]).toEqual(['accepted', 'accepted']);
    await customer.rests();
    const states = (await customer.conversations()).map(({ conversation }) => conversation.state);
    expect(states).toEqual(['completed', 'active']);
    await customer.isAnswered('still here');
  });

  test('is refused after the contact has written, and starts no run that stays', async () => {
    const customer = await completed();
    const id = await idOf(customer);
    await customer.writes('a new question');
    expect(await customer.reopen(LI, id)).toEqual({
      type: 'refused',
      refusal: { code: 'not_reopenable', reason: 'newer_conversation' },
    });
    const missed = scenario().customer();
    await missed.writes();
    await missed.waits(25 * HOUR);
    await missed.becomes('completed', 'missed_timeout');
    await missed.rests();
    expect(await missed.reopen(LI)).toEqual({
      type: 'refused',
      refusal: { code: 'not_reopenable', reason: 'not_completed_by_operator' },
    });
    const workflowId = conversationWorkflowId(await missed.contactId());
    await missed.rests();
    const { status } = await scenario().desk.client.workflow.getHandle(workflowId).describe();
    expect(status.name).toBe('COMPLETED');
  });

  test('a reopened conversation whose run was lost is raised as such', async () => {
    const customer = await completed();
    await customer.reopen(LI);
    const id = await idOf(customer);
    const workflowId = conversationWorkflowId(await customer.contactId());
    await scenario().desk.client.workflow.getHandle(workflowId).terminate('lost');
    await customer.isAnswered('still here');
    expect((await customer.conversation()).conversation).toMatchObject({ id, consecutive: { sent: 2 } });
  });

  test('the rest of the window is what it was by the clock of a fast-forwarded conversation', async () => {
    const customer = scenario().customer();
    await customer.writes();
    await customer.attend(LI);
    await customer.waits(20 * HOUR);
    await customer.complete(LI);
    const before = await customer.becomes('completed', 'operator');
    await customer.rests();
    await customer.reopen(LI);
    const after = await customer.conversation();
    const left =
      windowClosesAt(before.conversation) - before.clockOffsetMs - windowClosesAt(after.conversation);
    expect(Math.abs(left)).toBeLessThan(60 * SECOND);
  });
});
