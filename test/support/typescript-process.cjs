/**
 * Runs a TypeScript file in a process of its own, as the tests' own transform would:
 * node test/support/typescript-process.cjs <file.ts> [arguments]
 */
const { readFileSync } = require('node:fs');
const { resolve } = require('node:path');
const { transformSync } = require('@swc/core');

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
    configFile: false,
    swcrc: false,
  });
  module._compile(code, filename);
};

const [file] = process.argv.splice(2, 1);
require(resolve(file));
