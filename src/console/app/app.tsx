/** Everything around the pages: theme, language, cache, notices, shortcuts. */
import { QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider, App as KitApp } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RouterProvider } from 'react-router';
import { onSignedOut } from '../shared/api/client';
import { createQueryClient } from '../shared/api/query-client';
import { Shortcuts } from '../shared/keyboard/shortcuts';
import { endSession } from '../shared/session/session';
import { useAppearance } from './appearance';
import { handleFailures } from './handle-failures';
import { useKitLocale } from './kit-locale';
import { Notices } from './notices';
import { createRouter } from './routes';
import { styleNonce } from './style-nonce';
import { THEME_CLASS, themeFor } from './theme';

/** Never over the button that sends, which is at the bottom on the right, and on a phone at the bottom. */
const NOTICES_AT = window.matchMedia('(max-width: 767px)').matches ? 'top' : 'bottomLeft';

export function App() {
  const { i18n } = useTranslation();
  const { isDark } = useAppearance();
  const locale = useKitLocale(i18n.language);
  const [queryClient] = useState(() => {
    const client = createQueryClient({
      show: (error) => failures.show(error),
      mustChangePassword: () => failures.mustChangePassword(),
      mustSetUpTwoFactor: () => failures.mustSetUpTwoFactor(),
    });
    const failures = handleFailures(client);
    onSignedOut(() => endSession(client));
    return client;
  });
  const [router] = useState(createRouter);
  useEffect(() => {
    document.documentElement.classList.add(THEME_CLASS);
    document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
  }, [isDark]);
  if (locale === null) return null;
  return (
    <ConfigProvider
      theme={themeFor(isDark)}
      locale={locale}
      button={{ autoInsertSpace: false }}
      {...(styleNonce === undefined ? {} : { csp: { nonce: styleNonce } })}
    >
      <KitApp className="app-root" notification={{ placement: NOTICES_AT }}>
        <Notices />
        <QueryClientProvider client={queryClient}>
          <Shortcuts>
            <RouterProvider router={router} />
          </Shortcuts>
        </QueryClientProvider>
      </KitApp>
    </ConfigProvider>
  );
}
