import { useTranslation } from 'react-i18next';
import type { MessageBody } from '../../../contracts/conversations/message';
import { mayShowInline } from '../../../domain/messages/attachments';
import { textOf } from '../../../words/message-fields';
import { formatLength } from '../../shared/time/format';
import { Attached, addressOf, Download } from './attached';
import css from './content.module.css';
import { LinkedText } from './linked-text';

/** A voice message: a player, its length, and WeChat's transcription. */
export function Voice({ message }: { readonly message: MessageBody }) {
  const { t } = useTranslation();
  const recognition = textOf(message, 'recognition');
  return (
    <>
      <Attached attachment={message.attachment} className={css.voiceRoom}>
        {(attachment) => {
          const { id, playable, durationMs } = attachment;
          const length = durationMs === undefined ? '' : formatLength(durationMs);
          if (playable === undefined) {
            return (
              <>
                <Download attachment={attachment} />
                <p className={css.quiet}>{t('attachmentErrors.not_playable')}</p>
              </>
            );
          }
          return (
            <div className={css.voice}>
              {/* WeChat's transcription is shown below, if there is one. */}
              {/* biome-ignore lint/a11y/useMediaCaption: nobody writes captions for a voice message */}
              <audio
                controls
                preload="metadata"
                src={addressOf(id, 'playable')}
                aria-label={t('content.voiceOf', { length })}
              />
              {length !== '' && <span className={css.quiet}>{length}</span>}
            </div>
          );
        }}
      </Attached>
      {recognition !== '' && (
        <p className={css.recognition}>
          <span className={css.quiet}>{t('content.recognition')}</span> {recognition}
        </p>
      )}
    </>
  );
}

export function Video({ message }: { readonly message: MessageBody }) {
  const { t } = useTranslation();
  const [title, description, thumbId] = ['title', 'description', 'thumbAttachmentId'].map((name) =>
    textOf(message, name),
  );
  return (
    <>
      <Attached attachment={message.attachment} className={css.pictureRoom}>
        {(attachment) =>
          mayShowInline(attachment.contentType ?? '') ? (
            // biome-ignore lint/a11y/useMediaCaption: nobody writes captions for a message
            <video
              className={css.video}
              controls
              preload="metadata"
              playsInline
              src={addressOf(attachment.id)}
              {...(thumbId === '' || thumbId === undefined ? {} : { poster: addressOf(thumbId) })}
              aria-label={attachment.name ?? t('messageTypes.video')}
            />
          ) : (
            <Download attachment={attachment} />
          )
        }
      </Attached>
      {title !== '' && title !== undefined && <p className={css.title}>{title}</p>}
      {description !== '' && description !== undefined && <LinkedText text={description} />}
    </>
  );
}
