// npm run client:build: compiles clients/typescript to its dist (ES modules and types), unless nothing has changed since.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hashOfFiles } from './hash-of-files.mjs';
import { install, root, runNode } from './install.mjs';

const client = 'clients/typescript';
const dist = path.join(root, client, 'dist');
// Not in dist, which is what others get.
const stamp = path.join(root, '.cache/client-source-hash');

install();
const hash = hashOfFiles([`${client}/src`, `${client}/package.json`, `${client}/tsconfig.json`]);
const isBuilt = existsSync(path.join(dist, 'schema.d.ts'));
if (!isBuilt || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== hash) {
  rmSync(dist, { recursive: true, force: true });
  runNode('node_modules/typescript/bin/tsc', ['-p', client]);
  // The compiler takes declarations as they are, and writes none for them.
  copyFileSync(path.join(root, client, 'src/schema.d.ts'), path.join(dist, 'schema.d.ts'));
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}
