// Builds dist: the compiled program, its migrations, the workflow bundle that workers run, and the operators' console.
// The program and the console each have a stamp: what has not changed since the last build is skipped.
//   node scripts/build.mjs
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  bundleMcpServer,
  bundleWorkflows,
  compile,
  copyAssets,
  dist,
  programStamp,
} from './build-program.mjs';
import { hashOfFiles } from './hash-of-files.mjs';
import { install, root } from './install.mjs';

const configs = ['package-lock.json', 'tsconfig.json', 'scripts/build.mjs', 'scripts/build-program.mjs'];
const program = {
  stamp: programStamp,
  inputs: [...configs, 'tsconfig.build.json', 'src'],
  // The console is not part of the program, but it imports the rules and the types of the contracts.
  without: ['src/console'],
};
const operatorsConsole = {
  stamp: path.join(dist, '.console-hash'),
  inputs: [
    ...configs,
    'vite.config.mjs',
    'scripts/first-load.mjs',
    'src/console',
    'src/domain',
    'src/contracts',
    'src/words',
  ],
  without: [],
};

async function build() {
  await unlessUnchanged(program, async () => {
    console.log('Building …');
    if (!(await compile())) fail('The build failed: see the messages above.');
    copyAssets();
    await bundleWorkflows();
    await bundleMcpServer();
  });
  await unlessUnchanged(operatorsConsole, async () => {
    console.log('Building the console …');
    await buildConsole();
  });
}

async function unlessUnchanged({ stamp, inputs, without }, make) {
  const hash = hashOfFiles(inputs, without);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  rmSync(stamp, { force: true });
  await make();
  mkdirSync(dist, { recursive: true });
  writeFileSync(stamp, hash);
}

async function buildConsole() {
  const vite = await import('vite');
  try {
    await vite.build({ configFile: path.join(root, 'vite.config.mjs'), logLevel: 'warn' });
  } catch (error) {
    console.error(error.message);
    fail('The build of the console failed: see the message above.');
  }
}

function fail(line) {
  console.error(line);
  process.exit(1);
}

install();
await build();
