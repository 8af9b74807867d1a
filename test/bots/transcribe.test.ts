import { fetchPicture } from '../../src/bots/fetch-picture';
import { transcribe } from '../../src/bots/transcribe';
import { Secret } from '../../src/platform/secrets/secret';
import { type Endpoint, json, startEndpoint } from '../support/endpoint';
import { failed, KEY, startAsking, type TestAsking } from './asking';

let endpoint: Endpoint;
let asking: TestAsking;
beforeEach(async () => {
  endpoint = await startEndpoint(json({ text: ' 红茶多少钱\n' }));
  asking = startAsking();
});
afterEach(async () => {
  await asking.close();
  await endpoint.close();
});
const { signal } = new AbortController();

describe('a voice message', () => {
  const voice = { bytes: Buffer.from('RIFF'), mediaType: 'audio/wav', fileName: 'voice.wav' };
  const hear = () =>
    transcribe({ baseUrl: `${endpoint.url}/v1/`, apiKey: new Secret(KEY), model: 'whisper-1' }, voice, {
      client: asking.client,
      signal,
      pauseMs: 10,
    });

  it('is written down', async () => {
    expect(await hear()).toEqual({ type: 'heard', text: '红茶多少钱' });
    const [received] = endpoint.received;
    expect(received).toMatchObject({
      path: '/v1/audio/transcriptions',
      headers: { authorization: `Bearer ${KEY}` },
    });
    expect(received?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(received?.body).toMatch(/name="model"\r\n\r\nwhisper-1\r\n/);
    expect(received?.body).toMatch(
      /name="file"; filename="voice\.wav"\r\nContent-Type: audio\/wav\r\n\r\nRIFF\r\n/,
    );
  });

  it('is sent a second time where the first one met a busy server', async () => {
    endpoint.answer = (response, received) =>
      json({ text: '好' }, endpoint.received.length === 1 ? 503 : 200)(response, received);
    expect(await hear()).toEqual({ type: 'heard', text: '好' });
    expect(endpoint.received[1]?.body).toContain('RIFF');
  });

  it.each([
    ['nothing was said', json({ text: ' ' }), 'empty'],
    ['the answer is none', json({ words: [] }), 'invalid_answer'],
    ['the key is wrong', json({}, 401), 'http_401'],
  ])('is not, where %s', async (_what, answer, detail) => {
    endpoint.answer = answer;
    expect(await hear()).toEqual(failed(detail));
  });
});

describe('a picture of an answer', () => {
  it('is fetched', async () => {
    endpoint.answer = (response) => response.end('png');
    expect((await fetchPicture(asking.client, { url: `${endpoint.url}/a.png` }, signal))?.toString()).toBe(
      'png',
    );
  });

  it.each([
    ['is not there', (response) => response.writeHead(404).end()],
    ['is over 10 MB', (response) => response.end(Buffer.alloc(10 * 1_048_576 + 1))],
    ['is somewhere else', (response) => response.writeHead(302, { location: '/b.png' }).end()],
  ] as const satisfies readonly (readonly [string, Endpoint['answer']])[])(
    'is left where it %s',
    async (_what, answer) => {
      endpoint.answer = answer;
      expect(await fetchPicture(asking.client, { url: endpoint.url }, signal)).toBeNull();
    },
  );
});
