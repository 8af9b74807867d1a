import type { ChannelKind } from '../../channel-kinds';
import { featuresOf } from '../../channel-kinds';
import type { AnswerItem } from '../answer';

/**
 * What a bot said, as a channel of this kind can send it (docs/rules.md#85): where there are no menus, the choices are lines with
 * numbers, and an article is a link. Null: something of it cannot be said there at all, e.g. a voice message.
 */
export function fitToKind(
  items: readonly AnswerItem[],
  channelKind: ChannelKind,
): readonly AnswerItem[] | null {
  const fitted = items.map((item) => fit(item, channelKind));
  return fitted.every((item) => item !== null) ? fitted : null;
}

function fit(item: AnswerItem, channelKind: ChannelKind): AnswerItem | null {
  const { kinds } = featuresOf(channelKind);
  // A picture is an image by the time it leaves.
  if (item.type === 'picture') return kinds.includes('image') ? item : { type: 'text', text: item.text };
  // A mini program sends pages of its own, an Official Account those of others.
  if (item.type === 'miniprogrampage' && kinds.includes(item.type)) {
    return (item.appId === undefined) === (channelKind === 'mini_program') ? item : null;
  }
  if (kinds.includes(item.type)) return item;
  switch (item.type) {
    case 'msgmenu': {
      const lines = item.items.map(({ text }, index) => `${index + 1}. ${text}`);
      return textOf(item.head, ...lines, item.tail);
    }
    case 'news': {
      const { title, description, url, pictureUrl: thumbUrl } = item;
      if (thumbUrl === undefined || !kinds.includes('link')) return textOf(title, description, url);
      return { type: 'link', title, description: description ?? title, url, thumbUrl };
    }
    case 'link':
      return kinds.includes('news')
        ? {
            type: 'news',
            title: item.title,
            description: item.description,
            url: item.url,
            pictureUrl: item.thumbUrl,
          }
        : textOf(item.title, item.description, item.url);
    case 'music':
      return textOf(item.title, item.description, item.musicUrl);
    default:
      return null;
  }
}

function textOf(...lines: readonly (string | undefined)[]): AnswerItem {
  return { type: 'text', text: lines.filter((line) => line !== undefined && line !== '').join('\n') };
}
