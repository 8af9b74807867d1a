import { useTranslation } from 'react-i18next';
import type { MessageBody } from '../../../contracts/conversations/message';
import { VAGUE_MEANINGS } from '../../../domain/wechat-meanings';
import { DEVELOPER_PLATFORM_URL, WECHAT_PLACES } from '../../../domain/wechat-places';
import { describeError } from '../../../words/describe-error';
import css from './transcript-view.module.css';

type MessageError = NonNullable<MessageBody['error']>;

/**
 * Why a message failed or waits, and what to do. For a code with an unknown or vague meaning, WeChat's own words are
 * shown as well, and how to look up the call.
 */
export function MessageErrorText(props: {
  readonly error: MessageError;
  readonly isWaiting: boolean;
  /** It was cancelled, as it should be: nobody has to do anything. */
  readonly isSettled: boolean;
}) {
  const { t, i18n } = useTranslation();
  const { wechatCode, meaning, wechatMessage, rid } = props.error;
  const isClear = wechatCode === undefined || (meaning !== undefined && !VAGUE_MEANINGS.has(meaning));
  return (
    <>
      <span className={props.isSettled ? undefined : css.problem}>
        {describeError(props.error, t, i18n.exists)}
        {props.isWaiting && ` ${t('conversation.waitsForChannel')}`}
        {wechatCode !== undefined && ` ${t('conversation.wechatCode', { wechatCode })}`}
      </span>
      {!isClear && wechatMessage !== undefined && (
        <span>{t('conversation.wechatSays', { words: wechatMessage })}</span>
      )}
      {!isClear && rid !== undefined && (
        <span>
          <a className={css.lookUp ?? ''} href={DEVELOPER_PLATFORM_URL} target="_blank" rel="noreferrer">
            {t('conversation.rid', { rid })}
          </a>{' '}
          {t('conversation.ridPlace', { place: WECHAT_PLACES.diagnosis })}
        </span>
      )}
    </>
  );
}
