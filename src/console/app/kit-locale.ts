import type { ConfigProviderProps } from 'antd';
import { useEffect, useState } from 'react';
import { isLanguage, type Language } from '../../words/languages';

type Locale = NonNullable<ConfigProviderProps['locale']>;

const LOADERS: Readonly<Record<Language, () => Promise<{ readonly default: Locale }>>> = {
  en: () => import('antd/locale/en_US'),
  zh: () => import('antd/locale/zh_CN'),
  ja: () => import('antd/locale/ja_JP'),
};

/** antd's own texts in the console's language; null until they are loaded for the first time. */
export function useKitLocale(language: string): Locale | null {
  const [locale, setLocale] = useState<Locale | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void LOADERS[isLanguage(language) ? language : 'en']().then((loaded) => {
      if (isCurrent) setLocale(loaded.default);
    });
    return () => {
      isCurrent = false;
    };
  }, [language]);
  return locale;
}
