/** The programs of others have troubles of their own, which say nothing about WeChat's of the same name. */
const PARTNERS: ReadonlySet<string> = new Set(['bot', 'endpoint']);

/** Under which name a fault (`kind:target`) is counted: by its kind, and for programs of others by whose it is. */
export function faultLabel(name: string): string {
  const [kind = name, target = ''] = name.split(':');
  return PARTNERS.has(target) ? `${target}: ${kind}` : kind;
}
