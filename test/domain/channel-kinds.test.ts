import { fitToKind } from '../../src/domain/bots/shaping/fit-to-kind';
import {
  CHANNEL_KINDS,
  type ChannelKind,
  featuresOf,
  judgeKind,
  kindOfChannel,
} from '../../src/domain/channel-kinds';
import { effectOf } from '../../src/domain/conversation/triggers';
import { greetingsThatDoNotExist } from '../../src/domain/greeting';
import type { OutboundContent } from '../../src/domain/messages/outbound';

describe('what a mini program has', () => {
  it('sends and receives less than an Official Account, and links', () => {
    expect(featuresOf('mini_program').kinds).toEqual(['text', 'image', 'link', 'miniprogrampage']);
    expect(featuresOf('official_account').kinds).not.toContain('link');
    expect(kindOfChannel('mini_program').receives).toEqual(['text', 'image', 'miniprogrampage']);
  });

  it('says what can be sent instead of what cannot', () => {
    expect(judgeKind('mini_program', 'link')).toBeNull();
    expect(judgeKind('official_account', 'link')).toMatchObject({ code: 'kind_not_supported' });
    expect(judgeKind('mini_program', 'msgmenu')).toEqual({
      code: 'kind_not_supported',
      channelKind: 'mini_program',
      kinds: ['text', 'image', 'link', 'miniprogrampage'],
    });
  });

  it('has none of what belongs to people who follow', () => {
    const { kinds: _, ...features } = featuresOf('mini_program');
    expect(Object.values(features)).toEqual([false, false, false, false, false]);
    expect(Object.values(featuresOf('official_account')).slice(1)).toEqual([true, true, true, true, true]);
  });

  it('is an Official Account if nothing is said, or a kind that a newer release knows', () => {
    for (const kind of [undefined, 'a newer one' as ChannelKind])
      expect(kindOfChannel(kind)).toBe(kindOfChannel('official_account'));
  });

  it.each(CHANNEL_KINDS)('%s: only what it has opens or ends anything', (kind) => {
    const { triggers, features } = kindOfChannel(kind);
    for (const action of ['follow', 'scan', 'menu_tap', 'menu_message_tap', 'enter_session'] as const) {
      expect(effectOf(action, kind).opensTrigger !== null).toBe(action in triggers);
    }
    expect(effectOf('unfollow', kind).endsConversation).toBe(features.follow);
    expect(effectOf('message', kind).startsConversation).toBe(true);
  });

  it('greets only for what exists', () => {
    const all = { follow: 'F', scan: 'S', enter: 'E' };
    expect(greetingsThatDoNotExist('mini_program', all)).toEqual(['follow', 'scan']);
    expect(greetingsThatDoNotExist('official_account', all)).toEqual(['enter']);
    expect(greetingsThatDoNotExist('mini_program', { follow: null, enter: 'E' })).toEqual([]);
  });
});

describe('a bot’s answer on a mini program', () => {
  const fit = (item: OutboundContent) => fitToKind([item], 'mini_program');

  it('has its choices as lines', () => {
    const items = [
      { id: '1', text: 'Orders' },
      { id: '2', text: 'Returns' },
    ];
    expect(fit({ type: 'msgmenu', head: 'How can we help?', items, tail: 'Write to us.' })).toEqual([
      { type: 'text', text: 'How can we help?\n1. Orders\n2. Returns\nWrite to us.' },
    ]);
  });

  it('has its article as a link, or as a text without a picture', () => {
    const url = 'https://a.test';
    expect(fit({ type: 'news', title: 'T', url, pictureUrl: `${url}/p.jpg` })).toEqual([
      { type: 'link', title: 'T', description: 'T', url, thumbUrl: `${url}/p.jpg` },
    ]);
    expect(fit({ type: 'news', title: 'T', description: 'D', url })).toEqual([
      { type: 'text', text: `T\nD\n${url}` },
    ]);
  });

  it('is refused if it cannot be said in another way', () => {
    expect(fit({ type: 'voice', attachmentId: 'a' })).toBeNull();
    const page = { type: 'miniprogrampage', title: 'T', pagePath: 'p', thumbAttachmentId: 'a' } as const;
    expect(fit(page)).toEqual([page]);
    expect(fit({ ...page, appId: 'wx0123456789' })).toBeNull();
    expect(fitToKind([page], 'official_account')).toBeNull();
  });

  it('can be sent, whatever it was', () => {
    const answers: readonly OutboundContent[] = [
      { type: 'text', text: 'a' },
      { type: 'image', attachmentId: 'a' },
      { type: 'music', musicUrl: 'u', hqMusicUrl: 'u', thumbAttachmentId: 'a' },
      { type: 'msgmenu', items: [{ id: '1', text: 'a' }] },
      { type: 'news', title: 'a', url: 'u', pictureUrl: 'p' },
      { type: 'link', title: 'a', description: 'b', url: 'u', thumbUrl: 'p' },
    ];
    for (const kind of CHANNEL_KINDS) {
      for (const item of fitToKind(answers, kind) ?? []) {
        expect(item.type === 'picture' ? null : judgeKind(kind, item.type)).toBeNull();
      }
    }
    expect(fitToKind(answers, 'mini_program')).toHaveLength(answers.length);
  });
});
