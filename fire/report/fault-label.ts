import { isPartner } from '../desk/targets';

/**
 * Under which name a fault (`kind:target`) is counted: by its kind, and for programs of others by whose it is, because their
 * troubles say nothing about WeChat's of the same name.
 */
export function faultLabel(name: string): string {
  const [kind = name, target = ''] = name.split(':');
  return isPartner(target) ? `${target}: ${kind}` : kind;
}
