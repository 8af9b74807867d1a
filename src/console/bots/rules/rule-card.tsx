import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons';
import { Alert, Button, Form, Input, Radio } from 'antd';
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { required } from '../../shared/forms/rules';
import { GroupSelect } from '../../shared/setup/group-select';
import { Condition } from './condition';
import { Replies } from './replies';
import css from './rules.module.css';

const LONGEST_ID = 64;
const AFTERWARDS = ['stay', 'handover', 'end'] as const;

/** One rule: when it fits, what it replies, and what happens then. Alt with an arrow key moves it. */
export function RuleCard(props: {
  readonly index: number;
  /** The bot's brand; undefined: it is not chosen yet. */
  readonly brandId: string | undefined;
  readonly isOnly: boolean;
  readonly isLast: boolean;
  readonly faults: readonly string[];
  /** It is the first rule with a fault, which is shown when saving has failed. */
  readonly isFirstFault: boolean;
  readonly moveTo: (to: number) => void;
  readonly remove: () => void;
}) {
  const { t } = useTranslation();
  const { index, brandId, isOnly, isLast, faults, isFirstFault, moveTo, remove } = props;
  const handsOver = Form.useWatch(['rules', index, 'then']) === 'handover';
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isFirstFault) card.current?.scrollIntoView({ block: 'start' });
  }, [isFirstFault]);
  const headId = useId();
  const number = index + 1;
  const onKeyDown = (event: KeyboardEvent): void => {
    // In a choice, arrow keys choose.
    if (event.target instanceof Element && event.target.role === 'combobox') return;
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    moveTo(event.key === 'ArrowUp' ? index - 1 : index + 1);
  };
  return (
    <li ref={card} className={css.rule} aria-labelledby={headId} onKeyDown={onKeyDown}>
      <div className={css.head}>
        <h3 id={headId} className={css.number}>
          {t('rules.rule', { number })}
        </h3>
        <Button
          type="text"
          icon={<ArrowUpOutlined aria-hidden />}
          disabled={index === 0}
          aria-label={t('rules.moveUp', { number })}
          onClick={() => moveTo(index - 1)}
        />
        <Button
          type="text"
          icon={<ArrowDownOutlined aria-hidden />}
          disabled={isLast}
          aria-label={t('rules.moveDown', { number })}
          onClick={() => moveTo(index + 1)}
        />
        <Button
          type="text"
          danger
          icon={<DeleteOutlined aria-hidden />}
          disabled={isOnly}
          aria-label={t('rules.remove', { number })}
          onClick={remove}
        />
      </div>
      {faults.map((fault) => (
        <Alert key={fault} className={css.fault ?? ''} type="error" showIcon role="alert" title={fault} />
      ))}
      <Form.Item
        name={[index, 'id']}
        label={t('rules.name')}
        extra={t('rules.nameHint')}
        rules={[required(t('rules.nameRule'))]}
      >
        <Input maxLength={LONGEST_ID} autoComplete="off" />
      </Form.Item>
      <Condition rule={index} />
      <Replies rule={index} />
      <Form.Item name={[index, 'then']} label={t('rules.then')} className={css.last ?? ''}>
        <Radio.Group options={AFTERWARDS.map((value) => ({ value, label: t(`rules.then_${value}`) }))} />
      </Form.Item>
      {handsOver && brandId !== undefined && (
        <Form.Item name={[index, 'groupId']} label={t('rules.group')} className={css.below ?? ''}>
          <GroupSelect brandId={brandId} none={t('rules.noGroup')} />
        </Form.Item>
      )}
    </li>
  );
}
