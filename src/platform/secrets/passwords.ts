/** Passwords: argon2id, one at a time, so that guessing cannot take the processor from the webhooks. */
import { hash, verify } from '@node-rs/argon2';

/** argon2id, as the library has it by default. Its const enum cannot be imported under isolatedModules. */
const ARGON2ID = 2;
/** OWASP's first choice: 19 MiB, two rounds, one lane; about 50 ms. The hash carries them, so they may be raised. */
const PARAMETERS = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const LONGEST_QUEUE = 10;
/** The hash of nobody's password, made with the parameters above: what an unknown account is checked against. */
const DECOY =
  '$argon2id$v=19$m=19456,t=2,p=1$dUoVz25Rc0u5J6ENyMiDKw$nSog+VBVXQIYgjGCsBK8v9YgOD2NPGpOcQWOWDBkJm8';

/** More passwords wait to be checked than is sensible; the caller should answer "try again later". */
export class PasswordQueueFull extends Error {
  override readonly name = 'PasswordQueueFull';
}

export type Passwords = {
  /** The hash to store, with its parameters and salt. */
  hash(password: string): Promise<string>;
  /** Whether `password` fits. With null (no such account, or none set) it takes the same time and says no. */
  verify(hash: string | null, password: string): Promise<boolean>;
};

/** Makes the hasher of this process: one hash at a time, ten waiting, then {@link PasswordQueueFull}. */
export function createPasswords(): Passwords {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    if (waiting > LONGEST_QUEUE) return Promise.reject(new PasswordQueueFull('too many passwords wait'));
    waiting += 1;
    const result = last.then(work).finally(() => {
      waiting -= 1;
    });
    last = result.catch(() => undefined);
    return result;
  };
  return {
    hash: (password) => inTurn(() => hash(password, PARAMETERS)),
    async verify(stored, password) {
      const fits = await inTurn(() => verify(stored ?? DECOY, password));
      return stored !== null && fits;
    },
  };
}
