/** `840 B`, `12 KB`, `3.4 MB`: in powers of 1,024, as WeChat counts its limits. */
export function formatBytes(bytes: number, language: string): string {
  const [value, unit] =
    bytes < 1024 ? [bytes, 'B'] : bytes < 1_048_576 ? [bytes / 1024, 'KB'] : [bytes / 1_048_576, 'MB'];
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
  return `${number} ${unit}`;
}
