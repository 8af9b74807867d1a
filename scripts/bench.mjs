// npm run bench: installs, builds, compiles the bench, and runs it. Arguments are passed on: `--quick` (one round,
// smaller numbers), `--only webhooks,replies` (some measures), `--record` (and keep them in docs/benchmarks.md, as a whole run does),
// `--rounds 3`, `--profile <folder>` (CPU profiles of both sides).
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './install.mjs';
import { runMeasured } from './run-measured.mjs';

const out = path.join(root, '.cache/bench');

await runMeasured([path.join(out, 'bench/main.js')], compile);

/**
 * Into a folder in which `src` is a link to `dist`, so that the bench's imports of `../src/…` find the build that is
 * measured. `npm run check:types` checks the types.
 */
async function compile() {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  symlinkSync(path.join(root, 'dist'), path.join(out, 'src'), 'junction');
  const { transformFileSync } = await import('@swc/core');
  const from = path.join(root, 'bench');
  for (const name of readdirSync(from, { recursive: true }).filter((file) => file.endsWith('.ts'))) {
    const { code } = transformFileSync(path.join(from, name), {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
      sourceMaps: 'inline',
    });
    const file = path.join(out, 'bench', name.replace(/\.ts$/, '.js'));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, code);
  }
  await buildPage();
  const workflowsPath = path.join(out, 'bench/floor/workflows.js');
  if (!existsSync(workflowsPath)) throw new Error('bench/floor/workflows.ts is missing.');
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  writeFileSync(path.join(out, 'floor-bundle.js'), code);
}

/** What Chromium loads beside the console: the bare list, and the probe that measures inside a page. */
async function buildPage() {
  const { build } = await import('vite');
  const { NODE_ENV } = process.env;
  const outDir = path.join(out, 'page');
  const shared = {
    root: path.join(root, 'bench/page'),
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
  };
  const cacheDir = path.join(root, '.cache/vite');
  await build({ ...shared, cacheDir, build: { outDir, emptyOutDir: true } });
  const lib = { entry: 'probe.ts', formats: ['iife'], name: 'probeFile', fileName: () => 'probe.js' };
  await build({ ...shared, cacheDir, build: { outDir, emptyOutDir: false, lib } });
  // Vite sets NODE_ENV to `production` for the rest of the process, and a desk would take it seriously.
  if (NODE_ENV === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = NODE_ENV;
}
