import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { LONGEST_TEXT_BYTES, textBytes } from '../../../domain/messages/message-text';
import { DEFAULT_SETTINGS } from '../../../domain/settings';
import { handoverWords } from '../../../words/bot-words';
import { partsOf, textOf } from '../../../words/message-fields';
import type { Exchange, TriedPart } from './exchange';
import css from './try.module.css';

type Choose = (question: string, menuId: string) => void;

/** What was asked, and each message of the answer with what it takes at WeChat. */
export function ExchangeView(props: {
  readonly exchange: Exchange;
  /** Taps a choice of a menu; undefined where it no longer can be. */
  readonly choose: Choose | undefined;
}) {
  const { t } = useTranslation();
  const { question, answer } = props.exchange;
  const { parts, handover, ms } = answer;
  const isSilent = parts.length === 0 && handover === null;
  return (
    <div className={css.exchange}>
      <p className={css.question}>{question}</p>
      <p className={css.facts}>
        {t('bots.answered', { seconds: (ms / 1000).toFixed(1), count: parts.length })}
      </p>
      {isSilent && <Alert type="info" showIcon title={t('bots.silent')} />}
      <ol className={css.parts}>
        {parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an answer does not change.
          <li key={index}>
            <div className={css.part}>
              <Part part={part} choose={props.choose} />
            </div>
            <p className={css.facts}>
              <Place index={index} /> <Bytes part={part} />
            </p>
          </li>
        ))}
      </ol>
      {handover !== null && (
        <Alert
          type="warning"
          showIcon
          title={t('conversation.handedOver', { reason: handoverWords(handover, t) })}
        />
      )}
    </div>
  );
}

/** With the default settings of a channel: which places people keep is a setting. */
function Place({ index }: { readonly index: number }) {
  const { t } = useTranslation();
  const { consecutiveLimit, bot } = DEFAULT_SETTINGS;
  if (index >= consecutiveLimit - bot.keepPlaces) return <span>{t('bots.noPlace')}</span>;
  return <span>{t('bots.place', { place: index + 1, limit: consecutiveLimit })}</span>;
}

function Bytes({ part }: { readonly part: TriedPart }) {
  const { t } = useTranslation();
  const used = textBytes(wordsOf(part).join(''));
  if (part.type === 'text')
    return <span>{t('conversation.bytes', { used, limit: LONGEST_TEXT_BYTES })}</span>;
  return used === 0 ? null : <span>{t('bots.bytes', { used })}</span>;
}

function wordsOf(part: TriedPart): readonly string[] {
  const items = partsOf(part, 'items').map((item) => textOf(item, 'text'));
  return ['text', 'title', 'description', 'head', 'tail'].map((name) => textOf(part, name)).concat(items);
}

/** A message, with nothing of its text made nicer than it leaves. */
function Part({ part, choose }: { readonly part: TriedPart; readonly choose: Choose | undefined }) {
  const { t, i18n } = useTranslation();
  const key = `messageTypes.${part.type === 'picture' ? 'image' : part.type}`;
  const kind = i18n.exists(key) ? t(key as 'messageTypes.image') : part.type;
  const url = textOf(part, 'url');
  if (part.type === 'text') return textOf(part, 'text');
  if (part.type === 'msgmenu') {
    return (
      <>
        {textOf(part, 'head')}
        <ul className={css.choices}>
          {partsOf(part, 'items').map((item) => {
            const [id, text] = [textOf(item, 'id'), textOf(item, 'text')];
            return (
              <li key={id}>
                {choose === undefined ? (
                  text
                ) : (
                  <Button type="link" size="small" onClick={() => choose(text, id)}>
                    {text}
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
        {textOf(part, 'tail')}
      </>
    );
  }
  return (
    <>
      <span className={css.kind}>{kind}</span>
      {[textOf(part, 'title'), textOf(part, 'description'), url]
        .filter((line) => line !== '')
        .map((line) => (
          <span key={line} className={css.line}>
            {line}
          </span>
        ))}
    </>
  );
}
