import { SmileOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './composer.module.css';
import { EMOJI, EMOJI_COLUMNS } from './emoji';

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -EMOJI_COLUMNS,
  ArrowDown: EMOJI_COLUMNS,
};

/** A button that opens the emoji. Arrow keys move between them, Escape closes. */
export function EmojiPicker({ pick }: { readonly pick: (emoji: string) => void }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const grid = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const focusOn = (index: number): void => {
    const next = Math.min(EMOJI.length - 1, Math.max(0, index));
    setAt(next);
    grid.current?.querySelectorAll('button')[next]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step !== undefined) {
      event.preventDefault();
      focusOn(at + step);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      setOpen(false);
      trigger.current?.focus();
    }
  };
  const choose = (emoji: string): void => {
    setOpen(false);
    pick(emoji);
  };
  return (
    <Popover
      trigger="click"
      placement="topLeft"
      open={isOpen}
      onOpenChange={setOpen}
      afterOpenChange={(isShown) => isShown && focusOn(at)}
      content={
        // biome-ignore lint/a11y/noStaticElementInteractions: arrows move the focus among its buttons
        <div
          ref={grid}
          className={css.emoji}
          role="group"
          aria-label={t('composer.emoji')}
          onKeyDown={onKeyDown}
        >
          {EMOJI.map((emoji, index) => (
            <button key={emoji} type="button" tabIndex={index === at ? 0 : -1} onClick={() => choose(emoji)}>
              {emoji}
            </button>
          ))}
        </div>
      }
    >
      <Button
        ref={trigger}
        type="text"
        size="small"
        icon={<SmileOutlined aria-hidden />}
        aria-label={t('composer.emoji')}
        aria-expanded={isOpen}
      />
    </Popover>
  );
}
