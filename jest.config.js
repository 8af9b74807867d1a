/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  // Three levels (CONTRIBUTING.md): the suite, the long tests that CI runs as well, and all long tests.
  testMatch: { ci: ['**/*.ci.soak.ts'], all: ['**/*.soak.ts'] }[process.env.DUIHUA_SOAK] ?? ['**/*.test.ts'],
  transform: {
    '^.+\\.(ts|js|mjs|cjs)$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  // Jest's sandbox refuses import(): libraries that are ES modules become require() like our own code.
  transformIgnorePatterns: [
    '/node_modules/(?!openid-client/|oauth4webapi/|jose/|temporal-polyfill/|temporal-utils/|flydrive/|@poppinss/|case-anything/|flattie/|@humanwhocodes/|file-type/|markdown-it-cjk-friendly/|get-east-asian-width/|strtok3/|token-types/|uint8array-extras/|@tokenizer/|@borewit/)',
  ],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  testTimeout: 60_000,
  maxWorkers: 2,
  // Jest's processes grow with each file, and a large heap is slow: a new one takes over then.
  workerIdleMemoryLimit: '1.5GB',
};
