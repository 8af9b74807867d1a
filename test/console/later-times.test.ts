import { describeSendError } from '../../src/console/conversation/later/describe-send-error';
import { laterTimes, toLocalInput } from '../../src/console/conversation/later/later-times';
import { ApiError } from '../../src/console/shared/api/api-error';

const at = (text: string): number => new Date(text).getTime();

describe('the times of the form for a scheduled message', () => {
  it('are in an hour, this evening, tomorrow, and an hour before the window closes', () => {
    const now = at('2026-11-25T10:29:20');
    expect(laterTimes(now, at('2026-11-27T08:00:00'))).toEqual({
      hour: at('2026-11-25T11:30:00'),
      evening: at('2026-11-25T18:00:00'),
      tomorrow: at('2026-11-26T09:00:00'),
      closing: at('2026-11-27T07:00:00'),
    });
  });

  it('are only those before the window closes, and after now', () => {
    const now = at('2026-11-25T10:30:00');
    expect(laterTimes(now, at('2026-11-25T18:00:00'))).toEqual({
      hour: at('2026-11-25T11:30:00'),
      evening: null,
      tomorrow: null,
      closing: at('2026-11-25T17:00:00'),
    });
    expect(Object.values(laterTimes(now, at('2026-11-25T11:00:00')))).toEqual([null, null, null, null]);
  });

  it('are written as a field for date and time reads them, in the zone of the browser', () => {
    expect(toLocalInput(at('2026-01-05T09:07:30'))).toBe('2026-01-05T09:07');
    expect(Date.parse(toLocalInput(at('2026-07-05T23:59:00')))).toBe(at('2026-07-05T23:59:00'));
  });
});

describe('what is wrong with the time of a message', () => {
  // The key of a sentence, with its facts.
  const t = ((key: string, facts: object = {}) => JSON.stringify([key, facts])) as never;
  const refused = (status: number, problem: object): ApiError => {
    const { code } = problem as { code: 'invalid_request' };
    return new ApiError(code, status, { type: '', title: '', status, ...problem } as never);
  };
  const past = refused(400, {
    code: 'invalid_request',
    errors: [{ path: 'sendAt', message: 'has to be in the future' }],
  });
  const closed = refused(409, { code: 'window_closed', since: '2026-11-27T08:00:00.000Z' });

  it('is said in words of its own', () => {
    expect(describeSendError({ error: past, isLater: true }, t, 'en')).toContain('later.past');
    expect(describeSendError({ error: closed, isLater: true }, t, 'en')).toContain('later.afterWindow');
    const full = refused(409, { code: 'too_many_held', limit: 50 });
    expect(describeSendError({ error: full, isLater: true }, t, 'en')).toMatch(
      /later\.tooMany.*"limit":"50"/,
    );
  });

  it('is not said of a message that was to be sent now', () => {
    expect(describeSendError({ error: closed, isLater: false }, t, 'en')).toContain('problems.window_closed');
  });
});
