/** The words of a saved transcript: those of the console, in one language and one time zone. */
import { createInstance, type TFunction } from 'i18next';
import { contact as contactEn } from '../../words/en/contact';
import {
  content as contentEn,
  attachmentErrors as errorsEn,
  fetchTroubles as troublesEn,
} from '../../words/en/content';
import { conversation as conversationEn } from '../../words/en/conversation';
import { messageTypes as typesEn } from '../../words/en/message-types';
import { delivery as deliveryEn } from '../../words/en/refusals';
import { transcript as transcriptEn } from '../../words/en/transcript';
import { wechatErrors as wechatErrorsEn } from '../../words/en/wechat-errors';
import { contact as contactJa } from '../../words/ja/contact';
import {
  content as contentJa,
  attachmentErrors as errorsJa,
  fetchTroubles as troublesJa,
} from '../../words/ja/content';
import { conversation as conversationJa } from '../../words/ja/conversation';
import { messageTypes as typesJa } from '../../words/ja/message-types';
import { delivery as deliveryJa } from '../../words/ja/refusals';
import { transcript as transcriptJa } from '../../words/ja/transcript';
import { wechatErrors as wechatErrorsJa } from '../../words/ja/wechat-errors';
import type { Language } from '../../words/languages';
import { contact as contactZh } from '../../words/zh/contact';
import {
  content as contentZh,
  attachmentErrors as errorsZh,
  fetchTroubles as troublesZh,
} from '../../words/zh/content';
import { conversation as conversationZh } from '../../words/zh/conversation';
import { messageTypes as typesZh } from '../../words/zh/message-types';
import { delivery as deliveryZh } from '../../words/zh/refusals';
import { transcript as transcriptZh } from '../../words/zh/transcript';
import { wechatErrors as wechatErrorsZh } from '../../words/zh/wechat-errors';

/** Only the sections that a transcript needs: the whole catalogue is the console's. */
const CATALOGUES = {
  en: {
    contact: contactEn,
    content: contentEn,
    attachmentErrors: errorsEn,
    fetchTroubles: troublesEn,
    conversation: conversationEn,
    messageTypes: typesEn,
    delivery: deliveryEn,
    transcript: transcriptEn,
    wechatErrors: wechatErrorsEn,
  },
  zh: {
    contact: contactZh,
    content: contentZh,
    attachmentErrors: errorsZh,
    fetchTroubles: troublesZh,
    conversation: conversationZh,
    messageTypes: typesZh,
    delivery: deliveryZh,
    transcript: transcriptZh,
    wechatErrors: wechatErrorsZh,
  },
  ja: {
    contact: contactJa,
    content: contentJa,
    attachmentErrors: errorsJa,
    fetchTroubles: troublesJa,
    conversation: conversationJa,
    messageTypes: typesJa,
    delivery: deliveryJa,
    transcript: transcriptJa,
    wechatErrors: wechatErrorsJa,
  },
} as const satisfies Readonly<Record<Language, object>>;

export type TranscriptWords = {
  readonly language: Language;
  readonly timeZone: string;
  readonly t: TFunction;
  /** Whether there are words for a key: a row may be from a newer release. */
  readonly isKnown: (key: string) => boolean;
  /** `14:05:09` */
  readonly clock: (time: string) => string;
  /** `Sunday, 22 November 2026` */
  readonly day: (time: string) => string;
  /** `22 November 2026, 14:05` */
  readonly moment: (time: string) => string;
};

/** @param timeZone an IANA name that is known to be valid */
export async function createTranscriptWords(language: Language, timeZone: string): Promise<TranscriptWords> {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat(language, { timeZone, hourCycle: 'h23', ...options });
    return (time: string): string => made.format(new Date(time));
  };
  const moment = format({ dateStyle: 'long', timeStyle: 'short' });
  const instance = createInstance();
  await instance.init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: CATALOGUES[language] } },
    // Each form of the file escapes by its own rules.
    interpolation: { escapeValue: false },
    // As in the console: codes of the API, with their underscores, are parts of keys.
    contextSeparator: '|',
    pluralSeparator: '|',
  });
  instance.services.formatter?.add('moment', moment);
  return {
    language,
    timeZone,
    t: instance.t,
    isKnown: (key) => instance.exists(key),
    clock: format({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    day: format({ dateStyle: 'full' }),
    moment,
  };
}
