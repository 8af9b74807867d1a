/**
 * Runs a TypeScript file in a process of its own, as the tests' own transform would:
 * node test/support/typescript-process.cjs <file.ts> [arguments]
 */
const { resolve } = require('node:path');
require('../../scripts/load-typescript.cjs');

const [file] = process.argv.splice(2, 1);
require(resolve(file));
