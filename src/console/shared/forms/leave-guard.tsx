import { Modal } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';

export type LeaveGuard = {
  /** Whether something was typed that is not saved. */
  readonly mark: (isUnsaved: boolean) => void;
  /** To be put on the page: the question. */
  readonly question: ReactNode;
};

/** Asks before somebody leaves a page with changes that are not saved. */
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
