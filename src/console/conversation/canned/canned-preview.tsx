import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CannedReplyBody } from '../../../contracts/conversations/canned-reply';
import { meaningKey } from '../../shared/macros/variables-help';
import { Loaded } from '../../shared/ui/loaded';
import css from './canned.module.css';
import { useCannedPreview, useFillCannedReply } from './use-canned-replies';

/** A reply as the contact would read it, before it is put into the message. */
export function CannedPreview(props: {
  readonly reply: CannedReplyBody;
  readonly conversationId: string;
  readonly insert: (text: string) => void;
  readonly back: () => void;
}) {
  const { t } = useTranslation();
  const { reply, conversationId, insert, back } = props;
  const preview = useCannedPreview(reply, conversationId);
  const fill = useFillCannedReply(conversationId);
  return (
    <Loaded query={preview}>
      {({ text, missing }) => (
        <>
          <p className={css.hint}>{t('canned.previewHint')}</p>
          {missing.length > 0 && (
            <Alert
              className={css.alert ?? ''}
              type="warning"
              showIcon
              title={t('macros.missing', { names: missing.map((one) => t(meaningKey(one))).join(', ') })}
            />
          )}
          <blockquote className={css.preview}>{text}</blockquote>
          <div className={css.buttons}>
            <Button onClick={back}>{t('common.back')}</Button>
            <Button
              type="primary"
              autoFocus
              loading={fill.isPending}
              onClick={() => fill.mutate(reply, { onSuccess: (filled) => insert(filled.text) })}
            >
              {t('canned.insert')}
            </Button>
          </div>
        </>
      )}
    </Loaded>
  );
}
