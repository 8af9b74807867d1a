/** A closed channel: conversations are missed at once, and ring at the opening (docs/rules.md#79). */
import { sql } from 'drizzle-orm';
import { eventually } from '../../support/eventually';
import { addRoutedBrand, isOfferedTo } from '../../support/routed-brand';
import { describeScenarios, HOUR, lines, MINUTE, SECOND } from '../../support/scenario';

describeScenarios('while the channel is closed', (scenario) => {
  test('a new conversation is missed without ringing, is told so, and rings at the opening', async () => {
    const brand = await addRoutedBrand(scenario(), {
      hours: [2, 4],
      settings: {
        automatic: { welcome: 'Welcome!', outOfHours: 'We are closed.' },
        closeMissedAfterSeconds: 900,
      },
    });
    const customer = brand.customer();
    await customer.writes();
    const { conversation: missed } = await customer.becomes('missed');
    expect(missed).toMatchObject({ isClosedMissed: true, hours: { isOpen: false } });
    expect(missed.closeMissedFrom).toBe(missed.hours?.changesAt);
    await eventually(() => customer.received().length > 0, 'the contact is told');
    expect(customer.received()).toEqual(['We are closed.']);
    await eventually(
      async () => lines(await customer.transcript()).includes('sent We are closed.'),
      'it is sent',
    );
    expect(lines(await customer.transcript())).toEqual(['> 你好', '* missed', 'sent We are closed.']);
    await customer.waits(Number(missed.closeMissedFrom) - Date.now() + 10_000);
    const { conversation: rings } = await customer.becomes('waiting');
    expect(rings.ringingSince).toBe(missed.closeMissedFrom);
    expect(rings.hours).toMatchObject({ isOpen: true });
    await customer.waits(2 * MINUTE);
    await customer.becomes('missed');
    await customer.waits(16 * MINUTE);
    await customer.becomes('completed', 'missed_timeout');
  });

  test('nothing is offered; at the opening it is', async () => {
    const brand = await addRoutedBrand(scenario(), { routing: { mode: 'offer' }, hours: [2, 4] });
    const operator = await brand.operator();
    const customer = brand.customer();
    await customer.writes();
    const { conversation } = await customer.becomes('missed');
    expect(conversation.offering).toBeUndefined();
    await customer.waits(Number(conversation.closeMissedFrom) - Date.now() + 1_000);
    await isOfferedTo(customer, operator);
  });

  test('it opens at once if the hours are changed, and an operator may always attend', async () => {
    const brand = await addRoutedBrand(scenario(), { hours: [2, 4] });
    const operator = await brand.operator();
    const [first, second] = [brand.customer(), brand.customer()];
    for (const customer of [first, second]) {
      await customer.writes();
      await customer.becomes('missed');
    }
    await second.attend(operator);
    await brand.opens(0, 4);
    await first.becomes('waiting');
    expect((await second.conversation()).conversation.state).toBe('active');
  });
});

describeScenarios('while the channel is open', (scenario) => {
  test('a conversation rings, and is missed at once when it comes back after closing time', async () => {
    const brand = await addRoutedBrand(scenario(), { hours: [0, 3] });
    const operator = await brand.operator();
    const customer = brand.customer();
    await customer.writes();
    expect((await customer.conversation()).conversation).toMatchObject({
      state: 'waiting',
      hours: { isOpen: true },
    });
    await customer.attend(operator);
    await customer.waits(4 * HOUR);
    await scenario().disableOperator(operator);
    const { conversation } = await customer.becomes('missed');
    expect(conversation).toMatchObject({ isClosedMissed: true, operatorId: null });
    expect(lines(await customer.transcript()).slice(1)).toEqual(['* returned', '* missed']);
  });

  test('it counts as open for a minute if its hours cannot be read, and they are asked for again', async () => {
    const { database } = scenario().desk;
    const brand = await addRoutedBrand(scenario(), { hours: [2, 4], settings: { ringTimeSeconds: 600 } });
    const store = (hours: object) =>
      database.db.execute(
        sql`update brands set hours = ${JSON.stringify(hours)}::jsonb where id = ${brand.brandId}`,
      );
    await store({ weekly: 'nobody can read this' });
    const customer = brand.customer();
    await customer.writes();
    const { conversation } = await customer.becomes('waiting');
    expect(conversation.hours).toMatchObject({ isOpen: true, isGuess: true });
    await store({ timeZone: 'UTC', weekly: {}, exceptions: [] });
    await customer.waits(MINUTE + SECOND);
    const { conversation: closed } = await customer.becomes('missed');
    expect(closed).toMatchObject({ isClosedMissed: true, closeMissedFrom: null });
  });
});
