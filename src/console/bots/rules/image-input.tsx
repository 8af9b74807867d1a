import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { uploadFile } from '../../shared/api/upload-file';
import { FormProblem } from '../../shared/forms/form-problem';
import css from './rules.module.css';

/** A picture that is uploaded when it is chosen. Its value is the id of the attachment. */
export function ImageInput(props: {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (attachmentId: string) => void;
}) {
  const { t } = useTranslation();
  const { id, value = '', onChange } = props;
  const input = useRef<HTMLInputElement>(null);
  const upload = useMutation({
    mutationFn: (file: File) =>
      uploadFile(file, { signal: new AbortController().signal, onProgress: () => undefined }),
    meta: { showsErrors: true },
    onSuccess: (attachment) => onChange?.(attachment.id),
  });
  return (
    <div className={css.picture}>
      <FormProblem problem={upload.error} />
      {value !== '' && (
        <img src={`/api/v1/attachments/${encodeURIComponent(value)}`} alt={t('rules.picture')} />
      )}
      <Button
        {...(id === undefined ? {} : { id })}
        loading={upload.isPending}
        onClick={() => input.current?.click()}
      >
        {t('rules.choosePicture')}
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/jpeg,image/png"
        hidden
        aria-label={t('rules.choosePicture')}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file !== undefined) upload.mutate(file);
          // The same file may be chosen again.
          target.value = '';
        }}
      />
    </div>
  );
}
