/** Settings and drafts, whatever the browser makes of its storage. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGuardedStorage } from '../../src/console/shared/guarded-storage';

/** A storage as a browser has it, that takes values of up to `quota` characters. */
class FakeStorage {
  readonly [name: string]: unknown;
  #quota: number;
  constructor(quota: number) {
    this.#quota = quota;
  }
  getItem(name: string): string | null {
    return Object.hasOwn(this, name) ? String(this[name]) : null;
  }
  setItem(name: string, value: string): void {
    if (value.length > this.#quota) throw new DOMException('exceeded the quota', 'QuotaExceededError');
    Object.assign(this, { [name]: value });
  }
  removeItem(name: string): void {
    Reflect.deleteProperty(this, name);
  }
}

class DeafStorage extends FakeStorage {
  override setItem(): void {}
}

const forbid = (): never => {
  throw new DOMException('The request was denied', 'SecurityError');
};
const always =
  <Value>(value: Value) =>
  (): Value =>
    value;

describe.each([
  ['that works', () => always(new FakeStorage(1_000))],
  ['that is full', () => always(new FakeStorage(0))],
  ['that keeps nothing', () => always(new DeafStorage(1_000))],
  ['that is forbidden', () => forbid],
  ['that is null', () => always(null)],
])('a storage %s', (_, make) => {
  it('gives back what was written as long as the page is there', () => {
    const storage = createGuardedStorage(make());
    expect(storage.read('a')).toBeNull();
    storage.write('a', 'one');
    storage.write('ab', 'two');
    storage.write('b', '');
    expect(['a', 'ab', 'b'].map(storage.read)).toEqual(['one', 'two', '']);
    expect(storage.names('a')).toEqual(['a', 'ab']);
    storage.write('a', 'three');
    storage.write('ab', null);
    expect(['a', 'ab', 'b'].map(storage.read)).toEqual(['three', null, '']);
    expect(storage.names('')).toHaveLength(2);
  });
});

describe('a storage that becomes full', () => {
  it('gives back what was written last, and what is removed is gone', () => {
    const { read, write } = createGuardedStorage(always(new FakeStorage(5)));
    write('a', 'short');
    write('a', 'much too long');
    expect(read('a')).toBe('much too long');
    write('a', 'fits');
    expect(read('a')).toBe('fits');
    write('a', 'much too long');
    write('a', null);
    expect(read('a')).toBeNull();
  });

  it('gives back what another tab has written since', () => {
    const browser = new FakeStorage(5);
    const storage = createGuardedStorage(always(browser));
    for (const name of ['a', null]) {
      storage.write('a', 'much too long');
      browser.setItem('a', 'new');
      expect(storage.read('a')).toBe('much too long');
      storage.changedElsewhere(name);
      expect(storage.read('a')).toBe('new');
    }
  });
});

it('has one door in the console', () => {
  const folder = join(__dirname, '../../src/console');
  const doors = /\b(localStorage|sessionStorage|indexedDB|cookieStore|document\.cookie)\b/;
  const users = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && doors.test(readFileSync(join(folder, file), 'utf8')),
  );
  expect(users).toEqual(['shared/ui/use-stored.ts']);
});
