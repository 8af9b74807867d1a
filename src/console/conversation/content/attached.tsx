import { DownloadOutlined, LoadingOutlined, WarningOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttachmentBody } from '../../../contracts/conversations/attachment';
import { FETCH_TROUBLES } from '../../../domain/messages/attachment-errors';
import { formatBytes } from '../../../words/format-bytes';
import { api } from '../../shared/api/client';
import css from './content.module.css';

/** The address of a file for the browser. `playable`: a voice message in a format that browsers play. */
export function addressOf(id: string, as: 'original' | 'playable' = 'original'): string {
  return `/api/v1/attachments/${encodeURIComponent(id)}${as === 'playable' ? '?as=playable' : ''}`;
}

/** The file of a message: `children` if it is there, else words for its download or for what failed. */
export function Attached(props: {
  readonly attachment: AttachmentBody | undefined;
  /** Reserves the space, so that nothing jumps. */
  readonly className?: string | undefined;
  readonly children: (attachment: AttachmentBody) => ReactNode;
}) {
  const { t } = useTranslation();
  const { attachment } = props;
  if (attachment === undefined) return <p className={css.quiet}>{t('content.noFile')}</p>;
  if (attachment.status === 'ready') return props.children(attachment);
  const isDownloading = attachment.status === 'fetching' && attachment.error === undefined;
  return (
    <div
      className={`${css.waiting} ${isDownloading ? (props.className ?? '') : ''}`}
      data-attachment={attachment.status}
    >
      {attachment.status === 'fetching' ? (
        <Fetching attachment={attachment} />
      ) : (
        <DownloadFailed attachment={attachment} />
      )}
    </div>
  );
}

/** Why the file has not been downloaded yet, and that the download is retried automatically. */
function Fetching({ attachment: { error } }: { readonly attachment: AttachmentBody }) {
  const { t } = useTranslation();
  const trouble = FETCH_TROUBLES.find((known) => known === error?.code);
  if (trouble === undefined) {
    return (
      <span>
        <LoadingOutlined aria-hidden /> {t('content.fetching')}
      </span>
    );
  }
  return (
    <>
      <span>
        <LoadingOutlined aria-hidden /> {t('content.triedAgain')}
      </span>
      <span className={css.quiet}>{t(`fetchTroubles.${trouble}`)}</span>
    </>
  );
}

function DownloadFailed({ attachment: { id, error } }: { readonly attachment: AttachmentBody }) {
  const { t, i18n } = useTranslation();
  const key = `attachmentErrors.${error?.code ?? 'unreachable'}` as const;
  // A code from a newer release has the API's own sentence.
  const sentence = i18n.exists(key) || error === undefined ? t(key) : error.detail;
  // The event stream reports the outcome.
  const fetchAgain = useMutation({
    mutationFn: () => api('post', '/api/v1/attachments/{id}/fetch', { params: { id } }),
  });
  return (
    <>
      <span>
        <WarningOutlined aria-hidden /> {sentence}
      </span>
      {error?.code !== 'no_media' && (
        <Button size="small" loading={fetchAgain.isPending} onClick={() => fetchAgain.mutate()}>
          {t('common.tryAgain')}
        </Button>
      )}
    </>
  );
}

/** A file that the browser cannot show inline. */
export function Download({ attachment }: { readonly attachment: AttachmentBody }) {
  const { t, i18n } = useTranslation();
  const { id, name, size } = attachment;
  return (
    <a className={css.download} href={addressOf(id)} download={name ?? true}>
      <DownloadOutlined aria-hidden />
      <span>
        {name ?? t('content.download')}
        {size !== null && <span className={css.quiet}> · {formatBytes(size, i18n.language)}</span>}
      </span>
    </a>
  );
}
