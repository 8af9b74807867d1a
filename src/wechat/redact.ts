const MAX_ERRMSG = 300;

/**
 * WeChat's error text, fit to be stored and logged: the given values (openid, token, secret) taken out, control
 * characters too, at most 300 characters. The `rid` at its end, which WeChat's support asks for, stays.
 */
export function redact(errmsg: string, values: readonly string[]): string {
  const clean = values
    .filter((value) => value !== '')
    .reduce((text, value) => text.replaceAll(value, '[redacted]'), errmsg);
  return clean.replace(/\p{Cc}+/gu, ' ').slice(0, MAX_ERRMSG);
}
