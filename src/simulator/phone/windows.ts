import { z } from 'zod';

/** The actions of a user that let the account write to them (docs "Customer service messages"). */
export const TRIGGERS = ['message', 'menu', 'follow', 'scan', 'enter'] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** How many messages a trigger allows, and for how long in ms. */
export type WindowRule = { readonly count: number; readonly ms: number };
export type WindowRules = Readonly<Record<Trigger, WindowRule>>;

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** The rules in force since June 2023. A tap on a msgmenu item counts as `menu`; `enter` is of mini programs. */
export const WECHAT_WINDOW_RULES: WindowRules = {
  message: { count: 5, ms: 48 * HOUR },
  menu: { count: 3, ms: MINUTE },
  follow: { count: 3, ms: MINUTE },
  scan: { count: 3, ms: MINUTE },
  enter: { count: 2, ms: MINUTE },
};

export const openWindowSchema = z.object({
  trigger: z.enum(TRIGGERS),
  left: z.number().int(),
  closesAt: z.number(),
});
/** One window of one contact: how many messages are left, and when it ends (epoch ms, contact's clock). */
export type OpenWindow = z.infer<typeof openWindowSchema>;

const EVENT_TRIGGERS: Readonly<Record<string, Trigger>> = {
  subscribe: 'follow',
  scan: 'scan',
  click: 'menu',
  scancode_push: 'menu',
  scancode_waitmsg: 'menu',
  user_enter_tempsession: 'enter',
};

/** Which window an event opens; null for all others (VIEW, LOCATION, unsubscribe, job results …). */
export function triggerOfEvent(event: string): Trigger | null {
  return EVENT_TRIGGERS[event.toLowerCase()] ?? null;
}

/** The windows after a trigger at `now`: its own one starts again, expired ones are dropped. */
export function openWindow(
  windows: readonly OpenWindow[],
  trigger: Trigger,
  now: number,
  rules: WindowRules,
): OpenWindow[] {
  const others = windows.filter((window) => window.trigger !== trigger && now < window.closesAt);
  return [...others, { trigger, left: rules[trigger].count, closesAt: now + rules[trigger].ms }];
}

/**
 * The window after a trigger of a mini program, which has only one: count and time become the larger of what is left and what
 * the trigger gives (docs "Customer service message limits").
 */
export function widenWindow(
  windows: readonly OpenWindow[],
  trigger: Trigger,
  now: number,
  rules: WindowRules,
): OpenWindow[] {
  const rule = rules[trigger];
  const open = windows.filter((window) => now < window.closesAt);
  const left = Math.max(rule.count, ...open.map((window) => window.left));
  const closesAt = Math.max(now + rule.ms, ...open.map((window) => window.closesAt));
  return [{ trigger, left, closesAt }];
}

/** Whether one more message may be sent at `now`: 0, 45015 (no window is open) or 45047 (all open ones are used up). */
export function judgeWindows(windows: readonly OpenWindow[], now: number): 0 | 45015 | 45047 {
  const open = windows.filter((window) => now < window.closesAt);
  if (open.length === 0) return 45015;
  return open.some((window) => window.left > 0) ? 0 : 45047;
}

/** The windows after one accepted message: it is charged to each open one, because quotas don't add up. */
export function chargeWindows(windows: readonly OpenWindow[], now: number): OpenWindow[] {
  return windows
    .filter((window) => now < window.closesAt)
    .map((window) => ({ ...window, left: Math.max(0, window.left - 1) }));
}
