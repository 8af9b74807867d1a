/**
 * Named places at which a test lets the process die, as if by `kill -9`: `DUIHUA_KILL_AT=name`, together with
 * `NODE_ENV=test` only; everywhere else this does nothing.
 */
export type KillPoint =
  | 'before-upload'
  | 'after-upload'
  | 'before-attempt'
  | 'after-attempt'
  | 'after-answer'
  | 'after-outcome'
  | 'after-inbox-commit'
  | 'before-inbox-commit';

/** Dies here where the environment asks for it. */
export function killPoint(name: KillPoint): void {
  if (process.env['NODE_ENV'] !== 'test' || process.env['DUIHUA_KILL_AT'] !== name) return;
  process.kill(process.pid, 'SIGKILL');
}
