import { HOUR } from '../builders';

/**
 * A second implementation of the rules of one conversation, without bot and triggers, from docs/rules.md alone: window,
 * counter, deadlines, order. It shares no code with the product.
 */
export class RulesModel {
  state: 'waiting' | 'missed' | 'active' | 'completed' = 'waiting';
  operator: string | null = null;
  reason: string | null = null;
  sent = 0;
  queue: { id: string; hold: boolean; status: 'queued' | 'sending' | 'held' }[] = [];
  isLost = false;
  /** Until when; null: until the contact writes; undefined: not snoozed. */
  snoozed: number | null | undefined;
  private ringing: number;
  private missed = 0;
  private activity: number;
  private lastInbound: number;
  private closedByWeChat = Number.POSITIVE_INFINITY;

  constructor(
    private readonly start: number,
    public rules: {
      ring: number;
      closeMissed: number | null;
      closeIdle: number;
      limit: number;
      fromStart: boolean;
    },
  ) {
    this.ringing = start;
    this.activity = start;
    this.lastInbound = start;
  }

  get closesAt(): number {
    const anchor = this.rules.fromStart ? this.start : this.lastInbound;
    return Math.min(anchor + 48 * HOUR, this.closedByWeChat);
  }

  /** Applies the deadlines up to `now`, none of them earlier than `floor`; then drops blocked messages. */
  tick(now: number, floor = 0): void {
    const { ring, closeMissed, closeIdle } = this.rules;
    if (this.state === 'waiting' && this.ringing + ring <= now) {
      this.state = 'missed';
      this.missed = Math.max(this.ringing + ring, floor);
    }
    if (this.state === 'missed' && closeMissed !== null && this.missed + closeMissed <= now)
      this.end('missed_timeout');
    if (this.state === 'active' && this.activity + closeIdle <= now) this.end('idle_timeout');
    if (now >= this.closesAt) this.drop();
    if (typeof this.snoozed === 'number' && this.snoozed <= now) this.snoozed = undefined;
    if (this.state === 'completed') this.queue = this.queue.filter((one) => one.status !== 'held');
  }

  contactWrote(now: number): void {
    const { ring, closeMissed } = this.rules;
    const isOverdue = this.state === 'missed' && closeMissed !== null && this.missed + closeMissed <= now;
    if (isOverdue) this.missed = now;
    if (this.state === 'waiting' && this.ringing + ring <= now) this.missed = now;
    this.activity = now;
    this.lastInbound = now;
    this.snoozed = undefined;
    this.isLost = false;
    this.sent = this.queue.filter((one) => one.status !== 'held').length;
    this.tick(now, now);
    this.release(now);
  }

  reply(id: string, by: string, hold: boolean, now: number): boolean {
    if (this.state === 'completed' || (this.state === 'active' && this.operator !== by)) return false;
    const hasRoom = now < this.closesAt && this.sent < this.rules.limit;
    if (!hasRoom && !hold && !this.isLost) return false;
    this.attend(by, now);
    if (this.isLost) return true;
    this.queue.push({ id, hold, status: hasRoom ? 'queued' : 'held' });
    if (hasRoom) {
      this.sent += 1;
      this.activity = now;
    }
    return true;
  }

  attend(by: string, now: number): boolean {
    if (this.state === 'completed') return false;
    if (this.state === 'active') return this.operator === by;
    this.state = 'active';
    this.operator = by;
    this.activity = now;
    return true;
  }

  transfer(to: string): void {
    this.operator = to;
    this.snoozed = undefined;
  }

  snooze(by: string, until: number | null, now: number): void {
    if (this.state !== 'active' || this.operator !== by) return;
    this.snoozed = until !== null && until <= now ? undefined : until;
  }

  disable(operator: string, now: number): void {
    if (this.state !== 'active' || this.operator !== operator) return;
    this.state = 'waiting';
    this.snoozed = undefined;
    this.operator = null;
    this.ringing = now;
  }

  end(reason: string): void {
    if (this.state === 'completed') return;
    this.state = 'completed';
    this.snoozed = undefined;
    this.reason = reason;
    this.queue = this.queue.filter((one) => one.status !== 'held');
  }

  outcome(id: string, kind: string, now: number): void {
    const message = this.queue.find((one) => one.id === id);
    if (message === undefined) return;
    const leave = (): void => {
      this.queue = this.queue.filter((one) => one !== message);
    };
    if (kind === 'sent' || kind === 'unknown') leave();
    else if (kind === 'retry') message.status = 'queued';
    else {
      this.sent -= 1;
      const mayHold = kind === '45015' || kind === '45047';
      if (mayHold && message.hold) message.status = 'held';
      else leave();
      if (kind === '45015') this.closedByWeChat = now;
      if (mayHold) this.drop();
      if (kind === '45047') this.sent = Math.max(this.sent, this.rules.limit);
      if (kind === 'unreachable') {
        this.isLost = true;
        this.sent -= this.queue.filter((one) => one.status === 'queued').length;
        this.queue = this.queue.filter((one) => one.status !== 'queued');
      }
    }
    if (this.state === 'completed') this.queue = this.queue.filter((one) => one.status !== 'held');
  }

  release(now: number): void {
    for (const message of this.queue) {
      if (message.status !== 'held') continue;
      if (this.isLost || this.state === 'completed' || now >= this.closesAt || this.sent >= this.rules.limit)
        return;
      message.status = 'queued';
      this.sent += 1;
      this.activity = now;
    }
  }

  private drop(): void {
    this.sent -= this.queue.filter((one) => one.status === 'queued').length;
    this.queue = this.queue.filter((one) => one.status !== 'queued' || one.hold);
    for (const message of this.queue) if (message.status === 'queued') message.status = 'held';
  }
}
