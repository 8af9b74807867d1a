import { createLogger, logSerializers } from '../../src/platform/logger';
import { Secret } from '../../src/platform/secrets/secret';
import { createRuntimeLogger } from '../../src/temporal/runtime-logger';

function createRecorder() {
  const lines: string[] = [];
  const logger = createLogger({
    name: 'test',
    level: 'trace',
    destination: { write: (line: string) => void lines.push(line) },
  });
  return { logger, read: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>), lines };
}

describe('the log', () => {
  it('has one JSON object per line, with the level as a word and the time in ISO format', () => {
    const { logger, read } = createRecorder();
    logger.info({ conversationId: 'c1', count: 2 }, 'attended');
    expect(read()).toMatchObject([
      {
        level: 'info',
        name: 'test',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        conversationId: 'c1',
        count: 2,
        msg: 'attended',
      },
    ]);
  });

  it.each([
    'text',
    'openid',
    'openId',
    'FromUserName',
    'access_token',
    'appSecret',
    'Authorization',
    'set-cookie',
  ])('hides %s at any depth, in children too', (field) => {
    const { logger, lines } = createRecorder();
    logger.warn({ a: { b: [{ [field]: 'canary' }] }, [field]: 'canary' }, 'x');
    logger.child({ [field]: 'canary' }).warn({ kind: 'seen' }, 'x');
    expect(lines.join('')).not.toContain('canary');
    expect(lines.join('')).toContain('seen');
  });

  it('hides secrets and bytes whatever the name of their field', () => {
    const { logger, lines } = createRecorder();
    logger.info({ a: new Secret('canary'), b: Buffer.from('canary') }, 'x');
    expect(lines[0]).toMatch(/"a":"\[hidden\]","b":"\[hidden\]"/);
  });

  it('removes query strings from addresses, in messages and errors too', () => {
    const { logger, lines } = createRecorder();
    logger.info(
      { address: 'https://api.example.com/cgi?access_token=canary&x=1' },
      'called /hook?signature=canary',
    );
    logger.error({ err: new Error('GET https://api.example.com/cgi?access_token=canary failed') }, 'sent?');
    expect(lines.join('')).not.toContain('canary');
    expect(lines.join('')).toContain('https://api.example.com/cgi?…');
    for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  it('shows only the path of a request, and no values of an error', () => {
    expect(logSerializers.req({ id: 'r1', method: 'POST', url: '/hook/1?signature=s&nonce=n' })).toEqual({
      id: 'r1',
      method: 'POST',
      path: '/hook/1',
    });
    const failed = Object.assign(new Error('Failed query: insert params: canary'), {
      query: 'insert',
      params: [],
    });
    expect(JSON.stringify(logSerializers.err(failed))).not.toContain('canary');
  });

  it('survives values that cannot be written as JSON', () => {
    const { logger, read } = createRecorder();
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    logger.info({ circle, big: 10n }, 'x');
    expect(read()).toHaveLength(1);
  });

  it("takes the Temporal SDK's lines with their fields", () => {
    const { logger, read } = createRecorder();
    createRuntimeLogger(logger).warn('late', {
      workflowId: 'w',
      timestampNanos: 5n,
      error: new Error('why'),
    });
    expect(read()[0]).toMatchObject({ level: 'warn', msg: 'late', workflowId: 'w', err: { message: 'why' } });
    expect(read()[0]).not.toHaveProperty('timestampNanos');
  });
});
