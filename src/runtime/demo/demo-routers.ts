import type { Router } from 'express';
import { createDemoPhoneEventRouter } from '../../api/demo/phone-events';
import { createDemoPhoneRouter, type DemoPhoneRouterDeps } from '../../api/demo/phone-routes';
import { createDemoRouter, type DemoPhone, type DemoRouterDeps } from '../../api/demo/routes';
import { createDemoSignInRouter, type DemoLink, type DemoSignInDeps } from '../../api/demo/sign-in';
import type { DemoWeChat } from '../../api/demo/wechat';

/** The simulator in WeChat's place, for the demo's routes. */
export type Demo = {
  readonly channelId: string;
  readonly phone: DemoPhone;
  readonly wechat: DemoWeChat;
  readonly link: DemoLink;
  readonly fastForward: DemoRouterDeps['fastForward'];
};

type Routers = Readonly<Record<'open' | 'raw' | 'api', readonly Router[]>>;
type Shared = Omit<DemoRouterDeps & DemoPhoneRouterDeps & DemoSignInDeps, keyof Demo>;

/** The demo's routers, by where the app mounts them; none without a demo. `closing` ends the event streams. */
export function createDemoRouters(demo: Demo | undefined, shared: Shared, closing: AbortSignal): Routers {
  if (demo === undefined) return { open: [], raw: [], api: [] };
  const deps = { ...shared, ...demo };
  return {
    open: [createDemoSignInRouter(deps)],
    raw: [createDemoPhoneEventRouter(demo.wechat, closing)],
    api: [createDemoRouter(deps), createDemoPhoneRouter(deps)],
  };
}
