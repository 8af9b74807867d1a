/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: process.env.DUIHUA_SOAK ? ['**/*.soak.ts'] : ['**/*.test.ts'],
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
  // PGlite calls import(), which Jest's sandbox refuses: it becomes require() like our own code. So do the libraries
  // for files, which are ES modules.
  transformIgnorePatterns: [
    '/node_modules/(?!@electric-sql/|flydrive/|@poppinss/|case-anything/|flattie/|@humanwhocodes/|file-type/|strtok3/|token-types/|uint8array-extras/|@tokenizer/|@borewit/)',
  ],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  testTimeout: 60_000,
  maxWorkers: 2,
};
