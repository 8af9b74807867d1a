import { parseArgs } from 'node:util';
import { errorMessage } from '../../platform/errors';
import { StartError } from './failure';
import { printLine } from './run-main';

/**
 * The one value that a program takes, undefined if it is left out. `--help` prints `usage` and ends the process.
 *
 * @throws StartError if there is anything else: nobody should get a default because they mistyped what they wanted
 */
export function readArgument(usage: string, args = process.argv.slice(2)): string | undefined {
  const values = readArguments(usage, args);
  if (values.length > 1) throw new StartError(`There is more than one value. ${usage}`);
  return values[0];
}

/** The same for a program that takes none. */
export function refuseArguments(usage: string, args = process.argv.slice(2)): void {
  const [value] = readArguments(usage, args);
  if (value !== undefined) throw new StartError(`It takes no ${JSON.stringify(value)}. ${usage}`);
}

function readArguments(usage: string, args: string[]): readonly string[] {
  const { help, given } = split(usage, args);
  if (!help) return given;
  printLine(usage);
  process.exit(0);
}

function split(usage: string, args: string[]): { readonly help: boolean; readonly given: readonly string[] } {
  try {
    const options = { help: { type: 'boolean', short: 'h', default: false } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    return { help: values.help, given: positionals };
  } catch (error) {
    // Node goes on to explain how a value may begin with a hyphen.
    const [reason] = errorMessage(error).split('. ');
    throw new StartError(`${reason}. ${usage}`, { cause: error });
  }
}
