/** The console's languages: their BCP 47 tags, and their own names. */
export const LANGUAGES = { en: 'English', zh: '中文', ja: '日本語' } as const;
export type Language = keyof typeof LANGUAGES;

export function isLanguage(tag: string): tag is Language {
  return tag in LANGUAGES;
}

/** The first of the reader's languages that the console has, or else English. */
export function chooseLanguage(preferred: readonly string[]): Language {
  const known = preferred.map((tag) => tag.toLowerCase().split('-')[0] ?? '').find(isLanguage);
  return known ?? 'en';
}
