import { CHEN, DAY, describeScenarios, HOUR, LI, MINUTE, SECOND, WANG } from '../support/scenario';

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

  test('an active conversation in which no one writes for 24 h completes as idle', async () => {
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

  test('attending an attended conversation is refused with the operator who attends; the same operator may repeat it', async () => {
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

  test('if two operators attend at the same moment, one is refused', async () => {
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

  test('a transfer hands the conversation to another operator; only the attending operator or an administrator may do it', async () => {
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

  test('the attending operator completes it; after that nothing can be done in it', async () => {
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

  test('the first reply attends the conversation for the operator who wrote it', async () => {
    const customer = scenario().customer();
    await customer.writes();
    await customer.isAnswered('hello', { by: WANG });
    const { conversation } = await customer.becomes('active');
    expect(conversation).toMatchObject({ operatorId: 'wang', unread: 0 });
  });

  test('a refused reply does not attend', async () => {
    const channel = await scenario().channel({ closeMissedAfterSeconds: null });
    const customer = scenario().customer({ channel });
    await customer.writes();
    await customer.waits(49 * HOUR);
    expect((await customer.reply('too late')).refusal?.code).toBe('window_closed');
    expect((await customer.conversation()).conversation.state).toBe('missed');
  });

  test('a disabled operator loses their conversations, which wait and ring again', async () => {
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

  test('a close-missed limit of 15 minutes completes a missed conversation after 15 minutes', async () => {
    const channel = await scenario().channel({ closeMissedAfterSeconds: 15 * 60 });
    const customer = scenario().customer({ channel });
    await customer.writes();
    await customer.waits(15 * MINUTE);
    await customer.becomes('missed');
    await customer.waits(MINUTE + SECOND);
    await customer.becomes('completed', 'missed_timeout');
  });

  test('a close-missed limit of 31 days lasts a month, although the window closed long before', async () => {
    const channel = await scenario().channel({ closeMissedAfterSeconds: (31 * DAY) / SECOND });
    const customer = scenario().customer({ channel });
    await customer.writes();
    await customer.waits(31 * DAY);
    await customer.becomes('missed');
    await customer.waits(2 * MINUTE);
    const { conversation } = await customer.becomes('completed', 'missed_timeout');
    expect(conversation.completedAt).toBe((conversation.missedAt ?? 0) + 31 * DAY);
  });

  test('without a close-missed limit a missed conversation stays open indefinitely', async () => {
    const channel = await scenario().channel({ closeMissedAfterSeconds: null });
    const customer = scenario().customer({ channel });
    await customer.writes();
    await customer.waits(400 * DAY);
    await customer.becomes('missed');
    expect(await customer.attend(LI)).toMatchObject({ type: 'accepted' });
  });
});
