import type { AttachmentStatus } from './attachments';

/** Why a contact's file is missing or cannot be played. */
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
  'removed',
] as const;
export type AttachmentErrorCode = (typeof ATTACHMENT_ERROR_CODES)[number];

/** One sentence for each code, for the console, the API and the docs. */
export const ATTACHMENT_ERROR_SENTENCES: Readonly<Record<AttachmentErrorCode, string>> = {
  gone: 'WeChat no longer has this file: it keeps files for three days. Ask the contact to send it again.',
  empty: 'WeChat returned an empty file for three days. Ask the contact to send it again.',
  wrong_kind:
    'WeChat returned a file of a different kind than the message says. It was not stored. Ask the contact to send it again.',
  too_large:
    'The file is larger than this desk accepts, so it was not stored. It can be seen at mp.weixin.qq.com.',
  refused: 'WeChat refused to return this file. Check the health of the channel, then try again.',
  untrusted_address:
    'WeChat named an address for this video that the desk does not fetch from, because it is not a public WeChat address. It can be seen at mp.weixin.qq.com, or fetched by hand: docs/operations.md says how.',
  unreachable: 'WeChat could not be reached for three days. Try again.',
  no_media: 'The message names no file that could be fetched.',
  not_playable:
    'This voice is in a format that cannot be converted to a playable one. Download the original.',
  removed: 'The file was removed, because its time is over or its contact was erased.',
};

/** Errors that a retry may get rid of. */
export const FETCH_TROUBLES = [
  'empty',
  'wrong_kind',
  'too_large',
  'refused',
  'untrusted_address',
  'unreachable',
] as const satisfies readonly AttachmentErrorCode[];
export type FetchTrouble = (typeof FETCH_TROUBLES)[number];

/** One sentence for each of them, while the file is still being fetched. */
export const FETCH_TROUBLE_SENTENCES: Readonly<Record<FetchTrouble, string>> = {
  empty: 'WeChat returned an empty file. It is retried automatically for three days.',
  wrong_kind: 'WeChat returned something that is not the file. It is retried automatically for three days.',
  too_large: 'WeChat returned more than this desk accepts. It is retried automatically.',
  refused:
    'WeChat does not return the file at the moment. Check the health of the channel; the fetch is retried automatically.',
  untrusted_address:
    'WeChat named an address for this video that the desk does not fetch from. It is retried automatically for three days; meanwhile it can be seen at mp.weixin.qq.com, or fetched by hand: docs/operations.md says how.',
  unreachable:
    'WeChat cannot be reached, or something else answers instead of it. It is retried automatically for three days.',
};

/** The sentence for a file that is missing or cannot be played; a general one for a code of a newer release. */
export function sentenceOf(status: AttachmentStatus, code: AttachmentErrorCode): string {
  if (!Object.hasOwn(ATTACHMENT_ERROR_SENTENCES, code)) {
    return `A newer release of Duihua gives the reason “${code}”. Update this release to see what it means.`;
  }
  const trouble = status === 'fetching' ? FETCH_TROUBLES.find((known) => known === code) : undefined;
  return trouble === undefined ? ATTACHMENT_ERROR_SENTENCES[code] : FETCH_TROUBLE_SENTENCES[trouble];
}
