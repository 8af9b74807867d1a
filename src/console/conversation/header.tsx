import {
  ArrowLeftOutlined,
  CheckOutlined,
  ExportOutlined,
  RollbackOutlined,
  SwapOutlined,
} from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { AbilityBody } from '../../contracts/conversations/conversation';
import { ContactAvatar } from '../shared/conversations/contact-avatar';
import type { Conversation } from '../shared/conversations/received';
import { StateLabel } from '../shared/conversations/state-label';
import { useShortcut } from '../shared/keyboard/shortcuts';
import { useSignedInMe } from '../shared/session/session';
import { formatMoment } from '../shared/time/format';
import { useConfirm } from '../shared/ui/use-confirm';
import css from './conversation-pane.module.css';
import { useAttend, useComplete, useReopen } from './requests';
import { SnoozeMenu } from './snooze-menu';
import { TransferDialog } from './transfer-dialog';
import { useRefusal } from './use-refusal';

/** The contact, the state, and the actions on the conversation. */
export function Header({
  conversation,
  backTo,
  actions,
  addressOf,
}: {
  readonly conversation: Conversation;
  readonly backTo: string;
  readonly actions: ReactNode;
  readonly addressOf: (conversationId: string) => string;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const confirm = useConfirm();
  const { id, contact, state, abilities, workflow } = conversation;
  const attend = useAttend(id);
  const complete = useComplete(id);
  const reopen = useReopen(id);
  const [isTransferOpen, setTransferOpen] = useState(false);
  const isMine = useSignedInMe().id === conversation.operator?.id && state === 'active';
  const attendNow = (): void => attend.mutate();
  const reopenNow = (): void =>
    reopen.mutate(undefined, { onSuccess: (next) => void navigate(addressOf(next.id)) });
  const askToComplete = (): void =>
    confirm({
      title: t('conversation.completeTitle'),
      text: t('conversation.completeHint'),
      okText: t('conversation.complete'),
      run: () => complete.mutateAsync().catch(() => undefined),
    });
  const canAttend = abilities.attend.allowed && !isMine;
  useShortcut('a', 'attend', canAttend ? attendNow : undefined);
  useShortcut('t', 'transfer', abilities.transfer.allowed ? () => setTransferOpen(true) : undefined);
  useShortcut('e', 'complete', abilities.complete.allowed ? askToComplete : undefined);
  return (
    <header className={css.header}>
      <Button
        className={css.back ?? ''}
        type="text"
        icon={<ArrowLeftOutlined />}
        aria-label={t('conversation.back')}
        onClick={() => void navigate(backTo)}
      />
      <ContactAvatar contact={contact} />
      <div className={css.who}>
        <h2 className={css.name}>{contact.name}</h2>
        <div className={css.facts}>
          <StateLabel state={state} />
          <Attendance conversation={conversation} isMine={isMine} />
          <Snoozed until={conversation.snoozedUntil} />
        </div>
      </div>
      <div className={css.actions}>
        {actions}
        {workflow.url !== null && (
          <Tooltip title={t('conversation.openEngine')}>
            <Button
              type="text"
              icon={<ExportOutlined />}
              href={workflow.url}
              target="_blank"
              rel="noreferrer"
              aria-label={t('conversation.openEngine')}
            />
          </Tooltip>
        )}
        {state === 'active' && (
          <>
            <SnoozeMenu conversation={conversation} />
            <Action
              ability={abilities.transfer}
              icon={<SwapOutlined />}
              onClick={() => setTransferOpen(true)}
            >
              {t('conversation.transfer')}
            </Action>
            <Action
              ability={abilities.complete}
              icon={<CheckOutlined />}
              isPending={complete.isPending}
              onClick={askToComplete}
            >
              {t('conversation.complete')}
            </Action>
          </>
        )}
        {state === 'completed' && (
          <Action
            ability={abilities.reopen}
            icon={<RollbackOutlined aria-hidden />}
            isPending={reopen.isPending}
            onClick={reopenNow}
          >
            {t('conversation.reopen')}
          </Action>
        )}
        {state !== 'active' && state !== 'completed' && (
          <Action ability={abilities.attend} isMain isPending={attend.isPending} onClick={attendNow}>
            {t('conversation.attend')}
          </Action>
        )}
      </div>
      {isTransferOpen && <TransferDialog conversation={conversation} close={() => setTransferOpen(false)} />}
    </header>
  );
}

/** A button for an action of the API. If the action is refused, a tooltip says why. */
function Action(props: {
  readonly ability: AbilityBody;
  readonly isMain?: boolean;
  readonly icon?: ReactNode;
  readonly isPending?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}) {
  const refusal = useRefusal(props.ability);
  // On a phone, a button with an icon shows only that.
  const isIcon = props.icon !== undefined;
  return (
    <Tooltip title={refusal}>
      <Button
        type={props.isMain === true ? 'primary' : 'default'}
        icon={props.icon}
        disabled={refusal !== null}
        loading={props.isPending ?? false}
        onClick={props.onClick}
      >
        <span className={isIcon ? css.actionText : undefined}>{props.children}</span>
      </Button>
    </Tooltip>
  );
}

function Snoozed({ until }: { readonly until: Conversation['snoozedUntil'] }) {
  const { t, i18n } = useTranslation();
  if (until === null) return null;
  if (until === 'reply') return <span>{t('conversation.snoozedUntilReply')}</span>;
  return <span>{t('conversation.snoozedUntil', { time: formatMoment(until, i18n.language) })}</span>;
}

function Attendance({
  conversation,
  isMine,
}: {
  readonly conversation: Conversation;
  readonly isMine: boolean;
}) {
  const { t, i18n } = useTranslation();
  const { operator, state, completedAt, completedReason } = conversation;
  if (state === 'completed' && completedAt !== null) {
    const reason = completedReason === null ? '' : ` · ${t(`conversation.reason_${completedReason}`)}`;
    const time = formatMoment(completedAt, i18n.language);
    return <span>{t('conversation.completedAt', { time }) + reason}</span>;
  }
  if (isMine) return <span>{t('conversation.attendedByYou')}</span>;
  if (operator === null || state !== 'active') return <span>{t('conversation.nobodyAttends')}</span>;
  return <span>{t('conversation.attendedBy', { name: operator.name })}</span>;
}
