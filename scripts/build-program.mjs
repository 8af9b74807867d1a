// The steps that turn src into the program in dist. Vite builds the console (vite.config.mjs).
import { spawn } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './install.mjs';

export const dist = path.join(root, 'dist');
/** Holds the hash of the sources that dist was built from; without it the next start builds. */
export const programStamp = path.join(dist, '.source-hash');
/** Folders that are read at run time and are not TypeScript. */
const assets = ['store/migrations'];
/** Must be the same as in the worker: `workflowBundle: { codePath }`. */
const bundleFile = path.join(dist, 'workflow-bundle.js');
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

/** What workers load in production: they then need no bundler at their start. */
export async function bundleWorkflows() {
  const workflowsPath = path.join(dist, 'workflows/index.js');
  const workflowInterceptorModules = [path.join(dist, 'workflows/trace-context.js')];
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules,
    // Loaded once in a worker's thread, not once for each conversation: they keep no state (test/workflows/bundle.test.ts).
    preloadModules: [workflowsPath],
    logger: new DefaultLogger('WARN'),
  });
  writeFileSync(bundleFile, code);
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
