import path from 'node:path';
import { createClosingList } from '../../../src/runtime/process/stop';
import { type DuihuaProcess, startFile } from '../../support/process';

describe('a closing list', () => {
  const setUp = () => {
    const done: string[] = [];
    const list = createClosingList((name, error) => done.push(`${name}: ${String(error)}`));
    return { done, list, closes: (name: string) => async () => void done.push(name) };
  };

  it('closes in the reverse order, one after the other', async () => {
    const { done, list, closes } = setUp();
    list.add('database', closes('database'));
    list.add('worker', async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      done.push('worker');
    });
    expect(list.isClosing()).toBe(false);
    const closed = list.closeAll();
    expect(list.isClosing()).toBe(true);
    await closed;
    expect(done).toEqual(['worker', 'database']);
  });

  it('continues if one cannot be closed, and says which', async () => {
    const { done, list, closes } = setUp();
    list.add('first', closes('first'));
    list.add('rejects', () => Promise.reject(new Error('stuck')));
    list.add('throws', () => {
      throw new Error('at once');
    });
    list.add('last', closes('last'));
    await list.closeAll();
    expect(done).toEqual(['last', 'throws: Error: at once', 'rejects: Error: stuck', 'first']);
  });

  it('closes each once, however often it is asked, and all who ask wait', async () => {
    const { done, list, closes } = setUp();
    list.add('one', closes('one'));
    await Promise.all([list.closeAll(), list.closeAll().then(() => done.push('second call'))]);
    await list.closeAll();
    expect(done).toEqual(['one', 'second call']);
  });

  it('closes what is opened while it closes, and stops the start that opened it', async () => {
    const { done, list, closes } = setUp();
    list.add('one', closes('one'));
    void list.closeAll();
    expect(() => list.add('late', closes('late'))).toThrow('The process is stopping.');
    await list.closeAll();
    expect(done).toEqual(['one', 'late']);
  });
});

describe('a process that runs until it is stopped', () => {
  const started: DuihuaProcess[] = [];
  afterAll(() => Promise.all(started.map((one) => one.end('SIGKILL'))));
  const run = (mode: string): DuihuaProcess => {
    const script = path.resolve(__dirname, '../../support/typescript-process.cjs');
    const program = startFile(script, {}, [
      path.resolve(__dirname, '../../support/stopping-program.ts'),
      mode,
    ]);
    started.push(program);
    return program;
  };
  const lines = (program: DuihuaProcess) => program.output().trim().split('\n');
  const STOPPED = 'Stopped. Conversations are stored; npm start continues them.';

  it.each(['SIGINT', 'SIGTERM'] as const)('closes all at %s, and ends with code 0', async (signal) => {
    const program = run('well');
    await program.prints(/running/);
    expect(await program.end(signal)).toEqual({ code: 0, signal: null });
    expect(lines(program)).toEqual(['running', 'Stopping …', 'second closed', 'first closed', STOPPED]);
  });

  it('ends with code 0 even if something cannot be closed', async () => {
    const program = run('closes badly');
    await program.prints(/running/);
    expect(await program.end('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(lines(program)).toContain('second not closed: Error: stuck');
    expect(lines(program)).toContain('first closed');
  });

  it('ends at once at the second signal, with code 1', async () => {
    const program = run('hangs');
    await program.prints(/running/);
    process.kill(program.pid, 'SIGINT');
    await program.prints(/second closed/);
    expect(await program.end('SIGINT')).toEqual({ code: 1, signal: null });
    expect(program.output()).not.toContain('first closed');
  });

  it('ends with code 0 within the 40 s that are promised, whatever cannot be closed', async () => {
    const program = run('hangs');
    await program.prints(/running/);
    const stoppedAt = Date.now();
    expect(await program.end('SIGTERM')).toEqual({ code: 0, signal: null });
    // Answers and a worker may take 35 s of it.
    expect(Date.now() - stoppedAt).toBeGreaterThan(35_000);
    expect(Date.now() - stoppedAt).toBeLessThan(40_000);
    expect(lines(program).slice(2)).toEqual([
      'second closed',
      'first not closed: Error: It was not closed in time.',
      STOPPED,
    ]);
  });

  it('waits for the step that its start is at, and closes what that has opened', async () => {
    const program = run('starts slowly');
    await program.prints(/starting/);
    expect(await program.end('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(lines(program)).toEqual(['starting', 'Stopping …', 'first closed', 'second closed', STOPPED]);
  });

  it('does not wait for ever for a start that does not end', async () => {
    const program = run('never starts');
    await program.prints(/starting/);
    const stoppedAt = Date.now();
    expect(await program.end('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(Date.now() - stoppedAt).toBeGreaterThan(4_500);
    expect(Date.now() - stoppedAt).toBeLessThan(15_000);
    expect(lines(program)).toContain('first closed');
  });

  it('closes what is open if its start fails, before it says why', async () => {
    const program = run('fails');
    expect(await program.ended).toEqual({ code: 3, signal: null });
    expect(lines(program)).toEqual(['first closed', 'failed: Error: no start']);
  });
});
