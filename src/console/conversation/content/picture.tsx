import { ZoomInOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttachmentBody } from '../../../contracts/conversations/attachment';
import type { MessageBody } from '../../../contracts/conversations/message';
import { mayShowInline } from '../../../domain/messages/attachments';
import { Dialog } from '../../shared/ui/dialog';
import { Attached, addressOf, Download } from './attached';
import css from './content.module.css';

/** The longest side of a thumbnail, in CSS pixels. A picture of unknown size gets a box of this size. */
const BOX = { width: 260, height: 200 };

export function Picture({ message }: { readonly message: MessageBody }) {
  return (
    <Attached attachment={message.attachment} className={css.pictureRoom}>
      {(attachment) =>
        mayShowInline(attachment.contentType ?? '') ? (
          <Thumbnail attachment={attachment} />
        ) : (
          <Download attachment={attachment} />
        )
      }
    </Attached>
  );
}

function Thumbnail({ attachment }: { readonly attachment: AttachmentBody }) {
  const { t } = useTranslation();
  const { id, name } = attachment;
  const [isOpen, setOpen] = useState(false);
  // Each try is a new element, so the browser loads it again.
  const [tries, setTries] = useState(0);
  const [isBroken, setBroken] = useState(false);
  const { width, height } = roomFor(attachment);
  const label = name ?? t('messageTypes.image');
  if (isBroken) {
    const again = (): void => {
      setBroken(false);
      setTries(tries + 1);
    };
    return (
      <div className={css.waiting} style={{ width, minHeight: height }}>
        <span>{t('content.notShown')}</span>
        <Button size="small" onClick={again}>
          {t('common.tryAgain')}
        </Button>
      </div>
    );
  }
  return (
    <>
      <button
        type="button"
        className={css.thumbnail}
        style={{ width, aspectRatio: `${width} / ${height}` }}
        aria-label={t('content.enlarge', { name: label })}
        onClick={() => setOpen(true)}
      >
        <img
          key={tries}
          src={addressOf(id)}
          alt=""
          width={width}
          height={height}
          decoding="async"
          onError={() => setBroken(true)}
        />
        <ZoomInOutlined className={css.zoomSign ?? ''} aria-hidden />
      </button>
      {isOpen && <Zoom attachment={attachment} label={label} close={() => setOpen(false)} />}
    </>
  );
}

/** The picture at the size of the window, or at full size with scrolling. */
function Zoom(props: {
  readonly attachment: AttachmentBody;
  readonly label: string;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const { attachment, label, close } = props;
  const [isFull, setFull] = useState(false);
  return (
    <Dialog
      centered
      width="min(96vw, 1200px)"
      title={label}
      onCancel={close}
      footer={
        <div className={css.zoomFoot}>
          <Download attachment={attachment} />
          <Button onClick={() => setFull(!isFull)}>{t(isFull ? 'content.fit' : 'content.fullSize')}</Button>
        </div>
      }
    >
      {/* Focusable, so that keys can scroll it. */}
      <div
        className={css.zoom}
        data-full={isFull}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a large picture is scrolled by keys
        tabIndex={0}
        role="group"
        aria-label={label}
      >
        <img src={addressOf(attachment.id)} alt={label} />
      </div>
    </Dialog>
  );
}

function roomFor({ width, height }: AttachmentBody): { readonly width: number; readonly height: number } {
  if (width === undefined || height === undefined || width === 0 || height === 0) return BOX;
  const scale = Math.min(1, BOX.width / width, BOX.height / height);
  // Long strips stay large enough to see and click.
  return { width: Math.max(48, Math.round(width * scale)), height: Math.max(48, Math.round(height * scale)) };
}
