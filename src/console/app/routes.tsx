/**
 * The console's addresses. Each page is loaded when it is first opened. The first part of each address is listed in
 * `contracts/console-sections.ts`; the API process serves no others.
 */
import { lazy, Suspense } from 'react';
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import type { ConsoleSection } from '../../contracts/console-sections';
import { laterTexts } from '../i18n/i18n';
import { RequireSession } from '../session/require-session';
import { DEMO_BASE, isDemo } from '../shared/demo';
import { Loading } from '../shared/ui/states';
import { NotFound, PageCrash } from './page-crash';
import { Shell } from './shell';

type Section = RouteObject & { readonly path: ConsoleSection | `${ConsoleSection}/${string}` };

/** A page with texts that are loaded with it. */
const withTexts =
  <Page,>(load: () => Promise<Page>) =>
  async (): Promise<Page> => {
    const [page] = await Promise.all([load(), laterTexts()]);
    return page;
  };

/** Pages for everyone. */
const OPEN: readonly Section[] = [
  {
    path: 'sign-in',
    lazy: withTexts(async () => ({ Component: (await import('../session/sign-in-page')).SignInPage })),
  },
  {
    path: 'sign-in/callback',
    lazy: withTexts(async () => ({ Component: (await import('../session/provider-page')).ProviderPage })),
  },
  {
    path: 'two-factor',
    lazy: withTexts(async () => ({ Component: (await import('../session/two-factor-page')).TwoFactorPage })),
  },
  {
    path: 'invitation',
    lazy: async () => ({ Component: (await import('../session/invitation-page')).InvitationPage }),
  },
  {
    path: 'password',
    lazy: async () => ({ Component: (await import('../session/password-page')).PasswordPage }),
  },
];

/** Pages inside the shell, for signed-in operators. */
const SIGNED_IN: readonly Section[] = [
  {
    path: 'inbox/:list?/:conversationId?',
    lazy: async () => ({ Component: (await import('./inbox-route')).InboxRoute }),
  },
  {
    path: 'queue',
    lazy: async () => ({ Component: (await import('../queue/queue-page')).QueuePage }),
  },
  {
    path: 'contacts',
    lazy: async () => ({ Component: (await import('../contacts/contacts-page')).ContactsPage }),
  },
  {
    path: 'account',
    lazy: withTexts(async () => ({ Component: (await import('../account/account-page')).AccountPage })),
  },
  {
    path: 'setup',
    lazy: withTexts(async () => ({ Component: (await import('../setup/setup-page')).SetupPage })),
    children: [
      { index: true, element: <Navigate to="/setup/channels" replace /> },
      {
        path: 'channels',
        lazy: async () => ({ Component: (await import('../channels/channels-page')).ChannelsPage }),
      },
      {
        path: 'channels/:id/connect',
        lazy: async () => ({ Component: (await import('../channels/connect/connect-page')).ConnectPage }),
      },
      {
        path: 'channels/:id/hours',
        lazy: async () => ({ Component: (await import('../channels/channel-page')).ChannelPage }),
        children: [
          {
            index: true,
            lazy: async () => ({ Component: (await import('../hours/channel-hours-page')).ChannelHoursPage }),
          },
        ],
      },
      {
        path: 'channels/:id/:tab?',
        lazy: async () => ({ Component: (await import('../channels/channel-page')).ChannelPage }),
      },
      {
        path: 'brands',
        lazy: async () => ({ Component: (await import('../brands/brands-page')).BrandsPage }),
      },
      {
        path: 'brands/:id',
        lazy: async () => ({ Component: (await import('../brands/brand-page')).BrandPage }),
        children: [
          { index: true, element: <Navigate to="routing" replace /> },
          {
            path: 'routing',
            lazy: async () => ({ Component: (await import('../routing/routing-page')).RoutingPage }),
          },
          {
            path: 'hours',
            lazy: async () => ({ Component: (await import('../hours/brand-hours-page')).BrandHoursPage }),
          },
        ],
      },
      {
        path: 'bots',
        lazy: async () => ({ Component: (await import('../bots/bots-page')).BotsPage }),
      },
      {
        path: 'bots/:id',
        lazy: async () => ({ Component: (await import('../bots/bot-page')).BotPage }),
      },
      {
        path: 'groups',
        lazy: async () => ({ Component: (await import('../groups/groups-page')).GroupsPage }),
      },
      {
        path: 'tags',
        lazy: async () => ({ Component: (await import('../tags/tags-page')).TagsPage }),
      },
      {
        path: 'operators',
        lazy: withTexts(async () => ({
          Component: (await import('../operators/operators-page')).OperatorsPage,
        })),
      },
      {
        path: 'macros',
        lazy: async () => ({ Component: (await import('../macros/macros-page')).MacrosPage }),
      },
      {
        path: 'tokens',
        lazy: async () => ({ Component: (await import('../tokens/tokens-page')).TokensPage }),
      },
      {
        path: 'webhooks',
        lazy: async () => ({ Component: (await import('../webhooks/webhooks-page')).WebhooksPage }),
      },
      {
        path: 'webhooks/:id',
        lazy: async () => ({ Component: (await import('../webhooks/webhook-page')).WebhookPage }),
      },
      {
        path: 'rejected',
        lazy: async () => ({ Component: (await import('../rejected/rejected-page')).RejectedPage }),
      },
      {
        path: 'audit',
        lazy: withTexts(async () => ({ Component: (await import('../audit/audit-page')).AuditPage })),
      },
    ],
  },
];

/** Pages under `/demo` only. */
const DEMO: readonly RouteObject[] = [
  {
    path: 'enter',
    lazy: async () => ({ Component: (await import('../session/demo-link-page')).DemoLinkPage }),
  },
];
const DemoFrame = lazy(async () => ({ default: (await import('../demo/demo-frame')).DemoFrame }));

/** In the demo, a phone stands beside the console. */
function SignedIn() {
  return (
    <RequireSession>
      {isDemo ? (
        <Suspense fallback={<Loading />}>
          <DemoFrame>
            <Shell />
          </DemoFrame>
        </Suspense>
      ) : (
        <Shell />
      )}
    </RequireSession>
  );
}

export function createRouter() {
  const options = isDemo ? { basename: DEMO_BASE } : {};
  const routes: RouteObject[] = [
    {
      ErrorBoundary: PageCrash,
      HydrateFallback: Loading,
      children: [
        { path: '/', element: <Navigate to="/inbox" replace /> },
        ...OPEN,
        ...(isDemo ? DEMO : []),
        {
          element: <SignedIn />,
          // When a page fails, the shell stays.
          children: SIGNED_IN.map((page) => ({ ...page, ErrorBoundary: PageCrash })),
        },
        { path: '*', Component: NotFound },
      ],
    },
  ];
  return createBrowserRouter(routes, options);
}
