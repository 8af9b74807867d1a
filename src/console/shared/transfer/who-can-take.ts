import type { ConversationBody } from '../../../contracts/conversations/conversation';

type Taken = Pick<ConversationBody, 'brandId' | 'state'>;
type Colleague = { readonly operator: { readonly id: string } };

/** The brands of conversations, each once. */
export function brandsOf(conversations: readonly Pick<Taken, 'brandId'>[]): readonly string[] {
  return [...new Set(conversations.map(({ brandId }) => brandId))];
}

/** Whether each has an operator. Only then can another operator take all of them. */
export function isEachAttended(conversations: readonly Pick<Taken, 'state'>[]): boolean {
  return conversations.every(({ state }) => state === 'active');
}

/** Of the colleagues in each brand, those who are in all of them, as the first brand shows them. */
export function knownByAll<One extends Colleague>(ofBrands: readonly (readonly One[])[]): readonly One[] {
  const [first = [], ...others] = ofBrands;
  const ids = others.map((list) => new Set(list.map(({ operator }) => operator.id)));
  return first.filter(({ operator }) => ids.every((known) => known.has(operator.id)));
}
