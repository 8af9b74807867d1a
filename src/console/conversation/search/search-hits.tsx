import { DownOutlined, UpOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageBody } from '../../../contracts/conversations/message';
import { describeMessage } from '../../../words/describe-message';
import { useShortcut } from '../../shared/keyboard/shortcuts';
import css from './search-hits.module.css';

/** What a search found in the open conversation: which hit is shown, and the way to the one before and after it. */
export function SearchHits(props: {
  readonly words: string;
  /** Oldest first. */
  readonly hits: readonly MessageBody[];
  /** The position of the hit that is shown; undefined: the newest. */
  readonly at: number | undefined;
  readonly show: (seq: number) => void;
}) {
  const { words, hits, at, show } = props;
  const { t, i18n } = useTranslation();
  const [announced, announce] = useState('');
  const found = hits.findIndex(({ seq }) => seq === at);
  const shown = found < 0 ? hits.length - 1 : found;
  const go = (step: 1 | -1) => (): void => {
    const next = (shown + step + hits.length) % hits.length;
    const hit = hits[next];
    if (typeof hit?.seq !== 'number') return;
    show(hit.seq);
    const place = t('conversation.hit', { number: next + 1, count: hits.length });
    announce(t('content.line', { what: place, facts: describeMessage(hit, t, i18n.exists) }));
  };
  const canGo = hits.length > 1;
  useShortcut('previousHit', canGo ? go(-1) : undefined);
  useShortcut('nextHit', canGo ? go(1) : undefined);
  if (hits.length === 0) return null;
  return (
    <search className={css.hits} aria-label={t('conversation.hits', { words })}>
      <span className={css.words}>{t('conversation.hits', { words })}</span>
      <span className={css.place}>{t('conversation.hit', { number: shown + 1, count: hits.length })}</span>
      <HitButton
        label={t('conversation.previousHit')}
        icon={<UpOutlined aria-hidden />}
        go={canGo ? go(-1) : null}
      />
      <HitButton
        label={t('conversation.nextHit')}
        icon={<DownOutlined aria-hidden />}
        go={canGo ? go(1) : null}
      />
      <span className="visually-hidden" role="status">
        {announced}
      </span>
    </search>
  );
}

function HitButton(props: {
  readonly label: string;
  readonly icon: ReactNode;
  readonly go: (() => void) | null;
}) {
  const { label, icon, go } = props;
  return (
    <Button
      type="text"
      size="small"
      icon={icon}
      title={label}
      aria-label={label}
      disabled={go === null}
      onClick={go ?? undefined}
    />
  );
}
