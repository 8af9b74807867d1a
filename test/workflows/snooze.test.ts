import { describeScenarios, HOUR, LI, MINUTE, WANG } from '../support/scenario';

describeScenarios('a snoozed conversation', (scenario) => {
  const attended = async () => {
    const customer = scenario().customer();
    await customer.writes();
    await customer.attend(LI);
    return customer;
  };

  test('comes back at its time, by the timer of its workflow', async () => {
    const customer = await attended();
    expect(await customer.snooze(LI, 2 * HOUR)).toMatchObject({ type: 'accepted' });
    await customer.rests();
    expect((await customer.conversation()).conversation.snooze?.until).toEqual(expect.any(Number));
    await customer.waits(2 * HOUR - MINUTE);
    expect((await customer.conversation()).conversation.snooze).toBeDefined();
    await customer.waits(2 * MINUTE);
    await customer.rests();
    expect((await customer.conversation()).conversation).toMatchObject({ state: 'active', operatorId: 'li' });
    expect((await customer.conversation()).conversation.snooze).toBeUndefined();
  });

  test('comes back when the contact writes', async () => {
    const customer = await attended();
    await customer.snooze(LI, null);
    await customer.rests();
    expect((await customer.conversation()).conversation.snooze).toEqual({ until: null });
    await customer.writes('hello?');
    expect((await customer.conversation()).conversation.snooze).toBeUndefined();
  });

  test('is refused to someone who does not attend', async () => {
    const customer = await attended();
    expect(await customer.snooze(WANG, HOUR)).toMatchObject({
      type: 'refused',
      refusal: { code: 'attended_by_other' },
    });
  });
});
