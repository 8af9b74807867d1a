/**
 * Named places where a test lets the process die, as if by `kill -9`: with `DUIHUA_KILL_AT=name` and `NODE_ENV=test`.
 * In all other environments they do nothing.
 */
export type KillPoint =
  | 'before-upload'
  | 'after-upload'
  | 'before-attempt'
  | 'after-attempt'
  | 'after-answer'
  | 'after-outcome'
  | 'after-bot-answered'
  | 'after-turn-commit'
  | 'after-inbox-commit'
  | 'before-inbox-commit';

/** Kills the process here if the environment asks for it. */
export function killPoint(name: KillPoint): void {
  if (process.env['NODE_ENV'] !== 'test' || process.env['DUIHUA_KILL_AT'] !== name) return;
  process.kill(process.pid, 'SIGKILL');
}
