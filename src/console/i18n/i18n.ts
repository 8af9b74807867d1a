/** The texts of the console. A catalogue is loaded when its language is chosen. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { chooseLanguage, isLanguage, type Language } from '../../words/languages';
import { formatMoment } from '../shared/time/format';
import { readStored, writeStored } from '../shared/ui/use-stored';
import type { Catalogue, LaterCatalogue } from './catalogue';
import type { laterMessages } from './en/later-messages';
import type { messages } from './en/messages';
import { wordOfKey } from './word-of-key';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    contextSeparator: '|';
    pluralSeparator: '|';
    resources: { translation: typeof messages & typeof laterMessages };
  }
}

const STORED = 'language';

const LOADERS: Readonly<Record<Language, () => Promise<{ readonly messages: Catalogue }>>> = {
  en: () => import('./en/messages'),
  zh: () => import('./zh/messages'),
  ja: () => import('./ja/messages'),
};

const LATER: Readonly<Record<Language, () => Promise<{ readonly laterMessages: LaterCatalogue }>>> = {
  en: () => import('./en/later-messages'),
  zh: () => import('./zh/later-messages'),
  ja: () => import('./ja/later-messages'),
};

/**
 * Loads the texts that the inbox does not need, in the language of now. A page that shows them waits for it before it is
 * rendered (`app/routes.tsx`); {@link switchLanguage} loads them as well.
 */
export async function laterTexts(): Promise<void> {
  const { language } = i18next;
  if (!isLanguage(language) || i18next.exists('signIn.code')) return;
  i18next.addResourceBundle(language, 'translation', (await LATER[language]()).laterMessages, true);
}

/**
 * Sets the language: the one chosen in this browser before, or else the first of the browser's languages that the
 * console has.
 */
export async function startLanguage(): Promise<void> {
  const stored = readStored(STORED);
  const language = stored !== null && isLanguage(stored) ? stored : chooseLanguage(navigator.languages);
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: (await LOADERS[language]()).messages } },
    parseMissingKeyHandler: wordOfKey,
    // React escapes.
    interpolation: { escapeValue: false },
    // Codes of the API, with their underscores, are parts of keys.
    contextSeparator: '|',
    pluralSeparator: '|',
  });
  i18next.services.formatter?.add('moment', (at: string, language = 'en') => formatMoment(at, language));
  document.documentElement.lang = language;
}

/** Switches the console to another language, and remembers it in this browser. */
export async function switchLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    const [{ messages }, { laterMessages }] = await Promise.all([LOADERS[language](), LATER[language]()]);
    i18next.addResourceBundle(language, 'translation', { ...messages, ...laterMessages });
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  writeStored(STORED, language);
}
