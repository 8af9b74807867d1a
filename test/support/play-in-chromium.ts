/** Plays files in a real browser. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CHROMIUM, isChromiumWanted } from './chromium';

/** A test that needs Chromium: skipped if there is none, unless `DUIHUA_BROWSER_REQUIRED=1` (CI). */
export function testInChromium(name: string, run: () => Promise<void>): void {
  if (isChromiumWanted()) test(name, run, 60_000);
  else test.skip(`${name} (there is no Chromium here)`, () => undefined);
}

const PAGE = `<!doctype html><audio muted src="/voice"></audio><script>
const audio = document.querySelector('audio');
const tell = (text) => fetch('/told?' + encodeURIComponent(text));
audio.onended = () => tell('played ' + audio.duration.toFixed(1) + ' s');
audio.onerror = () => tell('error ' + audio.error.message);
audio.play().catch((error) => tell('refused ' + error.message));
</script>`;
const OPTIONS = ['--headless', '--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required'];

/** Plays a voice in a browser; returns the result, such as `played 1.0 s`. */
export async function playInChromium(voice: Buffer, contentType: string): Promise<string> {
  let tell = (_text: string): void => undefined;
  const told = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const server = createServer(({ url = '' }, response) => {
    if (url.startsWith('/told?')) tell(decodeURIComponent(url.slice('/told?'.length)));
    const isVoice = url === '/voice';
    response.writeHead(200, { 'content-type': isVoice ? contentType : 'text/html' });
    response.end(isVoice ? voice : PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const profile = await mkdtemp(path.join(tmpdir(), 'duihua-playable-'));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const browser = spawn(CHROMIUM, [...OPTIONS, `--user-data-dir=${profile}`, address], { stdio: 'ignore' });
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
