// Lets the Temporal SDK download its command line into a folder:
//   node download-temporal-cli.mjs <version, e.g. v1.9.1> <folder>
//
// A separate process, because the SDK starts its native runtime for this, which a program may configure only once, and
// because a download that hangs can only be stopped by ending the process.
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [version, downloadDir] = process.argv.slice(2);
const environment = await TestWorkflowEnvironment.createLocal({
  server: { executable: { type: 'cached-download', version, downloadDir }, ui: false },
});
await environment.teardown();
process.exit(0);
