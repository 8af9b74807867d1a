import { Select } from 'antd';
import { BY_LABEL } from '../forms/find-option';
import { useAllGroups } from './requests';

/** For the form field of a select, where null is a choice with words. */
const NONE = '';

/** A select for a group of a brand, or none (null). Takes `id`, `value` and `onChange` from its form field. */
export function GroupSelect(props: {
  readonly brandId: string;
  /** What it means to choose none. */
  readonly none: string;
  readonly id?: string;
  readonly value?: string | null;
  readonly onChange?: (id: string | null) => void;
}) {
  const groups = useAllGroups();
  const own = groups.data?.filter((group) => group.brandId === props.brandId) ?? [];
  return (
    <Select<string>
      {...(props.id === undefined ? {} : { id: props.id })}
      showSearch={BY_LABEL}
      loading={groups.data === undefined}
      value={props.value ?? NONE}
      onChange={(id) => props.onChange?.(id === NONE ? null : id)}
      options={[
        { value: NONE, label: props.none },
        ...own.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}
