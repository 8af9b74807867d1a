import {
  ArrowLeftOutlined,
  CheckOutlined,
  ExportOutlined,
  RobotOutlined,
  RollbackOutlined,
  SwapOutlined,
  TeamOutlined,
  UndoOutlined,
  UserSwitchOutlined,
} from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { AbilityBody } from '../../contracts/conversations/conversation';
import { handoverWords } from '../../words/bot-words';
import { shownName } from '../../words/contact-name';
import { startCompleting, stopCompleting, useCompleting } from '../shared/conversations/completing';
import { ContactAvatar } from '../shared/conversations/contact-avatar';
import { OfferedTo } from '../shared/conversations/offered-to';
import type { Conversation } from '../shared/conversations/received';
import { useAttend, useTransfer } from '../shared/conversations/requests';
import { StateLabel } from '../shared/conversations/state-label';
import { useShortcut } from '../shared/keyboard/shortcuts';
import { Labels } from '../shared/labels/labels';
import { notify } from '../shared/notify';
import { useGroups } from '../shared/routing/use-groups';
import { useSignedInMe } from '../shared/session/session';
import { formatMoment } from '../shared/time/format';
import { TransferDialog } from '../shared/transfer/transfer-dialog';
import css from './conversation-pane.module.css';
import { LabelsButton } from './labels/labels-button';
import { MacroMenu } from './macros/macro-menu';
import { AskRating, Rated } from './rating';
import { useHandback, useReopen } from './requests';
import { SnoozeMenu } from './snooze-menu';
import { TranscriptMenu } from './transcript-menu';
import { useRefusal } from './use-refusal';

/** The contact, the state, and the actions on the conversation. */
export function Header({
  conversation,
  backTo,
  actions,
  addressOf,
  focusComposer,
}: {
  readonly conversation: Conversation;
  readonly backTo: string;
  readonly actions: ReactNode;
  readonly addressOf: (conversationId: string) => string;
  readonly focusComposer: () => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id, contact, state, abilities, workflow } = conversation;
  const attend = useAttend(id);
  const me = useSignedInMe();
  const completing = useCompleting(me.id).find((one) => one.id === id);
  const [isTransferOpen, setTransferOpen] = useState(false);
  const isMine = me.id === conversation.operator?.id && state === 'active';
  const attendNow = (): void => {
    attend.mutate();
    // At once: what is typed now is the answer, and no shortcut.
    focusComposer();
  };
  const takeOver = useTransfer(id);
  // Somebody else's: administrators may transfer it to themselves.
  const canTakeOver = state === 'active' && !isMine && abilities.transfer.allowed;
  const takeOverNow = (): void => takeOver.mutate({ operatorId: me.id }, { onSuccess: focusComposer });
  const complete = (): void =>
    startCompleting(me.id, {
      id,
      name: shownName(contact, t),
      seq: conversation.lastMessage?.seq ?? 0,
      held: conversation.trouble.held,
      isScheduled: conversation.deadlines.some(({ kind }) => kind === 'send_at'),
    });
  const undoComplete = (): void => stopCompleting(me.id, id);
  const reopen = useReopen(id);
  const reopenNow = (): void =>
    reopen.mutate(undefined, {
      onSuccess: (next) => void navigate(addressOf(next.id), { state: { isToWrite: true } }),
    });
  const handback = useHandback(id);
  const handBack = (): void =>
    handback.mutate(undefined, {
      onSuccess: () => notify({ kind: 'success', title: t('conversation.handedBack') }),
    });
  const { groups } = useGroups();
  // What nobody attends can only go to another group.
  const canMoveToGroup =
    abilities.transferToGroup.allowed &&
    !abilities.transfer.allowed &&
    groups.some((one) => one.brandId === conversation.brandId && one.id !== conversation.group?.id);
  const canTransfer = abilities.transfer.allowed || canMoveToGroup;
  const canAttend = abilities.attend.allowed && !isMine;
  useShortcut('attend', canAttend ? attendNow : undefined);
  useShortcut('decline', abilities.handback.allowed ? handBack : undefined);
  useShortcut('transfer', canTransfer ? () => setTransferOpen(true) : undefined);
  useShortcut('complete', abilities.complete.allowed && completing === undefined ? complete : undefined);
  return (
    <header className={css.header}>
      <Button
        className={css.back ?? ''}
        type="text"
        icon={<ArrowLeftOutlined aria-hidden />}
        aria-label={t('conversation.back')}
        onClick={() => void navigate(backTo)}
      />
      <ContactAvatar contact={contact} />
      <div className={css.who}>
        <h2 className={css.name}>{shownName(contact, t)}</h2>
        <div className={css.facts}>
          <StateLabel state={state} />
          <Attendance conversation={conversation} isMine={isMine} />
          {conversation.group !== null && (
            <span>
              <TeamOutlined aria-hidden /> {conversation.group.name}
            </span>
          )}
          <Rated rating={conversation.rating} />
          <Snoozed until={conversation.snoozedUntil} />
          <Labels {...conversation} />
        </div>
      </div>
      <div className={css.actions}>
        {actions}
        <LabelsButton conversation={conversation} />
        <MacroMenu conversation={conversation} />
        <TranscriptMenu conversationId={id} />
        <AskRating conversation={conversation} />
        {workflow.url !== null && (
          <Tooltip title={t('conversation.openEngine')}>
            <Button
              type="text"
              icon={<ExportOutlined aria-hidden />}
              href={workflow.url}
              target="_blank"
              rel="noreferrer"
              aria-label={t('conversation.openEngine')}
            />
          </Tooltip>
        )}
        {state === 'active' && (
          <>
            {canTakeOver ? (
              <Action
                ability={abilities.transfer}
                icon={<UserSwitchOutlined aria-hidden />}
                isPending={takeOver.isPending}
                onClick={takeOverNow}
              >
                {t('conversation.takeOver')}
              </Action>
            ) : (
              <SnoozeMenu conversation={conversation} />
            )}
            {conversation.bot !== null && isMine && (
              <Action
                ability={abilities.handback}
                icon={<RobotOutlined aria-hidden />}
                isPending={handback.isPending}
                onClick={handBack}
              >
                {t('conversation.handback')}
              </Action>
            )}
            <Action
              ability={abilities.transfer}
              icon={<SwapOutlined aria-hidden />}
              onClick={() => setTransferOpen(true)}
            >
              {t('conversation.transfer')}
            </Action>
            <Action
              ability={abilities.complete}
              icon={completing === undefined ? <CheckOutlined aria-hidden /> : <UndoOutlined aria-hidden />}
              isPending={completing?.isAsked === true}
              onClick={completing === undefined ? complete : undoComplete}
            >
              {t(completing === undefined ? 'conversation.complete' : 'conversation.undoComplete')}
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
        {canMoveToGroup && (
          <Button icon={<SwapOutlined aria-hidden />} onClick={() => setTransferOpen(true)}>
            <span className={css.actionText}>{t('conversation.transfer')}</span>
          </Button>
        )}
        {state !== 'active' && state !== 'completed' && (
          <Action ability={abilities.attend} isMain isPending={attend.isPending} onClick={attendNow}>
            {t(state === 'bot' ? 'conversation.takeOver' : 'conversation.attend')}
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
  const { operator, state, completedAt, completedReason, bot, handover } = conversation;
  if (state === 'completed' && completedAt !== null) {
    const reason = completedReason === null ? '' : ` · ${t(`conversation.reason_${completedReason}`)}`;
    const time = formatMoment(completedAt, i18n.language);
    return <span>{t('conversation.completedAt', { time }) + reason}</span>;
  }
  if (isMine) return <span>{t('conversation.attendedByYou')}</span>;
  if (state === 'bot')
    return <span>{t('conversation.withBot', { name: bot?.name ?? t('conversation.bot') })}</span>;
  if (operator === null || state !== 'active') {
    if (conversation.offer !== null) return <OfferedTo conversation={conversation} />;
    const reason = handover === null ? '' : handoverWords(handover, t);
    if (reason !== '') return <span>{t('conversation.handedOver', { reason })}</span>;
    return <span>{t('conversation.nobodyAttends')}</span>;
  }
  return <span>{t('conversation.attendedBy', { name: operator.name })}</span>;
}
