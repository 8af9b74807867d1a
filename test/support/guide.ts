/** The examples of a page of the docs: what is in its code blocks, and what they say that they print. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const ROOT = path.resolve(__dirname, '../..');
const run = promisify(execFile);

export type Example = {
  /** All blocks of one language, in their order: one program. */
  readonly code: string;
  /** The lines after `#>` and `//>`. */
  readonly prints: readonly string[];
};

/** The text of a page; `name` is its path in the repository. */
export function readPage(name: string): string {
  return readFileSync(path.join(ROOT, name), 'utf8');
}

/** The example of `page` in `language`, with each of `replaced` in place of what stands there. */
export function exampleOf(
  page: string,
  language: 'sh' | 'ts',
  replaced: Readonly<Record<string, string>> = {},
): Example {
  const blocks = [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))];
  const written = blocks.map(([, code = '']) => code).join('\n');
  const prints = [...written.matchAll(/^\s*(?:#|\/\/)> (.*)$/gm)].map(([, line = '']) => line);
  const code = Object.entries(replaced).reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`The examples have no ${from}.`);
    return text.replaceAll(from, to);
  }, written);
  return { code, prints };
}

/** The types of `file`, a module of ours, as strictly as our own. Throws with what the compiler says. */
export async function checkTypes(file: string): Promise<void> {
  const options = ['--strict', '--noEmit', '--skipLibCheck', '--exactOptionalPropertyTypes'];
  const modules = ['--target', 'es2022', '--module', 'nodenext', '--types', 'node', '--ignoreConfig'];
  await execute(process.execPath, [
    path.join(ROOT, 'node_modules/typescript/bin/tsc'),
    ...options,
    ...modules,
    file,
  ]);
}

/** Runs a program to its end; resolves with the lines that it printed, or throws with all that it wrote. */
export async function execute(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<readonly string[]> {
  try {
    const { stdout } = await run(program, args, { timeout: 120_000, ...options });
    return stdout.split('\n');
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string };
    throw new Error(`${path.basename(program)} failed:\n${stdout}\n${stderr}`, { cause: error });
  }
}
