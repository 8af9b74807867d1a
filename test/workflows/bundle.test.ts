import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
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

  test('loads our modules once in a thread, so they keep nothing that belongs to one conversation', () => {
    const ours = ['src/workflows', 'src/domain'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => path.join(folder, name)),
    );
    expect(ours.length).toBeGreaterThan(100);
    const code = readFileSync(workflowBundle().codePath, 'utf8');
    expect(code).toMatch(/preloadModules = function preloadModules\(\) \{\s+[^}]*src\/workflows\/index\.ts/);
    const state = [
      // At the top level: what can be assigned again, collections that can be added to, expressions that remember where they were.
      /^(export )?(let|var) .*$/gm,
      /^(export )?const \w+(: (?!Readonly)[^=]+)? = new (Map|Set|WeakMap|WeakSet|Array)\b.*$/gm,
      /^(export )?const \w+(: (?!readonly|Readonly)[^=]+)? = (\[\]|\{\});$/gm,
      /^(export )?const \w+ = \/.*\/[a-z]*y[a-z]*;$/gm,
      /^export const \w+ = \/.*\/[a-z]*g[a-z]*;$/gm,
    ];
    const found = ours.flatMap((name) => {
      const text = readFileSync(name, 'utf8');
      const remembering = [...text.matchAll(/^const (\w+) = \/.*\/[a-z]*g[a-z]*;$/gm)]
        .filter(([, regExp]) => new RegExp(`\\b${regExp}\\.(test|exec)\\(`).test(text))
        .map(([line]) => line);
      return [...state.flatMap((one) => text.match(one) ?? []), ...remembering].map(
        (line) => `${name}: ${line}`,
      );
    });
    expect(found).toEqual([]);
  });

  test('stays small', () => {
    expect(readFileSync(workflowBundle().codePath).length).toBeLessThan(4 * 1024 * 1024);
  });
});
