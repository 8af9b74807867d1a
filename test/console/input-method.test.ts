/** A key that belongs to an input method does nothing else, in any field. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { guardInputMethods } from '../../src/console/shared/keyboard/input-method';

type Press = { readonly key: string; readonly isComposing: boolean; readonly keyCode: number };

function press(key: Press): { readonly isKept: boolean; readonly isPrevented: boolean } {
  const done = { isKept: false, isPrevented: false };
  guardInputMethods({
    addEventListener: (_name, listener) =>
      listener({
        ...key,
        stopImmediatePropagation: () => Object.assign(done, { isKept: true }),
        preventDefault: () => Object.assign(done, { isPrevented: true }),
      }),
  });
  return done;
}

describe('a key while an input method is at work', () => {
  it.each<[string, Press, boolean]>([
    ['Enter that confirms a choice', { key: 'Enter', isComposing: true, keyCode: 13 }, true],
    ['Enter that confirms a choice, in Chromium', { key: 'Enter', isComposing: true, keyCode: 229 }, true],
    ['Enter that confirms a choice, in Safari', { key: 'Enter', isComposing: false, keyCode: 229 }, true],
    ['Escape', { key: 'Escape', isComposing: true, keyCode: 229 }, true],
    ['an arrow', { key: 'ArrowDown', isComposing: true, keyCode: 229 }, true],
    ['Tab', { key: 'Tab', isComposing: true, keyCode: 229 }, true],
    // Whoever writes is there: that is for others to hear.
    ['a letter', { key: 'n', isComposing: true, keyCode: 229 }, false],
    ['a key without a name', { key: 'Process', isComposing: false, keyCode: 229 }, false],
    ['Enter of its own', { key: 'Enter', isComposing: false, keyCode: 13 }, false],
    ['Escape of its own', { key: 'Escape', isComposing: false, keyCode: 27 }, false],
  ])('%s', (_, key, isKept) => {
    expect(press(key)).toEqual({ isKept, isPrevented: isKept && key.key === 'Enter' });
  });
});

describe('in the source', () => {
  const folder = join(__dirname, '../../src/console');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
  const filesWith = (words: RegExp) => sources.filter(({ text }) => words.test(text)).map(({ file }) => file);

  it('the guard is there before anything else listens', () => {
    expect(filesWith(/guardInputMethods\(window\)/)).toEqual(['main.tsx']);
    const main = sources.find(({ file }) => file === 'main.tsx')?.text ?? '';
    expect(main.indexOf('guardInputMethods(window)')).toBeLessThan(main.indexOf('createRoot('));
  });

  it('every key that acts comes by `keydown`, behind the guard', () => {
    expect(filesWith(/onKeyUp|onKeyPress|keyup|keypress|onKeyDownCapture|onPressEnter/)).toEqual([]);
  });

  it('no handler asks for the code itself', () => {
    expect(filesWith(/\bkeyCode\b|\b229\b/)).toEqual(['shared/keyboard/input-method.ts']);
  });
});
