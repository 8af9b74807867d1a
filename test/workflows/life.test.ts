import { CHEN, DAY, describeScenarios, HOUR, LI, MINUTE, SECOND, WANG } from '../support/scenario';

const MINUTES_15 = 15 * 60;
const DAYS_31 = 31 * 24 * 60 * 60;

describeScenarios('the life of a conversation', (scenario) => {
  test('a first message starts a conversation that waits; after the ring time of 60 s it is missed', async () => {
    const customer = scenario().customer();
    await customer.writes();
    expect((await customer.conversation()).conversation.state).toBe('waiting');
    await customer.waits(58 * SECOND);
    expect((await customer.conversation()).conversation.state).toBe('waiting');
    await customer.waits(3 * SECOND);
    const { conversation } = await customer.becomes('missed');
    expect(conversation.missedAt).toBe(conversation.ringingSince + 60 * SECOND);
  });

  test('a missed conversation completes 24 h after it was missed', async () => {
    const customer = scenario().customer();
    await customer.writes();
    await customer.waits(2 * MINUTE);
    await customer.becomes('missed');
    await customer.waits(DAY - 3 * MINUTE);
    expect((await customer.conversation()).conversation.state).toBe('missed');
    await customer.waits(2 * MINUTE);
    const { conversation } = await customer.becomes('completed', 'missed_timeout');
    expect(conversation.completedAt).toBe((conversation.missedAt ?? 0) + DAY);
  });

  test('an active conversation in which nobody writes for 24 h completes as idle', async () => {
    const customer = scenario().customer();
    await customer.writes();
    await customer.attend(LI);
    await customer.waits(DAY + SECOND);
    await customer.becomes('completed', 'idle_timeout');
  });

  test('the close-idle limit counts again from each message of either side', async () => {
    const customer = scenario().customer();
    await customer.writes();
    await customer.attend(LI);
    await customer.waits(20 * HOUR);
    await customer.writes();
    await customer.waits(20 * HOUR);
    await customer.isAnswered('still here');
    await customer.waits(DAY - MINUTE);
    expect((await customer.conversation()).conversation.state).toBe('active');
    await customer.waits(2 * MINUTE);
    await customer.becomes('completed', 'idle_timeout');
  });

  test('attending twice is refused with the name of who attends; again by the same operator it is fine', async () => {
    const customer = scenario().customer();
    await customer.writes();
    const li = await scenario().operator('Li');
    expect(await customer.attend(li)).toMatchObject({ type: 'accepted' });
    expect(await customer.attend(WANG)).toEqual({
      type: 'refused',
      refusal: { code: 'attended_by_other', operatorId: li.operatorId },
    });
    expect(await customer.attend(li)).toMatchObject({ type: 'accepted' });
    const stored = await customer.becomes('active');
    expect(stored.operatorName).toBe('Li');
  });

  test('of two operators who attend at the same moment one is refused', async () => {
    const customer = scenario().customer();
    await customer.writes();
    const results = await Promise.all([customer.attend(LI), customer.attend(WANG)]);
    expect(results.map((one) => one.type).sort()).toEqual(['accepted', 'refused']);
  });

  test('a missed conversation can be attended', async () => {
    const customer = scenario().customer();
    await customer.writes();
    await customer.waits(2 * MINUTE);
    await customer.becomes('missed');
    expect(await customer.attend(LI)).toMatchObject({ type: 'accepted' });
    await customer.becomes('active');
  });

  test('a transfer hands the conversation to another operator; only who attends, or an administrator, may', async () => {
    const customer = scenario().customer();
    await customer.writes();
    expect(await customer.transfer(LI, WANG)).toMatchObject({ refusal: { code: 'not_attended' } });
    await customer.attend(LI);
    expect(await customer.transfer(WANG, WANG)).toMatchObject({ refusal: { code: 'attended_by_other' } });
    expect(await customer.transfer(LI, WANG)).toMatchObject({ type: 'accepted' });
    expect((await customer.reply('too late', { by: LI })).refusal?.code).toBe('attended_by_other');
    await customer.isAnswered('I take over', { by: WANG });
    expect(await customer.transfer(CHEN, LI)).toMatchObject({ type: 'accepted' });
    expect((await customer.conversation()).conversation.state).toBe('active');
  });

  test('the operator who attends completes it; then nothing can be done in it any more', async () => {
    const customer = scenario().customer();
    await customer.writes();
    await customer.attend(LI);
    expect(await customer.complete(WANG)).toMatchObject({ refusal: { code: 'attended_by_other' } });
    expect(await customer.complete(LI)).toMatchObject({ type: 'accepted' });
    const { conversation } = await customer.becomes('completed', 'operator');
    for (const result of [await customer.attend(LI), await customer.complete(LI)]) {
      expect(['notOpen', 'refused']).toContain(result.type);
    }
    expect((await customer.reply('hello?')).result.type).toMatch(/notOpen|refused/);
    await customer.writes('once more');
    const again = await customer.becomes('waiting');
    expect(again.conversation.id).not.toBe(conversation.id);
  });

  test('the first reply attends the conversation for whoever wrote it; a refused one does not', async () => {
    const customer = scenario().customer();
    await customer.writes();
    await customer.waits(49 * HOUR - 2 * HOUR);
    const waited = await customer.conversation();
    expect(waited.conversation.state).toBe('completed');
    const other = scenario().customer();
    await other.writes();
    await other.isAnswered('hello', { by: WANG });
    const { conversation } = await other.becomes('active');
    expect(conversation).toMatchObject({ operatorId: 'wang', unread: 0 });
  });

  test('an operator who is disabled loses their conversations: they wait and ring anew', async () => {
    const customer = scenario().customer();
    const zhao = await scenario().operator('Zhao');
    await customer.writes();
    await customer.attend(zhao);
    await customer.becomes('active');
    await customer.waits(HOUR);
    await scenario().disableOperator(zhao);
    const { conversation } = await customer.becomes('waiting');
    expect(conversation.operatorId).toBeNull();
    expect(conversation.ringingSince - conversation.startedAt).toBeGreaterThanOrEqual(HOUR);
    await customer.waits(MINUTE + SECOND);
    await customer.becomes('missed');
  });
});

describeScenarios(
  'a close-missed limit of 15 minutes',
  (scenario) => {
    test('completes a missed conversation 15 minutes after it was missed', async () => {
      const customer = scenario().customer();
      await customer.writes();
      await customer.waits(15 * MINUTE);
      await customer.becomes('missed');
      await customer.waits(MINUTE + SECOND);
      await customer.becomes('completed', 'missed_timeout');
    });
  },
  { settings: { closeMissedAfterSeconds: MINUTES_15 } },
);

describeScenarios(
  'a close-missed limit of 31 days',
  (scenario) => {
    test('completes a missed conversation after a month, though its window has closed long before', async () => {
      const customer = scenario().customer();
      await customer.writes();
      await customer.waits(31 * DAY);
      await customer.becomes('missed');
      await customer.waits(2 * MINUTE);
      const { conversation } = await customer.becomes('completed', 'missed_timeout');
      expect(conversation.completedAt).toBe((conversation.missedAt ?? 0) + 31 * DAY);
    });
  },
  { settings: { closeMissedAfterSeconds: DAYS_31 } },
);

describeScenarios(
  'no close-missed limit',
  (scenario) => {
    test('keeps a missed conversation open for good', async () => {
      const customer = scenario().customer();
      await customer.writes();
      await customer.waits(400 * DAY);
      await customer.becomes('missed');
      expect(await customer.attend(LI)).toMatchObject({ type: 'accepted' });
    });
  },
  { settings: { closeMissedAfterSeconds: null } },
);
