// Runs a command for as long as this process's standard input stays open:
//   node run-while-parent-lives.mjs [options] -- <command> [arguments…]
//     --stop-signals=SIGTERM   how to stop it, tried in this order (comma-separated), SIGKILL last
//     --grace-ms=8000          how long to wait after each of them
//     --uid=… --gid=…          the user to run the command as; only if this process is root
//     --parent=…               the parent's process id, shown in process lists
//
// The parent holds the other end of the pipe. However it ends, even by kill -9, the operating system closes that end,
// and the command is stopped. Both run in a process group of their own, so Ctrl-C in the terminal reaches only the
// parent, which then stops its parts in the right order.
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'stop-signals': { type: 'string', default: 'SIGTERM' },
    'grace-ms': { type: 'string', default: '8000' },
    uid: { type: 'string' },
    gid: { type: 'string' },
    parent: { type: 'string' },
  },
});
const [command, ...args] = positionals;
const child = spawn(command, args, {
  stdio: ['ignore', 'inherit', 'inherit'],
  ...(values.uid === undefined ? {} : { uid: Number(values.uid) }),
  ...(values.gid === undefined ? {} : { gid: Number(values.gid) }),
});

child.on('error', (error) => {
  process.stderr.write(`${command} could not be started: ${error.message}\n`);
  process.exit(127);
});
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));

let isStopping = false;
function stop() {
  if (isStopping) return;
  isStopping = true;
  stopWith([...values['stop-signals'].split(','), 'SIGKILL']);
}

function stopWith([signal, ...others]) {
  if (signal === undefined) return;
  child.kill(signal);
  setTimeout(() => stopWith(others), Number(values['grace-ms'])).unref();
}

process.stdin.resume();
process.stdin.on('end', stop);
process.stdin.on('close', stop);
process.stdin.on('error', stop);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
// After kill -9 the reader of our output is gone; that must not end us before the command.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
