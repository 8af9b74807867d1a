// npm run rotate-key, backup, restore, facts:rebuild, erase:compact, deploy:promote, replay:live: builds what is missing, then
// runs that tool with
// its arguments. It reads the desk's settings from the environment (docs/operations.md).
//   node scripts/run-tool.mjs backup [arguments…]
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { install, root, runNode } from './install.mjs';

const [tool] = process.argv.splice(2, 1);
install();
runNode('scripts/build.mjs');
await import(pathToFileURL(path.join(root, 'dist', `${tool}.js`)).href);
