import { setTimeout as sleep } from 'node:timers/promises';
import { createWishQueue } from '../../src/temporal/wish-queue';

const soon = (): number => Date.now() + 5_000;

describe('the queue of wishes', () => {
  it('runs a limited number at once per key, the others in order as places become free', async () => {
    const queue = createWishQueue(4);
    let running = 0;
    let most = 0;
    const order: number[] = [];
    const work = (index: number) => async (): Promise<number> => {
      running += 1;
      most = Math.max(most, running);
      order.push(index);
      await sleep(5);
      running -= 1;
      return index;
    };
    const all = Array.from({ length: 20 }, (_, index) => queue.run('contact', soon(), work(index)));
    expect(await Promise.all(all)).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(most).toBe(4);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it('does not delay other keys', async () => {
    const queue = createWishQueue(1);
    const hanging = queue.run('one', soon(), () => sleep(300));
    expect(await queue.run('other', soon(), async () => 'done')).toBe('done');
    await hanging;
  });

  it('gives up on one that does not get its turn in time, without running it, and serves those behind', async () => {
    const queue = createWishQueue(1);
    const hanging = queue.run('one', soon(), () => sleep(200));
    let hasRun = false;
    const late = queue.run('one', Date.now() + 50, async () => {
      hasRun = true;
    });
    const patient = queue.run('one', soon(), async () => 'done');
    expect(await late).toBeUndefined();
    expect(await patient).toBe('done');
    expect(hasRun).toBe(false);
    await hanging;
  });

  it('releases a place after a failure', async () => {
    const queue = createWishQueue(1);
    await expect(queue.run('one', soon(), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await queue.run('one', soon(), async () => 'done')).toBe('done');
  });
});
