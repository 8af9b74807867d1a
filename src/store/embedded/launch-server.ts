/** Starts the process of the embedded PostgreSQL, with the desk's settings and its own log. */
import { closeSync, constants, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { type SupervisedChild, startChild } from '../../platform/child-process';
import type { EmbeddedPlace } from './embedded-place';
import type { PostgresPrograms } from './postgres-programs';

const LOG_LIMIT_BYTES = 10 * 1024 * 1024;
const LOG_LINES_SHOWN = 10;

/** Starts it without waiting until it answers. `wanted`: further settings, as in `postgresql.conf`. */
export function launchServer(
  place: EmbeddedPlace,
  { postgres }: PostgresPrograms,
  wanted: Readonly<Record<string, string | number>>,
): SupervisedChild {
  const settings: Record<string, string | number> = {
    listen_addresses: '',
    unix_socket_directories: place.socket,
    unix_socket_permissions: '0700',
    max_connections: 100,
    shared_buffers: '128MB',
    max_wal_size: '512MB',
    jit: 'off',
    timezone: 'UTC',
    lc_messages: 'C',
    // The sender of a statement reports its error; in this log the statement could show what people wrote.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    log_line_prefix: '%m ',
    log_timezone: 'UTC',
    ...wanted,
  };
  const args = ['-D', place.data];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const log = openLog(place);
  try {
    return startChild({
      command: postgres,
      args,
      // A fast shutdown, then an immediate one: clients are disconnected, and neither loses anything committed.
      stopSignals: ['SIGINT', 'SIGQUIT'],
      runAs: place.runAs,
      outputFile: log,
      env: { PATH: process.env['PATH'] },
    });
  } finally {
    closeSync(log);
  }
}

/** Begins a new log if the current one is large, and keeps the old one. The server inherits the open file. */
function openLog({ log }: EmbeddedPlace): number {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) renameSync(log, `${log}.1`);
  const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;
  return openSync(log, O_APPEND | O_CREAT | O_NOFOLLOW | O_WRONLY, 0o600);
}

/** The last lines that the server logged after the first `from` bytes of its log. */
export function lastLines(log: string, from: number): string {
  if (!existsSync(log)) return '';
  const text = readFileSync(log).subarray(from).toString('utf8');
  return text.trim().split('\n').slice(-LOG_LINES_SHOWN).join('\n');
}
