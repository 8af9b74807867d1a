import { readFileSync } from 'node:fs';
import { workflowBundle } from '../support/scenario-replay';

/** The paths of the bundle's modules, from its source map. */
function modules(): readonly string[] {
  const code = readFileSync(workflowBundle().codePath, 'utf8');
  const map = code.slice(code.lastIndexOf('sourceMappingURL=')).split('base64,')[1] ?? '';
  const { sources } = JSON.parse(Buffer.from(map, 'base64').toString('utf8')) as { sources: string[] };
  return sources.map((source) => source.replace(/^webpack:\/\/[^/]*\//, ''));
}

describe('the workflow bundle', () => {
  test('holds the workflow and its rules', () => {
    expect(modules()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/src\/workflows\/conversation\/workflow\.ts$/),
        expect.stringMatching(/src\/domain\/conversation\/transition\.ts$/),
      ]),
    );
  });

  test('holds no code of ours but workflows and domain', () => {
    const foreign = modules().filter(
      (name) =>
        /(^|\/)src\//.test(name) && !/node_modules/.test(name) && !/src\/(workflows|domain)\//.test(name),
    );
    expect(foreign).toEqual([]);
  });

  test('holds no schema library, web server, XML parser, database layer or module of Node', () => {
    const unwanted =
      /(^|\/)(zod|express|fast-xml-parser|drizzle-orm|pg|undici|pino|@electric-sql)(\/|$)|node:|\(disabled\)|^external /;
    expect(modules().filter((name) => unwanted.test(name))).toEqual([]);
  });

  test('stays small', () => {
    expect(readFileSync(workflowBundle().codePath).length).toBeLessThan(4 * 1024 * 1024);
  });
});
