import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { call, sendText, startSimulator, startWebhook } from '../support';

/** What the demo's phone shows apart from the messages that arrived. */
describe('the phone log', () => {
  test('has what the contact wrote and did, and what WeChat refused them, with the code', async () => {
    const simulator = await startSimulator();
    let changes = 0;
    const unlisten = simulator.onChange(() => {
      changes += 1;
    });
    await simulator.write('ann', { type: 'text', text: 'hi' });
    await simulator.act('ann', { event: 'CLICK', eventKey: 'HELP' });
    simulator.addFault({ operation: 'custom/send', effect: { type: 'errcode', errcode: 45015 } });
    await sendText(simulator, 'ann');
    simulator.addFault({ operation: 'custom/send', effect: { type: 'cut' } });
    await sendText(simulator, 'ann').catch(() => undefined);
    await sendText(simulator, 'ann');
    expect(simulator.phoneLog('ann')).toMatchObject([
      { kind: 'wrote', type: 'text', body: { text: 'hi' } },
      { kind: 'did', type: 'CLICK', body: { eventKey: 'HELP' } },
      { kind: 'refused', type: 'text', errcode: 45015 },
      { kind: 'refused', type: 'text', errcode: null },
    ]);
    expect(simulator.received('ann')).toHaveLength(1);
    expect(changes).toBeGreaterThan(5);
    unlisten();
    await simulator.close();
  });

  test('shows how often the webhook was called, and whether it accepted the message', async () => {
    const webhook = await startWebhook();
    const simulator = await startSimulator({}, webhook.url);
    simulator.addFault({ operation: 'webhook', effect: { type: 'duplicate', copies: 3 } });
    await simulator.write('ann', { type: 'text', text: 'thrice' });
    webhook.answer = () => ({ status: 500, body: '' });
    await simulator.write('ann', { type: 'text', text: 'never' });
    expect(simulator.phoneLog('ann')).toMatchObject([
      { deliveries: 3, delivered: true },
      { deliveries: 3, delivered: false },
    ]);
    await simulator.close();
    await webhook.close();
  });

  test('contains no token and no file contents, and survives a restart', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'duihua-phone-'));
    const stateFile = path.join(folder, 'simulator.json');
    const first = await startSimulator({ stateFile });
    const { mediaId } = await first
      .write('ann', { type: 'image', base64: Buffer.from('GIF89a').toString('base64') })
      .then(() => first.phoneLog('ann')[0]?.body as { readonly mediaId: string });
    expect(first.file(mediaId)?.contentType).toBe('image/gif');
    await call(first, '/cgi-bin/message/custom/send', { touser: 'ann', msgtype: 'text', text: {} });
    const log = first.phoneLog('ann');
    expect(JSON.stringify(log)).not.toMatch(/base64|access_token/);
    expect(log.at(-1)).toMatchObject({ kind: 'refused', errcode: 44004 });
    await first.close();
    const second = await startSimulator({ stateFile });
    expect(second.phoneLog('ann')).toEqual(log);
    await second.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
