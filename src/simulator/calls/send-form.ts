import type { Account } from '../accounts';
import { PlatformError } from './errcodes';
import type { MediaKind } from './media-kinds';

const TEXT_BYTES = 2048;
/** WeChat does not publish the menu's limits (45098, 45099); these are generous guesses. */
const MENU_ITEMS = 50;
const MENU_ITEM_BYTES = 2048;

/** A media id in the message: it must exist, and be of one of these kinds. */
export type MediaReference = { readonly mediaId: string; readonly kinds: readonly MediaKind[] };

type Fields = Readonly<Record<string, unknown>>;
type Check = (fields: Fields, account: Account) => readonly MediaReference[];

/** The required fields of each kind (docs "Send customer service message"); returns the media it names. */
const CHECKS: Readonly<Record<string, Check>> = {
  text: ({ content }) => {
    if (typeof content !== 'string' || content === '') throw new PlatformError(44004);
    if (Buffer.byteLength(content) > TEXT_BYTES) throw new PlatformError(45002);
    for (const [, appId = ''] of content.matchAll(/data-miniprogram-appid\s*=\s*["']([^"']*)["']/g)) {
      if (!isAppId(appId)) throw new PlatformError(45086);
    }
    return [];
  },
  image: (fields) => [media(fields, 'media_id', ['image'])],
  voice: (fields) => [media(fields, 'media_id', ['voice'])],
  video: (fields) => {
    optionalText(fields, 'title', 'description');
    // The docs list the thumb as required; several SDKs leave it out and report success.
    const thumb =
      fields.thumb_media_id === undefined ? [] : [media(fields, 'thumb_media_id', ['thumb', 'image'])];
    return [media(fields, 'media_id', ['video']), ...thumb];
  },
  music: (fields) => {
    text(fields, 'musicurl', 'hqmusicurl');
    optionalText(fields, 'title', 'description');
    return [media(fields, 'thumb_media_id', ['thumb', 'image'])];
  },
  news: ({ articles }) => {
    if (!Array.isArray(articles) || articles.length === 0) throw new PlatformError(44003);
    if (articles.length > 1) throw new PlatformError(45008);
    const article: unknown = articles[0];
    if (!isFields(article)) throw new PlatformError(47001);
    text(article, 'title', 'url');
    optionalText(article, 'description', 'picurl');
    return [];
  },
  mpnews: (fields) => {
    if (typeof fields.media_id !== 'string' || fields.media_id === '') throw new PlatformError(41006);
    return [];
  },
  mpnewsarticle: (fields) => text(fields, 'article_id'),
  msgmenu: (fields, account) => {
    if (account.isTestAccount) throw new PlatformError(40200);
    optionalText(fields, 'head_content', 'tail_content');
    const { list } = fields;
    if (!Array.isArray(list) || list.length === 0) throw new PlatformError(40035);
    if (list.length > MENU_ITEMS) throw new PlatformError(45098);
    for (const item of list as readonly unknown[]) {
      if (!isFields(item)) throw new PlatformError(47001);
      text(item, 'id', 'content');
      if (Buffer.byteLength(String(item.content)) > MENU_ITEM_BYTES) throw new PlatformError(45099);
    }
    return [];
  },
  wxcard: (fields) => text(fields, 'card_id'),
  miniprogrampage: (fields) => {
    text(fields, 'title');
    if (typeof fields.appid !== 'string' || !isAppId(fields.appid)) throw new PlatformError(40166);
    if (typeof fields.pagepath !== 'string' || fields.pagepath === '') throw new PlatformError(40165);
    // Here the docs require a media_id of the type image.
    return [media(fields, 'thumb_media_id', ['image'])];
  },
};

/** What a mini program can send (docs "Send customer service message" of mini programs). */
const MINI_PROGRAM_CHECKS: Readonly<Record<string, Check>> = {
  text: (fields, account) => CHECKS.text?.(fields, account) ?? [],
  image: (fields) => [media(fields, 'media_id', ['image'])],
  link: (fields) => text(fields, 'title', 'description', 'url', 'thumb_url'),
  miniprogrampage: (fields) => {
    text(fields, 'title');
    if (typeof fields.pagepath !== 'string' || fields.pagepath === '') throw new PlatformError(40165);
    // It sends pages of its own: the docs know no appid here.
    if (fields.appid !== undefined) throw new PlatformError(40166);
    return [media(fields, 'thumb_media_id', ['image'])];
  },
};

/** A message of `custom/send` whose form is valid. */
export type SendForm = {
  readonly toUser: string;
  readonly msgtype: string;
  readonly media: readonly MediaReference[];
};

/**
 * Checks the form of a message. Refusals: 41009 no touser, 40008 a msgtype that the account's kind does not have, 47001 no object with that name, and
 * depending on the kind 44004, 45002, 45086, 41006, 44003, 45008, 40035, 40165, 40166, 40200, 45098, 45099.
 */
export function checkSendForm(body: Fields, account: Account): SendForm {
  const { touser: toUser, msgtype, customservice } = body;
  if (toUser === undefined || toUser === '') throw new PlatformError(41009);
  if (typeof toUser !== 'string') throw new PlatformError(40003);
  const checks = account.kind === 'mini_program' ? MINI_PROGRAM_CHECKS : CHECKS;
  const check = typeof msgtype === 'string' && Object.hasOwn(checks, msgtype) ? checks[msgtype] : undefined;
  if (typeof msgtype !== 'string' || check === undefined) throw new PlatformError(40008);
  const fields = body[msgtype];
  if (!isFields(fields)) throw new PlatformError(47001);
  if (customservice !== undefined) {
    if (!isFields(customservice)) throw new PlatformError(47001);
    text(customservice, 'kf_account');
  }
  return { toUser, msgtype, media: check(fields, account) };
}

function media(fields: Fields, name: string, kinds: readonly MediaKind[]): MediaReference {
  const mediaId = fields[name];
  if (mediaId === undefined || mediaId === '') throw new PlatformError(41006);
  if (typeof mediaId !== 'string') throw new PlatformError(40007);
  return { mediaId, kinds };
}

function text(fields: Fields, ...names: readonly string[]): readonly [] {
  for (const name of names) {
    if (typeof fields[name] !== 'string' || fields[name] === '')
      throw new PlatformError(40035, `invalid parameter ${name}`);
  }
  return [];
}

function optionalText(fields: Fields, ...names: readonly string[]): void {
  for (const name of names) {
    const value = fields[name];
    if (value !== undefined && typeof value !== 'string')
      throw new PlatformError(40035, `invalid parameter ${name}`);
  }
}

function isAppId(value: string): boolean {
  return /^wx[A-Za-z0-9]{6,30}$/.test(value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
