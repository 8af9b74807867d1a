/** The sentences of the loss report in the reader's language. */
import type { TFunction } from 'i18next';
import type { LossReportBody } from '../../contracts/reports/losses';
import { LOSS_SENTENCE_CODES } from '../../domain/reports/loss-sentences';

export type LossSentenceBody = LossReportBody['sentences'][number];
type Words = {
  readonly number: (value: number | null) => string;
  readonly seconds: (value: number | null) => string;
};

/** What stands for a fact that a sentence of an older release lacks. */
const NO_FACTS = {
  within3Hours: '?',
  medianSeconds: '?',
  errorCode: '?',
  resolvedAsSent: '?',
  resent: '?',
} as const;

/** A sentence of a newer release, whose code has no words here, is shown as the API wrote it. */
export function lossSentence({ code, text, facts }: LossSentenceBody, t: TFunction, words: Words): string {
  if (!LOSS_SENTENCE_CODES.some((one) => one === code)) return text;
  const shown = Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [
      name,
      typeof fact === 'string' ? fact : name.endsWith('Seconds') ? words.seconds(fact) : words.number(fact),
    ]),
  );
  const count = typeof facts['count'] === 'number' ? facts['count'] : 0;
  return t(`lossWords.${code}`, { ...NO_FACTS, ...shown, count, number: words.number(count) });
}

/** WeChat's two codes that this report is about. */
const MEANINGS: Readonly<Record<string, 'window_closed' | 'limit_reached'>> = {
  45015: 'window_closed',
  45047: 'limit_reached',
};

/** What the code of a failed message means, where that is known. */
export function failureWords(code: string, t: TFunction, exists: (key: string) => boolean): string | null {
  const meaning = MEANINGS[code];
  if (meaning !== undefined) return t(`wechatErrors.${meaning}`);
  return exists(`delivery.${code}`) ? t(`delivery.${code as 'wechat_busy'}`) : null;
}
