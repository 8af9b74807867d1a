import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messages } from '../../src/console/i18n/en/messages';

const SOURCES = join(__dirname, '../../src/console');

function shortcuts(): readonly { readonly key: string; readonly label: string }[] {
  return readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tsx'))
    .flatMap((name) => [
      ...readFileSync(join(SOURCES, name), 'utf8').matchAll(/useShortcut\(\s*'(.|Escape)',\s*'(\w+)'/g),
    ])
    .map(([, key = '', label = '']) => ({ key, label }));
}

describe('the single-key shortcuts', () => {
  const all = shortcuts();

  it('have one meaning each', () => {
    expect(all.length).toBeGreaterThan(15);
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
  });

  it('are all described in the list of shortcuts', () => {
    expect(all.map(({ label }) => label).sort()).toEqual(Object.keys(messages.shortcuts).sort());
  });
});
