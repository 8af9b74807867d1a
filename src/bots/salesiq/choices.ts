import { cleanText } from '../../domain/bots/shaping/clean-text';
import type { SiqInput, SiqSaid } from './answer-schema';

const MOST_LEVELS = 10;

/**
 * What the contact may choose: the options of an input card, else the suggestions. Empty where anything may be written:
 * cards for names, dates, places and the like ask in the words of the reply.
 */
export function choicesOf(
  input: SiqInput | undefined,
  suggestions: SiqSaid['suggestions'] = [],
): readonly string[] {
  const options = input?.options?.map(wordsOf) ?? [];
  const values = input?.values?.map(String) ?? [];
  const { slots = [] } = input ?? {};
  const times = Array.isArray(slots)
    ? slots
    : Object.entries(slots).flatMap(([day, hours]) => hours.map((hour) => `${day} ${hour}`));
  const all = [options, values, times, levelsOf(input), suggestions.map(wordsOf)];
  const found = all.find((choices) => choices.length > 0) ?? [];
  return found.map((choice) => cleanText(choice).replaceAll('\n', ' ')).filter((choice) => choice !== '');
}

/**
 * What the contact meant: the choice whose number they wrote, several with a comma, or their own words.
 * @example chosen('2', ['红茶', '绿茶']) // '绿茶'
 */
export function chosen(text: string, choices: readonly string[]): string {
  const numbers = text
    .normalize('NFKC')
    .split(/[\s,、和]+/)
    .filter((part) => part !== '');
  const found = numbers.map((number) => (/^\d{1,3}$/.test(number) ? choices[Number(number) - 1] : undefined));
  const all = found.filter((choice) => choice !== undefined);
  return all.length > 0 && all.length === numbers.length ? all.join(', ') : text;
}

function levelsOf(input: SiqInput | undefined): readonly string[] {
  if (input === undefined || !input.type.endsWith('-rating')) return [];
  const levels = Math.min(Math.max(input.level ?? 5, 1), MOST_LEVELS);
  return Array.from({ length: levels }, (_, index) => String(index + 1));
}

function wordsOf(option: NonNullable<SiqInput['options']>[number]): string {
  if (typeof option === 'string') return option;
  return option.text ?? option.label ?? option.value ?? '';
}
