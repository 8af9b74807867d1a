/** Whether a browser really plays what is offered as playable. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decodeVoice } from '../../src/media/decode-voice';
import { amrTone } from '../support/sample-files';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((one) =>
  existsSync(one),
);
const PAGE = `<!doctype html><audio muted src="/voice.wav"></audio><script>
const audio = document.querySelector('audio');
const tell = (text) => fetch('/told?' + encodeURIComponent(text));
audio.onended = () => tell('played ' + audio.duration.toFixed(1) + ' s');
audio.onerror = () => tell('error ' + audio.error.message);
audio.play().catch((error) => tell('refused ' + error.message));
</script>`;
const OPTIONS = ['--headless', '--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required'];

/** Opens the page in a browser; gives what it tells of the voice. */
async function play(chromium: string, wav: Buffer): Promise<string> {
  let tell = (_text: string): void => undefined;
  const told = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const server = createServer(({ url = '' }, response) => {
    if (url.startsWith('/told?')) tell(decodeURIComponent(url.slice('/told?'.length)));
    const isVoice = url === '/voice.wav';
    response.writeHead(200, { 'content-type': isVoice ? 'audio/wav' : 'text/html' });
    response.end(isVoice ? wav : PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const profile = await mkdtemp(path.join(tmpdir(), 'duihua-playable-'));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const browser = spawn(chromium, [...OPTIONS, `--user-data-dir=${profile}`, address], { stdio: 'ignore' });
  const ended = new Promise((resolve) => browser.once('exit', resolve));
  try {
    return await Promise.race([told, ended.then(() => 'the browser ended')]);
  } finally {
    browser.kill('SIGKILL');
    await ended;
    server.closeAllConnections();
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 10 });
  }
}

const name = 'a voice of WeChat plays in Chromium as WAV';
if (CHROMIUM === undefined) test.skip(`${name} (there is no Chromium here)`, () => undefined);
else {
  test(name, async () => {
    const wav = await decodeVoice(amrTone(1));
    if (wav === null) throw new Error('The voice was not decoded.');
    expect(await play(CHROMIUM, wav)).toBe('played 1.0 s');
  }, 60_000);
}
