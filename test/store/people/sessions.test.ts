import { sql } from 'drizzle-orm';
import { createSecretBox } from '../../../src/platform/secrets/secret-box';
import { createOperatorStore } from '../../../src/store/people/operators';
import { createSessionStore } from '../../../src/store/people/sessions';
import { createSignInGuard } from '../../../src/store/people/sign-in-guard';
import { describeWithDatabase } from '../../support/database';

const secretBox = createSecretBox([Buffer.alloc(32, 7)]);

describeWithDatabase('the sessions behind open event streams', (database) => {
  const signIn = async (name: string): Promise<{ id: string; secret: string }> => {
    const email = `${name}@example.com`;
    const attempt = await createSignInGuard(database()).charge({ account: email, address: '203.0.113.1' });
    if ('waitMs' in attempt) throw new Error('too early');
    const fields = { name, email, role: 'operator', brandIds: [], passwordHash: 'hash' } as const;
    const made = await createOperatorStore(database()).create(fields);
    if ('refusal' in made) throw new Error(made.refusal);
    const { id } = made.operator;
    return {
      id,
      secret: await createSessionStore(database(), { secretBox }).begin({ operatorId: id, attempt }),
    };
  };

  it('are read in one query; those that have ended are left out', async () => {
    const sessions = createSessionStore(database(), { secretBox });
    const [li, mei, jun] = [await signIn('li'), await signIn('mei'), await signIn('jun')];
    await createOperatorStore(database()).update(mei.id, { isDisabled: true });
    const found = await sessions.peekAll([li.secret, mei.secret, jun.secret, 'unknown']);
    expect([found.size, found.get(li.secret)?.operatorId, found.get(jun.secret)?.operatorId]).toEqual([
      2,
      li.id,
      jun.id,
    ]);
    expect(await sessions.peekAll([])).toEqual(new Map());
  });

  it('are not kept alive by being read', async () => {
    const { secret } = await signIn('li');
    const pass = (minutes: number) =>
      database().db.execute(
        sql`update sessions set last_used_at = last_used_at - make_interval(mins => ${minutes})`,
      );
    await pass(479);
    expect((await createSessionStore(database(), { secretBox }).peekAll([secret])).size).toBe(1);
    await pass(2);
    expect((await createSessionStore(database(), { secretBox }).peekAll([secret])).size).toBe(0);
  });
});
