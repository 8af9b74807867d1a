import { Modal, type ModalProps } from 'antd';
import { useFocusReturn } from './use-focus-return';

/** A dialog that is open while it is mounted, and returns the focus when it closes. */
export function Dialog(props: Omit<ModalProps, 'open'>) {
  useFocusReturn();
  return <Modal open {...props} />;
}
