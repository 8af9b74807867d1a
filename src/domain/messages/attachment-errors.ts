import type { AttachmentStatus } from './attachments';

/** Why a contact's media is not there, or cannot be played. */
export const ATTACHMENT_ERROR_CODES = [
  'gone',
  'empty',
  'wrong_kind',
  'too_large',
  'refused',
  'untrusted_address',
  'unreachable',
  'no_media',
  'not_playable',
] as const;
export type AttachmentErrorCode = (typeof ATTACHMENT_ERROR_CODES)[number];

/** One sentence for each, for the console, the API and the docs. */
export const ATTACHMENT_ERROR_SENTENCES: Readonly<Record<AttachmentErrorCode, string>> = {
  gone: 'WeChat does not have this file any more: it keeps files for three days. Ask the contact to send it again.',
  empty: 'WeChat gave an empty file for three days. Ask the contact to send it again.',
  wrong_kind:
    'WeChat returned a file of another kind than the message says. It was not kept. Ask the contact to send it again.',
  too_large: 'The file is larger than this desk takes. It was not kept. It can be seen at mp.weixin.qq.com.',
  refused: 'WeChat refuses to give this file. Look at the health of the channel, then try again.',
  untrusted_address:
    'WeChat named an address for this video that the desk does not fetch from, because it is not one of WeChat’s. It can be seen at mp.weixin.qq.com, or fetched by hand: docs/operations.md says how.',
  unreachable: 'WeChat could not be reached for three days. Try again.',
  no_media: 'The message names no file that could be fetched.',
  not_playable: 'This voice is in a format that cannot be turned into a playable one. Download the original.',
};

/** Problems that may be gone at the next attempt. */
export const FETCH_TROUBLES = [
  'empty',
  'wrong_kind',
  'too_large',
  'refused',
  'untrusted_address',
  'unreachable',
] as const satisfies readonly AttachmentErrorCode[];
export type FetchTrouble = (typeof FETCH_TROUBLES)[number];

/** One sentence for each, while the file is still being fetched. */
export const FETCH_TROUBLE_SENTENCES: Readonly<Record<FetchTrouble, string>> = {
  empty: 'WeChat returned an empty file. It is retried automatically for three days.',
  wrong_kind: 'WeChat returned something that is not the file. It is retried automatically for three days.',
  too_large: 'WeChat returned more than this desk accepts. It is retried automatically.',
  refused:
    'WeChat does not give the file at the moment. Look at the health of the channel; it is tried again by itself.',
  untrusted_address:
    'WeChat names a place for this video that the desk does not ask. It is tried again by itself for three days; until then it can be seen at mp.weixin.qq.com, or fetched by hand: docs/operations.md says how.',
  unreachable:
    'WeChat cannot be reached, or something else answers instead of it. It is retried automatically for three days.',
};

/** The sentence for a file that is missing, or that cannot be played; a general one for what a newer release wrote. */
export function sentenceOf(status: AttachmentStatus, code: AttachmentErrorCode): string {
  if (!Object.hasOwn(ATTACHMENT_ERROR_SENTENCES, code)) {
    return `A newer release of Duihua gives the reason “${code}”. Update this one to read what it means.`;
  }
  const trouble = status === 'fetching' ? FETCH_TROUBLES.find((known) => known === code) : undefined;
  return trouble === undefined ? ATTACHMENT_ERROR_SENTENCES[code] : FETCH_TROUBLE_SENTENCES[trouble];
}
