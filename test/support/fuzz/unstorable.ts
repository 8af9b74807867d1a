/** The texts in a value that PostgreSQL would not store: it refuses a NUL and half a surrogate pair. */
export function unstorableIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return /[\0\p{Cs}]/u.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flat().flatMap(unstorableIn)
    : [];
}
