// Runs a command for as long as this process's standard input stays open:
//   node run-while-parent-lives.mjs <command> [arguments…]
//
// The parent holds the other end of the pipe. However it ends, kill -9 included, the operating system closes that
// end, and the command is stopped. Both run in a process group of their own, so Ctrl-C in the terminal reaches the
// parent only, which then stops its parts in the right order.
import { spawn } from 'node:child_process';

const GRACE_MS = 8_000;
const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });

child.on('error', (error) => {
  process.stderr.write(`${command} could not be started: ${error.message}\n`);
  process.exit(127);
});
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));

let isStopping = false;
function stop() {
  if (isStopping) return;
  isStopping = true;
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
}

process.stdin.resume();
process.stdin.on('end', stop);
process.stdin.on('close', stop);
process.stdin.on('error', stop);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
// The parent's end of our output is gone after kill -9; that must not end us before the command.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
