import { DownloadOutlined, LoadingOutlined, WarningOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttachmentBody } from '../../../contracts/conversations/attachment';
import { FETCH_TROUBLES } from '../../../domain/messages/attachment-errors';
import { api } from '../../shared/api/client';
import { formatBytes } from '../../shared/format-bytes';
import css from './content.module.css';

/** Where the browser gets a file; `playable`: a voice in a form that it plays. */
export function addressOf(id: string, as: 'original' | 'playable' = 'original'): string {
  return `/api/v1/attachments/${encodeURIComponent(id)}${as === 'playable' ? '?as=playable' : ''}`;
}

/** A file of a message: while it is fetched and where that failed in words, else `children`. */
export function Attached(props: {
  readonly attachment: AttachmentBody | undefined;
  /** Room for what will be there, so that nothing jumps. */
  readonly className?: string | undefined;
  readonly children: (attachment: AttachmentBody) => ReactNode;
}) {
  const { t } = useTranslation();
  const { attachment } = props;
  if (attachment === undefined) return <p className={css.quiet}>{t('content.noFile')}</p>;
  if (attachment.status === 'ready') return props.children(attachment);
  const isSoonThere = attachment.status === 'fetching' && attachment.error === undefined;
  return (
    <div
      className={`${css.waiting} ${isSoonThere ? (props.className ?? '') : ''}`}
      data-attachment={attachment.status}
    >
      {attachment.status === 'fetching' ? (
        <Fetching attachment={attachment} />
      ) : (
        <FetchFailed attachment={attachment} />
      )}
    </div>
  );
}

/** What keeps the file from being fetched, and that the desk keeps trying by itself. */
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

function FetchFailed({ attachment: { id, error } }: { readonly attachment: AttachmentBody }) {
  const { t, i18n } = useTranslation();
  const key = `attachmentErrors.${error?.code ?? 'unreachable'}` as const;
  // What a newer release knows has the API's own sentence.
  const sentence = i18n.exists(key) || error === undefined ? t(key) : error.detail;
  // The event stream brings what becomes of it.
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

/** A file that the browser cannot show in place. */
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
