/** Parts of keys that say of what kind the word behind them is. */
const KIND =
  /^(?:state|status|reason|action|via|target|deadline|role|scope|glance|fine|wrong|former|remark)_/;

/**
 * What is shown for a key without words. A state, a status or a reason that a newer release wrote has none here, and is
 * shown as it is: for `conversation.status_on_hold` that is "on hold".
 */
export function wordOfKey(key: string): string {
  const word = key.slice(key.indexOf('.') + 1);
  return word.replace(KIND, '').replaceAll('_', ' ');
}
