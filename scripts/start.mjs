// npm start: installs and builds what is missing, then runs Duihua in this same process, so that Ctrl-C and the exit
// code need not be passed on. The build is a separate process, so that a bundler's memory does not stay in Duihua's.

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { install, root, runNode } from './install.mjs';

install();
runNode('scripts/build.mjs');
await import(pathToFileURL(path.join(root, 'dist/start.js')).href);
