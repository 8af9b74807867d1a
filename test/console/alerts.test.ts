/** The list of alerts as the event stream changes it, and what of it is signalled. */
import { alertsToSignal } from '../../src/console/ringing/alerts/alerts-to-signal';
import { mergeAlert } from '../../src/console/ringing/alerts/merge-alert';
import type { AlertBody } from '../../src/contracts/conversations/alert';

const alert = (id: string, more: Partial<AlertBody> = {}): AlertBody => ({
  id,
  kind: 'new_message',
  conversationId: 'c1',
  brand: { id: 'b', name: 'B' },
  contact: { id: 'p', name: 'P' },
  from: null,
  note: null,
  count: 1,
  createdAt: '2026-11-28T08:00:00.000Z',
  seenAt: null,
  ...more,
});
const ids = (list: readonly AlertBody[]) => list.map(({ id }) => id);

describe('an alert that comes', () => {
  it('stands at its place, and replaces the one that it stands for', () => {
    const list = mergeAlert(mergeAlert([], alert('2')), alert('3', { conversationId: 'c2' }));
    expect(ids(list)).toEqual(['3', '2']);
    expect(ids(mergeAlert(list, alert('4', { count: 2 })))).toEqual(['4', '3']);
    expect(ids(mergeAlert(list, alert('4', { kind: 'mention' })))).toEqual(['4', '3', '2']);
  });

  it('leaves what was seen, and what was seen stays so', () => {
    const seenAt = '2026-11-28T08:01:00.000Z';
    const list = mergeAlert([alert('2')], alert('2', { seenAt }));
    expect(list).toMatchObject([{ id: '2', seenAt }]);
    expect(mergeAlert(list, alert('2'))).toMatchObject([{ id: '2', seenAt }]);
    expect(ids(mergeAlert(list, alert('3')))).toEqual(['3', '2']);
  });

  it('that is older than the one that stands for it does not take its place', () => {
    expect(ids(mergeAlert([alert('4', { count: 2 })], alert('3')))).toEqual(['4']);
  });
});

describe('what is signalled', () => {
  const signalled = (before: readonly AlertBody[], now: readonly AlertBody[]) =>
    ids(alertsToSignal(before, now));

  it('is an alert that was not there, however many messages it covers: several may come at once', () => {
    expect(signalled([], [alert('1')])).toEqual(['1']);
    expect(signalled([], [alert('2', { count: 2 })])).toEqual(['2']);
    expect(
      signalled([alert('2')], [alert('4', { kind: 'mention', conversationId: 'c2' }), alert('2')]),
    ).toEqual(['4']);
  });

  it('is not a further message of a conversation whose alert waits to be seen', () => {
    expect(signalled([alert('1')], [alert('2', { count: 2 })])).toEqual([]);
    expect(signalled([alert('1')], [alert('3', { conversationId: 'c2' }), alert('1')])).toEqual(['3']);
    expect(signalled([alert('1')], [alert('3', { kind: 'mention' }), alert('1')])).toEqual(['3']);
  });

  it('is a message after those that were seen, also if that was seen elsewhere while the connection was lost', () => {
    const seen = alert('1', { seenAt: '2026-11-28T08:01:00.000Z' });
    expect(signalled([seen], [alert('2'), seen])).toEqual(['2']);
    expect(signalled([alert('1')], [alert('3', { count: 2 }), seen])).toEqual(['3']);
  });

  it('is nothing that was seen, and nothing old', () => {
    expect(signalled([], [alert('1', { seenAt: '2026-11-28T08:01:00.000Z' })])).toEqual([]);
    expect(signalled([alert('5', { conversationId: 'c2' })], [alert('4')])).toEqual([]);
  });
});
