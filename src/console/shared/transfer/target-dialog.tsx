import { TeamOutlined } from '@ant-design/icons';
import { type RefSelectProps, Select } from 'antd';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { StatusIcon } from '../availability/status-icon';
import type { Conversation } from '../conversations/received';
import { BY_LABEL } from '../forms/find-option';
import { isKeyOf } from '../keyboard/key-table';
import { Dialog } from '../ui/dialog';
import { Failed, Loading } from '../ui/states';
import css from './transfer-dialog.module.css';
import { type Target, useTargets } from './use-targets';

/**
 * Asks to whom conversations are transferred: an operator or a group that can take all of them. Ctrl+Enter submits from
 * every field; in the open list it takes the marked one, as Enter does, and submits it.
 */
export function TargetDialog(props: {
  readonly title: string;
  readonly conversations: readonly Conversation[];
  readonly isPending: boolean;
  readonly submit: (target: Target) => void;
  readonly close: () => void;
  /** What is said if there is nobody to choose. */
  readonly nobody: string;
  /** Above the list. */
  readonly hint?: ReactNode;
  /** Below the list. */
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation();
  const { colleagues, targets } = useTargets(props.conversations);
  const [chosen, setChosen] = useState<string | null>(null);
  const [isListOpen, setListOpen] = useState(false);
  const field = useRef<RefSelectProps>(null);
  /** What the open list has taken by the key that is being handled. */
  const taken = useRef<string | null>(null);
  const submit = (value: string | null): void => {
    const target = targets.find((one) => one.value === value);
    if (target !== undefined && !props.isPending) props.submit(target);
  };
  /** After the list, which opens by Enter, or takes the marked one and closes. */
  const submitByKey = (event: KeyboardEvent): void => {
    const value = isListOpen ? taken.current : chosen;
    taken.current = null;
    if (!isKeyOf(event, 'sendNext')) return;
    if (!isListOpen) {
      setListOpen(false);
      event.preventDefault();
      event.stopPropagation();
    }
    submit(value);
  };
  return (
    <Dialog
      title={props.title}
      okText={t('conversation.transfer')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: chosen === null, loading: props.isPending }}
      onOk={() => submit(chosen)}
      onCancel={props.close}
      // If the colleagues are known already, their field is there before the dialog takes the focus.
      afterOpenChange={(isShown) => isShown && field.current?.focus()}
    >
      {props.hint}
      {colleagues.isPending && <Loading />}
      {colleagues.error !== null && <Failed error={colleagues.error} retry={colleagues.refetch} />}
      {colleagues.isSuccess && targets.length === 0 && <p>{props.nobody}</p>}
      {targets.length > 0 && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the fields inside take the focus
        <div onKeyDown={submitByKey}>
          <Select<string, Target>
            ref={field}
            autoFocus
            className={css.select ?? ''}
            showSearch={BY_LABEL}
            placeholder={t('conversation.transferTo')}
            aria-label={t('conversation.transferTo')}
            options={[...targets]}
            labelRender={({ value }) => targets.find((one) => one.value === value)?.name}
            optionRender={({ data }) => <TargetOption target={data} />}
            open={isListOpen}
            onOpenChange={(isOpen) => {
              taken.current = null;
              setListOpen(isOpen);
            }}
            // Not `onChange`, which is silent when the one is chosen that was.
            onSelect={(value) => {
              setChosen(value);
              taken.current = value;
            }}
          />
          {props.children}
        </div>
      )}
    </Dialog>
  );
}

function TargetOption({ target: { name, presence, about } }: { readonly target: Target }) {
  return (
    <span className={css.target}>
      {presence === undefined ? <TeamOutlined aria-hidden /> : <StatusIcon status={presence} />}
      <span className={css.name}>{name}</span>
      <span className={css.about}>{about}</span>
    </span>
  );
}
