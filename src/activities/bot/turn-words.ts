import type { TurnWords } from '../../store/bots/turn-texts';

/** The words of a message as a bot is told of them; empty: it has none. Rows of older releases may lack fields. */
export function textOf({ type, content }: Pick<TurnWords, 'type' | 'content'>): string {
  const of = (name: string): string => {
    const value = content[name];
    return typeof value === 'string' ? value : '';
  };
  switch (type) {
    case 'text':
    case 'msgmenu_tap':
      return of('text');
    case 'voice':
      return of('recognition');
    case 'location':
      return joined(of('placeName'), of('label'));
    case 'link':
    case 'news':
      return joined(of('title'), of('description'), of('url'));
    case 'video':
    case 'miniprogrampage':
      return joined(of('title'), of('description'));
    case 'msgmenu':
      return joined(of('head'), ...choicesIn(content['items']), of('tail'));
    default:
      return '';
  }
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}

function choicesIn(items: unknown): readonly string[] {
  if (!Array.isArray(items)) return [];
  return items.flatMap((item: unknown) =>
    typeof item === 'object' && item !== null && 'text' in item ? [`• ${String(item.text)}`] : [],
  );
}
