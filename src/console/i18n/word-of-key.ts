/** The parts of keys that tell the kind of word behind them. */
const KIND =
  /^(?:state|status|reason|action|via|target|deadline|role|scope|glance|fine|wrong|former|remark)_/;

/**
 * The text shown for a key that the catalogue lacks. A state, status or reason from a newer release is missing here,
 * and its own name is shown: for `conversation.status_on_hold` that is "on hold".
 */
export function wordOfKey(key: string): string {
  const word = key.slice(key.indexOf('.') + 1);
  return word.replace(KIND, '').replaceAll('_', ' ');
}
