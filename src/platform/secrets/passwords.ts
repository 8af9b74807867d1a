/** Passwords: argon2id, one at a time, so that guessing cannot take the CPU away from webhooks. */
import { hash, verify } from '@node-rs/argon2';
import { createInTurn, type InTurn } from '../in-turn';

/** argon2id, the library's default. Its const enum cannot be imported under isolatedModules. */
const ARGON2ID = 2;
/**
 * OWASP's first choice: 19 MiB, two rounds, one lane; about 50 ms. Hashes contain the parameters, so these may be
 * raised.
 */
const PARAMETERS = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const LONGEST_QUEUE = 10;
/** A hash that no password matches, with the parameters above; used for unknown accounts. */
const DECOY =
  '$argon2id$v=19$m=19456,t=2,p=1$dUoVz25Rc0u5J6ENyMiDKw$nSog+VBVXQIYgjGCsBK8v9YgOD2NPGpOcQWOWDBkJm8';

/** Too many passwords are waiting to be checked; the caller should answer "try again later". */
export class PasswordQueueFull extends Error {
  override readonly name = 'PasswordQueueFull';
}

export type Passwords = {
  /** The hash to store, with its parameters and salt. */
  hash(password: string): Promise<string>;
  /**
   * Whether `password` matches. With null (no such account, or no password set) it takes equally long and answers
   * false.
   */
  verify(hash: string | null, password: string): Promise<boolean>;
};

/** Creates the hasher of this process: one hash at a time, ten waiting, then {@link PasswordQueueFull}. */
export function createPasswords(): Passwords {
  let waiting = 0;
  const runInTurn = createInTurn();
  const inTurn: InTurn = (work) => {
    if (waiting > LONGEST_QUEUE)
      return Promise.reject(new PasswordQueueFull('too many passwords are waiting to be checked'));
    waiting += 1;
    return runInTurn(work).finally(() => {
      waiting -= 1;
    });
  };
  return {
    hash: (password) => inTurn(() => hash(password, PARAMETERS)),
    async verify(stored, password) {
      const fits = await inTurn(() => verify(stored ?? DECOY, password));
      return stored !== null && fits;
    },
  };
}
