// npm run dev: a desk as by npm start, for working on the code. After each change under src, API and worker are built and
// restarted, while Temporal, PostgreSQL and the simulator keep running; Vite serves the console from its sources. The
// settings are those of npm start.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { install, root } from './install.mjs';
import { serveConsole } from './serve-console.mjs';
import { watchProgram } from './watch-program.mjs';

install();
let desk;
let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);

console.log('Building …');
await new Promise((resolve) => {
  watchProgram(() => {
    resolve();
    if (desk?.connected) desk.send('built');
  });
});
const url = await serveConsole(`http://localhost:${process.env.PORT || 8080}`);
// In a process group of its own: Ctrl-C then reaches this process only, which passes it on once.
desk = spawn(process.execPath, [path.join(root, 'dist/dev.js'), url], {
  detached: true,
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
});
desk.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));

/** The second signal kills the desk; Temporal and PostgreSQL end with it, however it ends. */
function stop() {
  if (desk === undefined) process.exit(0);
  desk.kill(isStopping ? 'SIGKILL' : 'SIGTERM');
  isStopping = true;
}
