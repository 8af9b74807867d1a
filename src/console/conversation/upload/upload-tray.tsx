import { CloseOutlined, CustomerServiceOutlined, FileOutlined, VideoCameraOutlined } from '@ant-design/icons';
import { Button, Progress } from 'antd';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../../words/format-bytes';
import { isApiError } from '../../shared/api/api-error';
import { describeError } from '../../shared/describe-error';
import { formatLength } from '../../shared/time/format';
import css from './upload-tray.module.css';
import { isWorthRetrying, removeUpload, retryUpload, type Upload } from './uploads';

/** The files to send: a preview of each, its progress, why it cannot be sent, and a button to remove it. */
export function UploadTray(props: { readonly conversationId: string; readonly uploads: readonly Upload[] }) {
  const { t, i18n } = useTranslation();
  const { conversationId, uploads } = props;
  if (uploads.length === 0) return null;
  return (
    <ul className={css.tray} aria-label={t('composer.files')}>
      {uploads.map((upload) => {
        const { key, file, attachment, error, progress } = upload;
        const isInProgress = attachment === null && error === null;
        return (
          <li key={key} className={css.file} data-upload={stateOf(upload)}>
            <Preview upload={upload} />
            <div className={css.text}>
              <span className={css.name}>{file.name}</span>
              <span className={css.facts}>
                {formatBytes(file.size, i18n.language)}
                {attachment?.durationMs !== undefined && ` · ${formatLength(attachment.durationMs)}`}
                {isInProgress && ` · ${t('composer.uploading', { percent: Math.floor(progress * 100) })}`}
              </span>
              {isInProgress && (
                <Progress
                  percent={Math.floor(progress * 100)}
                  showInfo={false}
                  size="small"
                  aria-label={t('composer.progress', { name: file.name })}
                />
              )}
              {error !== null && (
                <span className={css.error} role="alert">
                  {describeUploadError(error, t, i18n.language)}
                </span>
              )}
              {error !== null && isWorthRetrying(error) && (
                <Button size="small" onClick={() => retryUpload(conversationId, key)}>
                  {t('common.tryAgain')}
                </Button>
              )}
            </div>
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined aria-hidden />}
              aria-label={t(isInProgress ? 'composer.cancelUpload' : 'composer.removeFile', {
                name: file.name,
              })}
              onClick={() => removeUpload(conversationId, key)}
            />
          </li>
        );
      })}
    </ul>
  );
}

function stateOf({ attachment, error }: Upload): 'failed' | 'ready' | 'uploading' {
  if (error !== null) return 'failed';
  return attachment === null ? 'uploading' : 'ready';
}

function Preview({ upload: { previewUrl, file } }: { readonly upload: Upload }): ReactNode {
  if (previewUrl !== null) return <img className={css.preview} src={previewUrl} alt="" />;
  const isVoice = file.type.startsWith('audio/') || /\.(?:amr|mp3)$/i.test(file.name);
  return (
    <span className={css.preview} aria-hidden>
      {isVoice ? (
        <CustomerServiceOutlined aria-hidden />
      ) : file.type.startsWith('video/') ? (
        <VideoCameraOutlined aria-hidden />
      ) : (
        <FileOutlined aria-hidden />
      )}
    </span>
  );
}

/** Why a file cannot be sent, with the limit that it breaks. */
function describeUploadError(error: Error, t: TFunction, language: string): string {
  if (isApiError(error) && error.code === 'attachment_type_not_supported') return t('composer.typeRefused');
  if (isApiError(error) && error.code === 'attachment_too_large') {
    const { limitBytes, maxSeconds } = { ...error.problem };
    if (typeof maxSeconds === 'number') return t('composer.voiceTooLong', { seconds: maxSeconds });
    if (typeof limitBytes === 'number') {
      return t('composer.fileTooLarge', { limit: formatBytes(limitBytes, language) });
    }
  }
  return describeError(error, t, language);
}
