/** Names in one line, as the reader's language lists them: `Li, Mei, and Hana`. */
export function listWords(names: readonly string[], language: string): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(names);
}
