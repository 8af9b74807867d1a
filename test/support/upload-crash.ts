/** `kill -9` while the file of a message is on its way to WeChat. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { MessageBody } from '../../src/contracts/conversations/message';
import type { KillPoint } from '../../src/platform/kill-points';
import { eventually } from './eventually';
import { createProcessDesk, type ProcessDesk } from './process-desk';
import { png } from './sample-files';

/** A dead worker is noticed when the send activity times out (7 s); a retry waits a little longer. */
const SETTLED_WITHIN_MS = 90_000;

/** WeChat may have a file that is not recorded here: one upload too many, which does no harm. */
type UploadCrash = readonly [point: KillPoint, uploads: number];

export const BEFORE_UPLOAD: UploadCrash = ['before-upload', 1];
export const AFTER_UPLOAD: UploadCrash = ['after-upload', 2];

/** Tests that a picture whose upload is killed at such a point is sent once after the restart. */
export function describeUploadCrashes(crashes: readonly UploadCrash[]): void {
  describe('kill -9 during an upload to WeChat', () => {
    let desk: ProcessDesk;
    beforeAll(async () => {
      desk = await createProcessDesk();
      const first = await desk.start();
      await desk.connect();
      for (const [point] of crashes) {
        const openId = `o-${point}`;
        await desk.writes(openId, 'hello');
        await desk.conversation(openId);
      }
      await first.end('SIGTERM');
    }, 180_000);
    afterAll(() => desk.close());

    test.each(crashes)(
      '%s: the picture is sent once after the restart, and the conversation continues',
      async (point, uploads) => {
        const openId = `o-${point}`;
        const bytes = png();
        const before = desk.simulator.calls('media/upload').length;
        const dying = await desk.start({ NODE_ENV: 'test', DUIHUA_KILL_AT: point });
        const { id } = await desk.conversation(openId);
        const message = { type: 'image', attachmentId: await desk.uploads(bytes, 'picture.png') };
        const posted = desk.call('POST', `/conversations/${id}/messages`, message).catch(() => undefined);
        expect(await Promise.all([posted, dying.ended])).toEqual([
          undefined,
          { code: null, signal: 'SIGKILL' },
        ]);
        expect(desk.simulator.received({ openId })).toEqual([]);

        const restarted = await desk.start();
        const picture = await eventually(
          async () => {
            const row = (await desk.timeline(openId)).find(({ type }) => type === 'image');
            return row?.status === 'sent' && row;
          },
          'the picture is sent',
          SETTLED_WITHIN_MS,
        );
        const next = await desk.replies(openId, 'what do you think?');
        expect(next?.body.status).toBe('sent');

        const received = desk.simulator.received({ openId });
        expect(received.map(({ msgtype }) => msgtype)).toEqual(['image', 'text']);
        expect(desk.simulator.calls('media/upload')).toHaveLength(before + uploads);
        const wire = received[0]?.body['image'] as { readonly media_id: string };
        const answer = await fetch(`${desk.env['WECHAT_API_URL']}/media-files/picture/${wire.media_id}`);
        expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
        // It counts once, and nothing is left half-written.
        const shown = (await desk.timeline(openId)).filter(
          (row: MessageBody) => row.direction === 'outbound',
        );
        expect(shown.map(({ id: messageId, status }) => [messageId, status])).toEqual([
          [picture.id, 'sent'],
          [next?.body.id, 'sent'],
        ]);
        expect((await desk.conversation(openId)).consecutive.sent).toBe(2);
        expect(readdirSync(path.join(desk.dataDir, 'media', 'incoming'))).toEqual([]);
        await restarted.end('SIGTERM');
      },
    );
  });
}
