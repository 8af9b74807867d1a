// npm run rotate-key: seals every stored secret with the first key of SECRET_KEY (docs/operations.md, "Changing the
// key"). Takes the settings of the desk from the environment; its processes may go on meanwhile.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { install, root, runNode } from './install.mjs';

install();
runNode('scripts/build.mjs');
await import(pathToFileURL(path.join(root, 'dist/rotate-key.js')).href);
