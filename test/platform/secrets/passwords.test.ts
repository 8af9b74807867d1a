import { hash } from '@node-rs/argon2';
import { createPasswords, PasswordQueueFull } from '../../../src/platform/secrets/passwords';

jest.mock('@node-rs/argon2', () => {
  const real = jest.requireActual<typeof import('@node-rs/argon2')>('@node-rs/argon2');
  return { hash: jest.fn(real.hash), verify: jest.fn(real.verify) };
});
const { verify } = jest.requireMock<{ verify: jest.MockedFunction<typeof import('@node-rs/argon2').verify> }>(
  '@node-rs/argon2',
);

describe('passwords', () => {
  it('are hashed with argon2id, and match only themselves', async () => {
    const passwords = createPasswords();
    const stored = await passwords.hash('a long password here');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.verify(stored, 'a long password here')).toBe(true);
    expect(await passwords.verify(stored, 'a long password there')).toBe(false);
  });

  it('of unknown accounts take as long: they are checked against a hash with the same parameters', async () => {
    const passwords = createPasswords();
    verify.mockClear();
    expect(await passwords.verify(null, 'a long password here')).toBe(false);
    const [decoy = ''] = verify.mock.calls[0] ?? [];
    const parametersOf = (text: string) => text.split('$').slice(0, 4);
    expect(parametersOf(String(decoy))).toEqual(parametersOf(await passwords.hash('x')));
  });

  it('are checked one at a time; ten wait, and more are refused', async () => {
    const passwords = createPasswords();
    const stored = await hash('x', { memoryCost: 8, timeCost: 1 });
    let running = 0;
    let most = 0;
    verify.mockImplementation(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      return true;
    });
    const results = await Promise.allSettled(
      Array.from({ length: 30 }, (_, n) => passwords.verify(n % 2 === 0 ? stored : null, 'x')),
    );
    expect(most).toBe(1);
    const refused = results.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(19);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(PasswordQueueFull);
  });
});
