/** `npm start` is killed, or stopped during its start: nothing is left behind. */
import { eventually } from '../support/eventually';
import { descendantsOf, isAlive } from '../support/process-tree';
import {
  expectFree,
  IS_UP,
  idOf,
  installation,
  playCurlLine,
  start,
  stopsCleanly,
} from '../support/start-program';

// A busy machine takes many times as long as an idle one; what has to be quick is measured in the test.
jest.setTimeout(180_000);

describe('npm start', () => {
  test('kill -9 leaves no Temporal and no PostgreSQL behind, and the next start continues', async () => {
    const { env } = await installation();
    const first = start(env);
    await first.prints(IS_UP);
    const played = await playCurlLine(first.output());
    const children = descendantsOf(first.pid);
    expect(children.length).toBeGreaterThan(0);

    await first.end('SIGKILL');
    await eventually(
      () => children.every((pid) => !isAlive(pid)),
      'Temporal and PostgreSQL have ended',
      30_000,
    );
    await expectFree(env);

    const second = start(env);
    await second.prints(IS_UP);
    const again = await playCurlLine(second.output());
    expect(again).toMatchObject({ conversation: { id: idOf(played) } });
    await second.end('SIGKILL');
  });

  test('Ctrl-C while it starts stops what has been started', async () => {
    const { env } = await installation();
    for (const pattern of [/starting the server/, /Database: embedded/]) {
      const program = start(env);
      await program.prints(pattern);
      await stopsCleanly(program, env, 'SIGINT');
    }
  });

  test('a second one on the same folder is refused before Temporal opens its file there', async () => {
    const { env, dataDir } = await installation();
    const first = start(env);
    await first.prints(IS_UP);
    const { env: elsewhere } = await installation();
    const second = start({ ...elsewhere, DATA_DIR: dataDir });
    expect(await second.ended).toEqual({ code: 1, signal: null });
    expect(second.output()).toContain(`in use by process ${first.pid}`);
    expect(second.output()).not.toContain('Temporal');
    await first.end('SIGTERM');
  });
});
