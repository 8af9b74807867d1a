/**
 * Whether a video's address may be asked for: only WeChat's own hosts, and the one that stands in for WeChat's API.
 * The address comes from an answer of WeChat; an inner address of our network never comes from there by right.
 */
export function isMediaHost(address: URL, apiUrl: string): boolean {
  if (address.protocol !== 'https:' && address.protocol !== 'http:') return false;
  if (address.username !== '' || address.password !== '') return false;
  if (address.host === new URL(apiUrl).host) return true;
  return address.port === '' && /(?:^|\.)qq\.com$/.test(address.hostname);
}
