import { App } from 'antd';
import { useEffect } from 'react';
import { connectNotices } from '../shared/notify';

const SHOWN_SECONDS = 5;

/** Draws the notices that `notify` receives. */
export function Notices() {
  const { notification } = App.useApp();
  useEffect(
    () =>
      connectNotices(({ kind, title, detail, key }) => {
        notification[kind]({
          title,
          ...(detail === undefined ? {} : { description: detail }),
          ...(key === undefined ? {} : { key }),
          duration: kind === 'error' ? 0 : SHOWN_SECONDS,
          role: kind === 'error' ? 'alert' : 'status',
        });
      }),
    [notification],
  );
  return null;
}
