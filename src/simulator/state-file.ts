import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { accountSchema } from './accounts';
import { tokensSchema } from './calls/tokens';
import { contactSchema } from './phone/contacts';
import { phoneLogEntrySchema } from './phone/phone-log';
import { SimulatorError } from './problems';

const WRITE_AFTER_MS = 200;
/** How many messages from a contact are written; memory keeps more. */
const RECEIVED_WRITTEN = 500;

const stateSchema = z.object({
  version: z.literal(1),
  lastMsgId: z.string(),
  /** Files of older versions have no restriction, and Official Accounts only. */
  accounts: z.array(
    accountSchema.extend({
      kind: accountSchema.shape.kind.default('official_account'),
      format: accountSchema.shape.format.default('xml'),
      restriction: accountSchema.shape.restriction.default('none'),
    }),
  ),
  contacts: z.array(contactSchema),
  tokens: tokensSchema,
  /** By app id and open id; missing in files of older versions. */
  phoneLog: z.record(z.string(), z.array(phoneLogEntrySchema)).default({}),
});
export type SimulatorState = z.infer<typeof stateSchema>;

/**
 * Keeps the state in a JSON file, so that the next start continues where the last one ended. Written 200 ms after a
 * change (later if it is large), to a temporary file that is then renamed; readable only by the owner, because it
 * contains the accounts' secrets. Without a path every function does nothing.
 */
export function createStateFile(path: string | undefined, current: () => SimulatorState) {
  let timer: NodeJS.Timeout | undefined;
  let lastWriteMs = 0;

  function write(): void {
    clearTimeout(timer);
    timer = undefined;
    if (path === undefined) return;
    const startedAt = performance.now();
    const state = current();
    const contacts = state.contacts.map((contact) => ({
      ...contact,
      received: contact.received.slice(-RECEIVED_WRITTEN),
    }));
    const draft = `${path}.${process.pid}.tmp`;
    writeFileSync(draft, JSON.stringify({ ...state, contacts }), { mode: 0o600 });
    renameSync(draft, path);
    lastWriteMs = performance.now() - startedAt;
  }

  function writeLater(): void {
    try {
      write();
    } catch (error) {
      // A full disk must not end the process that contains the simulator; `flush` throws for callers who want to know.
      process.emitWarning(`The simulator's state could not be written: ${String(error)}`);
    }
  }

  return {
    /** Something has changed: writes soon. */
    changed(): void {
      if (path === undefined || timer !== undefined) return;
      // A large state takes long to write: at most a twentieth of the time is spent on it.
      timer = setTimeout(writeLater, Math.max(WRITE_AFTER_MS, lastWriteMs * 20));
    },
    /** Writes what has not been written yet. */
    flush(): void {
      if (timer !== undefined) write();
    },
    /** The state of an earlier run, or null if there is none. Throws `broken_state_file`. */
    read(): SimulatorState | null {
      if (path === undefined || !existsSync(path)) return null;
      try {
        return stateSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
      } catch (cause) {
        throw new SimulatorError(
          'broken_state_file',
          `${path} is not a state file of the simulator: delete it to start again.`,
          { cause },
        );
      }
    },
  };
}
