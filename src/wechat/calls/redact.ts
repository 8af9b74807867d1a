const MAX_ERRMSG = 300;

const RID = /\brid: ?([0-9A-Za-z-]{8,64})/;

/**
 * WeChat's error text, safe to store and log: at most 300 characters, without the given values (openid, token, secret)
 * and without control characters or halves of surrogate pairs. The `rid` at its end, which identifies the call at WeChat, is kept.
 */
export function redact(errmsg: string, values: readonly string[]): string {
  const clean = values
    .filter((value) => value !== '')
    .reduce((text, value) => text.replaceAll(value, '[redacted]'), errmsg);
  const line = clean.replace(/\p{Cc}+/gu, ' ');
  const rid = ridIn(line);
  const end = rid === null ? '' : ` … rid: ${rid}`;
  const shown = line.length <= MAX_ERRMSG ? line : line.slice(0, MAX_ERRMSG - end.length) + end;
  // Also half of a character that was cut in two: PostgreSQL refuses JSON with it.
  return shown.toWellFormed();
}

/** The id of a call in WeChat's text; null if there is none. */
export function ridIn(errmsg: string): string | null {
  return RID.exec(errmsg)?.[1] ?? null;
}

/** WeChat's text for people, without the `rid` and the `hint` after it. */
export function withoutRid(errmsg: string): string {
  return errmsg
    .replace(RID, '')
    .replace(/\bhints?: ?\[[^\]]*\]/, '')
    .replace(/[\s…,]+$/, '')
    .trim();
}

/** The address under which WeChat saw the caller, if a 40164 names it. */
export function addressIn(errmsg: string): string | null {
  return /invalid ip ([0-9a-fA-F.:]{2,45})/.exec(errmsg)?.[1] ?? null;
}

const IPV4 = /\b\d{1,3}(?:\.\d{1,3}){3}\b/g;
const IPV6 = /(?:[\da-f]{0,4}:){2,}[\da-f.]*/gi;

/** WeChat's text without IP addresses: it names the caller's. */
export function withoutAddresses(errmsg: string): string {
  return errmsg.replace(IPV6, '…').replace(IPV4, '…');
}
