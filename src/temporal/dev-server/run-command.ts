import { spawn } from 'node:child_process';

export interface CommandResult {
  /** Null if it could not be started or was ended by a signal. */
  readonly code: number | null;
  /** Standard output and standard error together. */
  readonly output: string;
}

/** Runs a program to its end and collects what it prints. Never rejects; `signal` kills it. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: { readonly signal: AbortSignal; readonly env: NodeJS.ProcessEnv },
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      ...options,
      killSignal: 'SIGKILL',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    }
    child.once('error', (error) => resolve({ code: null, output: `${output}${error.message}` }));
    child.once('close', (code) => resolve({ code, output }));
  });
}
