import { Form, Radio } from 'antd';
import css from './routing.module.css';

/** A choice whose consequences are said below each of its names. */
export function Choice<Value extends string>(props: {
  readonly name: string;
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly title: string; readonly about: string }[];
}) {
  return (
    <Form.Item name={props.name} label={props.label}>
      <Radio.Group className={css.choices ?? ''}>
        {props.options.map(({ value, title, about }) => (
          <Radio key={value} value={value}>
            {title}
            <span className={css.about}>{about}</span>
          </Radio>
        ))}
      </Radio.Group>
    </Form.Item>
  );
}
