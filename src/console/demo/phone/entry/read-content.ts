/** A text field of a message in WeChat's format; empty if there is none, or if it is not a text. */
export function textAt(content: unknown, ...path: readonly string[]): string {
  let value = content;
  for (const name of path) value = fieldOf(value, name);
  return typeof value === 'string' ? value : '';
}

/** A list field of a message in WeChat's format; empty if there is none. */
export function listAt(content: unknown, ...path: readonly string[]): readonly unknown[] {
  let value = content;
  for (const name of path) value = fieldOf(value, name);
  return Array.isArray(value) ? value : [];
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
