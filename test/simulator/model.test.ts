/** The simulator's stand-in for a language model, asked as OpenAI's clients ask. */
import type { Simulator } from '../../src/simulator/simulator';
import { startSimulator } from './support';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({});
});
afterEach(() => simulator.close());

const ask = (body: unknown): Promise<Response> =>
  fetch(`${simulator.url}/model/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const question = (content: unknown) => ({
  model: 'any',
  messages: [
    { role: 'system', content: 'You sell tea.' },
    { role: 'user', content },
  ],
});
type Answer = { readonly choices: readonly { readonly message: { readonly content: string } }[] };
const textOf = async (response: Response): Promise<string> =>
  ((await response.json()) as Answer).choices[0]?.message.content ?? '';

it('answers in the language of the question, and says that it is no model', async () => {
  expect(await textOf(await ask(question('When is it shipped?')))).toMatch(
    /stand-in[^]*When is it shipped\?/,
  );
  expect(await textOf(await ask(question('什么时候发货？')))).toMatch(/替身[^]*什么时候发货？/);
  expect(await textOf(await ask(question([{ type: 'text', text: 'いつ届きますか' }])))).toMatch(/代役/);
});

it('streams its answer in pieces, and ends the stream as OpenAI does', async () => {
  const response = await ask({ ...question('你好'), stream: true });
  expect(response.headers.get('content-type')).toMatch('text/event-stream');
  const lines = (await response.text()).split('\n\n').filter((line) => line !== '');
  expect(lines.at(-1)).toBe('data: [DONE]');
  const chunks = lines.slice(0, -1).map((line) => JSON.parse(line.replace(/^data: /, '')));
  expect(chunks.length).toBeGreaterThan(3);
  expect(chunks.map(({ choices }) => choices[0].delta.content ?? '').join('')).toContain('你好');
  expect(chunks.at(-1)?.choices[0].finish_reason).toBe('stop');
});

it('refuses what is no question', async () => {
  expect((await ask({ messages: 'hello' })).status).toBe(400);
});
