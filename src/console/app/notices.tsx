import { App, Button } from 'antd';
import { useEffect } from 'react';
import { connectNotices } from '../shared/notify';

const SHOWN_SECONDS = { success: 5, info: 8, warning: 8, error: 12 } as const;

/** Draws the notices that `notify` receives. */
export function Notices() {
  const { notification } = App.useApp();
  useEffect(
    () =>
      connectNotices(
        ({ kind, title, detail, action, key = crypto.getRandomValues(new Uint32Array(1)).join() }) => {
          notification[kind]({
            key,
            title,
            ...(detail === undefined ? {} : { description: detail }),
            ...(action === undefined
              ? {}
              : {
                  actions: (
                    <Button
                      size="small"
                      onClick={() => {
                        notification.destroy(key);
                        action.run();
                      }}
                    >
                      {action.label}
                    </Button>
                  ),
                }),
            duration: SHOWN_SECONDS[kind],
            pauseOnHover: true,
            role: kind === 'error' ? 'alert' : 'status',
          });
        },
      ),
    [notification],
  );
  return null;
}
