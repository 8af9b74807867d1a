import { Modal } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';

export type LeaveGuard = {
  /** Tells the guard whether there are unsaved changes. */
  readonly mark: (isUnsaved: boolean) => void;
  /** The dialog with the question, to be put on the page. */
  readonly question: ReactNode;
};

/** Asks before the reader leaves a page with unsaved changes. */
export function useLeaveGuard(): LeaveGuard {
  const { t } = useTranslation();
  const isUnsaved = useRef(false);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      isUnsaved.current &&
      currentLocation.pathname + currentLocation.search !== nextLocation.pathname + nextLocation.search,
  );
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (isUnsaved.current) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, []);
  return {
    mark: (value) => {
      isUnsaved.current = value;
    },
    question: (
      <Modal
        open={blocker.state === 'blocked'}
        title={t('forms.leaveTitle')}
        okText={t('forms.leave')}
        cancelText={t('forms.stay')}
        okButtonProps={{ danger: true }}
        onOk={() => blocker.proceed?.()}
        onCancel={() => blocker.reset?.()}
      >
        {t('forms.leaveHint')}
      </Modal>
    ),
  };
}
