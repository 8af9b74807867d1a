/** Real files of every format, made by public tools, arrive in both directions without a changed bit. */
import type { AttachmentBody } from '../../src/contracts/conversations/attachment';
import type { MessageBody } from '../../src/contracts/conversations/message';
import type { MessageInput } from '../../src/simulator/webhook/inbound';
import { eventually } from '../support/eventually';
import { playInChromium, testInChromium } from '../support/play-in-chromium';
import { createProcessDesk, type ProcessDesk } from '../support/process-desk';
import { amr, describeWithMediaTools, film, mp3, mp3Of, picture } from '../support/real-files';

jest.setTimeout(180_000);

type Kind = 'image' | 'voice' | 'video';
type Row = readonly [name: string, kind: Kind, contentType: string, make: () => Buffer];

/** Formats that both sides can send (docs/messages.md#files). */
const BOTH_WAYS: readonly Row[] = [
  ['jpeg', 'image', 'image/jpeg', picture.jpeg],
  ['jpeg, progressive', 'image', 'image/jpeg', picture.progressiveJpeg],
  ['png', 'image', 'image/png', picture.png],
  ['mp3', 'voice', 'audio/mpeg', () => mp3(2)],
  ['mp3 of a varying rate', 'voice', 'audio/mpeg', () => mp3Of.varyingRate(2)],
  ['mp3 with a picture in its tag', 'voice', 'audio/mpeg', () => mp3Of.tagged(2)],
  ['amr', 'voice', 'audio/amr', () => amr(2)],
  ['mp4', 'video', 'video/mp4', film.mp4],
  ['mp4 of Apple’s brand', 'video', 'video/mp4', film.appleMp4],
];
/** Formats that only contacts can send. */
const INBOUND_ONLY: readonly Row[] = [
  ['gif', 'image', 'image/gif', picture.gif],
  ['webp', 'image', 'image/webp', picture.webp],
  ['webp, animated', 'image', 'image/webp', picture.animatedWebp],
  ['png, animated', 'image', 'image/apng', picture.animatedPng],
];

describeWithMediaTools('a real file', () => {
  let desk: ProcessDesk;
  beforeAll(async () => {
    desk = await createProcessDesk();
    await desk.start();
    await desk.connect();
  }, 180_000);
  afterAll(() => desk.close());

  async function served(
    where: string,
  ): Promise<{ readonly contentType: string | null; readonly bytes: Buffer }> {
    const headers = { authorization: `Bearer ${desk.env['ADMIN_TOKEN']}` };
    const answer = await fetch(`${desk.url}/api/v1/attachments/${where}`, { headers });
    expect(answer.status).toBe(200);
    return {
      contentType: answer.headers.get('content-type'),
      bytes: Buffer.from(await answer.arrayBuffer()),
    };
  }

  async function uploaded(
    bytes: Buffer,
  ): Promise<{ readonly status: number; readonly body: AttachmentBody }> {
    const form = new FormData();
    // Neither the name nor the browser's content type decides what it is.
    form.set('file', new Blob([new Uint8Array(bytes)], { type: 'text/plain' }), 'file.txt');
    const headers = { authorization: `Bearer ${desk.env['ADMIN_TOKEN']}` };
    const answer = await fetch(`${desk.url}/api/v1/attachments`, { method: 'POST', headers, body: form });
    return { status: answer.status, body: (await answer.json()) as AttachmentBody };
  }

  /** A contact sends it; returns it as the transcript shows it once it is fetched. */
  async function sentByContact(openId: string, type: Kind, bytes: Buffer): Promise<AttachmentBody> {
    desk.simulator.addContact({ openId });
    const message: MessageInput = { type, base64: bytes.toString('base64') };
    await desk.simulator.write({ openId }, message);
    return eventually(async () => {
      const [row] = await desk.timeline(openId);
      const attachment = row?.attachment;
      return attachment != null && attachment.status !== 'fetching' && attachment;
    }, 'the file is fetched');
  }

  test.each([...BOTH_WAYS, ...INBOUND_ONLY])('of a contact: %s', async (name, kind, contentType, make) => {
    const bytes = make();
    const attachment = await sentByContact(openIdOf('oSends', name), kind, bytes);
    expect(attachment).toMatchObject({ kind, contentType, status: 'ready', size: bytes.length });
    expect(attachment.error).toBeUndefined();
    const original = await served(attachment.id);
    expect(original.bytes.equals(bytes)).toBe(true);
    // A format that browsers do not play is a download, and has a playable copy.
    const isAmr = contentType === 'audio/amr';
    expect(original.contentType).toBe(isAmr ? 'application/octet-stream' : contentType);
    const playable = isAmr ? 'audio/wav' : contentType;
    expect(attachment.playable).toEqual(kind === 'voice' ? { contentType: playable } : undefined);
  });

  test.each(BOTH_WAYS)('of an operator: %s', async (name, kind, contentType, make) => {
    const openId = openIdOf('oGets', name);
    await desk.writes(openId, 'hello');
    const { id } = await desk.conversation(openId);
    const bytes = make();
    const { status, body } = await uploaded(bytes);
    expect([status, body]).toMatchObject([201, { kind, contentType, size: bytes.length }]);
    expect((await served(body.id)).bytes.equals(bytes)).toBe(true);
    const message = { type: kind, attachmentId: body.id };
    const sent = await desk.call<MessageBody>('POST', `/conversations/${id}/messages`, message);
    expect([sent.status, sent.body.status]).toEqual([201, 'sent']);

    const [received] = desk.simulator.received({ openId });
    const wire = received?.body[kind] as { readonly media_id: string };
    const answer = await fetch(`${desk.env['WECHAT_API_URL']}/media-files/picture/${wire.media_id}`);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  });

  test.each([...INBOUND_ONLY, ['quicktime', 'video', 'video/quicktime', film.quicktime] as const])(
    'of an operator is refused, and WeChat is not asked: %s',
    async (_name, _kind, _contentType, make) => {
      const before = desk.simulator.calls('media/upload').length;
      expect(await uploaded(make())).toMatchObject({
        status: 415,
        body: { code: 'attachment_type_not_supported' },
      });
      expect(desk.simulator.calls('media/upload')).toHaveLength(before);
    },
  );

  test.each([
    ['mp3', mp3],
    ['mp3 of a varying rate', mp3Of.varyingRate],
    ['amr', amr],
  ] as const)('of an operator may last 60 s: %s', async (_name, make) => {
    expect(await uploaded(make(59))).toMatchObject({
      status: 201,
      body: { kind: 'voice', durationMs: 59_000 },
    });
    expect(await uploaded(make(60))).toMatchObject({ status: 201, body: { durationMs: 60_000 } });
    expect(await uploaded(make(61))).toMatchObject({
      status: 413,
      body: { code: 'attachment_too_large', maxSeconds: 60 },
    });
  });

  testInChromium('that is a voice plays in Chromium: of a contact, and of an operator', async () => {
    const ofContact = await sentByContact('oPlays', 'voice', amr(2));
    const ofOperator = await uploaded(amr(3, 0));
    const music = await uploaded(mp3(1));
    const told: string[] = [];
    for (const { id } of [ofContact, ofOperator.body, music.body]) {
      const { bytes, contentType } = await served(`${id}?as=playable`);
      told.push(`${contentType} ${await playInChromium(bytes, contentType ?? '')}`);
    }
    expect(told).toEqual(['audio/wav played 2.0 s', 'audio/wav played 3.0 s', 'audio/mpeg played 1.0 s']);
  });
});

const openIdOf = (who: string, name: string): string => `${who}-${name.replaceAll(/[^a-z0-9]/gi, '-')}`;
