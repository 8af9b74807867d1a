// npm start: installs and builds what is missing, then runs Duihua in this same process, so that Ctrl-C and the exit
// code need no passing on. The build has a process of its own: a bundler's memory should not stay in Duihua's.

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { install, root, runNode } from './install.mjs';

install();
runNode('scripts/build.mjs');
await import(pathToFileURL(path.join(root, 'dist/start.js')).href);
