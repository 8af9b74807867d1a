import { ClockCircleOutlined, PaperClipOutlined, ThunderboltOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { UPLOAD_RULES } from '../../../domain/messages/attachments';
import { LONGEST_TEXT_BYTES, textBytes } from '../../../domain/messages/message-text';
import type { Conversation } from '../../shared/conversations/received';
import { keyText } from '../../shared/keyboard/keys';
import { useShortcut } from '../../shared/keyboard/shortcuts';
import { useChannelFeatures } from '../../shared/setup/use-channel-kind';
import { CannedDialog } from '../canned/canned-dialog';
import { CardMenu } from '../cards/card-menu';
import { addUploads } from '../upload/uploads';
import css from './composer.module.css';
import { EmojiPicker } from './emoji-picker';

export type Mode = 'reply' | 'note';

/** By media type and by extension: operating systems rarely know `.amr`. */
const EXTENSIONS = { image: ['.jpg', '.png'], voice: ['.mp3', '.amr'], video: ['.mp4'] } as const;

/** Of these kinds of messages, those that have a file. */
function acceptedFiles(kinds: readonly string[]): readonly string[] {
  const ofKind = (kind: keyof typeof EXTENSIONS) => [...UPLOAD_RULES[kind].types, ...EXTENSIONS[kind]];
  return (['image', 'voice', 'video'] as const).filter((kind) => kinds.includes(kind)).flatMap(ofKind);
}

/** The bar below the text: reply or note, what can be inserted, the length, and the buttons that send. */
export function ComposerBar(props: {
  readonly conversation: Conversation;
  readonly mode: Mode;
  readonly setMode: (mode: Mode) => void;
  readonly insert: (text: string) => void;
  readonly draft: string;
  readonly isSendable: boolean;
  readonly canSend: boolean;
  readonly canHold: boolean;
  readonly canSchedule: boolean;
  readonly isPending: boolean;
  readonly submit: (whenBlocked: 'reject' | 'hold') => void;
  /** Asks when the message is to be sent. */
  readonly openLater: () => void;
}) {
  const { t } = useTranslation();
  const { conversation, mode, setMode, insert, draft, isSendable, canSend, canHold, isPending, submit } =
    props;
  const { id, channelId, state, abilities } = conversation;
  const { kinds } = useChannelFeatures(channelId);
  const [isCannedOpen, setCannedOpen] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const isReply = mode === 'reply';
  const canAttach = isReply && abilities.hold.allowed;
  const chooseFiles = (): void => chooser.current?.click();
  useShortcut('attach', canAttach ? chooseFiles : undefined);
  useShortcut('canned', isReply ? () => setCannedOpen(true) : undefined);
  const bytes = textBytes(draft);
  const isTooLong = isReply && bytes > LONGEST_TEXT_BYTES;
  return (
    <div className={css.bar}>
      <Segmented<Mode>
        size="small"
        value={mode}
        onChange={setMode}
        options={[
          { value: 'reply', label: t('conversation.reply'), disabled: state === 'completed' },
          { value: 'note', label: t('conversation.note') },
        ]}
      />
      <div className={css.tools}>
        <EmojiPicker pick={insert} />
        {isReply && (
          <>
            <input
              ref={chooser}
              type="file"
              multiple
              hidden
              accept={acceptedFiles(kinds).join()}
              onChange={({ target }) => {
                addUploads(id, [...(target.files ?? [])]);
                // Allows choosing the same file again.
                target.value = '';
              }}
            />
            <Button
              type="text"
              size="small"
              icon={<PaperClipOutlined aria-hidden />}
              disabled={!canAttach}
              aria-label={t('composer.attach')}
              onClick={chooseFiles}
              title={t('composer.attachHint')}
            />
            <Button
              type="text"
              size="small"
              icon={<ThunderboltOutlined aria-hidden />}
              aria-label={t('canned.title')}
              onClick={() => setCannedOpen(true)}
              title={t('canned.tooltip')}
            />
            <CardMenu channelId={channelId} isDisabled={!canAttach} />
          </>
        )}
      </div>
      <span id={`bytes-${id}`} className={isTooLong ? `${css.bytes} ${css.over}` : css.bytes}>
        {isReply && t('conversation.bytes', { used: bytes, limit: LONGEST_TEXT_BYTES })}
        {isTooLong && ` · ${t('conversation.tooLong')}`}
      </span>
      <div className={css.buttons}>
        {isReply && (
          <Button
            icon={<ClockCircleOutlined aria-hidden />}
            disabled={!props.canSchedule || !isSendable}
            aria-label={t('later.title')}
            aria-haspopup="dialog"
            title={`${t('later.title')} (${keyText('later')})`}
            onClick={props.openLater}
          />
        )}
        {canHold && (
          <Button
            type={canSend ? 'default' : 'primary'}
            disabled={!isSendable}
            onClick={() => submit('hold')}
          >
            {t('conversation.hold')}
          </Button>
        )}
        <Button
          type={canSend ? 'primary' : 'default'}
          disabled={!canSend || !isSendable}
          loading={isPending}
          onClick={() => submit('reject')}
        >
          {t(isReply ? 'conversation.send' : 'conversation.addNote')}
        </Button>
      </div>
      {isCannedOpen && (
        <CannedDialog conversation={conversation} insert={insert} close={() => setCannedOpen(false)} />
      )}
    </div>
  );
}
