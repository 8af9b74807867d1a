/** `{ [name]: text }` without spaces around the text, or `{}` where nothing else was written. */
export function filled<Name extends string>(name: Name, text: string | undefined) {
  const value = text?.trim() ?? '';
  return value === '' ? {} : ({ [name]: value } as { readonly [key in Name]: string });
}
