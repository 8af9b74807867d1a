import { App } from 'antd';
import { useTranslation } from 'react-i18next';

type Question = {
  readonly title: string;
  readonly text?: string;
  /** The words of the button that goes ahead. */
  readonly okText: string;
  /** Shows that button in red: for what takes something away. */
  readonly isDanger?: boolean;
  /** By default "Cancel". */
  readonly cancelText?: string;
  /** Called when that button is pressed. The dialog stays open until a promise from it settles. */
  readonly run?: () => unknown;
  /** Called once the dialog has closed after that: for what closes another dialog below it. */
  readonly runAfterClose?: () => void;
};

/** Asks a question in a dialog before something is done. */
export function useConfirm(): (question: Question) => void {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  return ({ title, text, okText, isDanger = false, cancelText, run, runAfterClose }) => {
    let isConfirmed = false;
    modal.confirm({
      title,
      content: text,
      okText,
      okButtonProps: { danger: isDanger },
      cancelText: cancelText ?? t('common.cancel'),
      onOk: () => {
        isConfirmed = true;
        return run?.();
      },
      afterClose: () => {
        if (isConfirmed) runAfterClose?.();
      },
    });
  };
}
