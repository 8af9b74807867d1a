const MAX_ERRMSG = 300;

const RID = /\brid: ?([0-9A-Za-z-]{8,64})/;

/**
 * WeChat's error text, fit to be stored and logged: the given values (openid, token, secret) taken out, control
 * characters too, at most 300 characters. The `rid` at its end, by which a call can be looked up, stays.
 */
export function redact(errmsg: string, values: readonly string[]): string {
  const clean = values
    .filter((value) => value !== '')
    .reduce((text, value) => text.replaceAll(value, '[redacted]'), errmsg);
  const line = clean.replace(/\p{Cc}+/gu, ' ');
  if (line.length <= MAX_ERRMSG) return line;
  const rid = ridIn(line);
  const end = rid === null ? '' : ` … rid: ${rid}`;
  return line.slice(0, MAX_ERRMSG - end.length) + end;
}

/** The id of a call in WeChat's text; null where there is none. */
export function ridIn(errmsg: string): string | null {
  return RID.exec(errmsg)?.[1] ?? null;
}

/** WeChat's text without the `rid` and the `hint` behind it, as people read it. */
export function withoutRid(errmsg: string): string {
  return errmsg
    .replace(RID, '')
    .replace(/\bhints?: ?\[[^\]]*\]/, '')
    .replace(/[\s…,]+$/, '')
    .trim();
}

/** The address under which WeChat saw the caller, where 40164 names it. */
export function addressIn(errmsg: string): string | null {
  return /invalid ip ([0-9a-fA-F.:]{2,45})/.exec(errmsg)?.[1] ?? null;
}

const IPV4 = /\b\d{1,3}(?:\.\d{1,3}){3}\b/g;
const IPV6 = /(?:[\da-f]{0,4}:){2,}[\da-f.]*/gi;

/** WeChat's text without IP addresses: it names the one that it saw calling. */
export function withoutAddresses(errmsg: string): string {
  return errmsg.replace(IPV6, '…').replace(IPV4, '…');
}
