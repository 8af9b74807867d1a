/**
 * A file's name in both forms of RFC 6266, for `Content-Disposition`: ASCII for old clients, and the full name
 * percent-encoded. Half of a surrogate pair, which cannot be encoded, is left out.
 */
export function toFileName(name: string): string {
  const plain = name.replace(/[^\w.-]/g, '_');
  const encoded = encodeURIComponent(name.replace(/\p{Cs}/gu, '')).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${plain}"; filename*=UTF-8''${encoded}`;
}
