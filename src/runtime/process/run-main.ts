import { describeFailure } from './failure';

/** Runs the main function of a program; prints why it failed to stderr and ends the process with code 1 if it rejects. */
export function runMain(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    process.stderr.write(`${describeFailure(error)}\n`);
    process.exit(1);
  });
}

/** Prints a line for people to stdout. */
export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}
