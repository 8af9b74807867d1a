/** The bundle of the workflow code: where the build writes it and workers read it, and how it is made. */
import path from 'node:path';
import type { BundleOptions } from '@temporalio/worker';

/** Made by `npm run build` beside the compiled program. */
export const WORKFLOW_BUNDLE = path.resolve(__dirname, '../workflow-bundle.js');

/** What goes into the bundle. `folder` holds `index.ts` and the others, or what the compiler has made of them. */
export function workflowBundleOptions(folder: string, extension: 'ts' | 'js'): BundleOptions {
  const workflowsPath = path.join(folder, `index.${extension}`);
  return {
    workflowsPath,
    workflowInterceptorModules: [path.join(folder, `trace-context.${extension}`)],
    // Loaded once in a worker's thread, not once for each conversation: they keep no state (test/workflows/bundle.test.ts).
    preloadModules: [workflowsPath],
  };
}
