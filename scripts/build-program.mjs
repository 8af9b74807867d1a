// The steps that turn src into the program in dist. Vite builds the console (vite.config.mjs).
import { spawn } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from './install.mjs';

export const dist = path.join(root, 'dist');
/** Holds the hash of the sources that dist was built from; without it the next start builds. */
export const programStamp = path.join(dist, '.source-hash');
/** Folders that are read at run time and are not TypeScript. */
const assets = ['store/migrations'];
/** One file, so that it can be copied to a computer that has nothing but Node.js. */
const mcpFile = 'mcp.js';

/** Runs the compiler with further arguments; it prints its errors. Resolves with whether there were none. */
export function compile(args = []) {
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const compiler = spawn(process.execPath, [tsc, '-p', 'tsconfig.build.json', ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    compiler.on('error', reject);
    compiler.on('exit', (code) => resolve(code === 0));
  });
}

export function copyAssets() {
  for (const folder of assets) {
    const from = path.join(root, 'src', folder);
    const to = path.join(dist, folder);
    rmSync(to, { recursive: true, force: true });
    if (existsSync(from)) cpSync(from, to, { recursive: true });
  }
}

/** What workers load: they then need no bundler at their start. */
export async function bundleWorkflows() {
  const require = createRequire(import.meta.url);
  const { WORKFLOW_BUNDLE, workflowBundleOptions } = require(path.join(dist, 'temporal/workflow-bundle.js'));
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    ...workflowBundleOptions(path.join(dist, 'workflows'), 'js'),
    logger: new DefaultLogger('WARN'),
  });
  writeFileSync(WORKFLOW_BUNDLE, code);
}

/** The MCP server for stdio, with all that it imports; the compiler's output of the same name only runs in this tree. */
export async function bundleMcpServer(outDir = dist) {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const { build } = await import('vite');
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    define: { DUIHUA_VERSION: JSON.stringify(version) },
    ssr: { noExternal: true },
    build: {
      ssr: 'src/mcp.ts',
      outDir,
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'node20',
      rolldownOptions: {
        output: { format: 'cjs', entryFileNames: mcpFile, codeSplitting: false },
      },
    },
  });
}
